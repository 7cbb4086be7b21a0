"""What is dictated becomes text: marks, new lines, capitals, second thoughts."""

from __future__ import annotations

import pytest

from app.speech.dictation import add_heard

ENGLISH = [
    # what is there, what is heard, what is there then
    ("", "the lamp is broken", "The lamp is broken."),
    ("", "  ", ""),
    ("", "the lamp is broken full stop it is dark", "The lamp is broken. It is dark."),
    ("", "when do you open question mark", "When do you open?"),
    ("", "thank you exclamation mark", "Thank you!"),
    ("", "thank you exclamation point", "Thank you!"),
    ("", "bread comma milk comma eggs", "Bread, milk, eggs."),
    ("", "dear all new line the lamp is broken", "Dear all\nThe lamp is broken."),
    ("", "dear all new paragraph the lamp is broken", "Dear all\n\nThe lamp is broken."),
    ("", "it is late full stop new line good night", "It is late.\nGood night."),
    ("", "i think i'm right and i'll wait", "I think I'm right and I'll wait."),
    ("", "it is broken scratch that it is dark", "It is dark."),
    ("", "it is broken full stop it is dark scratch that", "It is broken."),
    ("", "it is broken full stop scratch that it is dark", "It is dark."),
    ("", "scratch that", ""),
    ("It is dark.", "scratch that", ""),
    ("It is dark. Come soon.", "scratch that please come today", "It is dark. Please come today."),
    ("Dear all\nIt is dark", "scratch that", "Dear all\n"),
    ("The lamp is broken.", "it is dark", "The lamp is broken. It is dark."),
    ("The lamp is broken. ", "it is dark", "The lamp is broken. It is dark."),
    ("The lamp", "near the gate", "The lamp near the gate."),
    ("The lamp,", "near the gate", "The lamp, near the gate."),
    ("Is it you?", "question mark", "Is it you?"),
    ("Dear all\n", "the lamp", "Dear all\nThe lamp."),
    ("It works.", "exclamation mark", "It works!"),
    ("", "full stop", ""),
    ("", "comma the lamp", "The lamp."),
    ("", "new line the lamp", "The lamp."),
    # As some recognisers write it.
    (
        "",
        "The lamp is broken, full stop. New line. It is dark.",
        "The lamp is broken.\nIt is dark.",
    ),
    ("", "The lamp is broken. It's dark!", "The lamp is broken. It's dark!"),
    ("", "It costs 3.50 at Mr. Li's", "It costs 3.50 at Mr. Li's."),
    ("", "Please come, quickly", "Please come, quickly."),
    # Words, not orders.
    ("", "there is a new line of buses", "There is a new line of buses."),
    ("", "the bus came to a full stop", "The bus came to a full stop."),
    ("", "i have one question mark my words", "I have one question mark my words."),
    ("", "every comma counts", "Every comma counts."),
    ("", "the line is new", "The line is new."),
    ("", "a full bus and then stop", "A full bus and then stop."),
    ("", "you scratch my back", "You scratch my back."),
]

CHINESE = [
    ("", "路灯坏了", "路灯坏了。"),
    ("", "路灯 坏 了", "路灯坏了。"),
    ("", "路灯坏了句号晚上很黑", "路灯坏了。晚上很黑。"),
    ("", "路灯 坏 了 逗号 晚上 很 黑 句号", "路灯坏了，晚上很黑。"),
    ("", "什么时候开门问号", "什么时候开门？"),
    ("", "什么时候修好呢", "什么时候修好呢？"),
    ("", "能来看看吗", "能来看看吗？"),
    ("", "谢谢大家感叹号", "谢谢大家！"),
    ("", "苹果顿号梨顿号桃", "苹果、梨、桃。"),
    ("", "各位好换行路灯坏了", "各位好\n路灯坏了。"),
    ("", "各位好 另起一行 路灯坏了", "各位好\n路灯坏了。"),
    ("", "各位好另起一段路灯坏了", "各位好\n\n路灯坏了。"),
    ("", "路灯坏了句号晚上很黑删掉这句", "路灯坏了。"),
    ("", "路灯坏了删掉这句话电梯坏了", "电梯坏了。"),
    ("", "路灯坏了句号不算", ""),
    ("", "路灯 坏 了 句号 晚上 很 黑 句号 不算 句号 请 来 修", "路灯坏了。请来修。"),
    ("", "路灯坏了刚才不算电梯坏了", "电梯坏了。"),
    ("路灯坏了。", "不算", ""),
    ("路灯坏了。", "晚上很黑", "路灯坏了。晚上很黑。"),
    ("路灯坏了", "晚上很黑", "路灯坏了晚上很黑。"),
    ("路灯坏了。晚上很黑。", "删掉这句", "路灯坏了。"),
    ("", "句号", ""),
    ("", "WiFi 坏 了", "WiFi坏了。"),
    ("", "我家的 smart TV 坏了", "我家的smart TV坏了。"),
    ("我用WiFi", "router", "我用WiFi router。"),
    # As some recognisers write it.
    ("", "路灯坏了，晚上很黑。", "路灯坏了，晚上很黑。"),
    ("", "路灯坏了，句号。", "路灯坏了。"),
    # Words, not orders.
    ("", "他换行业了", "他换行业了。"),
    ("", "请帮我换行李", "请帮我换行李。"),
    ("", "这件事画上句号了", "这件事画上句号了。"),
    ("", "我打个问号", "我打个问号。"),
    ("", "这不算贵", "这不算贵。"),
    ("", "这个 不算 贵", "这个不算贵。"),
    ("", "不算 贵", "不算贵。"),
    ("", "这一次 不算", "这一次不算。"),
]


@pytest.mark.parametrize(("text", "heard", "then"), ENGLISH)
def test_english(text: str, heard: str, then: str) -> None:
    assert add_heard(text, heard, "en") == then


@pytest.mark.parametrize(("text", "heard", "then"), CHINESE)
def test_chinese(text: str, heard: str, then: str) -> None:
    assert add_heard(text, heard, "zh-CN") == then

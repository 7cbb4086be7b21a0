"""Chinese and mixed sentences: the mark ¦ stands where one ends and the next begins."""

from __future__ import annotations

import pytest

from app.domain.segment import (
    Span,
    code_point_offset,
    language_code,
    language_of,
    runs,
    sentences,
    utf16_offset,
    words,
)

MARK = "¦"

SENTENCES = [
    "今天停水。",
    "今天停水。¦请您先接好水。",
    "您好吗？¦我很好！¦谢谢。",
    "他说：“请进。”¦大家都进去了。",
    "“请进。”¦他说。",
    "他问：“免费吗？”¦当然免费。",
    "“好！”，他说。",
    "“好！”、“行！”¦都可以。",
    "真的吗？！¦真的！！！",
    "等等……¦我想想。",
    "等等…¦我想想。",
    "等等……",
    "上午开会；¦下午休息。",
    "上午开会，下午休息。",
    "（详见通知。）¦请准时。",
    "（详见通知）请准时。",
    "【通知】明天停电。¦请准备。",
    "《春天》这本书很好。¦请借。",
    "「请坐。」¦他笑了。",
    "『好。』¦行。",
    "票价3.5元。¦六十岁以上免费。",
    "上午10:30开会。¦请带椅子。",
    "上午10：30开会。¦请带椅子。",
    "请拨打01632 960123。¦找王阿姨。",
    "2024年12月3日停水。¦特此通知。",
    "第1条：不吸烟。¦第2条：不吵闹。",
    "一、带身份证。¦\n二、签名。",
    "1. 带身份证。¦\n2. 签名。",
    "1. 带身份证。",
    "通知¦\n明天停水",
    "通知¦\n\n明天停水",
    "各位居民：¦\n明天停水。",
    "各位居民：明天停水。",
    "您好!¦请进!",
    "您好?¦我好!",
    "您好.¦请进.",
    "温度是36.5度。¦正常。",
    "请看 www.willow.example/a.b 。¦谢谢。",
    "请用 WiFi。¦密码在墙上。",
    "密码是 ABC.¦请记住。".replace("ABC.¦请", "ABC.请"),
    "柳巷社区 Willow Lane 欢迎您。¦请进。",
    "欢迎！¦Welcome!",
    "欢迎！¦Welcome! Please come in.".replace("! Please", "!¦ Please"),
    "Welcome!¦请进。",
    "Welcome to 柳巷社区。¦Please come in.",
    "Please ask 王阿姨.¦ She knows.",
    "好的👍。¦明天见😀！",
    "明天见！😀¦再见。",
    "明天见。😀",
    "𠮷野家开门了。¦请来。",
    "请坐。¦　请喝茶。",
    "请坐。¦ 请喝茶。",
    "“请坐。”¦“谢谢。”",
    '他说："你好。"¦然后走了。',
    '"你好。"¦他说。',
    "大家好！¦我是小李；¦今天讲防骗。",
    "小心骗子！！¦不要转账。",
    "转账？¦不！¦绝不！",
    "没有句号",
    "电话：01632 960123；¦地址：柳巷5号。",
    "每天8:00-11:00开放。¦周日休息。",
    "优惠50%。¦先到先得。",
    "王医生（内科）周二来。¦请预约。",
    "他说“好。”、“行。”。¦大家笑了。",
    "停水时间：9点—12点。¦请谅解。",
    "谢谢大家～¦\n明天见",
    "吃了吗？¦——吃了。",
    "他叫什么？¦叫李明。",
    "别急，慢慢来。¦我等您。",
    "请带：身份证、钥匙、水杯。¦别忘了。",
    "①带证件。¦②签名。",
    "您的意见已收到。¦编号1234。",
    "￥35.50一张。¦请排队。",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace(MARK, "")
    assert [span.of(text) for span in sentences(text)] == [
        piece.strip() for piece in marked.split(MARK)
    ]


def test_there_are_enough_examples() -> None:
    assert len(set(SENTENCES)) >= 60


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    text = "为了让大家住得更安心，" * 8 + "请大家互相帮助。"
    pieces = [span.of(text) for span in sentences(text)]
    assert len(pieces) == 2
    assert all(len(piece) <= 60 for piece in pieces)
    assert all(piece.endswith("，") for piece in pieces[:-1])
    assert "".join(pieces) == text


def test_a_sentence_of_sixty_characters_stays_whole() -> None:
    text = "好" * 29 + "，" + "好" * 29 + "。"
    assert len(text) == 60
    assert sentences(text) == (Span(0, 60),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天停水。", ["今", "天", "停", "水"]),
        ("10:30开会", ["10:30", "开", "会"]),
        ("10：30开会", ["10：30", "开", "会"]),
        ("￥3.5元", ["￥3.5", "元"]),
        ("2024年", ["2024", "年"]),
        ("用WiFi上网", ["用", "WiFi", "上", "网"]),
        ("𠮷野家", ["𠮷", "野", "家"]),
        ("好😀的", ["好", "的"]),
        ("50%的人", ["50%", "的", "人"]),
        ("见https://willow.example/a。谢谢", ["见", "https://willow.example/a", "谢", "谢"]),
    ],
)
def test_words_are_what_a_finger_points_at(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in words(text, "zh")] == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("今天停水", "zh"),
        ("The water is off", "en"),
        ("WiFi 密码", "zh"),
        ("请打开 WiFi 和 Bluetooth", "zh"),
        ("Please go to 柳巷 hall at noon", "en"),
        ("10:30", "xx"),
        ("", "xx"),
        ("😀", "xx"),
        ("𠮷野家", "zh"),
    ],
)
def test_the_language_is_that_of_most_of_the_text(text: str, language: str) -> None:
    assert language_of(text, "xx") == language


def test_runs_follow_the_script_and_cover_everything() -> None:
    text = "2 notes: Welcome to 柳巷社区, 5号. Bye!"
    assert [(language, span.of(text)) for language, span in runs(text)] == [
        ("en", "2 notes: Welcome to "),
        ("zh", "柳巷社区, 5号. "),
        ("en", "Bye!"),
    ]
    assert runs("12:30", "zh") == [("zh", Span(0, 5))]
    assert runs("") == []


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("zh-CN", "zh"),
        ("zh_Hans", "zh"),
        ("cmn", "zh"),
        ("yue-HK", "zh"),
        ("en-GB", "en"),
        ("EN", "en"),
        ("fr", None),
        ("", None),
        (None, None),
    ],
)
def test_language_tags(tag: str | None, code: str | None) -> None:
    assert language_code(tag) == code


def test_qt_counts_an_emoji_twice() -> None:
    text = "a😀b𠮷c"
    assert [utf16_offset(text, index) for index in range(6)] == [0, 1, 3, 4, 6, 7]
    assert [code_point_offset(text, unit) for unit in (0, 1, 3, 4, 6, 7)] == list(range(6))

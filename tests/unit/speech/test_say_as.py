"""What is said for what is shown, and which shown part each word said lights."""

from __future__ import annotations

import pytest

from app.speech.numerals import chinese_decimal, chinese_number, chinese_telephone
from app.speech.say_as import say_as


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("2024年12月3日", "二零二四年十二月三日"),
        ("2024-12-03", "二零二四年十二月三日"),
        ("10:30开会", "十点三十分开会"),
        ("10：05开会", "十点零五分开会"),
        ("2:00开会", "两点整开会"),
        ("9:00-11:30开放", "九点整到十一点三十分开放"),
        ("拨打12345", "拨打幺二三四五"),
        ("电话01632 960123", "电话零幺六三二，九六零幺二三"),
        ("3.5元", "三点五元"),
        ("￥35", "三十五元"),
        ("£3.50", "三点五英镑"),
        ("50%", "百分之五十"),
        ("3.5％", "百分之三点五"),
        ("12000人", "一万二千人"),
        ("1,200人", "一千二百人"),
        ("2个人", "两个人"),
        ("12个人", "十二个人"),
        ("60-70岁", "六十到七十岁"),
        ("36.5℃", "三十六点五摄氏度"),
        ("B12室", "B一二室"),
        ("007", "零零七"),
        ("好的😀", "好的"),
        ("今天停水。", "今天停水。"),
        ("见www.willow.example/a。", "见一个网址，willow 点 example。"),
        ("5年前", "五年前"),
        ("98年", "九八年"),
    ],
)
def test_chinese_is_said_as_a_person_says_it(shown: str, said: str) -> None:
    assert say_as(shown, "zh").text == said


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("Call 01632 960123.", "Call 0 1 6 3 2, 9 6 0 1 2 3."),
        ("at 10:30", "at 10 30"),
        ("at 9:05 a.m.", "at 9 oh 5 a.m."),
        ("at 10:00", "at 10 o'clock"),
        ("at 10:00 am", "at 10 am"),
        ("at 14:30:05", "at 14:30:05"),
        ("£3.50", "3 pounds 50"),
        ("£1", "1 pound"),
        ("£1,200.00 due", "1200 pounds due"),
        ("fruit, e.g. apples", "fruit, for example apples"),
        ("No. 5", "number 5"),
        ("Thanks 🙏🏽!", "Thanks !"),
        (
            "see https://www.willow.example/a/b.html?x=1.",
            "see a web address at willow dot example.",
        ),
        ("to a.b@willow.example now", "to a dot b at willow dot example now"),
        ("2024 and 1066", "2024 and 1066"),
        ("isn't it", "isn't it"),
        ("a\0b\ud800c", "a b c"),
    ],
)
def test_english_is_said_as_a_person_says_it(shown: str, said: str) -> None:
    assert say_as(shown, "en").text == said


@pytest.mark.parametrize(
    ("shown", "language", "word", "lit"),
    [
        ("开会10:30，请来", "zh", "三十分", "10:30"),
        ("开会10:30，请来", "zh", "请", "请"),
        ("拨打12345吧", "zh", "打", "打"),
        ("拨打12345吧", "zh", "四", "12345"),
        ("😀 好的", "zh", "的", "的"),
        ("Call 01632 960123 now", "en", "9 6", "01632 960123"),
        ("Call 01632 960123 now", "en", "now", "now"),
        ("see www.willow.example ok", "en", "dot", "www.willow.example"),
    ],
)
def test_the_light_is_on_what_is_heard(shown: str, language: str, word: str, lit: str) -> None:
    spoken = say_as(shown, language)
    assert spoken.shown(spoken.text.index(word), len(word)).of(shown) == lit


@pytest.mark.parametrize("text", ["", "😀", "……", "--", " \n"])
def test_what_cannot_be_said_says_so(text: str) -> None:
    assert not say_as(text, "zh").speakable
    assert not say_as(text, "en").speakable


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"), (2, "二"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"),
        (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"), (10_000, "一万"),
        (10_001, "一万零一"), (100_000, "十万"), (110_000, "十一万"), (1_000_010, "一百万零一十"),
        (20_030_000, "二千零三万"), (100_000_000, "一亿"), (100_000_001, "一亿零一"),
        (10**12, "一万亿"),
    ],
)  # fmt: skip
def test_numbers_in_mandarin(number: int, said: str) -> None:
    assert chinese_number(number) == said


def test_numbers_beyond_all_use_are_read_digit_by_digit() -> None:
    assert chinese_decimal("1" * 20) == "一" * 20
    assert chinese_telephone("110") == "幺幺零"
    with pytest.raises(ValueError, match="no Mandarin reading"):
        chinese_number(10**16)

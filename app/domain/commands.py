"""What can be asked for by voice, and with which words.

English phrases are of two words or more, because single words are too easily heard in something
else; "learn" stands alone on the screen, so it may be said alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.domain.segment import CHINESE, ENGLISH


class Command(StrEnum):
    """One thing that can be asked for, on whatever screen."""

    HOME = "home"
    BACK = "back"
    NEXT_PAGE = "next_page"
    PREVIOUS_PAGE = "previous_page"
    READ_ALOUD = "read_aloud"
    STOP_READING = "stop_reading"
    NOTICES = "notices"
    TELL_US = "tell_us"
    MY_MESSAGES = "my_messages"
    LEARN = "learn"
    HELP = "help"
    SAY_AGAIN = "say_again"
    SLOWER = "slower"
    FASTER = "faster"
    BIGGER = "bigger"
    SMALLER = "smaller"
    YES = "yes"
    NO = "no"
    SEND = "send"
    NUMBER_1 = "number_1"
    NUMBER_2 = "number_2"
    NUMBER_3 = "number_3"
    NUMBER_4 = "number_4"
    NUMBER_5 = "number_5"
    NUMBER_6 = "number_6"
    NUMBER_7 = "number_7"
    NUMBER_8 = "number_8"
    NUMBER_9 = "number_9"

    @property
    def number(self) -> int | None:
        """1 to 9 for "number one" and its like; None for the others."""
        head, _, digit = self.value.rpartition("_")
        return int(digit) if head == "number" else None


def _numbers(head: str, digits: str) -> dict[str, Command]:
    return {
        f"{head}{digit}": Command(f"number_{value}")
        for value, digit in enumerate(digits.split(), start=1)
    }


COMMANDS: Mapping[str, Mapping[str, Command]] = MappingProxyType(
    {
        ENGLISH: MappingProxyType(
            {
                "go home": Command.HOME,
                "go back": Command.BACK,
                "next page": Command.NEXT_PAGE,
                "previous page": Command.PREVIOUS_PAGE,
                "read aloud": Command.READ_ALOUD,
                "stop reading": Command.STOP_READING,
                "open notices": Command.NOTICES,
                "tell us": Command.TELL_US,
                "my messages": Command.MY_MESSAGES,
                "learn": Command.LEARN,
                "help me": Command.HELP,
                "say it again": Command.SAY_AGAIN,
                "speak slower": Command.SLOWER,
                "speak faster": Command.FASTER,
                "bigger text": Command.BIGGER,
                "smaller text": Command.SMALLER,
                "yes please": Command.YES,
                "no thank you": Command.NO,
                "send message": Command.SEND,
                **_numbers("number ", "one two three four five six seven eight nine"),
            }
        ),
        CHINESE: MappingProxyType(
            {
                "回到首页": Command.HOME,
                "返回上页": Command.BACK,
                "下一页": Command.NEXT_PAGE,
                "上一页": Command.PREVIOUS_PAGE,
                "读给我听": Command.READ_ALOUD,
                "不要读了": Command.STOP_READING,
                "打开通知": Command.NOTICES,
                "我要说句话": Command.TELL_US,
                "我的消息": Command.MY_MESSAGES,
                "我要学习": Command.LEARN,
                "帮帮我": Command.HELP,
                "再说一遍": Command.SAY_AGAIN,
                "说慢一点": Command.SLOWER,
                "说快一点": Command.FASTER,
                "字大一点": Command.BIGGER,
                "字小一点": Command.SMALLER,
                "好的谢谢": Command.YES,
                "不用谢谢": Command.NO,
                "发送消息": Command.SEND,
                **_numbers("第", "一个 二个 三个 四个 五个 六个 七个 八个 九个"),
            }
        ),
    }
)
"""By language: the phrase, lower case and one space between words, and what it asks for."""


def command_of(text: str, language: str) -> Command | None:
    """What this whole utterance asks for; None when it is not exactly one of the phrases.

    Spaces inside Chinese do not count: recognisers put them between words.
    """
    words = text.lower().split()
    return COMMANDS.get(language, {}).get(("" if language == CHINESE else " ").join(words))


def phrase_of(command: Command, language: str) -> str:
    """What to say for it in that language; the English phrase where the language has none."""
    phrases = COMMANDS.get(language, COMMANDS[ENGLISH])
    return next(phrase for phrase, meant in phrases.items() if meant is command)

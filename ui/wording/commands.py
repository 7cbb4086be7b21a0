"""What is said about spoken commands: what was understood, what can be said, why something not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.commands import Command, phrase_of
from app.domain.segment import CHINESE, ENGLISH, language_code
from app.speech.ear.reasons import NO_RECOGNISER
from ui.wording.problems import problem_text
from ui.wording.sentences import in_a_row

#: The first of these that can be said somewhere are its examples.
_GOOD_EXAMPLES = (
    Command.YES,
    Command.NO,
    Command.SEND,
    Command.NUMBER_1,
    Command.READ_ALOUD,
    Command.BACK,
    Command.NOTICES,
    Command.HELP,
)
_EXAMPLES = 3


def spoken_language(language: str) -> str:
    """The language of commands for one of the interface: "en" or "zh"."""
    return language_code(language) or ENGLISH


def quoted(command: Command, language: str) -> str:
    """The phrase in quotation marks."""
    pattern = QCoreApplication.translate("Commands", "“{phrase}”")
    return pattern.format(phrase=phrase_of(command, spoken_language(language)))


def quoted_list(commands: Iterable[Command], language: str) -> str:
    """Several phrases in a row."""
    between = "、" if spoken_language(language) == CHINESE else ", "
    return between.join(quoted(command, language) for command in commands)


def examples(possible: Sequence[Command]) -> tuple[Command, ...]:
    """A few of what can be said here, those that help most."""
    return tuple(one for one in _GOOD_EXAMPLES if one in possible)[:_EXAMPLES]


def for_example(possible: Sequence[Command], language: str) -> str:
    """“Say for example: “number one”, “read aloud”, “go back”.”"""
    pattern = QCoreApplication.translate("Commands", "Say for example: {phrases}")
    return pattern.format(phrases=quoted_list(examples(possible), language))


def you_can_say(possible: Sequence[Command], language: str) -> str:
    """The same after something was not understood."""
    pattern = QCoreApplication.translate("Commands", "You can say: {phrases}.")
    return pattern.format(phrases=quoted_list(examples(possible), language))


def understood(command: Command, language: str, refusal: str = "") -> str:
    """What was understood, and why it can't be done where it can't."""
    pattern = QCoreApplication.translate("Commands", "I understood: {phrase}.")
    said = pattern.format(phrase=quoted(command, language))
    return in_a_row(said, refusal)


def not_here(command: Command) -> str:
    """Why it means nothing here."""
    if command.number is not None:
        pattern = QCoreApplication.translate("Commands", "There is no number {number} here.")
        return pattern.format(number=command.number)
    table = {
        Command.HOME: QCoreApplication.translate("Commands", "You are on Home already."),
        Command.BACK: QCoreApplication.translate("Commands", "There is nothing to go back to."),
        Command.NEXT_PAGE: QCoreApplication.translate("Commands", "This is the last page."),
        Command.PREVIOUS_PAGE: QCoreApplication.translate("Commands", "This is the first page."),
        Command.STOP_READING: QCoreApplication.translate(
            "Commands", "Nothing is being read aloud just now."
        ),
        Command.SLOWER: QCoreApplication.translate("Commands", "The voice can't get slower."),
        Command.FASTER: QCoreApplication.translate("Commands", "The voice can't get faster."),
        Command.BIGGER: QCoreApplication.translate("Commands", "The text can't get bigger."),
        Command.SMALLER: QCoreApplication.translate("Commands", "The text can't get smaller."),
        Command.YES: QCoreApplication.translate("Commands", "Nothing was asked here."),
        Command.NO: QCoreApplication.translate("Commands", "Nothing was asked here."),
        Command.SEND: QCoreApplication.translate("Commands", "There is nothing to send here."),
    }
    general = QCoreApplication.translate("Commands", "That can't be done here.")
    return table.get(command, general)


def meaning(command: Command) -> str:
    """What saying it does, in a few words."""
    table = {
        Command.HOME: QCoreApplication.translate("Commands", "to the first screen"),
        Command.BACK: QCoreApplication.translate("Commands", "to where you were before"),
        Command.NEXT_PAGE: QCoreApplication.translate("Commands", "shows what comes next"),
        Command.PREVIOUS_PAGE: QCoreApplication.translate("Commands", "shows what came before"),
        Command.READ_ALOUD: QCoreApplication.translate("Commands", "reads this screen to you"),
        Command.STOP_READING: QCoreApplication.translate("Commands", "the voice is silent"),
        Command.NOTICES: QCoreApplication.translate("Commands", "what is new here"),
        Command.TELL_US: QCoreApplication.translate("Commands", "to say something to us"),
        Command.MY_MESSAGES: QCoreApplication.translate("Commands", "what became of your words"),
        Command.LEARN: QCoreApplication.translate("Commands", "short lessons"),
        Command.HELP: QCoreApplication.translate("Commands", "what to do here"),
        Command.SAY_AGAIN: QCoreApplication.translate("Commands", "reads it once more"),
        Command.SLOWER: QCoreApplication.translate("Commands", "a slower voice"),
        Command.FASTER: QCoreApplication.translate("Commands", "a faster voice"),
        Command.BIGGER: QCoreApplication.translate("Commands", "larger print"),
        Command.SMALLER: QCoreApplication.translate("Commands", "smaller print"),
        Command.YES: QCoreApplication.translate("Commands", "to a question"),
        Command.NO: QCoreApplication.translate("Commands", "to a question"),
        Command.SEND: QCoreApplication.translate("Commands", "I ask you once more before"),
        Command.NUMBER_1: QCoreApplication.translate("Commands", "presses the first choice"),
    }
    return table.get(command, "")


def not_understood(heard_nothing: bool) -> str:
    """That nothing came of it."""
    if heard_nothing:
        return QCoreApplication.translate("Commands", "I heard nothing.")
    return QCoreApplication.translate("Commands", "I did not understand that.")


def or_press() -> str:
    """After the second failure: the other way."""
    return QCoreApplication.translate(
        "Commands", "You can also press: there is a button for everything."
    )


def press_help() -> str:
    """Where everything is listed that can be said here."""
    return QCoreApplication.translate("Commands", "Help shows all that you can say.")


def unheard(reason: str | None) -> str:
    """Why nothing can be heard, and what to do instead."""
    if reason == NO_RECOGNISER:
        return QCoreApplication.translate(
            "Commands",
            "This computer can't understand spoken commands in this language yet. "
            "Please press the buttons.",
        )
    return problem_text(reason)


def ear_is_busy() -> str:
    """Somebody is just speaking a message to it."""
    return QCoreApplication.translate(
        "Commands", "Footbridge is listening to your message just now. Finish that first."
    )

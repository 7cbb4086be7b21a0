"""Speaking to the window: what it shows, what it does, what it asks first."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.commands import COMMANDS, Command
from app.domain.feedback import ConversationState
from app.domain.language import Language
from app.speech.ear import reasons
from app.speech.reader import State
from tests.fakes.ear import ScriptedEar
from tests.sample_store import fill_draft
from tests.screen_cases import CASES, URGENT
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from ui.context import Route
from ui.screens.confirm import ConfirmScreen
from ui.teller import KEY
from ui.widgets.bar import Ear
from ui.widgets.command_panel import Kind
from ui.widgets.pressable import Pressable


class Speaker:
    """Somebody who speaks to the window of a stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hands: Hands = hands_on(stage)
        self.window = stage.window
        self.ear: ScriptedEar = stage.services.ear  # type: ignore[assignment]

    def speak(self) -> None:
        """Press *Speak*."""
        self.hands.click(self.window.bar.speak_button)
        self.hands.settle()

    def say(self, command: Command) -> None:
        """Press *Speak* and say it."""
        self.speak()
        self.ear.hear(command)
        self.hands.settle()

    @property
    def shown(self) -> str:
        """What the panel says; empty while it is hidden."""
        panel, sign = self.window.panel, self.window.voice.sign
        note = self.kind is Kind.NOTE
        assert panel.isVisibleTo(self.window) == (sign is not None and not note)
        assert not note or self.window.header.where.text() == sign.text  # type: ignore[union-attr]
        return sign.text if sign is not None else ""

    @property
    def kind(self) -> Kind | None:
        return self.window.voice.sign.kind if self.window.voice.sign is not None else None

    def numbers(self) -> dict[str, int]:
        """The numbers that can be seen, by the names of their buttons."""
        screen = self.window.screen_now
        assert screen is not None
        buttons = screen.findChildren(Pressable)
        return {b.objectName(): b.number for b in buttons if b.number is not None}

    def wait_for_ear(self, asked: str, times: int = 1) -> None:
        self.hands.wait(lambda: self.ear.asked.count(asked) >= times, f"{self.ear.asked}")
        self.hands.settle()


@pytest.fixture
def make(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Speaker]]:
    with ExitStack() as open_stages:
        speakers: list[Speaker] = []  # they hear the window to its very end

        def made(state: str = "calm", language: Language = Language.ENGLISH) -> Speaker:
            context = staged(tmp_path / "data", state, language, ear=ScriptedEar)
            stage = open_stages.enter_context(context)
            stage.open(Route("home"))
            # A voice that makes no sound may be quick.
            stage.services.reader.set_rate(4000, 4000)
            speakers.append(Speaker(stage))
            return speakers[-1]

        yield made
        for speaker in speakers:
            reader = speaker.stage.services.reader
            reader.stop()
            speaker.hands.wait(lambda reader=reader: reader.state is not State.SPEAKING)
            speaker.hands.settle()
    speakers.clear()


def test_speak_shows_that_it_listens_and_a_number_on_every_choice(
    make: Callable[..., Speaker],
) -> None:
    speaker = make()
    assert speaker.numbers() == {}
    speaker.speak()
    assert speaker.ear.asked == ["command en"]
    assert speaker.kind is Kind.LISTENING
    assert speaker.window.panel.title.text() == "I am listening. Speak now."
    assert "“number one”" in speaker.shown
    assert "“read aloud”" in speaker.shown
    assert not speaker.window.header.isVisible()
    screen = speaker.window.screen_now
    assert screen is not None
    named = {b.objectName(): n for n, b in enumerate(screen.choices(), 1)}
    assert speaker.numbers() == named
    assert speaker.window.bar.speak_button.title == "Never mind"
    speaker.ear.hear_loudness(0.7)
    speaker.hands.settle()
    assert speaker.window.panel.meter.level == 0.7


@pytest.mark.parametrize("way", ["speak", "escape", "f3"])
def test_never_mind(make: Callable[..., Speaker], way: str) -> None:
    speaker = make()
    speaker.stage.open(Route("notices"))
    speaker.speak()
    if way == "speak":
        speaker.speak()
    else:
        speaker.hands.key(Qt.Key.Key_Escape if way == "escape" else Qt.Key.Key_F3)
    assert speaker.hands.where == "notices"
    assert speaker.kind is None
    assert speaker.numbers() == {}
    assert speaker.window.header.isVisible()
    assert speaker.window.bar.speak_button.title == "Speak"
    assert not speaker.window.voice.listening


def test_a_press_ends_listening_and_does_what_it_does(make: Callable[..., Speaker]) -> None:
    speaker = make()
    speaker.speak()
    speaker.hands.press("tile-tell")
    assert speaker.hands.where == "tell-kind"
    assert speaker.kind is None
    speaker.window.home()
    speaker.speak()
    speaker.hands.key(Qt.Key.Key_1)
    assert speaker.hands.where == "reading"
    assert not speaker.window.voice.listening


def test_what_was_understood_is_said_and_done(make: Callable[..., Speaker]) -> None:
    speaker = make()
    speaker.say(Command.NOTICES)
    assert speaker.hands.where == "notices"
    assert speaker.shown == "I understood: “open notices”."
    assert speaker.kind is Kind.NOTE
    speaker.say(Command.NEXT_PAGE)
    assert speaker.hands.screen.page_numbers()[0] == 2
    speaker.say(Command.PREVIOUS_PAGE)
    speaker.say(Command.NUMBER_2)
    assert speaker.hands.where == "reading"
    speaker.say(Command.BACK)
    assert speaker.hands.where == "notices"
    speaker.say(Command.BIGGER)
    assert speaker.window.context.profile.text_size == 27
    assert speaker.shown == "I understood: “bigger text”."
    speaker.hands.key(Qt.Key.Key_PageDown)
    assert speaker.kind is None


def test_what_means_nothing_here_is_said_kindly_and_aloud(make: Callable[..., Speaker]) -> None:
    speaker = make()
    speaker.say(Command.SEND)
    assert speaker.hands.where == "home"
    assert speaker.shown.startswith(
        "I understood: “send message”. There is nothing to send here. You can say: “number one”"
    )
    speaker.hands.wait(lambda: KEY in speaker.hands.heard)


def test_failures_show_what_can_be_said_and_then_offer_pressing(
    make: Callable[..., Speaker],
) -> None:
    speaker = make()
    speaker.speak()
    speaker.ear.hear_nothing()
    speaker.hands.settle()
    assert speaker.shown.startswith("I heard nothing. You can say: “number one”")
    assert "press" not in speaker.shown
    speaker.speak()
    speaker.ear.hear_gibberish()
    speaker.hands.settle()
    assert speaker.shown.startswith("I did not understand that.")
    assert "You can also press" in speaker.shown
    assert speaker.shown.endswith("Help shows all that you can say.")
    speaker.stage.open(Route("voice-speed"))
    speaker.say(Command.SEND)
    possible = speaker.window.voice.possible()
    speaker.hands.click(speaker.window.panel.button)
    speaker.hands.settle()
    assert speaker.hands.where == "can-say"
    words = speaker.hands.words()
    for phrase, command in COMMANDS["en"].items():
        if command.number is None:
            assert (f"“{phrase}”" in words) == (command in possible)
    speaker.window.back()
    assert speaker.hands.where == "voice-speed"


def test_what_you_can_say_is_reached_from_help(make: Callable[..., Speaker]) -> None:
    speaker = make()
    speaker.stage.open(Route("notices"))
    speaker.say(Command.HELP)
    speaker.hands.press("help-can-say")
    assert "“next page”" in speaker.hands.words()
    assert speaker.hands.screen.where == "Notices"


# --- nothing is sent or lost without a yes --------------------------------------------------------


def _at_send(speaker: Speaker) -> None:
    from ui.drafting import desk_of

    desk = desk_of(speaker.stage.running.context)
    desk.draft = fill_draft(speaker.stage.services, speaker.stage.language, step="send")
    speaker.stage.open(Route("tell-send"))


def _kept(speaker: Speaker) -> int:
    found = speaker.stage.services.conversations.all()
    return sum(one.state is ConversationState.KEPT for one in found)


@pytest.mark.parametrize("command", [Command.SEND, Command.YES, Command.NUMBER_1])
def test_sending_asks_first_by_voice_and_then_listens(
    make: Callable[..., Speaker], command: Command
) -> None:
    speaker = make()
    _at_send(speaker)
    before = _kept(speaker)
    speaker.say(command)
    assert isinstance(speaker.hands.screen, ConfirmScreen)
    assert speaker.hands.screen.title == "Shall I send it?"
    speaker.wait_for_ear("command en", 2)
    assert KEY in speaker.hands.heard
    assert speaker.numbers() == {}
    assert "Shall I send it?" in speaker.shown
    speaker.ear.hear(Command.NUMBER_1)  # no number is a yes
    speaker.hands.settle()
    assert isinstance(speaker.hands.screen, ConfirmScreen)
    speaker.wait_for_ear("command en", 3)
    assert _kept(speaker) == before
    speaker.ear.hear(Command.YES)
    speaker.hands.settle()
    assert speaker.hands.where == "receipt"
    assert _kept(speaker) == before + 1


@pytest.mark.parametrize("way", ["voice", "press", "escape", "home", "nothing"])
def test_nothing_is_sent_without_a_yes(make: Callable[..., Speaker], way: str) -> None:
    speaker = make()
    _at_send(speaker)
    before = _kept(speaker)
    speaker.say(Command.SEND)
    if way == "voice":
        speaker.wait_for_ear("command en", 2)
        speaker.ear.hear(Command.NO)
        speaker.hands.settle()
    elif way == "press":
        speaker.hands.press("confirm-no")
    elif way == "escape":
        speaker.hands.key(Qt.Key.Key_Escape)
    elif way == "home":
        speaker.window.home()
    else:
        for times in (2, 3):
            speaker.wait_for_ear("command en", times)
            speaker.ear.hear_nothing()
            speaker.hands.settle()
        assert "You can also press" in speaker.shown
    expected = {"home": "home", "nothing": "confirm"}.get(way, "tell-send")
    assert speaker.hands.where == expected
    assert _kept(speaker) == before
    assert speaker.stage.services.drafts.current() is not None
    if expected == "tell-send":
        speaker.hands.press("send")
        assert speaker.hands.where == "receipt"


def test_the_buttons_of_the_question_do_the_same(make: Callable[..., Speaker]) -> None:
    speaker = make()
    _at_send(speaker)
    speaker.say(Command.SEND)
    speaker.hands.press("confirm-yes")
    assert speaker.hands.where == "receipt"
    assert speaker.ear.asked == ["command en"]


def test_throwing_away_asks_first(make: Callable[..., Speaker]) -> None:
    speaker = make("typical")
    speaker.stage.open(Route("tell-kind", {"throwing": True}))
    speaker.say(Command.YES)
    assert speaker.hands.screen.title == "Shall I throw it away?"
    assert speaker.hands.screen.first_focus().objectName() == "confirm-no"  # type: ignore[union-attr]
    assert speaker.stage.services.drafts.current() is not None
    speaker.wait_for_ear("command en", 2)
    speaker.ear.hear(Command.YES)
    speaker.hands.settle()
    assert speaker.stage.services.drafts.current() is None


# --- while it reads -------------------------------------------------------------------------------


def _reading(speaker: Speaker) -> None:
    speaker.stage.services.reader.set_rate(400, 400)
    speaker.stage.open(Route("reading", {"announcement_id": URGENT}))
    speaker.window.listen()
    speaker.hands.wait(lambda: len(speaker.hands.heard) > 2)


@pytest.mark.parametrize("command", [Command.SAY_AGAIN, Command.SLOWER, None])
def test_reading_goes_on_with_the_sentence_that_was_interrupted(
    make: Callable[..., Speaker], command: Command | None
) -> None:
    speaker = make()
    _reading(speaker)
    speaker.speak()
    speaker.hands.wait(lambda: speaker.stage.services.reader.state is State.IDLE)
    before = len(speaker.hands.heard)
    last = speaker.hands.heard[-1]
    if command is None:
        speaker.hands.key(Qt.Key.Key_Escape)
    else:
        speaker.ear.hear(command)
    speaker.hands.wait(lambda: len(speaker.hands.heard) > before)
    assert speaker.hands.heard[before] == last
    assert speaker.window.context.profile.speed == (2 if command is Command.SLOWER else 3)


def test_stop_reading(make: Callable[..., Speaker]) -> None:
    speaker = make()
    _reading(speaker)
    speaker.say(Command.STOP_READING)
    assert speaker.shown == "I understood: “stop reading”."
    assert not speaker.window.reading
    speaker.say(Command.STOP_READING)
    assert "Nothing is being read aloud" in speaker.shown


# --- always listening -----------------------------------------------------------------------------


def _always(speaker: Speaker, on: bool = True) -> None:
    speaker.window.settle(replace(speaker.window.context.profile, always_listening=on))


def test_always_listening_goes_on_by_itself_and_does_not_nag(make: Callable[..., Speaker]) -> None:
    speaker = make()
    speaker.window.activateWindow()
    speaker.hands.wait(speaker.window.isActiveWindow)
    _always(speaker)
    speaker.wait_for_ear("always en")
    bar = speaker.window.bar
    assert bar.speak_button.title == "I can hear"
    assert speaker.kind is None
    assert set(speaker.numbers().values()) == {1, 2, 3, 4, 5}
    speaker.ear.hear_nothing()
    speaker.wait_for_ear("always en", 2)
    assert speaker.kind is None
    speaker.ear.hear_gibberish()
    speaker.wait_for_ear("always en", 3)
    assert speaker.kind is None
    speaker.ear.hear(Command.NOTICES)
    speaker.wait_for_ear("always en", 4)
    assert speaker.hands.where == "notices"
    for times in (5, 6):
        speaker.ear.hear_gibberish()
        speaker.wait_for_ear("always en", times)
    assert speaker.shown.startswith("I did not understand that.")
    assert KEY not in speaker.hands.heard
    _always(speaker, on=False)
    assert bar.speak_button.title == "Speak"
    assert speaker.numbers() == {}


def test_always_listening_is_silent_while_it_reads_or_somebody_dictates(
    make: Callable[..., Speaker],
) -> None:
    speaker = make()
    speaker.window.activateWindow()
    speaker.hands.wait(speaker.window.isActiveWindow)
    _always(speaker)
    speaker.wait_for_ear("always en")
    speaker.stage.services.reader.set_rate(100, 100)
    speaker.window.listen()
    speaker.hands.wait(lambda: speaker.window.bar.listen_button.title == "Stop")
    assert not speaker.window.voice._session.active
    _stay(speaker, 0.9)
    assert speaker.ear.asked.count("always en") == 1
    speaker.window.listen()
    speaker.wait_for_ear("always en", 2)
    speaker.ear.cancel()
    speaker.ear.dictate("en")
    _stay(speaker, 1.6)
    assert speaker.ear.asked[-1] == "dictate en"
    speaker.speak()
    assert "Finish that first" in speaker.shown
    assert speaker.ear.asked[-1] == "dictate en"
    speaker.ear.cancel()
    speaker.wait_for_ear("always en", 3)


def test_always_listening_is_deaf_while_another_window_is_used(
    make: Callable[..., Speaker],
) -> None:
    speaker = make()
    _always(speaker)
    speaker.window.activateWindow()
    speaker.wait_for_ear("always en")
    speaker.window.voice.window_activated(active=False)
    assert not speaker.window.voice._session.active
    assert speaker.window.bar._ear is Ear.REST


def _stay(speaker: Speaker, seconds: float) -> None:
    end = time.monotonic() + seconds
    speaker.hands.wait(lambda: time.monotonic() > end)


# --- what can be wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_a_fault_is_said_plainly_and_all_else_works(
    make: Callable[..., Speaker], language: Language
) -> None:
    speaker = make(language=language)
    said = set()
    for reason in (
        reasons.NO_MICROPHONE,
        reasons.MICROPHONE_FAILED,
        reasons.EAR_FAILED,
        reasons.VOICE_SPEAKS,
        reasons.NO_RECOGNISER,
    ):
        speaker.speak()
        speaker.ear.fail(reason)
        speaker.hands.settle()
        said.add(speaker.shown)
        assert speaker.window.bar.speak_button.title in ("Speak", "说")
    assert len(said) == 5
    if language is Language.CHINESE:
        assert not any(letter.isascii() and letter.isalpha() for text in said for letter in text)
    speaker.hands.press("tile-tell")
    assert speaker.hands.where == "tell-kind"


def test_a_computer_that_understands_no_mandarin_says_so(make: Callable[..., Speaker]) -> None:
    speaker = make(language=Language.CHINESE)
    speaker.ear.languages = {"en"}
    speaker.speak()
    assert speaker.shown == "这台电脑还听不懂中文口令。请您按按钮，什么都能办。"
    assert speaker.ear.asked == []
    speaker.ear.languages = {"en", "zh"}
    speaker.say(Command.NOTICES)
    assert speaker.hands.where == "notices"
    assert speaker.shown == "听到了：“打开通知”。"


# --- every command on every screen ----------------------------------------------------------------


def test_every_command_is_done_or_kindly_refused_on_every_screen(
    make: Callable[..., Speaker],
) -> None:
    speaker = make()
    seen = set()
    for case in CASES:
        if case.screen in seen or case.state != "calm" or case.after is not None:
            continue
        seen.add(case.screen)
        case.open(speaker.stage)
        before = _kept(speaker)
        possible = speaker.window.voice.possible()
        assert {Command.READ_ALOUD, Command.SAY_AGAIN, Command.BIGGER} <= set(possible)
        for command in set(Command) - set(possible):
            refusal = speaker.window.voice._orders.obey(command)
            assert refusal.endswith((".", "。")), (case.name, command)
            assert speaker.window.route.screen == case.screen
        for command in (Command.NUMBER_1, Command.NUMBER_3, Command.YES, Command.NO, Command.SEND):
            if command not in possible:
                continue
            case.open(speaker.stage)
            speaker.speak()
            can = command in speaker.window.voice.possible()
            speaker.ear.hear(command)
            speaker.hands.settle()
            refused = speaker.kind is Kind.TROUBLE
            assert refused == (not can), (case.name, command, speaker.shown)
            assert _kept(speaker) == before, (case.name, command)
    assert len(seen) > 15

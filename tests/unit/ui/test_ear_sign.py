"""The ear's sign, and what ties a screen to the ear while it listens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from app.domain.profile import Theme
from app.events import Event
from app.speech.ear.events import (
    EarState,
    HeardText,
    Level,
    NothingHeard,
    PartialText,
    Recorded,
    State,
)
from tests.stage import Stage, staged
from tests.unit.ui.hands import Hands, hands_on
from ui.ear_session import EarSession
from ui.theme import Look
from ui.widgets.ear_sign import EarSign
from ui.widgets.field import Field
from ui.widgets.paged_flow import PagedFlow
from ui.widgets.pressable import Pressable, Shape

LONG = "the lamp in front of the school has been broken since monday and it is dark " * 9


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        made.window.home()
        yield made


# --- the sign -------------------------------------------------------------------------------------


@pytest.mark.parametrize("compact", [False, True])
def test_it_says_in_words_what_the_ear_does_and_never_changes_its_height(
    stage: Stage, compact: bool
) -> None:
    sign = EarSign(Look.of(Theme.LIGHT, 36), compact)
    heights, said = set(), []
    for state in (State.STARTING, State.LISTENING, State.THINKING):
        sign.set_state(state)
        heights.add(sign.heightForWidth(900))
        sign.set_partial(LONG)
        sign.set_count("1 minute 20 seconds")
        heights.add(sign.heightForWidth(900))
        said.append(sign.accessibleName())
    assert said == ["Wait a moment.", "I am listening. Speak now.", "I am thinking."]
    assert len(heights) == 1


def test_the_meter_moves_with_the_sound_while_it_listens_and_only_then(stage: Stage) -> None:
    sign = EarSign(Look.of(Theme.LIGHT, 24), compact=False)
    sign.set_level(0.8)
    assert sign.meter.level == 0.0
    sign.set_state(State.LISTENING)
    sign.set_level(0.8)
    interface = QAccessible.queryAccessibleInterface(sign.meter)
    assert interface.role() is QAccessible.Role.ProgressBar
    assert interface.valueInterface().currentValue() == 8
    sign.set_state(State.THINKING)
    assert sign.meter.level == 0.0


def test_it_is_a_block_that_nobody_can_choose(stage: Stage) -> None:
    look = Look.of(Theme.LIGHT, 24)
    flow = PagedFlow(look)
    sign = EarSign(look, compact=False)
    flow.add(sign)
    flow.add(Field(look, "Write it here", name="words"))
    flow.resize(900, 600)
    flow.lay_out()
    assert [target.objectName() for target in flow.focus_order()] == ["words-edit"]
    sign.set_partial(LONG)
    flow.deleteLater()


def test_a_pager_that_gave_way_once_is_as_wide_as_before(stage: Stage) -> None:
    look = Look.of(Theme.LIGHT, 48)
    flow = PagedFlow(look, compact=True)
    for number in range(9):
        flow.add(Pressable(look, Shape.ACTION, f"Choice {number}", name=f"choice-{number}"))
    flow.resize(900, 400)
    flow.lay_out()
    usual = flow.more.width()
    flow.resize(900, 120)
    flow.lay_out()
    flow.resize(900, 400)
    flow.lay_out()
    assert flow.more.width() == usual
    flow.deleteLater()


# --- the session ----------------------------------------------------------------------------------


class StillEar:
    """An ear that only notes what it is asked; the test tells what it would tell."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def dictate(self, language: str, recording: Path | None = None) -> None:
        self.asked.append(f"dictate {language}")

    def listen_for_command(self, language: str, *, always: bool = False) -> None:
        self.asked.append(f"command {language}")

    def finish(self) -> None:
        self.asked.append("finish")

    def cancel(self) -> None:
        self.asked.append("cancel")


class Follower:
    """A screen's session, and all that it was told."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.told: list[object] = []
        self.owner = QObject()
        say = self.told.append
        self.session = EarSession(
            self.owner,
            hands.running.context,
            state=lambda event: say(event.state),
            level=say,
            partial=say,
            recorded=say,
            heard=say,
        )

    def tell(self, *events: Event) -> None:
        for event in events:
            self._hands.running.services.events.emit(event)
        self._hands.settle()


@pytest.fixture
def ear(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> StillEar:
    still = StillEar()
    monkeypatch.setattr(stage.services.ear, "dictate", still.dictate)
    monkeypatch.setattr(stage.services.ear, "listen_for_command", still.listen_for_command)
    monkeypatch.setattr(stage.services.ear, "finish", still.finish)
    monkeypatch.setattr(stage.services.ear, "cancel", still.cancel)
    return still


@pytest.fixture
def follower(stage: Stage, ear: StillEar) -> Follower:
    return Follower(hands_on(stage))


STARTING, LISTENING = EarState(State.STARTING), EarState(State.LISTENING)
THINKING, IDLE = EarState(State.THINKING), EarState(State.IDLE)


def test_a_screen_is_told_from_wait_to_the_words(follower: Follower, ear: StillEar) -> None:
    follower.session.dictate("en")
    recorded, words = Recorded(Path("said.ogg"), 2.5), HeardText("the lamp", 0.9)
    follower.tell(STARTING, LISTENING, Level(0.4), PartialText("the"))
    follower.session.finish()
    follower.tell(THINKING, recorded, IDLE, words)
    assert follower.told == [
        State.STARTING, State.LISTENING, 0.4, "the", State.THINKING, recorded, words,
    ]  # fmt: skip
    assert not follower.session.active
    assert ear.asked == ["cancel", "dictate en", "finish"]


def test_what_was_asked_for_elsewhere_is_not_told(follower: Follower) -> None:
    follower.tell(STARTING, LISTENING, Level(0.4), IDLE, NothingHeard())
    follower.session.dictate("en")
    # The end of what another screen had begun, still on its way.
    follower.tell(THINKING, IDLE, HeardText("not ours", 0.9))
    assert follower.told == []
    follower.tell(STARTING)
    assert follower.told == [State.STARTING]


def test_after_never_mind_nothing_is_told(follower: Follower, ear: StillEar) -> None:
    follower.session.listen_for_command("en")
    follower.tell(STARTING, LISTENING)
    follower.session.close()
    follower.session.close()
    follower.tell(IDLE, HeardText("too late", 0.9))
    assert follower.told == [State.STARTING, State.LISTENING]
    assert ear.asked == ["cancel", "command en", "cancel"]


def test_an_end_without_words_is_told_once_it_is_clear(
    stage: Stage, follower: Follower, ear: StillEar
) -> None:
    follower.session.dictate("en")
    follower.tell(STARTING, LISTENING, IDLE)
    hands_on(stage).wait(lambda: follower.told[-1] is State.IDLE)
    assert not follower.session.active


def test_unavailable_ends_it_at_once(follower: Follower) -> None:
    follower.session.dictate("en")
    follower.tell(STARTING, EarState(State.UNAVAILABLE, "no_microphone"))
    assert follower.told == [State.STARTING, State.UNAVAILABLE]
    assert not follower.session.active

"""Every screen in every state that looks different: what is drawn and what is audited."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.announcement import AnnouncementFilter, is_news
from app.domain.feedback import ConversationState, FeedbackKind, Verdict, Withdrawal
from app.errors import StoreProblem
from app.speech.reader import State
from tests.sample_store import ADDRESS, NOW, SOUGHT, conversation_id, fill_draft
from tests.stage import SETTLE_S, Stage
from ui.context import Route

URGENT = "3d45634c-babc-47c7-91f8-26df7fbbea54"
PICTURE = "8026ca16-b8cf-46e1-bd10-06c62ee22761"
SOUND = "93f312fb-a4c7-4e48-8d99-0b3b847e3c4e"
CORRECTED = "f9ca172d-389c-4ee6-bc34-dd1a9f909d5d"
WITHDRAWN = "4fd8e32b-cda1-4aa1-b4fa-6e4467f86aab"
LONG = "24acce58-6b29-4935-a184-ecd91aad7f9c"
PAST = "ca386723-d3e5-4632-895d-7ef29483825f"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to look at: a screen, the store's state, the route's values, and what is done."""

    name: str
    screen: str
    state: str = "calm"
    values: Values | Callable[[Stage], Values] = field(default_factory=dict)
    before: Callable[[Stage], object] | None = None
    after: Callable[[Stage], object] | None = None

    def open(self, stage: Stage) -> None:
        """Bring the stage to it."""
        if self.before is not None:
            self.before(stage)
        values = self.values(stage) if callable(self.values) else self.values
        stage.open(Route(self.screen, dict(values)))
        if self.after is not None:
            self.after(stage)
            stage.settle()


def _draft(**changes: Any) -> Callable[[Stage], object]:
    """There is a draft, with these changes."""

    def fill(stage: Stage) -> None:
        from ui.drafting import desk_of

        draft = fill_draft(stage.services, stage.language, **changes)
        desk = desk_of(stage.running.context)
        desk.draft = draft

    return fill


def _trouble(code: str) -> Callable[[Stage], object]:
    """Something went wrong while it was open."""
    return lambda stage: stage.window.screen_now.trouble(StoreProblem(code))  # type: ignore[union-attr]


def _help_of(screen: str) -> Callable[[Stage], object]:
    """Help was pressed on that screen."""

    def press(stage: Stage) -> None:
        stage.open(Route(screen))
        stage.window.show_help()

    return press


def _read_aloud(stage: Stage) -> None:
    """It is being read aloud and was paused in the midst of the first sentences."""
    reader, screen = stage.services.reader, stage.window.screen_now
    assert screen is not None
    screen.read_aloud()
    _wait(stage, lambda: screen.view.lit_word)  # type: ignore[attr-defined]
    reader.pause()
    _wait(stage, lambda: reader.state is State.PAUSED)


def _today(stage: Stage) -> None:
    """What is new is being read, and was paused in the midst of the first notice."""
    reader, screen = stage.services.reader, stage.window.screen_now
    _wait(stage, lambda: screen.view.lit_word)  # type: ignore[union-attr]
    reader.pause()
    _wait(stage, lambda: reader.state is State.PAUSED)


def _today_later(stage: Stage) -> None:
    """The one that is open is being read: all buttons are there."""
    stage.window.screen_now.read_aloud()  # type: ignore[union-attr]
    _today(stage)


def _today_at(at: int) -> Callable[[Stage], Values]:
    """One of those that are new, or what comes after the last, without a voice."""

    def values(stage: Stage) -> Values:
        found = stage.services.announcements.cards(AnnouncementFilter(), stage.language).cards
        ids = [c.announcement.id for c in found if is_news(c, stage.clock.today())]
        return {"ids": ids, "at": at if at >= 0 else len(ids)}

    return values


def _recording(stage: Stage) -> None:
    """As while the issuer's recording is heard; the voice by the clock stands in for it."""
    screen = stage.window.screen_now
    screen._read_by_voice()  # type: ignore[union-attr]
    _today(stage)
    screen._playing = True  # type: ignore[union-attr]
    screen.strip_changed()  # type: ignore[union-attr]


def _speed(stage: Stage) -> None:
    _read_aloud(stage)
    stage.window.screen_now._open_speed(True)  # type: ignore[union-attr]


def _wait(stage: Stage, true: Callable[[], object]) -> None:
    deadline = time.monotonic() + SETTLE_S
    while not true():
        stage.settle()
        time.sleep(0.01)
        assert time.monotonic() < deadline, "it did not come true in time"
    stage.settle()


def _conversation(name: str) -> Values:
    return {"conversation_id": conversation_id(name)}


def _looks(**changes: Any) -> Callable[[Stage], object]:
    """The message that is shown looks like that; the store, which others share, stays as it is."""

    def show(stage: Stage) -> None:
        screen = stage.window.screen_now
        screen._show(replace(screen._shown, **changes))  # type: ignore[union-attr, attr-defined]

    return show


def _community(stage: Stage) -> Values:
    return {"address": ADDRESS, "community": stage.services.communities.current()}


CASES: tuple[Case, ...] = (
    Case("home", "home", "typical"),
    Case("home-empty", "home", "empty"),
    Case("home-read", "home", "read"),
    Case("home-trouble", "home", "calm", after=_trouble("disk_full")),
    Case("notices", "notices"),
    Case("notices-empty", "notices", "joined"),
    Case("notices-found", "notices", values={"search": "12"}),
    Case("notices-not-found", "notices", values={"search": SOUGHT}),
    Case("notices-of-one", "notices", values={"issuer": "health-centre"}),
    Case("find", "find"),
    Case("sources", "sources"),
    Case("reading-urgent", "reading", values={"announcement_id": URGENT}),
    Case("reading-picture", "reading", values={"announcement_id": PICTURE}),
    Case("reading-sound", "reading", values={"announcement_id": SOUND}),
    Case("reading-recording", "reading", values={"announcement_id": SOUND}, after=_recording),
    Case("reading-corrected", "reading", values={"announcement_id": CORRECTED}),
    Case("reading-withdrawn", "reading", values={"announcement_id": WITHDRAWN}),
    Case("reading-long", "reading", values={"announcement_id": LONG}),
    Case("reading-past", "reading", values={"announcement_id": PAST}),
    Case("reading-gone", "reading", values={"announcement_id": "gone"}),
    Case("reading-aloud", "reading", values={"announcement_id": URGENT}, after=_read_aloud),
    Case("reading-speed", "reading", values={"announcement_id": URGENT}, after=_speed),
    Case("today", "today", after=_today),
    Case("today-second", "today", values=_today_at(1)),
    Case("today-end", "today", values=_today_at(-1)),
    Case("today-later", "today", values=_today_at(1), after=_today_later),
    Case("tell-kind", "tell-kind"),
    Case("tell-kind-begun", "tell-kind", before=_draft(step="words")),
    Case("tell-kind-throw", "tell-kind", before=_draft(), values={"throwing": True}),
    Case("tell-topic", "tell-topic", before=_draft(topic=None, step="topic")),
    Case("tell-words", "tell-words", before=_draft(text="", step="words")),
    Case("tell-words-typed", "tell-words", before=_draft(about=PICTURE, step="words")),
    Case("tell-read-back", "tell-read-back", before=_draft(step="read_back")),
    Case("tell-place", "tell-place", before=_draft(place_id=None, step="place")),
    Case("tell-place-list", "tell-place", before=_draft(), values={"mode": "list"}),
    Case("tell-place-words", "tell-place", before=_draft(), values={"mode": "words"}),
    Case("tell-answer", "tell-answer", before=_draft(answer_wanted=None, step="answer")),
    Case("tell-contact", "tell-contact", before=_draft(step="contact")),
    Case("tell-send", "tell-send", before=_draft(about=PICTURE)),
    Case("tell-send-change", "tell-send", before=_draft(), values={"mode": "change"}),
    Case(
        "tell-send-confidence",
        "tell-send",
        before=_draft(kind=FeedbackKind.CONFIDENTIAL, name="", telephone=""),
    ),
    Case("tell-send-trouble", "tell-send", before=_draft(), after=_trouble("disk_full")),
    Case("receipt-kept", "receipt", values=_conversation("kept")),
    Case("receipt-received", "receipt", values=_conversation("received")),
    Case("messages", "messages"),
    Case("messages-empty", "messages", "joined"),
    *(
        Case(f"conversation-{name}", "conversation", values=_conversation(name))
        for name in ("kept", "received", "in-progress", "answered", "solved", "refused")
    ),
    Case(
        "conversation-taken-back",
        "conversation",
        values=_conversation("received"),
        after=_looks(withdrawal=Withdrawal.ASKED, withdrawn_at=NOW),
    ),
    Case(
        "conversation-erased",
        "conversation",
        values=_conversation("solved"),
        after=_looks(state=ConversationState.ERASED, erased_at=NOW),
    ),
    Case(
        "receipt-taken-back",
        "receipt",
        values=_conversation("kept"),
        after=_looks(
            state=ConversationState.ERASED, withdrawal=Withdrawal.NEVER_SENT, withdrawn_at=NOW
        ),
    ),
    *(
        Case(f"take-back-{name}", "take-back", values={**_conversation(name), "what": what})
        for name, what in (("kept", "take-back"), ("answered", "take-back"), ("refused", "remove"))
    ),
    Case("write-back", "write-back", values=_conversation("answered")),
    Case(
        "write-back-not-solved",
        "write-back",
        values={**_conversation("answered"), "verdict": Verdict.NOT_SOLVED},
    ),
    Case("learn", "learn"),
    Case("learn-empty", "learn", "empty"),
    Case("lesson", "lesson", values={"lesson_id": "scam-calls"}),
    Case("lesson-step", "lesson", values={"lesson_id": "scam-calls", "step": 2}),
    Case("settings", "settings"),
    Case("text-size", "text-size"),
    Case("colours", "colours"),
    Case("voice-speed", "voice-speed"),
    Case("language", "language"),
    Case("helper", "helper"),
    Case("helper-empty", "helper", "empty"),
    Case("join", "join", "empty"),
    Case("join-found", "join", values=_community),
    Case("start-language", "start-language", "first"),
    Case("start-size", "start-size", "first"),
    Case("start-voice", "start-voice", "first"),
    Case("start-voice-asked", "start-voice", "first", values={"asked": True}),
    Case("start-join", "start-join", "first", values={"unheard": True}),
    Case("start-join-known", "start-join"),
    Case("help", "help", before=_help_of("notices"), values=lambda s: s.window.route.values),
    Case("speak", "speak"),
)

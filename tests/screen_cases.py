"""Every screen in every state that looks different: what is drawn and what is audited."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.domain.announcement import AnnouncementFilter, is_news
from app.domain.commands import Command
from app.domain.feedback import (
    ConversationState,
    Draft,
    FeedbackKind,
    Recording,
    RecordingState,
    Sealed,
    Verdict,
    Withdrawal,
)
from app.domain.language import Language
from app.domain.profile import Profile
from app.domain.swap import Brought, News, Swap, Taken
from app.domain.trust import Invitation, JoinFile, Refusal, RefusedNotice
from app.errors import ConnectionProblem, PackProblem, StoreProblem
from app.speech.ear.events import EarState as EarStateEvent
from app.speech.ear.events import HeardCommand, HeardText, NotUnderstood
from app.speech.ear.events import State as EarState
from app.speech.ear.reasons import NO_MICROPHONE, NO_RECOGNISER
from app.speech.pack_making import make_pack
from app.speech.reader import State
from tests.fakes import ear_models
from tests.sample_store import (
    ADDRESS,
    CODE,
    NOW,
    SOUGHT,
    conversation_id,
    fill_draft,
    fill_spoken,
)
from tests.stage import SETTLE_S, Stage
from ui import stick_desk
from ui.context import Route
from ui.stick_desk import SwapJob

URGENT = "3d45634c-babc-47c7-91f8-26df7fbbea54"
PICTURE = "8026ca16-b8cf-46e1-bd10-06c62ee22761"
SOUND = "93f312fb-a4c7-4e48-8d99-0b3b847e3c4e"
CORRECTED = "f9ca172d-389c-4ee6-bc34-dd1a9f909d5d"
OTHER_CODE = "0VHZ-M9ZS-5DVH-3CVD"
WITHDRAWN = "4fd8e32b-cda1-4aa1-b4fa-6e4467f86aab"
LONG = "24acce58-6b29-4935-a184-ecd91aad7f9c"
PAST = "ca386723-d3e5-4632-895d-7ef29483825f"

#: English words and Chinese characters a minute.
HASTE = (900.0, 1200.0)

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


def _still_ear(stage: Stage) -> None:
    """The ear is asked, and does nothing: the case itself says what it tells."""
    stage.services.ear.dictate = lambda *_, **__: None  # type: ignore[method-assign]


def _to_say(**changes: Any) -> Callable[[Stage], object]:
    """A draft, and an ear that waits for the case."""

    def fill(stage: Stage) -> None:
        _still_ear(stage)
        _draft(**changes)(stage)

    return fill


def _ear_is(state: EarState, seconds: int = 0) -> Callable[[Stage], object]:
    """The sign in that state, in the midst of a sentence."""

    def show(stage: Stage) -> None:
        screen = stage.window.screen_now
        dictation = screen.dictation  # type: ignore[union-attr]
        dictation.sign.set_state(state)
        dictation.sign.set_level(0.6)
        dictation.sign.set_partial(fill_draft(stage.services, stage.language).text)
        dictation._seconds = seconds
        dictation._count()

    return show


_VOICE = Recording("0" * 64, 128_000, 42.0)
_SAID = {"recording": _VOICE, "step": "read_back"}
_ALONE = {**_SAID, "text": ""}


def _long_said(stage: Stage) -> None:
    """More was said than one page holds."""
    said = fill_draft(stage.services, stage.language).text
    _draft(**{**_SAID, "text": "\n".join([said] * 6)})(stage)


def _reply(stage: Stage) -> None:
    """Something was said to write back."""
    from ui.drafting import desk_of

    desk = desk_of(stage.running.context)
    text = fill_draft(stage.services, stage.language).text
    draft = Draft(
        kind=FeedbackKind.FOLLOW_UP,
        about=conversation_id("answered"),
        step="",
        text=text,
        language=stage.language,
    )
    desk._replies[(conversation_id("answered"), "")] = draft
    _still_ear(stage)


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
    # Nobody listens: what is said before the first word that is shown need not take its time.
    reader.set_rate(*HASTE)
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


def _spoken(
    state: RecordingState = RecordingState.WAITING, *, text: bool = True
) -> Callable[[Stage], Values]:
    """A message with a recording, and what became of that."""

    def values(stage: Stage) -> Values:
        outbox = stage.services.outbox
        key = fill_spoken(stage.services, stage.language, text)
        reason = {
            "en": "What came is no recording that can be heard here.",
            "zh-CN": "收到的不是能在这里听的录音。",
        }
        for row in outbox.blobs_of(key) if state is not RecordingState.WAITING else ():
            outbox.blob_settled(key, row.sha256, state, reason)
        return {"conversation_id": key}

    return values


def _on_its_way(stage: Stage) -> Values:
    """A recording is on its way, and the sync thread has counted."""
    fill_spoken(stage.services, stage.language)
    stage.services.sync._count()
    return {}


def _conversation(name: str) -> Values:
    return {"conversation_id": conversation_id(name)}


def _looks(**changes: Any) -> Callable[[Stage], object]:
    """The message that is shown looks like that; the store, which others share, stays as it is."""

    def show(stage: Stage) -> None:
        screen = stage.window.screen_now
        screen._show(replace(screen._shown, **changes))  # type: ignore[union-attr, attr-defined]

    return show


def _looks_sealed(sealed: Sealed, **changes: Any) -> Callable[[Stage], object]:
    """The same, where nobody can read here what was said."""

    def show(stage: Stage) -> None:
        screen = stage.window.screen_now
        first, *rest = screen._shown.entries  # type: ignore[union-attr, attr-defined]
        entries = (replace(first, text="", sealed=sealed), *rest)
        _looks(entries=entries, **changes)(stage)

    return show


def _community(stage: Stage) -> Values:
    return {"address": ADDRESS, "invitation": _invitation(stage)}


def _invitation(stage: Stage, **more: Any) -> Invitation:
    community = stage.services.communities.current()
    assert community is not None
    return Invitation(ADDRESS, community, **more)


def _with_code(vouched: bool, machines: bool = False) -> Callable[[Stage], Values]:
    """A community with a code, which the person brought along or not; it may know its machines."""
    more = {"machines": machines, "only_machines": machines}
    return lambda stage: {
        "address": ADDRESS,
        "invitation": _invitation(stage, code=CODE, vouched=vouched, **more),
    }


def _keys(*reasons: Refusal, confirmed: bool = True) -> Callable[[Stage], object]:
    """Its code is known; so many notices were refused for these reasons."""

    def fill(stage: Stage) -> None:
        trust = stage.services.trust
        if not confirmed:
            trust.pin(ADDRESS, OTHER_CODE, confirmed=False)
        trust.refuse([RefusedNotice(f"n{n}", one) for n, one in enumerate(reasons)], ())

    return fill


def _stick(stage: Stage) -> Path:
    """A stick with two speech packs, one made by us and one as published."""
    stick = stage.services.paths.data / "stick"
    if not stick.exists():
        stick.mkdir()
        model = ear_models.vosk_folder(stick.with_name("model"))
        name = {"en": "Ears", "zh-CN": "中文（小）"}
        told = {"language": "zh", "version": "0.22", "licence": "Apache-2.0"}
        make_pack(model, stick / "ears.zip", name=name, pack_id="small", **told)
        ear_models.whisper_folder(stick / "base")
    return stick


def _pack(name: str) -> Callable[[Stage], Values]:
    return lambda stage: {"path": str(_stick(stage) / name)}


def _with_pack(stage: Stage) -> None:
    """That pack is in."""

    def put_in() -> bool:
        try:
            stage.services.packs.add(_stick(stage) / "ears.zip")
        except PackProblem as problem:
            if problem.code != "pack_busy":  # with one that was asked for on a screen before
                raise
            return False
        return True

    _wait(stage, put_in)


def _keeps(profile: Profile) -> Callable[[Stage], object]:
    """Those settings of what stays after sending, in the window alone."""

    def choose(stage: Stage) -> None:
        context = stage.running.context
        context.profile = replace(context.profile, shared=profile.shared)
        stage.services.sending.shared = profile.shared
        stage.services.sync._count()

    return choose


def _shared_draft(stage: Stage) -> None:
    """A draft on a computer that many people use."""
    _draft()(stage)
    stage.services.sending.shared = True


class _Going:
    """A swap that is under way as long as one looks."""

    over, written = False, 12_000_000

    def stop(self) -> None:
        """It goes on."""


def _swapping(what: Swap | None) -> Callable[[Stage], object]:
    """A swap with a stick that came to this end; one that is under way for None."""

    def fill(stage: Stage) -> None:
        job = _Going() if what is None else SwapJob(lambda *_: what, Path("stick"))
        if what is not None:
            _wait(stage, lambda: job.over)
        stick_desk._jobs[stage.running.context] = job  # type: ignore[assignment]

    return fill


def _unseen(stage: Stage) -> None:
    """A file to join with was pressed, and there is no connection."""
    screen = stage.window.screen_now
    name = {"en": "Willow Lane", "zh-CN": "柳巷社区"}
    screen._chosen = JoinFile(ADDRESS, name, CODE)  # type: ignore[union-attr]
    screen.not_found(ConnectionProblem("no_connection"))  # type: ignore[union-attr]


def _sticks(number: int) -> Callable[[Stage], Values]:
    """So many sticks, with names that people give."""

    def values(stage: Stage) -> Values:
        english = ("WILLOW", "HOLIDAY 2026", "KINGSTON")
        names = english if stage.language is Language.ENGLISH else ("柳巷", "假期 2026", "老王")
        return {"folders": [Path("/media") / name for name in names[:number]]}

    return values


_BROUGHT = Brought(News.TAKEN, notices=3, answers=2, received=4)
_TAKEN = Taken(messages=4, recordings=1, asked=7, name="willow-lane-1a2b3c4d-000007.fbout")
_BAD = Brought(News.DAMAGED, not_shown=1, media_missing=2, damaged=1, strange=1)
_LEFT = Taken(recordings=1, taken_back=1, left_out=2, name="x")


def _on_stick(stage: Stage) -> None:
    """What waits was copied to a stick."""
    waiting = [row.id for row in stage.services.outbox.all_waiting()]
    stage.services.shelves.couriers.copied(waiting, NOW)


def _for_many(stage: Stage) -> None:
    """Where many people use the computer."""
    stage.running.context.kiosk = True


def _voices_known(stage: Stage) -> None:
    """One added voice reads English, another does not work."""
    reader = stage.services.reader
    reader.look_at_voices = lambda: None  # type: ignore[method-assign]
    good, bad = ("anna", "spoilt") if stage.language is Language.ENGLISH else ("小梅", "坏的")
    reader._voice.speaks = {"en": f"piper {good}.onnx", "zh": "espeak cmn"}
    reader._voice.refused = (f"{bad}.onnx",)


def _caught(stage: Stage) -> None:
    """As when somebody has spoken."""
    screen, english = stage.window.screen_now, stage.language is Language.ENGLISH
    said = "the street lamp near the school is broken" if english else "学校旁边的路灯坏了"
    screen._heard(HeardText(said, 0.9))  # type: ignore[union-attr]


def _can_say(stage: Stage) -> Values:
    """What can be said on Home."""
    stage.open(Route("home"))
    return stage.window._can_say()


def _hears(stage: Stage, state: EarState) -> None:
    """As while a command is listened for, and loud."""
    voice = stage.window.voice
    voice._session._asked = voice._session._begun = True
    voice._on_state(EarStateEvent(state))
    voice._on_level(0.6)


def _listening(stage: Stage) -> None:
    _hears(stage, EarState.LISTENING)


def _thinking(stage: Stage) -> None:
    _hears(stage, EarState.THINKING)


def _not_understood(stage: Stage) -> None:
    """For the second time."""
    for _ in range(2):
        stage.window.voice._on_heard(NotUnderstood())
    stage.services.reader.stop()


def _understood(stage: Stage) -> None:
    stage.window.voice._on_heard(HeardCommand(Command.READ_ALOUD))
    stage.services.reader.stop()


def _unheard(stage: Stage) -> None:
    """There is no microphone; in Chinese, nothing that understands it."""
    chinese = stage.language is Language.CHINESE
    stage.window.voice._fail(NO_RECOGNISER if chinese else NO_MICROPHONE)
    stage.services.reader.stop()


def _asked_to_send(stage: Stage) -> None:
    stage.window.voice._on_heard(HeardCommand(Command.SEND))
    stage.services.reader.stop()


def _asked_to_throw(stage: Stage) -> None:
    stage.window.voice._on_heard(HeardCommand(Command.YES))
    stage.services.reader.stop()


CASES: tuple[Case, ...] = (
    Case("home", "home", "typical"),
    Case("home-empty", "home", "empty"),
    Case("home-read", "home", "read"),
    Case("home-trouble", "home", "calm", after=_trouble("disk_full")),
    Case("notices", "notices"),
    Case("notices-refused", "notices", before=_keys(Refusal.CHANGED)),
    Case("not-shown", "not-shown", before=_keys(Refusal.CHANGED)),
    Case("not-shown-all", "not-shown", before=_keys(*Refusal)),
    Case("not-shown-none", "not-shown"),
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
    Case(
        "tell-words-field",
        "tell-words",
        before=_draft(text="", step="words"),
        values={"way": "type"},
    ),
    Case(
        "tell-words-failed",
        "tell-words",
        before=_draft(text="", step="words"),
        values={"failed": True},
    ),
    Case("tell-words-voice", "tell-words", before=_draft(**_ALONE)),
    *(
        Case(
            f"tell-listen-{state.value}",
            "tell-listen",
            before=_to_say(text="", step="words"),
            after=_ear_is(state, seconds=seconds),
        )
        for state, seconds in (
            (EarState.LISTENING, 79),
            (EarState.THINKING, 279),
        )
    ),
    Case("tell-words-typed", "tell-words", before=_draft(about=PICTURE, step="words")),
    Case("tell-read-back", "tell-read-back", before=_draft(step="read_back")),
    Case("tell-read-back-said", "tell-read-back", before=_draft(**_SAID), values={"base": ""}),
    Case("tell-read-back-long", "tell-read-back", before=_long_said, values={"base": ""}),
    Case("tell-read-back-voice", "tell-read-back", before=_draft(**_ALONE)),
    Case(
        "tell-read-back-failed", "tell-read-back", before=_draft(**_ALONE), values={"failed": True}
    ),
    Case("tell-place", "tell-place", before=_draft(place_id=None, step="place")),
    Case("tell-place-list", "tell-place", before=_draft(), values={"mode": "list"}),
    Case("tell-place-words", "tell-place", before=_draft(), values={"mode": "words"}),
    Case("tell-answer", "tell-answer", before=_draft(answer_wanted=None, step="answer")),
    Case("tell-contact", "tell-contact", before=_draft(step="contact")),
    Case("tell-send", "tell-send", before=_draft(about=PICTURE)),
    Case("tell-send-change", "tell-send", before=_draft(), values={"mode": "change"}),
    Case(
        "tell-send-along",
        "tell-send",
        before=_draft(recording=_VOICE, send_voice=True),
    ),
    Case(
        "tell-send-confidence",
        "tell-send",
        before=_draft(kind=FeedbackKind.CONFIDENTIAL, name="", telephone=""),
    ),
    Case("tell-send-shared", "tell-send", before=_shared_draft),
    Case("tell-send-trouble", "tell-send", before=_draft(), after=_trouble("disk_full")),
    Case("receipt-kept", "receipt", values=_conversation("kept")),
    Case("receipt-received", "receipt", values=_conversation("received")),
    Case("receipt-voice-on-its-way", "receipt", values=_spoken()),
    Case("receipt-voice-refused", "receipt", values=_spoken(RecordingState.REFUSED)),
    Case("messages", "messages"),
    Case("messages-empty", "messages", "joined"),
    *(
        Case(f"conversation-{name}", "conversation", values=_conversation(name))
        for name in ("kept", "received", "in-progress", "answered", "solved", "refused")
    ),
    *(
        Case(
            f"conversation-sealed-{name}",
            "conversation",
            values=_conversation(name),
            after=_looks_sealed(sealed),
        )
        for name, sealed in (
            ("kept", Sealed.WORDS),
            ("answered", Sealed.VOICE),
            ("refused", Sealed.WORDS),
        )
    ),
    Case("conversation-voice", "conversation", values=_spoken(text=False)),
    Case(
        "conversation-voice-refused",
        "conversation",
        values=_spoken(RecordingState.REFUSED, text=False),
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
    Case(
        "write-back-say",
        "write-back-say",
        values=_conversation("answered"),
        before=_still_ear,
        after=_ear_is(EarState.LISTENING, seconds=5),
    ),
    Case(
        "write-back-check",
        "write-back-say",
        before=_reply,
        values={**_conversation("answered"), "check": True},
    ),
    Case("learn", "learn"),
    Case("learn-empty", "learn", "empty"),
    Case("lesson", "lesson", values={"lesson_id": "scam-calls"}),
    Case("lesson-step", "lesson", values={"lesson_id": "scam-calls", "step": 2}),
    Case("settings", "settings"),
    Case("text-size", "text-size"),
    Case("colours", "colours"),
    Case("voice-listening", "voice-listening"),
    Case("voice-speed", "voice-speed"),
    Case("voice-speed-voices", "voice-speed", before=_voices_known),
    Case("waiting", "waiting"),
    Case("tones", "tones"),
    *(
        Case(f"keeping-{name}", "keeping", before=_keeps(profile))
        for name, profile in (("mine", Profile()), ("nobody", Profile(shared=True)))
    ),
    Case("tones-kiosk", "tones", before=_for_many),
    Case("microphone", "microphone"),
    Case("microphone-caught", "microphone", after=_caught),
    Case("understands-pack", "understands", before=_with_pack),
    Case("packs", "packs", values=lambda stage: {"folders": [_stick(stage)]}),
    Case("pack-add-language", "pack-add", values=_pack("base")),
    Case("packs-out-ask", "packs-out", before=_with_pack, values={"ask": "small"}),
    Case("language", "language"),
    Case("helper", "helper"),
    Case("helper-empty", "helper", "empty"),
    Case("helper-voice-on-its-way", "helper", values=_on_its_way),
    Case("helper-voice", "helper-voice"),
    Case("stick-none", "stick", values=_sticks(0)),
    Case("stick", "stick", values=_sticks(1)),
    Case("stick-several", "stick", values=_sticks(3)),
    Case("stick-swapping", "stick", before=_swapping(None)),
    Case("stick-done", "stick", before=_swapping(Swap(_BROUGHT, _TAKEN))),
    Case("stick-bad", "stick", before=_swapping(Swap(_BAD, _LEFT))),
    Case("stick-full", "stick", before=_swapping(Swap(_BROUGHT, Taken(), "stick_full"))),
    Case("conversation-on-stick", "conversation", values=_conversation("kept"), before=_on_stick),
    Case("join", "join", "empty"),
    Case("join-found", "join", values=_community),
    Case("join-code", "join", values=_with_code(vouched=False)),
    Case("join-code-fits", "join", values=_with_code(vouched=True)),
    Case("join-machine", "join", values=_with_code(vouched=True, machines=True)),
    Case("join-file", "join-file", "empty"),
    Case("join-file-unseen", "join-file", "empty", after=_unseen),
    Case("community-code", "community-code", before=_keys()),
    Case("community-code-new", "community-code", before=_keys(*Refusal, confirmed=False)),
    Case("community-code-none", "community-code", "empty"),
    Case("start-language", "start-language", "first"),
    Case("start-size", "start-size", "first"),
    Case("start-voice", "start-voice", "first"),
    Case("start-voice-asked", "start-voice", "first", values={"asked": True}),
    Case("start-ear", "start-ear", "first", values={"unheard": True}),
    Case("start-join", "start-join", "first"),
    Case("start-join-known", "start-join"),
    Case("help", "help", before=_help_of("notices"), values=lambda s: s.window.route.values),
    Case("can-say", "can-say", values=_can_say),
    Case("home-listening", "home", "typical", after=_listening),
    Case("notices-listening", "notices", after=_listening),
    Case("reading-listening", "reading", values={"announcement_id": URGENT}, after=_listening),
    Case(
        "tell-topic-thinking",
        "tell-topic",
        before=_draft(topic=None, step="topic"),
        after=_thinking,
    ),
    Case("settings-not-understood", "settings", after=_not_understood),
    Case("home-understood", "home", "typical", after=_understood),
    Case("home-unheard", "home", "typical", after=_unheard),
    Case("tell-send-confirm", "tell-send", before=_draft(step="send"), after=_asked_to_send),
    Case(
        "tell-kind-throw-confirm",
        "tell-kind",
        before=_draft(),
        values={"throwing": True},
        after=_asked_to_throw,
    ),
)

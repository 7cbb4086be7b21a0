"""The message being made, as all steps of *Tell us* share it.

What was said is here at once and in the store a moment later; when the store can't take it, it is
still here. One desk for each window.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.domain.feedback import Conversation, Draft, FeedbackKind, Recording, Verdict
from app.domain.feedback_steps import Step, at
from app.errors import EnvironmentProblem, StoreProblem
from app.services import Services
from app.speech.ear.events import Recorded
from app.speech.ear.sound_file import seconds_of
from ui.context import Context

#: What was recorded of a shorter time is nobody's message; seconds.
WORTH_KEEPING_S = 1.0


class DraftDesk(QObject):
    """Holds the draft. `trouble` is emitted when it could not be kept on the disk."""

    trouble = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context.tasks)
        self._tasks, self._services = context.tasks, context.services
        self.draft: Draft | None = None
        #: The draft whose recording was being made when the program ended, until it is dealt with.
        self.found_voice = ""
        self._under_way: str | None = None
        self._unsaved = False
        self._replies: dict[tuple[str, str], Draft] = {}

    @property
    def sending(self) -> bool:
        """Whether a message is just being sent."""
        return self._under_way is not None

    def open(
        self,
        owner: QObject,
        then: Callable[[Draft | None], None],
        failed: Callable[[EnvironmentProblem], None],
    ) -> None:
        """Call `then` with the draft: at once when it is here, else after asking the store."""
        if self.draft is not None:
            then(self.draft)
            return

        def found(looked: tuple[Draft | None, bool]) -> None:
            # Something may have been begun while the store was looking.
            if self.draft is None:
                self.draft, unnoted = looked
                self.found_voice = self.draft.id if self.draft and unnoted else ""
            then(self.draft)

        services = self._services

        def look() -> tuple[Draft | None, bool]:
            stored = services.drafts.current()
            if stored is None:
                return None, False
            draft = _with_its_voice(services, stored)
            return draft, draft.recording is not None and stored.recording is None

        self._tasks.run(owner, look, found, failed)

    def keep(self, draft: Draft) -> None:
        """The draft is now this one. One that is being sent stays as it was sent."""
        if draft.id == self._under_way or (draft == self.draft and not self._unsaved):
            return
        self.draft = draft
        drafts = self._services.drafts
        self._tasks.run(self, lambda: drafts.save(draft), self._saved, self._not_saved)

    def _saved(self, _: None) -> None:
        self._unsaved = False

    def _not_saved(self, problem: EnvironmentProblem) -> None:
        self._unsaved = True
        self.trouble.emit(problem)

    # --- the person's own voice -------------------------------------------------------------------

    def voice_path(self, draft: Draft) -> Path:
        """Where to record; never over what was recorded before. Raises StoreProblem."""
        recordings = self._services.recordings
        return recordings.path_for(_anew(draft) if draft.recording is not None else draft.id)

    def keep_voice(self, draft: Draft, recorded: Recorded, then: Callable[[Draft], None]) -> None:
        """`draft` with this recording in the place of any other; `then` is called in any case."""

        def failed(problem: EnvironmentProblem) -> None:
            self.trouble.emit(problem)
            then(draft)

        def kept(recording: Recording | None) -> None:
            with_it = replace(draft, recording=recording, send_voice=False)
            self.keep(with_it)
            then(with_it)

        services = self._services
        self._tasks.run(self, lambda: _settled(services, draft, recorded), kept, failed)

    def forget_voice(self, draft: Draft) -> Draft:
        """The draft without its recording, which is deleted."""
        self._discard_voice(draft)
        return replace(draft, recording=None, send_voice=False)

    def _discard_voice(self, draft: Draft) -> None:
        services = self._services
        self._tasks.run(self, lambda: _delete_voice(services, draft))

    def throw_away(
        self, then: Callable[[], None], failed: Callable[[EnvironmentProblem], None]
    ) -> None:
        """Discard the draft, here and in the store."""
        draft, services = self.draft, self._services
        if draft is None:
            then()
            return

        if is_reply(draft):
            self._replies.pop((draft.about or "", draft.step), None)

        def gone(_: None) -> None:
            if self.draft is not None and self.draft.id == draft.id:
                self.draft = None
            then()

        def discard() -> None:
            services.drafts.discard(draft.id)
            _delete_voice(services, draft)

        self._tasks.run(self, discard, gone, failed)

    def send(
        self,
        draft: Draft,
        owner: QObject,
        sent: Callable[[Conversation], None],
        failed: Callable[[EnvironmentProblem], None],
    ) -> None:
        """Send the draft, once; until it is known how that went, further calls do nothing.

        The desk is emptied even when `owner` is gone by then; `sent` and `failed` are not called.
        """
        if self.sending:
            return
        self._under_way = draft.id

        def done(conversation: Conversation) -> None:
            self._under_way = None
            self.draft = None
            if draft.recording is None:  # what was not wished to go along does not stay either
                self._discard_voice(draft)
            if shiboken6.isValid(owner):
                sent(conversation)

        self._tasks.run(
            self,
            lambda: self._services.send(draft),
            done,
            lambda problem: self._not_gone(problem, owner, failed),
        )

    # --- writing back ---------------------------------------------------------------------------

    def open_reply(
        self, owner: QObject, conversation_id: str, verdict: str, then: Callable[[Draft], None]
    ) -> None:
        """Call `then` with what was begun to write back there; a fresh draft where nothing was.

        Such a draft is a follow-up whose `about` is the conversation and whose `step` the verdict.
        Its id becomes that of what is said, so that saying it twice is saying it once.
        """
        key = (conversation_id, verdict)
        here = self._replies.get(key)
        if here is not None:
            then(here)
            return

        def found(stored: Draft | None) -> None:
            if stored is None or not is_reply(stored) or (stored.about, stored.step) != key:
                stored = Draft(kind=FeedbackKind.FOLLOW_UP, about=conversation_id, step=verdict)
            then(self._replies.setdefault(key, stored))

        def failed(_: EnvironmentProblem) -> None:
            found(None)

        self._tasks.run(owner, self._services.drafts.current, found, failed)

    def keep_reply(self, reply: Draft) -> None:
        """Keep what is typed to write back; an empty one is forgotten."""
        key = (reply.about or "", reply.step)
        if reply.id == self._under_way or self._replies.get(key) == reply:
            return
        self._replies[key] = reply
        drafts = self._services.drafts
        if reply.text.strip():
            self._tasks.run(self, lambda: drafts.save(reply), failed=self.trouble.emit)
        else:
            self._tasks.run(self, lambda: drafts.discard(reply.id), failed=self.trouble.emit)

    def send_reply(
        self,
        reply: Draft,
        verdict: Verdict | None,
        owner: QObject,
        sent: Callable[[Conversation], None],
        failed: Callable[[EnvironmentProblem], None],
    ) -> None:
        """Say it in its conversation, once; like `send`."""
        if self.sending:
            return
        self._under_way = reply.id
        services, where = self._services, reply.about or ""
        text, language = reply.text.strip(), str(reply.language)

        def say() -> Conversation:
            said = services.write_back(where, text, language, verdict, reply.id)
            services.drafts.discard(reply.id)
            return said

        def done(conversation: Conversation) -> None:
            self._under_way = None
            self._replies.pop((where, reply.step), None)
            if shiboken6.isValid(owner):
                sent(conversation)

        self._tasks.run(self, say, done, lambda problem: self._not_gone(problem, owner, failed))

    def _not_gone(
        self,
        problem: EnvironmentProblem,
        owner: QObject,
        failed: Callable[[EnvironmentProblem], None],
    ) -> None:
        self._under_way = None
        if shiboken6.isValid(owner):
            failed(problem)
        else:
            self.trouble.emit(problem)


def is_reply(draft: Draft) -> bool:
    """Whether a draft is something to write back, not a new message."""
    return draft.kind is FeedbackKind.FOLLOW_UP and bool(draft.about)


def _anew(draft: Draft) -> str:
    """The name of a second recording, until it takes the place of the first."""
    return f"{draft.id}-new"


def _delete_voice(services: Services, draft: Draft) -> None:
    for name in (draft.id, _anew(draft)):
        services.recordings.discard(name)


def _settled(services: Services, draft: Draft, recorded: Recorded) -> Recording | None:
    """The recording under the draft's own name. Raises StoreProblem."""
    path = services.recordings.path_for(draft.id)
    if recorded.path != path:
        try:
            recorded.path.replace(path)
        except OSError as error:
            raise StoreProblem("folder_read_only", type(error).__name__) from error
    return services.recordings.measured(draft.id, recorded.seconds)


def _with_its_voice(services: Services, draft: Draft) -> Draft:
    """A stored draft, true to the recording that is there or is not.

    One that nobody noted was being made when the program ended: it is offered, unless there are
    words already, which were confirmed without it. Raises StoreProblem.
    """
    recordings = services.recordings
    path = recordings.path_of(draft.id)
    if draft.recording is not None:
        return draft if path is not None else replace(draft, recording=None, send_voice=False)
    if path is None or is_reply(draft):
        return draft
    seconds = seconds_of(path)
    if draft.text.strip() or seconds < WORTH_KEEPING_S:
        recordings.discard(draft.id)
        return draft
    found = recordings.measured(draft.id, seconds)
    return at(replace(draft, recording=found), Step.READ_BACK)


_desks: WeakKeyDictionary[Context, DraftDesk] = WeakKeyDictionary()


def desk_of(context: Context) -> DraftDesk:
    """The window's one desk."""
    desk = _desks.get(context)
    if desk is None or not shiboken6.isValid(desk):
        desk = _desks[context] = DraftDesk(context)
    return desk

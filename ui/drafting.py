"""The message being made, as all steps of *Tell us* share it.

What was said is here at once and in the store a moment later; when the store can't take it, it is
still here. One desk for each window.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.domain.feedback import Conversation, Draft, FeedbackKind, Verdict
from app.errors import EnvironmentProblem
from ui.context import Context


class DraftDesk(QObject):
    """Holds the draft. `trouble` is emitted when it could not be kept on the disk."""

    trouble = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context.tasks)
        self._tasks, self._services = context.tasks, context.services
        self.draft: Draft | None = None
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

        def found(draft: Draft | None) -> None:
            # Something may have been begun while the store was looking.
            self.draft = self.draft or draft
            then(self.draft)

        self._tasks.run(owner, self._services.drafts.current, found, failed)

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

    def throw_away(
        self, then: Callable[[], None], failed: Callable[[EnvironmentProblem], None]
    ) -> None:
        """Discard the draft, here and in the store."""
        draft, drafts = self.draft, self._services.drafts
        if draft is None:
            then()
            return

        if is_reply(draft):
            self._replies.pop((draft.about or "", draft.step), None)

        def gone(_: None) -> None:
            if self.draft is not None and self.draft.id == draft.id:
                self.draft = None
            then()

        self._tasks.run(self, lambda: drafts.discard(draft.id), gone, failed)

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


_desks: WeakKeyDictionary[Context, DraftDesk] = WeakKeyDictionary()


def desk_of(context: Context) -> DraftDesk:
    """The window's one desk."""
    desk = _desks.get(context)
    if desk is None or not shiboken6.isValid(desk):
        desk = _desks[context] = DraftDesk(context)
    return desk

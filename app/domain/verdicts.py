"""What a person may say of an answer, from what was said so far. Pure."""

from __future__ import annotations

from app.domain.feedback import Conversation, Entry, Verdict


def last_answer(conversation: Conversation) -> Entry | None:
    """The newest answer; None when there is none yet."""
    return next((entry for entry in reversed(conversation.entries) if not entry.mine), None)


def last_words(conversation: Conversation) -> Entry | None:
    """The newest thing that the person said."""
    return next((entry for entry in reversed(conversation.entries) if entry.mine), None)


def verdict_on(conversation: Conversation) -> Verdict | None:
    """The verdict that stands: the newest one given after the newest answer."""
    for entry in reversed(conversation.entries):
        if not entry.mine:
            return None
        if entry.verdict is not None and entry.refusal is None:
            return entry.verdict
    return None


def verdicts_offered(conversation: Conversation) -> tuple[Verdict, ...]:
    """All three while an answer has no verdict; after *solved* it can still be taken back."""
    if not may_go_on(conversation) or last_answer(conversation) is None:
        return ()
    verdict = verdict_on(conversation)
    if verdict is None:
        return tuple(Verdict)
    return (Verdict.NOT_SOLVED,) if verdict is Verdict.SOLVED else ()


def may_write_back(conversation: Conversation) -> bool:
    """Whether one more word can be said: never where the first message was refused or damaged."""
    damaged = any(e.damaged and e.id == conversation.id for e in conversation.entries)
    return may_go_on(conversation) and not damaged


def may_go_on(conversation: Conversation) -> bool:
    """Whether anything more can be said in it: not when it is over or was taken back."""
    return not conversation.over and conversation.withdrawal is None


def may_take_back(conversation: Conversation) -> bool:
    """Whether its sender can take it back."""
    return may_go_on(conversation)


def may_remove(conversation: Conversation) -> bool:
    """Whether it can be removed from this computer without leaving anything open elsewhere."""
    return conversation.over

"""The way through *Tell us*: which step comes next, and whether it may. No widgets here."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from app.domain.feedback import MAX_TEXT, Draft, FeedbackKind

#: The topic of a message that is about nothing on the community's list.
OTHER_TOPIC = "other"
#: The server refuses longer ones for good; characters.
MAX_PLACE_WORDS = 500
MAX_NAME = 200
MAX_TELEPHONE = 100


class Step(StrEnum):
    """One screen of the way. The order is that of the members."""

    KIND = "kind"
    TOPIC = "topic"
    WORDS = "words"
    READ_BACK = "read_back"
    PLACE = "place"
    ANSWER = "answer"
    CONTACT = "contact"
    SEND = "send"


def steps_for(draft: Draft) -> tuple[Step, ...]:
    """The steps this draft goes through. Thanks need no place; no answer, no contact."""
    left_out: set[Step] = set()
    if draft.kind is FeedbackKind.THANKS:
        left_out.add(Step.PLACE)
    if not draft.answer_wanted:
        left_out.add(Step.CONTACT)
    return tuple(step for step in Step if step not in left_out)


def can_leave(draft: Draft, step: Step) -> bool:
    """Whether what the step is for has been done."""
    if step is Step.KIND:
        return draft.kind is not None
    if step is Step.TOPIC:
        return draft.topic is not None
    if step in (Step.WORDS, Step.READ_BACK):
        return has_words(draft) or is_voice_only(draft)
    if step is Step.ANSWER:
        return draft.answer_wanted is not None
    return True


def has_words(draft: Draft) -> bool:
    """Whether there is a text that the server takes."""
    text = draft.text.strip()
    return bool(text) and len(text) <= MAX_TEXT and "\0" not in text


def is_voice_only(draft: Draft) -> bool:
    """Whether the person's own voice is the whole message."""
    recording = draft.recording
    return not draft.text.strip() and recording is not None and recording.seconds > 0


def is_whole(draft: Draft) -> bool:
    """Whether the draft may be sent."""
    return all(can_leave(draft, step) for step in steps_for(draft))


def after(draft: Draft, step: Step) -> Step:
    """The step that follows; `step` itself when it can't be left yet or is the last."""
    if not can_leave(draft, step):
        return step
    later = [s for s in steps_for(draft) if list(Step).index(s) > list(Step).index(step)]
    return later[0] if later else step


def before(draft: Draft, step: Step) -> Step | None:
    """The step before; None at the first."""
    earlier = [s for s in steps_for(draft) if list(Step).index(s) < list(Step).index(step)]
    return earlier[-1] if earlier else None


def step_of(draft: Draft) -> Step:
    """Where to go on with a stored draft: its own step, or the first that is not done."""
    for step in steps_for(draft):
        if step == draft.step or not can_leave(draft, step):
            return step
    return Step.SEND


def at(draft: Draft, step: Step) -> Draft:
    """The same draft, standing at `step`."""
    return replace(draft, step=step.value)


def after_change(draft: Draft, step: Step) -> Step:
    """Where to go when `step` was changed from the summary: back to it, unless more is to ask.

    Changed words are read back first, a wanted answer asks for a name, and a kind that needs a
    place asks for it when it was not asked before. `step` itself when it can't be left yet.
    """
    if not can_leave(draft, step):
        return step
    steps = steps_for(draft)
    if step is Step.WORDS:
        return Step.READ_BACK
    if step is Step.ANSWER and Step.CONTACT in steps:
        return Step.CONTACT
    if step is Step.KIND and Step.PLACE in steps and not draft.place_asked:
        return Step.PLACE
    return next((s for s in steps if not can_leave(draft, s)), Step.SEND)


def progress(draft: Draft, step: Step) -> tuple[int, int]:
    """Which step this is, and of how many; an answer is reckoned with until somebody says no."""
    likely = draft if draft.answer_wanted is not None else replace(draft, answer_wanted=True)
    steps = steps_for(likely)
    return (steps.index(step) + 1 if step in steps else len(steps)), len(steps)


def ready(draft: Draft) -> Draft:
    """The draft as it is sent: only what the summary shows, without space at the ends.

    What was said at a step that no longer counts (a place, then thanks; a name, then no answer) is
    left out, and so is a recording that was not wished to go along.
    """
    steps = steps_for(draft)
    place, contact = Step.PLACE in steps, Step.CONTACT in steps
    return replace(
        draft,
        text=draft.text.strip(),
        place_id=draft.place_id if place else None,
        place_words=draft.place_words.strip() if place else "",
        name=draft.name.strip() if contact else "",
        telephone=draft.telephone.strip() if contact else "",
        recording=draft.recording if draft.voice_goes else None,
        send_voice=draft.voice_goes and draft.send_voice,
    )

"""The way through Tell us, as rules: what follows what, and what is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.feedback import MAX_TEXT, Draft, FeedbackKind, Recording
from app.domain.feedback_steps import (
    Step,
    after,
    after_change,
    before,
    can_leave,
    is_whole,
    progress,
    ready,
    step_of,
    steps_for,
)
from ui.wording.messages import first_words

WHOLE = Draft(
    kind=FeedbackKind.PROBLEM,
    topic="water",
    text="  No water.\n",
    place_id="gate-east",
    place_asked=True,
    answer_wanted=True,
    name=" Mei ",
    telephone="01632 960456",
)


def test_each_step_leads_to_the_next_and_back() -> None:
    steps = steps_for(WHOLE)
    assert [after(WHOLE, step) for step in steps[:-1]] == list(steps[1:])
    assert [before(WHOLE, step) for step in steps] == [None, *steps[:-1]]


def test_a_step_that_is_not_done_is_not_left() -> None:
    empty = Draft()
    for step in (Step.KIND, Step.TOPIC, Step.WORDS, Step.READ_BACK, Step.ANSWER):
        assert after(empty, step) is step
        assert after_change(empty, step) is step
    assert not can_leave(replace(WHOLE, text="x" * (MAX_TEXT + 1)), Step.WORDS)
    assert not is_whole(empty)
    assert is_whole(WHOLE)


def test_a_stored_draft_is_gone_on_with_at_its_step_or_at_what_is_missing() -> None:
    assert step_of(replace(WHOLE, step="answer")) is Step.ANSWER
    assert step_of(replace(WHOLE, topic=None, step="answer")) is Step.TOPIC
    assert step_of(replace(WHOLE, step="from a later version")) is Step.SEND


@pytest.mark.parametrize(
    ("draft", "changed", "then"),
    [
        (WHOLE, Step.TOPIC, Step.SEND),
        (WHOLE, Step.WORDS, Step.READ_BACK),
        (WHOLE, Step.READ_BACK, Step.SEND),
        (WHOLE, Step.ANSWER, Step.CONTACT),
        (replace(WHOLE, answer_wanted=False), Step.ANSWER, Step.SEND),
        (replace(WHOLE, place_asked=False), Step.KIND, Step.PLACE),
        (WHOLE, Step.KIND, Step.SEND),
        (replace(WHOLE, kind=FeedbackKind.THANKS, place_asked=False), Step.KIND, Step.SEND),
    ],
)
def test_a_change_asks_only_what_it_makes_new(draft: Draft, changed: Step, then: Step) -> None:
    assert after_change(draft, changed) is then


def test_steps_are_counted_without_running_back() -> None:
    counted = [progress(WHOLE, step) for step in steps_for(WHOLE)]
    assert counted == [(number, 8) for number in range(1, 9)]
    assert progress(replace(WHOLE, answer_wanted=None), Step.WORDS) == (3, 8)
    assert progress(replace(WHOLE, answer_wanted=False), Step.SEND) == (7, 7)


def test_only_what_the_summary_shows_is_sent() -> None:
    sent = ready(WHOLE)
    assert (sent.text, sent.place_id, sent.name) == ("No water.", "gate-east", "Mei")
    thanks = ready(replace(WHOLE, kind=FeedbackKind.THANKS, answer_wanted=False))
    assert (thanks.place_id, thanks.place_words) == (None, "")
    assert (thanks.name, thanks.telephone) == ("", "")


VOICE = Recording("0" * 64, 4_000, 42.0)


def test_a_voice_alone_is_a_whole_message() -> None:
    spoken = replace(WHOLE, text=" ", recording=VOICE)
    assert can_leave(spoken, Step.WORDS)
    assert can_leave(spoken, Step.READ_BACK)
    assert is_whole(spoken)
    assert spoken.voice_goes
    assert (ready(spoken).recording, ready(spoken).text) == (VOICE, "")
    assert step_of(replace(spoken, step="send")) is Step.SEND
    assert not is_whole(replace(spoken, recording=None))
    assert not is_whole(replace(spoken, recording=replace(VOICE, seconds=0.0)))


def test_beside_a_text_the_voice_goes_along_only_when_wished() -> None:
    both = replace(WHOLE, recording=VOICE)
    assert ready(both).recording is None
    assert not both.voice_goes
    wished = ready(replace(both, send_voice=True))
    assert (wished.recording, wished.send_voice, wished.text) == (VOICE, True, "No water.")
    assert ready(replace(WHOLE, send_voice=True)).send_voice is False
    # A text that can't go does not go as a voice either: nobody would know.
    assert not is_whole(replace(both, text="x" * (MAX_TEXT + 1), send_voice=True))


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Short.", 20, "Short."),
        ("The lift stops between the floors.", 20, "The lift stops…"),
        ("two\n\nlines", 20, "two lines"),
        ("第一行。\n第二行。", 20, "第一行。第二行。"),
        ("电梯老是停在两层楼中间", 10, "电梯老是停…"),
        ("Unbreakablewordwithoutanyspace", 10, "Unbreakabl…"),
        ("", 10, ""),
        (" \n ", 10, ""),
    ],
)
def test_the_first_words_are_whole_words_on_one_line(text: str, most: int, shown: str) -> None:
    assert first_words(text, most) == shown

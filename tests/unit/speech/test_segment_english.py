"""English sentences: the mark ¦ stands where one ends and the next begins."""

from __future__ import annotations

import pytest

from app.domain.segment import sentences, words

MARK = "¦"

SENTENCES = [
    "The bus leaves at noon.",
    "The bus leaves at noon.¦ Bring tea.",
    "Is it cold?¦ Yes, it is!¦ Wear a coat.",
    "Dr. Chen will see you.¦ Please wait.",
    "Mr. and Mrs. Li are here.¦ Come in.",
    "Ask Ms. Wu.¦ She knows.",
    "Prof. J. Smith speaks on Friday.¦ Tea follows.",
    "The talk is at 9 a.m. on Monday.",
    "The talk is at 9 a.m. Monday.",
    "We open at 9 a.m. The doors close at 5 p.m. Please be on time.".replace(
        "m. The", "m.¦ The"
    ).replace("m. Please", "m.¦ Please"),
    "It costs £3.50.¦ Pay at the desk.",
    "Version 2.0.1 is here.¦ Press Next.",
    "The clinic is at No. 5 Willow Lane.¦ Ring the bell.",
    "Nos. 4 and 5 are shut.",
    "Are you well?¦ No. Thank you for asking.".replace("No. Thank", "No.¦ Thank"),
    "Turn into Main St. The hall is on your left.".replace("St. The", "St.¦ The"),
    "St. Mary's hall is open.¦ All are welcome.",
    "Bring fruit, e.g. apples.¦ No nuts.",
    "Bring your card, i.e. the green one.¦ Thank you.",
    "See p. 4 of the letter.¦ Then sign.",
    "Wait... maybe tomorrow.",
    "Wait...¦ Maybe tomorrow.",
    "Well… we shall see.",
    "Well…¦ We shall see.",
    "What?!¦ Really?¦ Yes!!!",
    "“Stop!” he said.¦ We stopped.",
    '"Stop!" he said.¦ We stopped.',
    "She said, “Come in.”¦ We went in.",
    'She said, "Come in."¦ We went in.',
    "He asked, “Is it free?”¦ It is.",
    "(See the map.)¦ The hall is near.",
    "The hall (see the map) is near.¦ Walk.",
    "It is near (two minutes).¦ Walk.",
    "[Please note.]¦ The water is off.",
    "1. Bring your card.¦ 2. Sign your name.".replace("2. Sign", "2. Sign"),
    "1. Bring your card.¦\n2. Sign your name.",
    "a. Tea¦\nb. Coffee",
    "The U.K. office is shut.¦ The U.S. office is open.",
    "They live in the U.K. They like it.".replace("K. They", "K.¦ They"),
    "Green Ltd. and Brown Inc. will mend the lift.",
    "Bring pens, paper, etc. We have glue.".replace("etc. We", "etc.¦ We"),
    "The first line.¦\n\nThe second paragraph.",
    "Water will be off¦\n\nTuesday, 3 December",
    "The meeting is held\nin the hall.¦ Come early.",
    "Willow Lane¦\nNotice of works¦\nTuesday",
    "Read www.willow.example/a.b?c=1 first.¦ Then call.",
    "Write to anna.li@willow.example today.¦ Thank you.",
    "Call 01632 960123.¦ Ask for Anna.",
    "Doors open at 10:30.¦ Tea at 11:00.",
    "It fell by 3.5%.¦ Good.",
    "the bus is late.¦ we wait.",
    "No stop at the end",
    "   Space around.   ",
    "Tabs\tare space.¦\tSo they are.",
    "Great news! 🎉¦ The lift works.".replace("! 🎉¦ The", "!¦ 🎉 The"),
    "Great news!🎉¦ The lift works.",
    "Thanks 🙏🏽.¦ Bye 👨‍👩‍👧.",
    "The hall is open 8 a.m.–6 p.m. every day.",
    "Room B. 12 is upstairs.",
    "Meet J. R. Tolkin at the door.¦ Smile.",
    "It was his Ph.D. that took years.",
    "Sept. 3 is a holiday.¦ Shops close.",
    "Was it Mr. A?¦ It was!",
    "Yes.¦ Yes.¦ Yes.",
    "Wait — what?¦ Oh.",
    "He said: “I know.”¦ “Do you?” she asked.",
    "The price is approx. £20.¦ Ask first.",
    "Stop!!!¦ Look.",
    "-- --",
    "Hello...",
    "Email: a@b.example.¦ Phone: none.",
    "I live at 4 Hill Rd. in Willow Lane.",
    "We said no.¦ It's final.",
    "Is this real?¦ Ask us; we answer.¦ It is free.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace(MARK, "")
    assert [span.of(text) for span in sentences(text)] == [
        piece.strip() for piece in marked.split(MARK)
    ]


def test_there_are_enough_examples() -> None:
    assert len(set(SENTENCES)) >= 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It isn't far.", ["It", "isn't", "far"]),
        ("a well-known face", ["a", "well-known", "face"]),
        ("at 10:30 a.m.", ["at", "10:30", "a.m."]),
        ("£3.50 or 1,200", ["£3.50", "or", "1,200"]),
        ("50% off", ["50%", "off"]),
        ("room B12", ["room", "B12"]),
        ("3rd floor", ["3rd", "floor"]),
        ("see www.willow.example/a.", ["see", "www.willow.example/a"]),
        ("write a.b@willow.example.", ["write", "a.b@willow.example"]),
        ("Yes 😀 no", ["Yes", "no"]),
        ("café naïve", ["café", "naïve"]),
        ("“quoted” (words)", ["quoted", "words"]),
        ("", []),
        ("— …", []),
    ],
)
def test_words_are_what_a_finger_points_at(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in words(text, "en")] == expected


def test_a_very_long_sentence_is_cut_at_a_comma_or_a_space() -> None:
    text = "We walk and walk, " * 60 + "and stop."
    pieces = [span.of(text) for span in sentences(text)]
    assert len(pieces) > 1
    assert all(len(piece) <= 400 for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces[:-1])
    assert " ".join(pieces) == text


def test_a_text_without_any_stop_or_space_is_cut_all_the_same() -> None:
    pieces = sentences("x" * 2_000)
    assert max(len(piece) for piece in pieces) <= 400

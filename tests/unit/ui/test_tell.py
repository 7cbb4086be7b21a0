"""Tell us: from the kind of message to the receipt; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.domain.announcement import AnnouncementFilter
from app.domain.feedback import MAX_TEXT, Conversation, ConversationState, Draft, FeedbackKind
from app.domain.language import Language
from app.domain.mailbox import Receipt
from app.domain.profile import Profile
from app.events import ConversationsChanged
from app.storage.database import Store
from tests.loud import ExpectedLog
from tests.sample_store import fill_community, fill_draft, fill_notices, fill_profile
from tests.stage import Setting, Stage, staged
from tests.unit.ui.hands import Hands, hands_on, started
from ui.context import Route
from ui.screens.tell_contact import TellContactScreen
from ui.screens.tell_words import TellWordsScreen
from ui.screens.write_back import WriteBackScreen

LIFT = "The lift stops between the floors."


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, "joined") as made:
        made.window.home()
        yield made


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return hands_on(stage)


def write(hands: Hands, text: str) -> None:
    """Type into the large field."""
    choose_to_type(hands)
    screen = hands.screen
    assert isinstance(screen, TellWordsScreen | WriteBackScreen)
    assert screen.field is not None
    screen.field.edit.setFocus()
    screen.field.edit.selectAll()
    QTest.keyClicks(screen.field.edit, text)


def choose_to_type(hands: Hands) -> None:
    """Of the ways to say it, typing, where they are still to choose from."""
    hands.settle()
    if "type-it" in hands.names():
        hands.press("type-it")


def field_text(hands: Hands) -> str:
    """What stands in the large field."""
    hands.settle()
    screen = hands.screen
    assert isinstance(screen, TellWordsScreen | WriteBackScreen)
    assert screen.field is not None
    return screen.field.text()


def walk(hands: Hands, until: str = "tell-send") -> None:
    """Tell of a broken lift, up to the step `until`."""
    hands.window.go(Route.to("tell-kind"))
    for screen, presses in (
        ("tell-kind", ["kind-problem"]),
        ("tell-topic", ["topic-homes"]),
        ("tell-words", []),
        ("tell-read-back", ["right"]),
        ("tell-place", ["place-list", "place-blocks-1-6"]),
        ("tell-answer", ["answer-yes"]),
        ("tell-contact", ["go-on"]),
    ):
        if until == screen:
            break
        hands.settle()
        assert hands.where == screen
        if screen == "tell-words":
            write(hands, LIFT)
            presses = ["go-on"]
        for name in presses:
            hands.press(name)
    hands.settle()
    assert hands.where == until


def only_one(hands: Hands) -> Conversation:
    """The only message there is."""
    (conversation,) = hands.running.services.conversations.all()
    return conversation


def current(hands: Hands) -> Draft:
    """The draft in the store."""
    hands.settle()
    draft = hands.running.services.drafts.current()
    assert draft is not None
    return draft


def receive(hands: Hands, number: str = "1234") -> None:
    """The community takes all that waits."""
    services = hands.running.services
    for row in services.outbox.due(services.clock.now()):
        receipt = Receipt(row.id, row.sha256, services.clock.now(), number)
        services.outbox.taken(row.id, receipt)
    services.events.emit(ConversationsChanged())
    hands.settle()


# --- the whole way --------------------------------------------------------------------------------


def test_a_message_is_made_step_by_step_and_kept(hands: Hands) -> None:
    walk(hands)
    summary = hands.words()
    assert all(part in summary for part in ("A problem", "Homes and lifts", LIFT, "Blocks 1 to 6"))
    hands.press("send")
    assert hands.where == "receipt"
    conversation = only_one(hands)
    assert conversation.entries[0].text == LIFT
    assert (conversation.kind, conversation.topic) == (FeedbackKind.PROBLEM, "homes")
    assert conversation.state is ConversationState.KEPT
    assert "Kept on this computer, today, 10:12." in hands.words()
    code = hands.screen.findChild(QLabel, "code")
    assert code is not None
    assert conversation.claim_code in code.text()
    assert hands.running.services.drafts.current() is None
    hands.press("done")
    assert hands.where == "home"


def test_the_receipt_turns_by_itself_into_received(hands: Hands) -> None:
    walk(hands)
    hands.press("send")
    assert "1234" not in hands.words()
    receive(hands)
    assert hands.screen.title == "Your message was received"
    sentence = "Received by Willow Lane Street Office, today, 10:12. Number 1234."
    assert sentence in hands.words()
    assert hands.window.focusWidget() is hands.button("done")


def test_the_code_is_read_letter_by_letter(hands: Hands) -> None:
    walk(hands)
    hands.press("send")
    code = only_one(hands).claim_code.replace("-", "")
    assert f"Code: {', '.join(code)}" in [p.text for p in hands.screen.describe().text]


def test_each_step_has_at_most_one_filled_thing_and_no_name_twice(hands: Hands) -> None:
    walk(hands)
    for _ in range(8):
        names = hands.names()
        assert sum(hands.button(name).filled for name in names) <= 1
        assert len(set(names)) == len(names)
        assert hands.screen.help_text()
        hands.key(Qt.Key.Key_Escape)


# --- words ----------------------------------------------------------------------------------------


def test_an_empty_page_says_what_to_do_and_keeps_the_field_open(hands: Hands) -> None:
    walk(hands, "tell-words")
    choose_to_type(hands)
    hands.press("go-on")
    assert hands.where == "tell-words"
    assert hands.banner() == "There are no words yet. Write some, then press Go on."
    assert hands.screen.typing()


def test_words_that_are_too_long_are_kept_and_told_of(hands: Hands) -> None:
    walk(hands, "tell-words")
    choose_to_type(hands)
    screen = hands.screen
    assert isinstance(screen, TellWordsScreen)
    assert screen.field is not None
    screen.field.set_text("x" * (MAX_TEXT + 2))
    hands.press("go-on")
    assert hands.where == "tell-words"
    assert "2 letters too many. Nothing is lost." in hands.banner()
    assert len(field_text(hands)) == MAX_TEXT + 2


def test_what_is_typed_is_in_the_store_without_a_press(hands: Hands) -> None:
    walk(hands, "tell-words")
    write(hands, LIFT)
    hands.wait(lambda: current(hands).text == LIFT, "what was typed did not reach the store")


def test_typed_words_outlive_another_text_size_and_help(hands: Hands, stage: Stage) -> None:
    walk(hands, "tell-words")
    write(hands, LIFT)
    stage.set(Setting(size=48))
    assert field_text(hands) == LIFT
    hands.key(Qt.Key.Key_F1)
    assert hands.where == "help"
    hands.key(Qt.Key.Key_Escape)
    assert field_text(hands) == LIFT


def test_words_are_read_back_by_the_voice_of_their_language(hands: Hands) -> None:
    walk(hands, "tell-words")
    choose_to_type(hands)
    screen = hands.screen
    assert isinstance(screen, TellWordsScreen)
    assert screen.field is not None
    screen.field.set_text("三号楼的电梯坏了。\n请来看看。")
    hands.press("go-on")
    spoken = {part.text: part.language for part in hands.screen.describe().text}
    assert spoken == {"三号楼的电梯坏了。": "zh-CN", "请来看看。": "zh-CN"}
    assert current(hands).language == "zh-CN"


def test_change_it_leads_back_to_the_words(hands: Hands) -> None:
    walk(hands, "tell-read-back")
    hands.press("change")
    assert hands.where == "tell-words"
    assert field_text(hands) == LIFT


# --- steps that depend on what was said -----------------------------------------------------------


def test_thanks_are_not_asked_for_a_place_and_no_answer_not_for_a_name(hands: Hands) -> None:
    hands.window.go(Route.to("tell-kind"))
    hands.press("kind-thanks")
    hands.press("topic-other")
    write(hands, "The choir was lovely.")
    hands.press("go-on")
    hands.press("right")
    assert hands.where == "tell-answer"
    hands.press("answer-no")
    assert hands.where == "tell-send"
    hands.press("send")
    assert only_one(hands).answer_wanted is False


def test_a_place_in_words_and_a_name_are_in_the_summary(hands: Hands) -> None:
    walk(hands, "tell-place")
    hands.press("place-words")
    hands.type("by the bench")
    hands.press("go-on")
    hands.press("answer-yes")
    screen = hands.screen
    assert isinstance(screen, TellContactScreen)
    for name, text in (("name-edit", "Mei"), ("telephone-edit", "01632-960 456 after six")):
        edit = screen.findChild(QLineEdit, name)
        assert edit is not None
        QTest.keyClicks(edit, text)
    hands.press("go-on")
    assert "Where: by the bench" in hands.words()
    assert "You are: Mei, 01632-960 456 after six" in hands.words()
    draft = current(hands)
    assert (draft.place_id, draft.place_words, draft.name) == (None, "by the bench", "Mei")


def test_not_about_a_place(hands: Hands) -> None:
    walk(hands, "tell-place")
    hands.press("place-none")
    assert hands.where == "tell-answer"
    assert (current(hands).place_id, current(hands).place_asked) == (None, True)


def test_a_name_is_not_sent_when_no_answer_is_wanted_after_all(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_draft(hands.running.services, hands.running.context.language)
    hands.window.go(Route.to("tell-kind"))
    hands.press("go-on")
    hands.press("change")
    hands.press("change-answer")
    hands.press("answer-no")
    assert hands.where == "tell-send"
    hands.press("send")
    (row,) = hands.running.services.outbox.due(hands.running.services.clock.now())
    assert b"Mei" not in row.payload
    assert b"01632" not in row.payload


def test_back_is_always_the_step_before_and_loses_nothing(hands: Hands) -> None:
    walk(hands)
    seen = []
    for _ in range(8):
        seen.append(hands.where)
        hands.key(Qt.Key.Key_Escape)
    assert seen == [
        "tell-send",
        "tell-contact",
        "tell-answer",
        "tell-place",
        "tell-read-back",
        "tell-words",
        "tell-topic",
        "tell-kind",
    ]
    assert hands.where == "home"
    assert current(hands).text == LIFT


def test_one_thing_is_changed_from_the_summary(hands: Hands) -> None:
    walk(hands)
    hands.press("change")
    hands.press("change-topic")
    hands.press("topic-water")
    assert hands.where == "tell-send"
    assert "Water" in hands.words()
    hands.press("change")
    hands.press("change-words")
    write(hands, "No lift at all.")
    hands.press("go-on")
    assert hands.where == "tell-read-back"
    hands.press("right")
    assert hands.where == "tell-send"
    assert "No lift at all." in hands.words()


# --- a message that was begun ---------------------------------------------------------------------


def test_the_lid_may_be_closed_at_any_step(qapp: QApplication, tmp_path: Path) -> None:
    for until in ("tell-topic", "tell-words", "tell-place", "tell-contact", "tell-send"):
        folder = tmp_path / until
        with started(folder) as hands:
            fill_community(hands.running.services)
            fill_profile(hands.running.services, Profile(Language.ENGLISH, started=True))
        with started(folder) as hands:
            walk(hands, until)
            if until == "tell-words":
                write(hands, LIFT)
        with started(folder) as hands:
            assert "go on with your message" in hands.words()
            hands.press("tile-tell")
            hands.press("go-on")
            assert hands.where == until
            if until != "tell-topic":
                assert current(hands).text == LIFT


def test_a_new_one_is_started_only_after_asking(hands: Hands) -> None:
    fill_draft(hands.running.services, hands.running.context.language)
    hands.window.go(Route.to("tell-kind"))
    hands.press("start-new")
    assert hands.screen.title == "Throw it away?"
    hands.press("keep")
    assert hands.names() == ["go-on", "start-new"]
    assert current(hands).text
    hands.press("start-new")
    hands.press("throw-away")
    assert "kind-idea" in hands.names()
    assert hands.running.services.drafts.current() is None


def test_a_draft_without_words_is_thrown_away_without_asking(hands: Hands) -> None:
    walk(hands, "tell-topic")
    hands.window.home()
    hands.window.go(Route.to("tell-kind"))
    hands.press("start-new")
    assert "kind-idea" in hands.names()


def test_the_notice_it_is_about_is_shown_and_sent_along(hands: Hands) -> None:
    services = hands.running.services
    fill_notices(services)
    card = services.announcements.cards(AnnouncementFilter(), "en").cards[0]
    title = card.announcement.texts["en"].title
    hands.window.go(Route.to("tell-kind", about=card.announcement.id))
    hands.settle()
    assert f"About: {title}" in hands.screen.where
    hands.press("kind-thanks")
    hands.press("topic-other")
    write(hands, "Good to know.")
    for name in ("go-on", "right", "answer-no"):
        hands.press(name)
    assert f"About: {title}" in hands.words()
    hands.press("send")
    assert only_one(hands).about == card.announcement.id


# --- sending --------------------------------------------------------------------------------------


def test_send_pressed_twice_sends_once(hands: Hands) -> None:
    walk(hands)
    send = hands.button("send")
    send.click()
    send.click()
    hands.settle()
    assert hands.where == "receipt"
    assert hands.running.services.outbox.waiting() == 1
    only_one(hands)


def test_leaving_while_it_is_sent_leaves_no_draft_behind(hands: Hands) -> None:
    walk(hands)
    hands.button("send").click()
    hands.window.home()
    hands.settle()
    only_one(hands)
    hands.window.go(Route.to("tell-kind"))
    hands.settle()
    assert "kind-idea" in hands.names()


def no_room(store: Store, pages: int | None = None) -> None:
    """From now on the file may not grow, as on a full disk; `pages` gives room again."""
    with store.write() as connection:
        if pages is None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_loses_nothing_and_sending_works_when_there_is_room(
    hands: Hands, expected_log: ExpectedLog
) -> None:
    expected_log("disk_full")
    walk(hands, "tell-words")
    choose_to_type(hands)
    screen = hands.screen
    assert isinstance(screen, TellWordsScreen)
    assert screen.field is not None
    long = "The lift. " * 900
    no_room(hands.running.services.store)
    screen.field.set_text(long)
    hands.press("go-on")
    assert hands.where == "tell-read-back"
    assert "disk is full" in hands.banner()
    for name in ("right", "place-none", "answer-yes", "go-on", "send"):
        hands.press(name)
    assert hands.where == "tell-send"
    assert "Your message is still here, not sent." in hands.banner()
    assert hands.running.services.conversations.all() == ()
    no_room(hands.running.services.store, 1_000_000)
    hands.press("send")
    assert hands.where == "receipt"
    assert only_one(hands).entries[0].text == long.strip()

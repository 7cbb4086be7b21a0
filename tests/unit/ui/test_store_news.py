"""The store was healed, set aside, newer, not ours, busy or out of reach: told in the window."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.clock import SystemClock
from app.domain.feedback import Draft, FeedbackKind
from app.domain.language import Language
from app.domain.profile import Profile
from app.paths import Paths
from app.services import Services, build_services
from app.storage.database import Store
from tests.unit.ui.hands import Hands, started
from ui.context import Route
from ui.problem_window import ProblemWindow
from ui.wording.problems import problem_text

BOTH = [Language.ENGLISH, Language.CHINESE]
WORDS = "The lamp by gate 3 is broken."
SENTENCES = {
    "damaged": ("was damaged.", "坏了。"),
    "gone": ("was gone.", "不见了。"),
    "copy": ("The copy of today was put back.", "已换回今天的备份。"),
    "new": ("a new one was begun.", "换了一个新的。"),
    "one saved": ("1 message was saved from", "救回了 1 条消息"),
    "look": ("Please look in My messages", "请到“我的消息”里看看"),
}


def said(name: str, language: Language) -> str:
    return SENTENCES[name][BOTH.index(language)]


def services_in(data: Path) -> Services:
    return build_services(Paths(data), offline=True, voice="silence")


def fill(data: Path, language: Language, *, copy_first: bool) -> None:
    """A started profile, a copy, and a message written after it (or before, without a copy)."""
    services = services_in(data)
    services.profiles.save(Profile(language=language, started=True))
    if copy_first:
        services.store.daily_copy()
    services.send(Draft(kind=FeedbackKind.PROBLEM, text=WORDS))
    services.close()


def spoil(data: Path) -> None:
    """What SQLite calls sound, and the program can't work with."""
    with closing(sqlite3.connect(Paths(data).store)) as connection:
        connection.execute("DROP TABLE memo")
        connection.commit()


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("copy", [True, False])
@pytest.mark.expected_log("the store was broken")
def test_a_healed_store_is_told_of_on_home_until_one_goes_on(
    qapp: QApplication, tmp_path: Path, language: Language, copy: bool
) -> None:
    fill(tmp_path, language, copy_first=copy)
    spoil(tmp_path)
    with started(tmp_path) as hands:
        banner = hands.banner()
        for name in ("damaged", "copy" if copy else "new", "one saved", "look"):
            assert said(name, language) in banner
        assert banner in [p.text for p in hands.screen.describe().passages("en")]
        hands.window._remake()
        hands.settle()
        assert hands.banner() == banner, "a changed size must not take it away"
        hands.press("tile-messages")
        assert WORDS in hands.words()
        hands.window.home()
        hands.settle()
        assert hands.banner() == ""
    with started(tmp_path) as hands:
        assert hands.banner() == "", "it is told once"


@pytest.mark.parametrize("language", BOTH)
def test_a_store_that_was_gone_comes_back_from_its_copy(
    qapp: QApplication, tmp_path: Path, language: Language
) -> None:
    fill(tmp_path, language, copy_first=True)
    Paths(tmp_path).store.unlink()
    with started(tmp_path) as hands:
        for name in ("gone", "copy", "look"):
            assert said(name, language) in hands.banner()


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.expected_log("the store was broken")
def test_a_file_that_is_no_database_is_set_aside(
    qapp: QApplication, tmp_path: Path, language: Language
) -> None:
    fill(tmp_path, language, copy_first=True)
    Paths(tmp_path).store.write_bytes(b"Dear diary, " * 1000)
    with started(tmp_path) as hands:
        for name in ("damaged", "copy", "look"):
            assert said(name, language) in hands.banner()
    (aside,) = tmp_path.glob("footbridge-broken-*.db")
    assert aside.read_bytes().startswith(b"Dear diary")


def test_a_first_start_and_a_new_version_are_no_news(qapp: QApplication, tmp_path: Path) -> None:
    fill(tmp_path, Language.ENGLISH, copy_first=False)
    with started(tmp_path) as hands:
        assert hands.banner() == ""


# --- a message that the disk spoilt ------------------------------------------------------------


def damage(hands: Hands) -> str:
    """Send a message and have the disk spoil what would carry it across; its id."""
    services = hands.running.services
    sent = services.send(Draft(kind=FeedbackKind.PROBLEM, text=WORDS))
    with services.store.write() as connection:
        connection.execute("UPDATE outbox SET payload = x'7b7d'")
    assert services.outbox.due(services.clock.now()) == ()
    return sent.id


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.expected_log("a message is damaged on the disk")
def test_a_spoilt_message_says_so_and_is_written_anew(
    qapp: QApplication, tmp_path: Path, language: Language
) -> None:
    services = services_in(tmp_path)
    services.profiles.save(Profile(language=language, started=True))
    # Today's copy is made before: one with the message in it would mend it.
    services.store.daily_copy()
    services.close()
    sentence = ("it can't be sent. Please write it anew", "发不出去。请您重新写一遍")[
        BOTH.index(language)
    ]
    with started(tmp_path) as hands:
        id_ = damage(hands)
        hands.window.go(Route.to("messages"))
        hands.settle()
        assert sentence in hands.words()
        hands.press(f"message-{id_}")
        assert sentence in hands.words()
        assert "write-back" not in hands.names()
        hands.press("write-anew")
        hands.press("kind-problem")
        draft = hands.running.services.drafts.current()
        assert draft is not None
        assert draft.text == WORDS


# --- the store can't be opened -------------------------------------------------------------------


@pytest.fixture
def window(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[ProblemWindow]:
    code, language = request.param
    made = ProblemWindow(code, language)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


CODES = (
    *("store_newer", "store_not_ours", "store_damaged", "store_busy"),
    *("disk_full", "folder_read_only", "folder_gone", "folder_no_lock"),
)


@pytest.mark.parametrize("window", [(c, lang) for c in CODES for lang in BOTH], indirect=True)
def test_it_is_said_in_both_languages_and_nothing_is_cut(window: ProblemWindow) -> None:
    window.resize(window.minimumSize())
    QCoreApplication.processEvents()
    words = window.findChildren(QLabel)
    text = "\n".join(label.text() for label in words)
    assert "Footbridge can't open just now" in text
    assert "连心桥现在打不开" in text
    assert len({label.text() for label in words}) == 4
    for label in words:
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    focus = window.focusWidget()
    assert focus is not None
    assert focus.objectName() in ("problem-again", "problem-close")


@pytest.mark.parametrize("window", [("disk_full", Language.ENGLISH)], indirect=True)
def test_the_keyboard_is_enough(window: ProblemWindow) -> None:
    pressed: list[str] = []
    window.again.connect(lambda: pressed.append("again"))
    window.closed.connect(lambda: pressed.append("closed"))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert pressed == ["again"]
    assert not window.isVisible()


@pytest.mark.parametrize("window", [("disk_full", Language.ENGLISH)], indirect=True)
def test_escape_closes_it(window: ProblemWindow) -> None:
    pressed: list[str] = []
    window.closed.connect(lambda: pressed.append("closed"))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert pressed == ["closed"]


def test_a_start_that_fails_leaves_the_store_for_the_next_try(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.errors import StoreProblem
    from app.storage.profiles import ProfileRepository

    def fail(_: object) -> None:
        raise StoreProblem("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(ProfileRepository, "load", fail)
        with pytest.raises(StoreProblem, match="disk_full"), started(tmp_path):
            pass
    paths = Paths(tmp_path)
    Store.open(paths.store, paths.copies, SystemClock()).close()


def test_every_problem_has_a_sentence_of_its_own(qapp: QApplication) -> None:
    sentences = {problem_text(code) for code in CODES}
    assert len(sentences) == len(CODES)
    assert problem_text("not a code") not in sentences

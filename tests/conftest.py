"""The loud suite: what goes wrong unseen makes a test fail.

Python warnings are errors (pyproject.toml), Qt's messages of warning or worse too (pytest-qt;
mark what is expected with `qt_log_ignore`). Here: whatever is logged at WARNING or above without
being expected, and threads, windows, timers and child processes that a test leaves behind.

- `expected_log("a pattern")` (fixture), or the mark `@pytest.mark.expected_log("a pattern")`: this
  test makes that be logged. An expectation that is not met fails the test too.
- Nothing of the person's own machine is touched: the XDG folders are thrown away afterwards.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

#: Where Linux keeps files in memory, and how many bytes have to be free there.
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3


def _quick_files() -> None:
    """Keep the tests' files in memory where there is room for them.

    The program has each of its steps written to the disk before the next, and nothing is proven by
    waiting for this machine's disk: what a power cut leaves is tried on `tests/simulated_disk.py`.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir():
        return
    found = os.statvfs(MEMORY)
    runs = not found.f_flag & getattr(os, "ST_NOEXEC", 0)
    if runs and found.f_bavail * found.f_frsize > ROOM:
        tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)


_quick_files()
# Before anything of Qt or Django is imported: they look at these once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
#: Away from UTC, so that a moment taken for a local time is found out; without summer time.
ZONE = "Asia/Shanghai"
_HOME = Path(tempfile.mkdtemp(prefix="footbridge-tests."))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ |= {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": ZONE}
time.tzset()
for _name in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = str(_HOME / _name.lower())
os.environ["XDG_RUNTIME_DIR"] = str(_HOME / "runtime")
(_HOME / "runtime").mkdir(mode=0o700)

import pytest  # noqa: E402
from PySide6.QtCore import QLocale  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.loud import Before, ExpectedLog, LoudLog  # noqa: E402

_FAILED = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Declare our marks."""
    config.addinivalue_line("markers", "expected_log(*patterns): this test makes these be logged")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs in real time, with a window and with sound, first: see dev.py."""
    slow = ("tests/end2end/", "tests/contract/speech/")
    items.sort(key=lambda item: not item.nodeid.startswith(slow))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests failed: what those leave behind is not a finding of its own."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as the program prepares it: style, fonts, roles."""
    from ui.application import prepare_qt

    prepare_qt(qapp)
    return qapp


@pytest.fixture(autouse=True)
def fixed_zone() -> None:
    """The zone of this run; Django's settings may have changed it, and so may a test."""
    if os.environ.get("TZ") != ZONE:
        os.environ["TZ"] = ZONE
        time.tzset()


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """The language of this process after each test; one may have shown a window in Chinese."""
    yield
    language = sys.modules.get("ui.language")
    if language is not None and QLocale().language() is QLocale.Language.Chinese:
        language.use_language(language.Language.ENGLISH)


@pytest.fixture
def expected_log(request: pytest.FixtureRequest) -> ExpectedLog:
    """Call it with patterns of what this test makes be logged at WARNING or above."""
    marks = request.node.iter_markers("expected_log")
    return ExpectedLog([pattern for mark in marks for pattern in mark.args])


@pytest.fixture(autouse=True)
def nothing_unseen(request: pytest.FixtureRequest, expected_log: ExpectedLog) -> Iterator[None]:
    """Fail the test on unexpected log records and on what it leaves behind."""
    import logging

    loud = LoudLog()
    root = logging.getLogger()
    root.addHandler(loud)
    before = Before.now()
    yield
    root.removeHandler(loud)
    if request.node.stash.get(_FAILED, False):
        return
    found = [*loud.faults(expected_log), *before.leaks()]
    if found:
        pytest.fail("\n".join(found), pytrace=False)

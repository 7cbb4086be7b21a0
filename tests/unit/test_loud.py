"""The loud suite is loud: each kind of unseen fault makes a test fail, and a clean test passes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest_plugins = ("pytester",)

HEAD = "import logging, subprocess, sys, threading\nimport pytest\n"
FAULTS = {
    "a warning in the log": (
        "def test_it(): logging.getLogger('x').warning('the roof leaks')",
        "the roof leaks",
    ),
    "an expectation that nothing meets": (
        "@pytest.mark.expected_log('rain')\ndef test_it(): pass",
        "was expected to be logged",
    ),
    "a thread": (
        (
            "def test_it(): threading.Thread(target=threading.Event().wait, name='humming',"
            " daemon=True).start()"
        ),
        "thread 'humming' is still running",
    ),
    "a child process": (
        (
            "child = []\n"
            "def test_it(): child.append(subprocess.Popen([sys.executable, '-c', 'input()'],"
            " stdin=subprocess.PIPE))\n"
            "def teardown_module(): child[0].communicate()"
        ),
        "child process",
    ),
    "a window": (
        (
            "kept = []\n"
            "def test_it(qapp):\n"
            "    from PySide6.QtWidgets import QWidget\n"
            "    kept.append(QWidget())"
        ),
        "window QWidget",
    ),
    "a timer": (
        (
            "kept = []\n"
            "def test_it(qapp):\n"
            "    from PySide6.QtCore import QTimer\n"
            "    kept.append(QTimer(interval=10_000))\n"
            "    kept[0].start()"
        ),
        "timer of None is still running",
    ),
    "a message of Qt": (
        "def test_it(qapp): __import__('PySide6.QtCore').QtCore.qWarning('Qt is unhappy')",
        "Qt is unhappy",
    ),
    "a Python warning": (
        "import warnings\ndef test_it(): warnings.warn('old ways')",
        "UserWarning: old ways",
    ),
}
CLEAN = """
def test_one(qapp): pass

@pytest.mark.expected_log('leaks')
def test_two(): logging.getLogger('x').warning('the roof leaks')

def test_three(expected_log):
    expected_log('leaks')
    logging.getLogger('x').warning('the roof leaks')

def test_four():
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
    subprocess.run([sys.executable, '-c', ''], check=True)
"""


@pytest.fixture
def loud_suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder of tests with this suite's own conftest and settings."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    options = settings["tool"]["pytest"]["ini_options"]
    lines = [f"pythonpath = {ROOT}", f"filterwarnings = {' '.join(options['filterwarnings'])}"]
    lines += [f"{key} = {options[key]}" for key in ("qt_api", "qt_log_level_fail")]
    pytester.makeini("\n".join(["[pytest]", *lines]))
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    return pytester


def run(suite: pytest.Pytester, *options: str) -> pytest.RunResult:
    """Run that folder's tests in a process of their own."""
    return suite.runpytest_subprocess("-p", "no:django", "-p", "no:cacheprovider", *options)


def test_a_fault_that_nobody_sees_fails_the_test(loud_suite: pytest.Pytester) -> None:
    for number, (code, _) in enumerate(FAULTS.values()):
        loud_suite.makepyfile(**{f"test_fault{number}": HEAD + code})
    result = run(loud_suite, "-rfE")
    summary = "\n".join(result.outlines).partition("short test summary")[2]
    for number, name in enumerate(FAULTS):
        assert f"test_fault{number}.py" in summary, name
    for name, (_, told) in FAULTS.items():
        assert told in result.stdout.str(), name


def test_a_clean_test_passes_and_may_expect_a_warning(loud_suite: pytest.Pytester) -> None:
    loud_suite.makepyfile(test_it=HEAD + CLEAN)
    run(loud_suite).assert_outcomes(passed=4)

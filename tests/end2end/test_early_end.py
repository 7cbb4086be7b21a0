"""The program is told to end while it is still starting: it ends, and nothing hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT

#: Sends itself the signal in the midst of the start, before the loop of events runs.
EARLY = """
import os, signal, sys
import ui.run
start = ui.run.start
def start_and_be_told(options):
    running = start(options)
    os.kill(os.getpid(), signal.{name})
    return running
ui.run.start = start_and_be_told
from ui.main import main
sys.exit(main(["--data", sys.argv[1], "--offline"]))
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_told_to_end_while_starting(name: str, tmp_path: Path) -> None:
    assert hasattr(signal, name)
    program = subprocess.run(
        [sys.executable, "-c", EARLY.format(name=name), str(tmp_path / "data")],
        cwd=ROOT,
        env=os.environ | {"FOOTBRIDGE_VOICE": "silence"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert program.returncode == 0, program.stderr
    assert "Traceback" not in program.stderr

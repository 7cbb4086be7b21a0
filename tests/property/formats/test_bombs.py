"""Ten gigabytes in a small parcel cost little memory: they are opened in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.property.formats.bombs import BOMBS

ROOT = Path(__file__).resolve().parents[3]
#: Bytes by which the memory of the process may grow over all of them.
MOST = 100 * 1024 * 1024
REFUSED = {"BadData", "TooLarge", "PackProblem", "ValidationError"}


def test_bombs_are_refused_and_cost_little_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.property.formats.bombs", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"FOOTBRIDGE_SERVER_DATA": str(tmp_path / "server")},
        check=True,
        capture_output=True,
        timeout=120,
    )
    told = json.loads(done.stdout)
    assert told.keys() == BOMBS.keys()
    for name, (said, grown) in told.items():
        assert said in REFUSED, name
        assert grown < MOST, name

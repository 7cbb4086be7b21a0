"""What the person who runs the server got wrong is said in words, and never with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT


def manage(
    *words: str, environment: dict[str, str] | None = None, data: Path
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTBRIDGE")}
    kept.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "server.manage", *words],
        cwd=ROOT,
        env=kept | {"FOOTBRIDGE_SERVER_DATA": str(data)} | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DATABASE_URL", "nonsense:hidden", "postgresql://"),
        ("DATABASE_URL", "postgresql://f:hidden@127.0.0.1:1/x", "does not answer"),
        ("DATABASE_URL", "postgresql://f:hidden@127.0.0.1:port/x", "postgresql://"),
        ("FOOTBRIDGE_SERVER_DATA", "/dev/null/folder", "FOOTBRIDGE_SERVER_DATA"),
        ("FOOTBRIDGE_POLL_AFTER", "soon", "whole number"),
        ("FOOTBRIDGE_PROXIES", "-1", "whole number"),
        ("FOOTBRIDGE_LIMIT_MAILBOX_ADDRESS", "many", "600/3600"),
        ("FOOTBRIDGE_TIME_ZONE", "Willow/Lane", "Asia/Shanghai"),
    ],
)
def test_a_variable_that_cant_be_used(name: str, value: str, word: str, tmp_path: Path) -> None:
    done = manage(
        "serve", "--bind", "127.0.0.1:0", environment={name: value}, data=tmp_path / "data"
    )
    assert done.returncode != 0
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr


def test_an_account_without_a_password(tmp_path: Path) -> None:
    source = ROOT / "resources" / "sample"
    assert manage("migrate", "--verbosity", "0", data=tmp_path).returncode == 0
    assert manage("load_community", str(source), data=tmp_path).returncode == 0
    done = manage("create_staff", "ann", "--community", "willow-lane", data=tmp_path)
    assert done.returncode == 1
    assert "No password was given" in done.stderr
    assert "Traceback" not in done.stderr

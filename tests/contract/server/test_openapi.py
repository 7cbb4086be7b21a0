"""The whole API as it describes itself, asked by schemathesis: no 5xx, nothing undescribed."""

import os
import subprocess
import sys
from pathlib import Path

from tests.contract.server.conftest import SOURCE
from tests.contract.server.messages import new_token
from tests.servers import NO_LIMITS, run_server

CONFIG = Path(__file__).with_name("schemathesis.toml")
#: Cases an operation; a longer run: FOOTBRIDGE_SCHEMATHESIS=500.
EXAMPLES = os.environ.get("FOOTBRIDGE_SCHEMATHESIS", "12")


def test_the_api_is_what_its_description_says(tmp_path: Path) -> None:
    server = run_server(tmp_path / "data", None, SOURCE, environment=NO_LIMITS)
    program = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run(
        [
            *(program, "--config-file", CONFIG, "run", f"{server.api}/openapi.json"),
            *("--url", server.address, "--max-examples", EXAMPLES, "--seed", "1", "--no-color"),
            *("-H", f"Authorization: Bearer {new_token()}"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=600,
        check=False,
    )
    server.stop()
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert "Operations:       14 selected / 14 total" in done.stdout
    assert "Traceback" not in server.log

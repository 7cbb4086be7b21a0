"""How fast it is: `python3 dev.py bench`, or `python -m tests.bench [--only NAME] [--json FILE]`.

Figures of this machine as it is now; nothing here is a test that passes or fails. What it is
measured beside runs in the same minutes, so that the ratio says more than the figure where other
programs work as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.bench_figures import Figure, machine, table

#: By name: the module, and what it measures.
BENCHES = {
    "start": ("bench_start", "From the start of the process to Home"),
    "stall": ("bench_stall", "Waits in the window while 10,000 notices come in"),
    "screens": ("bench_screens", "From a press to the painted screen; memory"),
    "sync": ("bench_sync", "Bringing in 10,000 notices, without a window"),
    "store": ("bench_store", "Searching and paging through 10,000 notices"),
    "server": ("bench_server", "The server, beside plain Django, on both databases"),
    "voice": ("bench_voice", "Reading aloud, at a virtual sound card"),
    "ear": ("bench_ear", "Listening"),
}


def main() -> int:
    """Run the benches that are asked for; 0 unless one could not be run."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=[*BENCHES], help="just this one")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    given = parser.parse_args()
    told: dict[str, object] = {"machine": machine()}
    for key, value in machine().items():
        print(f"{key}: {value}")
    for name in given.only or BENCHES:
        module, title = BENCHES[name]
        print(f"\n{title}", flush=True)
        run: Callable[[], list[Figure]] = import_module(f"tests.{module}").run
        figures = run()
        print(table(figures), flush=True)
        told[name] = [figure.as_json() for figure in figures]
    if given.json:
        given.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

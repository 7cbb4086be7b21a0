"""A client process that keeps and sends messages, some with a recording, until it is killed.

`python -m tests.fakes.sync_client FOLDER ADDRESS COUNT`: writes the id of each message to standard
output after it was kept, so that a test knows what must never be lost.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.contract.golden_data import GOLDEN
from tests.fakes.client import QUICK, client, idea, with_voice

VOICE = (GOLDEN / "voice.ogg").read_bytes()


def main() -> None:
    """Keep messages one after the other while the sync thread sends them."""
    folder, address, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    services = client(folder, address, QUICK)
    services.sync.start()
    for number in range(count):
        draft = idea(f"Number {number}. 第{number}条。")
        if number % 4 == 0:
            draft = with_voice(services, draft, VOICE)
        kept = services.send(draft)
        print(kept.id, flush=True)
    while services.outbox.waiting():
        time.sleep(0.02)
    services.close()


if __name__ == "__main__":
    main()

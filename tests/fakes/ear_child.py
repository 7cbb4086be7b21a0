"""An ear's child that hears what a test tells it to, with `ear_child`'s words and no microphone.

`scripted_ear(services, *listenings)` puts it in the place of the program's own; each listening is
a list of what the child tells of it, in order: "listening", ("level", 0.5), ("partial", "the"),
"FINISH" (wait for *I have finished*), ("recorded", 2.5), ("heard", "the lamp", 0.9), "nothing",
("not_understood", None), ("failed", "no_microphone"). "recorded" writes a real Ogg Opus file first.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the child itself shall be there at once
    from app.services import Services

Told = str | tuple[Any, ...]


def scripted_ear(services: Services, *listenings: list[Told]) -> None:
    """Let the program hear this, one listening after the other; the last one again and again."""
    from app.speech.ear.ear import Ear

    services.ear.close()
    command = [sys.executable, "-m", "tests.fakes.ear_child", json.dumps(listenings)]
    services.ear = Ear(services.events.emit, services.reader, command=command)


def write_recording(path: Path, seconds: float) -> None:
    """A quiet hum, as the ear would write it."""
    from app.speech.ear.sound_file import SoundFile

    file = SoundFile(path)
    for number in range(round(seconds * 10)):
        high = bytes([0, 8]) if number % 2 else bytes([0, 4])
        file.write(high * 1600)
    file.close()


_writing = threading.Lock()


def _write(event: dict[str, Any]) -> None:
    with _writing:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def _tell(number: int, kind: str, *values: Any) -> None:
    names = {
        "level": ("value",),
        "partial": ("text",),
        "recorded": ("seconds",),
        "heard": ("text", "confidence"),
        "not_understood": ("reason",),
        "failed": ("reason",),
    }.get(kind, ())
    _write({"ev": kind, "id": number, **dict(zip(names, values, strict=True))})


def _finished(number: int) -> bool:
    """Wait for *I have finished*; False when it was never mind."""
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["op"] == "quit":
            sys.exit(0)
        if asked["op"] == "cancel":
            return False
        if asked.get("id") == number and asked["op"] == "finish":
            return True
    sys.exit(0)


def _listen(asked: dict[str, Any], told: list[Any]) -> None:
    for one in told:
        kind, *values = [one] if isinstance(one, str) else one
        if kind == "FINISH":
            if not _finished(asked["id"]):
                return
            continue
        if kind == "recorded":
            if asked.get("recording") is None:
                continue
            write_recording(Path(asked["recording"]), float(values[0]))
        _tell(asked["id"], kind, *values)


def _beat() -> None:
    while True:
        _write({"ev": "hb"})
        time.sleep(0.5)


def main() -> None:
    """Obey until told to quit."""
    listenings: list[list[Any]] = json.loads(sys.argv[1])
    _write({"ev": "ready"})
    threading.Thread(target=_beat, daemon=True).start()
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["op"] == "quit":
            return
        if asked["op"] == "listen":
            told = listenings.pop(0) if len(listenings) > 1 else listenings[0]
            _listen(asked, told)


if __name__ == "__main__":
    main()

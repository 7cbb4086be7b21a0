"""Somebody at a shared machine, in a process of its own that is killed while they speak.

`python -m tests.contract.server.shared_machine FOLDER JOURNAL` says `ready` when it may be killed.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy

from app.domain.feedback import Draft, FeedbackKind
from app.paths import Paths
from app.services import Services, build_services
from app.speech.ear.sound_file import SoundFile
from app.storage import connections

TEXT = 'The lamp by 柳巷 gate is dark, I fell: a "secret".'
NAME = "Ann Reed-Zhao"
TELEPHONE = "01632 960 123"
PLACE = "Behind the third willow"


def steps() -> list[Draft]:
    """The draft as each step of *Tell us* keeps it."""
    first = Draft(kind=FeedbackKind.PROBLEM, topic="water")
    said = replace(first, text=TEXT[:20])
    whole = replace(said, text=TEXT, language="zh-CN")
    where = replace(whole, place_words=PLACE, place_asked=True)
    return [first, said, whole, where, replace(where, answer_wanted=True), contact(where)]


def contact(draft: Draft) -> Draft:
    return replace(draft, answer_wanted=True, name=NAME, telephone=TELEPHONE, step="send")


def sound(number: int) -> bytes:
    """A tenth of a second of it."""
    time_ = (numpy.arange(1600) + number * 1600) / 16_000
    wave = numpy.sin(2 * numpy.pi * 300 * time_ * (1 + 0.3 * numpy.sin(7 * time_)))
    return bytes((wave * 9000).astype("int16").tobytes())


def speak(services: Services, draft: Draft, tenths: int) -> SoundFile:
    """As the ear's process does it, page by page."""
    path = services.recordings.path_for(draft.id)
    file = SoundFile(path, services.ear._keys.for_writing(path))  # type: ignore[union-attr]
    for number in range(tenths):
        file.write(sound(number))
    return file


def main() -> None:
    """Tells something, and is killed in the middle of it."""
    folder, journal = Path(sys.argv[1]), sys.argv[2]
    connections.journal_mode = lambda version=(): journal  # type: ignore[assignment,misc]
    services = build_services(Paths(folder), offline=True, voice="silence")
    services.share_always()
    for number, draft in enumerate(steps()):
        services.drafts.save(draft)
        if number == 2:
            services.store.daily_copy()
    file = speak(services, draft, 60)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    time.sleep(600)
    file.close()


if __name__ == "__main__":
    main()

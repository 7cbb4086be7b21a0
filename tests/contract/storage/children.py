"""What the tests run in a process of its own, to kill it, starve it or take its rights away.

    python -m tests.contract.storage.children <what> <folder> [<number>]

A line on standard output is an acknowledgement: what it says must be on the disk.
"""

from __future__ import annotations

import codecs
import os
import resource
import sys
from pathlib import Path

from app.domain.announcement import AnnouncementFilter
from app.errors import StoreProblem
from tests.unit.storage.build import House, a_draft, notice


def say(*words: object) -> None:
    print(*words, flush=True)


def messages(folder: Path, _: int) -> None:
    """Send messages for ever: a draft first, as the screens do."""
    house = House(folder)
    say("ready")
    while True:
        draft = a_draft("words " * 200)
        house.drafts.save(draft)
        say("draft", draft.id)
        house.conversations.send(draft, draft.id.encode() * 100, house.clock.now())
        say("sent", draft.id)


def feed(folder: Path, _: int) -> None:
    """Follow a feed for ever, ten notices a page."""
    house = House(folder)
    say("ready")
    start = int((house.announcements.cursor() or "g1.0").split(".")[1])
    for first in range(start, 1_000_000, 10):
        page = [notice(f"Notice {n}", n, body="Long. " * 300) for n in range(first, first + 10)]
        house.announcements.apply(page, f"g1.{first + 10}")
        say("page", first + 10)


def hold(folder: Path, _: int) -> None:
    """Have the store open until the end of standard input."""
    house = House(folder)
    say("ready")
    sys.stdin.read()
    house.store.close()


def starve(folder: Path, limit: int) -> None:
    """Send messages until no file may grow beyond `limit` bytes, then look what is there."""
    house = House(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    sent = []
    draft = a_draft("words " * 2000)
    try:
        while True:
            house.drafts.save(draft)
            house.conversations.send(draft, b"payload" * 2000, house.clock.now())
            sent.append(draft.id)
            draft = a_draft("words " * 2000)
    except StoreProblem as problem:
        say(problem.code)
    try:
        house.announcements.apply([notice(body="Long. " * 20_000)], "g1.1")
    except StoreProblem as problem:
        say(problem.code)
    say(house.announcements.cursor(), len(house.conversations.all()) == len(sent))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    house.conversations.send(draft, b"payload", house.clock.now())
    say(*sent, draft.id)


def without_rights(folder: Path, _: int) -> None:
    """Open the store as somebody who may not write in the folder."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        House(folder)
    except StoreProblem as problem:
        say(problem.code)


def rights_lost(folder: Path, _: int) -> None:
    """Lose the right to write in the folder while the store is open."""
    codecs.lookup("utf-16-le")  # another user may not read the modules of this one
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
        os.setgid(65534)
        os.setuid(65534)
    house = House(folder)
    house.announcements.apply([notice()], "g1.1")
    draft = a_draft()
    house.drafts.save(draft)
    folder.chmod(0o555)
    try:
        house.conversations.send(draft, b"payload", house.clock.now())
    except StoreProblem as problem:
        say(problem.code)
    say(house.announcements.cards(AnnouncementFilter(), "en").total)
    folder.chmod(0o755)
    house.conversations.send(draft, b"payload", house.clock.now())
    say(len(house.conversations.all()), house.drafts.current())


if __name__ == "__main__":
    what = {f.__name__: f for f in (messages, feed, hold, starve, without_rights, rights_lost)}
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    what[sys.argv[1]](Path(sys.argv[2]), number)

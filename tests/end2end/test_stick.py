"""A USB stick in the real window, by keyboard: a machine that never had a connection."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.outside import Desktop, wait_for
from tests.end2end.person import Person
from tests.fakes.client import client, idea
from tests.fakes.fault_server import notice
from tests.fakes.post import Post
from tests.sound import VirtualSound

pytestmark = pytest.mark.usefixtures("sound", "desktop")


@pytest.fixture
def stick() -> Iterator[Path]:
    """A stick as the system shows one: a file system of its own below /media."""
    place = Path("/media") / f"WILLOW-{os.getpid()}"
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)
    place.rmdir()


def see_screen(person: Person, name: str) -> None:
    """Wait until a screen is there and has the keyboard."""
    wait_for(f"the screen {name}", lambda: person.program.find(lambda n: n.id == f"screen-{name}"))
    wait_for("the focus", person.program.focused)


def test_there_and_back_again(
    sound: VirtualSound, desktop: Desktop, stick: Path, tmp_path: Path
) -> None:
    post = Post()
    post.publish(notice(1), notice(2))
    post.put_news(stick)
    somebody = Person(
        desktop,
        tmp_path / "data",
        sound.environment,
        hand="keyboard",
        options=("--community", post.address, "--offline"),
    )
    somebody.has_been_here()
    services = client(somebody.data, post.address)
    kept = services.send(idea("By stick, please."))
    services.close()
    somebody.start()
    try:
        screens = ("home", "help", "settings", "helper")
        names = ("Help", "Settings", "Helper's corner", "USB stick")
        for screen, name in zip(screens, names, strict=True):
            see_screen(somebody, screen)
            somebody.press(name)
        somebody.press("Swap news with the stick")
        somebody.program.see("2 notices are new or were changed.")
        somebody.program.see("1 message was copied to the stick.")
        somebody.program.see("You may take the stick out now. Bring it to the office.")
        (file,) = (stick / "Footbridge").glob("*.fbout")
        post.answer(stick, file)
        somebody.press("Good")
        somebody.press("USB stick")
        somebody.press("Swap news with the stick")
        somebody.program.see("The office has received 1 message.")
        somebody.close()
    finally:
        desktop.picture(tmp_path / "at-the-end.png")
        somebody.end()
    services = client(somebody.data, None)
    (now,) = services.conversations.all()
    assert (now.id, now.reference) == (kept.id, "1234")
    services.close()

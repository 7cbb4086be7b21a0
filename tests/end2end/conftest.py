"""What all features share: a server, a loudspeaker, a screen, a browser, and a person.

The server, the sound and the screen are made once for a module and named by its
`usefixtures` mark, so that they belong to the module and not to its first test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.end2end.steps", "tests.end2end.spoken_steps")

from tests.end2end import spoken_steps, steps  # noqa: E402
from tests.end2end.outside import Desktop  # noqa: E402
from tests.end2end.person import Person  # noqa: E402
from tests.end2end.staff import Staff  # noqa: E402
from tests.servers import ROOT, RunningServer, run_server  # noqa: E402
from tests.sound import VirtualSound  # noqa: E402

SAMPLE = ROOT / "resources" / "sample"


def pytest_configure(config: pytest.Config) -> None:
    """Make the steps that all features share known."""
    for module in (steps, spoken_steps):
        if not config.pluginmanager.is_registered(module):
            config.pluginmanager.register(module, f"footbridge-{module.__name__}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the sample community Willow Lane."""
    running = run_server(tmp_path_factory.mktemp("server") / "data", sample=SAMPLE)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def sound() -> Iterator[VirtualSound]:
    """A loudspeaker that can be listened to."""
    with VirtualSound() as card:
        yield card


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A screen with a pointer and a keyboard."""
    made = Desktop(tmp_path_factory.mktemp("desktop"))
    yield made
    made.close()


@pytest.fixture
def staff(server: RunningServer) -> Iterator[Staff]:
    """A member of staff, signed in at the server."""
    browser = Staff(server.address, server.staff_user, server.staff_password)
    yield browser
    browser.close()


@pytest.fixture
def person(
    server: RunningServer, sound: VirtualSound, desktop: Desktop, tmp_path: Path
) -> Iterator[Person]:
    """Somebody in front of the screen; the program is not yet started."""
    with sound.record() as hearing:
        somebody = Person(
            desktop,
            tmp_path / "data",
            sound.environment,
            options=("--community", server.address),
            hearing=hearing,
        )
        yield somebody
        desktop.picture(tmp_path / "at-the-end.png")
        somebody.end()

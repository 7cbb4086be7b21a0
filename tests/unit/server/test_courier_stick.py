"""The server's end of a stick: pulled at any moment, nothing half is left under a good name."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from server.courier import stick as sticks
from server.courier.stick import Stick, StickError

CONTENT = b"answers" * 20_000


def older(name: str) -> bool:
    return name.startswith("lane-")


def fill(file: BinaryIO) -> None:
    for at in range(0, len(CONTENT), 30_000):
        file.write(CONTENT[at : at + 30_000])


class Pulled:
    """Every deed counts; from the `at`-th on each fails."""

    def __init__(self, at: int, number: int) -> None:
        self.left, self._number = at, number

    def wrap(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def deed(*args: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise OSError(self._number, "pulled")
            return real(*args, **more)

        return deed


def _write(stick: Stick, name: str) -> bool | None:
    """Whether it was too full; None when all went well."""
    try:
        stick.write(fill, lambda _: name, older)
    except StickError as problem:
        return problem.full
    return None


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EROFS])
def test_pulled_at_any_moment(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = Stick(tmp_path)
    stick.write(fill, lambda _: "lane-1.fbin", older)
    at = 0
    while True:
        pulled = Pulled(at, number)
        with monkeypatch.context() as patch:
            for name in ("open", "fsync"):
                patch.setattr(sticks.os, name, pulled.wrap(getattr(os, name)))
            for name in ("unlink", "replace"):
                patch.setattr(Path, name, pulled.wrap(getattr(Path, name)))
            full = _write(stick, f"lane-{at + 2}.fbin")
        assert full in (None, number == errno.ENOSPC)
        there = [one for one in (tmp_path / "Footbridge").iterdir() if one.suffix == ".fbin"]
        assert there or number == errno.ENOSPC
        assert all(one.read_bytes() == CONTENT for one in there)
        if pulled.left >= 0:
            break
        at += 1
    assert at > 4
    assert [one.name for one in (tmp_path / "Footbridge").iterdir()] == [f"lane-{at + 2}.fbin"]


def test_the_same_again_stays_as_it_is(tmp_path: Path) -> None:
    stick = Stick(tmp_path)
    for _ in range(2):
        assert stick.write(fill, lambda digest: f"lane-{digest[:8]}", older)[:5] == "lane-"
    (only,) = (tmp_path / "Footbridge").iterdir()
    assert stat.S_IMODE(only.stat().st_mode) & 0o600 == 0o600


def test_what_is_no_plain_file_is_never_opened(tmp_path: Path) -> None:
    folder = tmp_path / "FOOTBRIDGE"
    folder.mkdir()
    os.mkfifo(folder / "a.fbout")
    (folder / "b.fbout").symlink_to("/dev/zero")
    (folder / "c.fbout").mkdir()
    stick = Stick(tmp_path)
    assert stick.names(".fbout") == []
    with pytest.raises(StickError), stick.opened("a.fbout"):
        pass
    with pytest.raises(StickError), stick.opened("b.fbout"):
        pass
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "Footbridge").symlink_to(folder)
    with pytest.raises(StickError):
        Stick(elsewhere).names(".fbout")
    with pytest.raises(StickError):
        Stick(tmp_path / "nowhere")

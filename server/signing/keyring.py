"""The server's secret keys: one file a community, in a folder that only the server reads.

`keys` sign; they are online, for notices are signed when they are published. `boxes` open what was
sealed for the community; an old one stays, for a message may be on its way for months. They are
neither in the database nor in a dump of it. The root key is never here; see `server.signing.vault`.
"""

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from server.signing.boxes import public_of as box_public
from server.signing.envelope import b64, key_id, public_of, unb64

#: What reading JSON that is not what it should be may raise; numbers may be too large for any use.
UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError),
    *(OverflowError, RecursionError),
)


class KeyMissingError(Exception):
    """The secret key that must sign is not on this machine."""


def path_of(slug: str) -> Path:
    """The file of a community's keys."""
    return Path(settings.KEY_DIR) / f"{slug}.json"


def seeds(slug: str) -> dict[str, bytes]:
    """The secret seeds by their key's id; empty where there are none. Raises KeyMissingError."""
    return {key_id(public_of(seed)): seed for seed in _secrets(slug)["keys"]}


def boxes(slug: str) -> dict[str, bytes]:
    """The secrets that open what was sealed for the community, by their key's id.

    Raises KeyMissingError.
    """
    return {key_id(box_public(secret)): secret for secret in _secrets(slug)["boxes"]}


def seed_of(slug: str, key: str) -> bytes:
    """One secret seed. Raises KeyMissingError."""
    found = seeds(slug).get(key)
    if found is None:
        raise KeyMissingError(f"the secret of key {key} is not in {path_of(slug)}")
    return found


def keep(slug: str, *new: bytes, boxes: Iterable[bytes] = ()) -> None:
    """Add secrets; the file is replaced whole, for its owner alone."""
    path = path_of(slug)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = _secrets(slug)
    # A dictionary keeps each once, in the order in which they came.
    _write(
        slug,
        list(dict.fromkeys([*known["keys"], *new])),
        list(dict.fromkeys([*known["boxes"], *boxes])),
    )


def forget(slug: str, key: str) -> None:
    """Drop a seed that may sign no more."""
    known = _secrets(slug)
    left = [seed for seed in known["keys"] if key_id(public_of(seed)) != key]
    _write(slug, left, known["boxes"])


def _secrets(slug: str) -> dict[str, list[bytes]]:
    try:
        told = json.loads(path_of(slug).read_text(encoding="utf-8"))
        # A file that an older program wrote has no boxes.
        return {
            "keys": [unb64(one) for one in told["keys"]],
            "boxes": [unb64(one) for one in told.get("boxes", [])],
        }
    except FileNotFoundError:
        return {"keys": [], "boxes": []}
    except (OSError, *UNREADABLE) as error:
        raise KeyMissingError(f"{path_of(slug)} can't be read") from error


def _write(slug: str, keys: list[bytes], boxes: list[bytes]) -> None:
    told = {"keys": [b64(one) for one in keys], "boxes": [b64(one) for one in boxes]}
    write_private(path_of(slug), json.dumps(told, indent=1))


def write_private(path: Path, text: str) -> None:
    """Write a file that is whole or not there, readable by its owner only. Raises OSError."""
    # mkstemp makes it 0600 from the first byte on.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

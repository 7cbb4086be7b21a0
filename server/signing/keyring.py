"""The publisher's secret keys: one file a community, in a folder that only the server reads.

They are online, for notices are signed when they are published. They are neither in the database
nor in a dump of it. The root key is never here; see `server.signing.vault`.
"""

import json
import os
import tempfile
from pathlib import Path

from django.conf import settings

from server.signing.envelope import b64, key_id, public_of, unb64


class KeyMissingError(Exception):
    """The secret key that must sign is not on this machine."""


def path_of(slug: str) -> Path:
    """The file of a community's keys."""
    return Path(settings.KEY_DIR) / f"{slug}.json"


def seeds(slug: str) -> dict[str, bytes]:
    """The secret seeds by their key's id; empty where there are none. Raises KeyMissingError."""
    try:
        told = json.loads(path_of(slug).read_text(encoding="utf-8"))
        found = [unb64(one) for one in told["keys"]]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyMissingError(f"{path_of(slug)} can't be read") from error
    return {key_id(public_of(seed)): seed for seed in found}


def seed_of(slug: str, key: str) -> bytes:
    """One secret seed. Raises KeyMissingError."""
    found = seeds(slug).get(key)
    if found is None:
        raise KeyMissingError(f"the secret of key {key} is not in {path_of(slug)}")
    return found


def keep(slug: str, *new: bytes) -> None:
    """Add secret seeds; the file is replaced whole, for its owner alone."""
    path = path_of(slug)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = {**seeds(slug), **{key_id(public_of(seed)): seed for seed in new}}
    write_private(path, json.dumps({"keys": [b64(seed) for seed in known.values()]}, indent=1))


def forget(slug: str, key: str) -> None:
    """Drop a secret that may sign no more."""
    left = [b64(seed) for name, seed in seeds(slug).items() if name != key]
    write_private(path_of(slug), json.dumps({"keys": left}, indent=1))


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

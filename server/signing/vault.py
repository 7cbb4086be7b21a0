"""Files that an operator keeps away from the server: the root key, and the backup of the others.

Secrets in them are sealed with a passphrase: argon2id (RFC 9106) makes the key, XSalsa20-Poly1305
(libsodium's secretbox) seals. The cost of argon2id stands in the file, so that it may grow.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nacl.exceptions
import nacl.pwhash.argon2id as argon2id
import nacl.secret
import nacl.utils

from server.signing.envelope import b64, public_of, unb64
from server.signing.keyring import UNREADABLE, write_private

ROOT_KIND = "footbridge-root-key"
BACKUP_KIND = "footbridge-key-backup"
#: What a file from elsewhere may ask for: 16 passes over 1 GiB.
_MOST_PASSES, _MOST_BYTES = 16, 1 << 30


class VaultError(Exception):
    """The file is none of ours, or the passphrase does not open it; the text is for a person."""


@dataclass(frozen=True)
class Vault:
    """What such a file holds: whose it is, its secrets, and the keysets so far (public)."""

    kind: str
    community: str
    seeds: list[bytes]
    keysets: list[dict[str, Any]]
    boxes: list[bytes] = field(default_factory=list)

    @property
    def root(self) -> bytes:
        """The root's secret seed."""
        return self.seeds[0]


def write(path: Path, vault: Vault, passphrase: str) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    salt = nacl.utils.random(argon2id.SALTBYTES)
    cost = (argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
    box = nacl.secret.SecretBox(_key(passphrase, salt, *cost))
    sealed = box.encrypt(b"".join([*vault.seeds, *vault.boxes]))
    told = {
        "type": vault.kind,
        "community": vault.community,
        "sealed": {
            "kdf": "argon2id",
            "passes": cost[0],
            "bytes": cost[1],
            "salt": b64(salt),
            "box": b64(bytes(sealed)),
            # So many of the secrets, at the end, open what is sealed; the others sign.
            "boxes": len(vault.boxes),
        },
        "keysets": vault.keysets,
    }
    write_private(path, json.dumps(told, ensure_ascii=False, indent=1))


def read(path: Path, passphrase: str, *kinds: str) -> Vault:
    """Open the file. Raises VaultError."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        kind, sealed = told["type"], told["sealed"]
        cost = (int(sealed["passes"]), int(sealed["bytes"]))
        salt, box = unb64(sealed["salt"]), unb64(sealed["box"])
        community, keysets = str(told["community"]), list(told["keysets"])
        boxes = int(sealed.get("boxes", 0))
    except OSError as error:
        raise VaultError(f"{path} can't be read: {error.strerror}.") from error
    except UNREADABLE as error:
        raise VaultError(f"{path} is not a file of keys.") from error
    if kind not in kinds:
        raise VaultError(f"{path} is a {kind}, not a {' or '.join(kinds)}.")
    if cost[0] > _MOST_PASSES or cost[1] > _MOST_BYTES:
        raise VaultError(f"{path} asks for more work than is allowed.")
    try:
        raw = nacl.secret.SecretBox(_key(passphrase, salt, *cost)).decrypt(box)
    except (nacl.exceptions.CryptoError, ValueError) as error:
        raise VaultError(f"The passphrase does not open {path}.") from error
    secrets = [raw[at : at + 32] for at in range(0, len(raw), 32)]
    seeds = len(secrets) - boxes
    if not 0 <= seeds <= len(secrets):
        raise VaultError(f"{path} is not a file of keys.")
    return Vault(kind, community, secrets[:seeds], keysets, secrets[seeds:])


def root_is(vault: Vault, public: bytes) -> bool:
    """Whether the file holds the secret of that root key."""
    return public_of(vault.root) == public


def _key(passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
    size = nacl.secret.SecretBox.KEY_SIZE
    return argon2id.kdf(size, passphrase.encode(), salt, opslimit=passes, memlimit=memory)

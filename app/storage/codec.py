"""Domain values <-> the JSON that the store keeps.

This JSON never leaves the machine; the wire has its own format (`app/formats/wire.py`). Fields that
a later version added are ignored; fields that an older version did not write take their defaults.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

from app.domain.language import Words
from app.errors import StoreProblem

T = TypeVar("T")


def storable(text: str) -> str:
    """`text` as UTF-8 can carry it: halves of surrogate pairs are joined, lone ones replaced.

    Some input methods hand over an emoji as two halves; SQLite would refuse the whole message.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def seal_of(*parts: str | bytes | None) -> str:
    """SHA-256 over the parts, each with its length: shows damage that SQLite does not see."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"-" if raw is None else b"%d:%b" % (len(raw), raw))
    return digest.hexdigest()


def encode(value: object) -> bytes:
    """A domain dataclass as JSON."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_storable_all(msgspec.to_builtins(value)))


def decode(content: bytes | str, kind: type[T]) -> T:
    """What `encode` wrote.

    Raises:
        StoreProblem: `store_damaged`, when the content is not a whole `kind`.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreProblem("store_damaged", f"a stored {kind.__name__} can't be read") from error


def encode_words(words: Words | None) -> str | None:
    """Words as JSON text; None stays None."""
    return None if words is None else encode(dict(words)).decode()


def decode_words(content: str | None) -> Words | None:
    """What `encode_words` wrote."""
    return None if content is None else decode(content, dict[str, str])


def _storable_all(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_all(item) for item in value]
    return value

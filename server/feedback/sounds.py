"""What an Ogg Opus file says of itself: enough to tell it from other files and to time it.

Sources: RFC 3533, section 6 (pages), and RFC 7845, sections 4 and 5.1 (granule positions are
samples at 48 kHz; the first page holds the head, with the samples to skip).
"""

import struct
from collections.abc import Iterator

RATE = 48_000
_PAGE = struct.Struct("<4sBBqIIIB")
_OPENING = _PAGE.size + 1 + len(b"OpusHead")
#: The position of a page on which no packet ends.
_NOWHERE = -1


def begins_ogg_opus(data: bytes) -> bool:
    """Whether the first bytes of a file can be those of Ogg Opus; fewer than 36 never are."""
    return (
        len(data) >= _OPENING
        and data.startswith(b"OggS\0")
        and data[26] == 1
        and data[28:].startswith(b"OpusHead")
    )


def seconds_of(data: bytes) -> float | None:
    """How long an Ogg Opus file sounds; None for anything else, and for one without a sound.

    The end may be missing: a recording that was cut off by a power cut is heard as far as it goes.
    """
    if not begins_ogg_opus(data) or len(data) < 40:
        return None
    skipped = int.from_bytes(data[38:40], "little")
    last = max(_positions(data), default=0)
    return (last - skipped) / RATE if last > skipped else None


def _positions(data: bytes) -> Iterator[int]:
    """The granule position of each whole page, up to the first place that is none."""
    at = 0
    while at + _PAGE.size <= len(data):
        name, version, _kind, position, _serial, _number, _crc, parts = _PAGE.unpack_from(data, at)
        body = at + _PAGE.size + parts
        end = body + sum(data[at + _PAGE.size : body])
        if name != b"OggS" or version != 0 or end > len(data):
            return
        if position != _NOWHERE:
            yield position
        at = end

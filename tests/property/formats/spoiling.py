"""Good bytes made bad, in the ways of lines, disks and people who mean harm."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.property.sync.test_wire_property import places, put

_MARK = "@ place @"
#: What JSON allows and few expect, and what it does not; each as it is written.
_ODD = (
    *(b"1e999", b"-1e999", b"NaN", b"-0", b"0.1", b"1e-999", b"9" * 30, b"9" * 5000, b"-1"),
    *(b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"', b'"\xff"', b'"\xc0\x80"', b"null", b"true"),
    *(b'""', b"[]", b"{}", b"[null]", b'{"en": null}', b'{"": ""}', b'{"en": {"en": "x"}}'),
    *(b'{"id": 1, "id": "a", "id": null}', b'"' + b"a" * 70_000 + b'"', b"[" * 60_000, b""),
    *(b'"g1.5"', b'"g0000.0"', b'"9999-12-31T23:59:59-23:59"', b'"0001-01-01T00:00:00Z"'),
    *(b'"\\u202e"', '"١٢٣"'.encode(), b'"2026-02-30"', b"[" + b"1," * 20_000 + b"1]"),
)


def _deep(depth: int) -> bytes:
    return b'[{"a":' * depth + b"1" + b"}]" * depth


#: Deep enough to break one reader out of three.
odd = st.sampled_from(_ODD) | st.integers(1, 600).map(_deep)


@st.composite
def spoilt_json(draw: st.DrawFn, *good: Any) -> bytes:
    """One of the good values with something odd in one or two places; perhaps cut, too."""
    value = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(list(places(value))))
        value = put(value, path, _MARK)
    raw = json.dumps(value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    mark = json.dumps(_MARK).encode()
    while mark in raw:
        raw = raw.replace(mark, draw(odd), 1)
    return draw(spoilt(raw)) if draw(st.integers(0, 3)) == 0 else raw


@st.composite
def spoilt(draw: st.DrawFn, *good: bytes) -> bytes:
    """One of the good files with bits turned, parts cut out, doubled, or of another file."""
    data = bytearray(draw(st.sampled_from(good)))
    for _ in range(draw(st.integers(0, 4))):
        at, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        what = draw(st.sampled_from(["bit", "byte", "cut", "end", "double", "put", "splice"]))
        if what == "bit" and at < len(data):
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif what == "byte" and at < len(data):
            data[at] = draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]))
        elif what == "cut":
            del data[at:end]
        elif what == "end":
            del data[at:]
        elif what == "double":
            data[at:at] = data[at : min(end, at + 5000)]
        elif what == "put":
            data[at:at] = draw(st.binary(max_size=40))
        elif what == "splice":
            other = draw(st.sampled_from(good))
            data[at:] = other[draw(st.integers(0, len(other))) :]
    return bytes(data)

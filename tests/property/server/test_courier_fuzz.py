"""Whatever comes as an out file: it is whole and understood, or left alone; nothing breaks."""

import io
import json
import struct
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.courier.parcel import Parcel, ParcelError
from server.signing import boxes

SECRET = bytes([5]) * 32
PUBLIC = boxes.public_of(SECRET)
LIST = {
    "type": "footbridge-courier-out",
    "version": 1,
    "community": "willow-lane",
    "machine": {"id": "12121212-1212-4212-8212-121212121212", "public": "A" * 43 + "="},
    "number": 3,
    "requests": [
        {"kind": "message", "id": "a" * 8 + "-aaaa-4aaa-8aaa-" + "a" * 12, "token": "t", "size": 5},
        {"kind": "blob", "id": "b" * 8 + "-bbbb-4bbb-8bbb-" + "b" * 12, "token": "t", "size": 2},
    ],
    "mailbox": [],
}


def sealed(plain: bytes) -> bytes:
    return b"".join(boxes.seal_stream([plain], "0" * 16, PUBLIC))


def made(told: object, rest: bytes = b"wordsxy") -> bytes:
    text = json.dumps(told).encode()
    return sealed(struct.pack(">I", len(text)) + text + rest)


def bodies(data: bytes) -> list[bytes | None]:
    parcel = Parcel(io.BytesIO(data), SECRET)
    return [body(100) for _, body in parcel.bodies()]


WHOLE = made(LIST)


def test_as_it_was_made() -> None:
    assert bodies(WHOLE) == [b"words", b"xy"]
    parcel = Parcel(io.BytesIO(WHOLE), SECRET)
    # Who does not want the bytes of one gets those of the next all the same.
    assert [body(3) for _, body in parcel.bodies()] == [None, b"xy"]


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 8))
@settings(max_examples=300, deadline=None)
def test_spoilt(at: int, how: int) -> None:
    data = WHOLE[:at] if how == 8 else WHOLE[:at] + bytes([WHOLE[at] ^ 1 << how]) + WHOLE[at + 1 :]
    # The key's id in the head names who is to open it, and is proved with all else.
    with pytest.raises(ParcelError):
        bodies(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(max_size=5), some),
        max_leaves=8,
    ),
    st.sampled_from(sorted(LIST)),
)
@settings(max_examples=120, deadline=None)
def test_any_list(value: object, name: str) -> None:
    try:
        Parcel(io.BytesIO(made(LIST | {name: value})), SECRET)
    except ParcelError:
        return


@given(st.binary(max_size=200))
def test_any_content(plain: bytes) -> None:
    with pytest.raises(ParcelError):
        Parcel(io.BytesIO(sealed(plain)), SECRET)


def test_sizes_that_are_not_there_cost_nothing() -> None:
    large = [{**LIST["requests"][0], "size": 4 * 1024**3}]  # type: ignore[index]
    deep = sealed(struct.pack(">I", 400_000) + b"[" * 200_000 + b"]" * 200_000)
    tracemalloc.start()
    for data in (made(LIST | {"requests": large}), deep, sealed(b"\xff" * 70_000)):
        with pytest.raises(ParcelError):
            Parcel(io.BytesIO(data), SECRET)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 1024 * 1024

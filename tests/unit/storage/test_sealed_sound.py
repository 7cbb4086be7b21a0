"""The format of a sealed recording: opened by its key alone, and never a byte that was not said."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.speech.ear.sound_file import SoundFile, seconds_of
from app.storage.sealed_sound import (
    MAGIC,
    STEP,
    NoKeyError,
    Sealing,
    SealKey,
    is_finished,
    name_in,
    plain_pieces,
)
from tests.fakes.ear_child import write_recording

KEY = SealKey.fresh()


def page(body: bytes) -> bytes:
    """An Ogg page around up to 255 bytes."""
    return b"OggS" + bytes(22) + bytes([1, len(body)]) + body


PAGES = [page(bytes([number]) * (40 + number)) for number in range(6)]


def sealed(pieces: list[bytes], key: SealKey = KEY) -> bytes:
    sealing = Sealing(key)
    return sealing.head + b"".join(sealing.add(piece) for piece in pieces) + sealing.end()


def opened(content: bytes, key: SealKey | None = KEY) -> bytes:
    return b"".join(plain_pieces(io.BytesIO(content), key))


WHOLE = sealed(PAGES)


def test_pages_are_records_however_their_bytes_come() -> None:
    plain = b"".join(PAGES)
    sealing = Sealing(KEY)
    records = [sealing.add(plain[at : at + 1]) for at in range(len(plain))]
    assert len([record for record in records if record]) == len(PAGES)
    content = sealing.head + b"".join(records) + sealing.end()
    assert opened(content) == opened(WHOLE) == plain
    assert content[:8] == MAGIC
    assert b"OggS" not in content
    # The same key twice, as when the ear has to begin again: nothing is repeated.
    assert sealed(PAGES)[24:] != WHOLE[24:]


def test_a_plain_recording_is_as_it_is() -> None:
    plain = b"".join(PAGES)
    assert opened(plain, None) == opened(plain) == plain
    assert opened(b"", None) == opened(b"Ogg", None)[3:] == b""


@given(st.integers(0, len(WHOLE)))
def test_any_cut_leaves_the_pages_before_it(cut: int) -> None:
    if cut < len(MAGIC) + 16:
        return  # not even its name: see below
    plain = opened(WHOLE[:cut])
    whole = [b"".join(PAGES[:count]) for count in range(len(PAGES) + 1)]
    assert plain in whole
    sealing = Sealing(KEY)
    lengths = [len(sealing.head), *(len(sealing.add(one)) for one in PAGES)]
    ends = [sum(lengths[: count + 1]) for count in range(len(PAGES) + 1)]
    assert plain == whole[max((n for n, end in enumerate(ends) if end <= cut), default=0)]


@given(st.integers(len(MAGIC) + 16, len(WHOLE) - 1), st.integers(0, 7))
def test_a_bit_that_flipped_never_gives_a_byte_that_was_not_said(at: int, bit: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[at] ^= 1 << bit
    assert b"".join(PAGES).startswith(opened(bytes(spoilt)))


def test_records_are_not_left_out_or_taken_from_elsewhere() -> None:
    sealing = Sealing(KEY)
    first, second = sealing.add(PAGES[0]), sealing.add(PAGES[1])
    assert opened(sealing.head + second + first) == b""
    assert opened(sealing.head + first + first) == PAGES[0]
    other = Sealing(KEY)
    assert opened(sealing.head + other.add(PAGES[0])) == b""


def test_nothing_but_the_very_key_opens_it() -> None:
    for wrong in (None, SealKey.fresh()):
        with pytest.raises(NoKeyError):
            opened(WHOLE, wrong)
    assert opened(WHOLE, SealKey(KEY.name, SealKey.fresh().key)) == b""


def test_a_key_goes_through_a_pipe_and_into_no_log() -> None:
    assert SealKey.of(KEY.written()) == KEY
    assert SealKey.of(None) is None
    for bad in ("", "00", "no key", 7):
        with pytest.raises(ValueError, match=r"key|hex"):
            SealKey.of(bad)
    assert KEY.key.hex() not in repr(KEY)
    assert repr(KEY.key) not in repr(KEY)


def test_a_real_recording_is_sealed_as_it_is_written(tmp_path: Path) -> None:
    path, plain = tmp_path / "sealed.ogg", tmp_path / "plain.ogg"
    write_recording(plain, 6.0)
    file = SoundFile(path, KEY)
    for number in range(60):
        file.write(bytes([0, 8 if number % 2 else 4]) * 1600)
        content = path.read_bytes()
        assert b"OggS" not in content
        assert b"Opus" not in content
    # As if the program were killed here.
    assert 4.0 < seconds_of(path, KEY) < 6.0
    file.close()
    assert name_in(path) == KEY.name
    assert seconds_of(path, KEY) == pytest.approx(6.0, abs=0.1)
    assert seconds_of(path) == seconds_of(path, SealKey.fresh()) == 0.0
    assert len(opened(path.read_bytes())) == plain.stat().st_size
    assert path.stat().st_size == STEP


@given(st.integers(0, 3 * STEP))
def test_a_whole_file_is_filled_up_and_says_so(length: int) -> None:
    content = sealed([b"x" * length])
    assert len(content) % STEP == 0
    assert len(content) - length < STEP + 150
    assert opened(content) == b"x" * length


def test_only_a_whole_file_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "sealed.ogg"
    for content, whole in (
        (WHOLE, True),
        *((WHOLE[:cut], False) for cut in (60, 400, STEP - 21, STEP - 1)),
        (WHOLE + b"x", False),
        (WHOLE + bytes(STEP), False),
    ):
        path.write_bytes(content)
        assert is_finished(path, KEY) is whole
    with pytest.raises(NoKeyError):
        is_finished(path, SealKey.fresh())

"""Whatever comes in the place of a signed notice: it is refused, and nothing breaks."""

from __future__ import annotations

import base64
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadData
from app.formats.envelope import RefusedData
from app.formats.keyset import follow, parse_chain
from app.formats.signed_notice import SignedReader, open_roll
from app.formats.wire import parse_announcements_page
from tests.fakes.fault_server import notice
from tests.fakes.signing import Keys

KEYS = Keys()
KEYSET = follow(parse_chain(KEYS.document()), KEYS.code)
ITEM = KEYS.signed(notice(1))
TEXT = ITEM["signed"]["signed"].encode()
SIGNATURE = base64.b64decode(ITEM["signed"]["signatures"][0]["signature"])


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.integers(0, len(TEXT) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_no_bit_of_the_text_can_be_changed(bit: int) -> None:
    text = flipped(TEXT, bit).decode("utf-8", "surrogateescape")
    item = {**ITEM, "signed": {**ITEM["signed"], "signed": text}}
    with pytest.raises(RefusedData):
        SignedReader(KEYSET)(item, "item")


def test_no_bit_of_the_signature_can_be_changed() -> None:
    (one,) = ITEM["signed"]["signatures"]
    for bit in range(len(SIGNATURE) * 8):
        value = base64.b64encode(flipped(SIGNATURE, bit)).decode()
        item = {**ITEM, "signed": {**ITEM["signed"], "signatures": [{**one, "signature": value}]}}
        with pytest.raises(RefusedData):
            SignedReader(KEYSET)(item, "item")


@given(st.integers(0, len(KEYS.document()) * 8 - 1))
@settings(max_examples=300, deadline=None)
def test_a_changed_keyset_never_names_another_key(bit: int) -> None:
    try:
        found = follow(parse_chain(flipped(KEYS.document(), bit)), KEYS.code)
    except BadData:
        return
    assert found == KEYSET


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["signed", "signatures", "key", "signature", "keysets", "seq", "id", "notices"]
            )
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_is_refused_and_nothing_else(value: object) -> None:
    raw = json.dumps(value).encode()
    for read in (parse_chain, lambda data: open_roll(data, KEYSET)):
        with pytest.raises(BadData):
            read(raw)
    with pytest.raises(BadData):
        SignedReader(KEYSET)(value, "item")
    page = json.dumps({"items": [value], "next": "g1.1", "more": False}).encode()
    found = parse_announcements_page(page, SignedReader(KEYSET))
    assert found.changes == ()
    assert len(found.set_aside) == 1


@given(st.binary(max_size=300))
def test_any_bytes_are_bad_data(data: bytes) -> None:
    for read in (parse_chain, lambda raw: open_roll(raw, KEYSET)):
        with pytest.raises(BadData):
            read(data)


def test_a_huge_text_is_not_parsed_before_it_is_believed() -> None:
    # Two million lists in each other's place: a parsed one would take a hundred times the room.
    bomb = "[" + "[]," * 2_000_000 + "[]]"
    item = {**ITEM, "signed": {**ITEM["signed"], "signed": bomb}}
    tracemalloc.start()
    try:
        with pytest.raises(RefusedData):
            SignedReader(KEYSET)(item, "item")
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()

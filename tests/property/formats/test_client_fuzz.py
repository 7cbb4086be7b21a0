"""Whatever comes to the program, from the network, a stick or its own disk: read, or refused.

No exception but the documented one, and none takes long. `FOOTBRIDGE_LONGER` looks longer.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl import bindings
from nacl.public import PublicKey, SealedBox

from app.errors import BadData, PackProblem
from app.formats import sealing, speech_pack, wire
from app.formats.join import parse_join_file
from app.formats.keyset import follow, parse_chain
from app.formats.signed_notice import SignedReader, open_roll
from app.speech.pack_reading import look_into
from app.storage.sealed_sound import Sealing, SealKey, plain_pieces
from app.sync.refused import AskAgain
from app.sync.set_aside import SetAsideList
from tests.contract.golden_data import GOLDEN
from tests.fakes.signing import Keys, b64, sealed
from tests.property.formats.spoiling import odd, spoilt, spoilt_json
from tests.property.longer import examples
from tests.unit.storage.build import House

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FEW = examples(40)


def golden(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


KEYS = Keys()
KEYSET = follow(parse_chain(KEYS.document()), KEYS.code)
PAGE, HEAD = golden("announcements.json"), golden("head.json")
FILE = {"zstd": {"sha256": "a" * 64, "size": 9}, "gzip": {"sha256": "b" * 64, "size": 9}}
SNAPSHOT = {"feed": "g1.6", "items": PAGE["items"], "older": FILE}
ROLL = {"community": "willow-lane", "type": "roll", "feed": "g1.9", "notices": ["a", "b"]}
JOIN = {
    "type": "footbridge-join",
    "address": "https://willow-lane.example",
    "name": {"en": "Willow Lane"},
    "root": b64(bytes(KEYS.root.verify_key)),
}
PACK = {
    "format": 1,
    "id": "small",
    "name": {"en": "Small", "zh-CN": "小"},
    "language": "en",
    "kind": "piper-voice",
    "version": "1",
    "licence": "MIT",
    "files": [{"path": "a.onnx", "size": 3, "sha256": "c" * 64}],
}


def signed_page(data: bytes) -> object:
    return wire.parse_announcements_page(data, SignedReader(KEYSET))


def told_by_a_key(data: bytes) -> object:
    """An odd notice that the community's own key signed."""
    text = data.decode("utf-8", "replace")
    page = {"items": [{"signed": sealed("notice", text, KEYS.publisher)}], "next": "g1.9"}
    return signed_page(json.dumps(page).encode())


def roll_by_a_key(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    return open_roll(json.dumps(sealed("roll", text, KEYS.publisher)).encode(), KEYSET)


def keyset_by_the_root(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    document = json.dumps({"keysets": [sealed("keyset", text, KEYS.root)]}).encode()
    return follow(parse_chain(document), KEYS.code)


NOTICE = {"community": "willow-lane", **PAGE["items"][0]}
SIGNED = {"items": [KEYS.signed(one) for one in PAGE["items"]], "next": "g1.6", "more": False}
DOCUMENTS: dict[str, tuple[Callable[[bytes], object], tuple[Any, ...]]] = {
    "head": (wire.parse_head, (HEAD, HEAD | {"snapshot": {"feed": "g1.5", **FILE}})),
    "community": (wire.parse_community, (golden("community.json"),)),
    "page": (wire.parse_announcements_page, (PAGE, golden("announcements_first_page.json"))),
    "signed page": (signed_page, (SIGNED,)),
    "signed notice": (told_by_a_key, (NOTICE,)),
    "snapshot": (wire.parse_snapshot, (SNAPSHOT,)),
    "kept": (lambda data: wire.parse_kept(data.decode("utf-8", "replace")), (FILE,)),
    "receipt": (wire.parse_receipt, (golden("receipt.json"),)),
    "blob": (wire.parse_blob_status, (golden("voice_piece.json"),)),
    "mailbox": (wire.parse_mailbox, (golden("mailbox.json"),)),
    "taken back": (
        wire.parse_taken_back,
        (golden("taken_back.json"), golden("taken_back_asked.json")),
    ),
    "refusal": (wire.parse_refusal, (golden("error_erased.json"), golden("error_offset.json"))),
    "machine": (wire.parse_joined, (golden("device.json"),)),
    "chain": (lambda data: follow(parse_chain(data), KEYS.code), (json.loads(KEYS.document()),)),
    "keyset": (keyset_by_the_root, (KEYS.keyset(version=1),)),
    "roll": (lambda data: open_roll(data, KEYSET), (KEYS.roll("g1.9", ["a"]),)),
    "signed roll": (roll_by_a_key, (ROLL,)),
    "join file": (parse_join_file, (JOIN,)),
    "pack": (speech_pack.read_manifest, (PACK,)),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_or_refused(name: str) -> None:
    parse, good = DOCUMENTS[name]
    for one in good:
        assert parse(json.dumps(one).encode())

    @FEW
    @given(data=spoilt_json(*good))
    def fuzz(data: bytes) -> None:
        try:
            told = parse(data)
        except BadData as refused:
            told = refused
        # What is kept or logged of it must be text, whatever came.
        repr(told).encode("utf-8")

    fuzz()


@FEW
@given(name=odd.map(lambda raw: raw.decode("utf-8", "replace")) | st.text())
def test_a_cursor_and_a_version_are_read_or_refused(name: str) -> None:
    for read in (wire.Cursor.parse, wire.parse_version):
        with contextlib.suppress(BadData):
            read(name, "here")


TEXT = json.dumps(SNAPSHOT).encode()
PACKED = {"zstd": zstd.compress(TEXT), "gzip": gzip.compress(TEXT)}


@FEW
@given(data=spoilt(*PACKED.values()), encoding=st.sampled_from(["zstd", "gzip"]))
def test_a_packed_file_is_unpacked_or_refused(data: bytes, encoding: str) -> None:
    with contextlib.suppress(BadData):
        assert len(wire.unpack(data, encoding)) <= wire.PAGE_LIMIT


SECRET = bytes([5]) * 32
BOX = sealing.BoxKey("0" * 16, sealing.public_of(SECRET))
STREAM = b"".join(sealing.seal_stream([b"words" * 30_000], BOX))
OPENED = examples(30)
GOLDEN_BOX = golden("sealed.json")["message"]["sealed"]["box"].encode()


@OPENED
@given(
    data=spoilt(golden("sealed.json")["message"]["sealed"]["box"].encode(), b"AAAA", b"")
    | st.binary(max_size=99)
)
def test_a_sealed_text_is_opened_or_refused(data: bytes) -> None:
    for text in (data.decode("latin-1"), seal_raw(data)):
        with contextlib.suppress(sealing.Unopened):
            sealing.open_text(text, SECRET)


def seal_raw(data: bytes) -> str:
    """Sealed for us, and not filled up as it should be."""
    return b64(SealedBox(PublicKey(BOX.public)).encrypt(data))


@OPENED
@given(data=spoilt(STREAM))
def test_a_sealed_stream_is_opened_or_refused(data: bytes) -> None:
    try:
        opened = b"".join(sealing.open_stream(io.BytesIO(data), SECRET))
    except sealing.Unopened:
        return
    assert opened == b"words" * 30_000


@OPENED
@given(
    chunks=st.lists(
        st.tuples(st.binary(max_size=50), st.integers(0, 70_000), st.integers(0, 255)), max_size=4
    )
)
def test_a_stream_that_was_sealed_for_us_in_bad_faith(
    chunks: list[tuple[bytes, int, int]],
) -> None:
    key = bytes(32)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    start = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    head = sealing.MAGIC + bytes(8) + SealedBox(PublicKey(BOX.public)).encrypt(key) + start
    data = head
    for begin, more, tag in chunks:
        plain = begin + bytes(more)
        data += bindings.crypto_secretstream_xchacha20poly1305_push(state, plain, head, tag)
    with contextlib.suppress(sealing.Unopened):
        b"".join(sealing.open_stream(io.BytesIO(data), SECRET))


VOICE = (GOLDEN / "voice.ogg").read_bytes()


def sealed_voice(key: SealKey) -> bytes:
    sealing_ = Sealing(key)
    return sealing_.head + sealing_.add(VOICE) + sealing_.end()


OWN = SealKey(b"n" * 16, b"k" * 32)


@FEW
@given(data=spoilt(sealed_voice(OWN), VOICE))
def test_a_sealed_recording_is_heard_as_far_as_it_is_whole(data: bytes) -> None:
    try:
        plain = b"".join(plain_pieces(io.BytesIO(data), OWN))
    except ValueError:
        return
    assert plain == data or VOICE.startswith(plain)


def archive(compression: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        packed.writestr("small/footbridge-pack.json", json.dumps(PACK))
        packed.writestr("small/a.onnx", b"abc")
        packed.writestr("小/b.txt", b"abc")
    return out.getvalue()


def test_a_speech_pack_is_looked_into_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"

    @examples(120)
    @given(data=spoilt(archive(zipfile.ZIP_DEFLATED), archive(zipfile.ZIP_STORED)))
    def fuzz(data: bytes) -> None:
        file.write_bytes(data)
        with contextlib.suppress(PackProblem):
            look_into(file)

    fuzz()


def test_what_the_store_remembers_is_believed_or_forgotten(tmp_path: Path) -> None:
    house = House(tmp_path)

    @FEW
    @given(data=spoilt_json(["g1.5", 3], ["a", "b"]))
    def fuzz(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for name in ("refused_from", "set_aside"):
            house.memos.put(name, text)
        at, _ = AskAgain(house.memos).start(wire.Cursor(1, 9))
        assert at is None or at.number <= 9
        AskAgain(house.memos).soon()
        asides = SetAsideList(house.memos)
        assert asides.count() >= 0
        asides.add([wire.SetAside("a", "why")])
        asides.forget()
        assert asides.count() == 0

    fuzz()
    house.store.close()

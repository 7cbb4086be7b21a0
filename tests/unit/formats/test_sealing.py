"""Sealing: either end opens what the other sealed, nobody else does, and nothing can be changed."""

from __future__ import annotations

import io
import json
from types import ModuleType

import pytest

from app.formats import sealing
from app.formats.keyset import follow, parse_chain
from server.signing import boxes, envelope
from tests.contract.golden_data import GOLDEN
from tests.contract.golden_signed import BOX
from tests.fakes.signing import Keys

OTHER = bytes([6]) * 32
KEY = sealing.BoxKey(envelope.key_id(boxes.public_of(BOX)), boxes.public_of(BOX))
LENGTHS = (0, 1, 65_535, 65_536, 65_537, 200_000)
ENDS = pytest.mark.parametrize("end", [sealing, boxes], ids=["client", "server"])
UNOPENED = (sealing.Unopened, boxes.UnopenedError)


def streamed(end: ModuleType, plain: bytes) -> bytes:
    pieces = [plain[at : at + 50_000] for at in range(0, len(plain), 50_000)]
    if end is sealing:
        return b"".join(sealing.seal_stream(pieces, KEY))
    return b"".join(boxes.seal_stream(pieces, KEY.key, KEY.public))


def opened(end: ModuleType, data: bytes, secret: bytes = BOX) -> bytes:
    return b"".join(end.open_stream(io.BytesIO(data), secret))


@ENDS
def test_a_text_is_opened_by_its_key_alone(end: ModuleType) -> None:
    for sealer in (sealing, boxes):
        for text in (b"", b"x" * 255, b"x" * 256, "灯坏了".encode()):
            box = sealer.seal_text(text, KEY.public)
            assert end.open_text(box, BOX) == text
            with pytest.raises(UNOPENED):
                end.open_text(box, OTHER)
            with pytest.raises(UNOPENED):
                end.open_text(box[:-8] + "AAAAAAA=", BOX)
    for bad in ("", "no base64!", "AAAA"):
        with pytest.raises(UNOPENED):
            end.open_text(bad, BOX)


@ENDS
def test_lengths_tell_little(end: ModuleType) -> None:
    lengths = {len(end.seal_text(b"x" * length, KEY.public)) for length in range(256)}
    assert len(lengths) == 1
    streams = {len(streamed(end, b"x" * length)) for length in (0, 1, 1_000, 65_535)}
    assert len(streams) == 1


@ENDS
@pytest.mark.parametrize("length", LENGTHS)
def test_a_stream_is_opened_whole_or_not_at_all(end: ModuleType, length: int) -> None:
    plain = bytes(range(256)) * (length // 256 + 1)
    plain = plain[:length]
    for sealer in (sealing, boxes):
        data = streamed(sealer, plain)
        assert plain[:40] not in data or length < 40
        assert end.recipient_of(data[:16]) == KEY.key
        assert opened(end, data) == plain
        with pytest.raises(UNOPENED):
            opened(end, data, OTHER)
        # Cut anywhere, one byte more, one byte changed, two chunks changed places.
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        chunk = sealing.CHUNK + 17
        swapped = data[: -2 * chunk] + data[-chunk:] + data[-2 * chunk : -chunk]
        bad = [data[: len(data) // 2], data[:-1], data[:-chunk], data + b"x", bytes(changed), b""]
        for one in bad + ([swapped] if length > 2 * sealing.CHUNK else []):
            with pytest.raises(UNOPENED):
                opened(end, one)


def test_a_message_says_in_the_box_which_one_it_is() -> None:
    body = json.loads(sealing.seal_message(b'{"text":"\xe7\x81\xaf"}', "an-id", KEY))["sealed"]
    assert body["to"] == KEY.key
    told = json.loads(boxes.open_text(body["box"], BOX))
    assert told == {"id": "an-id", "text": "灯"}


def test_the_golden_boxes_are_opened_by_both_ends() -> None:
    golden = json.loads((GOLDEN / "sealed.json").read_text(encoding="utf-8"))
    stream = (GOLDEN / "sealed.stream").read_bytes()
    for end in (sealing, boxes):
        text = end.open_text(golden["message"]["sealed"]["box"], bytes.fromhex(golden["secret"]))
        assert text == golden["opened"].encode()
        assert opened(end, stream) == golden["stream"].encode()
        assert end.recipient_of(stream) == golden["message"]["sealed"]["to"]


def test_the_newest_box_of_a_keyset_counts() -> None:
    keys = Keys()
    known = keys.box()
    keys.add(boxes=[known, {"key": KEY.key, "public": envelope.b64(KEY.public)}])
    keyset = follow(parse_chain(keys.document()), keys.code)
    assert keyset.box == KEY
    keys.add(boxes=[known], revoked=[known["key"]])
    assert follow(parse_chain(keys.document()), keys.code).box is None
    without = {name: value for name, value in keys.keyset().items() if name != "boxes"}
    keys.add(**without, boxes=None)
    assert follow(parse_chain(keys.document()), keys.code).box is None

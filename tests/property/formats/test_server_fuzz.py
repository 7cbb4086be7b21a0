"""Whatever comes to the server's own readers: read, or refused in the one way that they tell of.

`tests/property/server` sends such things to a running server; here many more come in less time.
`FOOTBRIDGE_LONGER` looks longer.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox
from PIL import Image

from server.announcements import media
from server.announcements.feed import Cursor, CursorError
from server.api import blobs, reading, schemas
from server.api.errors import WireError
from server.api.files import RangeError, wanted_range
from server.feedback import sounds, tokens
from server.signing import boxes, keyring, vault
from server.signing.envelope import b64
from tests.contract.golden_data import GOLDEN
from tests.property.formats.spoiling import spoilt, spoilt_json
from tests.property.longer import examples

T = TypeVar("T")
FEW = examples(60)
SECRET = bytes([5]) * 32
PUBLIC = boxes.public_of(SECRET)
VOICE = (GOLDEN / "voice.ogg").read_bytes()


def golden(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def answered(read: Callable[[], T], *statuses: int) -> T | None:
    """What was read; None where it was refused with one of these."""
    try:
        return read()
    except WireError as refused:
        status = refused.response().status_code
    assert status in statuses
    return None


BODIES: dict[str, tuple[type[Any], tuple[Any, ...]]] = {
    "message": (
        schemas.FeedbackIn,
        tuple(golden(f"{name}.json") for name in ("feedback", "follow_up", "voice", "thanks")),
    ),
    "mailbox": (schemas.MailboxIn, (golden("mailbox_request.json"),)),
    "machine": (schemas.DeviceIn, (golden("device_request.json"),)),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_read_or_refused(name: str) -> None:
    model, good = BODIES[name]
    for one in good:
        assert reading.checked(model, reading.parse(json.dumps(one).encode()))

    @FEW
    @given(data=spoilt_json(*good))
    def fuzz(data: bytes) -> None:
        told = answered(lambda: reading.checked(model, reading.parse(data)), 422)
        if told is None:
            return
        if name == "message":
            # What is stored must be text that every database takes.
            assert "\0" not in repr(told.fields()).encode().decode()

    fuzz()


headers = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40) | st.builds(
    "bytes{}{}-{}/{}".format,
    st.sampled_from(["=", " "]),
    *[st.integers(-1, 10**18) | st.sampled_from(["", "9" * 5000, "²", "*"])] * 3,
)
ranges = headers.map(lambda header: header.split("/")[0])


@FEW
@given(header=headers | ranges, size=st.integers(0, 10**6))
def test_any_range_is_answered(header: str, size: int) -> None:
    try:
        found = wanted_range(header, size)
    except RangeError:
        found = None
    assert found is None or 0 <= found[0] <= found[1] < size
    request = RequestFactory().put("/", HTTP_CONTENT_RANGE=header)
    answered(lambda: blobs.piece_of(request, b"some bytes"), 400)


@FEW
@given(text=headers | st.text())
def test_a_cursor_and_a_token_are_read_or_refused(text: str) -> None:
    with contextlib.suppress(CursorError):
        Cursor.parse(text)
    with contextlib.suppress(tokens.TokenError):
        assert len(tokens.decode(text)) == 32


@examples(150)
@given(data=spoilt(VOICE) | st.binary(max_size=80).map(lambda more: VOICE[:47] + more))
def test_a_sound_is_timed_or_is_none(data: bytes) -> None:
    seconds = sounds.seconds_of(data)
    assert seconds is None or 0 < seconds < 2**63


def photo(kind: str) -> bytes:
    image, out = Image.new("RGB", (9, 7), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Here"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 0.0)
    image.save(out, kind, exif=exif, **({"comment": b"Here"} if kind == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.filterwarnings("ignore")  # Pillow's, about what it passed over
@examples(150)
@given(data=spoilt(*(photo(kind) for kind in media.PICTURES)))
def test_a_photo_is_cleaned_or_refused(data: bytes) -> None:
    try:
        kept = media.picture(data)
    except ValidationError:
        return
    assert b"Here" not in kept.data


@FEW
@given(data=spoilt(b"".join(boxes.seal_stream([b"words" * 30_000], "0" * 16, PUBLIC))))
def test_a_sealed_stream_is_opened_or_refused(data: bytes) -> None:
    with contextlib.suppress(boxes.UnopenedError):
        assert b"".join(boxes.open_stream(io.BytesIO(data), SECRET)) == b"words" * 30_000


@FEW
@given(data=spoilt(golden("sealed.json")["message"]["sealed"]["box"].encode(), b"AAAA"))
def test_a_sealed_text_is_opened_or_refused(data: bytes) -> None:
    for box in (data.decode("latin-1"), b64(SealedBox(PublicKey(PUBLIC)).encrypt(data))):
        with contextlib.suppress(boxes.UnopenedError):
            boxes.open_text(box, SECRET)


FILE = {
    "type": vault.ROOT_KIND,
    "community": "willow-lane",
    "sealed": {
        "kdf": "argon2id",
        "passes": 1,
        "bytes": 8192,
        "boxes": 0,
        "salt": b64(bytes(16)),
        "box": b64(bytes(72)),
    },
    "keysets": [],
}


def test_a_file_of_keys_is_opened_or_refused(tmp_path: Path, settings: Any) -> None:
    settings.KEY_DIR = tmp_path
    path = keyring.path_of("willow-lane")

    @FEW
    @given(data=spoilt_json(FILE, {"keys": [b64(SECRET)], "boxes": [b64(SECRET)]}))
    def fuzz(data: bytes) -> None:
        path.write_bytes(data)
        with pytest.raises(vault.VaultError):
            vault.read(path, "a passphrase", vault.ROOT_KIND)
        try:
            keyring.seeds("willow-lane")
            keyring.boxes("willow-lane")
        except keyring.KeyMissingError:
            pass

    fuzz()

"""Sealed messages: the server opens them, takes them as any other, and says what it can't open."""

from __future__ import annotations

import hashlib
import io
import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from PIL import Image

from app.formats.sealing import BoxKey, seal_message, seal_text
from app.storage.sealed_sound import STEP, Sealing, SealKey
from tests.contract.server.browser import Browser
from tests.contract.server.conftest import RUIS_PASSWORD
from tests.contract.server.messages import Message, follow_up, mailbox, message
from tests.contract.server.recordings import Sent, announced, spoken
from tests.contract.server.test_blobs import stored_blobs
from tests.contract.server.test_feedback import code
from tests.contract.server.test_staff import MESSAGES
from tests.servers import RunningServer


@pytest.fixture
def http(sealing_api: str) -> Iterator[httpx2.Client]:
    """A client of that community's wire."""
    with httpx2.Client(base_url=sealing_api, timeout=20) as client:
        yield client


def sealed(plain: Message, box: BoxKey, inner_id: str = "") -> Message:
    body = seal_message(plain.body, inner_id or plain.id, box)
    return Message(body, plain.token, plain.id)


def sealed_file(data: bytes, key: SealKey) -> bytes:
    """As a machine has it on its disk."""
    sealing = Sealing(key)
    pieces = [data[at : at + 3000] for at in range(0, len(data), 3000)]
    return sealing.head + b"".join(sealing.add(one) for one in pieces) + sealing.end()


def with_file(box: BoxKey, file: bytes, key: bytes, **more: Any) -> Sent:
    blob = announced(file, key=b64encode(key).decode(), **more)
    return Sent(sealed(message("", blobs=[blob]), box), file)


def database(server: RunningServer, what: str) -> str:
    code = f"from server.feedback.models import *; print({what})"
    return server.manage("shell", "-v", "0", "-c", code).strip()


def test_staff_read_and_answer_it_as_any_other(
    http: httpx2.Client, server: RunningServer, box: BoxKey
) -> None:
    given = {"name": "Ann Reed", "telephone": "01632 960123", "place": {"words": "By the pond"}}
    sent = sealed(message("A secret of 柳巷: the lamp.", **given), box)
    assert b"secret" not in sent.body
    first, again = sent.put(http), sent.put(http)
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert first.json()["sha256"] == hashlib.sha256(sent.body).hexdigest()
    # Sealed once more it is other bytes: never overwritten.
    other = sealed(Message(message("x").body, sent.token, sent.id), box)
    assert code(other.put(http)) == (409, "conflict")
    back = follow_up(sent, "One more secret.", verdict="not_solved")
    assert sealed(back, box).put(http).status_code == 201
    staff = Browser(server.address)
    staff.sign_in("rui", RUIS_PASSWORD)
    page = staff.open(f"{MESSAGES}{sent.id}/change/")
    staff.close()
    for words in ("A secret of 柳巷: the lamp.", *given.values(), "One more secret."):
        assert (words["words"] if isinstance(words, dict) else words) in page
    (stands,) = mailbox(http, sent)
    assert (stands["state"], stands["reference"]) == ("received", first.json()["reference"])


def test_a_sealed_recording_is_opened_and_its_key_forgotten(
    http: httpx2.Client, server: RunningServer, box: BoxKey
) -> None:
    key, sound = SealKey.fresh(), spoken(2.0, 613)
    file = sealed_file(sound, key)
    assert len(file) % STEP == 0
    sent = with_file(box, file, key.key)
    assert sent.message.put(http).status_code == 201
    assert sent.put_all(http, 40_000).status_code in (200, 201)
    assert stored_blobs(server).count(sound) == 1
    assert file not in stored_blobs(server)
    row = f"Blob.objects.get(sha256='{sent.sha256}')"
    assert database(server, f"len({row}.key), {row}.seconds") == "0 2.0"


def test_a_sealed_photo_loses_what_it_tells_of_its_maker(
    http: httpx2.Client, server: RunningServer, box: BoxKey
) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[271] = "A camera of hers"
    Image.effect_noise((400, 300), 90).convert("RGB").save(out, "JPEG", exif=exif)
    key = SealKey.fresh()
    file = sealed_file(out.getvalue(), key)
    sent = with_file(box, file, key.key, type="image/jpeg", role="photo", seconds=None)
    assert sent.message.put(http).status_code == 201
    before = stored_blobs(server)
    sent.put_all(http, 200_000)
    (data,) = [one for one in stored_blobs(server) if one not in before]
    assert data.startswith(b"\xff\xd8")
    assert b"A camera of hers" not in data


def test_what_is_in_it_is_checked_as_in_a_plain_one(http: httpx2.Client, box: BoxKey) -> None:
    for plain, expected in (
        (message(""), "empty"),
        (message("x" * 10_001), "too_long"),
        (message("x", kind="rumour"), "kind"),
        (message("a\0b"), "nul"),
    ):
        assert code(sealed(plain, box).put(http)) == (422, expected)
    big = message("\U0001f600" * 10_000, name="名" * 200)
    escaped = json.dumps({**json.loads(big.body), "id": big.id}).encode()
    told = {"sealed": {"to": box.key, "box": seal_text(escaped, box.public)}}
    largest = Message(json.dumps(told).encode(), big.token, big.id)
    assert largest.put(http).status_code == 201
    # A sealed thing in a sealed thing is no message.
    assert code(sealed(sealed(message("x"), box), box).put(http))[0] == 422


def test_what_can_never_be_opened_is_refused_and_what_can_later_waits(
    http: httpx2.Client, server: RunningServer, box: BoxKey
) -> None:
    plain = message("For another message.")
    assert code(sealed(plain, box, message("x").id).put(http)) == (422, "sealed")
    for value in (
        *("x", None, [], {}, {"to": box.key}, {"to": 7, "box": "AAAA"}),
        *({"to": box.key, "box": "AAAA"}, {"to": box.key, "box": "no base64"}),
    ):
        assert code(message("x", sealed=value).put(http)) == (422, "sealed")
    strange = BoxKey("0" * 16, box.public)
    waits = sealed(message("Sealed with a key that is away."), strange)
    answer = waits.put(http)
    assert code(answer) == (424, "key")
    assert "a sealed message waits" in server.log
    (stands,) = mailbox(http, waits)
    assert stands["state"] == "unknown"


def test_a_file_with_another_key_is_refused_for_good(http: httpx2.Client, box: BoxKey) -> None:
    key, sound = SealKey.fresh(), spoken(2.0, 701)
    file = sealed_file(sound, key)
    wrong = with_file(box, file, bytes(32))
    wrong.message.put(http)
    answer = http.put(wrong.url, content=file[:100_000], headers=wrong.headers())
    assert code(answer) == (415, "sealed")
    # What is plain in a sealed file's place is no sealed file either.
    plain = with_file(box, sound, key.key)
    plain.message.put(http)
    assert code(http.put(plain.url, content=sound, headers=plain.headers())) == (415, "sealed")


def test_the_limit_counts_what_is_in_it(http: httpx2.Client, box: BoxKey) -> None:
    key = SealKey.fresh()
    most = 10 * 1024 * 1024
    for size, expected in ((most + 200_000, 201), (most + most // 8, 422)):
        sent = with_file(box, b"x", key.key, size=size)
        assert sent.message.put(http).status_code == expected

"""PUT /feedback/…/blobs: taken piece by piece, once, only whole, and heard by the staff."""

import io
import os
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.contract.server.messages import follow_up, message, new_token
from tests.contract.server.recordings import Sent, announced, spoken, voice_message
from tests.contract.server.test_feedback import code
from tests.servers import RunningServer

WHOLE = len(spoken())


def begun(http: httpx2.Client, **more: Any) -> Sent:
    """A voice message whose words are there, and whose recording is not."""
    sent = voice_message(spoken(), **more)
    assert sent.message.put(http).status_code == 201
    return sent


def stored_blobs(server: RunningServer) -> list[bytes]:
    """Every complete recording and photo that lies in the server's storage."""
    folder = server.data_dir / "media" / "feedback"
    return [path.read_bytes() for path in folder.iterdir()] if folder.is_dir() else []


def test_pieces_become_the_recording(http: httpx2.Client, server: RunningServer) -> None:
    sent = voice_message(spoken(2.0, 987))
    sent.message.put(http)
    whole = len(sent.data)
    before = sent.get(http)
    assert before.json() == {
        "id": sent.message.id, "sha256": sent.sha256, "size": whole, "offset": 0, "complete": False,
    }  # fmt: skip
    first = sent.put(http, 0, 3000)
    assert (first.status_code, first.json()["offset"]) == (200, 3000)
    asked = http.head(sent.url, headers=sent.headers())
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["Upload-Offset"] == "3000"
    assert asked.headers["Upload-Complete"] == "?0"
    assert asked.headers["Upload-Length"] == str(whole)
    assert asked.headers["Cache-Control"] == "no-store"
    assert sent.data not in stored_blobs(server)
    last = sent.put(http, 3000, whole)
    assert (last.status_code, last.json()["complete"]) == (201, True)
    assert stored_blobs(server).count(sent.data) == 1
    # Whatever comes later changes nothing.
    again = sent.put(http, 0, 3000)
    assert (again.status_code, again.json()) == (200, last.json())
    assert http.head(sent.url, headers=sent.headers()).headers["Upload-Complete"] == "?1"
    assert stored_blobs(server).count(sent.data) == 1


def test_without_a_range_the_body_is_the_whole(http: httpx2.Client) -> None:
    sent = begun(http)
    answer = http.put(sent.url, content=sent.data, headers=sent.headers())
    assert (answer.status_code, answer.json()["complete"]) == (201, True)


def test_a_piece_that_belongs_elsewhere_is_told_where_to_go_on(http: httpx2.Client) -> None:
    sent = begun(http)
    for start, end in [(1000, 2000), (0, 2000), (0, 2000), (1000, 2500), (2500, WHOLE)]:
        answer = sent.put(http, start, end)
        offset = sent.get(http).json()["offset"]
        if answer.status_code == 409:
            assert code(answer) == (409, "offset")
            assert answer.json()["offset"] == offset
            assert answer.headers["Upload-Offset"] == str(offset)
    assert sent.get(http).json()["offset"] == 2000
    assert sent.put_all(http).json()["complete"]


def test_another_digest_drops_the_whole_and_says_so(
    http: httpx2.Client, server: RunningServer
) -> None:
    sent = begun(http)
    spoilt = bytes([*sent.data[:-1], sent.data[-1] ^ 1])
    answer = sent.put(http, 0, WHOLE, data=spoilt)
    assert code(answer) == (409, "digest")
    assert answer.json()["offset"] == 0
    assert sent.get(http).json() | {"offset": 0, "complete": False} == sent.get(http).json()
    assert spoilt not in stored_blobs(server)
    assert sent.put_all(http).json()["complete"]


def test_a_stranger_learns_nothing(http: httpx2.Client, other: httpx2.Client) -> None:
    sent = begun(http)
    nobodys = voice_message(spoken())
    unnamed = Sent(sent.message, spoken(1.0))
    answers = [
        sent.put(http, 0, 100, token=new_token()),
        sent.get(http, token=new_token()),
        nobodys.put(http, 0, 100),
        nobodys.get(http),
        unnamed.put(http, 0, 100),
        sent.put(other, 0, 100),
        sent.get(other),
    ]
    # Beside what was asked for itself, all alike.
    told = [{**one.json(), "id": None, "sha256": None} for one in answers]
    assert {one.status_code for one in answers} == {404}
    assert all(one == told[0] for one in told)
    assert code(http.put(sent.url, content=b"x")) == (401, "token")
    assert sent.get(http).json()["offset"] == 0


@pytest.mark.parametrize(
    ("header", "size"),
    [
        *(("bytes 0-99/5", 100), ("bytes 0-98/{whole}", 100), ("bytes 5-4/{whole}", 0)),
        *(("bytes 0-99/*", 100), ("octets 0-99/{whole}", 100), ("bytes */{whole}", 0)),
        *(("bytes -1-98/{whole}", 100), ("bytes 0-" + "9" * 40 + "/{whole}", 100), ("", 0)),
    ],
)
def test_a_range_that_does_not_fit_is_refused(http: httpx2.Client, header: str, size: int) -> None:
    sent = begun(http)
    headers = sent.headers() | {"Content-Range": header.format(whole=WHOLE)}
    answer = http.put(sent.url, content=sent.data[:size], headers=headers)
    assert code(answer) == (400, "range")
    assert sent.get(http).json()["offset"] == 0


def test_a_piece_too_large_is_refused(http: httpx2.Client) -> None:
    sent = begun(http)
    assert code(http.put(sent.url, content=bytes(300_000), headers=sent.headers())) == (
        413,
        "too_large",
    )


def test_what_is_no_sound_is_refused_for_good(http: httpx2.Client, server: RunningServer) -> None:
    page = b"<html><script>alert(1)</script></html>" * 50
    begins_well = spoken()[:60] + page
    for data in (page, begins_well):
        sent = voice_message(data, "Words as well.")
        sent.message.put(http)
        for _ in range(2):
            answer = sent.put(http, 0, len(data))
            assert code(answer) == (415, "not_sound")
            assert (answer.json()["id"], answer.json()["sha256"]) == (sent.message.id, sent.sha256)
        assert data not in stored_blobs(server)


def test_a_recording_cut_off_by_a_crash_is_taken(http: httpx2.Client) -> None:
    cut = spoken(4.0)[: len(spoken(4.0)) // 2]
    sent = voice_message(cut)
    sent.message.put(http)
    assert sent.put_all(http).json()["complete"]


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"size": 10 * 1024 * 1024 + 1}, 413, "blob_too_large"),
        ({"type": "audio/mpeg"}, 415, "blob_type"),
        ({"role": "hologram"}, 415, "blob_type"),
    ],
)
def test_what_can_never_be_taken_holds_up_no_words(
    http: httpx2.Client, change: dict[str, Any], status: int, word: str
) -> None:
    sent = voice_message(spoken(), "Words as well.", **change)
    assert sent.message.put(http).status_code == 201
    total = change.get("size", WHOLE)
    assert code(sent.put(http, 0, 100, total=total)) == (status, word)
    # Without words there is nothing to take.
    assert code(voice_message(spoken(), **change).message.put(http)) == (422, word)


@pytest.mark.parametrize(
    "blobs",
    [
        *("x", [1], [{}], {}),
        *([announced(b"x", sha256="A" * 64)], [announced(b"x", size=0)], [announced(b"x")] * 2),
        *([announced(b"x", size="5")], [announced(b"x", type="x" * 200)], [announced(b"x")] * 9),
        [announced(b"x", seconds=-1)],
    ],
)
def test_a_wrong_announcement_is_refused(http: httpx2.Client, blobs: Any) -> None:
    assert code(message("words", blobs=blobs).put(http)) == (422, "invalid")


def test_a_follow_up_may_be_a_voice(http: httpx2.Client) -> None:
    first = message()
    first.put(http)
    said = follow_up(first, blobs=[announced(spoken())])
    sent = Sent(said, spoken())
    assert said.put(http).status_code == 201
    assert sent.put_all(http).json()["complete"]


def test_many_at_once_make_one_recording(http: httpx2.Client, server: RunningServer) -> None:
    data = spoken(3.0, 330)
    sent = voice_message(data)
    sent.message.put(http)
    together = threading.Barrier(6)

    def send(_number: int) -> bool:
        together.wait(10)
        offset = 0
        for _ in range(200):
            answer = sent.put(http, offset, min(offset + 1500, len(data)))
            assert answer.status_code in (200, 201, 409), answer.text
            offset = answer.json()["offset"]
            if answer.json().get("complete"):
                return answer.status_code == 201
        raise AssertionError("it never became whole")

    with ThreadPoolExecutor(6) as pool:
        made_whole = list(pool.map(send, range(6)))
    assert made_whole.count(True) <= 1
    assert stored_blobs(server).count(data) == 1


def bmp() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "BMP")
    return out.getvalue()


def test_a_photo_loses_what_it_tells_of_its_maker(
    http: httpx2.Client, server: RunningServer
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif)
    photo = {"role": "photo", "type": "image/jpeg", "seconds": None}
    sent = voice_message(out.getvalue(), "A photo.", **photo)
    sent.message.put(http)
    assert b"SECRET-CAMERA" in sent.data
    assert sent.put_all(http).json()["complete"]
    assert all(b"SECRET-CAMERA" not in data for data in stored_blobs(server))
    no_photo = voice_message(bmp(), "No photo.", **photo)
    no_photo.message.put(http)
    assert code(no_photo.put(http, 0, len(no_photo.data))) == (415, "not_picture")


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_cutting_in_any_order_ends_with_the_same_bytes_once(
    http: httpx2.Client, server: RunningServer, data: st.DataObject
) -> None:
    # Other bytes each time, so that they can be counted.
    sound = spoken() + uuid.uuid4().bytes
    sent = voice_message(sound)
    sent.message.put(http)
    places = st.integers(0, len(sound))
    for start, end in data.draw(st.lists(st.tuples(places, places), max_size=12)):
        at = data.draw(st.sampled_from([start, sent.get(http).json()["offset"]]))
        stop = max(at, end)
        if stop > at:
            answer = sent.put(http, at, stop)
            assert answer.status_code in (200, 201, 409), answer.text
    assert sent.put_all(http, data.draw(st.integers(500, 60_000))).json()["complete"]
    assert stored_blobs(server).count(sound) == 1


def test_erasing_takes_the_recording_along(http: httpx2.Client, server: RunningServer) -> None:
    from tests.contract.server.browser import Browser
    from tests.contract.server.test_staff import MESSAGES

    data = spoken(1.0, 440)
    whole = voice_message(data)
    whole.message.put(http)
    whole.put_all(http)
    half = Sent(
        follow_up(whole.message, "and", blobs=[announced(spoken(1.5, 550))]), spoken(1.5, 550)
    )
    half.message.put(http)
    half.put(http, 0, 1000)
    assert data in stored_blobs(server)
    browser = Browser(server.address)
    browser.sign_in(server.staff_user, server.staff_password)
    browser.open(f"{MESSAGES}{whole.message.id}/change/")
    browser.send({"sure": "1"}, form="erase")
    browser.close()
    assert data not in stored_blobs(server)
    for sent in (whole, half):
        assert code(sent.put(http, 0, 100)) == (410, "erased")
        assert code(sent.get(http)) == (410, "erased")
        assert sent.get(http).json()["erased_at"]


def test_taking_back_takes_the_recording_along(http: httpx2.Client, server: RunningServer) -> None:
    data = spoken(1.0, 660)
    whole, half = voice_message(data), begun(http)
    whole.message.put(http)
    whole.put_all(http)
    half.put(http, 0, 1000)
    assert data in stored_blobs(server)
    for sent in (whole, half):
        headers = {"Authorization": f"Bearer {sent.message.token}"}
        answer = http.delete(f"feedback/{sent.message.id}", headers=headers)
        assert (answer.status_code, answer.json()["state"]) == (200, "erased")
        assert code(sent.put(http, 0, 100)) == (410, "erased")
    assert data not in stored_blobs(server)


AGE_AND_TIDY = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from server.feedback.models import Blob
call_command("tidy_feedback")
half = Blob.objects.filter(sha256="{sha256}", feedback="{message}")
half.update(changed_at=timezone.now() - timedelta(days=31))
call_command("tidy_feedback")
"""


def test_halves_that_nobody_goes_on_with_are_thrown_away(
    http: httpx2.Client, server: RunningServer
) -> None:
    young, old, whole = begun(http), begun(http), begun(http)
    for sent in (young, old):
        sent.put(http, 0, 2000)
    whole.put_all(http)
    folder = server.data_dir / "media" / "feedback"
    strays = [folder / "young", folder / "old"]
    for stray in strays:
        stray.write_bytes(b"nobody's")
    long_ago = time.time() - 31 * 24 * 3600
    os.utime(folder / "old", (long_ago, long_ago))
    script = AGE_AND_TIDY.format(sha256=old.sha256, message=old.message.id)
    first, second = server.manage("shell", "-c", script).strip().splitlines()[-2:]
    assert first.endswith("halves thrown away: 0; files without a message: 1")
    assert second.endswith("halves thrown away: 1; files without a message: 0")
    assert [stray.exists() for stray in strays] == [True, False]
    assert [sent.get(http).json()["offset"] for sent in (young, old)] == [2000, 0]
    assert whole.get(http).json()["complete"]
    assert old.put_all(http).json()["complete"]
    strays[0].unlink()

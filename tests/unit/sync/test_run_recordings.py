"""One run, recordings: whole, once, in pieces, and never called received too early."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.feedback import (
    Conversation,
    ConversationState,
    Draft,
    RecordingState,
    SentRecording,
)
from app.domain.profile import Profile
from app.errors import StoreProblem
from app.events import RecordingMoved
from app.services import Services
from app.storage.recordings import RecordingRepository
from app.storage.sealed_sound import Sealing
from app.storage.stray_recordings import tidy_recordings
from app.sync.parcels import PIECE
from app.sync.patience import Patience
from tests.fakes.client import QUICK, be_impatient, client, idea, run_once, with_voice
from tests.fakes.fault_server import (
    ERASED,
    Fault,
    FaultServer,
    Reply,
    Request,
    Script,
    as_json,
    blob_status,
    go_on,
    html,
    notice,
)
from tests.servers import wait_until

SIZE = 3 * PIECE + 100
SOUND = random.Random(7).randbytes(SIZE)


def spoken(services: Services, text: str = "Words too.", sound: bytes = SOUND) -> Draft:
    """A draft with a recording that goes along."""
    return with_voice(services, idea(text), sound)


def shown(services: Services, one: Conversation | Draft) -> Conversation:
    found = services.conversations.get(one.id)
    assert found is not None
    return found


def recording_of(services: Services, one: Conversation) -> SentRecording:
    recording = shown(services, one).entries[0].recording
    assert recording is not None
    return recording


def pieces(server: FaultServer) -> list[str]:
    """The ranges that came."""
    return [r.headers["content-range"] for r in server.requests if "content-range" in r.headers]


@pytest.mark.parametrize("at", ["kept", "half", "received"])
def test_taken_back_nothing_more_of_it_goes_and_its_file_is_gone(
    server: FaultServer, services: Services, at: str
) -> None:
    kept = services.send(spoken(services, ""))
    file = services.recordings.path_of(kept.id)
    assert file is not None

    def take_back_meanwhile(request: Request) -> Reply | Fault:
        services.take_back(kept.id)
        return server.healthy(request)

    if at == "half":
        server.answer("PUT", f"/feedback/{kept.id}/blobs", take_back_meanwhile)
    if at != "kept":
        assert run_once(services).problem is None
    if at == "received":
        assert shown(services, kept).state is ConversationState.RECEIVED
    if at != "half":
        services.take_back(kept.id)
    assert len(pieces(server)) == {"kept": 0, "half": 1, "received": 4}[at]
    assert not file.exists()
    # Should the program have been stopped before the file's end, it is rubbish at the next start.
    file.write_bytes(SOUND)
    tidy_recordings(services.store, RecordingRepository(services.paths.recordings))
    assert not file.exists()
    server.heal()
    assert run_once(services).problem is None
    assert server.received == {}
    assert shown(services, kept).state is ConversationState.ERASED
    assert services.outbox.on_their_way() == (0, 0)
    services.remove(kept.id)
    assert services.conversations.all() == ()


def test_a_recording_goes_in_pieces_after_its_words(
    server: FaultServer, services: Services
) -> None:
    moved: list[int | None] = []
    services.events.subscribe(
        RecordingMoved, lambda _: moved.append(services.outbox.on_their_way()[0])
    )
    kept = services.send(spoken(services))
    report = run_once(services)
    assert (report.sent, report.recordings, report.problem) == (1, 1, None)
    told = json.loads(server.received[kept.id])["blobs"]
    assert [(one["role"], one["type"], one["seconds"]) for one in told] == [
        ("recording", "audio/ogg", 42.0)
    ]
    assert list(server.blobs.values()) == [SOUND]
    assert [value.partition("/")[0] for value in pieces(server)] == [
        "bytes 0-131071", "bytes 131072-262143", "bytes 262144-393215", "bytes 393216-393315",
    ]  # fmt: skip
    assert moved == [PIECE, 2 * PIECE, 3 * PIECE]
    found = shown(services, kept)
    assert (found.state, found.entries[0].received) == (ConversationState.RECEIVED, True)
    assert recording_of(services, kept).sent == SIZE
    # It can still be heard here.
    assert services.recordings.path_of(kept.id) is not None


def sealed(services: Services) -> Draft:
    """The same, as the ear leaves it where recordings are locked."""
    services.save_profile(Profile(seal_recordings=True))
    draft = idea()
    path = services.recordings.path_for(draft.id)
    key = services.ear._keys.for_writing(path)  # type: ignore[union-attr]
    assert key is not None
    sealing = Sealing(key)
    parts = [sealing.add(SOUND[at : at + 4000]) for at in range(0, SIZE, 4000)]
    path.write_bytes(sealing.head + b"".join(parts) + sealing.end())
    return replace(draft, recording=services.recordings.measured(draft.id, 42.0), send_voice=True)


def test_a_locked_recording_arrives_as_it_was_said(server: FaultServer, services: Services) -> None:
    kept = services.send(sealed(services))
    assert run_once(services).recordings == 1
    assert list(server.blobs.values()) == [SOUND]
    assert shown(services, kept).state is ConversationState.RECEIVED
    path = services.recordings.path_of(kept.id)
    assert path is not None
    assert SOUND[:64] not in path.read_bytes()


@pytest.mark.expected_log("the key of a recording is gone|is damaged on the disk")
def test_a_locked_recording_without_its_key_is_told_as_damaged(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(sealed(services))
    services.ear._keys.released(services.recordings.path_of(kept.id))  # type: ignore[union-attr,arg-type]
    with services.store.write() as connection:
        connection.execute("DELETE FROM recording_key")
    run_once(services)
    assert not server.blobs
    assert recording_of(services, kept).state is RecordingState.DAMAGED


def test_a_voice_alone_is_a_message(server: FaultServer, services: Services) -> None:
    kept = services.send(spoken(services, ""))
    assert run_once(services).recordings == 1
    assert json.loads(server.received[kept.id])["text"] == ""
    assert shown(services, kept).state is ConversationState.RECEIVED


def test_text_alone_sends_no_voice_and_deletes_it(server: FaultServer, services: Services) -> None:
    draft = replace(spoken(services), send_voice=False)
    kept = services.send(draft)
    assert services.recordings.path_of(draft.id) is None
    run_once(services)
    assert "blobs" not in json.loads(server.received[kept.id])
    assert not server.blobs
    assert shown(services, kept).state is ConversationState.RECEIVED
    # Pressed twice, of which the first took the voice along: that one stays.
    with_voice = spoken(services)
    services.send(with_voice)
    services.send(replace(with_voice, send_voice=False))
    assert services.recordings.path_of(with_voice.id) is not None


def test_after_a_cut_it_goes_on_where_it_was(server: FaultServer, services: Services) -> None:
    kept = services.send(spoken(services))
    came = 0

    def cut_the_third(request: Request) -> Reply | Fault:
        nonlocal came
        came += 1
        answer = server.healthy(request)
        return Fault.LOST if came == 3 else answer

    server.answer("PUT", f"/feedback/{kept.id}/blobs", cut_the_third)
    report = run_once(services)
    assert report.problem is not None
    found = shown(services, kept)
    assert (found.state, found.entries[0].words_received) == (ConversationState.KEPT, True)
    assert services.outbox.waiting() == 1
    server.heal()
    before = len(pieces(server))
    assert run_once(services).recordings == 1
    # The third had come although its answer was lost: it is asked for, not sent again.
    assert [value.split("-")[0] for value in pieces(server)[before:]] == [f"bytes {3 * PIECE}"]
    assert list(server.blobs.values()) == [SOUND]


def changed(**changes: Any) -> Script:
    def answer(request: Request) -> Reply:
        _, _, id_, _, sha256 = request.path.split("/")
        return as_json(blob_status(id_, sha256, SIZE, SIZE) | changes)

    return answer


def false_confirmations() -> dict[str, Script]:
    """Answers 200 and others that do not confirm this recording."""
    return {
        "portal": html(),
        "portal as json": Reply(b"<html></html>"),
        "empty object": as_json({}),
        "another id": changed(id="00000000-0000-4000-8000-000000000001"),
        "another digest": changed(sha256="a" * 64),
        "another size": changed(size=SIZE + 1),
        "not complete": changed(complete=False, offset=0),
        "beyond": changed(complete=False, offset=SIZE + 1),
        "a receipt": as_json({"id": "x", "sha256": "a" * 64, "received_at": "x"}),
        "cut": Reply(b'{"complete": true, "off', cut_after=10),
        "accepted": Reply(b"{}", 202),
        "always from elsewhere": go_on("offset", 5),
        "always damaged": go_on("digest", 0),
        "page refusal": html("<h1>Request too large</h1>", 413),
        "forbidden": as_json({"code": "token"}, 401),
        "range": as_json({"code": "range"}, 400),
        "trouble": as_json({"code": "server"}, 500),
        "busy": as_json({"code": "too_often"}, 429, retry_after="1"),
        "cut request": Fault.CUT_REQUEST,
        "silence": Fault.BLACK_HOLE,
    }


@pytest.mark.parametrize("name", false_confirmations())
def test_only_the_very_digest_confirmed_means_received(
    server: FaultServer, services: Services, name: str
) -> None:
    kept = services.send(spoken(services))
    for method in ("PUT", "GET"):
        server.answer(method, f"/feedback/{kept.id}/blobs", false_confirmations()[name])
    if name == "silence":
        be_impatient(services)
    for turn in range(2):
        report = run_once(services)
        # Who asks for rest is not asked again before.
        assert report.problem is not None or (name, turn) == ("busy", 1)
        assert shown(services, kept).state is ConversationState.KEPT
        assert recording_of(services, kept).state is RecordingState.WAITING
    server.heal()
    services.engine._patience = Patience()
    wait_until(
        lambda: (
            run_once(services).problem is None
            and shown(services, kept).state is ConversationState.RECEIVED
        )
    )
    assert list(server.blobs.values()) == [SOUND]


@pytest.mark.expected_log("a recording was refused")
@pytest.mark.parametrize("status", [410, 413, 415, 422])
@pytest.mark.parametrize("text", ["Words too.", ""])
def test_a_refusal_is_final_and_says_why(
    server: FaultServer, services: Services, status: int, text: str
) -> None:
    kept = services.send(spoken(services, text))
    reason = {"en": "This is no recording.", "zh-CN": "这不是录音。"}
    refusal = as_json({"code": "not_sound", "reason": reason}, status)
    server.answer("PUT", f"/feedback/{kept.id}/blobs", refusal)
    report = run_once(services)
    assert (report.refused, report.problem) == (1, None)
    found = shown(services, kept)
    assert services.outbox.waiting() == 0
    if text:
        assert (found.state, found.recording_lost) == (ConversationState.RECEIVED, True)
        assert recording_of(services, kept).refusal == reason
    else:
        assert (found.state, found.refusal) == (ConversationState.REFUSED, reason)


@pytest.mark.parametrize("text", ["Words too.", ""])
def test_erased_before_its_recording_came_is_told_as_erased(
    server: FaultServer, services: Services, text: str
) -> None:
    kept = services.send(spoken(services, text))
    told = {"code": "erased", "reason": {"en": "Erased."}, "erased_at": ERASED}
    server.answer("PUT", f"/feedback/{kept.id}/blobs", as_json(told, 410))
    run_once(services)
    found = shown(services, kept)
    assert (found.state, found.refusal) == (ConversationState.ERASED, None)
    assert found.erased_at == datetime.fromisoformat(ERASED)
    assert services.outbox.waiting() == 0


def test_a_refusal_of_another_recording_decides_nothing(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(spoken(services))
    refusal = {"code": "blob_type", "reason": {"en": "Not here."}, "id": kept.id}
    answer = as_json({**refusal, "sha256": "0" * 64}, 415)
    server.answer("PUT", f"/feedback/{kept.id}/blobs", answer)
    assert run_once(services).refused == 0
    server.heal()
    assert run_once(services).recordings == 1


def test_a_server_that_lost_the_words_gets_them_once_more(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(spoken(services))
    server.answer("PUT", f"/feedback/{kept.id}/blobs", Fault.CUT_REQUEST)
    run_once(services)
    server.heal()
    server.received.clear()
    run_once(services)
    assert run_once(services).recordings == 1
    assert list(server.received) == [kept.id]
    assert list(server.blobs.values()) == [SOUND]
    assert shown(services, kept).state is ConversationState.RECEIVED


def test_a_server_that_knows_no_recordings_is_asked_ever_more_rarely(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(spoken(services))
    unknown = as_json({"code": "not_found", "reason": {"en": "Nothing here."}}, 404)
    for method in ("PUT", "GET"):
        server.answer(method, f"/feedback/{kept.id}/blobs", unknown)
    for tries in (1, 2, 3):
        run_once(services)
        assert services.outbox.blobs_of(kept.id)[0].attempts == tries
    assert len(server.received) == 1
    found = shown(services, kept)
    assert (found.state, found.waiting) == (ConversationState.KEPT, True)


@pytest.mark.expected_log("damaged on the disk")
@pytest.mark.parametrize("text", ["Words too.", ""])
@pytest.mark.parametrize("gone", [True, False])
def test_a_recording_that_the_disk_spoilt_is_told_and_never_sent(
    server: FaultServer, services: Services, text: str, gone: bool
) -> None:
    kept = services.send(spoken(services, text))
    path = services.recordings.path_of(kept.id)
    assert path is not None
    if gone:
        path.unlink()
    else:
        path.write_bytes(SOUND[:-1] + b"x")
    report = run_once(services)
    assert report.problem is None
    assert recording_of(services, kept).state is RecordingState.DAMAGED
    assert not server.blobs
    if text:
        assert (report.sent, shown(services, kept).state) == (1, ConversationState.RECEIVED)
    else:
        assert (report.sent, shown(services, kept).entries[0].damaged) == (0, True)
        assert services.outbox.damaged() == (kept.id,)


@pytest.mark.expected_log("damaged on the disk")
def test_one_that_is_spoilt_half_way_is_told_as_well(
    server: FaultServer, services: Services
) -> None:
    kept = services.send(spoken(services))
    server.answer(
        "PUT", f"/feedback/{kept.id}/blobs", lambda r: server.healthy(r), Fault.CUT_REQUEST
    )
    run_once(services)
    server.heal()
    path = services.recordings.path_of(kept.id)
    assert path is not None
    path.write_bytes(SOUND[: PIECE + 5])
    run_once(services)
    assert recording_of(services, kept).state is RecordingState.DAMAGED


def test_a_recording_lost_before_it_is_sent_stays_a_draft(services: Services) -> None:
    draft = spoken(services)
    services.drafts.save(draft)
    services.recordings.discard(draft.id)
    with pytest.raises(StoreProblem, match="recording_lost"):
        services.send(draft)
    assert services.drafts.current() == draft
    assert services.conversations.get(draft.id) is None


def test_on_a_bad_line_the_pieces_become_smaller(server: FaultServer, services: Services) -> None:
    sound = SOUND[:40_000]
    kept = services.send(spoken(services, sound=sound))

    def only_small_ones(request: Request) -> Reply | Fault:
        return server.healthy(request) if len(request.body) <= 10_000 else Fault.LOST

    server.answer("PUT", f"/feedback/{kept.id}/blobs", only_small_ones)
    wait_until(lambda: run_once(services).problem is None)
    assert list(server.blobs.values()) == [sound]


def test_recordings_go_in_turns_and_new_words_and_notices_go_first(
    server: FaultServer, services: Services
) -> None:
    server.items = [notice(1)]
    long = services.send(spoken(services))
    short = services.send(spoken(services, "Short.", SOUND[:100]))
    said: list[str] = []

    def speak_up(request: Request) -> Reply:
        if not said:
            said.append(services.send(idea("Quickly.")).id)
        return server.healthy(request)

    server.answer("PUT", f"/feedback/{long.id}/blobs", speak_up)
    assert run_once(services).recordings == 2
    order = [r.path.split("/")[2] for r in server.requests if r.method == "PUT"]
    assert order == [long.id, short.id, long.id, said[0], short.id, long.id, long.id, long.id]
    notices = next(i for i, r in enumerate(server.requests) if r.path == "/announcements")
    first = next(i for i, r in enumerate(server.requests) if "content-range" in r.headers)
    assert notices < first


def test_closing_in_the_middle_of_a_piece_takes_no_time(
    server: FaultServer, tmp_path: Path
) -> None:
    services = client(tmp_path / "more", server.address, QUICK)
    kept = services.send(spoken(services))
    server.answer(
        "PUT", f"/feedback/{kept.id}/blobs", lambda r: server.healthy(r), Fault.BLACK_HOLE
    )
    services.sync.start()
    wait_until(lambda: len(pieces(server)) == 2)
    assert services.sync.status().recording_percent == 100 * PIECE // SIZE
    before = time.monotonic()
    services.close()
    assert time.monotonic() - before < 1.0
    server.heal()
    again = client(tmp_path / "more", None)
    assert run_once(again).recordings == 1
    assert list(server.blobs.values()) == [SOUND]
    again.close()

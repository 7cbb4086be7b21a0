"""What a machine's newest file asked, kept sealed, and the answers: those of a connection.

Asked again, a question gets the answer that holds now, as it would over a connection. What was
refused and left no trace here is answered as it was the first time.
"""

import contextlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from server.api import acts, errors, mailbox, reading, schemas
from server.api.errors import WireError
from server.communities.models import Community
from server.courier.parcel import Parcel, Request
from server.devices import joining
from server.feedback import blobs, receiving, tokens
from server.signing import boxes, keyring, keysets
from server.signing.envelope import unb64

#: What a blob may have at most; larger ones are refused by what was announced.
_MAX_BLOB = 64 * 1024 * 1024
_PIECE = 256 * 1024
Answer = dict[str, Any]


def answered(act: Callable[[], acts.Said]) -> acts.Said:
    """The answer of an act, also where it refuses."""
    try:
        return act()
    except acts.REFUSED as problem:
        refusal = acts.refusal_of(problem)
        return refusal.status, json.loads(errors.body(refusal.code, refusal.more))


def take(community: Community, parcel: Parcel) -> list[Answer]:
    """Do what each request asks, in order; returns the answers."""
    device = parcel.listed.machine.device
    said = []

    def joined() -> bool:
        return device is not None and joining.may_send(community, device.id, device.token)

    for one, body in parcel.bodies():
        status, value = answered(partial(_do, community, one, body, joined))
        said.append(_answer(one, status, value))
    return said


def _do(
    community: Community,
    one: Request,
    body: Callable[[int], bytes | None],
    joined: Callable[[], bool],
) -> acts.Said:
    token = _token(one.token)
    if one.kind == "message":
        words = body(reading.MAX_BODY)
        if words is None:
            raise WireError(413, "too_large")
        given = receiving.envelope(one.id, token, words)
        return acts.take_message(community, given, words, joined)
    if one.kind == "blob":
        blob = acts.find_blob(community, one.id, token, one.sha256)
        data = body(_MAX_BLOB)
        if data is None:
            raise WireError(413, "blob_too_large")
        return _take_blob(blob, data)
    if one.kind == "take_back":
        return acts.take_back(community, one.id, token)
    raise WireError(400, "bad_request")


def _take_blob(blob: Any, data: bytes) -> acts.Said:
    """Piece by piece, from where the road before ended."""
    made_whole, at = False, blob.offset
    for _ in range(2 * (len(data) // _PIECE + 2)):
        if blob.complete or made_whole:
            break
        try:
            piece = blobs.Piece(at, len(data), data[at : at + _PIECE])
            blob, made_whole = blobs.take(blob, piece)
            at = blob.offset
        except blobs.NotTakenError as problem:
            # What came before over another road may have been damaged: from its beginning, then.
            if problem.offset is None or problem.offset == at or at >= len(data):
                raise
            at = problem.offset
    return 201 if made_whole else 200, acts.blob_status(blob)


def seal(community: Community, parcel: Parcel, said: list[Answer]) -> str:
    """The questions of a file and what was answered, for the community's own eyes."""
    told = {
        "requests": [json.loads(one.model_dump_json()) for one in parcel.listed.requests],
        "mailbox": [json.loads(one.model_dump_json()) for one in parcel.listed.mailbox],
        "said": said,
    }
    box = keysets.newest(keysets.chain(community))["boxes"][-1]
    sealed = boxes.seal_text(json.dumps(told).encode(), unb64(box["public"]))
    return json.dumps({"to": box["key"], "box": sealed})


def answers(community: Community, sealed: str) -> list[Answer]:
    """The answers as they are now; none where the questions can't be opened any more."""
    told = _opened(community, sealed)
    before = {(one["kind"], one["id"], one.get("sha256", "")): one for one in told["said"]}
    found = []
    for value in told["requests"]:
        one = Request.model_validate(value)
        given = before.get((one.kind, str(one.id), one.sha256))
        now = _now(community, one, given)
        if now is not None:
            found.append(now)
    asked = [schemas.MailboxAsk.model_validate(one) for one in told["mailbox"]]
    for start in range(0, len(asked), schemas.MAX_ASKED):
        some = schemas.MailboxIn(messages=asked[start : start + schemas.MAX_ASKED])
        found.append({"kind": "mailbox", "status": 200, "body": mailbox.answer(community, some)})
    return found


def _now(community: Community, one: Request, before: Answer | None) -> Answer | None:
    """What holds now of a request; None when it has to be asked anew."""
    refused = before is not None and before["status"] >= 400
    if one.kind == "message":

        def receipt() -> acts.Said:
            given = receiving.Envelope(one.id, _token(one.token), one.sha256)
            stored = receiving.known(community, given)
            return (404, {}) if stored is None else (200, acts.receipt(stored))

        status, value = answered(receipt)
        if status == 404:
            # A refusal stands; a receipt for what is here no longer would be false.
            return before if refused else None
        return _answer(one, status, value)
    if one.kind == "blob" and not refused:

        def state() -> acts.Said:
            blob = acts.find_blob(community, one.id, _token(one.token), one.sha256)
            return 200, acts.blob_status(blob)

        return _answer(one, *answered(state))
    return before


def _token(text: str) -> bytes:
    try:
        return tokens.decode(text)
    except tokens.TokenError:
        raise WireError(401, "token") from None


def _answer(one: Request, status: int, value: dict[str, Any]) -> Answer:
    told = {"kind": one.kind, "id": str(one.id)}
    if one.sha256:
        told["sha256"] = one.sha256
    return {**told, "status": status, "body": value}


def _opened(community: Community, sealed: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"requests": [], "mailbox": [], "said": []}
    if not sealed:
        return nothing
    told = json.loads(sealed)
    secret = keyring.boxes(community.slug).get(told["to"])
    with contextlib.suppress(boxes.UnopenedError):
        if secret is not None:
            opened: dict[str, Any] = json.loads(boxes.open_text(told["box"], secret))
            return opened
    return nothing

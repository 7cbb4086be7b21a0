"""The addresses of docs/protocol.md."""

import json
import logging
import uuid
from typing import Annotated, Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.gzip import gzip_page
from ninja import Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError as NinjaValidationError

from server.announcements import feed, media, snapshots
from server.announcements.models import MediaFile, SnapshotFile
from server.announcements.publishing import stamp
from server.api import acts, files, mailbox, openapi, reading, schemas, taking, throttle
from server.api import blobs as blob_answers
from server.api.errors import WireError, error
from server.communities.models import Community
from server.devices import joining
from server.devices.models import Device
from server.feedback import blobs, receiving, tokens
from server.signing import keyring, notices
from server.signing.models import Keysets

log = logging.getLogger(__name__)
api = openapi.WireAPI(
    title="Footbridge",
    version="1",
    description="How a Footbridge client and a community server talk; see docs/protocol.md.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="wire",
)
RETRY_AFTER_S = 30
#: Where a request keeps what a refusal of it says that it speaks of.
_ABOUT = "footbridge.about"


def community_of(request: HttpRequest) -> Community:
    """The community that the address names. Raises WireError 404."""
    community: Community | None = getattr(request, "community", None)
    if not community:
        raise WireError(404, "community")
    return community


@api.exception_handler(WireError)
def on_wire_error(request: HttpRequest, problem: WireError) -> HttpResponse:
    """Answers what was raised on purpose."""
    return problem.response(_spoken_of(request))


@api.exception_handler(receiving.RefusedError)
@api.exception_handler(joining.RefusedError)
def on_refusal(request: HttpRequest, problem: Exception) -> HttpResponse:
    """Answers why a message is not taken, or a machine not joined."""
    return acts.refusal_of(problem).response(_spoken_of(request))


@api.exception_handler(blobs.NotTakenError)
def on_piece_not_taken(request: HttpRequest, problem: blobs.NotTakenError) -> HttpResponse:
    """Answers why a piece of a recording or a photo is not taken."""
    return blob_answers.not_taken(problem, _spoken_of(request))


@api.exception_handler(NinjaValidationError)
def on_bad_parameter(request: HttpRequest, problem: NinjaValidationError) -> HttpResponse:
    """Only `limit` is read by ninja itself."""
    return error(422, "limit")


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def on_no_database(request: HttpRequest, problem: DatabaseError) -> HttpResponse:
    """The database is away, locked or full: the sender keeps the words and comes again."""
    log.error("database: %s", type(problem).__name__)
    return error(503, "busy", RETRY_AFTER_S)


@api.get(
    "/head",
    response=schemas.Head,
    summary="Where the feed is",
    openapi_extra={"responses": openapi.refusals(404, 503)},
)
def head(request: HttpRequest) -> HttpResponse:
    """The cursor of the last change, and the digest of the community's own words."""
    found = feed.head_of(getattr(request, "community_slug", None))
    if found is None:
        raise WireError(404, "community")
    value = acts.head_value(found)
    snapshot = snapshots.named(found)
    if snapshot is not None:
        value["snapshot"] = snapshot
    return _json(value, "public, max-age=30")


@api.get(
    "/community",
    response=schemas.CommunityOut,
    summary="The community's own words",
    openapi_extra={"responses": openapi.bare(304) | openapi.refusals(404, 503)},
)
def community(request: HttpRequest) -> HttpResponse:
    """Issuers, topics, places, lessons and how to reach a person."""
    chosen = community_of(request)
    # One query for both, so that the tag is never that of another text.
    text, digest = Community.objects.values_list("document", "document_digest").get(pk=chosen.pk)
    return _named_by_digest(request, text, digest)


@api.get(
    "/keyset",
    response=schemas.KeysetsOut,
    summary="Who may sign this community's notices",
    openapi_extra={"responses": openapi.bare(304) | openapi.refusals(404, 503)},
)
def keyset(request: HttpRequest) -> HttpResponse:
    """All signed keysets, oldest first."""
    row = Keysets.objects.filter(pk=community_of(request).pk).first()
    if row is None:
        raise WireError(404, "not_found")
    return _named_by_digest(request, row.document, row.digest)


@api.get(
    "/roll",
    response=schemas.EnvelopeOut,
    summary="The signed list of all notices that stand",
    openapi_extra={"responses": openapi.refusals(404, 503)},
)
@decorate_view(gzip_page)
def roll(request: HttpRequest) -> HttpResponse:
    """What a client compares with after it read the feed anew."""
    chosen = community_of(request)
    try:
        # The head is read first: what is published meanwhile is one more on the list, what is
        # deleted meanwhile one less, and both are as they should be.
        signed = notices.signed_roll(chosen.pk, str(feed.head(chosen.pk)))
    except keyring.KeyMissingError as problem:
        log.error("the roll can't be signed: %s", problem)
        raise WireError(503, "busy", RETRY_AFTER_S) from problem
    if signed is None:
        raise WireError(404, "not_found")
    return _json(signed, "public, max-age=30")


@api.get(
    "/announcements",
    response=schemas.PageOut,
    summary="Changes of the notices",
    openapi_extra={"responses": openapi.refusals(404, 410, 422, 503)},
)
@decorate_view(gzip_page)
def announcements(
    request: HttpRequest,
    after: str | None = None,
    upto: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> HttpResponse:
    """Changes with `after < seq <= upto`, each announcement once, in its latest state."""
    chosen = community_of(request)
    try:
        start = feed.Cursor.parse(after) if after is not None else None
        end = feed.Cursor.parse(upto) if upto is not None else None
        page = feed.page(chosen.pk, start, end, limit)
    except feed.CursorError as problem:
        raise WireError(422, "cursor") from problem
    except feed.GenerationError as problem:
        raise WireError(410, "generation") from problem
    except feed.HorizonError as problem:
        raise WireError(410, "horizon") from problem
    response = HttpResponse(page.json(), content_type="application/json")
    response.headers["Cache-Control"] = files.FOR_EVER if end else "no-cache"
    return response


@api.get(
    "/media/{sha256}",
    summary="A picture or a sound",
    openapi_extra={
        "responses": openapi.part_or_whole("image/*", "audio/*")
        | openapi.bare(304, 416)
        | openapi.refusals(404, 503)
    },
)
def media_bytes(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The bytes; `Range` is understood."""
    chosen = community_of(request)
    file = MediaFile.objects.filter(pk=sha256, publishedmedia__community=chosen).first()
    if file is None:
        raise WireError(404, "not_found")
    try:
        stored = media.read(file.sha256)
    except FileNotFoundError as problem:
        log.error("the bytes of a published file are missing: %s", file.sha256)
        raise WireError(404, "not_found") from problem
    return files.send(request, stored, file.type, file.size, file.sha256)


@api.get(
    "/snapshot/{sha256}",
    summary="All that is published, packed",
    openapi_extra={
        "responses": openapi.part_or_whole("application/zstd", "application/gzip")
        | openapi.bare(304, 416)
        | openapi.refusals(404, 503)
    },
)
def snapshot_bytes(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """One file of a snapshot, as head or another file names it; `Range` is understood."""
    chosen = community_of(request)
    file = SnapshotFile.objects.filter(sha256=sha256, snapshot__community=chosen).first()
    if file is None:
        raise WireError(404, "not_found")
    try:
        stored = default_storage.open(snapshots.path_of(sha256))
    except FileNotFoundError as problem:
        log.error("the bytes of a snapshot are missing: %s", sha256)
        raise WireError(404, "not_found") from problem
    return files.send(request, stored, f"application/{file.encoding}", file.size, sha256)


@api.put(
    "/feedback/{uuid:message_id}",
    response={200: schemas.Receipt, 201: schemas.Receipt},
    summary="Takes a message",
    openapi_extra={
        "requestBody": openapi.body("FeedbackIn", "SealedIn"),
        "responses": openapi.refusals(401, 403, 404, 409, 410, 411, 413, 422, 424, 429, 503),
        "security": [{"token": []}],
    },
)
def put_feedback(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Takes the very bytes once; a receipt is given for the same bytes as often as asked."""
    _speak_of(request, message_id)
    token = _token(request)
    taken = taking.at_once(request, message_id, token)
    if taken is not None:
        return _said((201, acts.receipt(taken)))
    chosen = community_of(request)
    body = reading.raw(request)
    given = receiving.envelope(message_id, token, body)
    _speak_of(request, message_id, given.digest)
    return _said(acts.take_message(chosen, given, body, lambda: _is_joined(request, chosen)))


@api.delete(
    "/feedback/{uuid:message_id}",
    response={200: schemas.TakenBack, 202: schemas.TakenBack},
    summary="Takes a message back",
    openapi_extra={
        "responses": openapi.refusals(401, 404, 409, 422, 429, 503),
        "security": [{"token": []}],
    },
)
def delete_feedback(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Erases a conversation that nobody has looked at; else staff are asked to erase it."""
    chosen = community_of(request)
    token = _bearer(request)
    _within(request, "feedback", tokens.token_hash(token))
    return _said(acts.take_back(chosen, message_id, token))


@api.put(
    "/feedback/{uuid:message_id}/blobs/{sha256}",
    response={200: schemas.BlobOut, 201: schemas.BlobOut},
    summary="Takes a piece of a recording or a photo",
    openapi_extra={
        "requestBody": openapi.BYTES_BODY,
        "parameters": [openapi.CONTENT_RANGE],
        "responses": openapi.go_on()
        | openapi.refusals(400, 401, 404, 410, 411, 413, 415, 429, 503),
        "security": [{"token": []}],
    },
)
def put_blob(request: HttpRequest, message_id: uuid.UUID, sha256: str) -> HttpResponse:
    """Adds a piece where the last one ended; 201 when this made it whole and its digest fits."""
    _speak_of(request, message_id, sha256)
    chosen, token = _blob_asked(request)
    piece = blob_answers.piece_of(request, reading.raw(request))
    blob = acts.find_blob(chosen, message_id, token, sha256)
    taken, made_whole = blobs.take(blob, piece)
    return blob_answers.status(taken, 201 if made_whole else 200)


@api.get(
    "/feedback/{uuid:message_id}/blobs/{sha256}",
    response=schemas.BlobOut,
    summary="How far a recording or a photo is here",
    openapi_extra={
        "responses": openapi.refusals(401, 404, 410, 429, 503),
        "security": [{"token": []}],
    },
)
def get_blob(request: HttpRequest, message_id: uuid.UUID, sha256: str) -> HttpResponse:
    """From where to go on, never the bytes; `HEAD` gives the headers alone."""
    _speak_of(request, message_id, sha256)
    chosen, token = _blob_asked(request)
    return blob_answers.status(acts.find_blob(chosen, message_id, token, sha256))


@api.post(
    "/mailbox",
    response=schemas.MailboxOut,
    summary="Answers to messages",
    openapi_extra={
        "requestBody": openapi.body("MailboxIn"),
        "responses": openapi.refusals(404, 411, 413, 422, 429, 503),
    },
)
def post_mailbox(request: HttpRequest) -> HttpResponse:
    """How up to 50 conversations stand, each shown for its token."""
    chosen = community_of(request)
    _within(request, "mailbox")
    asked = reading.checked(schemas.MailboxIn, reading.parse(reading.raw(request)))
    return _json(mailbox.answer(chosen, asked), "no-store")


@api.put(
    "/devices/{uuid:device_id}",
    response={200: schemas.DeviceOut, 201: schemas.DeviceOut},
    summary="Joins a machine",
    openapi_extra={
        "requestBody": openapi.body("DeviceIn"),
        "responses": openapi.refusals(401, 403, 404, 409, 410, 411, 413, 422, 429, 503),
        "security": [{"token": []}],
    },
)
def put_device(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Joins a machine with a code; again for the same machine, it stays joined."""
    chosen = community_of(request)
    token = _bearer(request)
    _within(request, "join")
    given = reading.checked(schemas.DeviceIn, reading.parse(reading.raw(request)))
    device, new = joining.join(chosen, device_id, token, given.code, given.program)
    return _device(device, 201 if new else 200)


@api.get(
    "/devices/{uuid:device_id}",
    response=schemas.DeviceOut,
    summary="Whether a machine is joined",
    openapi_extra={
        "responses": openapi.refusals(401, 404, 410, 429, 503),
        "security": [{"token": []}],
    },
)
def get_device(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Notes the contact; an id that is not known and a token that does not fit answer alike."""
    chosen = community_of(request)
    token = _bearer(request)
    _within(request, "mailbox")
    return _device(joining.seen(chosen, device_id, token), 200)


def _device(device: Device, status: int) -> HttpResponse:
    value = {"id": str(device.pk), "name": device.name, "joined_at": stamp(device.joined_at)}
    return _json(value, "no-store", status)


def _is_joined(request: HttpRequest, community: Community) -> bool:
    """Whether a joined machine's id and token came along; which one it is is not kept."""
    name, _, token = request.headers.get("Footbridge-Device", "").partition(" ")
    return joining.may_send(community, name, token)


def _token(request: HttpRequest) -> bytes:
    """As `_bearer`, of a community that is perhaps not there, which is then what is said."""
    try:
        return _bearer(request)
    except WireError:
        community_of(request)
        raise


def _bearer(request: HttpRequest) -> bytes:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise tokens.TokenError
        return tokens.decode(token.strip())
    except tokens.TokenError:
        raise WireError(401, "token") from None


def _speak_of(request: HttpRequest, message_id: uuid.UUID, sha256: str = "") -> None:
    """Have a refusal say of which message it speaks, and of which bytes where that is known."""
    request.META[_ABOUT] = {"id": str(message_id), **({"sha256": sha256} if sha256 else {})}


def _spoken_of(request: HttpRequest) -> dict[str, str | int]:
    return dict(request.META.get(_ABOUT, {}))


def _blob_asked(request: HttpRequest) -> tuple[Community, bytes]:
    chosen = community_of(request)
    token = _bearer(request)
    _within(request, "blob", tokens.token_hash(token))
    return chosen, token


def _within(request: HttpRequest, what: str, token_hash: str | None = None) -> None:
    """Counts a knock for the address, and for the token where there is one. Raises WireError."""
    knocks = [(f"{what}_address", throttle.client_address(request))]
    if token_hash is not None:
        knocks.append((f"{what}_token", token_hash))
    wait = throttle.too_often(*knocks)
    if wait is not None:
        raise WireError(429, "too_often", wait)


def _said(said: acts.Said) -> HttpResponse:
    status, value = said
    return _json(value, "no-store", status)


def _named_by_digest(request: HttpRequest, text: str, digest: str) -> HttpResponse:
    """A document whose digest the head names."""
    tag = f'"{digest}"'
    if files.is_unchanged(request, tag):
        response = files.not_modified()
    else:
        response = HttpResponse(text, content_type="application/json")
    response.headers["ETag"] = tag
    # Asked again each time, so that it is never older than the head that named it.
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _json(value: dict[str, Any], cache: str, status: int = 200) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=status, content_type="application/json")
    response.headers["Cache-Control"] = cache
    return response

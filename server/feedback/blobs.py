"""Recordings and photos of messages: taken piece by piece, once, and only whole.

What a message names (see docs/protocol.md) is noted with it. Each piece is one transaction on the
blob's row, which also puts the bytes together when the last one is here: whoever sends what at the
same time, from whichever process, a byte is counted once.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from server.announcements import media
from server.communities.models import Community
from server.feedback import sounds, tokens
from server.feedback.models import Blob, BlobPiece, Feedback
from server.feedback.sealed import SealedError, most_bytes, open_file

log = logging.getLogger(__name__)

#: Below it in the storage lie the complete ones, each under a name of its own.
FOLDER = "feedback"
TYPES = {
    Blob.Role.RECORDING: frozenset({"audio/ogg"}),
    Blob.Role.PHOTO: frozenset(media.PICTURES.values()),
}
_SNIFFED = 64


class NotTakenError(Exception):
    """A piece is not taken. `code` says why; `offset` from where to go on, None for never."""

    def __init__(self, code: str, offset: int | None = None) -> None:
        super().__init__(code)
        self.code, self.offset = code, offset


@dataclass(frozen=True)
class Piece:
    """Bytes of a blob of `total` bytes, from `start` on."""

    start: int
    total: int
    data: bytes


def refusal_of(role: str, kind: str, size: int, *, sealed: bool = False) -> str:
    """The code of why a blob so announced is never taken; empty when it may come.

    A sealed one is larger than what is in it, which is measured when it was opened.
    """
    if kind not in TYPES.get(role, ()):  # type: ignore[call-overload]
        return "blob_type"
    most = settings.BLOB_MAX_BYTES
    return "blob_too_large" if size > (most_bytes(most) if sealed else most) else ""


def note(message: Feedback, announced: Iterable[dict[str, Any]]) -> None:
    """Remember what the message names, inside the transaction that stores it."""
    Blob.objects.bulk_create(
        Blob(
            feedback=message,
            position=position,
            refusal=refusal_of(one["role"], one["type"], one["size"], sealed=bool(one["key"])),
            **one,
        )
        for position, one in enumerate(announced)
    )


def find(community: Community, message_id: uuid.UUID, token: bytes, sha256: str) -> Blob | None:
    """The blob of that message; None alike for all that the token does not open."""
    blob = (
        Blob.objects.select_related("feedback")
        .filter(feedback=message_id, feedback__community=community, sha256=sha256)
        .first()
    )
    # A stranger waits as long for a no as for a yes.
    stored_hash = blob.feedback.token_hash if blob else "0" * 64
    return blob if tokens.fits(stored_hash, token) else None


def take(blob: Blob, piece: Piece) -> tuple[Blob, bool]:
    """Adds a piece; returns the blob as it is now, and whether this piece made it complete.

    A piece of what is complete already changes nothing. Raises NotTakenError.
    """
    with transaction.atomic():
        row = Blob.objects.select_for_update().filter(pk=blob.pk).first()
        if row is None:
            raise NotTakenError("erased")
        if row.complete:
            return row, False
        code = row.refusal or _add(row, piece)
        # Also what was found to be wrong is kept: nothing of it is undone by raising.
        row.save()
    if code:
        raise NotTakenError(code, None if row.refusal else row.offset)
    return row, row.complete


def _add(row: Blob, piece: Piece) -> str:
    """Adds a piece to a locked row; returns the code of why not, empty when all is well."""
    if piece.total != row.size or piece.start + len(piece.data) > row.size or not piece.data:
        return "range"
    if piece.start != row.offset:
        return "offset"
    if piece.start == 0 and not _may_begin(row, piece.data):
        row.refusal = "not_sound"
        return row.refusal
    BlobPiece.objects.create(blob=row, start=piece.start, data=piece.data)
    row.offset += len(piece.data)
    return _put_together(row) if row.offset == row.size else ""


def _may_begin(row: Blob, data: bytes) -> bool:
    """Whether a recording's first bytes are those of one; a tiny piece tells nothing yet."""
    sniffed = row.role == Blob.Role.RECORDING and not row.key and len(data) >= _SNIFFED
    return not sniffed or sounds.begins_ogg_opus(data)


def _put_together(row: Blob) -> str:
    """All bytes are here: checks them and puts them into the storage."""
    data = b"".join(bytes(one) for one in row.pieces.values_list("data", flat=True))
    row.pieces.all().delete()
    row.offset = 0
    if hashlib.sha256(data).hexdigest() != row.sha256:
        log.warning("a recording or photo came with another digest and was dropped")
        return "digest"
    row.refusal, data = _opened(row, data)
    if row.refusal:
        return row.refusal
    row.stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(data))
    row.stored_size, row.offset = len(data), row.size
    return ""


def _opened(row: Blob, data: bytes) -> tuple[str, bytes]:
    """Why it can't be taken (a code), and the bytes that staff may open; its key is forgotten."""
    key, row.key = bytes(row.key), b""
    try:
        if key:
            data = open_file(data, key)
        if len(data) > settings.BLOB_MAX_BYTES:
            return "blob_too_large", b""
        return "", _checked(row, data)
    except SealedError:
        return "sealed", b""
    except ValidationError:
        return ("not_sound" if row.role == Blob.Role.RECORDING else "not_picture"), b""


def _checked(row: Blob, data: bytes) -> bytes:
    """The bytes that staff may open: a picture without what it tells about its maker."""
    if row.role == Blob.Role.PHOTO:
        picture = media.picture(data)
        row.type = picture.type
        return picture.data
    row.seconds = sounds.seconds_of(data)
    if row.seconds is None:
        raise ValidationError("not Ogg Opus")
    return data


def drop(names: Iterable[str]) -> None:
    """Deletes complete blobs from the storage, after the transaction that forgets them."""
    for name in names:
        if name:
            default_storage.delete(name)

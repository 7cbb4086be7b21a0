"""Recordings and photos on the staff's pages: what is said of each, and its bytes."""

from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from server.api import files
from server.feedback.models import Blob, Feedback

#: Opened by itself it may show or play itself, and nothing else.
_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
_ENDINGS = {"audio/ogg": "ogg", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True)
class Attachment:
    """One on the page. `url` is empty until it is all here; `note` says what it is."""

    note: str
    url: str
    is_sound: bool


def length_in_words(seconds: float | None) -> str:
    """Minutes and seconds, as `1:05`; empty when not known."""
    if not seconds:
        return ""
    whole = max(1, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def attachments_of(message: Feedback) -> list[Attachment]:
    """What goes with a message, in its order."""
    return [_attachment(blob) for blob in message.blobs.all()]


def state_of(blob: Blob) -> str:
    """What it is, how long it is, and whether it is here."""
    sound = blob.role == Blob.Role.RECORDING
    name = _("Voice") if sound else _("Photo")
    length = length_in_words(blob.seconds) if sound else ""
    name = f"{name} {length}".strip()
    if blob.refusal:
        return _("%(what)s: could not be taken") % {"what": name}
    if blob.complete:
        return name
    share = 100 * blob.offset // blob.size
    return _("%(what)s: on its way, %(share)d %% are here") % {"what": name, "share": share}


def _attachment(blob: Blob) -> Attachment:
    first = blob.feedback.follows_id or blob.feedback_id
    url = reverse("admin:feedback_feedback_blob", args=[first, blob.pk]) if blob.complete else ""
    return Attachment(state_of(blob), url, blob.role == Blob.Role.RECORDING)


def send(request: HttpRequest, blob: Blob) -> HttpResponseBase:
    """The bytes, whole or in part; kept by no cache. Raises Http404."""
    if not blob.complete:
        raise Http404
    try:
        stored: Any = default_storage.open(blob.stored, "rb")
    except FileNotFoundError as problem:
        raise Http404 from problem
    response = files.send(request, stored, blob.type, blob.stored_size, blob.sha256)
    name = f"{blob.feedback.reference}.{_ENDINGS[blob.type]}"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    return response

"""The wire's feedback, receipts and mailbox."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.feedback import ConversationState, Draft, FeedbackKind, Recording, Verdict
from app.domain.mailbox import BlobStatus, MailboxEntry, Receipt, Refusal, Reply, TakenBack
from app.errors import BadData
from app.formats.fields import Fields, SetAside, id_of, load_json

RECEIPT_LIMIT = 64 * 1024
MAILBOX_LIMIT = 16 * 1024 * 1024
#: The most conversations that one mailbox call may ask about.
MAILBOX_MOST = 50
#: A recording on the wire: what it is, and as what it goes (`docs/protocol.md`).
RECORDING_TYPE = "audio/ogg"
RECORDING_ROLE = "recording"

_STATES = {
    "received": ConversationState.RECEIVED,
    "in_progress": ConversationState.IN_PROGRESS,
    "answered": ConversationState.ANSWERED,
    "closed": ConversationState.CLOSED,
    "erased": ConversationState.ERASED,
}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What the mailbox said. One conversation that is bad is set aside, the others stay good."""

    entries: tuple[MailboxEntry, ...]
    set_aside: tuple[SetAside, ...] = ()
    #: Which question it answers; None where the other side does not say so.
    asked: str | None = None


def feedback_payload(draft: Draft, made_at: datetime, key: bytes | None = None) -> bytes:
    """The bytes of a first message; raises ValueError when the draft has no kind yet.

    It names its recording only where that goes along. `key` opens it, where it goes sealed; such
    bytes are only ever sent sealed themselves.
    """
    if draft.kind is None:
        raise ValueError("a draft without a kind can't be sent")
    return _payload(
        kind=draft.kind,
        text=draft.text,
        language=draft.language,
        made_at=made_at,
        topic=draft.topic,
        place=_place(draft),
        answer_wanted=bool(draft.answer_wanted),
        name=draft.name or None,
        telephone=draft.telephone or None,
        about=draft.about,
        follows=None,
        verdict=None,
        **_blobs(draft, key),
    )


def with_key(payload: bytes, recording: Recording, key: bytes) -> bytes:
    """The bytes of a message whose only recording goes sealed after all."""
    told = json.loads(payload)
    return _canonical({**told, "blobs": [_blob(recording, key)]})


def follow_up_payload(
    follows: str, text: str, language: str, verdict: Verdict | None, made_at: datetime
) -> bytes:
    """The bytes of what is written back in the conversation `follows`."""
    return _payload(
        kind=FeedbackKind.FOLLOW_UP,
        text=text,
        language=language,
        made_at=made_at,
        topic=None,
        place=None,
        answer_wanted=True,
        name=None,
        telephone=None,
        about=None,
        follows=follows,
        verdict=verdict,
    )


def mailbox_payload(watched: Sequence[tuple[str, str]], asked: str) -> bytes:
    """The question `asked` to the mailbox: pairs of id and token, at most `MAILBOX_MOST`."""
    messages = [{"id": id_, "token": token} for id_, token in watched]
    return _canonical({"messages": messages, "asked": asked})


def parse_receipt(data: bytes) -> Receipt:
    """A receipt; raises BadData. Whether it fits what was sent is for the caller to see."""
    fields = Fields(load_json(data, "receipt", RECEIPT_LIMIT), "receipt")
    return Receipt(
        id=fields.identifier("id"),
        sha256=fields.sha256("sha256"),
        received_at=fields.time("received_at"),
        reference=_reference(fields) or "",
    )


def parse_refusal(data: bytes) -> Refusal:
    """An error in the wire's own form; raises BadData when something else spoke."""
    fields = Fields(load_json(data, "error", RECEIPT_LIMIT), "error")
    return Refusal(
        fields.identifier("code"),
        fields.optional_words("reason"),
        fields.optional_time("erased_at"),
        fields.integer("offset") if fields.raw("offset") is not None else None,
        fields.optional_identifier("id"),
        fields.sha256("sha256") if fields.raw("sha256") is not None else None,
    )


def parse_taken_back(data: bytes) -> TakenBack:
    """What is said when a message is taken back; raises BadData."""
    fields = Fields(load_json(data, "taken back", RECEIPT_LIMIT), "taken back")
    state = fields.identifier("state")
    if state not in ("erased", "asked"):
        raise fields.bad("state", "neither erased nor asked")
    return TakenBack(
        fields.identifier("id"), fields.time("erased_at") if state == "erased" else None
    )


def parse_blob_status(data: bytes) -> BlobStatus:
    """How far a recording is there; raises BadData."""
    fields = Fields(load_json(data, "blob", RECEIPT_LIMIT), "blob")
    size = fields.integer("size", 1)
    return BlobStatus(
        id=fields.identifier("id"),
        sha256=fields.sha256("sha256"),
        size=size,
        offset=fields.integer("offset", 0, size),
        complete=fields.flag("complete"),
    )


def parse_mailbox(data: bytes) -> Mailbox:
    """What the mailbox knows; unknown ids and states are left out.

    Raises BadData when it is no mailbox at all.
    """
    fields = Fields(load_json(data, "mailbox", MAILBOX_LIMIT), "mailbox")
    if not isinstance(fields.raw("messages"), list):
        raise fields.bad("messages", "not a list")
    entries: list[MailboxEntry] = []
    set_aside: list[SetAside] = []
    for value, where in fields.items("messages"):
        try:
            entry = _entry(value, where)
        except BadData as error:
            set_aside.append(SetAside(id_of(value), str(error)))
        else:
            entries += [] if entry is None else [entry]
    return Mailbox(tuple(entries), tuple(set_aside), fields.optional_identifier("asked"))


def _entry(value: object, where: str) -> MailboxEntry | None:
    fields = Fields(value, where)
    id_, state = fields.identifier("id"), fields.identifier("state")
    if state not in _STATES:
        return None
    return MailboxEntry(
        id=id_,
        state=_STATES[state],
        reference=_reference(fields),
        received_at=fields.optional_time("received_at"),
        handler=fields.optional_words("handler"),
        promised_by=fields.optional_day("promised_by"),
        replies=fields.each("replies", _reply),
        erased_at=fields.optional_time("erased_at"),
    )


def _reply(value: object, where: str) -> Reply:
    fields = Fields(value, where)
    return Reply(
        id=fields.identifier("id"),
        text=fields.text("text"),
        language=fields.language("language"),
        author=fields.some_words("author"),
        sent_at=fields.time("sent_at"),
    )


def _reference(fields: Fields) -> str | None:
    """A number to say aloud; a server may also write it as a JSON number."""
    value = fields.raw("reference")
    if value is None:
        return None
    if type(value) is int and 0 <= value < 10**12:
        return str(value)
    reference = fields.line("reference")
    if len(reference) > 40:
        raise fields.bad("reference", "longer than 40 characters")
    return reference or None


def _blobs(draft: Draft, key: bytes | None) -> dict[str, object]:
    recording = draft.recording
    if recording is None or not draft.voice_goes:
        return {}
    return {"blobs": [_blob(recording, key)]}


def _blob(recording: Recording, key: bytes | None) -> dict[str, object]:
    blob: dict[str, object] = {
        "sha256": recording.sha256,
        "size": recording.size,
        "type": RECORDING_TYPE,
        "role": RECORDING_ROLE,
        "seconds": round(recording.seconds, 2),
    }
    return blob if key is None else {**blob, "key": base64.b64encode(key).decode()}


def _place(draft: Draft) -> dict[str, str] | None:
    if draft.place_id:
        return {"id": draft.place_id}
    return {"words": _sendable(draft.place_words)} if draft.place_words.strip() else None


def _payload(*, made_at: datetime, **fields: object) -> bytes:
    if made_at.tzinfo is None:
        raise ValueError("a time without an offset")
    clean = {name: _sendable(v) if isinstance(v, str) else v for name, v in fields.items()}
    return _canonical({**clean, "made_at": made_at.isoformat(timespec="seconds")})


def _sendable(text: str) -> str:
    """The text without what no UTF-8 and no database can hold; line ends as line feeds.

    Some input methods hand over an emoji as two halves: they are joined.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _canonical(value: object) -> bytes:
    """JSON that is the same each time: sorted names, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

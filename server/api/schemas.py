"""The shapes of docs/protocol.md, for checking what comes and for the OpenAPI description."""

import base64
import uuid
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, model_validator

from server.feedback import blobs

Words = dict[str, str]
MAX_TEXT = 10_000
#: The most recordings and photos of one message.
MAX_BLOBS = 8
#: The most conversations that one call of the mailbox asks about.
MAX_ASKED = 50


class PackedFile(Schema):
    """A file of a snapshot, by the digest of its packed bytes."""

    sha256: str
    size: int


class SnapshotOut(Schema):
    """The newest file of a snapshot, packed in either way, and where in the feed it stands."""

    feed: str
    zstd: PackedFile
    gzip: PackedFile


class Head(Schema):
    """Where the feed is."""

    feed: str
    poll_after_s: int
    min_client: str
    community: str
    keyset: str | None = None
    joined_only: bool = False
    join_codes: bool = False
    snapshot: SnapshotOut | None = None


class SignatureOut(Schema):
    """Who signed, and the signature in base64."""

    key: str
    signature: str


class EnvelopeOut(Schema):
    """A text as it was signed, and by whom."""

    signed: str
    signatures: list[SignatureOut]


class KeysetsOut(Schema):
    """The signed keysets, oldest first."""

    keysets: list[EnvelopeOut]


class Named(Schema):
    """Something the community names."""

    id: str
    name: Words


class TopicOut(Named):
    """A topic and its picture."""

    icon: str


class Help(Schema):
    """How to reach a person."""

    name: Words
    telephone: str
    hours: Words


class Step(Schema):
    """One screen of a lesson."""

    title: Words
    text: Words


class LessonOut(Schema):
    """A lesson."""

    id: str
    title: Words
    steps: list[Step]


class CommunityOut(Schema):
    """The community and what it calls its things."""

    slug: str
    name: Words
    office: Words
    help: Help
    issuers: list[Named]
    topics: list[TopicOut]
    places: list[Named]
    lessons: list[LessonOut]


class Text(Schema):
    """A notice's text in one language."""

    title: str
    in_short: list[str]
    body: str


class MediaOut(Schema):
    """A picture or a sound."""

    role: Literal["picture", "sound"]
    sha256: str
    type: str
    size: int
    description: Words
    language: str | None = None


class ChangeOut(Schema):
    """What an earlier correction changed."""

    revision: int
    note: Words


class AnnouncementOut(Schema):
    """A notice in its latest state."""

    id: uuid.UUID
    seq: int
    revision: int
    state: Literal["published", "withdrawn"]
    urgent: bool
    topic: str | None
    issuer: Named
    published_at: str
    revised_at: str | None
    expires_on: str | None
    change_note: Words | None
    texts: dict[str, Text]
    media: list[MediaOut]
    changes: list[ChangeOut] | None = None
    signed: EnvelopeOut | None = None


class Deleted(Schema):
    """What is left of a deleted notice."""

    id: uuid.UUID
    seq: int
    deleted: Literal[True]
    signed: EnvelopeOut | None = None


class PageOut(Schema):
    """Some of the feed."""

    items: list[AnnouncementOut | Deleted]
    next: str
    more: bool


class PlaceIn(BaseModel):
    """A place of the community's list, or one in words."""

    id: Annotated[str, Field(max_length=63)] | None = None
    words: Annotated[str, Field(max_length=500)] | None = None


class BlobIn(BaseModel):
    """A recording or a photo that comes after the message, in pieces."""

    model_config = ConfigDict(extra="ignore", strict=True)

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=1, le=2**53)]
    type: Annotated[str, Field(pattern=r"^[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}$")]
    role: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]
    seconds: Annotated[float, Field(ge=0, le=86_400, strict=False)] | None = None
    # Where it comes sealed: what opens it. In a message that is sealed itself.
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")] | None = None

    def fields(self) -> dict[str, Any]:
        """What is stored."""
        return {**self.model_dump(), "key": base64.b64decode(self.key or "")}


class BoxIn(BaseModel):
    """A text that only the owner of the key can read."""

    to: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    box: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$")]


class SealedIn(BaseModel):
    """A message that only the community can read: a `FeedbackIn` with its `id` is in it."""

    sealed: BoxIn


class FeedbackIn(BaseModel):
    """A message; fields that are not named here are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True)

    kind: Literal["idea", "problem", "question", "thanks", "confidential", "follow_up"]
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""
    language: Annotated[str, Field(min_length=1, max_length=35)]
    made_at: Annotated[str, Field(max_length=64)] | None = None
    topic: Annotated[str, Field(max_length=63)] | None = None
    place: PlaceIn | None = None
    answer_wanted: bool = False
    name: Annotated[str, Field(max_length=200)] | None = None
    telephone: Annotated[str, Field(max_length=100)] | None = None
    about: Annotated[uuid.UUID, Field(strict=False)] | None = None
    follows: Annotated[uuid.UUID, Field(strict=False)] | None = None
    verdict: Literal["solved", "not_solved", "not_understood"] | None = None
    blobs: Annotated[list[BlobIn], Field(max_length=MAX_BLOBS)] | None = None

    @model_validator(mode="after")
    def whole(self) -> "FeedbackIn":
        """Words are there unless a recording, a photo or a verdict says enough.

        A follow-up says what it follows.
        """
        follow_up, named = self.kind == "follow_up", self.blobs or []
        if len({one.sha256 for one in named}) != len(named):
            raise ValueError("invalid")
        if not self.text.strip() and not (follow_up and self.verdict):
            # What can never be taken says nothing; with words it is refused by itself.
            refusals = [
                blobs.refusal_of(one.role, one.type, one.size, sealed=bool(one.key))
                for one in named
            ]
            if all(refusals):
                raise ValueError(refusals[0] if refusals else "empty")
        if follow_up and self.follows is None:
            raise ValueError("invalid")
        return self

    def fields(self) -> dict[str, Any]:
        """What is stored."""
        follow_up = self.kind == "follow_up"
        return {
            "kind": self.kind,
            "text": self.text,
            "language": self.language,
            "made_at": self.made_at or "",
            "topic": self.topic or "",
            "place": (self.place and self.place.id) or "",
            "place_words": (self.place and self.place.words) or "",
            "answer_wanted": self.answer_wanted,
            "name": self.name or "",
            "telephone": self.telephone or "",
            "about": self.about,
            "follows": self.follows if follow_up else None,
            "verdict": (self.verdict or "") if follow_up else "",
            "blobs": [one.fields() for one in self.blobs or []],
        }


class Receipt(Schema):
    """Says that the very bytes were received."""

    id: uuid.UUID
    sha256: str
    received_at: str
    reference: str


class DeviceIn(BaseModel):
    """A machine that joins."""

    model_config = ConfigDict(extra="ignore", strict=True)

    code: Annotated[str, Field(min_length=1, max_length=40)]
    program: Annotated[str, Field(max_length=40)] = ""


class DeviceOut(Schema):
    """A machine that is joined; staff gave it its name."""

    id: uuid.UUID
    name: str
    joined_at: str


class TakenBack(Schema):
    """What became of a message that its sender takes back."""

    id: uuid.UUID
    state: Literal["erased", "asked"]
    erased_at: str | None = None


class BlobOut(Schema):
    """How far a recording or a photo is here."""

    id: uuid.UUID
    sha256: str
    size: int
    offset: int
    complete: bool


class MailboxAsk(BaseModel):
    """One conversation asked for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: Annotated[uuid.UUID, Field(strict=False)]
    token: Annotated[str, Field(max_length=200)]


class MailboxIn(BaseModel):
    """The conversations asked for."""

    model_config = ConfigDict(extra="ignore", strict=True)

    messages: Annotated[list[MailboxAsk], Field(min_length=1, max_length=MAX_ASKED)]
    asked: Annotated[str, Field(max_length=64)] | None = None


class ReplyOut(Schema):
    """An answer."""

    id: uuid.UUID
    text: str
    language: str
    author: Words
    sent_at: str


class Conversation(Schema):
    """How a conversation stands."""

    id: uuid.UUID
    state: Literal["received", "in_progress", "answered", "closed"]
    reference: str
    received_at: str
    handler: Words | None
    promised_by: str | None
    replies: list[ReplyOut]


class Unknown(Schema):
    """Not known here, or the token does not fit."""

    id: uuid.UUID
    state: Literal["unknown"]


class Erased(Schema):
    """Erased, by the sender's wish or by the office."""

    id: uuid.UUID
    state: Literal["erased"]
    erased_at: str | None


class MailboxOut(Schema):
    """The conversations, in the order asked."""

    messages: list[Conversation | Erased | Unknown]
    asked: str | None = None


class ErrorOut(Schema):
    """What went wrong, in a word and in words; of which message and bytes, where that is known."""

    code: str
    reason: Words
    erased_at: str | None = None
    id: uuid.UUID | None = None
    sha256: str | None = None


class GoOnOut(ErrorOut):
    """A piece was not taken: go on from `offset`."""

    offset: int

"""What a USB stick carries between a machine and its community: HTTP by mail. Pure.

Three kinds of file in the folder `Footbridge`; see docs/protocol.md, *The courier*. What goes out
is sealed for the community, what comes in for the machine and signed by the community, the news
are signed and open to any machine. `server.courier` is the other side's.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.errors import BadData
from app.formats.archive import Archive, ArchiveProblem, Limits
from app.formats.envelope import COURIER, Envelope, parse_envelope
from app.formats.fields import Fields, load_json
from app.formats.keyset import CHAIN_LIMIT, Keyset, parse_chain
from app.formats.signed_notice import ROLL_LIMIT, open_signed
from app.formats.wire_community import COMMUNITY_LIMIT, Cursor, Head, parse_head

FOLDER = "Footbridge"
OUT, IN, NEWS = ".fbout", ".fbin", ".fbnews"
#: So that it fits on FAT32, whose files end below 4 GiB, and is copied in a sensible time.
OUT_LIMIT = 2 * 1024**3
#: Requests of one file, and the bytes of the list of them.
MOST_REQUESTS, LIST_LIMIT = 10_000, 8 * 1024 * 1024
IN_LIMIT = 32 * 1024 * 1024
NEWS_LIMITS = Limits(files=20_000, whole=3 * 1024**3)
_NEWS_LIST_LIMIT = 2 * 1024 * 1024
#: Half of what a connection may bring: nobody vouches for a stick before it is read.
_PAGE_LIMIT = 8 * 1024 * 1024
_MOST_PAGES = 10_000
_NAME = re.compile(r"([a-z0-9-]{1,24})-([0-9a-f]{8})-([0-9]{1,12})(\.fbout|\.fbin)")
_SLUG_IN_NAME = 24
#: What each file of the news may be at most, unpacked.
_LIMITS = {"community.json": COMMUNITY_LIMIT, "keyset.json": CHAIN_LIMIT, "roll.json": ROLL_LIMIT}


@dataclass(frozen=True, slots=True)
class Request:
    """What would have been asked over a connection; `size` bytes follow for it.

    `kind`: `message`, `blob` or `take_back`.
    """

    kind: str
    id: str
    token: str = field(repr=False)
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """The machine as the community's server knows it by sticks; `device` where it is joined."""

    id: str
    public: bytes
    device: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: the status and the JSON that a connection would have given."""

    kind: str
    id: str
    sha256: str
    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answers:
    """What an in file holds. `number` counts the server's files for this machine.

    `answers_to` is the number of the out file that was answered.
    """

    number: int
    answers_to: int
    given: tuple[Given, ...]


def out_name(community: str, machine: str, number: int) -> str:
    """The name of an out file: short, and the same on every file system."""
    return f"{community[:_SLUG_IN_NAME]}-{machine[:8]}-{number:06d}{OUT}"


def number_in(name: str, machine: str, ending: str) -> int | None:
    """The number of a file of that machine's, by its name; None for any other file."""
    found = _NAME.fullmatch(name.lower())
    if found is None or found[2] != machine[:8] or found[4] != ending:
        return None
    return int(found[3])


def out_list(
    community: str,
    sender: Sender,
    number: int,
    requests: Sequence[Request],
    asked: Iterable[tuple[str, str]],
    program: str,
) -> bytes:
    """The head of an out file's content; the bytes of each request follow, in the same order.

    `asked` are id and token of the conversations that the mailbox is asked about.
    """
    machine: dict[str, object] = {
        "id": sender.id,
        "public": base64.b64encode(sender.public).decode(),
    }
    if sender.device is not None:
        machine["device"] = {"id": sender.device[0], "token": sender.device[1]}
    told = {
        "type": "footbridge-courier-out",
        "version": 1,
        "community": community,
        "machine": machine,
        "number": number,
        "program": program,
        "requests": [_request(one) for one in requests],
        "mailbox": [{"id": id_, "token": token} for id_, token in asked],
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return struct.pack(">I", len(text)) + text


def _request(one: Request) -> dict[str, object]:
    told: dict[str, object] = {"kind": one.kind, "id": one.id, "token": one.token}
    if one.kind != "take_back":
        told |= {"sha256": one.sha256, "size": one.size}
    return told


def parse_in(data: bytes, machine: str, keyset: Keyset) -> Answers:
    """The content of an in file: signed first, then read. Raises BadData, RefusedData."""
    where = "answers"
    envelope = parse_envelope(load_json(data, where, IN_LIMIT), where)
    _, fields = open_signed(envelope, keyset, COURIER, where, IN_LIMIT)
    if fields.raw("type") != "footbridge-courier-in" or fields.raw("machine") != machine:
        raise fields.bad("type", "no answers for this machine")
    return Answers(
        fields.integer("number"),
        fields.integer("answers_to"),
        fields.each("answers", _given, 2 * MOST_REQUESTS),
    )


def _given(value: object, where: str) -> Given:
    fields = Fields(value, where)
    body = fields.raw("body")
    return Given(
        kind=fields.identifier("kind"),
        id=fields.optional_identifier("id") or "",
        sha256=fields.sha256("sha256") if fields.raw("sha256") else "",
        status=fields.integer("status", 100, 599),
        # Only what HTTP would have given is read from here on, by what reads HTTP's answers.
        body=json.dumps(body).encode("ascii") if isinstance(body, dict) else b"",
    )


class News:
    """The news of one community, in a ZIP that is open.

    `read` gives the files that the list names, each with its digest proved; whether the list is the
    community's own is for `prove` to say.
    """

    def __init__(self, archive: Archive) -> None:
        """Raises BadData."""
        self._archive = archive
        where = "news"
        data = archive.read("news.json", _NEWS_LIST_LIMIT)
        self._envelope = parse_envelope(load_json(data, where, _NEWS_LIST_LIMIT), where)
        told = load_json(self._envelope.signed.encode(), where, _NEWS_LIST_LIMIT)
        fields = Fields(told, where)
        if fields.raw("type") != "footbridge-courier-news":
            raise fields.bad("type", "no news")
        self.community = fields.identifier("community")
        self.head: Head = parse_head(json.dumps(fields.raw("head")).encode())
        self.horizon = fields.integer("horizon")
        pages = fields.each("pages", _page, _MOST_PAGES)
        self.pages: tuple[tuple[str, int], ...] = tuple((name, last) for name, last, _ in pages)
        files = Fields(fields.raw("files"), "news.files")
        self._digests = {name: digest for name, _, digest in pages} | {
            name: files.sha256(name) for name in _LIMITS if files.raw(name) is not None
        }
        if Cursor.parse(fields.raw("feed"), "news.feed") != self.head.feed:
            raise fields.bad("feed", "another head")

    @property
    def signed(self) -> bool:
        """Whether it says to be signed."""
        return bool(self._envelope.signatures)

    def chain(self) -> tuple[Envelope, ...]:
        """The keysets that came along; empty where none did. Raises BadData."""
        return parse_chain(self.read("keyset.json")) if self.has("keyset.json") else ()

    def prove(self, keyset: Keyset) -> None:
        """See that the community signed the list. Raises BadData, RefusedData when it did not."""
        open_signed(self._envelope, keyset, COURIER, "news", _NEWS_LIST_LIMIT)

    def has(self, name: str) -> bool:
        """Whether the list names that file."""
        return name in self._digests

    def read(self, name: str) -> bytes:
        """A file that the list names. Raises BadData for one that is not as it says."""
        data = self._archive.read(name, _LIMITS.get(name, _PAGE_LIMIT))
        if hashlib.sha256(data).hexdigest() != self._digests.get(name):
            raise ArchiveProblem("damaged", "another digest")
        return data

    def read_all(self, step: Callable[[], None] = lambda: None) -> None:
        """See that all of it is there and whole, pictures and sounds aside. Raises BadData.

        `step` is called before each file and may raise to stop.
        """
        for name in self._digests:
            step()
            self.read(name)

    def medium(self, sha256: str, limit: int) -> bytes | None:
        """A picture or a sound; None when it did not come along. Raises BadData."""
        name = f"media-{sha256}"
        return self._archive.read(name, limit) if name in self._archive.files else None


def _page(value: object, where: str) -> tuple[str, int, str]:
    fields = Fields(value, where)
    name = fields.identifier("file")
    if not re.fullmatch(r"notices-[0-9]{1,6}\.json", name):
        raise fields.bad("file", "no page")
    return name, fields.integer("last"), fields.sha256("sha256")


def unreadable(problem: BadData) -> str:
    """`unsafe`, `damaged` or the reason of a refusal, of what went wrong with a file."""
    return str(getattr(problem, "code", "") or getattr(problem, "reason", "") or "damaged")

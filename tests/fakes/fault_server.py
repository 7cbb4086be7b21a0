"""A community server that does whatever goes wrong on a network, from raw sockets.

`FaultServer` answers with what a test scripts; without a script it is a small healthy community.
`CuttingProxy` stands in front of a real server and cuts connections at random bytes. Both run on
a thread of their own, on 127.0.0.1 and a free port, and are ended by leaving their `with` block.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import json
import random
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Self

from tests.fakes.signing import Keys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

API = "/api/v1"
#: When this server erased whatever it erased.
ERASED = "2026-11-24T15:00:00+08:00"


class Fault(Enum):
    """What can happen instead of an answer."""

    CUT_REQUEST = auto()  # the connection ends before the request was read
    RESET = auto()  # like that, but rudely
    LOST = auto()  # the request is read, the connection ends without an answer
    BLACK_HOLE = auto()  # the request is read, nothing ever comes
    GARBAGE = auto()  # something comes that is no HTTP


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The part after `/api/v1`, without the query."""
        return self.target.split("?")[0].removeprefix(API)


@dataclass(frozen=True)
class Reply:
    """An answer. `cut_after` ends the connection after so many bytes of the body; `drip_s` waits
    that long before each byte.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    drip_s: float = 0.0

    def head(self) -> bytes:
        """Status line and headers."""
        lines = {
            "Content-Type": "application/json",
            "Content-Length": str(len(self.body)),
            **self.headers,
        }
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"HTTP/1.1 {self.status} X\r\n{text}\r\n".encode()


Script = Reply | Fault | Callable[[Request], "Reply | Fault"]


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    """A JSON answer; `retry_after="5"` becomes the header `retry-after`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value, ensure_ascii=False).encode(), status, named)


def html(text: str = "<html><body>Log in here</body></html>", status: int = 200) -> Reply:
    """A page for people, such as a captive portal gives."""
    return Reply(text.encode(), status, {"Content-Type": "text/html; charset=utf-8"})


class Serving:
    """An asyncio server on a thread of its own; `talk` is what it does with a connection."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-server")
        self.port = 0
        #: Set before it is entered: it then speaks TLS only.
        self.tls: ssl.SSLContext | None = None

    @property
    def address(self) -> str:
        """The community address: what stands before `/api/v1`."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(
            self._accept, "127.0.0.1", self.port, ssl=self.tls
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self.talk(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Have one connection, from its beginning to its end."""
        raise NotImplementedError


class FaultServer(Serving):
    """`answer("GET", "/head", reply)` scripts; `requests` holds all that came."""

    def __init__(self) -> None:
        super().__init__()
        self.community: dict[str, Any] = small_community()
        self.items: list[Any] = []
        self.generation = 1
        self.poll_after_s = 900
        self.received: dict[str, bytes] = {}
        self.blobs: dict[tuple[str, str], bytearray] = {}
        self.mailbox: dict[str, dict[str, Any]] = {}
        self.media: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.snapshot: dict[str, Any] | None = None
        self.horizon = 0
        self.join_code = "0123ABCD"
        self.joined_only = False
        self.revoked: set[str] = set()
        self.erased: set[str] = set()
        self.looked_at: set[str] = set()
        #: Signs all notices when there are keys; see `SigningServer`.
        self.keys: Keys | None = None
        self.requests: list[Request] = []
        self._scripts: dict[tuple[str, str], list[Script]] = {}

    def answer(self, method: str, path: str, *scripts: Script) -> None:
        """Answer requests whose path begins with `path` so; the last one stays for all others."""
        self._scripts[(method, path)] = list(scripts)

    def heal(self) -> None:
        """Forget all scripts."""
        self._scripts.clear()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            first = await reader.readline()
            if not first:
                return
            method, target, _ = first.decode("latin-1").split(" ")
            reply = self._script_for(method, target.split("?")[0].removeprefix(API))
            if reply in (Fault.CUT_REQUEST, Fault.RESET):
                if reply is Fault.RESET:
                    linger_no_more(writer)
                return
            request = await _read_request(reader, method, target)
            self.requests.append(request)
            answer = reply(request) if callable(reply) else reply
            if not await self._give(writer, answer or self.healthy(request)):
                return

    async def _give(self, writer: asyncio.StreamWriter, answer: Reply | Fault) -> bool:
        """Write the answer; returns whether the connection goes on."""
        if answer is Fault.BLACK_HOLE:
            await asyncio.Event().wait()
        if answer is Fault.GARBAGE:
            writer.write(b"\x00\x01\x02 certainly not HTTP\r\n\r\n")
            await writer.drain()
        if isinstance(answer, Fault):
            return False
        writer.write(answer.head())
        body = answer.body if answer.cut_after is None else answer.body[: answer.cut_after]
        if not answer.drip_s:
            writer.write(body)
        else:
            for index in range(len(body)):
                await asyncio.sleep(answer.drip_s)
                writer.write(body[index : index + 1])
                await writer.drain()
        await writer.drain()
        return answer.cut_after is None

    def _script_for(self, method: str, path: str) -> Script | None:
        for (wanted, beginning), scripts in self._scripts.items():
            if method == wanted and path.startswith(beginning):
                return scripts.pop(0) if len(scripts) > 1 else scripts[0]
        return None

    def healthy(self, request: Request) -> Reply:
        """What a sound server would answer."""
        name = request.path.strip("/").split("/")
        if name == ["head"]:
            return as_json(self.head())
        if name == ["community"]:
            return Reply(self._community_bytes())
        if name == ["announcements"]:
            return self._page(request)
        if self.keys is not None and name == ["keyset"]:
            return Reply(self.keys.document())
        if self.keys is not None and name == ["roll"]:
            ids = [item["id"] for item in self.items if "deleted" not in item]
            return as_json(self.keys.roll(self.head()["feed"], ids))
        if name == ["mailbox"]:
            told = json.loads(request.body)
            asked, unknown = told["messages"], {"state": "unknown"}
            messages = [{"id": m["id"], **self.mailbox.get(m["id"], unknown)} for m in asked]
            return as_json({"messages": messages, "asked": told["asked"]})
        if name[0] == "feedback" and len(name) == 4:
            return self._blob(request, name[1], name[3])
        if name[0] == "feedback" and request.method == "DELETE":
            return self._take_back(name[1])
        if name[0] == "feedback" and request.method == "PUT":
            return self._take(name[1], request.body)
        if name[0] == "devices":
            return self._device(request, name[1])
        if name[0] == "snapshot" and name[1] in self.files:
            return _part(self.files[name[1]], request.headers.get("range", ""))
        if name[0] == "media" and name[1] in self.media:
            return _part(self.media[name[1]], request.headers.get("range", ""))
        return as_json({"code": "not_found"}, 404)

    def head(self) -> dict[str, Any]:
        """The head as it is now."""
        document = self.keys.document() if self.keys is not None else None
        keyset = {"keyset": hashlib.sha256(document).hexdigest()} if document else {}
        return keyset | {
            "feed": f"g{self.generation}.{max([0, *(item['seq'] for item in self.items)])}",
            "poll_after_s": self.poll_after_s,
            "min_client": "0.1",
            "community": hashlib.sha256(self._community_bytes()).hexdigest(),
            **({"snapshot": self.snapshot} if self.snapshot else {}),
            **({"joined_only": True} if self.joined_only else {}),
        }

    def make_snapshot(
        self,
        newest: int,
        *,
        encoding: str = "gzip",
        change: Callable[[list[Any]], object] | None = None,
    ) -> list[str]:
        """Name a snapshot of what there is now: `newest` notices, the others in a file behind.

        `change` stands between: it may change the items, whose file is then named anew.
        Returns the digests of the files, newest first.
        """
        items = [self._given(item) for item in self.items if not item.get("deleted")]
        if change is not None:
            change(items)
        older: dict[str, Any] | None = None
        digests: list[str] = []
        feed = {"feed": self.head()["feed"]}
        for some, more in ((items[:-newest], {}), (items[-newest:], feed)):
            if not some:
                continue
            text = json.dumps({**more, "items": some, "older": older}, ensure_ascii=False).encode()
            packed = gzip.compress(text, mtime=0) if encoding == "gzip" else zstd.compress(text)
            sha256 = hashlib.sha256(packed).hexdigest()
            self.files[sha256] = packed
            older = {encoding: {"sha256": sha256, "size": len(packed)}}
            digests.insert(0, sha256)
        self.snapshot = {**feed, **(older or {})}
        return digests

    def _given(self, item: Any) -> Any:
        return item if self.keys is None else self.keys.signed(item)

    def _community_bytes(self) -> bytes:
        return json.dumps(self.community, ensure_ascii=False).encode()

    def _page(self, request: Request) -> Reply:
        query = dict(part.split("=") for part in request.target.partition("?")[2].split("&"))
        after, upto = (query.get(name, "") for name in ("after", "upto"))
        generation = f"g{self.generation}."
        if not upto.startswith(generation) or (after and not after.startswith(generation)):
            return as_json({"code": "generation", "reason": {"en": "Anew."}}, 410)
        low = int(after.removeprefix(generation) or 0)
        if after and low < self.horizon:
            return as_json({"code": "horizon", "reason": {"en": "Anew."}}, 410)
        high, limit = int(upto.removeprefix(generation)), int(query["limit"])
        fitting = sorted(
            (i for i in self.items if low < i["seq"] <= high), key=lambda item: int(item["seq"])
        )
        more = len(fitting) > limit
        last = fitting[limit - 1]["seq"] if more else high
        given = [self._given(item) for item in fitting[:limit]]
        return as_json({"items": given, "next": f"{generation}{last}", "more": more})

    def _blob(self, request: Request, id_: str, sha256: str) -> Reply:
        """A recording: how far it is here, or another piece of it."""
        told = json.loads(self.received.get(id_, b"{}")).get("blobs", [])
        size = next((one["size"] for one in told if one["sha256"] == sha256), None)
        if size is None:
            return as_json({"code": "not_found", "reason": {"en": "Nothing here."}}, 404)
        here = self.blobs.setdefault((id_, sha256), bytearray())
        if request.method == "PUT" and len(here) < size:
            start = int(request.headers["content-range"].split(" ")[1].split("-")[0])
            if start != len(here):
                return go_on("offset", len(here))
            here += request.body
            if len(here) == size and hashlib.sha256(here).hexdigest() != sha256:
                here.clear()
                return go_on("digest", 0)
        return as_json(blob_status(id_, sha256, size, len(here)))

    def _take(self, id_: str, body: bytes) -> Reply:
        if id_ in self.erased:
            return as_json(
                {"code": "erased", "reason": {"en": "Erased."}, "erased_at": ERASED}, 410
            )
        before = self.received.get(id_)
        if before is not None and before != body:
            return as_json({"code": "conflict", "reason": {"en": "Something else is here."}}, 409)
        self.received[id_] = body
        return as_json(receipt(id_, body), 200 if before else 201)

    def _device(self, request: Request, id_: str) -> Reply:
        """Joined with `join_code`, until it is among `revoked`."""
        if id_ in self.revoked:
            return as_json({"code": "revoked", "reason": {"en": "No longer."}}, 410)
        if request.method == "PUT" and json.loads(request.body)["code"] != self.join_code:
            return as_json({"code": "code", "reason": {"en": "Not right."}}, 403)
        return as_json({"id": id_, "name": "Reading room", "joined_at": ERASED})

    def _take_back(self, id_: str) -> Reply:
        if id_ in self.looked_at:
            return as_json({"id": id_, "state": "asked"}, 202)
        self.received.pop(id_, None)
        self.erased.add(id_)
        return as_json({"id": id_, "state": "erased", "erased_at": ERASED})


class SigningServer(FaultServer):
    """A healthy community that signs its notices."""

    keys: Keys

    def __init__(self) -> None:
        super().__init__()
        self.keys = Keys()


class CuttingProxy(Serving):
    """Passes bytes on to a real server and cuts each connection after a random number of them."""

    def __init__(self, to_port: int, chance: random.Random, most_bytes: int) -> None:
        super().__init__()
        self._to_port = to_port
        self._chance = chance
        self._most = most_bytes
        self.cuts = 0
        self.whole = False

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        left = [self._chance.randrange(self._most)]
        if not self.whole and self._chance.random() < 0.1:
            self.cuts += 1
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to_port)
        ways = [
            asyncio.create_task(self._pass(reader, far_writer, left)),
            asyncio.create_task(self._pass(far_reader, writer, left)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            far_writer.transport.abort()

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, left: list[int]
    ) -> None:
        with contextlib.suppress(OSError):
            while some := await source.read(65536):
                if not self.whole and len(some) > left[0]:
                    target.write(some[: left[0]])
                    await target.drain()
                    self.cuts += 1
                    return
                left[0] -= len(some)
                target.write(some)
                await target.drain()


class Proxy(Serving):
    """An ordinary HTTP proxy: tunnels for CONNECT, whole addresses else. `asked` holds its targets.

    With `wants_login` it answers 407 to everything.
    """

    def __init__(self, *, wants_login: bool = False) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._wants_login = wants_login

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        self.asked.append(f"{method} {target}")
        if self._wants_login:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        place = target if method == "CONNECT" else target.removeprefix("http://").split("/")[0]
        host, _, port = place.partition(":")
        far_reader, far_writer = await asyncio.open_connection(host, int(port or 80))
        whole = b"" if method == "CONNECT" else f"http://{place}".encode()
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(head.replace(whole, b"", 1))
        ways = [
            asyncio.create_task(_flow(reader, far_writer, whole)),
            asyncio.create_task(_flow(far_reader, writer, b"")),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            far_writer.transport.abort()


async def _flow(source: asyncio.StreamReader, target: asyncio.StreamWriter, without: bytes) -> None:
    """Pass bytes on; later requests of the connection begin with a whole address, too."""
    with contextlib.suppress(OSError):
        while some := await source.read(65536):
            target.write(some.replace(without, b"", 1) if without else some)
            await target.drain()


async def _read_request(reader: asyncio.StreamReader, method: str, target: str) -> Request:
    headers: dict[str, str] = {}
    while (line := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target, headers, body)


def _part(content: bytes, wanted: str) -> Reply:
    """The whole, or from `bytes=5-` on."""
    headers = {"Content-Type": "application/octet-stream"}
    if not wanted:
        return Reply(content, headers=headers)
    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
    headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return Reply(content[start:], 206, headers)


def linger_no_more(writer: asyncio.StreamWriter) -> None:
    """Closing then sends a reset instead of a farewell."""
    sock: socket.socket = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closed_port() -> int:
    """A port on 127.0.0.1 where nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def receipt(id_: str, body: bytes) -> dict[str, Any]:
    """The receipt for those very bytes."""
    return {
        "id": id_,
        "sha256": hashlib.sha256(body).hexdigest(),
        "received_at": "2026-11-24T09:12:00+08:00",
        "reference": str(1000 + int(hashlib.sha256(id_.encode()).hexdigest()[:4], 16)),
    }


def blob_status(id_: str, sha256: str, size: int, offset: int) -> dict[str, Any]:
    """What is said of a recording."""
    complete = offset == size
    return {"id": id_, "sha256": sha256, "size": size, "offset": offset, "complete": complete}


def go_on(code: str, offset: int) -> Reply:
    """A piece was not taken: go on from there."""
    return as_json({"code": code, "reason": {"en": "From elsewhere."}, "offset": offset}, 409)


def small_community() -> dict[str, Any]:
    """A community with one of each."""
    return {
        "slug": "willow-lane",
        "name": {"en": "Willow Lane", "zh-CN": "柳巷社区"},
        "office": {"en": "The office"},
        "help": {"name": {"en": "Help desk"}, "telephone": "01632 960010", "hours": {"en": "9–5"}},
        "issuers": [{"id": "office", "name": {"en": "Office"}}],
        "topics": [{"id": "water", "name": {"en": "Water"}, "icon": "droplet"}],
        "places": [{"id": "gate", "name": {"en": "Gate"}}],
        "lessons": [],
    }


def notice(number: int, **changes: Any) -> dict[str, Any]:
    """An announcement as the wire has it, with `seq` and the end of its id made of `number`."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "seq": number,
        "revision": 1,
        "state": "published",
        "urgent": False,
        "topic": "water",
        "issuer": {"id": "office", "name": {"en": "Office", "zh-CN": "办公室"}},
        "published_at": "2026-11-20T10:30:00+08:00",
        "texts": {
            "en": {"title": f"Notice {number}", "in_short": ["Short."], "body": "One.\n\nTwo."},
            "zh-CN": {"title": f"通知{number}", "in_short": ["短。"], "body": "一。\n\n二。"},
        },
        "media": [],
        **changes,
    }

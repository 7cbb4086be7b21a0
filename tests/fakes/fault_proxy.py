"""A network between a program and a real server on which about half of all exchanges go wrong.

Unlike `CuttingProxy` it knows where a request and an answer begin and end, so that each fault is
one thing that happens to one exchange, and is counted. What happens to the n-th exchange is decided
by the seed and n alone.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.fakes.fault_server import Reply, Serving, as_json, html, linger_no_more

#: Of each address so many earlier answers are kept, to be played back.
_KEPT = 8
#: Seconds for which nobody listens after a refused connection.
_AWAY_S = 0.02
#: A slow answer takes at most so long altogether; seconds.
_SLOWEST_S = 0.25
#: What a network says that wants people to log in first.
_PORTALS = (
    html(),
    Reply(b"<html>Log in</html>", headers={"Content-Type": "application/json"}),
    as_json({"ok": True}),
    as_json({"status": "login", "id": None}, 201),
    Reply(b"", 302, {"Location": "http://login.example/"}),
    html(status=511),
)


class Kind(StrEnum):
    """What goes wrong with an exchange."""

    REFUSED = "refused"  # the connection is reset, and nobody listens for a moment
    CUT_REQUEST = "cut request"
    LOST = "lost response"  # the server did it, and nobody hears of it
    CUT_RESPONSE = "cut response"
    BLACK_HOLE = "black hole"
    SLOW = "slow"
    PORTAL = "portal"
    REPLAY = "replay"  # an answer from before comes instead
    BAD_GATEWAY = "502"
    BUSY = "429"


class Place(StrEnum):
    """A moment in an exchange at which something may be made to happen."""

    ASKED = "asked"  # the request is here, and nothing of it on the server
    TAKEN = "taken"  # it was handed on
    ANSWERED = "answered"  # the answer is here, and nothing of it at the client


@dataclass(frozen=True, slots=True)
class Cue:
    """Call `act`, which must not wait, `delay_s` after that place of that exchange."""

    exchange: int
    place: Place
    delay_s: float
    act: Callable[[], object]


class FaultProxy(Serving):
    """Stands before the server at a port. `share` of the exchanges go wrong, each in one of the
    ways of `kinds`; 0.0 heals it.
    """

    def __init__(
        self, to_port: int, seed: str, share: float = 0.5, kinds: Sequence[Kind] = tuple(Kind)
    ) -> None:
        super().__init__()
        self._to_port = to_port
        self._seed = seed
        self._old: defaultdict[str, deque[bytes]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self.share = share
        self.kinds = kinds
        self.exchanges = 0
        #: Those among them that could go wrong.
        self.spoilt_of = 0
        self.faulted: Counter[Kind] = Counter()
        self.cue: Cue | None = None
        #: What the server itself answered that it never should.
        self.broken: list[str] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        goes_on = True
        while goes_on:
            request = await _message(reader)
            number, self.exchanges = self.exchanges, self.exchanges + 1
            self.spoilt_of += self.share > 0
            chance = random.Random(f"{self._seed}/{number}")
            await self._come_to(Place.ASKED, number)
            kind = chance.choice(self.kinds) if chance.random() < self.share else None
            if kind is None:
                answer = await self._ask(request, number)
                goes_on = answer is not None
                await _give(writer, answer or b"")
                continue
            self.faulted[kind] += 1
            if kind is Kind.REFUSED:
                linger_no_more(writer)
                await self._go_away()
                return
            goes_on = await self._go_wrong(kind, request, number, writer, chance)
            if kind is Kind.BLACK_HOLE:
                # Until the other end gives up.
                await reader.read(1)

    async def _go_wrong(
        self,
        kind: Kind,
        request: bytes,
        number: int,
        writer: asyncio.StreamWriter,
        chance: random.Random,
    ) -> bool:
        """Returns whether the connection goes on."""
        if kind is Kind.CUT_REQUEST:
            await self._ask(request[: chance.randrange(len(request))], number, whole=False)
            return False
        instead = self._instead(kind, request, chance)
        # Where something else is answered, the server hears of it in half of the cases.
        heard = chance.random() < 0.5 or (instead is None and kind is not Kind.BLACK_HOLE)
        answer = await self._ask(request, number) if heard else None
        if instead is not None:
            await _give(writer, instead)
            return True
        if answer is None or kind in (Kind.LOST, Kind.REPLAY, Kind.BLACK_HOLE):
            return False
        if kind is Kind.SLOW:
            await _drip(writer, answer, chance.uniform(0.0, _SLOWEST_S))
            return True
        await _give(writer, answer[: chance.randrange(len(answer))])
        return False

    def _instead(self, kind: Kind, request: bytes, chance: random.Random) -> bytes | None:
        """What somebody else answers."""
        if kind is Kind.PORTAL:
            return _raw(chance.choice(_PORTALS))
        if kind is Kind.BAD_GATEWAY:
            return _raw(html("<html>Bad gateway</html>", 502))
        if kind is Kind.BUSY:
            told = {"code": "busy", "reason": {"en": "Later."}}
            status, seconds = chance.choice((429, 429, 503)), chance.choice("01")
            return _raw(as_json(told, status, retry_after=seconds))
        if kind is Kind.REPLAY:
            return self._earlier(request, chance)
        return None

    def _earlier(self, request: bytes, chance: random.Random) -> bytes | None:
        """An answer that this address gave before; now and then that of another one."""
        mine = _target(request)
        method = mine.split(" ")[0]
        others = [
            one for name, kept in self._old.items() if name.startswith(method) for one in kept
        ]
        own: Sequence[bytes] = self._old[mine]
        found = own if own and chance.random() < 0.8 else others
        return chance.choice(found) if found else None

    async def _ask(self, request: bytes, number: int, *, whole: bool = True) -> bytes | None:
        """Hand it on; returns the answer, None where the server is gone."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._to_port)
        except OSError:
            return None
        try:
            writer.write(request)
            await writer.drain()
            await self._come_to(Place.TAKEN, number)
            if not whole:
                return None
            answer = await _message(reader, bodiless=request.startswith(b"HEAD "))
        except (OSError, asyncio.IncompleteReadError):
            return None
        finally:
            writer.transport.abort()
        status = int(answer.split(b" ", 2)[1])
        if status >= 500 and status != 503:
            self.broken.append(f"the server answered {status} to {_target(request)}")
        self._old[_target(request)].append(answer)
        await self._come_to(Place.ANSWERED, number)
        return answer

    async def _come_to(self, place: Place, number: int) -> None:
        cue = self.cue
        if cue is not None and place is cue.place and number >= cue.exchange:
            self.cue = None
            await asyncio.sleep(cue.delay_s)
            cue.act()

    async def _go_away(self) -> None:
        assert self._server is not None
        self._server.close()
        await asyncio.sleep(_AWAY_S)
        await self._open()


async def _message(reader: asyncio.StreamReader, *, bodiless: bool = False) -> bytes:
    """A request or an answer, from its first byte to its last."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if b"transfer-encoding" in fields:
        raise NotImplementedError("neither end sends chunks")
    size = 0 if bodiless else int(fields.get(b"content-length", b"0"))
    return head + await reader.readexactly(size)


def _target(request: bytes) -> str:
    """The method and the address, as `GET /api/v1/head`."""
    return request.split(b"\r\n", 1)[0].decode("latin-1").rpartition(" ")[0]


def _raw(reply: Reply) -> bytes:
    return reply.head() + reply.body


async def _give(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def _drip(writer: asyncio.StreamWriter, data: bytes, seconds: float) -> None:
    step = max(1, len(data) // 8)
    for start in range(0, len(data), step):
        await _give(writer, data[start : start + step])
        await asyncio.sleep(seconds / 8)

"""The way between a client and the server's own code in this process: no socket, any fault.

An exchange costs some milliseconds. `Road` takes the place of the network below `app.sync`; what
goes wrong on it is told beforehand, exchange by exchange.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import httpx2

#: Nothing wrong; so that a list of faults can let one exchange pass.
FINE = "fine"
PLACES = ("", "/feedback", "/blobs", "/announcements", "/snapshot", "/mailbox", "/keyset", "/roll")
KINDS = (
    *(FINE, "refused", "lost", "cut", "portal", "other json", "replay", "tampered"),
    *("trouble", "busy", "too often", "killed before", "killed after", "late"),
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")
_PORTAL = b"<html><body>Please log in to this network first</body></html>"
#: What is signed, and so must not be believed when a letter of it was changed.
_SIGNED = re.compile(r"/(announcements|keyset|roll)$")


class Killed(BaseException):
    """The client's process ended here, without a word."""


@dataclass(frozen=True)
class Fault:
    """What happens to the next exchange whose path has `where` in it.

    `number` chooses the place, which answer, or how long.
    """

    kind: str
    where: str = ""
    number: int = 0

    def __repr__(self) -> str:
        return f"Fault({self.kind!r}, {self.where!r}, {self.number})"


@dataclass(frozen=True)
class Answer:
    """A whole answer; `cut` ends the connection after so many bytes."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: int | None = None

    def response(self) -> httpx2.Response:
        """As the client's HTTP gets it."""
        return httpx2.Response(self.status, headers=self.headers, stream=_Body(self))


class _Body(httpx2.AsyncByteStream):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._answer.body[: self._answer.cut]
        if self._answer.cut is not None:
            raise httpx2.ReadError("cut")


class Road(httpx2.AsyncBaseTransport):
    """One client's connection to the WSGI application. `faults` are still to come, in order."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._server = httpx2.WSGITransport(app=application)
        self._earlier: defaultdict[str, list[Answer]] = defaultdict(list)
        self.faults: list[Fault] = []
        self.broken: list[str] = []
        self._held: list[httpx2.Request] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange, with whatever is to go wrong with it. Raises Killed and HTTP's errors."""
        fault = self._next_fault(request.url.path)
        if fault.kind == "refused":
            raise httpx2.ConnectError("refused")
        if fault.kind == "killed before":
            raise Killed
        if fault.kind == "late":
            self._held.append(request)
            raise httpx2.ReadError("nothing came back yet")
        shape = f"{request.method} {_ID.sub('*', request.url.path)}"
        made = _made_up(fault) or self._old(shape, fault)
        if made is None:
            made = self._ask(request)
            self._earlier[shape].append(made)
            if fault.kind == "killed after":
                raise Killed
            if fault.kind == "lost":
                raise httpx2.ReadError("lost")
            made = _spoilt(made, fault, request.url.path)
        return made.response()

    def deliver(self) -> None:
        """What was held up on its way arrives, when nobody waits for its answer any more."""
        held, self._held = self._held, []
        for request in held:
            self._ask(request)

    def _next_fault(self, path: str) -> Fault:
        for fault in self.faults:
            if fault.where in path:
                self.faults.remove(fault)
                return fault
        return Fault(FINE)

    def _ask(self, request: httpx2.Request) -> Answer:
        request.headers["Accept-Encoding"] = "identity"
        response = self._server.handle_request(request)
        body = response.read()
        response.close()
        if response.status_code == 500:
            self.broken.append(f"{request.method} {request.url}: {body[:200]!r}")
        return Answer(response.status_code, dict(response.headers), body)

    def _old(self, shape: str, fault: Fault) -> Answer | None:
        """An answer from before, to whatever of the same kind: a cache, or somebody who plays."""
        earlier = self._earlier[shape]
        if fault.kind != "replay" or not earlier:
            return None
        return earlier[-1 - fault.number % len(earlier)]


def _made_up(fault: Fault) -> Answer | None:
    """What somebody between says without asking the server."""
    plain = {"Content-Type": "application/json"}
    wait = {**plain, "Retry-After": str(fault.number * 1000)}
    page = {"Content-Type": "text/html"}
    code = b'{"code": "busy", "reason": {"en": "Later."}}'
    return {
        "portal": Answer(200, page, _PORTAL),
        "other json": Answer(200, plain, b'{"status": "ok"}'),
        "trouble": Answer(502, page, b"<h1>Bad gateway</h1>"),
        "busy": Answer(503, wait, code),
        "too often": Answer(429, wait, code),
    }.get(fault.kind)


def _spoilt(answer: Answer, fault: Fault, path: str) -> Answer:
    if fault.kind == "cut":
        return Answer(
            answer.status, answer.headers, answer.body, fault.number % (len(answer.body) + 1)
        )
    if fault.kind == "tampered" and answer.status == 200 and _SIGNED.search(path):
        told = json.loads(answer.body)
        envelopes = list(_envelopes(told))
        if envelopes:
            one = envelopes[fault.number % len(envelopes)]
            one["signed"] = one["signed"].replace("1", "2", 1)
        headers = {k: v for k, v in answer.headers.items() if k.lower() != "content-length"}
        return Answer(200, headers, json.dumps(told).encode())
    return answer


def _envelopes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for one in value for found in _envelopes(one)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("signed"), str):
        return [value]
    return [found for one in value.values() for found in _envelopes(one)]

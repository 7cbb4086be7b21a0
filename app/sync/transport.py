"""HTTP, and nothing else: the only module that speaks it.

Every way in which the network or the far end can fail comes out as a `ConnectionProblem` with a
code that a screen can turn into a sentence. What an answer means is for others to judge.
"""

from __future__ import annotations

import asyncio
import functools
import http.cookiejar
import logging
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import TracebackType

import httpx2

from app import __version__
from app.errors import ConnectionProblem
from app.sync.answer import Answer, NotThere, TooLarge, TooOften
from app.sync.patience import Patience

API = "/api/v1"
MOST_REDIRECTS = 3
#: OpenSSL's codes for a certificate in another name and for ones that vouch for themselves:
#: somebody else answers in the community's name. Source: openssl/x509_vfy.h.
_SOMEBODY_ELSE = frozenset({62, 18, 19})
#: What goes along when the same host sends a request elsewhere.
_KEPT = (
    *("Authorization", "Footbridge-Device", "Content-Type", "Content-Range"),
    *("Accept", "Accept-Encoding", "Range"),
)
#: A server may ask for more; nobody should wait longer than a day.
_LONGEST_RETRY_AFTER_S = 86_400.0


# It writes every address to the log, and an address may hold a message's id.
logging.getLogger("httpx2").setLevel(logging.WARNING)


@functools.lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The certificates that the system trusts; read once, it takes a while.

    Raises ConnectionProblem where the environment names a file that is none.
    """
    try:
        return httpx2.create_ssl_context()
    except OSError as error:
        raise ConnectionProblem("no_connection", "no certificates to trust") from error


class Transport:
    """Requests to one community address, one at a time. Use it as an async context manager.

    `road` carries the requests; without one they go over the network. Every method, and making
    one, raises ConnectionProblem with one of the codes `no_connection`, `login_page`,
    `server_trouble`, `busy` or `bad_answer`.
    """

    def __init__(
        self,
        address: str,
        patience: Patience | None = None,
        road: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._root = httpx2.URL(address.rstrip("/") + API)
        no_cookies = http.cookiejar.DefaultCookiePolicy(allowed_domains=[])
        self._client = httpx2.AsyncClient(
            verify=_certificates(),
            headers={"User-Agent": f"Footbridge/{__version__}", "Accept": "application/json"},
            cookies=http.cookiejar.CookieJar(no_cookies),
            timeout=httpx2.Timeout(self._patience.silence_s, connect=self._patience.connect_s),
            limits=httpx2.Limits(max_connections=1, max_keepalive_connections=1),
            transport=road,
        )

    async def __aenter__(self) -> Transport:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def get(
        self,
        path: str,
        limit: int,
        params: Mapping[str, str | int] | None = None,
        token: str | None = None,
    ) -> Answer:
        """Fetch at most `limit` bytes; raises TooLarge beyond."""
        return await self._whole(self._request("GET", path, token=token, params=params), limit)

    async def put(
        self, path: str, body: bytes, token: str, limit: int, machine: str | None = None
    ) -> Answer:
        """Hand over those very bytes under a bearer token; `machine` is its id and its token."""
        more = None if machine is None else {"Footbridge-Device": machine}
        return await self._whole(self._request("PUT", path, body, token, more=more), limit)

    async def delete(self, path: str, token: str, limit: int) -> Answer:
        """Ask under a bearer token that something be deleted."""
        return await self._whole(self._request("DELETE", path, token=token), limit)

    async def put_piece(
        self, path: str, piece: bytes, start: int, total: int, token: str, limit: int
    ) -> Answer:
        """Hand over some of `total` bytes, those from `start` on, under a bearer token."""
        more = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {start}-{start + len(piece) - 1}/{total}",
        }
        return await self._whole(self._request("PUT", path, piece, token, more=more), limit)

    async def post(self, path: str, body: bytes, limit: int) -> Answer:
        """Ask with a body."""
        return await self._whole(self._request("POST", path, body), limit)

    async def download(self, path: str, limit: int, into: bytearray) -> None:
        """Append the bytes to `into` as they come, which may hold the first part already.

        What came before a failure stays in `into`, to go on from there; raises TooLarge beyond
        `limit` bytes in all.
        """
        # Packed bytes could not be gone on with in the middle.
        more = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if into:
            more["Range"] = f"bytes={len(into)}-"
        request = self._request("GET", path, more=more)
        async with self._answer(request, self._patience.media_s) as response:
            _check_status(response)
            if response.status_code != 206:
                into.clear()
            begins = response.headers.get("Content-Range", "").startswith(f"bytes {len(into)}-")
            if response.status_code != 200 and not (response.status_code == 206 and begins):
                into.clear()
                kind = NotThere if response.status_code == 404 else ConnectionProblem
                raise kind("bad_answer", f"{response.status_code} for a file")
            await _read(response, limit - len(into), into.extend)

    def _request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        token: str | None = None,
        params: Mapping[str, str | int] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> httpx2.Request:
        url = self._root.copy_with(path=self._root.path + path)
        if params:
            url = url.copy_merge_params(dict(params))
        headers = dict(more or {})
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return self._client.build_request(method, url, content=body, headers=headers)

    async def _whole(self, request: httpx2.Request, limit: int) -> Answer:
        parts: list[bytes] = []
        async with self._answer(request, self._patience.answer_s) as response:
            _check_status(response)
            await _read(response, limit, parts.append)
        body = b"".join(parts)
        answer = Answer(response.status_code, body, _is_json(response, body))
        if answer.good and not answer.is_json:
            raise ConnectionProblem("login_page", "something else than the community answered")
        return answer

    @asynccontextmanager
    async def _answer(
        self, request: httpx2.Request, seconds: float
    ) -> AsyncIterator[httpx2.Response]:
        """The answer after redirects, with everything that can go wrong told apart."""
        try:
            async with asyncio.timeout(seconds):
                response = await self._follow(request)
                try:
                    yield response
                finally:
                    await response.aclose()
        except (httpx2.DecodingError, httpx2.InvalidURL) as error:
            raise ConnectionProblem("bad_answer", type(error).__name__) from error
        except (httpx2.HTTPError, OSError) as error:
            raise ConnectionProblem(_code_of(error), type(error).__name__) from error

    async def _follow(self, request: httpx2.Request) -> httpx2.Response:
        for _ in range(MOST_REDIRECTS + 1):
            response = await self._client.send(request, stream=True)
            if not response.has_redirect_location:
                return response
            await response.aclose()
            request = self._redirected(request, response)
        raise ConnectionProblem("bad_answer", "redirected in a circle")

    def _redirected(self, request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
        """The request once more at the same host; a way to another host is a portal's."""
        url = request.url.join(response.headers["Location"])
        if url.host != request.url.host or url.scheme not in ("http", "https"):
            raise ConnectionProblem("login_page", "redirected to another host")
        if request.url.scheme == "https" and url.scheme == "http":
            raise ConnectionProblem("login_page", "redirected to an open connection")
        if request.method != "GET" and response.status_code not in (307, 308):
            raise ConnectionProblem("bad_answer", "words redirected without their body")
        headers = {name: request.headers[name] for name in _KEPT if name in request.headers}
        body = request.content if request.method != "GET" else None
        return self._client.build_request(request.method, url, content=body, headers=headers)


async def _read(response: httpx2.Response, limit: int, write: Callable[[bytes], object]) -> None:
    """The body piece by piece; a piece is never larger than 1 MiB, however well it was packed."""
    total = 0
    async for piece in response.aiter_bytes():
        total += len(piece)
        if total > limit:
            raise TooLarge(detail=f"more than {limit} bytes")
        write(piece)


def _check_status(response: httpx2.Response) -> None:
    status = response.status_code
    if status == 429:
        raise TooOften("busy", str(status), _retry_after_s(response))
    if status == 503:
        raise ConnectionProblem("busy", str(status), _retry_after_s(response))
    if status in (407, 511):
        raise ConnectionProblem("login_page", str(status))
    if status >= 500:
        raise ConnectionProblem("server_trouble", str(status), _retry_after_s(response))


def _retry_after_s(response: httpx2.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        return None
    return min(float(value), _LONGEST_RETRY_AFTER_S)


def _is_json(response: httpx2.Response, body: bytes) -> bool:
    """Whether it claims to be JSON, or looks like it; HTML under a JSON label is none."""
    start = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return False
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    return kind == "application/json" or kind.endswith("+json") or start.startswith((b"{", b"["))


def _code_of(error: BaseException) -> str:
    """A certificate in another name is a portal's work; all else means that nothing got through."""
    if isinstance(error, httpx2.ProxyError) and str(error).startswith("407"):
        return "login_page"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "login_page" if cause.verify_code in _SOMEBODY_ELSE else "no_connection"
        cause = cause.__cause__ or cause.__context__
    return "no_connection"

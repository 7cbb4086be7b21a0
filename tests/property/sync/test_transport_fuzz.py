"""Whatever answers a request: an answer, or one of the problems that a screen can say."""

from __future__ import annotations

import gzip

import httpx2
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ConnectionProblem
from app.sync.loop import run_alone
from app.sync.transport import Answer, Transport
from tests.property.formats.spoiling import spoilt
from tests.property.longer import examples

CODES = {"no_connection", "login_page", "server_trouble", "busy", "bad_answer"}
JSON = b'{"feed": "g1.5"}'
#: Latin letters, as HTTP has them; a header is never longer than what h11 lets through.
VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
HEADERS: dict[str, st.SearchStrategy[str]] = {
    "Content-Type": st.sampled_from(["application/json", "text/html", "", "x/y+json; a=b"]),
    "Content-Encoding": st.sampled_from(
        ["gzip", "deflate", "zstd", "br", "gzip, gzip", "identity", "x-none", "gzip," * 50]
    ),
    "Content-Range": st.sampled_from(["bytes 3-9/10", "bytes 0-9/10", "bytes */10", "lines 1"]),
    "Retry-After": st.sampled_from(
        ["5", "-5", "9" * 5000, "²", "Tue, 24 Nov 2026 11:00:00 GMT", "1e9"]
    ),
    "Location": st.sampled_from(
        [
            *("/api/v1/head", "//[::1", "http://[", "https://b.example/", "http://a.example:99999"),
            *(
                "http://a.example:x/",
                "http://\xff/",
                "\x00",
                "http://%zz/",
                "javascript:alert()",
                "?",
            ),
            *("http://a.example/" + "a" * 70_000, "http://xn--a/", "http://..a/", "?"),
        ]
    ),
}
headers = st.fixed_dictionaries({}, optional={name: one | VALUES for name, one in HEADERS.items()})
statuses = st.sampled_from([200, 201, 204, 206, 301, 302, 304, 307, 308, 404, 410, 416, 429, 503])
bodies = spoilt(JSON, gzip.compress(JSON), gzip.compress(gzip.compress(JSON)), b"<html>", b"")


@examples(150)
@given(
    status=statuses | st.integers(200, 599),
    headers=headers,
    body=bodies,
    method=st.sampled_from(["GET", "PUT", "download"]),
)
def test_any_answer_is_one_or_a_problem(
    status: int, headers: dict[str, str], body: bytes, method: str
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]

    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, headers=raw, stream=httpx2.ByteStream(body))

    async def ask() -> Answer | None:
        road = httpx2.MockTransport(answer)
        async with Transport("http://a.example", road=road) as transport:
            if method == "GET":
                return await transport.get("/head", 1000)
            if method == "PUT":
                return await transport.put("/feedback/a", b"{}", "token", 1000)
            into = bytearray(b"abc")
            await transport.download("/media/a", 1000, into)
            assert len(into) <= 1000
            return None

    code = ""
    try:
        found = run_alone(ask())
        assert found is None or len(found.body) <= 1000
    except ConnectionProblem as problem:
        code = problem.code
    assert code in {"", *CODES}

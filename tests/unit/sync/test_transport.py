"""Everything that goes wrong on the way has one of a few names, and nothing else ever comes out."""

from __future__ import annotations

import asyncio
import gzip
import json

import pytest

from app.errors import ConnectionProblem
from app.sync.loop import run_alone
from app.sync.transport import Answer, TooLarge, Transport
from tests.fakes.client import IMPATIENT
from tests.fakes.fault_server import Fault, FaultServer, Reply, Script, as_json, closed_port, html


def get(address: str, limit: int = 100_000) -> Answer:
    async def ask() -> Answer:
        async with Transport(address, IMPATIENT) as transport:
            return await transport.get("/head", limit)

    return run_alone(ask())


def code_of(address: str, limit: int = 100_000) -> str:
    with pytest.raises(ConnectionProblem) as problem:
        get(address, limit)
    return problem.value.code


GOOD = as_json({"a": 1})
BOMB = gzip.compress(b"[" + b"0," * 3_000_000 + b"0]")


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (Fault.CUT_REQUEST, "no_connection"),
        (Fault.RESET, "no_connection"),
        (Fault.LOST, "no_connection"),
        (Fault.BLACK_HOLE, "no_connection"),
        (Fault.GARBAGE, "no_connection"),
        (Reply(b'{"a": 12345678}', cut_after=5), "no_connection"),
        (Reply(b"x" * 1000, drip_s=0.1), "no_connection"),
        (html(), "login_page"),
        (html("  \n<!DOCTYPE html>"), "login_page"),
        (Reply(b"<html>", headers={"Content-Type": "application/json"}), "login_page"),
        (Reply(b"OK", headers={"Content-Type": "text/plain"}), "login_page"),
        (Reply(b"", headers={"Content-Type": "text/plain"}), "login_page"),
        (Reply(b"", 302, {"Location": "http://login.example/?x"}), "login_page"),
        (Reply(b"", 307, {"Location": "//login.example/"}), "login_page"),
        (Reply(b"", 511), "login_page"),
        (Reply(b"", 407), "login_page"),
        (as_json({"code": "server"}, 500), "server_trouble"),
        (html("<h1>Bad gateway</h1>", 502), "server_trouble"),
        (html("", 504), "server_trouble"),
        (as_json({}, 429), "busy"),
        (html("", 503), "busy"),
        (Reply(b"", 301, {"Location": "/api/v1/head"}), "bad_answer"),
        (Reply(b"not gzip", headers={"Content-Encoding": "gzip"}), "bad_answer"),
        (Reply(BOMB, headers={"Content-Encoding": "gzip"}), "bad_answer"),
        (as_json(["x" * 200_000]), "bad_answer"),
    ],
)
def test_every_failure_has_its_name(server: FaultServer, script: Script, code: str) -> None:
    server.answer("GET", "/head", script)
    assert code_of(server.address) == code


def test_nobody_there() -> None:
    assert code_of(f"http://127.0.0.1:{closed_port()}") == "no_connection"


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "xn--a"])
def test_a_name_that_nobody_has(host: str) -> None:
    assert code_of(f"http://{host}") in ("no_connection", "bad_answer")


def test_a_good_answer_comes_whole(server: FaultServer) -> None:
    server.answer("GET", "/head", GOOD)
    answer = get(server.address)
    assert json.loads(answer.body) == {"a": 1}
    assert answer.good


def test_compression_is_undone(server: FaultServer) -> None:
    packed = gzip.compress(b'{"a": 1}')
    server.answer("GET", "/head", Reply(packed, headers={"Content-Encoding": "gzip"}))
    assert get(server.address).body == b'{"a": 1}'


def test_json_with_an_unusual_label_is_json(server: FaultServer) -> None:
    server.answer("GET", "/head", Reply(b' {"a": 1}', headers={"Content-Type": "text/plain"}))
    assert get(server.address).is_json


def test_a_refusal_is_an_answer(server: FaultServer) -> None:
    server.answer("GET", "/head", as_json({"code": "generation"}, 410))
    answer = get(server.address)
    assert (answer.status, answer.good) == (410, False)


def test_too_many_bytes_are_not_read(server: FaultServer) -> None:
    server.answer("GET", "/head", Reply(BOMB, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(TooLarge):
        get(server.address, limit=1000)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("17", 17.0), ("0", 0.0), ("-5", None), ("soon", None), ("9" * 9, 86_400.0), ("", None)],
)
def test_a_server_says_when_to_come_again(
    server: FaultServer, header: str, seconds: float | None
) -> None:
    server.answer("GET", "/head", as_json({}, 503, retry_after=header))
    with pytest.raises(ConnectionProblem) as problem:
        get(server.address)
    assert problem.value.retry_after_s == seconds


def test_a_way_to_the_same_host_is_followed(server: FaultServer) -> None:
    server.answer("GET", "/moved", GOOD)
    server.answer("GET", "/head", Reply(b"", 308, {"Location": "/api/v1/moved"}))
    assert get(server.address).good


def test_the_very_bytes_and_the_token_arrive(server: FaultServer) -> None:
    body = '{"b":1, "a" : "早"}'.encode()

    async def put() -> None:
        async with Transport(server.address, IMPATIENT) as transport:
            await transport.put("/feedback/x", body, "token-1", 1000)

    run_alone(put())
    (request,) = server.requests
    assert request.body == body
    assert request.headers["authorization"] == "Bearer token-1"


def test_no_cookie_is_kept(server: FaultServer) -> None:
    server.answer("GET", "/head", as_json({}, set_cookie="who=you"))

    async def twice() -> None:
        async with Transport(server.address, IMPATIENT) as transport:
            await transport.get("/head", 1000)
            await transport.get("/head", 1000)

    run_alone(twice())
    assert len(server.requests) == 2
    assert "cookie" not in server.requests[1].headers


def test_a_request_that_hangs_is_given_up_at_once(server: FaultServer) -> None:
    server.answer("GET", "/head", Fault.BLACK_HOLE)

    async def hang() -> bool:
        async with Transport(server.address) as transport:
            asking = asyncio.create_task(transport.get("/head", 1000))
            while not server.requests:
                await asyncio.sleep(0.01)
            asking.cancel()
            # Without that, the answer would be waited for four times as long.
            done, _ = await asyncio.wait({asking}, timeout=5)
            return bool(done) and asking.cancelled()

    assert run_alone(hang())

"""How long it takes to bring in ten thousand notices: fetched, checked, indexed, on the disk."""

from __future__ import annotations

import hashlib
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from app.formats import wire
from app.formats.keyset import follow, parse_chain, root_code
from app.formats.signed_notice import SignedReader
from app.sync.feed import PAGE_ITEMS
from tests.bench_figures import Figure, one
from tests.fakes.client import client, run_once
from tests.fakes.fault_server import FaultServer, Reply, Request, as_json, notice
from tests.fakes.signing import Keys

COUNT = 10_000
PAGE = PAGE_ITEMS
_ENGLISH = "the water gate garden office market morning please bring your card and a chair"
_CHINESE = "社区通知明天上午停水请大家提前准备居民活动中心报名参加健康讲座"


def run() -> list[Figure]:
    """The figures: of notices as they are, and beside them of the same ones signed."""
    keys = Keys()
    keys.add()
    figures = []
    plain = _pages(COUNT)
    for what, pages, signed_by in (
        ("plain", plain, None),
        ("signed", {after: _signed(page, keys) for after, page in plain.items()}, keys),
    ):
        figures += _figures(what, pages, signed_by)
    return figures


def _figures(what: str, pages: dict[str, Reply], keys: Keys | None) -> list[Figure]:
    keyset = None
    if keys is not None:
        chain = parse_chain(keys.document())
        keyset = follow(chain, root_code(chain))
    begun, busy = time.perf_counter(), time.process_time()
    read = []
    for page in pages.values():
        reader = None if keyset is None else SignedReader(keyset)
        parsed = wire.parse_announcements_page(page.body, reader)
        read.append((parsed, {} if reader is None else reader.proofs))
    checked, checking = time.perf_counter() - begun, time.process_time() - busy
    with tempfile.TemporaryDirectory() as folder:
        services = client(Path(folder) / "data", None)
        begun, busy = time.perf_counter(), time.process_time()
        for parsed, proofs in read:
            services.announcements.apply(parsed.changes, str(parsed.next), proofs)
        stored, storing = time.perf_counter() - begun, time.process_time() - busy
        services.close()
    taken, nothing_new = _fetched(pages, keys)
    size = sum(len(page.body) for page in pages.values())
    name = f"{COUNT:,} {what} notices"
    return [
        one(f"{name} on the wire", "MB", size / 1e6),
        one(f"{name} checked", "s", checked),
        one("  of it the processor's", "s", checking),
        one(f"{name} indexed and stored", "s", stored),
        one("  of it the processor's", "s", storing),
        one(f"{name} fetched, checked, indexed and stored", "s", taken),
        one("a run with nothing new", "ms", nothing_new * 1000),
    ]


def _fetched(pages: dict[str, Reply], keys: Keys | None) -> tuple[float, float]:
    """Seconds of a first run and of one with nothing new."""
    with FaultServer() as server, tempfile.TemporaryDirectory() as folder:
        _serve(server, pages, COUNT, keys)
        services = client(Path(folder) / "data", server.address)
        begun = time.perf_counter()
        report = run_once(services)
        taken = time.perf_counter() - begun
        begun = time.perf_counter()
        run_once(services)
        nothing_new = time.perf_counter() - begun
        total = services.announcements.counts("en").total
        services.close()
    if report.problem is not None or total != COUNT:
        raise RuntimeError(f"only {total} notices came in: {report.problem}")
    return taken, nothing_new


def _signed(page: Reply, keys: Keys) -> Reply:
    told = json.loads(page.body)
    return as_json(told | {"items": [keys.signed(item) for item in told["items"]]})


def serve(count: int) -> None:
    """Serve a community with so many notices until standard input ends; prints its address."""
    with FaultServer() as server:
        _serve(server, _pages(count), count)
        print(server.address, flush=True)
        sys.stdin.read()


def _pages(count: int) -> dict[str, Reply]:
    """Each page by the `after` that asks for it."""
    chance = random.Random(1)
    items = [_notice(number, chance) for number in range(1, count + 1)]
    pages = {}
    for start in range(0, count, PAGE):
        end = min(count, start + PAGE)
        page = {"items": items[start:end], "next": f"g1.{end}", "more": end < count}
        pages[f"g1.{start}" if start else ""] = as_json(page)
    return pages


def _notice(number: int, chance: random.Random) -> dict[str, Any]:
    english = " ".join(chance.choices(_ENGLISH.split(), k=120))
    chinese = "".join(chance.choices(_CHINESE, k=250))
    return notice(
        number,
        texts={
            "en": {"title": english[:60], "in_short": [english[60:120]] * 3, "body": english},
            "zh-CN": {"title": chinese[:18], "in_short": [chinese[18:40]] * 3, "body": chinese},
        },
    )


def _serve(
    server: FaultServer, pages: dict[str, Reply], count: int, keys: Keys | None = None
) -> None:
    def page(request: Request) -> Reply:
        query = request.target.partition("?")[2].split("&")
        after = [part.removeprefix("after=") for part in query if part.startswith("after=")]
        return pages["".join(after)]

    head = server.head() | {"feed": f"g1.{count}"}
    if keys is not None:
        head["keyset"] = hashlib.sha256(keys.document()).hexdigest()
        server.answer("GET", "/keyset", Reply(keys.document()))
        roll = keys.roll(head["feed"], [notice(number)["id"] for number in range(1, count + 1)])
        server.answer("GET", "/roll", as_json(roll))
    server.answer("GET", "/head", as_json(head))
    server.answer("GET", "/announcements", page)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
    else:
        print(json.dumps([figure.as_json() for figure in run()], indent=1))

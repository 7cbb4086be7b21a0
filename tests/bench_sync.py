"""How long it takes to bring in ten thousand notices: fetched, checked, indexed, on the disk."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from app.formats import wire
from app.sync.feed import PAGE_ITEMS
from tests.bench_figures import Figure, one
from tests.fakes.client import client, run_once
from tests.fakes.fault_server import FaultServer, Reply, Request, as_json, notice

COUNT = 10_000
PAGE = PAGE_ITEMS
_ENGLISH = "the water gate garden office market morning please bring your card and a chair"
_CHINESE = "社区通知明天上午停水请大家提前准备居民活动中心报名参加健康讲座"


def run() -> list[Figure]:
    """The figures."""
    pages = _pages(COUNT)
    begun = time.perf_counter()
    for page in pages.values():
        wire.parse_announcements_page(page.body)
    parsed = time.perf_counter() - begun
    with FaultServer() as server, tempfile.TemporaryDirectory() as folder:
        _serve(server, pages, COUNT)
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
    size = sum(len(page.body) for page in pages.values())
    return [
        one("10,000 notices on the wire", "MB", size / 1e6),
        one("10,000 notices checked", "s", parsed),
        one("10,000 notices fetched, checked, indexed and stored", "s", taken),
        one("a run with nothing new", "ms", nothing_new * 1000),
    ]


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


def _serve(server: FaultServer, pages: dict[str, Reply], count: int) -> None:
    def page(request: Request) -> Reply:
        query = request.target.partition("?")[2].split("&")
        after = [part.removeprefix("after=") for part in query if part.startswith("after=")]
        return pages["".join(after)]

    server.answer("GET", "/head", as_json(server.head() | {"feed": f"g1.{count}"}))
    server.answer("GET", "/announcements", page)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
    else:
        print(json.dumps([figure.as_json() for figure in run()], indent=1))

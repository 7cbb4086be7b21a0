"""The server's snapshots, pulled by the program's own client while two publish."""

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.formats import wire
from tests.contract.server.conftest import SOURCE
from tests.contract.server.test_feed_race import Client, start_publisher
from tests.fakes.client import client, run_once
from tests.servers import RunningServer, postgres_url, run_server


def unpacked(http: httpx2.Client, name: dict[str, Any], encoding: str) -> dict[str, Any]:
    """One file, checked by its name."""
    file = name[encoding]
    answer = http.get(f"snapshot/{file['sha256']}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == f"application/{encoding}"
    assert "Content-Encoding" not in answer.headers
    assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
    assert len(answer.content) == file["size"]
    value: dict[str, Any] = json.loads(wire.unpack(answer.content, encoding))
    return value


def chain(http: httpx2.Client, head: dict[str, Any], encoding: str) -> list[dict[str, Any]]:
    """All notices of a snapshot, in the feed's order."""
    part: dict[str, Any] | None = unpacked(http, head["snapshot"], encoding)
    assert part is not None
    assert part["feed"] == head["snapshot"]["feed"]
    items: list[dict[str, Any]] = []
    while part is not None:
        items = [*part["items"], *items]
        part = unpacked(http, part["older"], encoding) if part["older"] else None
    assert [one["seq"] for one in items] == sorted(one["seq"] for one in items)
    return items


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_snapshot_and_what_came_since_is_all_there_is(engine: str, tmp_path: Path) -> None:
    url = postgres_url() if engine == "postgresql" else None
    server = run_server(tmp_path / "data", url, SOURCE, workers=2)
    publishers = [start_publisher(server, 15) for _ in range(2)]
    services = client(tmp_path / "client", server.address)
    seen: set[str] = set()
    with httpx2.Client(base_url=server.api, timeout=20) as http:
        while any(one.poll() is None for one in publishers):
            head = http.get("head").json()
            name = head.get("snapshot")
            if name is None or name["feed"] in seen:
                continue
            # With what came since, it is what a whole pull finds at the same place.
            seen.add(name["feed"])
            held = {one["id"]: one for one in chain(http, head, "zstd")}
            pulled = Client(server.api, 1000)
            pulled.pull()
            params = {"after": name["feed"], "upto": str(pulled.cursor), "limit": "1000"}
            for one in http.get("announcements", params=params).json()["items"]:
                held[one["id"]] = one
            assert {k: v for k, v in held.items() if not v.get("deleted")} == {
                k: v for k, v in pulled.held.items() if not v.get("deleted")
            }
            pulled.http.close()
            run_once(services)
            services.announcements.begin_refill()
        for one in publishers:
            one.communicate()
        assert seen
        assert run_once(services).problem is None
        head = http.get("head").json()
        zstd, gzip = chain(http, head, "zstd"), chain(http, head, "gzip")
        assert zstd == gzip
        whole = Client(server.api, 1000)
        whole.pull()
        there = sum(not one.get("deleted") for one in whole.held.values())
        assert services.announcements.counts("en").total == there
        whole.http.close()
        _a_cut_one_goes_on(http, head)
        _forgotten(server, http, services)
    services.close()
    assert server.stop() == 0


def _a_cut_one_goes_on(http: httpx2.Client, head: dict[str, Any]) -> None:
    address = f"snapshot/{head['snapshot']['zstd']['sha256']}"
    whole = http.get(address).content
    rest = http.get(address, headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, whole[100:])
    assert http.get(f"snapshot/{'0' * 64}").status_code == 404


def _forgotten(server: RunningServer, http: httpx2.Client, services: Any) -> None:
    """A deletion that is forgotten: who saw it goes on, who did not begins anew and loses it."""
    before = http.get("head").json()["feed"]
    code = (
        "from server.announcements import publishing as p;"
        "from server.announcements.models import Announcement as A;"
        "a = A.objects.filter(state='published').order_by('pk').first(); print(a.pk); p.delete(a)"
    )
    gone = server.manage("shell", "-v", "0", "-c", code).strip()
    after = http.get("head").json()["feed"]
    assert services.announcements.get(gone) is not None
    assert "forgotten" in server.manage("prune_deletions", "--days", "0")
    late = http.get("announcements", params={"after": before})
    assert (late.status_code, late.json()["code"]) == (410, "horizon")
    assert http.get("announcements", params={"after": after}).status_code == 200
    head = http.get("head").json()
    assert gone not in json.dumps(chain(http, head, "gzip"))
    assert run_once(services).problem is None
    assert services.announcements.get(gone) is None

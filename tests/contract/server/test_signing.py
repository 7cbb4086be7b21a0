"""Signed notices on a running server, read by the program itself."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2

from app.domain.announcement import AnnouncementFilter
from app.formats import wire
from app.services import Services
from tests.fakes.client import client, run_once
from tests.servers import RunningServer

PASSPHRASE = "a bridge of willow wood\n"


def test_from_the_first_key_to_a_stolen_one(
    server: RunningServer, other: httpx2.Client, tmp_path: Path
) -> None:
    address, root = f"{server.address}/c/stone-bridge", str(tmp_path / "root")

    def keys(action: str, *more: str) -> str:
        words = ("keys", action, "--community", "stone-bridge", "--root", root)
        return server.manage(*words, "--passphrase-stdin", *more, given=PASSPHRASE)

    assert "keyset" not in other.get("head").json()
    assert other.get("keyset").status_code == other.get("roll").status_code == 404
    made = keys("make")
    code = next(line[6:] for line in made.splitlines() if line.startswith("code: "))
    services = client(tmp_path / "data", f"{address}#{code}")

    def all_checked() -> bool:
        report = run_once(services)
        assert (report.problem, report.not_shown) == (None, 0)
        cards = services.announcements.cards(AnnouncementFilter(), "en").cards
        return bool(cards) and all(card.checked for card in cards)

    assert all_checked()
    found = services.look_at(address)
    assert (found.code, found.vouched) == (code, True)
    head, answer = other.get("head").json(), other.get("keyset")
    assert answer.headers["ETag"] == f'"{head["keyset"]}"'
    again = other.get("keyset", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    told = json.loads(answer.json()["keysets"][-1]["signed"])
    before = head["feed"]
    keys("revoke", "--key", told["keys"][0]["key"])
    assert other.get("head").json()["feed"] != before
    assert all_checked()
    trust = services.trust.current()
    assert trust is not None
    assert len(json.loads(trust.document)["keysets"]) == 2
    # Who knows nothing of signatures reads on as before.
    page = other.get("announcements").json()
    assert all("texts" in item or item["deleted"] for item in page["items"])
    services.close()
    _by_a_snapshot(server, other, client(tmp_path / "anew", f"{address}#{trust.code}"))


ONE_THAT_GOES = """
from server.announcements import publishing
from server.announcements.models import Announcement, Translation
from server.communities.models import Issuer
issuer = Issuer.objects.filter(community__slug="stone-bridge").first()
one = Announcement.objects.create(community=issuer.community, issuer=issuer)
Translation.objects.create(announcement=one, language="en", title="It goes", body="Soon.")
publishing.delete(publishing.publish(one))
"""


def _by_a_snapshot(server: RunningServer, http: httpx2.Client, services: Services) -> None:
    """Who begins behind a forgotten deletion has no page: each notice of the file is proved."""
    server.manage("shell", "-v", "0", "-c", ONE_THAT_GOES)
    server.manage("prune_deletions", "--days", "0")
    name = http.get("head").json()["snapshot"]
    file = http.get(f"snapshot/{name['gzip']['sha256']}").content
    items = json.loads(wire.unpack(file, "gzip"))["items"]
    assert all("signed" in item for item in items)
    report = run_once(services)
    assert (report.problem, report.not_shown) == (None, 0)
    cards = services.announcements.cards(AnnouncementFilter(), "en").cards
    assert len(cards) == len(items)
    assert all(card.checked for card in cards)
    assert not services.announcements.refilling()
    services.close()

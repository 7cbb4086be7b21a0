"""Head, community, announcements and media, as a client reads them."""

import hashlib
from typing import Any

import httpx2
import pytest

from tests.contract.server.source import GOLDEN_SOURCE
from tests.servers import RunningServer

PICTURE = hashlib.sha256((GOLDEN_SOURCE / "media" / "gate.png").read_bytes()).hexdigest()


def head(client: httpx2.Client) -> dict[str, Any]:
    value: dict[str, Any] = client.get("head").json()
    return value


def test_head_may_be_cached_and_names_the_community_text(http: httpx2.Client) -> None:
    answer = http.get("head")
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert "Vary" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    value = answer.json()
    text = http.get("community")
    assert value["community"] == hashlib.sha256(text.content).hexdigest()
    assert text.headers["ETag"] == f'"{value["community"]}"'
    assert value["poll_after_s"] == 900


def test_the_community_is_not_sent_again_to_who_has_it(http: httpx2.Client) -> None:
    tag = http.get("community").headers["ETag"]
    again = http.get("community", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert http.get("community", headers={"If-None-Match": '"other"'}).status_code == 200


def test_pages_together_hold_what_one_page_holds(http: httpx2.Client) -> None:
    whole = http.get("announcements", params={"upto": head(http)["feed"]})
    assert whole.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    after, more = None, True
    items: list[dict[str, Any]] = []
    while more:
        params = {"upto": head(http)["feed"], "limit": "2"} | ({"after": after} if after else {})
        page = http.get("announcements", params=params).json()
        assert len(page["items"]) <= 2
        items, after, more = items + page["items"], page["next"], page["more"]
    assert items == whole.json()["items"]
    assert after == head(http)["feed"]
    assert [one["seq"] for one in items] == sorted(one["seq"] for one in items)


def test_nothing_comes_after_the_head(http: httpx2.Client) -> None:
    feed = head(http)["feed"]
    page = http.get("announcements", params={"after": feed}).json()
    assert page == {"items": [], "next": feed, "more": False}


@pytest.mark.parametrize("cursor", ["g2.0", "g1.999999", "g0.1"])
def test_a_cursor_that_was_not_given_out_here_is_gone(http: httpx2.Client, cursor: str) -> None:
    for name in ("after", "upto"):
        answer = http.get("announcements", params={name: cursor})
        assert (answer.status_code, answer.json()["code"]) == (410, "generation")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "params",
    [
        *({"after": text} for text in ("", "1", "g1", "g1.-1", "g01.1", "g1.1 ", "g1.x")),
        {"after": "g" + "9" * 40 + ".1"},
        {"after": "g1.3", "upto": "g1.1"},
        *({"limit": text} for text in ("0", "1001", "-1", "many", "")),
    ],
)
def test_what_is_no_cursor_or_limit_is_refused_in_words(
    http: httpx2.Client, params: dict[str, str]
) -> None:
    answer = http.get("announcements", params=params)
    assert answer.status_code == 422
    assert set(answer.json()["reason"]) == {"en", "zh-CN"}


def test_a_picture_comes_whole_and_in_part(http: httpx2.Client) -> None:
    data = (GOLDEN_SOURCE / "media" / "gate.png").read_bytes()
    whole = http.get(f"media/{PICTURE}")
    assert (whole.content, whole.headers["Content-Type"]) == (data, "image/png")
    assert "immutable" in whole.headers["Cache-Control"]
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = http.get(f"media/{PICTURE}", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(data)}"
    rest = http.get(f"media/{PICTURE}", headers={"Range": "bytes=100-"})
    assert rest.content == data[100:]
    end = http.get(f"media/{PICTURE}", headers={"Range": "bytes=-5"})
    assert end.content == data[-5:]
    beyond = http.get(f"media/{PICTURE}", headers={"Range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(data)}")
    changed = {"Range": "bytes=0-3", "If-Range": '"another"'}
    assert http.get(f"media/{PICTURE}", headers=changed).content == data


def test_head_requests_have_the_headers_and_no_body(http: httpx2.Client) -> None:
    for path in ("head", "community", "announcements", f"media/{PICTURE}"):
        asked, got = http.head(path), http.get(path)
        assert (asked.status_code, asked.content) == (200, b"")
        assert asked.headers["Content-Type"] == got.headers["Content-Type"]


def test_each_community_has_its_own_things(http: httpx2.Client, other: httpx2.Client) -> None:
    assert http.get("community").json()["slug"] == "reed-court"
    assert other.get("community").json()["slug"] == "stone-bridge"
    mine = {one["id"] for one in http.get("announcements").json()["items"]}
    theirs = other.get("announcements").json()["items"]
    assert [one["id"] for one in theirs] == ["99999999-9999-4999-8999-999999999999"]
    assert not mine & {one["id"] for one in theirs}
    assert other.get(f"media/{PICTURE}").status_code == 404
    own = theirs[0]["media"][0]["sha256"]
    assert other.get(f"media/{own}").status_code == 200
    assert http.get(f"media/{own}").status_code == 404


def test_errors_are_json_with_words(server: RunningServer) -> None:
    with httpx2.Client(base_url=server.address, timeout=20) as client:
        answers = {
            client.get("/c/nowhere/api/v1/head"): 404,
            client.get("/api/v1/nothing"): 404,
            client.delete("/api/v1/head"): 405,
            client.put("/api/v1/feedback/not-a-uuid"): 404,
            client.get("/api/v1/media/..%2f..%2fsecret.key"): 404,
        }
    for answer, status in answers.items():
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("application/json")
        assert set(answer.json()) == {"code", "reason"}


def test_openapi_describes_every_address(http: httpx2.Client) -> None:
    paths = http.get("openapi.json").json()["paths"]
    names = {path.removeprefix("/api/v1/").split("/")[0] for path in paths}
    reading = {"head", "community", "announcements", "media", "snapshot", "keyset", "roll"}
    assert names == reading | {"feedback", "mailbox", "devices"}


def test_plain_pages_and_their_headers(server: RunningServer) -> None:
    with httpx2.Client(base_url=server.address, timeout=20) as client:
        front = client.get("/", headers={"Accept-Language": "zh-CN"})
        assert "苇苑社区" in front.text
        assert 'href="/staff/"' in front.text
        policy = front.headers["Content-Security-Policy"]
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
        assert front.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
        assert client.get("/healthz").text == "ok\n"
        assert "Reed Court" in client.get("/c/reed-court/").text
        assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400
        assert client.get("/static/footbridge/front.css").status_code == 200
        assert client.get("/static/../secret.key").status_code == 404


def test_openapi_refers_to_nothing_that_it_does_not_hold(http: httpx2.Client) -> None:
    described = http.get("openapi.json").json()

    def references(value: object) -> list[str]:
        if isinstance(value, list):
            return [one for part in value for one in references(part)]
        if not isinstance(value, dict):
            return []
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [one for part in value.values() for one in references(part)]

    for reference in references(described):
        place = described
        for name in reference.removeprefix("#/").split("/"):
            assert name in place, reference
            place = place[name]
    operations = [one for path in described["paths"].values() for one in path.values()]
    schemes = described["components"]["securitySchemes"]
    assert {name for one in operations for need in one.get("security", []) for name in need} == (
        set(schemes)
    )
    for operation in operations:
        for answer in operation["responses"].values():
            assert answer["description"]


def test_openapi_tells_of_every_refusal(http: httpx2.Client) -> None:
    paths = http.get("openapi.json").json()["paths"]

    def statuses(ending: str, method: str) -> set[str]:
        (found,) = (paths[path] for path in paths if path.endswith(ending))
        return set(found[method]["responses"])

    # docs/protocol.md, and what HTTP itself asks for.
    assert statuses("/feedback/{message_id}", "put") >= {
        *("200", "201", "401", "404", "409", "410", "413", "422", "424", "429", "503")
    }
    assert statuses("/announcements", "get") >= {"200", "404", "410", "422"}
    assert statuses("/community", "get") >= {"200", "304", "404"}
    assert statuses("/media/{sha256}", "get") >= {"200", "206", "304", "404", "416"}
    assert statuses("/mailbox", "post") >= {"200", "413", "422", "429"}


def test_what_the_asker_has_is_not_sent_again(http: httpx2.Client) -> None:
    for path in ("community", f"media/{PICTURE}"):
        tag = http.get(path).headers["ETag"]
        for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = http.get(path, headers={"If-None-Match": asked})
            assert (answer.status_code, answer.content) == (304, b""), asked
            assert answer.headers["ETag"] == tag
            assert "Content-Type" not in answer.headers
        assert http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200

"""`load_community`, run once and again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.contract.server.source import change, copy_of_golden
from tests.servers import RunningServer, run_server

GATE = "22222222-2222-4222-8222-222222222222"
FLU = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def lone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the golden community; each test leaves it as its own files say."""
    folder = tmp_path_factory.mktemp("loading")
    copy_of_golden(folder / "source")
    running = run_server(folder / "data", sample=folder / "source")
    yield running
    assert running.stop() == 0


@pytest.fixture
def source(lone: RunningServer) -> Path:
    return lone.data_dir.parent / "source"


@pytest.fixture
def http(lone: RunningServer) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=lone.api, timeout=20) as client:
        yield client


def everything(client: httpx2.Client) -> tuple[Any, dict[str, Any]]:
    items = client.get("announcements").json()["items"]
    return client.get("head").json(), {one["id"]: one for one in items}


def test_again_it_changes_nothing(lone: RunningServer, source: Path, http: httpx2.Client) -> None:
    before = everything(http)
    assert "0 notices published, 5 left" in lone.manage("load_community", str(source))
    assert everything(http) == before


def test_only_what_changed_in_the_files_goes_out(
    lone: RunningServer, source: Path, http: httpx2.Client
) -> None:
    head, before = everything(http)

    def edit(notices: list[dict[str, Any]]) -> None:
        notices[1]["texts"]["en"]["title"] = "No water at the west gate"

    change(source / "announcements.json", edit)
    assert "1 notices published, 4 left" in lone.manage("load_community", str(source))
    new_head, after = everything(http)
    assert after.pop(GATE)["texts"]["en"]["title"] == "No water at the west gate"
    old = before.pop(GATE)
    assert after == before
    assert new_head["community"] == head["community"]
    assert int(new_head["feed"].split(".")[1]) == int(head["feed"].split(".")[1]) + 1
    assert everything(http)[1][GATE]["revision"] == old["revision"] + 1

    change(source / "community.json", lambda value: value["help"].update(telephone="01632 960012"))
    lone.manage("load_community", str(source))
    last = http.get("head").json()
    assert last["feed"] == new_head["feed"]
    assert last["community"] != head["community"]


def test_fresh_dates_tell_every_notice_anew(
    lone: RunningServer, source: Path, http: httpx2.Client
) -> None:
    before = everything(http)[1]
    assert "5 notices published" in lone.manage("load_community", str(source), "--fresh-dates")
    after = everything(http)[1]
    assert set(after) == set(before)
    for key, one in after.items():
        assert one["revision"] > before[key]["revision"]
        assert one["change_note"] == before[key]["change_note"]


def test_media_of_the_files_are_served(http: httpx2.Client, source: Path) -> None:
    one = everything(http)[1][GATE]
    kept = [http.get(f"media/{part['sha256']}").content for part in one["media"]]
    names = ("gate.png", "bell.ogg")
    assert kept == [(source / "media" / name).read_bytes() for name in names]


def test_files_that_are_not_right_change_nothing_and_are_told_in_words(
    lone: RunningServer, tmp_path: Path, http: httpx2.Client
) -> None:
    before = everything(http)
    bad = copy_of_golden(tmp_path / "source")
    # The second notice is wrong; the first one changed and must not go out alone.
    change(bad / "announcements.json", lambda one: one[0].update(urgent=True))
    change(bad / "announcements.json", lambda one: one[1]["media"][0].update(file="no.png"))
    with pytest.raises(RuntimeError) as problem:
        lone.manage("load_community", str(bad))
    said = str(problem.value)
    assert "Nothing was changed" in said
    assert "no.png cannot be read" in said
    assert "Traceback" not in said
    assert everything(http) == before


def test_a_new_generation_makes_every_cursor_old(lone: RunningServer, http: httpx2.Client) -> None:
    before = http.get("head").json()["feed"]
    items = http.get("announcements").json()["items"]
    assert "generation" in lone.manage("new_generation")
    now = http.get("head").json()["feed"]
    assert now.split(".")[1] == before.split(".")[1]
    assert now.split(".")[0] != before.split(".")[0]
    answer = http.get("announcements", params={"after": before})
    assert (answer.status_code, answer.json()["code"]) == (410, "generation")
    page = http.get("announcements").json()
    assert page["items"] == items
    assert page["next"] == now
    lone.manage("new_generation")
    assert http.get("head").json()["feed"].split(".")[0] != now.split(".")[0]


def test_accounts_are_refused_in_words(lone: RunningServer) -> None:
    ask = ("create_staff", "ann", "--password-stdin", "--community")
    with pytest.raises(RuntimeError, match=r"no community 'nowhere'\. Known: reed-court"):
        lone.manage(*ask, "nowhere", given="a long enough phrase\n")
    with pytest.raises(RuntimeError, match=r"too common|too short"):
        lone.manage(*ask, "reed-court", given="password\n")
    again = ("create_staff", lone.admin_user, "--password-stdin", "--community", "reed-court")
    with pytest.raises(RuntimeError, match="belongs to an administrator"):
        lone.manage(*again, given="a long enough phrase\n")


def test_the_server_comes_back_with_everything(tmp_path: Path) -> None:
    from tests.contract.server.messages import mailbox, message

    source = copy_of_golden(tmp_path / "source")
    first = run_server(tmp_path / "data", sample=source)
    port = int(first.address.rsplit(":", 1)[1])
    sent = message()
    with httpx2.Client(base_url=first.api, timeout=20) as client:
        receipt = sent.put(client).json()
        before = everything(client)
    first.kill()
    again = run_server(tmp_path / "data", sample=source, port=port)
    assert again.address == first.address
    with httpx2.Client(base_url=again.api, timeout=20) as client:
        assert sent.put(client).json() == receipt
        assert everything(client) == before
        assert mailbox(client, sent)[0]["reference"] == receipt["reference"]
    assert again.stop() == 0


def test_a_port_in_use_is_told_in_words(lone: RunningServer) -> None:
    taken = lone.address.removeprefix("http://")
    with pytest.raises(RuntimeError) as problem:
        lone.manage("serve", "--bind", taken)
    assert f"cannot listen on {taken}" in str(problem.value)
    assert "Traceback" not in str(problem.value)


def test_production_settings_and_migrations_are_clean(lone: RunningServer) -> None:
    assert "No changes detected" in lone.manage("makemigrations", "--check")
    before = dict(lone.environment)
    lone.environment["FOOTBRIDGE_HTTPS"] = "1"
    try:
        said = lone.manage("check", "--deploy", "--fail-level", "INFO")
    finally:
        lone.environment.clear()
        lone.environment.update(before)
    assert "no issues" in said


def test_the_description_is_json(lone: RunningServer, http: httpx2.Client) -> None:
    assert json.loads(http.get("openapi.json").text)["openapi"].startswith("3.")

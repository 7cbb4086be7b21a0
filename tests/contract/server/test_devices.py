"""Machines: joined with a code that is counted, seen by staff, sent away, and told so."""

import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from app.domain.feedback import ConversationState
from app.services import Services
from tests.contract.server.browser import Browser
from tests.contract.server.messages import message, new_token
from tests.fakes.client import client, idea, run_once
from tests.servers import RunningServer

CODES, MACHINES = "/staff/devices/joincode/", "/staff/devices/device/"


@pytest.fixture(scope="module")
def staff(server: RunningServer) -> Iterator[Browser]:
    browser = Browser(server.address)
    browser.sign_in(server.staff_user, server.staff_password)
    yield browser
    browser.close()


def new_code(staff: Browser, name: str, machines: int = 1) -> str:
    """What staff see, and read out, when they make a code."""
    staff.open(f"{CODES}add/")
    page = staff.send({"name": name, "days": "7", "uses_left": str(machines)}, button="_save")
    assert "no-store" in staff.page.headers["Cache-Control"]
    (code,) = re.findall(r'class="join-code">([^<]+)<', page)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)
    assert "until" in page
    assert code not in staff.open(CODES)
    return str(code)


class Machine:
    """One that joins, by its own id and token."""

    def __init__(self) -> None:
        self.id, self.token = str(uuid.uuid4()), new_token()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def join(self, http: httpx2.Client, code: str) -> httpx2.Response:
        body = {"code": code, "program": "0.1.0"}
        return http.put(f"devices/{self.id}", json=body, headers=self.headers)

    def show(self, http: httpx2.Client) -> httpx2.Response:
        return http.get(f"devices/{self.id}", headers=self.headers)


def test_a_code_joins_as_many_machines_as_it_says(staff: Browser, http: httpx2.Client) -> None:
    """Also when all of them come at the same moment, and each as often as it likes."""
    code = new_code(staff, "Reading room", machines=2)
    machines = [Machine() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: one.join(http, code), machines))
    assert sorted(one.status_code for one in answers) == [201, 201, 403, 403, 403, 403]
    assert {one.json()["code"] for one in answers if one.status_code == 403} == {"code"}
    joined = [m for m, a in zip(machines, answers, strict=True) if a.status_code == 201]
    for one in joined:
        again = one.join(http, code)
        assert (again.status_code, again.json()["name"]) == (200, "Reading room")
        assert one.show(http).status_code == 200
    stranger = Machine()
    stranger.id = joined[0].id
    assert stranger.join(http, code).status_code == 409
    assert stranger.show(http).status_code == Machine().show(http).status_code == 404


def test_a_code_is_read_as_people_write_it_and_belongs_to_its_community(
    staff: Browser, http: httpx2.Client, other: httpx2.Client
) -> None:
    code = new_code(staff, "Gate house")
    assert Machine().join(other, code).status_code == 403
    written = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert Machine().join(http, written).status_code == 201


def test_an_old_code_is_no_code(staff: Browser, http: httpx2.Client, server: RunningServer) -> None:
    code = new_code(staff, "Too late")
    change = (
        "from server.devices.models import JoinCode as J; from django.utils import timezone as t;"
        "J.objects.filter(name='Too late').update(expires_at=t.now())"
    )
    server.manage("shell", "-v", "0", "-c", change)
    assert Machine().join(http, code).status_code == 403


@pytest.fixture
def services(server: RunningServer, tmp_path: Path) -> Iterator[Services]:
    made = client(tmp_path / "client", None)
    yield made
    made.close()


def only_joined(server: RunningServer, yes: bool) -> None:
    code = (
        "from server.communities.models import Community as C;"
        f"C.objects.filter(slug='reed-court').update(only_joined={yes})"
    )
    server.manage("shell", "-v", "0", "-c", code)


@pytest.mark.expected_log("this machine is no longer joined")
def test_sent_away_it_says_so_keeps_all_and_goes_on_with_a_new_code(
    staff: Browser, services: Services, server: RunningServer, http: httpx2.Client
) -> None:
    only_joined(server, True)
    try:
        assert http.get("head").json()["joined_only"] is True
        refused = message("from nowhere").put(http)
        assert (refused.status_code, refused.json()["code"]) == (403, "device")
        services.join(services.look_at(server.address), new_code(staff, "Kiosk one").lower())
        first = services.send(idea("From the kiosk."))
        assert run_once(services).sent == 1
        staff.open(MACHINES)
        device = services.devices.here()
        assert device is not None
        assert device.name == "Kiosk one"
        assert "Kiosk one" in staff.page.text
        _send_away(staff, device.id)
        services.engine._shown = ("", 0.0)  # an hour later
        second = services.send(idea("Kept here."))
        report = run_once(services)
        assert report.problem is not None
        assert report.problem.code == "not_joined"
        assert services.devices.here().revoked_at is not None  # type: ignore[union-attr]
        kept = services.conversations.get(second.id)
        assert kept is not None
        assert (kept.state, kept.entries[0].held_by) == (ConversationState.KEPT, "not_joined")
        assert services.conversations.get(first.id) is not None
        assert services.announcements.counts("en").total > 0
        services.join(services.look_at(server.address), new_code(staff, "Kiosk one again"))
        assert run_once(services).sent == 1
    finally:
        only_joined(server, False)


def _send_away(staff: Browser, device_id: str) -> None:
    """Tick the machine in the list and press the action."""
    token = next(f.fields["csrfmiddlewaretoken"] for f in staff.forms() if f.method == "post")
    data = {"action": "send_away", "_selected_action": device_id, "csrfmiddlewaretoken": token}
    page = staff.client.post(MACHINES, data=data)
    assert "Machines sent away: 1." in page.text


def test_at_home_nobody_needs_a_code(services: Services, server: RunningServer) -> None:
    services.join(services.look_at(server.address))
    services.send(idea())
    assert run_once(services).sent == 1
    assert services.devices.here() is None

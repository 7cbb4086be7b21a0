"""DELETE /feedback/{uuid}: erased where nobody looked, asked where somebody did, dead for ever."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.contract.server.browser import Browser
from tests.contract.server.messages import Message, follow_up, mailbox, message, new_token
from tests.servers import RunningServer


@pytest.fixture(scope="module")
def staff(server: RunningServer) -> Iterator[Browser]:
    browser = Browser(server.address)
    browser.sign_in(server.staff_user, server.staff_password)
    yield browser
    browser.close()


def take_back(client: httpx2.Client, one: Message, token: str | None = None) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {token or one.token}"}
    return client.delete(f"feedback/{one.id}", headers=headers)


def open_page(staff: Browser, one: Message) -> str:
    """What a member of staff does who looks at a message."""
    return staff.open(f"/staff/feedback/feedback/{one.id}/change/")


def test_what_nobody_looked_at_is_erased_at_once(http: httpx2.Client) -> None:
    first = message("taken back at once")
    first.put(http)
    more = follow_up(first, "one thing more")
    more.put(http)
    answer = take_back(http, first)
    assert (answer.status_code, answer.json()["state"]) == (200, "erased")
    assert answer.headers["Cache-Control"] == "no-store"
    # As often as asked, with the same answer.
    assert take_back(http, first).json() == answer.json()
    for late in (first, more, follow_up(first, "later still")):
        refused = late.put(http)
        assert (refused.status_code, refused.json()["code"]) == (410, "erased")
        assert refused.json()["erased_at"] == answer.json()["erased_at"]
    (told,) = mailbox(http, first)
    assert told == {
        "id": first.id,
        "state": "erased",
        "erased_at": answer.json()["erased_at"],
    }
    stranger = message(token=new_token())
    stranger.id = first.id
    assert mailbox(http, stranger) == [{"id": first.id, "state": "unknown"}]


def test_what_somebody_looked_at_is_asked_to_be_erased(http: httpx2.Client, staff: Browser) -> None:
    first = message("seen, then taken back")
    first.put(http)
    assert "seen, then taken back" in open_page(staff, first)
    answer = take_back(http, first)
    assert (answer.status_code, answer.json()) == (202, {"id": first.id, "state": "asked"})
    assert take_back(http, first).status_code == 202
    assert mailbox(http, first)[0]["state"] == "received"
    page = open_page(staff, first)
    assert "The sender took this message back on" in page
    staff.send({"sure": "1"}, form="erase")
    assert mailbox(http, first)[0]["state"] == "erased"
    assert take_back(http, first).status_code == 200


def test_taken_back_before_it_arrived_it_never_arrives(http: httpx2.Client) -> None:
    first = message("overtaken")
    assert take_back(http, first).status_code == 200
    assert first.put(http).status_code == 410


def test_only_the_sender_and_only_the_whole(http: httpx2.Client, other: httpx2.Client) -> None:
    first = message("not yours")
    first.put(http)
    assert take_back(http, first, new_token()).status_code == 409
    assert take_back(other, first).status_code == 409
    assert http.delete(f"feedback/{first.id}").status_code == 401
    more = follow_up(first, "a part")
    more.put(http)
    part = take_back(http, more)
    assert (part.status_code, part.json()["code"]) == (422, "part")
    assert mailbox(http, first)[0]["state"] == "received"
    take_back(http, first)
    assert take_back(http, first, new_token()).status_code == 409


def test_a_withdrawal_and_retries_at_the_same_moment(http: httpx2.Client) -> None:
    """Whoever is first: in the end the message is not there and can't come back."""
    for number in range(6):
        first = message(f"a race {number}")
        with ThreadPoolExecutor(6) as pool:
            puts = [pool.submit(first.put, http) for _ in range(4)]
            back = [pool.submit(take_back, http, first) for _ in range(2)]
            assert {one.result().status_code for one in back} == {200}
            assert {one.result().status_code for one in puts} <= {200, 201, 410}
        assert first.put(http).status_code == 410
        assert mailbox(http, first)[0]["state"] == "erased"


def test_who_erased_is_noted_without_the_words(
    http: httpx2.Client, staff: Browser, server: RunningServer
) -> None:
    first = message("these words are not in the log")
    number = first.put(http).json()["reference"]
    open_page(staff, first)
    staff.send({"sure": "1"}, form="erase")
    code = (
        "from django.contrib.admin.models import LogEntry as L;"
        f"print([(e.user.username, e.object_repr, e.change_message, bool(e.action_time))"
        f" for e in L.objects.filter(object_id='{first.id}')])"
    )
    logged = server.manage("shell", "-v", "0", "-c", code)
    assert f"('{server.staff_user}', '{number} (Problem)', 'erase', True)" in logged
    assert "these words" not in logged

"""Whatever is sent to the two addresses that take bodies, the server answers and never breaks."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.server.conftest import SOURCE
from tests.contract.server.messages import Message, message, new_token
from tests.contract.server.recordings import voice_message
from tests.servers import NO_LIMITS, RunningServer, postgres_url, run_server

MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
ids = st.uuids().map(str) | st.text(max_size=40)
messages = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["idea", "problem", "thanks", "follow_up", "praise"]) | anything,
        "text": st.text(st.characters(codec=None), max_size=50) | anything,
        "language": st.sampled_from(["en", "zh-CN", "", "x" * 36]) | anything,
        "made_at": st.text(max_size=70) | anything,
        "topic": st.text(max_size=70) | anything,
        "place": st.fixed_dictionaries({}, optional={"id": anything, "words": anything}) | anything,
        "answer_wanted": st.booleans() | anything,
        "name": st.text(max_size=210) | anything,
        "telephone": st.text(max_size=110) | anything,
        "about": ids | anything,
        "follows": ids | anything,
        "verdict": st.sampled_from(["solved", "not_solved", "maybe"]) | anything,
        "more": anything,
    },
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    url = postgres_url() if request.param == "postgresql" else None
    server = run_server(tmp_path_factory.mktemp("fuzz"), url, SOURCE, environment=NO_LIMITS)
    yield server
    assert server.stop() == 0
    assert "Traceback" not in server.log


@pytest.fixture(scope="module")
def client(running: RunningServer) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=running.api, timeout=20) as one:
        yield one


def written(value: Any) -> bytes:
    """JSON as a careless client writes it: NaN, half characters and all."""
    return json.dumps(value).encode()


def settled(answer: httpx2.Response, sent: Message) -> None:
    """A receipt for the very bytes, or a refusal in both languages."""
    value = answer.json()
    if answer.status_code == 201:
        assert (value["id"], value["sha256"]) == (sent.id, sent.digest)
        assert answer.headers["Content-Type"] == "application/json"
        return
    assert answer.status_code in {413, 422, 424}, answer.text
    assert set(value["reason"]) == {"en", "zh-CN"}


@MANY
@given(body=st.binary(max_size=200) | anything.map(written))
def test_any_bytes_as_a_message(client: httpx2.Client, body: bytes) -> None:
    sent = Message(body)
    settled(sent.put(client), sent)


@MANY
@given(value=messages)
def test_anything_shaped_like_a_message(client: httpx2.Client, value: dict[str, Any]) -> None:
    sent = Message(written(value))
    first = sent.put(client)
    settled(first, sent)
    again = sent.put(client)
    assert again.status_code == (200 if first.status_code == 201 else first.status_code)
    assert again.json() == first.json()


@MANY
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_words_come_to_the_staff_as_they_were_sent(client: httpx2.Client, text: str) -> None:
    sent = message(text)
    expected = 201 if text.strip() and "\0" not in text else 422
    assert sent.put(client).status_code == expected


@MANY
@given(
    value=anything
    | st.fixed_dictionaries(
        {"messages": st.lists(st.fixed_dictionaries({"id": ids, "token": st.text()}), max_size=4)}
    )
)
def test_anything_to_the_mailbox(client: httpx2.Client, value: Any) -> None:
    answer = client.post("mailbox", content=written(value))
    assert answer.status_code in {200, 422}, answer.text
    if answer.status_code == 200:
        assert {one["state"] for one in answer.json()["messages"]} == {"unknown"}


@MANY
@given(header=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_any_authorization(client: httpx2.Client, header: str) -> None:
    headers = {"Authorization": header}
    answer = client.put(f"feedback/{uuid.uuid4()}", content=message().body, headers=headers)
    assert answer.status_code == 401


ranges = st.one_of(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
    st.builds("bytes {}-{}/{}".format, *[st.integers(-1, 3000) | st.just(10**20)] * 3),
)


@MANY
@given(header=ranges | st.none(), body=st.binary(max_size=300))
def test_any_piece_of_a_recording(client: httpx2.Client, header: str | None, body: bytes) -> None:
    sent = voice_message(b"OggS" + uuid.uuid4().bytes * 20)
    assert sent.message.put(client).status_code == 201
    headers = sent.headers() | ({} if header is None else {"Content-Range": header})
    answer = client.put(sent.url, content=body, headers=headers)
    assert answer.status_code in {200, 400, 409, 415}, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    offset = sent.get(client).json()["offset"]
    assert offset == (answer.json()["offset"] if answer.status_code == 200 else 0)
    assert not sent.get(client).json()["complete"]


@MANY
@given(
    after=st.text(max_size=30) | st.from_regex(r"g\d{1,25}\.\d{1,25}", fullmatch=True),
    limit=st.integers() | st.text(max_size=8),
)
def test_any_cursor(client: httpx2.Client, after: str, limit: int | str) -> None:
    answer = client.get("announcements", params={"after": after, "limit": str(limit)})
    assert answer.status_code in {200, 410, 422}
    assert answer.headers["Content-Type"] == "application/json"


def test_a_token_is_never_guessed_by_its_look(client: httpx2.Client) -> None:
    sent = message()
    sent.put(client)
    ask = {"messages": [{"id": sent.id, "token": new_token()}]}
    assert client.post("mailbox", json=ask).json()["messages"][0] == {
        "id": sent.id,
        "state": "unknown",
    }

"""PUT /feedback: taken once, never overwritten, refused in words."""

import base64
import hashlib
import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.contract.server.messages import Message, follow_up, mailbox, message, new_token
from tests.servers import RunningServer, postgres_url, run_server


def code(answer: httpx2.Response) -> tuple[int, str]:
    value = answer.json()
    assert set(value["reason"]) == {"en", "zh-CN"}
    return answer.status_code, value["code"]


def test_a_receipt_names_the_very_bytes(http: httpx2.Client) -> None:
    sent = message("桥头的灯坏了 🌉", topic="water", place={"id": "gate-east"}, new_field=[1, {}])
    answer = sent.put(http)
    receipt = answer.json()
    assert answer.status_code == 201
    assert set(receipt) == {"id", "sha256", "received_at", "reference"}
    assert (receipt["id"], receipt["sha256"]) == (sent.id, sent.digest)
    assert receipt["reference"].isdigit()
    again = sent.put(http)
    assert (again.status_code, again.json()) == (200, receipt)


def test_another_body_or_token_never_overwrites(http: httpx2.Client) -> None:
    sent = message("first")
    receipt = sent.put(http).json()
    other_body = Message(message("second").body, sent.token, sent.id)
    assert code(other_body.put(http)) == (409, "conflict")
    assert code(sent.put(http, token=new_token())) == (409, "conflict")
    # The same meaning in other bytes is other content.
    spaced = Message(sent.body + b" ", sent.token, sent.id)
    assert code(spaced.put(http)) == (409, "conflict")
    assert sent.put(http).json() == receipt


def test_the_same_id_in_another_community_is_taken_already(
    http: httpx2.Client, other: httpx2.Client
) -> None:
    sent = message()
    assert sent.put(http).status_code == 201
    assert code(sent.put(other)) == (409, "conflict")
    assert mailbox(other, sent) == [{"id": sent.id, "state": "unknown"}]
    assert mailbox(http, sent)[0]["state"] == "received"


def test_equal_messages_at_once_make_one_record(http: httpx2.Client) -> None:
    for _ in range(5):
        sent = message("at once")
        together = threading.Barrier(6)

        def put(sent: Message = sent, together: threading.Barrier = together) -> httpx2.Response:
            together.wait(10)
            return sent.put(http)

        with ThreadPoolExecutor(6) as pool:
            answers = [one.result() for one in [pool.submit(put) for _ in range(6)]]
        assert sorted(one.status_code for one in answers) == [200] * 5 + [201]
        assert len({one.text for one in answers}) == 1


def test_different_messages_at_once_get_numbers_of_their_own(http: httpx2.Client) -> None:
    sent = [message(f"number {n}") for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: one.put(http), sent))
    assert {one.status_code for one in answers} == {201}
    numbers = sorted(int(one.json()["reference"]) for one in answers)
    assert numbers == list(range(numbers[0], numbers[0] + 24))


def test_equal_follow_ups_at_once_make_one_record(http: httpx2.Client) -> None:
    first = message()
    first.put(http)
    after = follow_up(first, "once")
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _n: after.put(http), range(6)))
    assert sorted(one.status_code for one in answers) == [200] * 5 + [201]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "empty"),
        ({"text": "  \n"}, "empty"),
        ({"text": "", "verdict": "solved"}, "empty"),
        ({"text": "字" * 10_001}, "too_long"),
        ({"name": "n" * 201}, "too_long"),
        ({"kind": "praise"}, "kind"),
        ({"kind": None}, "kind"),
        ({"kind": "follow_up"}, "invalid"),
        ({"kind": "follow_up", "follows": "x"}, "invalid"),
        ({"text": "a\0b"}, "nul"),
        ({"unknown": {"deep": ["\0"]}}, "nul"),
        ({"\0": 1}, "nul"),
        ({"text": 5}, "invalid"),
        ({"place": "gate"}, "place"),
        ({"place": {"id": 5}}, "place"),
        ({"answer_wanted": "yes"}, "invalid"),
        ({"about": "not a uuid"}, "invalid"),
        ({"language": ""}, "invalid"),
    ],
)
def test_what_cannot_be_taken_is_refused_for_good(
    http: httpx2.Client, fields: dict[str, Any], wrong: str
) -> None:
    value = {"kind": "idea", "text": "words", "language": "en", **fields}
    sent = Message(json.dumps(value).encode())
    answer = sent.put(http)
    assert code(answer) == (422, wrong)
    # It says of which message and which bytes it speaks.
    assert (answer.json()["id"], answer.json()["sha256"]) == (sent.id, sent.digest)
    # Nothing is kept under the id: the mended message goes.
    mended = Message(message().body, sent.token, sent.id)
    assert mended.put(http).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"\0", b'{"a":1,"a":2}', b"NaN"),
        b'{"kind":"idea","text":"\\ud800","language":"en"}',
        b'{"kind":"idea","text":"x","language":"en","n":NaN}',
        b'{"kind":"idea","text":"x","language":"en","n":' + b"9" * 5000 + b"}",
        b"[" * 50_000,
    ],
)
def test_broken_json_is_refused_in_words(http: httpx2.Client, body: bytes) -> None:
    status, _ = code(Message(body).put(http))
    assert status == 422


def test_the_longest_message_fits(http: httpx2.Client) -> None:
    text = "🌉" * 10_000
    assert message(text).put(http).status_code == 201
    escaped = json.dumps({"kind": "idea", "text": text, "language": "zh-CN"}).encode()
    assert Message(escaped).put(http).status_code == 201


def test_a_huge_body_is_refused(http: httpx2.Client) -> None:
    sent = Message(b" " * (300 * 1024) + message().body)
    assert code(sent.put(http)) == (413, "too_large")


@pytest.mark.parametrize(
    "header",
    [
        *(None, "", "Bearer", "Bearer x", f"Basic {'A' * 43}", f"Bearer {'A' * 43}="),
        f"Bearer {'A' * 42}",  # 31 bytes
        # A 43rd character whose last two bits are not zero: another spelling of the same bytes.
        f"Bearer {'A' * 42}B",
    ],
)
def test_without_a_whole_token_nothing_is_taken(http: httpx2.Client, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = http.put(f"feedback/{uuid.uuid4()}", content=message().body, headers=headers)
    assert code(answer) == (401, "token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_body_without_its_length_is_asked_for_it(http: httpx2.Client) -> None:
    def pieces() -> Any:
        yield message().body

    headers = {"Authorization": f"Bearer {new_token()}"}
    answer = http.put(f"feedback/{uuid.uuid4()}", content=pieces(), headers=headers)
    assert code(answer) == (411, "length_required")


def test_follow_ups_share_the_number_and_turn_the_state(http: httpx2.Client) -> None:
    first = message()
    number = first.put(http).json()["reference"]
    assert follow_up(first, "and one more thing").put(http).json()["reference"] == number
    for verdict, state in [
        ("solved", "closed"),
        ("not_solved", "received"),
        ("solved", "closed"),
        ("not_understood", "received"),
    ]:
        assert follow_up(first, verdict=verdict).put(http).status_code == 201
        assert mailbox(http, first)[0]["state"] == state
    assert code(follow_up(first, "").put(http)) == (422, "empty")
    # The numbers go on without a gap: a follow-up takes none.
    assert int(message().put(http).json()["reference"]) == int(number) + 1


def test_a_follow_up_to_what_is_not_here_yet_comes_again_later(http: httpx2.Client) -> None:
    first = message()
    after = follow_up(first, "hello?")
    assert code(after.put(http)) == (424, "follows")
    first.put(http)
    assert after.put(http).status_code == 201
    stranger = message("hello", token=new_token(), kind="follow_up", follows=first.id)
    assert code(stranger.put(http)) == (424, "follows")
    to_the_second = message("x", token=first.token, kind="follow_up", follows=after.id)
    assert code(to_the_second.put(http)) == (424, "follows")


def test_the_mailbox_tells_a_stranger_nothing(http: httpx2.Client) -> None:
    sent = message()
    sent.put(http)
    stranger = Message(b"", id=sent.id)
    nobody = Message(b"")
    broken = Message(b"", "no token", sent.id)
    answers = mailbox(http, stranger, nobody, broken, sent)
    assert [one["state"] for one in answers] == ["unknown", "unknown", "unknown", "received"]
    assert set(answers[0]) == set(answers[1]) == {"id", "state"}


def test_the_mailbox_says_which_question_it_answers(http: httpx2.Client) -> None:
    sent = message()
    sent.put(http)
    asked = {"messages": [{"id": sent.id, "token": sent.token}]}
    assert "asked" not in http.post("mailbox", json=asked).json()
    for question in ("q1", "另一个"):
        answer = http.post("mailbox", json={**asked, "asked": question}).json()
        assert answer["asked"] == question


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"messages": []},
        {"messages": [{"id": "x", "token": "y"}]},
        {"messages": [{"id": str(uuid.uuid4())}]},
        {"messages": [{"id": str(uuid.uuid4()), "token": "t"}] * 51},
        {"messages": [{"id": str(uuid.uuid4()), "token": "a\0"}]},
    ],
)
def test_a_wrong_mailbox_request_is_refused(http: httpx2.Client, body: dict[str, Any]) -> None:
    status, _ = code(http.post("mailbox", json=body))
    assert status == 422


def test_the_log_holds_no_words_and_no_tokens(server: RunningServer, http: httpx2.Client) -> None:
    sent = message("SECRET-WORDS", name="SECRET-NAME", telephone="01632 960077")
    sent.put(http)
    sent.put(http, token=new_token())
    Message(b'{"SECRET-WORDS"', sent.token).put(http)
    mailbox(http, sent)
    for secret in ("SECRET", "960077", sent.token, "127.0.0.1 "):
        assert secret not in server.log


def test_only_hashes_of_tokens_and_codes_are_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from tests.contract.server.conftest import SOURCE

    folder = tmp_path_factory.mktemp("kept")
    running = run_server(folder, sample=SOURCE)
    sent = message("words that are kept")
    with httpx2.Client(base_url=running.api, timeout=20) as client:
        assert sent.put(client).status_code == 201
    running.stop()
    raw = base64.urlsafe_b64decode(sent.token + "=")
    digest = hashlib.sha256(b"footbridge-claim-v1\0" + raw).digest()
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = f"{int.from_bytes(digest[:5], 'big'):040b}"
    claim = "".join(letters[int(bits[n : n + 5], 2)] for n in range(0, 40, 5))
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert any(b"words that are kept" in data for data in files)
    for secret in (sent.token.encode(), raw, claim.encode(), digest[:5]):
        assert not any(secret in data for data in files)
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_too_many_knocks_wait(engine: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two processes count as one, also when all knock at the same moment."""
    from tests.contract.server.conftest import SOURCE

    limits = {
        "FOOTBRIDGE_LIMIT_FEEDBACK_TOKEN": "3/100000",
        "FOOTBRIDGE_LIMIT_FEEDBACK_ADDRESS": "18/100000",
        "FOOTBRIDGE_LIMIT_MAILBOX_ADDRESS": "2/100000",
        "FOOTBRIDGE_LIMIT_JOIN_ADDRESS": "2/100000",
        "FOOTBRIDGE_LIMIT_LOGIN_NAME": "2/100000",
    }
    running = run_server(
        tmp_path_factory.mktemp("throttle"),
        postgres_url() if engine == "postgresql" else None,
        SOURCE,
        workers=2,
        environment=limits,
    )
    with httpx2.Client(base_url=running.api, timeout=20) as client:
        first, second = message(), message()
        assert [first.put(client).status_code for _ in range(4)] == [201, 200, 200, 429]
        with ThreadPoolExecutor(12) as pool:
            alone = [
                pool.submit(
                    httpx2.put,
                    f"{running.api}/feedback/{second.id}",
                    timeout=20,
                    content=second.body,
                    headers={"Authorization": f"Bearer {second.token}"},
                )
                for _ in range(12)
            ]
            statuses = sorted(one.result().status_code for one in alone)
        assert statuses == [200, 200, 201] + [429] * 9
        third = message()
        assert [third.put(client).status_code for _ in range(3)] == [201, 200, 429]
        late = second.put(client)
        assert code(late) == (429, "too_often")
        assert 0 < int(late.headers["Retry-After"]) <= 100_000
        ask = {"messages": [{"id": first.id, "token": first.token}]}
        states = [client.post("mailbox", json=ask).status_code for _ in range(3)]
        assert states == [200, 200, 429]
        headers = {"Authorization": f"Bearer {first.token}"}
        guess = {"code": "ABCDEFGH"}
        guesses = [client.put(f"devices/{first.id}", json=guess, headers=headers) for _ in range(3)]
        assert [one.status_code for one in guesses] == [403, 403, 429]
    with httpx2.Client(base_url=running.address, timeout=20) as browser:
        page = "/staff/login/"
        for status in (200, 200, 429):
            browser.get(page)
            form = {
                "csrfmiddlewaretoken": browser.cookies["csrftoken"],
                "username": "lin",
                "password": "wrong",
            }
            assert browser.post(page, data=form).status_code == status
    running.stop()

"""Envelopes, keysets and signed notices: what is believed, and what is not."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from app.domain.announcement import Announcement, Deleted
from app.domain.trust import Refusal, community_code, tidy_code
from app.errors import BadData, ConnectionProblem
from app.formats.envelope import Envelope, RefusedData, Signature
from app.formats.join import parse_join_file
from app.formats.keyset import Keyset, OtherKeys, follow, parse_chain
from app.formats.signed_notice import SignedReader, open_roll
from app.sync.address import split_join_text
from tests.fakes.fault_server import notice
from tests.fakes.signing import Keys, b64, id_of, key, sealed


def keyset_of(keys: Keys) -> Keyset:
    return follow(parse_chain(keys.document()), keys.code)


# RFC 8032, section 7.1, test 2: one byte.
RFC_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
RFC_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_signatures_are_those_of_rfc_8032() -> None:
    envelope = Envelope("r", (Signature("a", RFC_SIGNATURE),))
    assert envelope.is_signed(b"", "a", RFC_PUBLIC)
    assert not envelope.is_signed(b"footbridge-notice-v1\0", "a", RFC_PUBLIC)
    assert not envelope.is_signed(b"", "b", RFC_PUBLIC)
    assert not envelope.is_signed(b"", "a", bytes(32))
    assert not Envelope("s", envelope.signatures).is_signed(b"", "a", RFC_PUBLIC)


# --- keysets -----------------------------------------------------------------------------------


def test_a_new_publisher_and_a_new_root_are_followed_step_by_step() -> None:
    keys = Keys()
    first = keys.code
    known = parse_chain(keys.document())
    old, keys.root, keys.publisher = keys.root, key("root 2"), key("publisher 2")
    keys.add(old, keys.root)
    keys.add()
    found = follow(parse_chain(keys.document()), first, known)
    assert (found.version, found.root) == (3, bytes(keys.root.verify_key))
    assert found.publisher(id_of(key("publisher 2"))) is not None
    assert found.publisher(id_of(key("publisher"))) is None
    # Who joins by today's code need not know the first root.
    assert follow(parse_chain(keys.document()), keys.code) == found


def refused_as(keys: Keys, code: str, known: bytes = b"") -> str:
    with pytest.raises(OtherKeys) as raised:
        follow(parse_chain(keys.document()), code, parse_chain(known) if known else ())
    return raised.value.code


def test_a_root_that_the_one_before_did_not_name_is_refused() -> None:
    keys = Keys()
    first = keys.code
    old, keys.root = keys.root, key("thief")
    keys.add(keys.root)
    assert refused_as(keys, first) == "not_signed"
    keys.chain.pop()
    keys.add(old)
    assert refused_as(keys, first) == "not_signed"


def test_no_version_is_left_out() -> None:
    keys = Keys()
    keys.add(version=3)
    assert refused_as(keys, keys.code) == "not_signed"


def test_keys_never_go_back_nor_another_way() -> None:
    keys = Keys()
    before = keys.document()
    keys.add()
    newest = keys.document()
    keys.chain.pop()
    assert keys.document() == before
    assert refused_as(keys, keys.code, newest) == "rollback"
    keys.add(revoked=[id_of(keys.publisher)])
    assert refused_as(keys, keys.code, newest) == "other_root"


def test_another_community_s_root_is_refused() -> None:
    assert refused_as(Keys(root=key("another")), Keys().code) == "other_root"
    keys = Keys()
    keys.add(community="mill-road")
    assert refused_as(keys, keys.code) == "not_signed"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b'{"keysets": []}',
        b'{"keysets": [7]}',
        b'{"keysets": [{"signed": "\\ud800", "signatures": []}]}',
        b'{"keysets": [{"signed": "{}", "signatures": [{"key": "a", "signature": "AA=="}]}]}',
        b'{"keysets": [' + b"[" * 100_000,
    ],
)
def test_what_is_no_chain_is_bad_data(document: bytes) -> None:
    with pytest.raises(BadData):
        parse_chain(document)


# --- notices ------------------------------------------------------------------------------------


def refusal_of(item: dict[str, Any], keyset: Keyset | None) -> str:
    reader = SignedReader(keyset)
    with pytest.raises(RefusedData) as raised:
        reader(item, "item")
    assert reader.proofs == {}
    return raised.value.reason


def test_only_what_was_signed_is_read() -> None:
    keys = Keys()
    reader = SignedReader(keyset_of(keys))
    item = keys.signed(notice(5))
    item |= {"texts": {"en": {"title": "false", "body": "false"}}, "revision": 99}
    read = reader(item, "item")
    assert isinstance(read, Announcement)
    assert read.text("en").title == notice(5)["texts"]["en"]["title"]
    assert read.revision == 1
    assert reader.proofs[notice(5)["id"]].key == id_of(keys.publisher)


def test_a_deletion_is_signed_too() -> None:
    keys = Keys()
    reader = SignedReader(keyset_of(keys))
    gone = {"id": "x", "seq": 3, "deleted": True}
    assert reader(keys.signed(gone), "item") == Deleted("x", 3)
    assert refusal_of(gone, keyset_of(keys)) == Refusal.UNSIGNED


def test_why_a_notice_is_refused() -> None:
    keys = Keys()
    keyset, item = keyset_of(keys), notice(1, seq=5)
    good = keys.signed(item)
    changed = json.loads(json.dumps(good))
    changed["signed"]["signed"] = changed["signed"]["signed"].replace("willow", "Willow", 1)
    assert refusal_of(changed, keyset) == Refusal.CHANGED
    assert refusal_of({**good, "signed": {"signed": 7}}, keyset) == Refusal.CHANGED
    assert refusal_of(item, keyset) == Refusal.UNSIGNED
    assert refusal_of(good, None) == Refusal.STRANGER
    assert refusal_of(keys.signed(item, by=key("thief")), keyset) == Refusal.STRANGER
    assert refusal_of(keys.signed(item, community="mill-road"), keyset) == Refusal.OTHER_COMMUNITY
    # The same bytes signed for another purpose are not a notice.
    as_roll = sealed("roll", good["signed"]["signed"], keys.publisher)
    assert refusal_of({**item, "signed": as_roll}, keyset) == Refusal.CHANGED


def test_a_key_speaks_in_its_own_time_only() -> None:
    keys = Keys()
    old = keys.publisher
    told = keys.keyset()["keys"][0]
    keys.publisher = key("publisher 2")
    after = keys.keyset()["keys"][0] | {"from": 11}
    keys.add(keys=[told | {"until": 10}, after])
    keyset = keyset_of(keys)
    SignedReader(keyset)(keys.signed(notice(1, seq=10), by=old), "item")
    SignedReader(keyset)(keys.signed(notice(1, seq=11)), "item")
    assert refusal_of(keys.signed(notice(1, seq=11), by=old), keyset) == Refusal.STRANGER
    assert refusal_of(keys.signed(notice(1, seq=10)), keyset) == Refusal.STRANGER
    keys.add(keys=[told, after], revoked=[id_of(old)])
    assert refusal_of(keys.signed(notice(1, seq=10), by=old), keyset_of(keys)) == Refusal.STRANGER


def test_a_notice_signed_anew_is_the_same_notice() -> None:
    keys = Keys()
    reader = SignedReader(keyset_of(keys))
    reader(keys.signed(notice(1, seq=5)), "item")
    first = reader.proofs[notice(1)["id"]]
    reader(keys.signed(notice(1, seq=9)), "item")
    assert reader.proofs[notice(1)["id"]] == first
    reader(keys.signed(notice(1, seq=9, revision=2)), "item")
    assert reader.proofs[notice(1)["id"]] != first


def test_a_roll_is_believed_only_when_signed() -> None:
    keys = Keys()
    told = keys.roll("g7.12", ["a", "b"])
    head, ids = open_roll(json.dumps(told).encode(), keyset_of(keys))
    assert (str(head), ids) == ("g7.12", {"a", "b"})
    told["signed"] = told["signed"].replace('"a", ', "")
    with pytest.raises(RefusedData):
        open_roll(json.dumps(told).encode(), keyset_of(keys))
    with pytest.raises(RefusedData):
        open_roll(json.dumps(told).encode(), None)


# --- what people join with ----------------------------------------------------------------------

CODE = "3QK1-866E-ERSM-0EYS"


@pytest.mark.parametrize(
    ("typed", "address", "code"),
    [
        (f"https://w.example#{CODE}", "https://w.example", CODE),
        (f" https://w.example/c/a # {CODE.lower()} ", "https://w.example/c/a", CODE),
        ("w.example＃３ＱＫ１８６６ＥＥＲＳＭ０ＥＹＳ", "w.example", CODE),
        ("w.example 3qk1 866e ersm oeys", "w.example", CODE),
        ("w.example 3QKL—866E_ERSM.OEYS", "w.example 3QKL—866E_ERSM.OEYS", ""),
        ("w.example#3QKI-866E-ERSM-OEYS", "w.example", CODE),
        ("w.example", "w.example", ""),
        ("", "", ""),
    ],
)
def test_an_address_and_a_code(typed: str, address: str, code: str) -> None:
    assert split_join_text(typed) == (address, code)


@pytest.mark.parametrize("rest", ["", "ABCD", "ABCD-EFGH-JKMN-PQRSX", "ABCD-EFGH-JKMN-PQRU"])
def test_half_a_code_is_told(rest: str) -> None:
    with pytest.raises(ConnectionProblem) as raised:
        split_join_text(f"w.example#{rest}")
    assert raised.value.code == "bad_code"
    assert tidy_code(rest) is None


def test_a_file_to_join_with() -> None:
    root = bytes(Keys().root.verify_key)
    told: dict[str, Any] = {
        "type": "footbridge-join",
        "address": "https://w.example",
        "name": {"en": "Willow Lane"},
        "root": b64(root),
    }
    found = parse_join_file(json.dumps(told).encode())
    assert found.code == community_code(root)
    assert (found.address, found.name) == ("https://w.example", {"en": "Willow Lane"})
    short = base64.b64encode(root[:31]).decode()
    for change in ({"type": "x"}, {"address": ""}, {"address": "a#b"}, {"root": short}):
        with pytest.raises(BadData):
            parse_join_file(json.dumps(told | change).encode())

"""The operator's keys: made, backed up, lost, restored, rotated, revoked; the root stays away."""

import io
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import nacl.pwhash.argon2id as argon2id
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from app.domain.announcement import Announcement as Read
from app.domain.announcement import Deleted
from app.formats.keyset import Keyset, follow, parse_chain
from app.formats.signed_notice import SignedReader, open_roll
from app.formats.wire import parse_announcements_page
from server.announcements import feed, publishing
from server.announcements.models import Announcement, Translation
from server.communities.models import Community, Issuer
from server.signing import keyring, notices, vault
from server.signing.models import Keysets
from tests.contract import golden_signed

pytestmark = pytest.mark.django_db
PASSPHRASE = "a bridge of willow wood"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Argon2id at its least cost, and a folder of keys of this test's own."""
    monkeypatch.setattr(argon2id, "OPSLIMIT_MODERATE", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(argon2id, "MEMLIMIT_MODERATE", argon2id.MEMLIMIT_MIN)
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`keys ACTION …` as an operator types it; returns what it prints."""

    def run(*words: object, passphrase: str = PASSPHRASE) -> str:
        out = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{passphrase}\n"))
        asks = words[0] not in ("show", "join-file")
        more = ["--passphrase-stdin"] if asks else []
        call_command("keys", *map(str, words), *more, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def community() -> Community:
    made = Community.objects.create(slug="reed-court", name={"en": "Reed Court"}, office={})
    Issuer.objects.create(community=made, key="office", name={"en": "Office"})
    return made


def published(community: Community, title: str) -> Announcement:
    issuer = Issuer.objects.get(community=community)
    row = Announcement.objects.create(community=community, issuer=issuer)
    Translation.objects.create(announcement=row, language="en", title=title, body="One.")
    return publishing.publish(row)


def code_in(said: str) -> str:
    return next(line for line in said.splitlines() if line.startswith("code: "))[6:]


def followed(community: Community, code: str) -> Keyset:
    return follow(parse_chain(Keysets.objects.get(pk=community.pk).document.encode()), code)


def read(community: Community, keyset: Keyset) -> dict[str, str]:
    """What a client believes of the whole feed: titles, or how it is, by the id."""
    raw = feed.page(community.pk, None, None, 1000).json().encode()
    page = parse_announcements_page(raw, SignedReader(keyset))
    assert page.set_aside == ()
    return {
        one.id: f"{one.revision} {one.state}" if isinstance(one, Read) else "deleted"
        for one in page.changes
        if isinstance(one, Read | Deleted)
    }


def test_everything_that_is_published_is_signed(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    before = published(community, "Before there were keys")
    code = code_in(keys("make", "--root", tmp_path / "root"))
    corrected, withdrawn, gone = (published(community, title) for title in ("A", "B", "C"))
    publishing.correct(corrected, {"en": "Another hour."})
    publishing.withdraw(withdrawn, {"en": "It was a mistake."})
    publishing.delete(gone)
    keyset = followed(community, code)
    assert read(community, keyset) == {
        str(before.pk): "1 published",
        str(corrected.pk): "2 published",
        str(withdrawn.pk): "2 withdrawn",
        str(gone.pk): "deleted",
    }
    head = feed.head(community.pk)
    roll = json.dumps(notices.signed_roll(community.pk, str(head))).encode()
    place, ids = open_roll(roll, keyset)
    assert str(place) == str(head)
    assert ids == {str(one.pk) for one in (before, corrected, withdrawn)}


def test_no_secret_is_in_the_database_or_open_to_others(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    keys("make", "--root", root)
    kept = json.loads(keyring.path_of("reed-court").read_text())
    secrets = [*kept["keys"], *kept["boxes"]]
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    assert not any(one in dump.getvalue() for one in secrets)
    for file in (root, keyring.path_of("reed-court")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # The root's secret is nowhere but in its own file, and there sealed.
    assert (len(kept["keys"]), len(kept["boxes"])) == (1, 1)
    assert not any(one in root.read_text() for one in secrets)


def test_a_lost_key_comes_back_from_the_backup(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    code = code_in(keys("make", "--root", tmp_path / "root"))
    keys("backup", "--to", tmp_path / "backup")
    keyring.path_of("reed-court").unlink()
    with pytest.raises(ValidationError):
        published(community, "Nobody may sign this")
    assert "SECRET MISSING" in keys("show")
    with pytest.raises(CommandError, match="does not open"):
        keys("restore", "--from", tmp_path / "backup", passphrase="another passphrase")
    keys("restore", "--from", tmp_path / "backup")
    one = published(community, "Signed again")
    keyset = followed(community, code)
    assert read(community, keyset)[str(one.pk)] == "1 published"
    assert keyset.box is not None
    assert keyset.box.key in keyring.boxes("reed-court")


def test_what_was_sealed_before_a_new_key_can_be_opened_for_ever(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    code = code_in(keys("make", "--root", root))
    used = []
    for action in ((), ("rotate", "--root", root), ("revoke", "--root", root, "--key")):
        if action:
            keys(*action, *([Keysets.objects.get().publisher] if "--key" in action else []))
        box = followed(community, code).box
        assert box is not None
        used.append(box.key)
    assert len(set(used)) == 3
    assert set(keyring.boxes("reed-court")) == set(used)
    assert f"key {used[-1]}: messages are sealed with it\n" in keys("show")


def test_the_files_of_an_older_program_are_good(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    """It knew nothing of sealing: neither its keys nor its backup hold a box."""
    root = tmp_path / "root"
    code = code_in(keys("make", "--root", root))
    path = keyring.path_of("reed-court")
    path.write_text(json.dumps({"keys": json.loads(path.read_text())["keys"]}))
    keys("backup", "--to", tmp_path / "backup")
    told = json.loads((tmp_path / "backup").read_text())
    assert told["sealed"].pop("boxes") == 0
    (tmp_path / "backup").write_text(json.dumps(told))
    assert "SECRET MISSING" in keys("restore", "--from", tmp_path / "backup")
    assert "SECRET MISSING" not in keys("rotate", "--root", root)
    assert followed(community, code).box is not None


def test_a_database_from_an_older_backup_gets_its_newest_keys_back(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    code = code_in(keys("make", "--root", root))
    for title in "ABC":
        published(community, title)
    old = Keysets.objects.get()
    shutil.copy(root, tmp_path / "first")
    keys("rotate", "--root", root)
    newest = Keysets.objects.get().document
    old.save()
    publishing.FeedEntry.objects.filter(seq__gt=1).delete()
    community.feed_counter.n = 1
    community.feed_counter.save()
    keys("restore", "--from", root)
    assert Keysets.objects.get().document == newest
    one = published(community, "After")
    assert str(one.pk) in read(community, followed(community, code))
    with pytest.raises(CommandError, match="newer, or others"):
        keys("restore", "--from", tmp_path / "first")
    assert Keysets.objects.get().document == newest


def test_a_new_publisher_and_a_new_root(community: Community, keys: Any, tmp_path: Path) -> None:
    root, second = tmp_path / "root", tmp_path / "second"
    code = code_in(keys("make", "--root", root))
    first = published(community, "By the first key")
    keys("rotate", "--root", root)
    other = published(community, "By the second key")
    said = keys("rotate", "--root", root, "--new-root", second)
    assert code_in(said) != code
    for known in (code, code_in(said)):
        keyset = followed(community, known)
        assert keyset.version == 3
        assert set(read(community, keyset)) == {str(first.pk), str(other.pk)}
    with pytest.raises(CommandError, match="not the root key"):
        keys("rotate", "--root", root)
    keys("rotate", "--root", second)


def test_a_stolen_key_is_good_for_nothing_and_all_is_signed_anew(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    code = code_in(keys("make", "--root", root))
    one = published(community, "Stays")
    stolen = Keysets.objects.get().publisher
    raw = feed.page(community.pk, None, None, 10).json().encode()
    said = keys("revoke", "--root", root, "--key", stolen)
    assert f"{stolen}: revoked" in said
    keyset = followed(community, code)
    assert read(community, keyset) == {str(one.pk): "1 published"}
    assert len(parse_announcements_page(raw, SignedReader(keyset)).set_aside) == 1
    assert stolen not in keyring.seeds("reed-court")
    with pytest.raises(CommandError, match="no key"):
        keys("revoke", "--root", root, "--key", stolen)


@pytest.mark.parametrize("raw", ["[" * 50_000, '{"sealed": {"passes": 1e999}, "type": "x"}', "{}"])
def test_a_file_that_only_looks_like_one_of_keys(tmp_path: Path, raw: str) -> None:
    path = keyring.path_of("reed-court")
    path.parent.mkdir()
    path.write_text(raw)
    with pytest.raises(vault.VaultError, match="not a file of keys"):
        vault.read(path, PASSPHRASE, vault.ROOT_KIND)
    with pytest.raises(keyring.KeyMissingError, match="can't be read"):
        keyring.seeds("reed-court")


def test_a_database_from_before_a_key_was_stolen_is_signed_anew(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    code = code_in(keys("make", "--root", root))
    one = published(community, "Stays")
    old = Keysets.objects.get()
    entries = list(publishing.FeedEntry.objects.values())
    keys("revoke", "--root", root, "--key", old.publisher)
    # The copy of the database comes back: its notices are signed by the stolen key.
    publishing.FeedEntry.objects.all().delete()
    publishing.FeedEntry.objects.bulk_create(publishing.FeedEntry(**each) for each in entries)
    old.save()
    community.feed_counter.n = 1
    community.feed_counter.save()
    keys("restore", "--from", root)
    assert read(community, followed(community, code)) == {str(one.pk): "1 published"}


def test_slips_of_an_operator_change_nothing(
    community: Community, keys: Any, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    with pytest.raises(CommandError, match="at least"):
        keys("make", "--root", root, passphrase="short")
    with pytest.raises(CommandError, match="run `keys make`"):
        keys("show")
    code = code_in(keys("make", "--root", root))
    assert code_in(keys("make", "--root", tmp_path / "more", "--if-missing")) == code
    for words, told in (
        (("make", "--root", tmp_path / "more"), "has keys already"),
        (("backup", "--to", root), "is there already"),
        (("rotate", "--root", tmp_path / "nothing"), "can't be read"),
        (("rotate", "--root", keyring.path_of("reed-court")), "not a file of keys"),
        (("show", "--community", "elsewhere"), "no community"),
    ):
        with pytest.raises(CommandError, match=told):
            keys(*words)
    assert followed(community, code).version == 1
    assert f"join: https://r.example#{code}" in keys("show", "--address", "https://r.example/")
    keys("join-file", "--address", "https://r.example/", "--to", tmp_path / "stick")
    told = json.loads((tmp_path / "stick.footbridge").read_text(encoding="utf-8"))
    assert told["address"] == "https://r.example"


def test_revision_numbers_leap_after_a_restored_database(community: Community) -> None:
    one = published(community, "Once")
    publishing.new_generation(community.pk)
    one.refresh_from_db()
    assert publishing.correct(one, {"en": "Twice."}).revision == 1002


def test_the_golden_vectors_are_what_this_code_makes() -> None:
    assert json.loads(golden_signed.FILE.read_text(encoding="utf-8")) == golden_signed.made()


def test_a_second_correction_still_tells_the_first(community: Community) -> None:
    one = published(community, "Once")
    for hour in ("9", "10", "11"):
        publishing.correct(one, {"en": f"At {hour}."})
    publishing.withdraw(one, {"en": "A mistake."})
    publishing.publish(one)
    raw = feed.page(community.pk, None, None, 10).json().encode()
    (change,) = parse_announcements_page(raw).changes
    assert isinstance(change, Read)
    assert [(old.revision, old.note["en"]) for old in change.changes] == [
        (2, "At 9."),
        (3, "At 10."),
        (4, "At 11."),
    ]

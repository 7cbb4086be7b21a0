"""The settings, the community, small facts, and files of pictures and sounds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pytest

from app.domain.announcement import AnnouncementState, Media, MediaRole
from app.domain.community import Community, HelpContact, Lesson, LessonStep, Named, Topic
from app.domain.language import Language
from app.domain.profile import Profile, Theme
from app.errors import BadData
from tests.unit.storage.build import House, notice

PICTURE = b"a picture" * 1000
DIGEST = hashlib.sha256(PICTURE).hexdigest()


def medium(sha256: str) -> Media:
    return Media(MediaRole.PICTURE, sha256, "image/png", 9000, {"en": "A gate"})


def test_settings_come_back(house: House) -> None:
    assert house.profiles.load() == Profile()
    profile = Profile(Language.CHINESE, 36, Theme.YELLOW, 5, "https://example.test", True)
    house.profiles.save(profile)
    house = house.again()
    assert house.profiles.load() == profile
    house.store.close()


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({"text_size": 1000, "theme": "dark"}, Profile(text_size=48, theme=Theme.DARK)),
        ({"theme": "plaid", "text_size": 36}, Profile(text_size=36)),
        ({"language": "tlh", "speed": 99}, Profile(speed=6)),
        ({"language": 7, "speed": "fast", "started": True}, Profile(started=True)),
        ({"speed": -4, "from_a_later_version": {}}, Profile(speed=0)),
        ([], Profile()),
        ("not JSON", Profile()),
    ],
)
def test_one_bad_value_costs_no_other(house: House, stored: object, expected: Profile) -> None:
    content = b"\xff{" if stored == "not JSON" else json.dumps(stored).encode()
    with house.store.write() as connection:
        connection.execute("INSERT INTO profile (one, content) VALUES (1, ?)", (content,))
    assert house.profiles.load() == expected


def test_the_community_comes_back(house: House) -> None:
    assert (house.communities.current(), house.communities.digest()) == (None, None)
    community = Community(
        "willow-lane",
        {"en": "Willow Lane", "zh-CN": "柳巷社区"},
        {"en": "Office"},
        HelpContact({"en": "Anna"}, "01632 960001", {"en": "9–5"}),
        issuers=(Named("clinic", {"en": "Clinic"}),),
        topics=(Topic("water", {"en": "Water"}, "droplet"),),
        lessons=(Lesson("scam", {"en": "Scams"}, (LessonStep({"en": "1"}, {"en": "…"}),)),),
    )
    house.communities.save(community, "digest")
    assert (house.communities.current(), house.communities.digest()) == (community, "digest")
    with house.store.write() as connection:
        connection.execute(
            "UPDATE community SET content ="
            " CAST(replace(CAST(content AS TEXT), '960001', '960002') AS BLOB)"
        )
    # A wrong telephone number is worse than none: it is fetched again.
    assert (house.communities.current(), house.communities.digest()) == (None, None)
    house.communities.save(community, "digest")
    house.communities.forget()
    assert (house.communities.current(), house.communities.digest()) == (None, None)


def test_small_facts(house: House) -> None:
    assert house.memos.get("last_contact") is None
    house.memos.put("last_contact", "yesterday")
    house.memos.put("last_contact", "today")
    assert house.memos.get("last_contact") == "today"
    house.memos.put("last_contact", None)
    assert house.memos.get("last_contact") is None


def test_a_picture_is_missing_until_it_is_whole(house: House) -> None:
    older = notice("Gate", 1, age=9, media=(medium("0" * 64),))
    newer = notice("Road", 2, age=1, media=(medium(DIGEST),))
    withdrawn = notice("Off", 3, media=(medium("1" * 64),), state=AnnouncementState.WITHDRAWN)
    house.announcements.apply([older, newer, withdrawn], "g1.3")
    assert [m.sha256 for m in house.announcements.missing_media()] == [DIGEST, "0" * 64]
    assert house.announcements.media_path(DIGEST) is None
    path = house.announcements.save_media(DIGEST, [PICTURE[:100], PICTURE[100:]])
    assert house.announcements.media_path(DIGEST) == path
    assert path.read_bytes() == PICTURE
    assert [m.sha256 for m in house.announcements.missing_media()] == ["0" * 64]


def test_other_bytes_than_promised_are_refused(house: House) -> None:
    with pytest.raises(BadData):
        house.announcements.save_media(DIGEST, [b"another picture"])
    assert house.announcements.media_path(DIGEST) is None
    assert list((house.folder / "media").iterdir()) == []


def test_a_download_that_breaks_off_leaves_nothing(house: House) -> None:
    def broken() -> Iterator[bytes]:
        yield PICTURE[:100]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        house.announcements.save_media(DIGEST, broken())
    assert list((house.folder / "media").iterdir()) == []


@pytest.mark.parametrize("name", ["../footbridge.db", "", "A" * 64, DIGEST + "/", DIGEST.upper()])
def test_a_name_that_is_no_digest_reaches_no_file(house: House, name: str) -> None:
    assert house.announcements.media_path(name) is None
    with pytest.raises(BadData):
        house.announcements.save_media(name, [b""])


def test_files_that_no_notice_names_are_cleared_away(house: House) -> None:
    assert house.announcements.prune_media() == 0
    house.announcements.apply([notice("Gate", 1, media=(medium(DIGEST),))], "g1.1")
    other = hashlib.sha256(b"old").hexdigest()
    house.announcements.save_media(DIGEST, [PICTURE])
    house.announcements.save_media(other, [b"old"])
    (house.folder / "media" / "README").write_text("mine")
    assert house.announcements.prune_media() == 1
    assert house.announcements.media_path(DIGEST) is not None
    assert (house.folder / "media" / "README").exists()

"""Which of a community's languages a reader is given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.announcement import Announcement, AnnouncementState, Media, MediaRole
from app.domain.language import Language, language_shown, pick, pick_text

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tags", "reader", "shown"),
    [
        (("en", "zh-CN"), "zh-CN", "zh-CN"),
        (("en", "zh-CN"), "en", "en"),
        # Another community may write its tags shorter or longer than we do.
        (("en", "zh"), "zh-CN", "zh"),
        (("en", "zh-Hans-CN", "zh-Hant"), "zh-CN", "zh-Hans-CN"),
        (("en", "zh-Hant-TW"), "zh-CN", "zh-Hant-TW"),
        (("zh-CN", "en-GB"), "en", "en-GB"),
        (("en-GB", "en"), "en", "en"),
        # Its own language is not there: the other one of ours, before one that we can't speak.
        (("fr", "en-GB"), "zh-CN", "en-GB"),
        (("fr", "zh"), "en", "zh"),
        (("fr",), "en", "fr"),
    ],
)
def test_a_reader_is_given_what_is_nearest(tags: tuple[str, ...], reader: str, shown: str) -> None:
    words = {tag: f"in {tag}" for tag in tags}
    assert pick(words, reader) == f"in {shown}"
    assert language_shown(words, reader) == shown


def test_no_words_are_an_empty_text() -> None:
    assert pick_text({}, Language.ENGLISH) == ""
    assert pick_text(None, Language.CHINESE) == ""
    assert language_shown({}, Language.CHINESE) == "zh-CN"


def test_a_recording_in_the_readers_language_is_chosen() -> None:
    def sound(tag: str | None, digit: str) -> Media:
        return Media(MediaRole.SOUND, digit * 64, "audio/ogg", 10, {}, tag)

    def chosen(*sounds: Media) -> str | None:
        notice = Announcement(
            "n", 1, 1, AnnouncementState.PUBLISHED, "i", {"en": "I"}, MOMENT, {}, media=sounds
        )
        medium = notice.medium(MediaRole.SOUND, Language.CHINESE)
        return medium.language if medium else None

    assert chosen(sound("en", "1"), sound("zh", "2")) == "zh"
    assert chosen(sound("en", "1"), sound("zh-CN", "2")) == "zh-CN"
    assert chosen(sound("en", "1")) == "en"
    assert chosen() is None

"""A community's source files: dates, and slips of the pen told in words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.announcements import loading
from server.announcements.models import Announcement, FeedEntry
from server.communities import sample_dates as dates
from server.communities import source
from server.communities.models import Community
from tests.contract.server.source import change, copy_of_golden

DAY = date(2026, 11, 25)
FLU = "11111111-1111-4111-8111-111111111111"


def test_days_are_written_out_in_each_language() -> None:
    assert dates.expand("On {day:+0}.", "en", DAY) == "On Wednesday, 25 November."
    assert dates.expand("{day:0}开会", "zh-CN", DAY) == "11月25日（星期三）开会"
    assert dates.expand("{day:-24}", "zh-CN", DAY) == "11月1日（星期日）"
    assert dates.expand("{day:+37}", "en", DAY) == "Friday, 1 January"
    assert dates.expand("{day} {days:+1} {", "en", DAY) == "{day} {days:+1} {"


def test_moments_and_days_are_told_from_the_load_day() -> None:
    moment = dates.moment("-2d 09:05", DAY)
    assert (moment.date(), moment.hour, moment.minute) == (date(2026, 11, 23), 9, 5)
    assert moment.tzinfo is not None
    assert dates.day("+5d", DAY) == date(2026, 11, 30)
    assert dates.day("-3d", DAY) == date(2026, 11, 22)
    assert dates.day(None, DAY) is None


@pytest.mark.parametrize("told", ["", "today", "-2d", "-2d 9:00", "-2d 24:00", "2 09:00"])
def test_other_moments_are_errors(told: str) -> None:
    with pytest.raises(ValueError):
        dates.moment(told, DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "edit", "words"),
    [
        ("announcements.json", lambda one: one[0].update(issuer="nobody"), "no issuer or topic"),
        ("announcements.json", lambda one: one[0].update(topic="nothing"), "no issuer or topic"),
        ("announcements.json", lambda one: one[0].update(published="soon"), "such as '-2d 09:00'"),
        ("announcements.json", lambda one: one[0].update(expires="5"), "such as '+5d'"),
        ("announcements.json", lambda one: one[0].update(typo=1), "announcements.0.typo"),
        ("announcements.json", lambda one: one[1].update(id=FLU), "is there twice"),
        ("announcements.json", lambda one: one[0]["texts"].update(fr={}), "texts.fr"),
        ("announcements.json", lambda one: one[0].update(texts={}), "found none"),
        (
            "announcements.json",
            lambda one: one[1]["media"][0].update(file="community.json"),
            "not a picture",
        ),
        (
            "announcements.json",
            lambda one: one[1]["media"][0].update(file="../../../etc/passwd"),
            "outside the folder",
        ),
        ("announcements.json", lambda one: one[1]["media"][0].update(file="no"), "cannot be read"),
        (
            "announcements.json",
            lambda one: one[1]["media"][0].update(type="image/jpeg"),
            "is a picture of type image/png",
        ),
        ("community.json", lambda one: one.pop("office"), "community.office"),
        ("community.json", lambda one: one["name"].update(de="Rohrhof"), "found de"),
        ("community.json", lambda one: one.update(slug="Reed Court"), "community.slug"),
    ],
)
def test_slips_of_the_pen_change_nothing(tmp_path: Path, file: str, edit: Any, words: str) -> None:
    folder = copy_of_golden(tmp_path / "source")
    change(folder / file, edit)
    with pytest.raises(source.SourceError) as problem:
        loading.load(source.read(folder), DAY)
    assert words in str(problem.value)
    assert not Community.objects.exists()
    assert not FeedEntry.objects.exists()


def test_files_that_are_missing_or_no_json(tmp_path: Path) -> None:
    with pytest.raises(source.SourceError, match="cannot be read"):
        source.read(tmp_path)
    (tmp_path / "community.json").write_text("{", encoding="utf-8")
    with pytest.raises(source.SourceError, match="is not JSON"):
        source.read(tmp_path)


@pytest.mark.django_db
def test_another_day_rewrites_nothing_that_was_loaded(tmp_path: Path) -> None:
    folder = copy_of_golden(tmp_path / "source")
    loading.load(source.read(folder), DAY)
    before = list(FeedEntry.objects.order_by("seq").values_list("seq", "wire"))
    report = loading.load(source.read(folder), date(2027, 3, 1))
    assert (report.published, report.untouched) == ([], 5)
    # A change of the words keeps the day on which the notice was first loaded.
    change(folder / "announcements.json", lambda one: one[0].update(urgent=True))
    report = loading.load(source.read(folder), date(2027, 3, 1))
    assert (report.published, report.untouched) == ([FLU], 4)
    row = Announcement.objects.get(pk=FLU)
    assert row.expires_on == date(2026, 12, 15)
    assert "26 November" in row.translations.get(language="en").body
    assert list(FeedEntry.objects.order_by("seq").values_list("seq", "wire"))[:5] == before


@pytest.mark.django_db
def test_what_staff_deleted_does_not_come_back(tmp_path: Path) -> None:
    from server.announcements import publishing

    folder = copy_of_golden(tmp_path / "source")
    loading.load(source.read(folder), DAY)
    publishing.delete(Announcement.objects.get(pk=FLU))
    change(folder / "announcements.json", lambda one: one[0].update(urgent=True))
    for fresh in (False, True):
        loading.load(source.read(folder), DAY, fresh_dates=fresh)
        assert not Announcement.objects.filter(pk=FLU).exists()
        assert FeedEntry.objects.get(announcement_id=FLU).deleted

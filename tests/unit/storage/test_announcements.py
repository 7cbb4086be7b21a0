"""The list of notices, and how the feed is followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.announcement import (
    Announcement,
    AnnouncementCounts,
    AnnouncementFilter,
    AnnouncementState,
    CardStatus,
    Deleted,
)
from app.domain.community import Named
from app.errors import StoreProblem
from tests.unit.storage.build import NOON, House, notice

ALL = AnnouncementFilter()


def titles(house: House, wanted: AnnouncementFilter = ALL) -> list[str]:
    return [c.announcement.text("en").title for c in house.announcements.cards(wanted, "en").cards]


def test_a_stored_notice_comes_back_as_it_was(house: House) -> None:
    stored = notice("Water off", zh="停水", topic="water", expires_on=date(2026, 12, 5))
    house.announcements.apply([stored], "g1.1")
    card = house.announcements.get(stored.id)
    assert card is not None
    assert card.announcement == stored
    assert card.status is CardStatus.NEW


def test_a_notice_that_is_not_here_is_none(house: House) -> None:
    assert house.announcements.get("nowhere") is None
    house.announcements.mark_read("nowhere", 1)


def test_the_cursor_is_stored_with_the_page(house: House) -> None:
    assert house.announcements.cursor() is None
    house.announcements.apply([notice()], "g1.7")
    house = house.again()
    assert house.announcements.cursor() == "g1.7"
    house.store.close()


def test_a_page_that_fails_changes_neither_notices_nor_cursor(house: House) -> None:
    house.announcements.apply([notice("First", 1)], "g1.1")
    broken = replace(notice("Second", 2), seq="not a number")  # type: ignore[arg-type]
    with pytest.raises(Exception, match="cannot store TEXT value in INTEGER column"):
        house.announcements.apply([notice("Third", 3), broken], "g1.3")
    assert titles(house) == ["First"]
    assert house.announcements.cursor() == "g1.1"


def test_urgent_first_then_new_then_read_then_past(house: House) -> None:
    yesterday = NOON.date() - timedelta(days=1)
    notices = [
        notice("Past", 1, expires_on=yesterday),
        notice("Read", 2),
        notice("New", 3, age=9),
        notice("Urgent", 4, age=30, urgent=True),
        notice("Newer", 5, age=2),
    ]
    house.announcements.apply(notices, "g1.5")
    house.announcements.mark_read(notices[1].id, 1)
    assert titles(house) == ["Urgent", "Newer", "New", "Read", "Past"]


def test_a_notice_becomes_past_when_its_day_is_over(house: House) -> None:
    house.announcements.apply(
        [notice("Today", 1, expires_on=NOON.date()), notice("Later", 2, age=5)], "g1.2"
    )
    assert titles(house) == ["Today", "Later"]
    house.clock.moment += timedelta(days=1)
    assert titles(house) == ["Later", "Today"]


def test_a_corrected_notice_comes_back_to_the_top_for_who_had_read_it(house: House) -> None:
    old = notice("Water off", 1, age=20)
    house.announcements.apply([old, notice("News", 2)], "g1.2")
    house.announcements.mark_read(old.id, 1)
    assert titles(house) == ["News", "Water off"]
    corrected = replace(old, seq=3, revision=2, revised_at=NOON, change_note={"en": "Two hours"})
    house.announcements.apply([corrected], "g1.3")
    cards = house.announcements.cards(ALL, "en").cards
    assert cards[0].announcement == corrected
    assert cards[0].status is CardStatus.CORRECTED
    house.announcements.mark_read(old.id, 2)
    assert house.announcements.cards(ALL, "en").cards[1].status is CardStatus.READ


def test_a_revision_that_comes_while_one_reads_still_asks_attention(house: House) -> None:
    first = notice()
    house.announcements.apply([replace(first, revision=2, seq=2)], "g1.2")
    house.announcements.mark_read(first.id, 1)
    card = house.announcements.get(first.id)
    assert card is not None
    assert card.status is CardStatus.CORRECTED


def test_a_revision_never_goes_back(house: House) -> None:
    second = replace(notice(), revision=2, seq=2, topic="second")
    house.announcements.apply([second], "g1.2")
    house.announcements.apply([replace(second, revision=1, seq=9, topic="first")], "g1.9")
    card = house.announcements.get(second.id)
    assert card is not None
    assert card.announcement == second
    assert house.announcements.cursor() == "g1.9"


def test_a_read_mark_never_goes_back_nor_ahead(house: House) -> None:
    stored = replace(notice(), revision=3)
    house.announcements.apply([stored], "g1.1")
    for revision in (3, 1, 99):
        house.announcements.mark_read(stored.id, revision)
        card = house.announcements.get(stored.id)
        assert card is not None
        assert card.read_revision == 3


def test_a_deleted_notice_is_gone_also_from_the_search(house: House) -> None:
    gone = notice("Lift repair", 1)
    house.announcements.apply([gone, notice("Water", 2)], "g1.2")
    house.announcements.apply([Deleted(gone.id, 3), Deleted("never here", 4)], "g1.4")
    assert titles(house) == ["Water"]
    assert titles(house, AnnouncementFilter(search="lift")) == []
    assert house.announcements.get(gone.id) is None


def test_of_two_changes_in_one_page_the_later_holds(house: House) -> None:
    first = notice("Water", 1)
    house.announcements.apply([first, replace(first, seq=2, revision=2)], "g1.2")
    house.announcements.apply([replace(first, seq=3, revision=3), Deleted(first.id, 4)], "g1.4")
    assert titles(house) == []


def test_pages_hold_every_notice_once(house: House) -> None:
    house.announcements.apply([notice(f"N{n}", n, age=n % 5) for n in range(130)], "g1.130")
    seen: list[str] = []
    for offset in range(0, 180, 60):
        page = house.announcements.cards(ALL, "en", offset)
        assert page.total == 130
        seen += [card.announcement.id for card in page.cards]
    assert len(seen) == len(set(seen)) == 130


def test_a_filter_by_issuer(house: House) -> None:
    clinic = {"en": "Clinic"}
    house.announcements.apply(
        [notice("Water", 1), notice("Flu", 2, issuer_id="clinic", issuer_name=clinic)], "g1.2"
    )
    assert titles(house, AnnouncementFilter(issuer_id="clinic")) == ["Flu"]
    assert titles(house, AnnouncementFilter(issuer_id="nobody")) == []
    assert titles(house, AnnouncementFilter(search="wat", issuer_id="clinic")) == []


def test_issuers_are_those_with_notices_by_their_latest_name(house: House) -> None:
    house.announcements.apply(
        [
            notice("Old", 1, age=9, issuer_id="clinic", issuer_name={"en": "Surgery"}),
            notice("New", 2, age=1, issuer_id="clinic", issuer_name={"en": "Clinic"}),
            notice("Water", 3),
        ],
        "g1.3",
    )
    assert house.announcements.issuers() == (
        Named("clinic", {"en": "Clinic"}),
        Named("street-office", {"en": "Street Office", "zh-CN": "街道办"}),
    )


def test_counts_for_home(house: House) -> None:
    assert house.announcements.counts("en") == AnnouncementCounts()
    urgent = notice("Storm", 3, zh="暴雨", urgent=True, age=4)
    newer = notice("Gas smell", 4, urgent=True, age=2)
    past = notice("Past", 5, expires_on=NOON.date() - timedelta(days=1), urgent=True)
    house.announcements.apply([notice("A", 1), notice("B", 2), urgent, newer, past], "g1.5")
    counts = house.announcements.counts("en")
    assert (counts.total, counts.new, counts.urgent_id) == (5, 4, newer.id)
    house.announcements.mark_read(newer.id, 1)
    counts = house.announcements.counts("en")
    assert (counts.new, counts.urgent_id) == (3, urgent.id)
    assert counts.urgent_title == {"en": "Storm", "zh-CN": "暴雨"}
    house.announcements.mark_read(urgent.id, 1)
    assert house.announcements.counts("en").urgent_id is None


def test_withdrawn_before_it_was_read_calls_nobody(house: House) -> None:
    withdrawn = replace(notice(), revision=2, state=AnnouncementState.WITHDRAWN, urgent=True)
    house.announcements.apply([withdrawn], "g1.2")
    assert house.announcements.counts("en") == AnnouncementCounts(total=1, new=0)


def begun_refill(house: House) -> list[Announcement]:
    notices = [notice(f"N{n}", n, age=n) for n in range(1, 5)]
    house.announcements.apply(notices, "g1.4")
    house.announcements.mark_read(notices[0].id, 1)
    house.announcements.begin_refill()
    return notices


def test_a_refill_never_shows_an_empty_list_and_drops_what_is_gone(house: House) -> None:
    notices = begun_refill(house)
    assert house.announcements.cursor() is None
    assert len(titles(house)) == 4
    house.announcements.apply([replace(notices[0], seq=1)], "g2.1")
    assert len(titles(house)) == 4
    house.announcements.apply([notices[2], notice("Fresh", 3)], "g2.3")
    assert len(titles(house)) == 5
    house.announcements.finish_refill("g2.3")
    assert sorted(titles(house)) == ["Fresh", "N1", "N3"]
    assert house.announcements.cursor() == "g2.3"
    card = house.announcements.get(notices[0].id)
    assert card is not None
    assert card.status is CardStatus.READ


def test_a_refill_goes_on_after_a_new_start(house: House) -> None:
    notices = begun_refill(house)
    house.announcements.apply([notices[0]], "g2.1")
    house = house.again()
    assert house.announcements.refilling()
    assert house.announcements.cursor() == "g2.1"
    house.announcements.finish_refill("g2.1")
    assert not house.announcements.refilling()
    assert titles(house) == ["N1"]
    house.store.close()


def test_without_a_refill_finishing_one_changes_nothing(house: House) -> None:
    house.announcements.apply([notice()], "g1.1")
    house.announcements.finish_refill("g9.9")
    assert house.announcements.cursor() == "g1.1"
    assert len(titles(house)) == 1


@pytest.mark.expected_log("a stored notice is damaged", "mended: 1 damaged notices")
def test_a_notice_damaged_on_the_disk_is_left_out_and_fetched_again(house: House) -> None:
    whole, damaged = notice("Whole", 1), notice("Meeting on 12 May", 2)
    house.announcements.apply([whole, damaged], "g1.2")
    with house.store.write() as connection:
        connection.execute(
            "UPDATE announcement SET content ="
            " CAST(replace(CAST(content AS TEXT), '12 May', '13 May') AS BLOB)"
        )
    assert titles(house) == ["Whole"]
    house = house.again()
    assert house.announcements.cursor() is None
    assert house.announcements.refilling()
    house.announcements.apply([whole, damaged], "g1.2")
    house.announcements.finish_refill("g1.2")
    assert sorted(titles(house)) == ["Meeting on 12 May", "Whole"]
    assert titles(house, AnnouncementFilter(search="12 May")) == ["Meeting on 12 May"]
    house.store.close()


@pytest.mark.expected_log("mended: 0 damaged notices, index sound False")
@pytest.mark.parametrize("use", ["search", "apply"])
def test_a_damaged_index_of_words_is_made_anew(house: House, use: str) -> None:
    house.announcements.apply([notice(f"Water {n}", n) for n in range(30)], "g1.30")
    with house.store.write() as connection:
        connection.execute("UPDATE announcement_words_data SET block = x'00ff00ff' WHERE id > 1")
    house = house.again()
    if use == "apply":
        house.announcements.apply([replace(notice("Water 3"), revision=2, seq=31)], "g1.31")
    found = house.announcements.cards(AnnouncementFilter(search="water"), "en")
    assert found.total == 30
    house.store.close()


@pytest.mark.expected_log("the index of words is damaged and made anew")
def test_an_index_damaged_while_the_program_runs_is_made_anew(house: House) -> None:
    house.announcements.apply([notice(f"Water {n}", n) for n in range(30)], "g1.30")
    with house.store.write() as connection:
        connection.execute("UPDATE announcement_words_data SET block = x'00ff00ff' WHERE id > 10")
    assert house.announcements.cards(AnnouncementFilter(search="water"), "en").total == 30


def test_a_closed_store_says_so(house: House) -> None:
    house.announcements.apply([notice()], "g1.1")
    house.store.close()
    with pytest.raises(StoreProblem) as caught:
        house.announcements.cursor()
    assert caught.value.code == "store_busy"

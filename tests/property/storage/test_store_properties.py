"""The store against the domain's own words, with whatever hypothesis thinks of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.announcement import (
    Announcement,
    AnnouncementCard,
    AnnouncementFilter,
    AnnouncementState,
    AnnouncementText,
    Deleted,
    Media,
    MediaRole,
    sort_key,
)
from app.domain.feedback import Draft, FeedbackKind
from app.storage.codec import decode, encode
from app.storage.search_text import query_of
from tests.unit.storage.build import NOON, House, SetClock, notice

TODAY = NOON.date()
text = st.text(max_size=40)
sound_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
words = st.dictionaries(st.sampled_from(["en", "zh-CN"]), sound_text, min_size=1)
moments = st.integers(0, 7 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
days = st.none() | st.sampled_from([TODAY + timedelta(days=n) for n in (-400, -1, 0, 1, 400)])
media = st.builds(
    Media,
    st.sampled_from(MediaRole),
    st.sampled_from(["0" * 64, "1" * 64]),
    st.just("image/png"),
    st.integers(0, 10**9),
    words,
    st.none() | st.just("en"),
)
announcements = st.builds(
    Announcement,
    id=st.sampled_from("abcdefgh"),
    seq=st.integers(1, 2**40),
    revision=st.integers(1, 4),
    state=st.sampled_from(AnnouncementState),
    issuer_id=st.sampled_from(["office", "clinic"]),
    issuer_name=words,
    published_at=moments,
    texts=st.dictionaries(
        st.sampled_from(["en", "zh-CN"]),
        st.builds(AnnouncementText, sound_text, sound_text, st.tuples(sound_text)),
        min_size=1,
    ),
    urgent=st.booleans(),
    topic=st.none() | sound_text,
    revised_at=st.none() | moments,
    expires_on=days,
    change_note=st.none() | words,
    media=st.lists(media, max_size=2).map(tuple),
)
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.store.close()


def empty(house: House) -> None:
    house.announcements.begin_refill()
    house.announcements.finish_refill("g0.0")


def all_cards(house: House) -> list[AnnouncementCard]:
    cards: list[AnnouncementCard] = []
    for offset in range(0, 40, 3):
        cards += house.announcements.cards(AnnouncementFilter(), "en", offset, 3).cards
    return cards


@SETTINGS
@given(
    pages=st.lists(st.lists(announcements, max_size=8), min_size=1, max_size=3),
    read=st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 4)),
    day=st.integers(-2, 2),
)
def test_the_list_is_in_the_domains_order(
    house: House, pages: list[list[Announcement]], read: dict[str, int], day: int
) -> None:
    empty(house)
    house.clock.moment = NOON + timedelta(days=day)
    today = house.clock.today()
    for number, page in enumerate(pages):
        house.announcements.apply(page, f"g1.{number}")
        for id_, revision in read.items():
            house.announcements.mark_read(id_, revision)
    cards = all_cards(house)
    keys = [sort_key(card, today) for card in cards]
    assert keys == sorted(keys)
    assert len({card.announcement.id for card in cards}) == len(cards)
    new = [card for card, (group, _) in zip(cards, keys, strict=True) if is_new(card, group, today)]
    counts = house.announcements.counts("en")
    assert (counts.total, counts.new) == (len(cards), len(new))
    urgent = [card for card in new if sort_key(card, today)[0] == 0]
    assert (counts.urgent_id is None) == (not urgent)
    if urgent:
        best = sort_key(urgent[0], today)
        same = {c.announcement.id for c in urgent if sort_key(c, today) == best}
        assert counts.urgent_id in same


def is_new(card: AnnouncementCard, group: int, today: date) -> bool:
    past = card.announcement.is_past(today)
    return card.asks_attention and (not past or group == 1)


@SETTINGS
@given(pages=st.lists(st.lists(announcements, max_size=6), max_size=6))
def test_what_is_stored_is_the_highest_revision_that_came_last(
    house: House, pages: list[list[Announcement]]
) -> None:
    empty(house)
    expected: dict[str, Announcement] = {}
    for number, page in enumerate(pages):
        house.announcements.apply(page, f"g1.{number}")
        for change in {c.id: c for c in page}.values():
            there = expected.get(change.id)
            if there is None or change.revision >= there.revision:
                expected[change.id] = change
    assert {c.announcement.id: c.announcement for c in all_cards(house)} == expected


@SETTINGS
@given(
    before=st.lists(announcements, max_size=8),
    after=st.lists(announcements, max_size=8),
    gone=st.sets(st.sampled_from("abcdefgh")),
)
def test_after_a_refill_only_what_the_feed_holds_is_here(
    house: House, before: list[Announcement], after: list[Announcement], gone: set[str]
) -> None:
    empty(house)
    house.announcements.apply(before, "g1.1")
    house.announcements.begin_refill()
    house.announcements.apply(after, "g2.1")
    house.announcements.apply([Deleted(id_, 9) for id_ in gone], "g2.2")
    house.announcements.finish_refill("g2.2")
    here = {card.announcement.id for card in all_cards(house)}
    assert here == {a.id for a in after} - gone


@SETTINGS
@given(typed=text)
def test_nothing_typed_breaks_the_search(house: House, typed: str) -> None:
    house.announcements.cards(AnnouncementFilter(search=typed), "en")


hanzi = st.text(st.sampled_from("停水电梯社区医院通知检修周二上午东门𠮷"), min_size=2, max_size=12)
latin = st.text(st.sampled_from("abcdefgxyz"), min_size=1, max_size=6)


@SETTINGS
@given(title=hanzi, beside=latin, cut=st.tuples(st.integers(0, 11), st.integers(0, 11)))
def test_every_run_of_two_characters_is_found_and_no_other(
    house: House, title: str, beside: str, cut: tuple[int, int]
) -> None:
    empty(house)
    texts = {"zh-CN": AnnouncementText(f"{title}{beside}", "")}
    house.announcements.apply([replace(notice(), texts=texts, issuer_name={"en": "-"})], "g1.1")
    start = min(cut) % (len(title) - 1)
    part = title[start : max(start + 2, max(cut))]
    for typed, hit in ((part, True), (part[::-1], part[::-1] in title), (beside[:1], True)):
        found = house.announcements.cards(AnnouncementFilter(search=typed), "en").total
        assert found == int(hit), typed


@given(announcements)
@settings(max_examples=100, deadline=None)
def test_notices_come_back_as_they_were(announcement: Announcement) -> None:
    assert decode(encode(announcement), Announcement) == announcement


@given(st.builds(Draft, kind=st.none() | st.sampled_from(FeedbackKind), text=text, name=text))
@settings(max_examples=100, deadline=None)
def test_drafts_come_back_as_they_were_whatever_was_typed(draft: Draft) -> None:
    back = decode(encode(draft), Draft)
    assert replace(back, text="", name="") == replace(draft, text="", name="")
    assert back.text.isascii() or back.text
    if not any("\ud800" <= sign <= "\udfff" for sign in draft.text + draft.name):
        assert back == draft


@given(st.text())
def test_a_query_is_quoted_words_alone(typed: str) -> None:
    query = query_of(typed)
    if query is not None:
        outside = query.split('"')[::2]
        assert {part.strip() for part in outside} <= {"", "AND", "*"}


@settings(max_examples=15, deadline=None)
@given(
    texts=st.lists(sound_text, min_size=1, max_size=4),
    seconds=st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=4),
)
def test_a_jumping_clock_loses_no_message_and_stalls_none(
    texts: list[str], seconds: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), SetClock())
        sent = []
        for said in texts:
            sent.append(house.send(said).id)
            for jump in seconds:
                house.clock.moment = NOON + timedelta(seconds=jump)
                for row in house.outbox.due(house.clock.now()):
                    later = house.clock.now() + timedelta(seconds=30)
                    house.outbox.failed(row.id, later, "no_connection")
        house.clock.moment += timedelta(hours=1, minutes=1)
        assert [row.id for row in house.outbox.due(house.clock.now())] == sent
        house.store.close()

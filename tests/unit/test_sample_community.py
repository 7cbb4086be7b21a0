"""Willow Lane, the sample community, as people and programs meet it.

Its shape is that of docs/protocol.md, its words are plain enough for those who read them, and
nothing in it could lead anybody to a real person, place or telephone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import soundfile as sf
from PIL import Image

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
COMMUNITY: dict[str, Any] = json.loads((SAMPLE / "community.json").read_text("utf-8"))
ANNOUNCEMENTS: list[dict[str, Any]] = json.loads((SAMPLE / "announcements.json").read_text("utf-8"))
TAGS = {"en", "zh-CN"}
HANZI = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"\{day:[+-]\d{1,2}\}")
DAY = re.compile(r"[+-]\d{1,3}d")
MOMENT = re.compile(r"-(\d{1,3})d ([01]\d|2[0-3]):[0-5]\d")
# What stands for a day while a sentence is measured: the longest that the loader will write.
LONGEST_DAY = {"en": "Wednesday, 25 November", "zh-CN": "11月25日（星期三）"}
# The official circular is long on purpose: it is there to show what *In short* is for.
OFFICIAL = max(ANNOUNCEMENTS, key=lambda item: len(item["texts"]["en"]["body"]))["id"]


def texts_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The first text of an announcement and each corrected one."""
    return [item["texts"], *(correction["texts"] for correction in item["corrections"])]


def strings(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string below a JSON value, with the way to it."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from strings(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from strings(value, f"{path}/{number}")


def words_objects(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object below a JSON value that maps language tags to something."""
    if isinstance(node, dict):
        if TAGS & set(node):
            yield path, node
        for key, value in node.items():
            yield from words_objects(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from words_objects(value, f"{path}/{number}")


def read_aloud(tag: str) -> Iterator[tuple[str, str]]:
    """Every piece of running text in one language: (whose, text), days written out."""
    for item in ANNOUNCEMENTS:
        for texts in texts_of(item):
            text = texts[tag]
            whole = "\n\n".join([*text["in_short"], text["body"]])
            yield item["id"], PLACEHOLDER.sub(LONGEST_DAY[tag], whole)
    for lesson in COMMUNITY["lessons"]:
        whole = "\n\n".join(step["text"][tag] for step in lesson["steps"])
        yield lesson["id"], whole


def english_sentences(text: str) -> list[list[str]]:
    # A sentence ends where the next begins with a capital: “Is this real?” may stand inside one.
    parts = re.split(r"(?<=[.!?])[”’]?\s+(?=[“‘A-Z0-9])|\n+", text)
    return [words for part in parts if (words := re.findall(r"[\w'’:-]+", part))]


def chinese_sentences(text: str) -> list[str]:
    parts = re.split(r"[。！？]|\n+", text)
    return [plain for part in parts if (plain := re.sub(r"[\s”“]", "", part))]


def mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


# --- shapes -----------------------------------------------------------------------------------


def test_the_community_has_the_shape_of_the_protocol() -> None:
    assert set(COMMUNITY) == {
        "slug",
        "name",
        "office",
        "help",
        "issuers",
        "topics",
        "places",
        "lessons",
    }
    assert COMMUNITY["slug"] == "willow-lane"
    assert COMMUNITY["name"] == {"en": "Willow Lane", "zh-CN": "柳巷社区"}
    assert set(COMMUNITY["help"]) == {"name", "telephone", "hours"}
    assert all(set(entry) == {"id", "name"} for entry in COMMUNITY["issuers"])
    assert all(set(entry) == {"id", "name", "icon"} for entry in COMMUNITY["topics"])
    assert all(set(entry) == {"id", "name"} for entry in COMMUNITY["places"])
    for lesson in COMMUNITY["lessons"]:
        assert set(lesson) == {"id", "title", "steps"}
        assert all(set(step) == {"title", "text"} for step in lesson["steps"])


@pytest.mark.parametrize("kind", ["issuers", "topics", "places", "lessons"])
def test_ids_are_plain_and_used_once(kind: str) -> None:
    ids = [entry["id"] for entry in COMMUNITY[kind]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in ids)


def test_there_is_enough_to_choose_from() -> None:
    assert len(COMMUNITY["topics"]) == 8
    assert 8 <= len(COMMUNITY["places"]) <= 10
    assert len(COMMUNITY["lessons"]) == 4
    assert all(4 <= len(lesson["steps"]) <= 6 for lesson in COMMUNITY["lessons"])
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", topic["icon"]) for topic in COMMUNITY["topics"])


@pytest.mark.parametrize("item", ANNOUNCEMENTS, ids=lambda item: item["texts"]["en"]["title"])
def test_an_announcement_can_be_loaded(item: dict[str, Any]) -> None:
    assert set(item) == {
        "id",
        "issuer",
        "topic",
        "urgent",
        "published",
        "expires",
        "texts",
        "media",
        "corrections",
        "withdrawn",
    }
    assert UUID(item["id"]).version == 4
    assert str(UUID(item["id"])) == item["id"]
    assert isinstance(item["urgent"], bool)
    assert item["issuer"] in {entry["id"] for entry in COMMUNITY["issuers"]}
    assert item["topic"] in {entry["id"] for entry in COMMUNITY["topics"]}
    assert item["expires"] is None or DAY.fullmatch(item["expires"])
    for texts in texts_of(item):
        for text in texts.values():
            assert set(text) == {"title", "in_short", "body"}
            assert len(text["in_short"]) <= 3


@pytest.mark.parametrize("item", ANNOUNCEMENTS, ids=lambda item: item["texts"]["en"]["title"])
def test_things_happen_in_order_and_never_in_the_future(item: dict[str, Any]) -> None:
    changes = [*item["corrections"], *([item["withdrawn"]] if item["withdrawn"] else [])]
    moments = [item["published"], *(change["published"] for change in changes)]
    assert all(MOMENT.fullmatch(moment) for moment in moments)
    # "-0d 17:30" would lie ahead of somebody who opens the sample in the morning.
    days_ago = [int(moment.split("d")[0][1:]) for moment in moments]
    assert min(days_ago) >= 1
    assert days_ago == sorted(days_ago, reverse=True)
    if item["expires"]:
        assert int(item["expires"][:-1]) > -days_ago[0]


def test_announcement_ids_are_used_once() -> None:
    ids = [item["id"] for item in ANNOUNCEMENTS]
    assert len(set(ids)) == len(ids) >= 16


# --- both languages ---------------------------------------------------------------------------


def test_everything_is_said_in_both_languages() -> None:
    found = [*words_objects(COMMUNITY), *words_objects(ANNOUNCEMENTS)]
    assert len(found) > 100
    assert [path for path, words in found if set(words) != TAGS] == []


def test_english_is_english_and_chinese_is_chinese() -> None:
    for path, text in [*strings(COMMUNITY), *strings(ANNOUNCEMENTS)]:
        assert text.strip() == text
        assert text
        if "/zh-CN" in path:
            assert HANZI.search(text), path
        else:
            assert not HANZI.search(text), path


def test_both_languages_name_the_same_days_and_have_the_same_parts() -> None:
    for item in ANNOUNCEMENTS:
        for texts in texts_of(item):
            days = {
                tag: set(PLACEHOLDER.findall(text["body"] + "".join(text["in_short"])))
                for tag, text in texts.items()
            }
            assert days["en"] == days["zh-CN"], item["id"]
            assert len(texts["en"]["in_short"]) == len(texts["zh-CN"]["in_short"])
            if item["id"] != OFFICIAL:
                counts = {text["body"].count("\n\n") for text in texts.values()}
                assert len(counts) == 1, texts["en"]["title"]


# --- media ------------------------------------------------------------------------------------


def test_pictures_and_sounds_are_there_and_are_what_they_say() -> None:
    media = [medium for item in ANNOUNCEMENTS for medium in item["media"]]
    assert {medium["role"] for medium in media} == {"picture", "sound"}
    for medium in media:
        file = SAMPLE / medium["file"]
        assert file.resolve().is_relative_to(SAMPLE / "media")
        assert file.stat().st_size < 200_000
        assert all(len(words) > 15 for words in medium["description"].values())
        if medium["role"] == "picture":
            assert medium["type"] == "image/png"
            with Image.open(file) as picture:
                assert picture.format == "PNG"
                assert picture.size == (1200, 800)
        else:
            assert medium["type"] == "audio/ogg"
            assert medium["language"] in TAGS
            sound = sf.info(file)
            assert (sound.format, sound.subtype) == ("OGG", "VORBIS")
            assert 8 <= sound.duration <= 15


def test_the_recording_can_be_heard_and_is_not_clipped() -> None:
    samples, _rate = sf.read(SAMPLE / "media" / "choir-greeting.ogg")
    assert 0.3 < abs(samples).max() < 0.95
    assert (samples**2).mean() ** 0.5 > 0.03


def test_what_the_recording_says_stands_in_its_notice() -> None:
    maker = (SAMPLE / "make_media.py").read_text("utf-8")
    spoken = "".join(
        re.findall(r'"(.*?)"', maker.split("GREETING = (", 1)[1].split("\n)", 1)[0])
    ).strip()
    bodies = [
        item["texts"]["en"]["body"] for item in ANNOUNCEMENTS if item["issuer"].endswith("choir")
    ]
    assert len(bodies) == 1
    assert f"“{spoken}”" in bodies[0]


def test_no_file_lies_unused() -> None:
    named = {medium["file"] for item in ANNOUNCEMENTS for medium in item["media"]}
    assert {f"media/{file.name}" for file in (SAMPLE / "media").iterdir()} == named


# --- nothing real -----------------------------------------------------------------------------


def test_every_telephone_number_is_a_made_up_one() -> None:
    """Seven digits or more in a row (blanks and dashes between them or not) are a number to call;
    01632 960000–960999 are kept free for stories, so nobody's telephone rings."""
    seen = 0
    for path, text in [*strings(COMMUNITY), *strings(ANNOUNCEMENTS)]:
        if path.endswith("/id"):
            continue
        for run in re.findall(r"\+?\d(?:[ \-()–]{0,2}\d){6,}", text):
            assert re.fullmatch(r"01632 960\d{3}", run), (path, run)
            seen += 1
    assert seen > 5


def test_no_real_short_number_and_no_address_is_given() -> None:
    real = re.compile(
        r"(?<!\d)(?:999|911|112|111|110|119|120|122|12345|12320|12333|12348|96110)(?![\d,%])"
    )
    link = re.compile(r"https?:|www\.|@|\.(?:com|cn|org|net)\b", re.IGNORECASE)
    for path, text in [*strings(COMMUNITY), *strings(ANNOUNCEMENTS)]:
        if path.endswith("/id"):
            continue
        assert not real.search(text), (path, text)
        assert not link.search(text), (path, text)


def test_it_says_in_both_languages_that_the_numbers_are_made_up() -> None:
    welcome = next(i for i in ANNOUNCEMENTS if i["texts"]["en"]["title"].startswith("Welcome"))
    assert "made up" in COMMUNITY["help"]["hours"]["en"]
    assert "虚构" in COMMUNITY["help"]["hours"]["zh-CN"]
    assert "telephone numbers are made up" in welcome["texts"]["en"]["body"]
    assert "电话号码也是虚构的" in welcome["texts"]["zh-CN"]["body"]
    assert welcome["expires"] is None


# --- placeholders -----------------------------------------------------------------------------


def test_days_are_written_so_that_the_loader_can_fill_them_in() -> None:
    found = 0
    for path, text in strings(ANNOUNCEMENTS):
        found += len(PLACEHOLDER.findall(text))
        assert not re.search(r"[{}]", PLACEHOLDER.sub("", text)), (path, text)
    assert found > 30
    assert not [path for path, text in strings(COMMUNITY) if re.search(r"[{}]", text)]


def test_no_month_or_year_is_fixed_in_the_words() -> None:
    months = "January|February|April|June|July|August|September|October|November|December"
    for path, text in strings(ANNOUNCEMENTS):
        assert not re.search(rf"\b(?:{months})\b|\b20\d\d\b|\d月\d", text), (path, text)


# --- plain words ------------------------------------------------------------------------------


def test_titles_are_short() -> None:
    for item in ANNOUNCEMENTS:
        for texts in texts_of(item):
            assert len(texts["en"]["title"]) <= 45, texts["en"]["title"]
            assert len(texts["zh-CN"]["title"]) <= 16, texts["zh-CN"]["title"]


def test_most_announcements_are_told_in_short() -> None:
    lines = [len(item["texts"]["en"]["in_short"]) for item in ANNOUNCEMENTS]
    assert sum(1 for count in lines if count) > len(lines) * 0.8
    assert next(i for i in ANNOUNCEMENTS if i["id"] == OFFICIAL)["texts"]["en"]["in_short"][2]


def test_bodies_have_a_few_short_paragraphs() -> None:
    for item in ANNOUNCEMENTS:
        for texts in texts_of(item):
            for text in texts.values():
                assert "\n\n\n" not in text["body"]
                assert not re.search(r"(?<!\n)\n(?!\n)", text["body"])
                if item["id"] != OFFICIAL:
                    assert 3 <= text["body"].count("\n\n") + 1 <= 7, text["title"]


def test_english_sentences_are_short() -> None:
    for owner, text in read_aloud("en"):
        if owner == OFFICIAL:
            continue
        sentences = english_sentences(text)
        assert mean([len(words) for words in sentences]) <= 17, owner
        assert [" ".join(words) for words in sentences if len(words) > 20] == [], owner


def test_chinese_sentences_are_short() -> None:
    for owner, text in read_aloud("zh-CN"):
        if owner == OFFICIAL:
            continue
        sentences = chinese_sentences(text)
        assert mean([len(sentence) for sentence in sentences]) <= 25, owner
        assert [sentence for sentence in sentences if len(sentence) > 45] == [], owner


def test_lesson_steps_are_short() -> None:
    for lesson in COMMUNITY["lessons"]:
        for step in lesson["steps"]:
            assert len(english_sentences(step["text"]["en"])) <= 3, step
            assert len(chinese_sentences(step["text"]["zh-CN"])) <= 3, step


def test_no_machine_words_are_used() -> None:
    machine = re.compile(
        r"\b(?:sync\w*|upload\w*|download\w*|server|database|submit\w*|authenticat\w*|error code)\b"
        r"|同步|上传|下载|服务器|数据库|提交|身份验证|错误代码",
        re.IGNORECASE,
    )
    for path, text in [*strings(COMMUNITY), *strings(ANNOUNCEMENTS)]:
        assert not machine.search(text), (path, text)


# --- what there must be to show ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "english"),
    [
        ("health", "opening hours"),
        ("health", "flu"),
        ("water", "no water"),
        ("activities", "sing"),
        ("activities", "library books"),
        ("activities", "dinner"),
        ("activities", "lost"),
        ("activities", "thank you"),
        ("safety", "scam"),
        ("safety", "not true"),
        ("buses", "bus 12"),
        ("streets", "survey"),
        ("rubbish", "bins"),
        ("homes", "heating"),
        ("homes", "lifts"),
    ],
)
def test_the_life_of_a_real_place_is_there(topic: str, english: str) -> None:
    titles = [i["texts"]["en"]["title"].lower() for i in ANNOUNCEMENTS if i["topic"] == topic]
    assert any(english in title for title in titles), titles


def test_every_topic_has_a_notice_and_every_issuer_has_said_something() -> None:
    assert {i["topic"] for i in ANNOUNCEMENTS} == {t["id"] for t in COMMUNITY["topics"]}
    assert {i["issuer"] for i in ANNOUNCEMENTS} == {t["id"] for t in COMMUNITY["issuers"]}


def test_every_state_of_a_notice_can_be_seen() -> None:
    urgent = [i for i in ANNOUNCEMENTS if i["urgent"]]
    past = [i for i in ANNOUNCEMENTS if i["expires"] and i["expires"].startswith("-")]
    corrected = [i for i in ANNOUNCEMENTS if i["corrections"]]
    withdrawn = [i for i in ANNOUNCEMENTS if i["withdrawn"]]
    assert ["Storm" in i["texts"]["en"]["title"] for i in urgent] == [True]
    assert len(past) == 1
    assert len(corrected) == 1
    assert len(withdrawn) == 1
    assert set(corrected[0]["corrections"][0]) == {"published", "change_note", "texts"}
    assert set(withdrawn[0]["withdrawn"]) == {"published", "reason"}
    for tag in TAGS:
        assert corrected[0]["texts"][tag] != corrected[0]["corrections"][0]["texts"][tag]


def test_one_notice_is_a_long_official_circular() -> None:
    texts = next(i for i in ANNOUNCEMENTS if i["id"] == OFFICIAL)["texts"]
    assert len(texts["en"]["body"].split()) >= 1000
    assert len(HANZI.findall(texts["zh-CN"]["body"])) >= 1500
    assert all(len(text["in_short"]) == 3 for text in texts.values())


def test_the_sums_in_the_circular_come_out_right() -> None:
    """Money that does not add up is the first thing that a careful neighbour would find."""
    for tag, text in next(i for i in ANNOUNCEMENTS if i["id"] == OFFICIAL)["texts"].items():
        sums = {int(run.replace(",", "")) for run in re.findall(r"\d+,\d{3}", text["body"])}
        shares = [2000 * floor for floor in range(1, 7)]
        assert set(shares) <= sums, tag
        assert {2 * share for share in shares} <= sums, tag
        assert 2 * sum(shares) == 84_000
        assert {84_000, 140_000, 56_000, 280_000} <= sums
        assert 84_000 + 140_000 + 56_000 == 280_000

"""A person's data folder filled with Willow Lane, as it is after some days of use.

What the community says goes through the wire's own parsers, what the person says through the
services, and what the community answers through the outbox, as when it comes over a network. Days
are told from `TODAY`, so that every run shows the same words.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.feedback import ConversationState, Draft, FeedbackKind, Verdict
from app.domain.language import Language
from app.domain.mailbox import MailboxEntry, Receipt, Reply
from app.domain.profile import Profile
from app.domain.trust import Proof
from app.formats.wire_announcements import parse_announcements_page
from app.formats.wire_community import parse_community
from app.paths import resources_folder
from app.services import Services

#: A Tuesday, mid-morning, in the zone of the test run (conftest.py).
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 12, tzinfo=ZONE)
TODAY = NOW.date()
ADDRESS = "https://willow-lane.example"
CODE = "3QK1-866E-ERSM-0EYS"
OFFICE = {"en": "Willow Lane Street Office", "zh-CN": "柳巷街道办事处"}
#: What the person looks for and does not find.
SOUGHT = "elephant"
#: How many of the notices, in the order of the file, the person has read: not the urgent one.
READ = 12


class StoppedClock:
    """Always the same moment, except that a filled store may move it."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def today(self) -> date:
        """Its day."""
        return self.moment.astimezone().date()

    def monotonic(self) -> float:
        """Stands still, too."""
        return 0.0


# --- What the community says -----------------------------------------------------------------
def _source(name: str) -> Any:
    return json.loads((resources_folder() / "sample" / name).read_text("utf-8"))


def _day(told: str | None) -> date | None:
    return TODAY + timedelta(days=int(told.removesuffix("d"))) if told else None


def _moment(told: str) -> str:
    day, clock = told.split()
    hour, minute = map(int, clock.split(":"))
    there = _day(day)
    assert there is not None
    return datetime.combine(there, time(hour, minute), ZONE).isoformat()


def _written(day: date, language: str) -> str:
    if language.startswith("zh"):
        return f"{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）"
    return f"{day:%A}, {day.day} {day:%B}"


def _told(value: Any, language: str) -> Any:
    """The same value with each `{day:+3}` written out."""
    if isinstance(value, str):
        return re.sub(
            r"\{day:([+-]?\d+)\}",
            lambda found: _written(TODAY + timedelta(days=int(found[1])), language),
            value,
        )
    if isinstance(value, list):
        return [_told(one, language) for one in value]
    return {name: _told(one, language) for name, one in value.items()}


def _words(words: dict[str, Any]) -> dict[str, Any]:
    return {language: _told(value, language) for language, value in words.items()}


def _media(item: dict[str, Any]) -> dict[str, Any]:
    data = (resources_folder() / "sample" / item["file"]).read_bytes()
    made = {key: value for key, value in item.items() if key != "file"}
    return {**made, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def _revisions(source: dict[str, Any], issuers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The notice as the wire gives it, once for each of its revisions."""
    expires = _day(source["expires"])
    now = {
        "id": source["id"],
        "revision": 1,
        "state": "published",
        "urgent": source["urgent"],
        "topic": source["topic"],
        "issuer": {"id": source["issuer"], "name": issuers[source["issuer"]]},
        "published_at": _moment(source["published"]),
        "revised_at": None,
        "expires_on": expires.isoformat() if expires else None,
        "change_note": None,
        "texts": _words(source["texts"]),
        "media": [_media(item) for item in source["media"]],
    }
    yield now
    changes = [(one, "published", one["change_note"]) for one in source["corrections"]]
    if source["withdrawn"]:
        changes.append((source["withdrawn"], "withdrawn", source["withdrawn"]["reason"]))
    for change, state, note in changes:
        now = now | {
            "revision": now["revision"] + 1,
            "state": state,
            "revised_at": _moment(change["published"]),
            "change_note": _words(note),
        }
        if "texts" in change:
            now["texts"] = _words(change["texts"])
        yield now


def fill_community(services: Services) -> None:
    """The community's own words: names, topics, places, lessons."""
    raw = json.dumps(_source("community.json")).encode()
    services.communities.save(parse_community(raw), hashlib.sha256(raw).hexdigest())


def fill_notices(services: Services) -> None:
    """All notices; the first `READ` of them read, before some of those were changed."""
    services.trust.pin(ADDRESS, CODE, confirmed=True)
    issuers = {one["id"]: one["name"] for one in _source("community.json")["issuers"]}
    first: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    for source in _source("announcements.json"):
        first_one, *others = _revisions(source, issuers)
        first.append(first_one)
        later += others
    later.sort(key=lambda item: str(item["revised_at"]))
    _apply(services, first, 1)
    for item in [item for item in first if not item["urgent"]][:READ]:
        services.announcements.mark_read(item["id"], 1)
    _apply(services, later, 1 + len(first))
    for source in _source("announcements.json"):
        for item in source["media"]:
            data = (resources_folder() / "sample" / item["file"]).read_bytes()
            services.announcements.save_media(hashlib.sha256(data).hexdigest(), [data])


def _apply(services: Services, items: list[dict[str, Any]], first_number: int) -> None:
    numbered = [{**item, "seq": number} for number, item in enumerate(items, first_number)]
    end = first_number + len(items) - 1
    raw = json.dumps({"items": numbered, "next": f"g1.{end}", "more": False}).encode()
    page = parse_announcements_page(raw)
    assert not page.set_aside, page.set_aside
    # As with the community's own signatures; how they are checked is not this store's affair.
    proofs = {item["id"]: Proof("0" * 16, str(item["revision"])) for item in items}
    services.announcements.apply(page.changes, str(page.next), proofs)


# --- What the person says, and what is answered --------------------------------------------------
def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{ADDRESS}/{name}"))


def conversation_id(name: str) -> str:
    """The id of one of the conversations below."""
    return _id(name)


def _token(name: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(name.encode()).digest()).rstrip(b"=").decode()


_SAID = {
    "kept": (
        FeedbackKind.IDEA,
        "activities",
        "A bench by the pond would help those of us who walk slowly.",
        "希望在池塘边放一张长椅，走得慢的人可以歇歇脚。",
    ),
    "received": (
        FeedbackKind.PROBLEM,
        "streets",
        "The paving stones at the East Gate are loose. I nearly fell there yesterday.",
        "东门口的地砖松了，我昨天差点在那里摔倒。",
    ),
    "in-progress": (
        FeedbackKind.PROBLEM,
        "homes",
        "The light on the second floor of Block 4 has been out for a week.",
        "4栋二楼的灯已经坏了一个星期了。",
    ),
    "answered": (
        FeedbackKind.QUESTION,
        "health",
        "Can my neighbour come along to the eye test van? She is 82 and uses a wheelchair.",
        "我的邻居能一起去流动眼科车检查吗？她82岁了，坐轮椅。",
    ),
    "solved": (
        FeedbackKind.PROBLEM,
        "rubbish",
        "The food waste bin behind Block 7 was not emptied.",
        "7栋后面的厨余垃圾桶没有清空。",
    ),
    "refused": (
        FeedbackKind.CONFIDENTIAL,
        "safety",
        "Somebody rings at night and asks for my bank card number.",
        "有人半夜打电话来，问我的银行卡号。",
    ),
}
_ANSWERED = {
    "answered": (
        (
            "Yes, please bring her. The van has a ramp. Come between 9 and 11, when it is quiet, "
            "and ask for Nurse Fang. She can wait inside the gate house if it rains."
        ),
        (
            "可以，请带她一起来。车上有坡道。上午9点到11点人少，到了请找方护士。"
            "下雨的话，可以在门卫室里等。"
        ),
    ),
    "solved": (
        "It was emptied this morning, and from now on the driver comes on Mondays and Thursdays.",
        "今天早上已经清空了。以后每周一和周四都会来收。",
    ),
}
_DRAFT = (
    "The bus timetable at the South Gate is too high up to read.",
    "南门公交站的时刻表挂得太高，看不清。",
)
_REFUSED = {
    "en": "This office may not take reports about bank cards. Please tell the police post.",
    "zh-CN": "银行卡的事这里不能受理，请告诉警务室。",
}


def _in(language: Language, texts: tuple[str, ...]) -> str:
    return texts[1] if language is Language.CHINESE else texts[0]


def fill_messages(services: Services, clock: StoppedClock, language: Language) -> None:
    """One conversation in each state there is, oldest first, and a draft under way."""
    for number, (name, (kind, topic, *texts)) in enumerate(reversed(_SAID.items())):
        clock.moment = NOW - timedelta(days=7 - number, hours=number)
        text = _in(language, tuple(texts))
        draft = Draft(
            id=_id(name),
            token=_token(name),
            kind=kind,
            topic=topic,
            text=text,
            language=language,
            place_id="gate-east",
            answer_wanted=True,
            name="Mei" if language is Language.ENGLISH else "梅姨",
        )
        conversation = services.send(draft)
        _answer(services, name, conversation.id, number, language)
    clock.moment = NOW


def _answer(services: Services, name: str, key: str, number: int, language: Language) -> None:
    if name == "kept":
        return
    if name == "refused":
        services.outbox.refused(key, _REFUSED)
        return
    moment = services.clock.now() + timedelta(minutes=4)
    row = next(row for row in services.outbox.due(moment) if row.id == key)
    receipt = Receipt(key, row.sha256, moment, str(1230 + number))
    services.outbox.taken(key, receipt)
    state = {
        "received": ConversationState.RECEIVED,
        "in-progress": ConversationState.IN_PROGRESS,
    }.get(name, ConversationState.ANSWERED)
    entry = MailboxEntry(key, state, receipt.reference, moment)
    if name == "in-progress":
        friday = TODAY + timedelta(days=3)
        entry = replace(entry, handler=OFFICE, promised_by=friday)
    if name in _ANSWERED:
        text = _in(language, _ANSWERED[name])
        sent = moment + timedelta(hours=20)
        entry = replace(entry, replies=(Reply(_id(f"{name}-1"), text, language, OFFICE, sent),))
    services.outbox.apply_mailbox([entry])
    if name == "solved":
        _solve(services, entry, language)


def _solve(services: Services, entry: MailboxEntry, language: Language) -> None:
    """The person read the answer and said that it helped, and the matter was closed."""
    services.conversations.mark_opened(entry.id)
    second = _id("solved-2")
    services.write_back(entry.id, "", language, Verdict.SOLVED, second)
    moment = services.clock.now() + timedelta(days=1)
    row = next(row for row in services.outbox.due(moment) if row.id == second)
    services.outbox.taken(second, Receipt(second, row.sha256, moment, entry.reference or ""))
    services.outbox.apply_mailbox([replace(entry, state=ConversationState.CLOSED)])


def fill_spoken(services: Services, language: Language, text: bool = True) -> str:
    """A message with a recording whose words are there already; returns its id.

    Done twice it is done once.
    """
    key = _id("spoken")
    if services.conversations.get(key) is not None:
        return key
    draft = Draft(
        id=key,
        token=_token("spoken"),
        kind=FeedbackKind.PROBLEM,
        topic="buses",
        text=_in(language, _DRAFT) if text else "",
        language=language,
        place_id="gate-south",
        answer_wanted=True,
        send_voice=True,
    )
    services.recordings.path_for(key).write_bytes(b"sound" * 1000)
    draft = replace(draft, recording=services.recordings.measured(key, 42.0))
    services.send(draft)
    moment = services.clock.now()
    row = next(row for row in services.outbox.due(moment) if row.id == key)
    services.outbox.taken(key, Receipt(key, row.sha256, moment, "1240"))
    services.outbox.blob_moved(key, services.outbox.blobs_of(key)[0].sha256, 3000)
    return key


def fill_draft(services: Services, language: Language, **changes: Any) -> Draft:
    """A message that is being made, at the last step unless `changes` say otherwise."""
    draft = Draft(
        id=_id("draft"),
        token=_token("draft"),
        kind=FeedbackKind.PROBLEM,
        topic="buses",
        text=_in(language, _DRAFT),
        language=language,
        place_id="gate-south",
        place_asked=True,
        answer_wanted=True,
        name="Mei" if language is Language.ENGLISH else "梅姨",
        telephone="01632 960456",
        step="send",
    )
    draft = replace(draft, **changes)
    services.drafts.save(draft)
    return draft


def fill_profile(services: Services, profile: Profile) -> None:
    """The settings of somebody who has joined Willow Lane."""
    services.profiles.save(replace(profile, community_url=ADDRESS))


@cache
def sample_words() -> frozenset[str]:
    """Every text that is the community's or the person's, not the interface's."""
    found: set[str] = set()
    _collect(_source("community.json"), found)
    issuers = {one["id"]: one["name"] for one in _source("community.json")["issuers"]}
    for source in _source("announcements.json"):
        for revision in _revisions(source, issuers):
            _collect([revision["texts"], revision["change_note"], revision["media"]], found)
    _collect([*_SAID.values(), *_ANSWERED.values(), _DRAFT, _REFUSED, OFFICE], found)
    return frozenset(found | {"Mei", "梅姨", SOUGHT})


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        found.update(part.strip() for part in value.split("\n") if part.strip())
    elif isinstance(value, dict):
        _collect(list(value.values()), found)
    elif isinstance(value, (list, tuple)):
        for one in value:
            _collect(one, found)

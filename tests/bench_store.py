"""Importing ten thousand notices, paging through them, and searching a hundred thousand texts."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial

from app.domain.announcement import Announcement, AnnouncementFilter, AnnouncementText
from app.services import Services
from app.sync.feed import PAGE_ITEMS
from tests.bench_figures import Figure, one, percentile
from tests.bench_world import joined, scratch, serving
from tests.fakes.client import client
from tests.unit.storage.build import notice

COUNT = 10_000
#: Each in two languages: 100,000 texts.
MANY = 50_000
#: Notices a second that an import is to reach.
TARGET = 20_000
PAGE_OF_FEED = PAGE_ITEMS
ROUNDS = 5
#: What is searched for among many: each in some hundreds of notices.
RARE = ("kettle", "lantern", "violin", "harbour", "orchard")
_WORDS = [f"{a}{b}" for a in ("wat", "gar", "lam") for b in ("er", "den", "et", "s")]
_CHARACTERS = "社区通知明天上午停水请大家提前准备居民活动中心报名参加健康讲座图书馆学校风算剪太"
RARE_CHINESE = ("风筝", "算盘", "剪纸", "太极")
SEARCH_BOUND_MS = 100.0
PAGE = 40
ENGLISH = ("water", "gate", "garden office", "market", "morning please", "chair", "car", "absent")
CHINESE = ("停水", "通知", "居民活动", "健康讲座", "报名", "参加", "大家", "没有")


def run() -> list[Figure]:
    """The figures of the store."""
    return [*_with_a_screen(), *_imports(), *_searches_in_many()]


def _with_a_screen() -> list[Figure]:
    """What the screens ask of ten thousand notices."""
    with serving(COUNT) as address, scratch() as folder:
        data = joined(folder / "data", address)
        begun = time.perf_counter()
        services = client(data, None)
        opened = time.perf_counter() - begun
        repository = services.announcements
        try:
            return [
                Figure("opening and checking the store", "ms", (opened * 1000,)),
                _searches(services, "English", "en", ENGLISH),
                _searches(services, "Chinese", "zh-CN", CHINESE),
                *_pages(services),
                Figure("the counts of Home", "ms", _times(lambda: repository.counts("en"), 20)),
            ]
        finally:
            services.close()


def _imports() -> list[Figure]:
    """How fast notices of 1 kB become rows with their words indexed; without the network."""
    pages = [
        [_short(number, chance) for number in range(start, start + PAGE_OF_FEED)]
        for chance in (random.Random(1),)
        for start in range(1, COUNT, PAGE_OF_FEED)
    ]
    taken = []
    for _ in range(ROUNDS):
        with scratch() as folder:
            services = client(folder / "data", None)
            begun = time.perf_counter()
            for number, page in enumerate(pages, start=1):
                services.announcements.apply(page, f"g1.{number * PAGE_OF_FEED}")
            taken.append(time.perf_counter() - begun)
            services.close()
    return [Figure(f"import of {COUNT:,} notices of 1 kB", "s", tuple(taken), COUNT / TARGET)]


def _searches_in_many() -> list[Figure]:
    """Among 50,000 notices in two languages: 100,000 texts. The bound is that of the p95."""
    chance = random.Random(2)
    with scratch() as folder:
        services = client(folder / "data", None)
        for start in range(1, MANY, 1000):
            page = [_short(number, chance) for number in range(start, start + 1000)]
            services.announcements.apply(page, f"g1.{start + 1000}")
        figures = []
        for name, language, words in (("English", "en", RARE), ("Chinese", "zh-CN", RARE_CHINESE)):
            found = _searches(services, name, language, words).values
            what = f"search in {name}, {2 * MANY:,} texts: p95"
            figures.append(one(what, "ms", percentile(found, 0.95), 10.0))
        services.close()
    return figures


def _short(number: int, chance: random.Random) -> Announcement:
    """A notice of about 1 kB; one in a hundred has one of the rarer words."""
    english = " ".join(chance.choices(_WORDS, k=55))
    chinese = "".join(chance.choices(_CHARACTERS, k=130))
    if number % 100 == 0:
        english += " " + chance.choice(RARE)
        chinese += chance.choice(RARE_CHINESE)
    texts = {
        "en": AnnouncementText(english[:40], english, (english[40:80],)),
        "zh-CN": AnnouncementText(chinese[:12], chinese, (chinese[12:24],)),
    }
    return notice(f"Notice {number}", number, texts=texts)


def _searches(services: Services, name: str, language: str, words: tuple[str, ...]) -> Figure:
    cards = services.announcements.cards
    taken: list[float] = []
    for _ in range(ROUNDS):
        for word in words:
            taken += _times(partial(cards, AnnouncementFilter(word), language, 0, PAGE), 1)
    return Figure(f"search in {name}, {COUNT:,} notices", "ms", tuple(taken), SEARCH_BOUND_MS)


def _pages(services: Services) -> list[Figure]:
    cards = services.announcements.cards
    return [
        Figure(
            f"{PAGE} cards from number {offset:,} on",
            "ms",
            _times(partial(cards, AnnouncementFilter(), "en", offset, PAGE), 20),
            SEARCH_BOUND_MS,
        )
        for offset in (0, COUNT // 2, COUNT - PAGE)
    ]


def _times(act: Callable[[], object], rounds: int) -> tuple[float, ...]:
    """Milliseconds of each call."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    return tuple(taken)

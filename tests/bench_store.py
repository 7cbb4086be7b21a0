"""Searching and paging through ten thousand notices."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from app.domain.announcement import AnnouncementFilter
from app.services import Services
from tests.bench_figures import Figure
from tests.bench_world import joined, scratch, serving
from tests.fakes.client import client

COUNT = 10_000
ROUNDS = 5
SEARCH_BOUND_MS = 100.0
PAGE = 40
ENGLISH = ("water", "gate", "garden office", "market", "morning please", "chair", "car", "absent")
CHINESE = ("停水", "通知", "居民活动", "健康讲座", "报名", "参加", "大家", "没有")


def run() -> list[Figure]:
    """The figures of the store."""
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

"""How long is waited before the next try."""

from __future__ import annotations

import random

import pytest

from app.errors import ConnectionProblem, StoreProblem
from app.sync.backoff import Backoff
from app.sync.report import SyncReport
from app.sync.rest import Rhythm, rest_after

CHANCE = random.Random(1)
RHYTHM = Rhythm()


def test_the_ceiling_doubles_from_half_a_minute_to_an_hour() -> None:
    backoff = Backoff()
    ceilings = [backoff.ceiling(attempts) for attempts in range(1, 10)]
    assert ceilings == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert backoff.ceiling(10**9) == 3600


def test_the_jitter_is_full() -> None:
    waits = [Backoff().wait(8, CHANCE) for _ in range(2000)]
    assert min(waits) < 60
    assert max(waits) > 3500
    assert 1600 < sum(waits) / len(waits) < 2000


def test_without_a_network_the_first_tries_come_soon() -> None:
    waits = [Backoff().wait_for_network(attempts, CHANCE) for attempts in (1, 2, 3)]
    assert [int(wait) for wait in waits] == pytest.approx([5, 15, 30], abs=3)
    assert all(Backoff().wait_for_network(a, CHANCE) <= 3600 for a in range(4, 40))


@pytest.mark.parametrize(("wish", "rest"), [(None, 900), (60, 60), (1, 30), (10**9, 3600)])
def test_the_community_is_asked_again_when_it_wishes_within_bounds(
    wish: float | None, rest: float
) -> None:
    got = rest_after(None, SyncReport(poll_after_s=wish), 0, RHYTHM, CHANCE)
    assert rest <= got <= rest * 1.1


def test_a_message_that_is_due_sooner_is_not_kept_waiting() -> None:
    report = SyncReport(reached=True, poll_after_s=900, again_in_s=40)
    assert rest_after(None, report, 0, RHYTHM, CHANCE) == 40


def test_a_server_that_asks_for_time_is_given_it() -> None:
    busy = ConnectionProblem("busy", retry_after_s=777)
    assert rest_after(busy, SyncReport(), 1, RHYTHM, CHANCE) == 777
    very_busy = ConnectionProblem("busy", retry_after_s=10**6)
    assert rest_after(very_busy, SyncReport(), 1, RHYTHM, CHANCE) == 3600


def test_one_message_that_is_never_taken_does_not_keep_the_notices_from_coming() -> None:
    report = SyncReport(reached=True, poll_after_s=60)
    trouble = ConnectionProblem("server_trouble")
    assert all(rest_after(trouble, report, n, RHYTHM, CHANCE) <= 66 for n in range(1, 50))


def test_a_full_disk_is_tried_again_too() -> None:
    rest = rest_after(StoreProblem("disk_full"), SyncReport(), 1, RHYTHM, CHANCE)
    assert 0 < rest <= 30

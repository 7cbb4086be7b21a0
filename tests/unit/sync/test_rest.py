"""The rest between two runs."""

from __future__ import annotations

import asyncio

import pytest

from app.clock import SystemClock
from app.sync.rest import Rhythm, pause


async def resting(wake: asyncio.Event) -> asyncio.Task[bool]:
    """A rest that has begun."""
    nothing = frozenset[str]
    task = asyncio.create_task(pause(60.0, wake, Rhythm(), SystemClock(), nothing, eager=False))
    await asyncio.sleep(0.01)
    return task


@pytest.mark.parametrize("turns", range(4))
def test_who_ends_the_thread_is_heard_although_somebody_wakes_it(turns: int) -> None:
    """A message is sent and the window closed in the same moment: some turns of the loop apart."""

    async def both() -> bool:
        wake = asyncio.Event()
        task = await resting(wake)
        wake.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        # Unless the rest was over before, the end must be heard.
        heard = task.cancel()
        await asyncio.wait({task})
        return task.cancelled() == heard

    assert asyncio.run(both())


def test_a_rest_ends_when_woken() -> None:
    async def woken() -> bool:
        wake = asyncio.Event()
        task = await resting(wake)
        wake.set()
        return await task

    assert asyncio.run(woken()) is False

"""An event loop that never makes anybody wait for a name look-up.

`getaddrinfo` can't be cancelled and may hang for half a minute; on threads of the standard pool
the whole program would wait for it when it ends. Here each look-up has a daemon thread. (asyncio is
loaded where it is first needed: the start of the program has no time for it.)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    import asyncio

P = ParamSpec("P")
T = TypeVar("T")


class DaemonExecutor(ThreadPoolExecutor):
    """One daemon thread a call; nothing waits for them."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` on a thread of its own."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, name="sync-lookup", daemon=True).start()
        return future


def new_loop() -> asyncio.AbstractEventLoop:
    """A loop whose look-ups nobody waits for."""
    import asyncio

    loop = asyncio.new_event_loop()
    loop.set_default_executor(DaemonExecutor(1))
    return loop


def run_alone(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end on a loop of its own, in this thread."""
    import asyncio

    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(work)

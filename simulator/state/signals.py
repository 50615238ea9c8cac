"""Waiting for a change without sleeping: tests await a condition, never a span of time."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Signal:
    """Wakes everyone who waits for something to become true."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def notify(self) -> None:
        """Let every waiter look again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait_for(
        self, look: Callable[[], Found | None], timeout_seconds: float, what: str
    ) -> Found:
        """Return the first result of `look` that is neither None nor False.

        Args:
            look: Asked now and after each change.
            timeout_seconds: Real seconds until giving up.
            what: Names the awaited thing in the error.

        Raises:
            TimeoutError: `look` found nothing in time.
        """
        try:
            async with asyncio.timeout(timeout_seconds):
                while True:
                    found = look()
                    if found is not None and found is not False:
                        return found
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.add(future)
                    try:
                        await future
                    finally:
                        self._waiting.discard(future)
        except TimeoutError:
            message = f"{what} did not happen within {timeout_seconds:g} s"
            raise TimeoutError(message) from None

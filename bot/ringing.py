"""A store that rings a bell when something was written, so that the sender need not poll."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from discussion.ports import Reader, Store, Transaction

T = TypeVar("T")


class RingingStore:
    """Fulfils ``discussion.ports.Store`` by another store; ``bell`` is set after each write."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.bell = asyncio.Event()

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit of work, then ring."""
        result = await self._store.write(unit)
        self.bell.set()
        return result

    def write_soon(self, unit: Callable[[Transaction], object]) -> None:
        """Queue a unit of work and ring: who answers queues behind it."""
        self._store.write_soon(unit)
        self.bell.set()

    async def read(self, query: Callable[[Reader], T]) -> T:
        """Answer a question."""
        return await self._store.read(query)

    async def next_due_at(self) -> datetime | None:
        """When the earliest due action falls due."""
        return await self._store.next_due_at()

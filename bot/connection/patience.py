"""Waiting before one more try, and which troubles pass by themselves."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import aiohttp
import discord
from sqlalchemy.exc import SQLAlchemyError

from storage.database.errors import StorageError

log = logging.getLogger(__name__)

NETWORK: Final = (
    OSError,
    aiohttp.ClientError,
    TimeoutError,
    discord.HTTPException,
    discord.RateLimited,
    discord.GatewayNotFound,
)
"""What is raised where Discord, or the way to it, fails."""
DATABASE: Final = (StorageError, SQLAlchemyError, OSError)
"""What is raised where the database fails."""
_LONGEST_REASON: Final = 200
_TOO_MANY_CREATED: Final = 30034
"""Discord's code where more commands were made in a day than it allows."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited before one more try; real seconds."""

    first: float = 1.0
    longest: float = 300.0
    refused: float = 3600.0
    """After a refusal that more haste does not mend."""
    tries: int = 7
    """How often at most, where an end to trying is better than waiting on."""
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    def delay(self, failures: int) -> float:
        """What to wait after so many failures in a row: twice as long each time, never in step."""
        longest = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return longest * random.uniform(0.75, 1.0)  # noqa: S311 - spreads tries, no secret

    async def wait(self, seconds: float, trouble: str, error: BaseException) -> None:
        """Wait, and say so in one line of the log."""
        log.warning("%s (%s); trying again in %.0f s.", trouble, reason_of(error), seconds)
        await self.sleep(seconds)

    async def until_done(self, trouble: str, step: Callable[[], Awaitable[T]]) -> T:
        """Do a step of the database's until it succeeds; the last failure is raised."""
        for failures in range(1, self.tries):
            try:
                return await step()
            except DATABASE as error:
                await self.wait(self.delay(failures), trouble, error)
        return await step()


def reason_of(error: BaseException) -> str:
    """An error in one short line."""
    if isinstance(error, discord.HTTPException):
        code = f", code {error.code}" if error.code else ""
        text = f"Discord answered {error.status}{code}: {error.text}" if error.text else ""
        text = text or f"Discord answered {error.status}{code}"
    elif isinstance(error, aiohttp.WSServerHandshakeError):
        text = f"Discord answered {error.status}"
    else:
        text = str(error) or type(error).__name__
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"


def passes(error: BaseException) -> bool:
    """Whether a refusal is of the kind that another try may find gone."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status in {408, 425, 429}
    return isinstance(error, NETWORK)


def must_wait_long(error: BaseException) -> bool:
    """Whether it is refused for what is asked, or for a day's limit that is used up."""
    return not passes(error) or (
        isinstance(error, discord.HTTPException) and error.code == _TOO_MANY_CREATED
    )

"""What delivering a post takes and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import discord

from discussion.model.hindrance import Hindrance
from discussion.record.record import Record

_NO_DIRECT_MESSAGES = frozenset({50007, 50278})
"""Cannot send messages to this user; no guild in common."""
_UNKNOWN_MESSAGE = 10008


@dataclass(frozen=True, slots=True)
class Publication:
    """What a deck post shows: a text about the record, and the deck."""

    record: Record
    decks: tuple[Path, ...]
    """The deck, or its parts where it was divided; none where not even that fits this server."""
    is_slim: bool = False
    """Whether the server's template was left out, so that the deck fits."""
    worded_by: str = ""
    """The language model that worded some titles; "" for none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a slide, and the slide's title for those who cannot see it."""

    path: Path
    title: str


class DeliveryError(Exception):
    """A post was not delivered."""


class Undeliverable(DeliveryError):
    """A post can never be delivered: the place is gone, closed or forbidden.

    ``unreachable``: there is no private way to the person, by their choice or by Discord's.
    ``why`` is for those who miss it; None where nobody does.
    """

    def __init__(
        self, reason: str, *, unreachable: bool = False, why: Hindrance | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.unreachable = unreachable
        self.why = why


class AlreadyGone(DeliveryError):
    """A message that a post removes was gone before it was first tried."""


class TryLater(DeliveryError):
    """A post may be delivered by another attempt; ``after`` is what Discord asked to wait."""

    def __init__(
        self, after: timedelta | None = None, *, reason: str = "it was not its turn"
    ) -> None:
        super().__init__(f"{reason}; try again after {after}" if after else reason)
        self.after = after
        self.reason = reason


TROUBLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)
"""What sending can raise without a mistake of ours."""


def failure(error: Exception) -> Undeliverable | TryLater:
    """What an error from Discord means for a post."""
    if isinstance(error, discord.RateLimited):
        after = timedelta(seconds=error.retry_after)
        return TryLater(after, reason="Discord asked to wait")
    if isinstance(error, discord.HTTPException) and 400 <= error.status < 500:
        if error.status in (401, 408, 429):
            return TryLater(reason=f"Discord answered {error.status}")
        reason = f"{error.status} ({error.code}): {error.text}"
        unreachable = error.code in _NO_DIRECT_MESSAGES
        return Undeliverable(reason, unreachable=unreachable, why=_why(error))
    if isinstance(error, discord.HTTPException):
        return TryLater(reason=f"Discord answered {error.status}")
    return TryLater(reason=f"Discord could not be reached ({type(error).__name__})")


def _why(error: discord.HTTPException) -> Hindrance | None:
    """What a refusal means for those who miss the post; a message that is gone, nobody misses."""
    if error.code == _UNKNOWN_MESSAGE:
        return None
    return Hindrance.CLOSED if error.status in (403, 404) else Hindrance.REFUSED

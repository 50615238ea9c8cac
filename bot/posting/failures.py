"""Failures of deliveries: counted by kind, and logged at first and then rarely."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Final

from discussion.model.effects import Post
from discussion.model.hindrance import Hindrance

log = logging.getLogger(__name__)

SILENT_FOR: Final = 300.0
"""Real seconds in which a failure of the same kind is counted and not logged again."""
_REMEMBERED: Final = 1000


class Failures:
    """What went wrong while posts were delivered, since the bot started."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """``monotonic`` gives real seconds."""
        self._monotonic = monotonic
        self._logged: dict[Hashable, tuple[float, int]] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        """How many, by the kind of post and of failure."""

    def put_off(
        self, post: Post, why: Hindrance, reason: str, error: BaseException | None = None
    ) -> None:
        """A post is tried again. An ``error`` that nobody expected is logged with its trace."""
        text = "%s cannot be delivered at the moment and is tried again: %s"
        # Where Discord takes nothing, it takes nothing of all of them.
        key = why if error is None else (why, type(error))
        self._note(post, why, key, text, reason, error)

    def given_up(self, post: Post, why: Hindrance | None, reason: str) -> None:
        """A post will never stand in its place."""
        key = (why, post.guild_id, post.channel_id, post.recipient_id)
        self._note(post, why, key, "%s cannot be delivered: %s", reason, None)

    def metrics(self) -> str:
        """The counts in the Prometheus text format."""
        name = "roundtable_failed_deliveries_total"
        lines = [
            f'{name}{{kind="{kind}",cause="{cause}"}} {count}\n'
            for (kind, cause), count in sorted(self.counts.items())
        ]
        head = f"# HELP {name} Deliveries that failed, each try.\n# TYPE {name} counter\n"
        return head + "".join(lines)

    def _note(
        self,
        post: Post,
        why: Hindrance | None,
        key: Hashable,
        text: str,
        reason: str,
        error: BaseException | None,
    ) -> None:
        self.counts[post.kind.value, why.value if why is not None else "other"] += 1
        now = self._monotonic()
        logged_at, silent = self._logged.get(key, (None, 0))
        if logged_at is not None and now - logged_at < SILENT_FOR:
            self._logged[key] = logged_at, silent + 1
            return
        if silent:
            reason = f"{reason} ({silent} more since this was last said)"
        log.warning(text, post.dedup, reason, exc_info=error)
        self._logged.pop(key, None)
        self._logged[key] = now, 0
        if len(self._logged) > _REMEMBERED:
            del self._logged[next(iter(self._logged))]

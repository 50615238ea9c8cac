"""Rate limits: one per route and major parameter, and 50 requests a second for the bot.

The global figure is documented; the per-route ones are only ever announced in headers, so these are
the figures that bot authors report, chosen on the strict side.
"""

import hashlib
import math
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

GLOBAL_LIMIT = 50
"""Requests per second and bot; interaction endpoints are exempt."""

DEFAULT_LIMIT = (50, 1.0)
"""Requests and seconds for routes without a figure of their own."""

_LIMITS: dict[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": (1, 0.25),
    "POST /channels/{channel_id}/typing": (5, 5.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
    "POST /guilds/{guild_id}/scheduled-events": (5, 60.0),
}

RENAMES = (2, 600.0)
"""Renames of a channel per seconds; no header announces this one."""

OLD_EDITS = (3, 20.0)
"""Edits of messages older than an hour, per channel and seconds; beyond it error 30046."""

_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and what its answer says about limits."""

    allowed: bool
    is_global: bool
    retry_after_seconds: float
    headers: dict[str, str]


class RateLimits:
    """Counts requests in windows of real time divided by the speed."""

    def __init__(self, *, speed: float, enabled: bool = True) -> None:
        self._speed = speed
        self._enabled = enabled
        self._buckets: dict[str, tuple[float, int]] = {}
        self._recent: deque[float] = deque()
        self._spent: dict[str, deque[float]] = {}

    def judge(self, method: str, route: str, path: Mapping[str, str]) -> Verdict:
        """Count one request and decide."""
        if not self._enabled:
            return Verdict(allowed=True, is_global=False, retry_after_seconds=0, headers={})
        moment = time.monotonic()
        exempt = route.startswith(("/interactions/", "/webhooks/"))
        wait = 0.0 if exempt else self._global_wait(moment)
        if wait > 0:
            headers = {
                "Retry-After": str(math.ceil(wait)),
                "X-RateLimit-Global": "true",
                "X-RateLimit-Scope": "global",
            }
            return Verdict(False, True, wait, headers)
        return self._judge_bucket(method, route, path, moment)

    def spend(self, key: str, limit: tuple[int, float]) -> float:
        """Count one use of a limit that lies below the routes.

        Args:
            key: What is limited, for example "rename:" and a channel id.
            limit: How often, per how many seconds.

        Returns:
            Zero where it may happen (it is counted then), else the seconds to wait.
        """
        if not self._enabled:
            return 0.0
        moment = time.monotonic()
        window = limit[1] / self._speed
        used = self._spent.setdefault(key, deque())
        while used and used[0] <= moment - window:
            used.popleft()
        if len(used) >= limit[0]:
            return used[0] + window - moment
        used.append(moment)
        return 0.0

    def _global_wait(self, moment: float) -> float:
        window = 1 / self._speed
        while self._recent and self._recent[0] <= moment - window:
            self._recent.popleft()
        if len(self._recent) >= GLOBAL_LIMIT:
            return self._recent[0] + window - moment
        self._recent.append(moment)
        return 0.0

    def _judge_bucket(
        self, method: str, route: str, path: Mapping[str, str], moment: float
    ) -> Verdict:
        key = f"{method} {route}"
        limit, seconds = _LIMITS.get(key, DEFAULT_LIMIT)
        window = seconds / self._speed
        name = hashlib.sha256(key.encode()).hexdigest()[:16]
        major = ":".join(path[part] for part in _MAJOR if part in path)
        started, used = self._buckets.get(f"{name}:{major}", (moment, 0))
        if moment - started >= window:
            started, used = moment, 0
        reset_after = max(started + window - moment, 0.001)
        allowed = used < limit
        if allowed:
            used += 1
            self._buckets[f"{name}:{major}"] = (started, used)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - used),
            "X-RateLimit-Reset": f"{time.time() + reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{reset_after:.3f}",
            "X-RateLimit-Bucket": name,
        }
        if not allowed:
            headers |= {"X-RateLimit-Scope": "user", "Retry-After": str(math.ceil(reset_after))}
        return Verdict(allowed, False, reset_after, headers)

"""Planned faults: what a network and a busy Discord do to a bot."""

import random
from dataclasses import dataclass
from enum import Enum, auto

from simulator.gateway.gateway import Gateway


class FaultKind(Enum):
    """Where a fault strikes."""

    ERROR_BEFORE = auto()
    ERROR_AFTER = auto()
    LOST_REPLY = auto()
    SLOW = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a request goes wrong."""

    kind: FaultKind
    status: int = 500
    seconds: float = 0.0

    @classmethod
    def error_before(cls, status: int = 500) -> "Fault":
        """Answer with an error; nothing is stored."""
        return cls(FaultKind.ERROR_BEFORE, status)

    @classmethod
    def error_after(cls, status: int = 502) -> "Fault":
        """Do what was asked, then answer with an error: a retry would do it twice."""
        return cls(FaultKind.ERROR_AFTER, status)

    @classmethod
    def lost_reply(cls) -> "Fault":
        """Do what was asked, then cut the connection instead of answering."""
        return cls(FaultKind.LOST_REPLY, 0)

    @classmethod
    def slow(cls, seconds: float) -> "Fault":
        """Wait real seconds before doing what was asked."""
        return cls(FaultKind.SLOW, 200, seconds)


@dataclass(slots=True)
class _Plan:
    route: str
    fault: Fault
    times: int | None
    rate: float
    dice: random.Random


class Faults:
    """Plans faults for REST routes and causes them on the gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._plans: list[_Plan] = []
        self.struck = 0

    def plan(
        self,
        route: str,
        fault: Fault,
        *,
        times: int | None = None,
        rate: float = 1.0,
        seed: int = 0,
    ) -> None:
        """Plan a fault.

        Args:
            route: "POST /channels/{channel_id}/messages", with Discord's own parameter names;
                "*" is every route.
            fault: What goes wrong.
            times: How often at most; by default once, or without end where `rate` is below 1.
            rate: The chance per request.
            seed: Seeds the dice, so that a run can be repeated.
        """
        if times is None and rate >= 1.0:
            times = 1
        dice = random.Random(seed)  # noqa: S311 - repeatable faults, no secret
        self._plans.append(_Plan(route, fault, times, rate, dice))

    def clear(self) -> None:
        """Forget all plans."""
        self._plans.clear()

    def strike(self, route: str) -> Fault | None:
        """Return the fault that hits this request, if any, and count it."""
        for plan in self._plans:
            if plan.route not in {"*", route} or plan.times == 0:
                continue
            if plan.dice.random() >= plan.rate:
                continue
            if plan.times is not None:
                plan.times -= 1
            self.struck += 1
            return plan.fault
        return None

    def disconnect(self, code: int = 4000) -> None:
        """Close the bot's sockets; it may resume."""
        self._gateway.disconnect(code)

    def drop(self) -> None:
        """Cut the bot's sockets without a closing handshake; it may resume."""
        self._gateway.drop()

    def invalid_session(self, *, resumable: bool = False) -> None:
        """Send op 9; without `resumable` the bot has to identify anew."""
        self._gateway.invalidate(resumable=resumable)

    def reconnect_request(self) -> None:
        """Send op 7: the bot is asked to reconnect and resume."""
        self._gateway.request_reconnect()

    def forget_sessions(self) -> None:
        """Let the next resume fail with op 9, as after a long outage."""
        self._gateway.forget_sessions()

"""What the local Discord noticed: requests made, and rules that were broken."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from simulator.state.model import Payload


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that real Discord would not have taken, or that the local one should not have said.

    `source` is "rules" for our own rules, "openapi" and "gateway" for the two documents, "routes"
    for a request to a route that does not exist. `place` names the route or event.
    """

    source: str
    place: str
    problem: str

    def __str__(self) -> str:
        return f"[{self.source}] {self.place}: {self.problem}"


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One REST request as it was answered; status 0 means that the reply was lost on purpose."""

    method: str
    route: str
    path: str
    at: datetime
    status: int
    body: Payload | list[Payload] | None


@dataclass(slots=True)
class Records:
    """Everything noticed since the local Discord came up."""

    requests: list[RequestRecord] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    unknown_keys: Counter[str] = field(default_factory=Counter)
    dispatches: Counter[str] = field(default_factory=Counter)

    def violate(self, source: str, place: str, problem: str) -> None:
        """Note a broken rule."""
        self.violations.append(Violation(source, place, problem))

    def request_counts(self) -> Counter[str]:
        """Count requests by "METHOD /route/{template}"."""
        return Counter(f"{record.method} {record.route}" for record in self.requests)

"""Groups of contributions: people's own tags and rounds are the structure, never a guess."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from discussion.model import TagKind
from discussion.record.record import RecordedContribution, RecordedRound


class GroupedBy(StrEnum):
    """What the groups of a deck are made from."""

    THEME = "theme"
    SOCIAL_LOCATION = "social location"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions that belong together, in the order in which they were made."""

    name: str
    by: GroupedBy
    contributions: tuple[RecordedContribution, ...]

    @property
    def voices(self) -> int:
        """How many different voices it has; all that have no name are one.

        How many there are of them would say which nameless words are of the same person.
        """
        named = {c.speaker for c in self.contributions if c.signature}
        return len(named) + any(not c.signature for c in self.contributions)


def groups(
    contributions: Sequence[RecordedContribution], rounds: Sequence[RecordedRound]
) -> tuple[Group, ...]:
    """Group by theme tags; without any, by social location; without those, by round.

    Sorted by voices, then contributions, then name; rounds stay in their order. A contribution
    with two themes is in both; one without any is in none.
    """
    for kind, by in (
        (TagKind.THEME, GroupedBy.THEME),
        (TagKind.SOCIAL_LOCATION, GroupedBy.SOCIAL_LOCATION),
    ):
        tagged = _by_tag(contributions, kind, by)
        if tagged:
            return tagged
    return _by_round(contributions, rounds)


def _by_tag(
    contributions: Iterable[RecordedContribution], kind: TagKind, by: GroupedBy
) -> tuple[Group, ...]:
    found: dict[str, list[RecordedContribution]] = defaultdict(list)
    for contribution in contributions:
        for tag in contribution.tags:
            if tag.kind is kind:
                found[tag.name].append(contribution)
    made = [Group(name, by, tuple(own)) for name, own in found.items()]
    return tuple(sorted(made, key=lambda g: (-g.voices, -len(g.contributions), g.name)))


def _by_round(
    contributions: Iterable[RecordedContribution], rounds: Iterable[RecordedRound]
) -> tuple[Group, ...]:
    found: dict[int, list[RecordedContribution]] = defaultdict(list)
    for contribution in contributions:
        found[contribution.round_number].append(contribution)
    titles = {r.number: r.title for r in rounds}
    return tuple(
        Group(_round_name(number, titles.get(number, "")), GroupedBy.ROUND, tuple(own))
        for number, own in sorted(found.items())
    )


def _round_name(number: int, title: str) -> str:
    return f"Round {number}: {title}" if title else f"Round {number}"


def tag_counts(
    contributions: Iterable[RecordedContribution], leave_out: TagKind
) -> list[tuple[str, int]]:
    """How often each tag stands on these contributions, the most frequent first."""
    counts = Counter(t.name for c in contributions for t in c.tags if t.kind is not leave_out)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

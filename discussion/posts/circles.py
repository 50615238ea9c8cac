"""What a panel shows of groups, circles and ballots."""

from __future__ import annotations

from discussion.arrangement import voting
from discussion.model import Discussion, Round
from discussion.model.effects import Json


def circle_data(discussion: Discussion, round_: Round) -> dict[str, Json]:
    """The facts of a round's arrangement; choices of single people are not among them."""
    return {
        "attributed": discussion.plan_of(round_).attributed,
        "groups": [
            {"number": group.number, "size": len(group.members), "thread": group.thread_id}
            for group in discussion.groups
            if group.round_number == round_.number and group.members
        ],
        **_fishbowl(discussion, round_),
        **_ballot(discussion, round_),
    }


def _fishbowl(discussion: Discussion, round_: Round) -> dict[str, Json]:
    circles, people = discussion.fishbowl, discussion.participants
    if circles is None or circles.round_number != round_.number:
        return {}
    return {
        "inner": [people[person].name for person in circles.inner],
        "outer": [people[person].name for person in circles.outer],
    }


def _ballot(discussion: Discussion, round_: Round) -> dict[str, Json]:
    ballot = voting.ballot_of(discussion, round_.number)
    if ballot is None:
        return {}
    return {
        "options": list(ballot.options),
        "result": [list(pair) for pair in ballot.result] if ballot.result is not None else None,
        "voters": len(ballot.voters),
    }

"""Ballots: which themes matter most, chosen in secret by those who are there.

What somebody chose is kept only while they may change it. At the close the sums of those present
stay, and who took part: that counts in the ledger as a contribution without a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from discussion.model import Contribution, Discussion, Round, RoundKind, TagKind
from discussion.model.arrangement import Ballot
from discussion.model.errors import BadInput, WrongMoment

THEMES = frozenset({TagKind.THEME, TagKind.SOCIAL_LOCATION})
"""The tags that name a theme; the others say what kind of thing was said."""


def themes_in(contributions: Iterable[Contribution]) -> tuple[str, ...]:
    """The themes of what may be read, those with the most voices first, then by name.

    A voice is somebody who spoke to the theme, however often.
    """
    voices: dict[str, set[int]] = defaultdict(set)
    for each in contributions:
        if each.withdrawn_at is None and not each.held:
            for theme in _themes_of(each):
                voices[theme].add(each.author_id)
    return tuple(sorted(voices, key=lambda theme: (-len(voices[theme]), theme)))


def begun(discussion: Discussion, themes: Sequence[str]) -> Discussion:
    """The discussion with the ballot of its current round, if that is a vote."""
    if discussion.current_plan.kind is not RoundKind.VOTE:
        return discussion
    options = tuple(themes[: discussion.policy.ballot_options])
    ballot = Ballot(discussion.current_round.number, options)
    return replace(discussion, ballots=(*discussion.ballots, ballot))


def open_ballot(discussion: Discussion) -> Ballot | None:
    """The ballot of the current round while it is open."""
    last = discussion.ballots[-1] if discussion.ballots else None
    if last is None or last.result is not None:
        return None
    return last if last.round_number == discussion.current_round.number else None


def ballot_of(discussion: Discussion, round_number: int) -> Ballot | None:
    """The ballot of a round."""
    return next((b for b in discussion.ballots if b.round_number == round_number), None)


def named(discussion: Discussion, contribution: Contribution) -> Discussion:
    """The discussion after a theme was named during the vote: it joins while there is room."""
    ballot = open_ballot(discussion)
    if ballot is None or contribution.round_number != ballot.round_number:
        return discussion
    room = discussion.policy.ballot_options - len(ballot.options)
    new = [theme for theme in sorted(_themes_of(contribution)) if theme not in ballot.options]
    if not new[:room]:
        return discussion
    return _with_ballot(discussion, replace(ballot, options=(*ballot.options, *new[:room])))


def chosen(discussion: Discussion, person_id: int, choices: Collection[str]) -> Discussion:
    """The discussion with somebody's choice, in place of the one before; none takes it back.

    Raises ``WrongMoment`` when no vote runs and ``BadInput`` for what is not on the ballot.
    """
    ballot = open_ballot(discussion)
    if ballot is None or not discussion.is_live:
        raise WrongMoment("That vote is over; its result stands on the panel.")
    most = discussion.policy.ballot_choices
    if len(set(choices)) > most:
        raise BadInput(f"You can choose up to {most} themes. Take one away and send it again.")
    if not set(choices) <= set(ballot.options):
        raise BadInput("That theme is not on the ballot. Open the ballot again from the panel.")
    votes = {person: kept for person, kept in ballot.votes.items() if person != person_id}
    if choices:
        votes[person_id] = tuple(sorted(set(choices), key=ballot.options.index))
    return _with_ballot(discussion, replace(ballot, votes=votes))


def closed(discussion: Discussion, round_: Round) -> Discussion:
    """The discussion with a round's ballot counted: the votes of those who are there now."""
    ballot = open_ballot(discussion)
    if ballot is None or ballot.round_number != round_.number:
        return discussion
    people = discussion.participants
    counted = {
        person: choices
        for person, choices in ballot.votes.items()
        if people[person].present and people[person].opted_out_at is None
    }
    sums = Counter(theme for choices in counted.values() for theme in choices)
    ranked = sorted(ballot.options, key=lambda theme: (-sums[theme], ballot.options.index(theme)))
    return _with_ballot(
        discussion,
        replace(
            ballot,
            votes={},
            voters=frozenset(counted),
            result=tuple((theme, sums[theme]) for theme in ranked),
        ),
    )


def _themes_of(contribution: Contribution) -> set[str]:
    return {tag.name for tag in contribution.tags if tag.kind in THEMES}


def _with_ballot(discussion: Discussion, ballot: Ballot) -> Discussion:
    return replace(
        discussion,
        ballots=tuple(
            ballot if each.round_number == ballot.round_number else each
            for each in discussion.ballots
        ),
    )

"""Who was heard: the ledger and the evenness of a discussion.

The ledger puts every participant in exactly one state, per round and for the whole discussion.
"Accounted for" is everybody but those not yet heard. Evenness is reported as the Gini coefficient
of words and of turns, the lowest share and the share of the most talkative (docs/facilitation.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from discussion.model import Arranged, Discussion, InvitationState, Participant, Speech
from discussion.model.policy import Policy


class Standing(StrEnum):
    """How a participant stands in the ledger; the order is the order of precedence."""

    CONTRIBUTED = "contributed"
    CONTRIBUTED_ANONYMOUSLY = "contributed_anonymously"
    PASSED = "passed"
    OPTED_OUT = "opted_out"
    AWAY = "away"
    NOT_YET_HEARD = "not_yet_heard"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one person said in one round: counts, words and the last instant.

    A turn spoken aloud counts as a turn under one's name; it has airtime instead of words.
    """

    turns: int
    named_turns: int
    words: int
    last_at: datetime
    airtime: timedelta = timedelta()
    wrote_at: datetime | None = None
    """The last instant in writing; None where all of it was spoken aloud."""
    named_words: int = 0
    """Of the words, those under a name: what alone may move an order that everybody sees."""

    def amount(self, words_a_minute: int) -> int:
        """How much was said, in words; airtime counts for the words that fit in it."""
        return self.words + round(words_a_minute * (self.airtime / timedelta(minutes=1)))

    def named_amount(self, words_a_minute: int) -> int:
        """The same of what was said under a name; nobody speaks aloud without one."""
        return replace(self, words=self.named_words).amount(words_a_minute)


HIDDEN_AMONG = 5
"""Nameless words count in what is shown of a running discussion once their author may be any of so
many people: as many as the pulse asks for before it shows anything."""

Tally = Mapping[tuple[int, int], Heard]
"""What was said, by (person, round number). Who said nothing in a round has no entry."""


def with_airtime(written: Tally, speeches: Iterable[Speech]) -> Tally:
    """The tally of what was written, with what was spoken aloud."""
    tally = dict(written)
    for speech in speeches:
        key, ended_at = (speech.person_id, speech.round_number), speech.began_at + speech.length
        before = tally.get(key, Heard(0, 0, 0, ended_at))
        tally[key] = replace(
            before,
            turns=before.turns + 1,
            named_turns=before.named_turns + 1,
            last_at=max(before.last_at, ended_at),
            airtime=before.airtime + speech.length,
        )
    return tally


def named_amount_so_far(tally: Tally, person_id: int, words_a_minute: int) -> int:
    """How much somebody said under their name in the whole discussion, in words.

    Orders that everybody sees go by it, and their lot can be worked out: whoever stood late in one
    without having said anything that all could read would be known to have written without a name.
    """
    own = (heard for (person, _), heard in tally.items() if person == person_id)
    return sum(heard.named_amount(words_a_minute) for heard in own)


def heard_in_all(tally: Tally) -> dict[int, Heard]:
    """What each person said in all rounds together; who said nothing has no entry."""
    found: dict[int, Heard] = {}
    for (person, _), heard in tally.items():
        before = found.get(person)
        found[person] = heard if before is None else _together(before, heard)
    return found


def _together(one: Heard, other: Heard) -> Heard:
    return Heard(
        turns=one.turns + other.turns,
        named_turns=one.named_turns + other.named_turns,
        words=one.words + other.words,
        last_at=max(one.last_at, other.last_at),
        airtime=one.airtime + other.airtime,
        wrote_at=max((at for at in (one.wrote_at, other.wrote_at) if at is not None), default=None),
        named_words=one.named_words + other.named_words,
    )


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """How many participants stand where."""

    contributed: int = 0
    contributed_anonymously: int = 0
    passed: int = 0
    opted_out: int = 0
    away: int = 0
    not_yet_heard: int = 0
    otherwise: int = 0
    """Everybody but those who contributed, where nothing more may be told (``disclosure``)."""

    @property
    def participants(self) -> int:
        """Everybody in the ledger."""
        return self.accounted_for + self.not_yet_heard + self.otherwise

    @property
    def heard(self) -> int:
        """People who spoke, under their name or not."""
        return self.contributed + self.contributed_anonymously

    @property
    def accounted_for(self) -> int:
        """Everybody but those not yet heard."""
        return self.heard + self.passed + self.opted_out + self.away


@dataclass(frozen=True, slots=True)
class Evenness:
    """How evenly the talk was shared; 0 is even and values near 1 are one person's talk."""

    gini_words: float
    gini_turns: float
    lowest_share: float
    highest_share: float


def last_sign(participant: Participant, tally: Tally) -> datetime:
    """The last instant at which somebody joined, pressed, commanded or spoke."""
    signs = [heard.last_at for (person, _), heard in tally.items() if person == participant.id]
    return max([participant.joined_at, participant.last_sign_at or participant.joined_at, *signs])


def standing_in_round(
    discussion: Discussion, participant: Participant, round_number: int, tally: Tally
) -> Standing:
    """Where somebody stands in one round."""
    heard = tally.get((participant.id, round_number))
    if heard is not None:
        return Standing.CONTRIBUTED if heard.named_turns else Standing.CONTRIBUTED_ANONYMOUSLY
    if participant.id in _voters(discussion, round_number):
        return Standing.CONTRIBUTED_ANONYMOUSLY
    if round_number in participant.passed_rounds:
        return Standing.PASSED
    if participant.opted_out_at is not None:
        return Standing.OPTED_OUT
    if not participant.present or _was_absent(discussion, participant, round_number, tally):
        return Standing.AWAY
    return Standing.NOT_YET_HEARD


def standing(discussion: Discussion, participant: Participant, tally: Tally) -> Standing:
    """Where somebody stands in the whole discussion so far.

    Once the discussion has ended, somebody who was offered a turn, a group, an invitation or the
    quiet button and gave no sign since before the last round began is counted as away: they had
    left without saying so.
    """
    rounds = [heard for (person, _), heard in tally.items() if person == participant.id]
    if rounds:
        named = any(heard.named_turns for heard in rounds)
        return Standing.CONTRIBUTED if named else Standing.CONTRIBUTED_ANONYMOUSLY
    if any(participant.id in ballot.took_part for ballot in discussion.ballots):
        return Standing.CONTRIBUTED_ANONYMOUSLY
    if participant.passed_rounds:
        return Standing.PASSED
    if participant.opted_out_at is not None:
        return Standing.OPTED_OUT
    if not participant.present or _left_silently(discussion, participant, tally):
        return Standing.AWAY
    return Standing.NOT_YET_HEARD


def _voters(discussion: Discussion, round_number: int) -> frozenset[int]:
    """Who took part in the vote of a round: heard, without their name."""
    ballots = (ballot for ballot in discussion.ballots if ballot.round_number == round_number)
    return next((ballot.took_part for ballot in ballots), frozenset())


def _was_absent(
    discussion: Discussion, participant: Participant, round_number: int, tally: Tally
) -> bool:
    """Whether somebody joined after a round was over, or had left silently before it."""
    round_ = next((r for r in discussion.rounds if r.number == round_number), None)
    if round_ is None or round_.ended_at is None:
        return False
    return participant.joined_at >= round_.ended_at or _left_silently(
        discussion, participant, tally
    )


def _left_silently(discussion: Discussion, participant: Participant, tally: Tally) -> bool:
    if discussion.ended_at is None or not discussion.rounds or participant.in_voice:
        return False
    gone = last_sign(participant, tally) < discussion.current_round.began_at
    return gone and was_asked(discussion, participant.id)


def was_asked(discussion: Discussion, person_id: int) -> bool:
    """Whether somebody was offered a word by an invitation, a turn, a group or the quiet button."""
    invited = any(
        i.person_id == person_id and i.state is not InvitationState.UNDELIVERABLE
        for i in discussion.invitations
    )
    offered_to_all = any(
        r.quiet_button or discussion.plan_of(r).kind.traits.arranged is Arranged.TURNS
        for r in discussion.rounds
    )
    grouped = any(person_id in group.members for group in discussion.groups)
    return invited or offered_to_all or grouped


def asked_in_no_way(discussion: Discussion, tally: Tally) -> bool:
    """Whether somebody is there, has said nothing in the whole discussion and was never asked.

    Whoever facilitates speaks when they like; nobody asks them.
    """
    return any(
        standing(discussion, person, tally) is Standing.NOT_YET_HEARD
        and person.id != discussion.facilitator_id
        and not was_asked(discussion, person.id)
        for person in discussion.participants.values()
    )


def count(standings: Iterable[Standing]) -> LedgerCounts:
    """Count standings; each field of the result bears the name of its standing."""
    counts = dict.fromkeys(Standing, 0)
    for each in standings:
        counts[each] += 1
    return LedgerCounts(**{each.value: number for each, number in counts.items()})


def ledger(discussion: Discussion, tally: Tally) -> LedgerCounts:
    """The ledger of the whole discussion so far."""
    people = discussion.participants.values()
    return count(standing(discussion, person, tally) for person in people)


def ledger_of_round(discussion: Discussion, round_number: int, tally: Tally) -> LedgerCounts:
    """The ledger of one round."""
    people = discussion.participants.values()
    return count(standing_in_round(discussion, p, round_number, tally) for p in people)


def not_yet_heard(discussion: Discussion, tally: Tally) -> list[Participant]:
    """Who is there and not yet heard in the current round, in no particular order."""
    number = discussion.current_round.number
    return [
        p
        for p in discussion.participants.values()
        if standing_in_round(discussion, p, number, tally) is Standing.NOT_YET_HEARD
    ]


def to_be_heard(discussion: Discussion, tally: Tally) -> list[Participant]:
    """Who the round still waits for: those not yet heard in it, but for who leads it."""
    waiting = not_yet_heard(discussion, tally)
    return [person for person in waiting if person.id != discussion.facilitator_id]


def under_names(tally: Tally) -> dict[tuple[int, int], Heard]:
    """What was said under a name: the only words of which a figure per person is made."""
    return {
        key: replace(heard, turns=heard.named_turns, words=heard.named_words)
        for key, heard in tally.items()
        if heard.named_turns
    }


def as_seen(discussion: Discussion, tally: Tally, round_number: int | None = None) -> Tally:
    """The tally from which counts are shown while a discussion runs, of a round or (None) of all.

    A count that falls by one when nameless words appear says that their author is one of those
    who had said nothing. So nameless words count only for people of whom nothing else is known, and
    only while those are ``HIDDEN_AMONG`` at least. Once it has ended, the whole tally.
    """
    if not discussion.is_live:
        return tally
    named = under_names(tally)

    def stands(person: Participant) -> Standing:
        if round_number is None:
            return standing(discussion, person, named)
        return standing_in_round(discussion, person, round_number, named)

    people = discussion.participants.values()
    unknown = {person.id for person in people if stands(person) is Standing.NOT_YET_HEARD}
    # Whoever leads reads the counts and knows that it was not them.
    if len(unknown - {discussion.facilitator_id}) < HIDDEN_AMONG:
        return named
    return named | {key: heard for key, heard in tally.items() if key[0] in unknown}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people a round still waits for, as whoever leads may know it."""

    number: int
    at_most: bool
    """Whether some of them may have written without their name."""


def waiting(discussion: Discussion, tally: Tally) -> Waiting:
    """How many the current round still waits for, without telling who wrote nameless words."""
    number = discussion.current_round.number
    seen = as_seen(discussion, tally, number)
    hidden = discussion.current_plan.kind.traits.silent or any(
        in_round == number and not heard.named_turns for (_, in_round), heard in tally.items()
    )
    left = len(to_be_heard(discussion, seen))
    return Waiting(left, at_most=hidden and 0 < left < HIDDEN_AMONG)


def gini(values: Iterable[float]) -> float:
    """The Gini coefficient of non-negative values: 0 for equal or no values.

    Mean absolute difference over all pairs, divided by twice the mean (Gini 1912), computed from
    the sorted values.
    """
    ordered = sorted(values)
    total = sum(ordered)
    if not ordered or total <= 0:
        return 0.0
    n = len(ordered)
    ranked = sum(rank * value for rank, value in enumerate(ordered, start=1))
    return (2 * ranked) / (n * total) - (n + 1) / n


def evenness(
    people: Iterable[int],
    tally: Tally,
    *,
    round_number: int | None = None,
    policy: Policy | None = None,
) -> Evenness | None:
    """How evenly people shared the talk, in one round or over all; None if nobody spoke.

    Words spoken aloud are not counted but reckoned from the airtime (``Policy.words_a_minute``).
    """
    rate = (policy or Policy()).words_a_minute
    words = dict.fromkeys(people, 0)
    turns = dict.fromkeys(words, 0)
    for (person, number), heard in tally.items():
        if person in words and round_number in (None, number):
            words[person] += heard.amount(rate)
            turns[person] += heard.turns
    total = sum(words.values())
    if total == 0:
        return None
    return Evenness(
        gini_words=gini(words.values()),
        gini_turns=gini(turns.values()),
        lowest_share=min(words.values()) / total,
        highest_share=max(words.values()) / total,
    )

"""A discussion as somebody with a notebook and a stopwatch would keep it.

It is told what was done and how much time passed, and knows nothing of how the rules work. Where
rounds are planned anew it knows what must be true of their lengths, and then writes them down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from discussion.model import Format, Person, RoundKind
from tests.discussion.material import FACILITATOR, MINUTE
from tests.discussion.whole.pages import Known, Look, Planned, Vote

HEARD = "contributed"
HEARD_NAMELESS = "contributed_anonymously"
NOT_YET_HEARD = "not_yet_heard"
HIDDEN_AMONG = 5


@dataclass
class Notebook:
    """What was done, and what follows from it."""

    rounds: list[Planned]
    lengths: list[timedelta]
    left: timedelta
    began_at: datetime
    ends_by: datetime
    review_for: timedelta
    state: str = "running"
    number: int = 1
    facilitator: int = FACILITATOR.id
    others_leading: set[int] = field(default_factory=set)
    ended_at: datetime | None = None
    people: dict[int, Known] = field(default_factory=dict)
    wishes: set[int] = field(default_factory=set)
    """Who wishes to leave the current round."""
    voices: dict[str, set[int]] = field(default_factory=dict)
    """Who spoke to each theme."""
    votes: dict[int, Vote] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    """Invitations, by their ids."""
    open_invitations: dict[int, set[str]] = field(default_factory=dict)
    look: Look | None = None
    anew: tuple[datetime, int] | None = None
    """From when on, and from which round on, lengths are planned anew and not yet known."""

    @classmethod
    def begun(cls, format_: Format, now: datetime, review_for: timedelta) -> Notebook:
        """A discussion of a format that begins now, led by the usual facilitator."""
        plans = enumerate(format_.rounds, start=1)
        rounds = [Planned(plan.kind, plan.attributed, plan.length, n) for n, plan in plans]
        lengths = [each.length for each in rounds]
        ends_by = now + sum(lengths, timedelta())
        book = cls(rounds, lengths, lengths[0], now, ends_by, review_for)
        book.people[FACILITATOR.id] = Known(now, now)
        return book

    # -- who is who --------------------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        return self.state in ("running", "paused")

    @property
    def plan(self) -> Planned:
        return self.rounds[self.number - 1]

    def may_steer(self, by: Person) -> bool:
        return by.is_lecturer or by.id == self.facilitator or by.id in self.others_leading

    def taking_part(self) -> set[int]:
        return {person for person, known in self.people.items() if known.takes_part}

    def in_groups(self) -> set[int]:
        """Who has a group where there are groups; whoever facilitates goes around."""
        return self.taking_part() - {self.facilitator}

    def may_take_over(self, by: Person, now: datetime) -> bool:
        if not self.is_live or by.id == self.facilitator:
            return False
        if by.is_lecturer or by.id in self.others_leading:
            return True
        leads = self.people.get(self.facilitator)
        away = leads is None or not leads.present or now - leads.sign_at >= 5 * MINUTE
        return away and by.id in self.taking_part()

    # -- what people do ----------------------------------------------------------------------

    def came(self, person: Person, now: datetime) -> Known:
        """Somebody is there from now on, if they were not."""
        known = self.people.setdefault(person.id, Known(now, now))
        known.present = True
        return known

    def signed(self, person: Person, now: datetime) -> Known:
        """Somebody pressed or commanded something: they are there."""
        known = self.came(person, now)
        known.sign_at = now
        return known

    def led_by(self, person: Person, now: datetime) -> None:
        """Somebody steered; whoever is in the discussion is there by that."""
        if person.id in self.people:
            self.signed(person, now)

    def spoke(self, person: Person, now: datetime, *, nameless: bool, theme: str = "") -> None:
        """Words by command or form; without a name they move nobody, and end no opting out."""
        if nameless:
            known = self.people.setdefault(person.id, Known(now, now, present=False))
        else:
            known = self.came(person, now)
            known.out = False
        self._heard(person, known, now, nameless=nameless, theme=theme)

    def wrote(self, person: Person, now: datetime) -> None:
        """An ordinary message; from somebody who opted out, it is not recorded."""
        if not self.is_live:
            return
        known = self.people.get(person.id)
        if known is not None and known.out:
            return
        nameless = self.plan.kind is RoundKind.SILENT_WRITING and not self.plan.attributed
        self._heard(person, self.came(person, now), now, nameless=nameless)

    def _heard(
        self, person: Person, known: Known, now: datetime, *, nameless: bool, theme: str = ""
    ) -> None:
        known.sign_at = now
        if nameless:
            known.nameless_at = now
            known.nameless.add(self.number)
        else:
            known.named.add(self.number)
        self.has_answered(person)
        if theme:
            self.voices.setdefault(theme, set()).add(person.id)
            vote = self.votes.get(self.number)
            if vote is not None and theme not in vote.options:
                vote.options.append(theme)

    def passes(self, person: Person, now: datetime, *, whole_session: bool) -> None:
        known = self.signed(person, now)
        if whole_session:
            known.out = True
        else:
            known.passed.add(self.number)
        self.has_answered(person)

    def has_answered(self, person: Person) -> None:
        """By whatever somebody said or chose, no invitation to them is open any more."""
        self.answered |= self.open_invitations.pop(person.id, set())

    def wished(self, person: Person, now: datetime) -> None:
        """Somebody wishes to move on, or no longer: with half of those there, two at least."""
        self.signed(person, now).out = False
        self.wishes ^= {person.id}
        there = self.taking_part()
        wishing = len(self.wishes & there)
        if person.id in self.wishes and 2 * wishing >= len(there) and wishing >= min(2, len(there)):
            self.closed(now)

    def handed_over(self, by: Person, to: Person, now: datetime, *, together: bool) -> None:
        self.led_by(by, now)
        if to.id == by.id:
            self.came(to, now)
        else:
            self.people.setdefault(to.id, Known(now, now, present=False))
        if together:
            self.others_leading.add(to.id)
        else:
            self.facilitator = to.id
            self.others_leading.discard(to.id)

    def taken_over(self, by: Person, now: datetime) -> None:
        self.signed(by, now)
        self.others_leading.add(self.facilitator)
        self.others_leading.discard(by.id)
        self.facilitator = by.id

    # -- the rounds --------------------------------------------------------------------------

    def pass_by(self, length: timedelta, now: datetime) -> None:
        """Time passed, and everything that fell due was done at its end."""
        if self.state == "running":
            self.left -= length
            if self.left <= timedelta():
                self.closed(now, in_time=-self.left <= 2 * MINUTE)
        elif self.look is not None and now >= self.look.closes_at:
            self.look = None

    def closed(self, now: datetime, *, in_time: bool = False) -> None:
        """The round is over; early or much too late, the rest is planned anew."""
        if self.number == len(self.rounds):
            self.end(now)
            return
        self._close_round()
        self.number += 1
        self.began_at, self.state = now, "running"
        self.left = self.lengths[self.number - 1]
        if not in_time:
            self.anew = (now, self.number)
        if self.plan.kind is RoundKind.VOTE:
            options = sorted(self.voices, key=lambda theme: (-len(self.voices[theme]), theme))
            self.votes[self.number] = Vote(options)

    def went_back(self, now: datetime) -> None:
        """The round before is held once more, then this one."""
        before = self.rounds[self.plan.origin - 2]
        self.rounds[self.number : self.number] = [before, self.plan]
        self.lengths[self.number : self.number] = [before.length, self.plan.length]
        self.closed(now)

    def end(self, now: datetime) -> None:
        """The class is over; who said something and is there looks at their words."""
        self._close_round()
        self.state, self.ended_at = "ended", now
        authors = {person for person, known in self.people.items() if known.named | known.nameless}
        if authors:
            self.look = Look(now + self.review_for, authors & self.taking_part())

    def _close_round(self) -> None:
        """Who was away and wrote without their name, and nothing since, is there from now on."""
        for known in self.people.values():
            wrote_last = known.nameless_at is not None and known.sign_at <= known.nameless_at
            if self.number in known.nameless and wrote_last:
                known.present = True
        vote = self.votes.get(self.number)
        if vote is not None:
            vote.close(self.taking_part())
        self.wishes.clear()
        self.open_invitations.clear()

    def write_down(self, lengths: Sequence[timedelta]) -> None:
        """Look at the rounds' lengths and keep them.

        Planned anew, the class ends by its hour, unless its rounds are as short as they get; those
        that are not share the time in proportion to their plans.
        """
        if self.anew is None or not self.is_live:
            assert list(lengths) == self.lengths
            return
        (begins, first), self.anew = self.anew, None
        assert list(lengths[: first - 1]) == self.lengths[: first - 1]
        plans, found = self.rounds[first - 1 :], lengths[first - 1 :]
        least = sum((plan.at_least for plan in plans), timedelta())
        if plans:
            assert sum(found, timedelta()) == max(least, self.ends_by - begins)
        shares = []
        for plan, length in zip(plans, found, strict=True):
            assert length >= plan.at_least
            if length > plan.at_least:
                shares.append(length / plan.length)
        assert not shares or max(shares) - min(shares) < 1e-6
        self.lengths = list(lengths)
        if first == self.number:
            self.left = lengths[first - 1]

    # -- the ledger --------------------------------------------------------------------------

    def ledger(self, *, in_round: bool, offered: Collection[int]) -> Counter[str]:
        """How many stand where; ``offered`` are those who were offered a word."""

        def stand(person: int, *, nameless: bool) -> str:
            return self._stands(
                person, in_round=in_round, nameless=nameless, offered=person in offered
            )

        if not self.is_live:
            return Counter(stand(person, nameless=True) for person in self.people)
        standings = {person: stand(person, nameless=False) for person in self.people}
        unknown = {who for who, standing in standings.items() if standing == NOT_YET_HEARD}
        # While it runs, counts must not tell who of so few wrote without a name.
        if len(unknown - {self.facilitator}) >= HIDDEN_AMONG:
            standings |= {person: stand(person, nameless=True) for person in unknown}
        return Counter(standings.values())

    def _stands(self, person: int, *, in_round: bool, nameless: bool, offered: bool) -> str:
        known = self.people[person]
        rounds = {self.number} if in_round else set(range(1, self.number + 1))
        if known.named & rounds:
            return HEARD
        if nameless and known.nameless & rounds:
            return HEARD_NAMELESS
        if any(person in vote.choices for number, vote in self.votes.items() if number in rounds):
            return HEARD_NAMELESS
        if known.passed & rounds:
            return "passed"
        if known.out:
            return "opted_out"
        gone = self.ended_at is not None and offered and known.sign_at < self.began_at
        late = in_round and self.ended_at is not None and known.joined_at >= self.ended_at
        return "away" if not known.present or gone or late else NOT_YET_HEARD

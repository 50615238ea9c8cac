"""The whole service, driven through random commands and steps of time, against a notebook."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from discussion.model import Discussion, InvitationState, Person, RoundKind, State, timing
from discussion.model.preferences import InviteBy, Preferences
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import LedgerCounts
from discussion.service.after_class.archive import Status
from tests.discussion.material import CLASS, FACILITATOR, GUILD, MINUTE, PLACE, SECOND
from tests.discussion.whole.driving import BY_ID, FORMATS, LEADERS, PEOPLE
from tests.discussion.whole.steering import Steered
from tests.discussion.whole.taking_part import THEMES, Attended

NEVER_PRIVATELY = (InviteBy.BUTTON, InviteBy.NEVER)


class WholeDiscussion(Steered, Attended):
    """Commands and time, in any order; the time to look at one's words; what must agree."""

    @initialize(
        name=st.sampled_from(sorted(FORMATS)),
        absent=st.sampled_from((None, *CLASS)),
        over=st.sampled_from([0, 1, 1, 2, 3]),
        again=st.booleans(),
        share=st.sampled_from([0.0, 0.8, 0.8]),
    )
    def a_class_is_under_way(
        self, name: str, absent: Person | None, over: int, *, again: bool, share: float
    ) -> None:
        """It began, two people spoke, some rounds of it are over, and perhaps much of the next."""
        self.begin(name)
        there = [each for each in CLASS if each != absent]
        for person in there:
            self.join(person)
        for person, theme in zip(there[:2], THEMES, strict=False):
            self.say(person, anonymous=False, theme=theme)
        for _ in range(min(over, len(FORMATS[name].rounds) - 1)):
            self.let_most_of_the_round_run(share)
            self.next_round(None)
            self.everything_agrees()
        if again and over:
            self.back(None)
            self.everything_agrees()
        self.let_most_of_the_round_run(share)

    def let_most_of_the_round_run(self, share: float) -> None:
        if self.book is not None:
            self.let_time_run(share * self.book.left)
            self.everything_agrees()

    # -- time and posts ----------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 4, 8]))
    def time_runs(self, minutes: int) -> None:
        self.let_time_run(minutes * MINUTE)

    @rule(seconds=st.sampled_from([1, 20, 60, 150, 600, 1200]))
    def the_bot_was_away(self, seconds: int) -> None:
        """Whatever fell due meanwhile is done at once, or not any more."""
        self.pass_time(seconds * SECOND)

    @rule()
    def posts_are_sent(self) -> None:
        """Once its deck is posted, a discussion that ended gives its place free."""
        sent = self.run(self.room.deliver(first_message_id=self.posted))
        self.posted += len(sent)
        if self.book is not None and self.book.state == "ended" and self.book.look is None:
            self.book = None

    # -- looking at one's words --------------------------------------------------------------

    @precondition(lambda self: self.live is None)
    @rule(person=PEOPLE)
    def words_are_fine(self, person: Person) -> None:
        look = self.book.look if self.book is not None else None
        doing = self.service.reviews.fine(GUILD, self.discussion_id, person)
        if (book := self.attempt(doing, allowed=look is not None)) is None or look is None:
            return
        known = book.people.get(person.id)
        if person.id in look.awaited or (known and known.named | known.nameless):
            look.looked.add(person.id)

    @precondition(lambda self: self.live is None or self.live.number == 2)
    @rule(by=LEADERS)
    def publish(self, by: Person | None) -> None:
        who = self.leader(by)
        book, look = self.book, self.book.look if self.book is not None else None
        may = look is not None and book is not None and book.may_steer(who)
        may = may and look is not None and (look.is_done or who.is_lecturer)
        if book := self.attempt(self.service.reviews.publish_at(PLACE, who), allowed=may):
            book.look = None

    # -- what must agree ---------------------------------------------------------------------

    @invariant()
    def everything_agrees(self) -> None:
        if self.book is None:
            self.attempt(self.service.archive.status(PLACE, FACILITATOR), allowed=False)
            return
        status = self.run(self.service.archive.status(PLACE, FACILITATOR))
        discussion = status.discussion
        self.check_rounds(discussion)
        self.check_leading(discussion, status)
        self.check_groups(discussion)
        self.check_ballots(discussion.ballots)
        self.check_invitations(discussion)
        self.check_ledgers(status)

    def check_rounds(self, discussion: Discussion) -> None:
        book = self.book
        assert book is not None
        assert discussion.state is State(book.state)
        assert discussion.is_in_review == (book.look is not None)
        assert discussion.current_round.number == book.number
        assert [each.kind for each in discussion.plans] == [each.kind for each in book.rounds]
        book.write_down([each.length for each in discussion.plans])
        if book.is_live:
            assert timing.remaining(discussion, self.now) == book.left
            assert discussion.current_round.move_on == book.wishes

    def check_leading(self, discussion: Discussion, status: Status) -> None:
        assert self.book is not None
        assert discussion.facilitator_id == self.book.facilitator
        assert discussion.co_facilitators == self.book.others_leading
        leads = FACILITATOR.id in {self.book.facilitator, *self.book.others_leading}
        assert status.is_facilitator == leads

    def check_groups(self, discussion: Discussion) -> None:
        """Everybody who is there sits in one group, and nobody alone while there are two."""
        assert self.book is not None
        if not self.book.is_live:
            assert all(group.closed_at is not None for group in discussion.groups)
            return
        open_ = [group for group in discussion.groups if group.closed_at is None]
        assert all(group.round_number == self.book.number for group in open_)
        people = self.book.in_groups()
        grouping = self.book.plan.kind in (RoundKind.PAIRS, RoundKind.FOURS)
        if open_ or (grouping and len(people) > 1):
            assert grouping
            assert sorted(each for group in open_ for each in group.members) == sorted(people)
        if len(people) > 1:
            assert all(len(group.members) > 1 for group in open_)

    def check_invitations(self, discussion: Discussion) -> None:
        """At most three a person and five minutes apart, and only as the person wishes."""
        assert self.book is not None
        known = {invitation for _, invitation, _, _ in self.invited}
        made: dict[int, list[datetime]] = {}
        for each in discussion.invitations:
            made.setdefault(each.person_id, []).append(each.made_at)
            if each.id not in known:
                self.invited_now(discussion, each.id, each.person_id, each.round_number)
            assert (each.state is InvitationState.ANSWERED) == (each.id in self.book.answered)
            of_this_round = self.book.is_live and each.round_number == self.book.number
            assert of_this_round or each.state is not InvitationState.OPEN
        for times in made.values():
            assert len(times) <= 3
            assert all(b - a >= 5 * MINUTE for a, b in pairwise(times))

    def invited_now(self, discussion: Discussion, invitation: str, person: int, at: int) -> None:
        book = self.book
        assert book is not None
        self.invited.append((discussion.id, invitation, BY_ID[person], at))
        assert self.wishes.get(person, Preferences()).invite_by not in NEVER_PRIVATELY
        assert person != book.facilitator
        if book.is_live and at == book.number:
            assert book.people[person].takes_part
            book.open_invitations.setdefault(person, set()).add(invitation)

    def check_ledgers(self, status: Status) -> None:
        assert self.book is not None
        offered = self.offered_a_word(status.discussion)
        for found, in_round in ((status.ledger, False), (status.round_ledger, True)):
            expected = self.book.ledger(in_round=in_round, offered=offered)
            names = LedgerCounts.__dataclass_fields__
            assert found == disclosed(LedgerCounts(**{name: expected[name] for name in names}))

    def offered_a_word(self, discussion: Discussion) -> set[int]:
        """By a turn, a group or an invitation, or by the button that everybody sees.

        When a panel shows the button has tests of its own, as has who sits with whom.
        """
        book = self.book
        assert book is not None
        held = book.rounds[: book.number]
        if any(each.kind is RoundKind.GO_ROUND for each in held):
            return set(book.people)
        if any(each.quiet_button for each in discussion.rounds):
            return set(book.people)
        grouped = {each for group in discussion.groups for each in group.members}
        return grouped | {each.person_id for each in discussion.invitations}


WholeDiscussion.TestCase.settings = settings(
    deadline=None,
    max_examples=30,
    stateful_step_count=25,
    suppress_health_check=list(HealthCheck),
    # A found fault is told as it was found: looking for the shortest takes many minutes.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
test_the_service_agrees_with_a_notebook_and_a_stopwatch = WholeDiscussion.TestCase

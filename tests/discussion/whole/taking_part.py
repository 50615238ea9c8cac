"""What members do: come and go, speak or not, answer, vote, and say how they wish to be asked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from discussion.model import Answer, Person, RoundKind
from discussion.model.arrangement import Ballot
from discussion.model.preferences import InviteBy, Preferences
from tests.discussion.material import GUILD, PLACE, SECOND
from tests.discussion.whole.driving import PEOPLE, DrivenClass, while_rounds_run

THEMES = ("care", "rota", "wages")


class Attended(DrivenClass):
    """People in the class, each as they like."""

    @precondition(while_rounds_run)
    @rule(person=PEOPLE)
    def join(self, person: Person) -> None:
        allowed = self.live is not None
        if book := self.attempt(self.service.presence.join(PLACE, person), allowed=allowed):
            book.signed(person, self.now).out = False

    @precondition(while_rounds_run)
    @rule(person=PEOPLE)
    def step_out(self, person: Person) -> None:
        self.pass_time(SECOND)
        allowed = self.live is not None
        if book := self.attempt(self.service.presence.step_out(PLACE, person), allowed=allowed):
            book.signed(person, self.now).present = False

    @precondition(while_rounds_run)
    @rule(person=PEOPLE)
    def leave_the_server(self, person: Person) -> None:
        """Nobody waits for them any more; not for their look at their words, either."""
        self.pass_time(SECOND)
        self.run(self.service.presence.left_guild(GUILD, person.id))
        if (book := self.live) is not None and person.id in book.people:
            book.signed(person, self.now).present = False
        elif self.book is not None and self.book.look is not None:
            self.book.look.awaited -= {person.id} - self.book.look.looked

    @precondition(while_rounds_run)
    @rule(person=PEOPLE, whole_session=st.booleans())
    def pass_turn(self, person: Person, *, whole_session: bool) -> None:
        doing = self.service.presence.pass_turn(PLACE, person, whole_session=whole_session)
        if book := self.attempt(doing, allowed=self.live is not None):
            book.passes(person, self.now, whole_session=whole_session)

    @precondition(while_rounds_run)
    @rule(
        person=PEOPLE,
        anonymous=st.sampled_from([True, False, None]),
        theme=st.sampled_from(("", *THEMES)),
    )
    def say(self, person: Person, *, anonymous: bool | None, theme: str) -> None:
        doing = self.service.contributions.say(
            PLACE,
            person,
            event_id=self.next_event(),
            text="A word or two",
            tags=theme,
            anonymous=anonymous,
        )
        if anonymous is None:
            anonymous = self.wishes.get(person.id, Preferences()).anonymous
        if book := self.attempt(doing, allowed=self.live is not None):
            nameless = anonymous or self.is_nameless_round()
            book.spoke(person, self.now, nameless=nameless, theme=theme)

    def is_nameless_round(self) -> bool:
        plan = self.book.plan if self.book is not None else None
        return plan is not None and plan.kind is RoundKind.SILENT_WRITING and not plan.attributed

    @precondition(while_rounds_run)
    @rule(person=PEOPLE, thread=st.integers(0, 3))
    def write(self, person: Person, thread: int) -> None:
        """An ordinary message, in the channel or in the thread of a group there was."""
        places = self.discussion().places if self.book is not None else (PLACE,)
        place = places[thread % len(places)]
        message = self.room.message(self.next_event(), person, "An ordinary message", place=place)
        self.service.messages.hear(message)
        self.run(self.room.settled())
        if self.book is not None:
            self.book.wrote(person, self.now)

    @precondition(while_rounds_run)
    @rule(person=PEOPLE)
    def type(self, person: Person) -> None:
        self.service.messages.typing(PLACE, person.id)

    @precondition(lambda self: self.live is not None and self.live.open_invitations)
    @rule(back=st.integers(1, 5), answer=st.sampled_from(Answer))
    def answer_an_invitation(self, back: int, answer: Answer) -> None:
        assert self.book is not None
        waiting = set[str]().union(*self.book.open_invitations.values())
        some = [number for number, each in enumerate(self.invited) if each[1] in waiting]
        self.answer(some[-min(back, len(some))], answer, None)

    @precondition(lambda self: self.invited)
    @precondition(while_rounds_run)
    @rule(
        back=st.integers(1, 5),
        answer=st.sampled_from(Answer),
        by=st.one_of(st.none(), st.none(), PEOPLE),
    )
    def answer_late_or_again(self, back: int, answer: Answer, by: Person | None) -> None:
        """Perhaps an older one, perhaps once more, perhaps somebody else's."""
        self.answer(-min(back, len(self.invited)), answer, by)

    def answer(self, which: int, answer: Answer, by: Person | None) -> None:
        discussion_id, invitation, whose, in_round = self.invited[which]
        by = by or whose
        book = self.live
        allowed = (
            book is not None
            and by.id == whose.id
            and discussion_id == self.discussion_id
            and in_round == book.number
            and invitation not in book.answered
        )
        doing = self.service.invitations.answer(
            GUILD,
            discussion_id,
            invitation,
            by,
            answer,
            event_id=self.next_event(),
            text="An answer to that",
        )
        nameless = answer is Answer.CONTRIBUTE_ANONYMOUSLY or self.is_nameless_round()
        if (book := self.attempt(doing, allowed=allowed)) is None:
            return
        if answer in (Answer.PASS, Answer.NOT_THIS_SESSION):
            book.passes(by, self.now, whole_session=answer is Answer.NOT_THIS_SESSION)
        else:
            book.spoke(by, self.now, nameless=nameless)

    @precondition(lambda self: self.book is not None and self.book.votes)
    @precondition(while_rounds_run)
    @rule(
        person=PEOPLE,
        picked=st.sets(st.integers(0, 2), max_size=3),
        other=st.sampled_from((None, None, None, *THEMES)),
        rounds_ago=st.sampled_from([0, 0, 0, 1]),
    )
    def vote(self, person: Person, picked: set[int], other: str | None, rounds_ago: int) -> None:
        """For what stands on the ballot; perhaps for something that does not, or too late."""
        book = self.live
        number = (book.number if book else 1) - rounds_ago
        vote = book.votes.get(number) if book and not rounds_ago else None
        options = vote.options if vote is not None else THEMES
        chosen = {each for at, each in enumerate(options) if at in picked}
        chosen |= {other} if other is not None and len(chosen) < 3 else set()
        may = vote is not None and chosen <= set(vote.options)
        doing = self.service.circles.choose(PLACE, person, chosen, round_number=number)
        if (book := self.attempt(doing, allowed=may)) is None or vote is None:
            return
        book.signed(person, self.now).out = False
        vote.choices.pop(person.id, None)
        if chosen:
            vote.choices[person.id] = frozenset(chosen)

    @precondition(while_rounds_run)
    @rule(person=PEOPLE, invite_by=st.sampled_from(InviteBy), anonymous=st.booleans())
    def choose_for_oneself(self, person: Person, invite_by: InviteBy, *, anonymous: bool) -> None:
        def change(before: Preferences) -> Preferences:
            return replace(before, invite_by=invite_by, anonymous=anonymous)

        self.wishes[person.id] = Preferences(invite_by=invite_by, anonymous=anonymous)
        kept = self.run(self.service.preferences.change(GUILD, person.id, change))
        assert kept == self.wishes[person.id]

    def check_ballots(self, ballots: tuple[Ballot, ...]) -> None:
        """The panel shows what was chosen by those who were there; nobody's choice is kept."""
        assert self.book is not None
        votes = self.book.votes
        assert [ballot.round_number for ballot in ballots] == list(votes)
        for ballot, vote in zip(ballots, votes.values(), strict=True):
            assert list(ballot.options) == vote.options
            assert (None if ballot.result is None else list(ballot.result)) == vote.result
            assert ballot.result is None or not ballot.votes

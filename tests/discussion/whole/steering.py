"""What those who lead do, and who leads."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from discussion.model import Person, RoundKind
from tests.discussion.material import CLASS, FACILITATOR, LECTURER, MINUTE, PLACE
from tests.discussion.whole.driving import FORMATS, LEADERS, PEOPLE, DrivenClass, while_rounds_run
from tests.discussion.whole.notebook import Notebook

ANYBODY = st.sampled_from((FACILITATOR, LECTURER, *CLASS))


class Steered(DrivenClass):
    """Rounds and their time, by command and by the wish of the class."""

    def may_steer(self, by: Person) -> Notebook | None:
        live = self.live
        return live if live is not None and live.may_steer(by) else None

    @precondition(lambda self: self.live is None or self.live.number == 2)
    @rule(name=st.sampled_from(sorted(FORMATS)))
    def start(self, name: str) -> None:
        self.begin(name)

    @precondition(while_rounds_run)
    @rule(by=LEADERS, stop=st.booleans())
    def pause_or_resume(self, by: Person | None, *, stop: bool) -> None:
        who, rounds = self.leader(by), self.service.rounds
        may = (book := self.may_steer(who)) is not None and (book.state == "running") == stop
        doing = rounds.pause(PLACE, who) if stop else rounds.resume(PLACE, who)
        if book := self.attempt(doing, allowed=may):
            book.led_by(who, self.now)
            book.state = "paused" if stop else "running"
            if not stop:
                book.anew = (self.now + book.left, book.number + 1)

    @precondition(while_rounds_run)
    @rule(by=LEADERS, minutes=st.sampled_from([-1, 0, 1, 5, 30, 31]))
    def extend(self, by: Person | None, minutes: int) -> None:
        who = self.leader(by)
        may = self.may_steer(who) is not None and 1 <= minutes <= 30
        doing = self.service.rounds.extend(PLACE, who, minutes * MINUTE)
        if book := self.attempt(doing, allowed=may):
            book.led_by(who, self.now)
            book.left += minutes * MINUTE
            book.anew = (self.now + book.left, book.number + 1)

    @precondition(while_rounds_run)
    @rule(by=LEADERS)
    def next_round(self, by: Person | None) -> None:
        who = self.leader(by)
        may = self.may_steer(who) is not None
        if book := self.attempt(self.service.rounds.next_round(PLACE, who), allowed=may):
            book.led_by(who, self.now)
            book.closed(self.now)

    @precondition(lambda self: self.book is None or self.book.number > 1)
    @precondition(while_rounds_run)
    @rule(by=LEADERS)
    def back(self, by: Person | None) -> None:
        who = self.leader(by)
        may = (book := self.may_steer(who)) is not None and book.plan.origin > 1
        if book := self.attempt(self.service.rounds.back(PLACE, who), allowed=may):
            book.led_by(who, self.now)
            book.went_back(self.now)

    @precondition(lambda self: self.book is not None and self.book.number > 1)
    @precondition(while_rounds_run)
    @rule(by=LEADERS)
    def end(self, by: Person | None) -> None:
        who = self.leader(by)
        may = self.may_steer(who) is not None
        if book := self.attempt(self.service.rounds.end(PLACE, who), allowed=may):
            book.led_by(who, self.now)
            book.end(self.now)

    @precondition(lambda self: self.book is not None)
    @precondition(while_rounds_run)
    @rule(person=PEOPLE, rounds_ago=st.sampled_from([0, 0, 0, 1]))
    def wish_to_move_on(self, person: Person, rounds_ago: int) -> None:
        """Members press it on a panel; people who still arrive, and older panels, move nothing."""
        book = self.live
        number = (book.number if book else 1) - rounds_ago
        may = book is not None and not rounds_ago and book.plan.kind is not RoundKind.BRIEFING
        doing = self.service.rounds.wish_to_move_on(PLACE, person, number)
        if book := self.attempt(doing, allowed=may):
            book.wished(person, self.now)

    @precondition(while_rounds_run)
    @rule(by=LEADERS, to=ANYBODY, together=st.booleans())
    def hand_over(self, by: Person | None, to: Person, *, together: bool) -> None:
        who = self.leader(by)
        book = self.may_steer(who)
        leads_already = book is not None and (
            to.id == book.facilitator or (together and to.id in book.others_leading)
        )
        doing = self.service.leading.hand_over(PLACE, who, to, together=together)
        if book := self.attempt(doing, allowed=book is not None and not leads_already):
            book.handed_over(who, to, self.now, together=together)

    @precondition(while_rounds_run)
    @rule(by=ANYBODY)
    def take_over(self, by: Person) -> None:
        may = self.book is not None and self.book.may_take_over(by, self.now)
        if book := self.attempt(self.service.leading.take_over(PLACE, by), allowed=may):
            book.taken_over(by, self.now)

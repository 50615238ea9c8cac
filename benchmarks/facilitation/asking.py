"""What the people of ``model`` do when somebody asks them."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from functools import partial

from benchmarks.facilitation.floor import Floor, Life, instant
from benchmarks.facilitation.model import chance
from discussion.contributions import speaking
from discussion.model import Discussion, InvitationState, Person, RoundKind

ANONYMOUS, PASSES, OPTS_OUT = 0.35, 0.70, 0.75
"""Of those who are asked in private and do not speak: cumulated shares of what they do instead."""
TURN_PASSES = 0.75
NEXT_UP = 3
"""How many in an announced order prepare themselves."""


class Asked(Floor):
    """A class whose people can be asked."""

    def change(self, discussion: Discussion, now: float) -> None:
        """Take over a new state; a turn that has come is a way of being asked."""
        super().change(discussion, now)
        self._look_at_turns(now)

    def _ask(self, life: Life, cost: float, now: float) -> None:
        busy = life.typing_until > now or now - life.spoke_at < 60
        again = 1 + 0.5 * life.asked
        life.annoyance += cost * again * (2 if busy else 1) * life.member.sensitivity
        life.asked += 1

    def _speaks(self, life: Life, mean: float, lean: float, times: float = 1.0) -> bool:
        worn = math.exp(-self.assumed.wearing * life.annoyance)
        likely = chance(mean, 0.8 * lean + self.temperament.shift)
        return life.member.draws.random() < likely * worn * times

    def _ask_everybody(self, now: float) -> None:
        room = (5 / self.size) ** 0.5
        for life in self._people():
            self._ask(life, self.assumed.cost_public, now)
            member = life.member
            if self._speaks(life, self.assumed.public, member.disposition, room):
                delay = member.draws.expovariate(1 / 10)
                self.at(now + delay, partial(self._write_if_free, life))

    def _write_if_free(self, life: Life, now: float) -> None:
        if self._is_free(life, now):
            self._write(life, now)

    def _ask_in_private(self, life: Life, now: float) -> None:
        self._ask(life, self.assumed.cost_private, now)
        number, draws = self.discussion.current_round.number, life.member.draws
        if draws.random() < self.assumed.notices:
            delay = 20 * math.exp(0.8 * draws.gauss(0, 1))
            self.at(now + delay, lambda then: self._answer(life, number, then))

    def _answer(self, life: Life, round_number: int, now: float) -> None:
        """Somebody sees a private invitation and chooses one of its buttons, or none."""
        if not self._is_free(life, now):
            return
        answerable = any(
            i.person_id == life.person.id
            and i.round_number == round_number == self.discussion.current_round.number
            and i.state is InvitationState.OPEN
            for i in self.discussion.invitations
        )
        speaks = self._speaks(life, self.assumed.private, life.member.openness)
        instead = life.member.draws.random()
        go_round = self.discussion.current_plan.kind is RoundKind.GO_ROUND
        if speaks or (instead < ANONYMOUS and not go_round):
            # Its button has closed with its round, but half of those who would speak still do.
            if answerable or life.member.draws.random() < 0.5:
                self._write(life, now, anonymous=not speaks)
        elif answerable and instead < PASSES:
            self._choose(life, speaking.passed, now)
        elif answerable and instead < OPTS_OUT:
            self._choose(life, speaking.opted_out, now)

    def _choose(
        self, life: Life, choice: Callable[[Discussion, Person, datetime], Discussion], now: float
    ) -> None:
        life.silent_since = now
        self.change(choice(self.discussion, life.person, instant(now)), now)

    def _look_at_turns(self, now: float) -> None:
        """Who is next has been asked, once more if the turn comes once more, and prepares."""
        turns = self.discussion.turns
        if turns is None:
            return
        for person_id in turns.waiting[:NEXT_UP]:
            life, times = self.lives[person_id], 1 + (person_id in turns.deferred)
            if life.turns_asked < times and (times == 1 or person_id == turns.waiting[0]):
                life.turns_asked = times
                self._ask(life, self.assumed.cost_turn, now)
                if self._is_free(life, now):
                    self._prepare(life, now)

    def _prepare(self, life: Life, now: float) -> None:
        draws = life.member.draws
        if self._speaks(life, self.assumed.turn, life.member.openness):
            self._write(life, now)
        elif draws.random() < TURN_PASSES:
            delay = draws.expovariate(1 / 10)
            self.at(now + delay, lambda then: self._pass_turn(life, then))

    def _pass_turn(self, life: Life, now: float) -> None:
        if life.here and self.discussion.current_plan.kind is RoundKind.GO_ROUND:
            self._choose(life, speaking.passed, now)

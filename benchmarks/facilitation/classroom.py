"""One class, played from event to event through the real rules.

Timing, waves and turns are those of ``discussion``; the rules of thumb stand at the end.
"""

from __future__ import annotations

import heapq
import math

from benchmarks.facilitation.asking import Asked
from benchmarks.facilitation.floor import BEGAN, HEARD_BY_ALL, instant, seconds
from benchmarks.facilitation.ways import Asking
from discussion.facilitation import invitations
from discussion.lifecycle import waking
from discussion.lifecycle.rounds import Gathered
from discussion.model import Discussion, RoundKind
from discussion.model.effects import DueAction, PostKind

LOOKS_EVERY = 30.0
"""Seconds between two looks of the rule about silence at who has been silent."""


class Classroom(Asked):
    """A class that plays itself."""

    _dues: tuple[Discussion | None, DueAction | None] = (None, None)

    def play(self) -> None:
        """Let the class happen, from its start to its end."""
        for life in self.lives.values():
            self._arrange(life)
        self._welcome(0.0)
        if self.way.asking is not Asking.NOBODY:
            every = LOOKS_EVERY if self.way.asking is Asking.WHO_WAS_SILENT else self._gap
            self.at(every, self._prompt)
        while self.discussion.is_live:
            action = self._next_due()
            due_at = seconds(action.due_at) if action else math.inf
            if self._events and self._events[0][0] < due_at:
                at, _, happen = heapq.heappop(self._events)
                happen(at)
            elif action is not None:
                self._wake(action)

    @property
    def _gap(self) -> float:
        return self.way.minutes * 60

    def _next_due(self) -> DueAction | None:
        if self._dues[0] is not self.discussion:
            due = waking.due_actions(self.discussion, BEGAN)
            first = min(due, key=lambda action: action.due_at, default=None)
            self._dues = (self.discussion, first)
        return self._dues[1]

    def _wake(self, action: DueAction) -> None:
        at = seconds(action.due_at)
        round_before = self.discussion.current_round.number
        typing = {
            life.person.id
            for life in self.lives.values()
            if life.typing_shows and life.typing_until > at
        }
        known = Gathered(self.tally, typing=typing)
        decision = waking.wake(self.discussion, action, known, action.due_at)
        self.change(decision.discussion, at)
        for post in decision.posts:
            if post.kind is PostKind.OPENER:
                self.openers += 1
                self._ask_everybody(at)
            elif post.kind is PostKind.INVITATION and post.recipient_id is not None:
                self._ask_in_private(self.lives[post.recipient_id], at)
        if self.discussion.is_live and self.discussion.current_round.number != round_before:
            self._welcome(at)

    def _welcome(self, at: float) -> None:
        """Whoever facilitates says a sentence."""
        self.at(at + 5, lambda now: self._say(self._lead, now))

    # -- the rules of thumb ---------------------------------------------------------------------

    def _prompt(self, now: float) -> None:
        asking, kind = self.way.asking, self.discussion.current_plan.kind
        talk = kind in HEARD_BY_ALL - {RoundKind.BRIEFING}
        if asking is Asking.WHO_WAS_SILENT:
            if kind is not RoundKind.BRIEFING:
                self._ask_who_was_silent(now)
            self.at(now + LOOKS_EVERY, self._prompt)
            return
        if talk and asking is Asking.EVERYBODY_IN_PUBLIC:
            self._ask_everybody(now)
        elif talk:
            self._call_somebody(now)
        self.at(now + self._gap, self._prompt)

    def _ask_who_was_silent(self, now: float) -> None:
        for life in self._people():
            if now - life.silent_since >= self._gap * self.size:
                life.silent_since = now
                participant = self.discussion.participants[life.person.id]
                asked, _ = invitations.invited(self.discussion, [participant], instant(now))
                self.change(asked, now)
                self._ask_in_private(life, now)

    def _call_somebody(self, now: float) -> None:
        people = self._people()
        if not people:
            return
        life = self._lead.member.draws.choice(people)
        self._ask(life, self.assumed.cost_cold, now)
        if self._is_free(life, now) and self._speaks(life, self.assumed.cold, life.member.openness):
            self._write(life, now)

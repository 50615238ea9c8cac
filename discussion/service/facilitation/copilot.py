"""Copilot: private help for whoever leads, and the messages they choose to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from discussion import posts
from discussion.facilitation import copilot
from discussion.facilitation.copilot import Look, Suggestion
from discussion.lifecycle.leading import check_may_control
from discussion.model import Discussion, DiscussionId, Person, Place
from discussion.model.effects import Decision
from discussion.model.errors import BadInput, NothingRuns, WrongMoment
from discussion.parsing.text import clean_text
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.applying import apply, live_at
from discussion.service.contributions.messages import Messages
from discussion.service.deciding import Deciding

LONGEST = 1500
"""The most characters of a message to the group: with every sign escaped it still fits a post."""


@dataclass(frozen=True, slots=True)
class Which:
    """A suggestion of one round, as a button names it."""

    guild_id: int
    discussion_id: str
    round_number: int
    key: str


class Copilot(Deciding):
    """What whoever leads sees and sends. Nothing is ever sent without their press."""

    def __init__(self, *, store: Store, clock: Clock, messages: Messages) -> None:
        """``messages`` knows who is typing at this moment."""
        super().__init__(store=store, clock=clock)
        self._messages = messages

    async def look(self, place: Place, by: Person) -> Look:
        """How the discussion here stands. Raises ``NotAllowed`` for all but those who lead."""
        now = self._clock.now()

        def query(reader: Reader) -> Look:
            discussion = live_at(reader, place)
            check_may_control(discussion, by)
            return self._look(reader, discussion, now)

        return await self._store.read(query)

    async def suggestion(self, which: Which, by: Person) -> Suggestion:
        """A suggestion that somebody was shown, if its round still runs and it still fits."""
        now = self._clock.now()

        def query(reader: Reader) -> Suggestion:
            return self._found(reader, _led(reader, which, by), which, now)

        return await self._store.read(query)

    async def send(self, which: Which, by: Person, text: str, *, edited_as: int = 0) -> Discussion:
        """Send a message to the group in the name of whoever leads.

        A suggestion as it is goes once a round, whoever presses; ``edited_as`` is the id of the
        form that changed it.
        """
        words, now = clean_text(text), self._clock.now()
        if not 0 < len(words) <= LONGEST:
            raise BadInput(f"Write a message of 1 to {LONGEST:,} characters.")

        def unit(transaction: Transaction) -> Discussion:
            discussion = _led(transaction, which, by)
            known = discussion.participants.get(by.id)
            name = known.name if known else by.name
            post = posts.asked(discussion, name, words, str(edited_as) if edited_as else which.key)
            return apply(transaction, Decision(discussion, (post,)), now)

        return await self._store.write(unit)

    def _look(self, reader: Reader, discussion: Discussion, now: datetime) -> Look:
        typing = self._messages.typing_in(discussion.places, now)
        facts = reader.facts(discussion.place.guild_id, discussion.id)
        said = [
            c.tags
            for c in (facts.contributions if facts else ())
            if c.withdrawn_at is None and not c.held
        ]
        guild = discussion.place.guild_id
        return copilot.look(
            discussion,
            reader.tally(guild, discussion.id),
            said,
            now,
            typing=typing,
            chosen=reader.preferences(guild),
        )

    def _found(
        self, reader: Reader, discussion: Discussion, which: Which, now: datetime
    ) -> Suggestion:
        voices = copilot.voices(discussion)
        offered = (voices, *self._look(reader, discussion, now).suggestions)
        for each in offered:
            if each.key == which.key:
                return each
        raise WrongMoment("The group has come to that meanwhile. /copilot shows what fits now.")


def _led(reader: Reader, which: Which, by: Person) -> Discussion:
    """The discussion of a suggestion; raises unless this person leads it and its round runs."""
    discussion = reader.discussion(which.guild_id, DiscussionId(which.discussion_id))
    if discussion is None:
        raise NothingRuns("That discussion is not kept here any more.")
    check_may_control(discussion, by)
    if not discussion.is_live or discussion.current_round.number != which.round_number:
        raise WrongMoment("That round is over. /copilot shows how the group stands now.")
    return discussion

"""Rounds: starting a discussion, steering its time, and ending it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from discussion.formats import replanning
from discussion.formats.library import DEFAULT_FORMAT, fit
from discussion.formats.replanning import Outlook
from discussion.lifecycle import review, rounds, steering
from discussion.model import Case, Discussion, DiscussionId, Format, Person, Place, RoundPlan
from discussion.model.errors import BadInput
from discussion.parsing.stages import with_stage_questions
from discussion.parsing.text import clean_text
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.applying import apply, gather
from discussion.service.deciding import Deciding
from discussion.service.lifecycle.formats import Formats
from discussion.service.lifecycle.rules import Rules

LONGEST_TOPIC = 200

Opened = Callable[[Transaction, Discussion, datetime], None]
DueHere = Callable[[Transaction, Place, Person, str, datetime], Discussion | None]
"""Opens the planned class that somebody holds here about now, if there is one."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a discussion is begun with."""

    id: DiscussionId
    place: Place
    by: Person
    topic: str
    format: Format
    plans: tuple[RoundPlan, ...]
    case: Case | None = None
    thread_of: int | None = None
    voice_channel_id: int | None = None
    starts: datetime | None = None
    """When it was meant to begin, if that was planned; opened later, it still ends on time."""
    is_there: bool = True
    """Whether whoever leads has given a sign: a planned class can open without them."""


class Rounds(Deciding):
    """What the facilitator does to the rounds."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        formats: Formats,
        rules: Rules,
        draw: Callable[[], DiscussionId],
        draw_secret: Callable[[], str],
    ) -> None:
        """``rules`` say what holds in a discussion that begins.

        ``draw`` makes a discussion's id, ``draw_secret`` the secret of its pseudonyms.
        """
        super().__init__(store=store, clock=clock)
        self._formats = formats
        self._rules = rules
        self._draw = draw
        self._draw_secret = draw_secret
        self._when_opened: list[Opened] = []
        self._due_here: DueHere = lambda *_: None

    def when_opened(self, follow: Opened) -> None:
        """Let ``follow`` add to the beginning of every discussion, in the same unit of work."""
        self._when_opened.append(follow)

    def let_open(self, due_here: DueHere) -> None:
        """Let a planned class open where its facilitator starts a discussion and chooses no way."""
        self._due_here = due_here

    async def start(
        self,
        place: Place,
        by: Person,
        *,
        topic: str,
        format_name: str | None = None,
        length: timedelta | None = None,
        case: Case | None = None,
        thread_of: int | None = None,
        voice_channel_id: int | None = None,
    ) -> Discussion:
        """Begin a discussion here, led by whoever asks. One runs in a place at a time.

        Where they hold a planned class here about now, and chose neither format nor length nor
        case, that class opens as it was planned.
        """
        chosen = format_name is not None or length is not None or case is not None
        format_ = await self._formats.named(place.guild_id, format_name or DEFAULT_FORMAT)
        topic = clean_text(topic)
        if not 0 < len(topic) <= LONGEST_TOPIC:
            raise BadInput(f"Give the discussion a topic of 1 to {LONGEST_TOPIC} characters.")
        new_id, now = self._draw(), self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            planned = None if chosen else self._due_here(transaction, place, by, topic, now)
            if planned is not None:
                return planned
            course = transaction.term.course(place.guild_id)
            fitted = fit(format_, length or (course.class_length if course else None))
            plans = with_stage_questions(fitted, case)
            opening = Opening(
                new_id, place, by, topic, format_, plans, case, thread_of, voice_channel_id
            )
            return self.open(transaction, opening, now)

        return await self._store.write(unit)

    def open(self, transaction: Transaction, opening: Opening, now: datetime) -> Discussion:
        """Begin a discussion, in a unit of work. Raises ``WrongMoment`` where another one runs.

        One whose words are still being looked at gives way where ``reviewing.made_room`` allows.
        """
        before = transaction.discussion_at(opening.place)
        if before is not None:
            tally = transaction.tally(opening.place.guild_id, before.id)
            decision = review.made_room(
                before, opening.by, tally, now, planned=opening.starts is not None
            )
            apply(transaction, decision, now)
        discussion = Discussion(
            id=opening.id,
            place=opening.place,
            topic=opening.topic,
            format_name=opening.format.name,
            format_title=opening.format.title,
            facilitator_id=opening.by.id,
            plans=opening.plans,
            policy=self._rules.in_force(transaction, opening.place.guild_id, opening.format),
            seed=int(opening.id, 16),
            started_at=now,
            case=opening.case,
            thread_of=opening.thread_of,
            voice_channel_id=opening.voice_channel_id,
            pseudonym_secret=self._draw_secret() if opening.format.pseudonyms else None,
        )
        started = rounds.started(
            discussion, opening.by, now, meant=opening.starts, is_there=opening.is_there
        )
        opened = apply(transaction, started, now)
        for follow in self._when_opened:
            follow(transaction, opened, now)
        return opened

    def outlook(self, discussion: Discussion) -> Outlook:
        """What is still to come in a discussion, and when it ends."""
        return replanning.outlook(discussion, self._clock.now())

    async def pause(self, place: Place, by: Person) -> Discussion:
        """Stop the round's time."""
        return await self._decide(place, lambda d, _, now: rounds.pause(d, by, now))

    async def resume(self, place: Place, by: Person) -> Discussion:
        """Let the round's time run again."""
        return await self._decide(place, lambda d, _, now: rounds.resume(d, by, now))

    async def extend(self, place: Place, by: Person, more: timedelta) -> Discussion:
        """Give the round more time."""
        return await self._decide(place, lambda d, _, now: rounds.extend(d, by, more, now))

    async def next_round(self, place: Place, by: Person) -> Discussion:
        """Go on to the next round, or end after the last."""
        return await self._decide(
            place, lambda d, t, now: rounds.next_round(d, by, gather(t, d), now)
        )

    async def back(self, place: Place, by: Person) -> Discussion:
        """Hold the round before once more, then this one again."""
        return await self._decide(place, lambda d, t, now: steering.back(d, by, gather(t, d), now))

    async def wish_to_move_on(self, place: Place, person: Person, number: int) -> Discussion:
        """Somebody wishes to leave the round ``number``, or no longer does."""
        return await self._decide(
            place, lambda d, t, now: steering.wish_to_move_on(d, person, number, gather(t, d), now)
        )

    async def end(self, place: Place, by: Person) -> Discussion:
        """End the discussion; the deck follows."""
        return await self._decide(place, lambda d, t, now: rounds.end(d, by, gather(t, d), now))

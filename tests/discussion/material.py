"""A small class to decide about, and ways to let its time pass without a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from discussion.contributions import speaking
from discussion.lifecycle import rounds, waking
from discussion.lifecycle.rounds import Gathered
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Person,
    Place,
    RoundKind,
    RoundPlan,
    Source,
)
from discussion.model.effects import Decision, DueAction, Post
from discussion.model.errors import DiscussionError
from discussion.model.policy import Policy
from discussion.participation.ledger import LedgerCounts, ledger
from discussion.record import recording
from discussion.record.facts import Facts

GUILD = 1 << 60
PLACE = Place(GUILD, GUILD + 1)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
ID = DiscussionId("0123456789ab")

FACILITATOR = Person(1, "Ines Example")
LECTURER = Person(2, "Lec Example", is_lecturer=True)
ADA = Person(11, "Ada Example")
BEN = Person(12, "Ben Example")
CAI = Person(13, "Cai Example")
DEE = Person(14, "Dee Example")
CLASS = (ADA, BEN, CAI, DEE)


def a_plan(kind: RoundKind, length: timedelta = 10 * MINUTE) -> RoundPlan:
    return RoundPlan(kind, kind.value.replace("_", " ").title(), "What do you see?", length)


def begun(
    *plans: RoundPlan,
    people: Iterable[Person] = CLASS,
    policy: Policy | None = None,
    seed: int = 5,
) -> Decision:
    """A discussion at the moment of its start, everybody there."""
    discussion = Discussion(
        id=ID,
        place=PLACE,
        topic="Who is at the table?",
        format_name="test",
        format_title="Test",
        facilitator_id=FACILITATOR.id,
        plans=plans or (a_plan(RoundKind.OPEN_FLOOR),),
        policy=policy or Policy(),
        seed=seed,
        started_at=START,
    )
    for person in people:
        discussion = speaking.with_person(discussion, person, START)
    return rounds.started(discussion, FACILITATOR, START)


def a_class(*plans: RoundPlan, people: Iterable[Person] = CLASS, seed: int = 5) -> Discussion:
    return begun(*plans, people=people, seed=seed).discussion


def words(
    number: int,
    person: Person,
    said_at: datetime,
    text: str = "three small words",
    *,
    round_number: int = 1,
    anonymous: bool = False,
) -> Contribution:
    return Contribution(
        id=number,
        discussion_id=ID,
        guild_id=PLACE.guild_id,
        channel_id=PLACE.channel_id,
        author_id=person.id,
        round_number=round_number,
        text=text,
        words=len(text.split()),
        said_at=said_at,
        source=Source.MESSAGE,
        anonymous=anonymous,
        message_id=number,
    )


def kept_ledger(facts: Facts) -> LedgerCounts:
    """Where everybody stands, before it is decided what of it may be told."""
    tally = recording.tally_of(facts.contributions, facts.speeches)
    return ledger(facts.discussion, tally)


def knowing(said: Iterable[Contribution] = (), typing: Collection[int] = ()) -> Gathered:
    return Gathered(recording.tally_of(list(said)), typing=typing)


def next_due(discussion: Discussion, now: datetime) -> DueAction | None:
    return min(waking.due_actions(discussion, now), key=lambda each: each.due_at, default=None)


def play(
    discussion: Discussion, said: Iterable[Contribution] = (), *, until: datetime | None = None
) -> tuple[Discussion, list[Post]]:
    """Let time pass from one due action to the next, each of them done when it falls due."""
    posts: list[Post] = []
    now = discussion.current_round.began_at
    while (action := next_due(discussion, now)) is not None:
        if until is not None and action.due_at > until:
            break
        now = action.due_at
        heard = [each for each in said if each.said_at <= now]
        decision = waking.wake(discussion, action, knowing(heard), now)
        discussion = decision.discussion
        posts += decision.posts
    return discussion, posts


def is_plain(error: DiscussionError) -> bool:
    """Whether a refusal reads as plain words on one line."""
    text = str(error)
    return (
        20 < len(text) < 250
        and (text[0].isupper() or text[0].isdigit())
        and text.endswith(".")
        and "\n" not in text
        and "Error" not in text
    )

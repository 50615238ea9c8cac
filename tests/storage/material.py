"""A small class to store, and ways to vary it."""

from datetime import UTC, datetime, timedelta

from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Participant,
    Place,
    Round,
    RoundKind,
    RoundPlan,
    Source,
    Speech,
    Tag,
    TagKind,
)
from discussion.model.effects import DueAction, DueKind, Post, PostKind
from discussion.model.policy import Policy

GUILD = 1 << 62
OTHER_GUILD = GUILD + 1
CHANNEL = GUILD + 100
NOW = datetime(2026, 3, 2, 9, 0, 0, 250_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ID = DiscussionId("0123456789ab")
THEME = Tag(TagKind.THEME, "housing")


def a_discussion(
    identity: str = ID, *, guild_id: int = GUILD, channel_id: int = CHANNEL
) -> Discussion:
    plan = RoundPlan(RoundKind.OPEN_FLOOR, "Open floor", "What do you see?", 10 * MINUTE)
    return Discussion(
        id=DiscussionId(identity),
        place=Place(guild_id, channel_id),
        topic="Who is at the table?",
        format_name="circle",
        format_title="Circle",
        facilitator_id=7,
        plans=(plan,),
        policy=Policy(),
        seed=99,
        started_at=NOW,
        rounds=(Round(1, NOW),),
        participants={11: Participant(11, "Ada Example", NOW)},
    )


def a_contribution(
    number: int,
    *,
    discussion_id: str = ID,
    guild_id: int = GUILD,
    author_id: int = 11,
    round_number: int = 1,
    anonymous: bool = False,
    tags: frozenset[Tag] = frozenset({THEME}),
) -> Contribution:
    return Contribution(
        id=number,
        discussion_id=DiscussionId(discussion_id),
        guild_id=guild_id,
        channel_id=CHANNEL,
        author_id=author_id,
        round_number=round_number,
        text=f"Words number {number}",
        words=3,
        said_at=NOW + timedelta(seconds=number),
        source=Source.MESSAGE,
        anonymous=anonymous,
        message_id=number,
        tags=tags,
    )


def a_speech(
    person_id: int = 11, *, began_at: datetime = NOW, length: timedelta = MINUTE
) -> Speech:
    return Speech(ID, GUILD, person_id, 1, began_at, length)


def a_post(
    dedup: str,
    *,
    channel_id: int | None = CHANNEL,
    recipient_id: int | None = None,
    replaces: bool = False,
    text: str = "hello",
    not_after: datetime | None = None,
) -> Post:
    return Post(
        kind=PostKind.PANEL_EDIT if replaces else PostKind.SAID,
        dedup=dedup,
        guild_id=GUILD,
        discussion_id=ID,
        channel_id=channel_id,
        recipient_id=recipient_id,
        data={"text": text},
        not_after=not_after,
        replaces=replaces,
    )


def a_due(dedup: str, due_at: datetime, kind: DueKind = DueKind.ROUND_CLOSE) -> DueAction:
    return DueAction(kind, dedup, GUILD, ID, due_at)

"""The tables. Each row carries its guild, and each child of a discussion shares its guild.

Kinds and states of the domain are plain text, so that new ones need no migration; the states that
belong to storage itself are checked. The classes say what the tables are; the queries address
their columns through ``table_of``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, MetaData, Table, text
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel

from storage.database.columns import Document, Instant, Length, Snowflake, partial_index

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name that a later migration can address on both databases."""

SCHEMA = MetaData(naming_convention=NAMES)
KEY: dict[str, Any] = {"autoincrement": False}


class Row(SQLModel):
    """What all tables share."""

    # Tables do not validate: what pydantic would build for each of them is not used.
    model_config = {"defer_build": True}
    metadata: ClassVar[MetaData] = SCHEMA

    guild_id: int = Field(sa_type=Snowflake)


def table_of(row: type[Row]) -> Table:
    """The table that a row class describes."""
    return SCHEMA.tables[str(row.__tablename__)]


def of_discussion(*, deferred: bool = False) -> ForeignKeyConstraint:
    """The reference to the discussion, in the same guild; checked at COMMIT if ``deferred``."""
    return ForeignKeyConstraint(
        ["discussion_id", "guild_id"],
        ["discussion.id", "discussion.guild_id"],
        deferrable=deferred or None,
        initially="DEFERRED" if deferred else None,
    )


class DiscussionRow(Row, table=True):
    """One discussion; its plans, case and policy are documents (``storage.mapping.codec``)."""

    __tablename__ = "discussion"
    __table_args__ = (
        Unique("id", "guild_id"),
        CheckConstraint("id <> ''", name="id_given"),
        Index("ix_discussion_guild_started", "guild_id", "started_at"),
        Index("ix_discussion_channel_started", "channel_id", "started_at"),
        partial_index(
            "ix_discussion_unpublished",
            "guild_id",
            "started_at",
            where=text("state <> 'published'"),
        ),
        # For the look at what was published of late.
        Index("ix_discussion_ended", "ended_at"),
        # At most one discussion that is not yet published in a place.
        partial_index(
            "uq_discussion_place_live",
            "channel_id",
            unique=True,
            where=text("state <> 'published'"),
        ),
    )

    id: str = Field(primary_key=True)
    channel_id: int = Field(sa_type=Snowflake)
    thread_of: int | None = Field(sa_type=Snowflake)
    topic: str
    format_name: str
    format_title: str
    facilitator_id: int = Field(sa_type=Snowflake)
    seed: int = Field(sa_type=Snowflake)
    state: str
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(sa_type=Instant)
    plans: Any = Field(sa_type=Document, nullable=False)
    case_study: Any = Field(sa_type=Document, nullable=True)
    policy: Any = Field(sa_type=Document, nullable=False)
    ends_by: datetime | None = Field(sa_type=Instant)
    co_facilitators: Any = Field(sa_type=Document, nullable=True)
    voice_channel_id: int | None = Field(sa_type=Snowflake)
    pseudonym_secret: str | None
    groups: Any = Field(sa_type=Document, nullable=True)
    fishbowl: Any = Field(sa_type=Document, nullable=True)
    ballots: Any = Field(sa_type=Document, nullable=True)
    hands: Any = Field(sa_type=Document, nullable=True)
    floor: Any = Field(sa_type=Document, nullable=True)
    pulse: Any = Field(sa_type=Document, nullable=True)
    review: Any = Field(sa_type=Document, nullable=True)
    deck_holders: Any = Field(sa_type=Document, nullable=True)
    sought: str = Field(sa_column_kwargs={"server_default": text("''")})
    """What it is looked for by: topic and day, folded (``storage.mapping.seeking``)."""


class RoundRow(Row, table=True):
    """A round that began, with its pauses as a document."""

    __tablename__ = "round"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("waves >= 0", name="waves_counted"),
    )

    discussion_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs=KEY)
    began_at: datetime = Field(sa_type=Instant)
    extended: timedelta = Field(sa_type=Length)
    pauses: Any = Field(sa_type=Document, nullable=False)
    ended_at: datetime | None = Field(sa_type=Instant)
    opener_at: datetime | None = Field(sa_type=Instant)
    waves: int
    quiet_button: bool
    move_on: Any = Field(sa_type=Document, nullable=True)
    copilot_at: datetime | None = Field(sa_type=Instant)
    looked_at: datetime | None = Field(sa_type=Instant)
    hands_at: datetime | None = Field(sa_type=Instant)


class ParticipantRow(Row, table=True):
    """Somebody in a discussion, and what they chose."""

    __tablename__ = "participant"
    __table_args__ = (of_discussion(),)

    discussion_id: str = Field(primary_key=True)
    id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    name: str
    joined_at: datetime = Field(sa_type=Instant)
    present: bool
    last_sign_at: datetime | None = Field(sa_type=Instant)
    passed_rounds: Any = Field(sa_type=Document, nullable=False)
    opted_out_at: datetime | None = Field(sa_type=Instant)
    pseudonym: str | None
    cued_rounds: Any = Field(sa_type=Document, nullable=True)
    in_voice: bool | None


class InvitationRow(Row, table=True):
    """A private invitation; ``position`` keeps their order."""

    __tablename__ = "invitation"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("round_number >= 1", name="round_from_one"),
    )

    discussion_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    position: int
    person_id: int = Field(sa_type=Snowflake)
    round_number: int
    made_at: datetime = Field(sa_type=Instant)
    state: str
    answer: str | None
    answered_at: datetime | None = Field(sa_type=Instant)


class TurnOrderRow(Row, table=True):
    """The announced order of a go-round; its three lists of people are documents."""

    __tablename__ = "turn_order"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("round_number >= 1", name="round_from_one"),
    )

    discussion_id: str = Field(primary_key=True)
    round_number: int
    waiting: Any = Field(sa_type=Document, nullable=False)
    done: Any = Field(sa_type=Document, nullable=False)
    deferred: Any = Field(sa_type=Document, nullable=False)
    turn_began_at: datetime = Field(sa_type=Instant)


class ContributionRow(Row, table=True):
    """What somebody said. Its tags are rows of their own."""

    __tablename__ = "contribution"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("round_number >= 1", name="round_from_one"),
        CheckConstraint("words >= 0", name="words_counted"),
        partial_index(
            "ix_contribution_tally",
            "discussion_id",
            "author_id",
            "round_number",
            where=text("withdrawn_at IS NULL"),
        ),
        partial_index(
            "ix_contribution_message", "message_id", where=text("message_id IS NOT NULL")
        ),
        Index("ix_contribution_discussion", "discussion_id", "said_at"),
    )

    id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    discussion_id: str
    channel_id: int = Field(sa_type=Snowflake)
    author_id: int = Field(sa_type=Snowflake)
    round_number: int
    text: str
    words: int
    said_at: datetime = Field(sa_type=Instant)
    source: str
    anonymous: bool
    message_id: int | None = Field(sa_type=Snowflake)
    held: bool
    case_stage: int | None
    invitation_id: str | None
    group_number: int | None
    once_named: bool | None
    edited_at: datetime | None = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(sa_type=Instant)
    mentions: Any = Field(sa_type=Document, nullable=True)


class ContributionTagRow(Row, table=True):
    """A label of a contribution."""

    __tablename__ = "contribution_tag"

    contribution_id: int = Field(
        sa_type=Snowflake,
        primary_key=True,
        foreign_key="contribution.id",
        sa_column_kwargs=KEY,
    )
    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)


class LinkRow(Row, table=True):
    """A relation between two contributions, filed under the discussion of the first."""

    __tablename__ = "link"
    __table_args__ = (
        of_discussion(),
        Index("ix_link_discussion", "discussion_id"),
        Index("ix_link_to", "to_id"),
    )

    from_id: int = Field(
        sa_type=Snowflake, primary_key=True, foreign_key="contribution.id", sa_column_kwargs=KEY
    )
    to_id: int = Field(
        sa_type=Snowflake, primary_key=True, foreign_key="contribution.id", sa_column_kwargs=KEY
    )
    kind: str = Field(primary_key=True)
    discussion_id: str


class EndorsementRow(Row, table=True):
    """Somebody for whom a contribution speaks too."""

    __tablename__ = "endorsement"
    __table_args__ = (of_discussion(), Index("ix_endorsement_discussion", "discussion_id"))

    contribution_id: int = Field(
        sa_type=Snowflake, primary_key=True, foreign_key="contribution.id", sa_column_kwargs=KEY
    )
    person_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    discussion_id: str


class SpeechRow(Row, table=True):
    """A turn that somebody spoke aloud: airtime without words."""

    __tablename__ = "speech"
    __table_args__ = (
        of_discussion(),
        CheckConstraint("round_number >= 1", name="round_from_one"),
        Index("ix_speech_discussion", "discussion_id"),
    )

    discussion_id: str = Field(primary_key=True)
    person_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    began_at: datetime = Field(sa_type=Instant, primary_key=True)
    round_number: int
    length: timedelta = Field(sa_type=Length)


class PreferenceRow(Row, table=True):
    """How somebody wishes to be treated in one server's classes."""

    __tablename__ = "preference"

    guild_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    person_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    invite_by: str
    anonymous: bool
    language: str
    name_to_facilitator: bool


class FormatRow(Row, table=True):
    """A lecturer's own format in one server, as the text of its file."""

    __tablename__ = "format"

    guild_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    name: str = Field(primary_key=True)
    text: str


class RuleRow(Row, table=True):
    """A rule of the policy that a server changed; the value is written as people write it."""

    __tablename__ = "rule"

    guild_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    name: str = Field(primary_key=True)
    value: str


class HouseRow(Row, table=True):
    """How the decks of a server look, as a lecturer chose it; the template is a .pptx."""

    __tablename__ = "house"

    guild_id: int = Field(sa_type=Snowflake, primary_key=True, sa_column_kwargs=KEY)
    title_text: str
    main: str
    accent: str
    template: bytes | None
    template_name: str


class DueActionRow(Row, table=True):
    """A moment at which something wants to be woken; ``version`` counts its changes.

    One that failed is put aside: ``due_at`` is then its next try, ``wanted_at`` when it was due.
    """

    __tablename__ = "due_action"
    __table_args__ = (
        of_discussion(deferred=True),
        Unique("dedup"),
        CheckConstraint("state IN ('pending', 'done')", name="state_known"),
        CheckConstraint("version >= 1", name="version_from_one"),
        Index("ix_due_action_subject", "subject", "state"),
        Index("ix_due_action_discussion", "discussion_id"),
        partial_index("ix_due_action_done", "due_at", where=text("state = 'done'")),
        partial_index("ix_due_action_pending", "due_at", where=text("state = 'pending'")),
        partial_index(
            "ix_due_action_aside", "tries", where=text("state = 'pending' AND tries > 0")
        ),
    )

    id: int | None = Field(default=None, sa_type=Snowflake, primary_key=True)
    kind: str
    dedup: str
    subject: str
    discussion_id: str | None
    due_at: datetime = Field(sa_type=Instant)
    state: str
    version: int
    wanted_at: datetime | None = Field(default=None, sa_type=Instant)
    tries: int = Field(sa_column_kwargs={"server_default": "0"})
    reason: str | None


class PostRow(Row, table=True):
    """Something to send; ``position`` is its place in the order, ``destination`` its queue."""

    __tablename__ = "outbox"
    __table_args__ = (
        of_discussion(deferred=True),
        Unique("dedup"),
        CheckConstraint("state IN ('pending', 'sent', 'failed', 'dropped')", name="state_known"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        Index("ix_outbox_position", "position"),
        Index("ix_outbox_discussion", "discussion_id"),
        Index("ix_outbox_settled", "kind", "settled_at"),
        partial_index("ix_outbox_waiting", "position", "id", where=text("state = 'pending'")),
        partial_index(
            "ix_outbox_pending", "destination", "position", where=text("state = 'pending'")
        ),
    )

    id: int | None = Field(default=None, sa_type=Snowflake, primary_key=True)
    position: int = Field(sa_type=Snowflake)
    kind: str
    dedup: str
    discussion_id: str | None
    channel_id: int | None = Field(sa_type=Snowflake)
    recipient_id: int | None = Field(sa_type=Snowflake)
    destination: int = Field(sa_type=Snowflake)
    data: Any = Field(sa_type=Document, nullable=False)
    replaces: bool
    state: str
    version: int
    lease_until: datetime | None = Field(sa_type=Instant)
    attempts: int
    first_tried_at: datetime | None = Field(sa_type=Instant)
    not_after: datetime | None = Field(sa_type=Instant)
    message_id: int | None = Field(sa_type=Snowflake)
    settled_at: datetime | None = Field(sa_type=Instant)
    reason: str | None

"""The rows of what follows a class: presentations and reflections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from discussion.after_class.presenting import Asked, Offer, OfferState, Presentation
from discussion.after_class.reflection import Reflection, Shared
from discussion.model import DiscussionId, Place
from storage.database.errors import DomainError
from storage.rows import codec
from storage.rows.mapping import Stored, Values, checked
from storage.rows.upserting import upsert
from storage.tables.after_class import PresentationRow, ReflectionRow
from storage.tables.discussions import table_of

presentations = table_of(PresentationRow)
reflections = table_of(ReflectionRow)


def presentation(
    connection: Connection, guild_id: int, discussion_id: DiscussionId
) -> Presentation | None:
    """How a discussion is presented, or was last."""
    return _presentation(
        connection,
        presentations.c.guild_id == guild_id,
        presentations.c.discussion_id == str(discussion_id),
    )


def presentation_at(connection: Connection, place: Place) -> Presentation | None:
    """What is being presented in a place."""
    return _presentation(
        connection,
        presentations.c.guild_id == place.guild_id,
        presentations.c.channel_id == place.channel_id,
        presentations.c.ended_at.is_(None),
    )


def running_presentations(connection: Connection, guild_id: int) -> Sequence[Presentation]:
    """What is being presented in a guild."""
    running = presentations.c.guild_id == guild_id, presentations.c.ended_at.is_(None)
    query = select(presentations).where(*running).order_by(presentations.c.discussion_id)
    return [_to_presentation(row) for row in connection.execute(query).mappings()]


def save_presentation(connection: Connection, kept: Presentation) -> None:
    """Keep a presentation in place of what was kept of its discussion.

    Raises:
        DomainError: There is a NUL in a question, or the discussion is another guild's.
    """
    values: Values = {
        "guild_id": kept.place.guild_id,
        "discussion_id": str(kept.discussion_id),
        "channel_id": kept.place.channel_id,
        "run": kept.run,
        "length": kept.length,
        "people": codec.versioned("people", list(kept.people)),
        "shares": codec.versioned("shares", list(kept.shares)),
        "slide": kept.at,
        "began_at": kept.began_at,
        "shown_at": kept.shown_at,
        "ended_at": kept.ended_at,
        "offers": codec.versioned(
            "offers",
            [[o.number, o.asked_by, o.asked_of, o.state.value] for o in kept.offers],
        ),
        "questions": codec.versioned(
            "questions",
            [
                {
                    "slide": q.slide,
                    "text": q.text,
                    "asked_at": codec.instant(q.asked_at),
                    "name": q.name,
                }
                for q in kept.questions
            ],
        ),
    }
    if not upsert(connection, presentations, [checked(values)]):
        raise DomainError(f"The presentation of {kept.discussion_id} is another guild's.")


def reflections_of(
    connection: Connection,
    guild_id: int,
    discussion_id: DiscussionId | None,
    person_id: int | None,
) -> Sequence[Reflection]:
    """What people of a guild wrote for themselves, the latest first."""
    query = select(reflections).where(reflections.c.guild_id == guild_id)
    if discussion_id is not None:
        query = query.where(reflections.c.discussion_id == str(discussion_id))
    if person_id is not None:
        query = query.where(reflections.c.person_id == person_id)
    latest = reflections.c.written_at.desc(), reflections.c.discussion_id, reflections.c.person_id
    rows = connection.execute(query.order_by(*latest)).mappings()
    return [
        Reflection(
            discussion_id=DiscussionId(row["discussion_id"]),
            guild_id=row["guild_id"],
            person_id=row["person_id"],
            question=row["question"],
            text=row["text"],
            written_at=row["written_at"],
            shared=Shared(row["shared"]),
        )
        for row in rows
    ]


def keep_reflection(connection: Connection, kept: Reflection) -> None:
    """Keep what somebody wrote, in place of what they wrote before of the same discussion.

    Raises:
        DomainError: There is a NUL in it, or the discussion is another guild's.
    """
    values: Values = {
        "guild_id": kept.guild_id,
        "discussion_id": str(kept.discussion_id),
        "person_id": kept.person_id,
        "question": kept.question,
        "text": kept.text,
        "written_at": kept.written_at,
        "shared": kept.shared.value,
    }
    if not upsert(connection, reflections, [checked(values)]):
        raise DomainError(f"The reflection on {kept.discussion_id} is another guild's.")


def remove_reflection(
    connection: Connection, guild_id: int, discussion_id: DiscussionId, person_id: int
) -> None:
    """Forget what somebody wrote of a discussion."""
    connection.execute(
        delete(reflections).where(
            reflections.c.guild_id == guild_id,
            reflections.c.discussion_id == str(discussion_id),
            reflections.c.person_id == person_id,
        )
    )


def _presentation(connection: Connection, *conditions: ColumnElement[bool]) -> Presentation | None:
    row = connection.execute(select(presentations).where(*conditions)).mappings().one_or_none()
    return _to_presentation(row) if row is not None else None


def _to_presentation(row: Stored) -> Presentation:
    offers = codec.body(row["offers"], "offers")
    return Presentation(
        discussion_id=DiscussionId(row["discussion_id"]),
        place=Place(row["guild_id"], row["channel_id"]),
        run=row["run"],
        length=row["length"],
        people=tuple(codec.body(row["people"], "people")),
        shares=tuple(codec.body(row["shares"], "shares")),
        began_at=row["began_at"],
        shown_at=row["shown_at"],
        at=row["slide"],
        ended_at=row["ended_at"],
        offers=tuple(Offer(n, by, of, OfferState(state)) for n, by, of, state in offers),
        questions=tuple(_to_asked(each) for each in codec.body(row["questions"], "questions")),
    )


def _to_asked(kept: dict[str, Any]) -> Asked:
    asked_at = codec.to_instant(kept["asked_at"])
    if asked_at is None:
        raise DomainError("A kept question has no instant.")
    return Asked(kept["slide"], kept["text"], asked_at, kept["name"])

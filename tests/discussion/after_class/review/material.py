"""A class of three who said a sentence each, and what is asked of it."""

from __future__ import annotations

from deck.files.compose import preview
from discussion.model import Discussion
from discussion.model.effects import Post, PostKind
from discussion.model.errors import DeckFailed
from discussion.ports.deck import DeckPreview
from discussion.record.record import Record
from discussion.record.recording import record_of
from tests.discussion.conftest import Classroom
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    DEE,
    FACILITATOR,
    GUILD,
    LECTURER,
    MINUTE,
    PLACE,
    SECOND,
)

LINES = {
    ADA: "The night staff were never asked what they would change. #trust",
    BEN: "Trust grows where somebody admits a mistake before being asked. #trust",
    CAI: "A handover without a question is only a list read aloud. #trust",
}


class Drawn:
    """The deck room without its process."""

    async def preview(self, record: Record) -> DeckPreview:
        return preview(record)


class Broken(Drawn):
    """A deck room whose process dies."""

    async def preview(self, record: Record) -> DeckPreview:
        raise DeckFailed("The deck could not be built.")


async def held(room: Classroom) -> Discussion:
    """A class of three who said a sentence each, and one who did not, at its end."""
    await room.start()
    for number, (person, text) in enumerate(LINES.items(), start=101):
        await room.service.presence.join(PLACE, person)
        await room.hear(number, person, text)
        room.clock.pass_by(SECOND)
    await room.service.presence.join(PLACE, DEE)
    room.clock.pass_by(MINUTE)
    return await room.service.rounds.end(PLACE, FACILITATOR)


def kinds(posts: list[Post]) -> list[PostKind]:
    return [post.kind for post in posts]


def panel(posts: list[Post]) -> tuple[object, object, bool]:
    """How many have looked out of how many, and whether one still may."""
    (shown,) = (post for post in posts if post.kind is PostKind.REVIEW)
    return shown.data["looked"], shown.data["all"], shown.data["until"] is not None


async def record(room: Classroom, discussion: Discussion) -> Record:
    return record_of(await room.facts(discussion), zone="UTC", server_name="")


async def texts(room: Classroom, discussion: Discussion) -> dict[str, str | None]:
    """Who is beside which words in the record."""
    return {c.text: c.name for c in (await record(room, discussion)).contributions}


async def published(room: Classroom) -> Discussion:
    ended = await held(room)
    await room.service.reviews.publish(GUILD, ended.id, LECTURER)
    await room.deliver()
    return await room.service.archive.one(GUILD, ended.id)

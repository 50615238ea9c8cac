"""``/participation``: the term, for lecturers; for everybody else, their own part of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.interactions import replies
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.record import participation_words as words
from cogs.text import commands as command_words
from discussion.parsing.text import cell
from discussion.record.attendance import Session

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class ParticipationCog(commands.Cog):
    """Who was heard how, session by session; what is anonymous stays so."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people

    @app_commands.command(name="participation", description=command_words.PARTICIPATION)
    @app_commands.guild_only()
    async def participation(self, interaction: Interaction) -> None:
        """Answer a lecturer with the term, anybody else with their own part."""
        person, place = self._people.person(interaction.user), place_of(interaction)
        await replies.defer(interaction)
        sessions = await self._service.archive.sessions(place.guild_id)
        if not person.is_lecturer:
            mine = [own_part(session, person.id) for session in sessions]
            table = replies.text_file(people_table(mine), "participation.csv")
            files = [table] if any(session.people for session in mine) else []
            await replies.reply(interaction, words.own(sessions, person.id), files=files)
            return
        files = [
            replies.text_file(people_table(sessions), "participation.csv"),
            replies.text_file(sessions_table(sessions), "sessions.csv"),
        ]
        await replies.reply(interaction, words.term(sessions), files=files if sessions else ())


def own_part(session: Session, person_id: int) -> Session:
    """A session with one person's line and nobody else's."""
    return replace(session, people=tuple(p for p in session.people if p.person_id == person_id))


def people_table(sessions: Sequence[Session]) -> str:
    """One line for each person and session, as CSV."""
    rows = (
        (
            f"{session.started_at:%Y-%m-%d}",
            session.topic,
            each.name,
            words.how(each),
            str(each.contributions),
            str(each.words),
        )
        for session in sessions
        for each in session.people
    )
    return _table(("date", "topic", "name", "heard", "contributions", "words"), rows)


def sessions_table(sessions: Sequence[Session]) -> str:
    """One line for each session, as CSV."""
    rows = (
        (
            f"{session.started_at:%Y-%m-%d}",
            session.topic,
            str(session.ledger.participants),
            str(session.ledger.contributed),
            str(session.ledger.participants - session.ledger.contributed),
            str(session.contributions),
            str(session.words),
            f"{session.evenness.gini_words:.2f}" if session.evenness else "",
        )
        for session in sessions
    )
    heads = (
        "date",
        "topic",
        "people",
        "by name",
        "in another way",
        "contributions",
        "words",
        "gini of words",
    )
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([cell(each) for each in row] for row in rows)
    return out.getvalue()

"""``/discussion``: opening, steering and closing a discussion."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs import replies
from cogs.case_files import CaseFiles
from cogs.people import People
from cogs.places import place_of
from cogs.replies import Interaction
from cogs.voice_rooms import VoiceRoom, people_in, voice_room
from cogs.wording import circles as circle_words
from cogs.wording import commands as command_words
from cogs.wording import panel as panel_words
from cogs.wording import refusals
from cogs.wording import replies as words
from cogs.wording.text import label, one_line
from discussion.errors import BadInput, NotAllowed
from discussion.formats import DEFAULT_FORMAT
from discussion.grouping import GROUP_ROUNDS
from discussion.model import Discussion, Format, Person, Place

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.archive import Status

_LONGEST_EXTENSION: Final = 30
_MINUTE: Final = timedelta(minutes=1)


@app_commands.guild_only()
class DiscussionCog(
    commands.GroupCog, group_name="discussion", group_description=command_words.DISCUSSION
):
    """The facilitator's commands. Who may use them is the service's to say."""

    def __init__(self, *, service: DiscussionService, people: People, cases: CaseFiles) -> None:
        self._service = service
        self._people = people
        self._cases = cases

    @app_commands.command(name="start", description=command_words.START)
    @app_commands.rename(format_name="format", case_file="case")
    @app_commands.describe(
        topic=command_words.START_TOPIC,
        format_name=command_words.START_FORMAT,
        minutes=command_words.START_MINUTES,
        case_file=command_words.START_CASE,
        voice=command_words.START_VOICE,
    )
    async def start(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, 200],
        format_name: str = DEFAULT_FORMAT,
        minutes: app_commands.Range[int, 10, 180] | None = None,
        case_file: discord.Attachment | None = None,
        voice: discord.VoiceChannel | discord.StageChannel | None = None,
    ) -> None:
        """Open a discussion here; whoever does so facilitates it."""
        place, person = self._here(interaction)
        if format_name not in self._service.formats:
            raise BadInput(refusals.UNKNOWN_FORMAT)
        _check_rights(interaction, self._service.formats[format_name])
        channel, room = interaction.channel, voice_room(interaction, voice)
        work = self._open(
            place,
            person,
            topic=topic,
            format_name=format_name,
            length=timedelta(minutes=minutes) if minutes else None,
            case_file=case_file,
            thread_of=channel.parent_id if isinstance(channel, discord.Thread) else None,
            room=room,
        )
        opened = await replies.soon(interaction, work)
        total = sum((plan.length for plan in opened.plans), timedelta())
        about = max(1, round(total / _MINUTE))
        has_case = opened.case is not None
        await replies.reply(interaction, words.started(len(opened.plans), about, has_case))

    @start.autocomplete("format_name")
    async def _formats(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=label(each.title, 100), value=name)
            for name, each in self._service.formats.items()
            if wanted in each.title.casefold() or wanted in name
        ][:25]

    @app_commands.command(name="status", description=command_words.STATUS)
    async def status(self, interaction: Interaction) -> None:
        """Say where the discussion is, and where the reader is in it."""
        status = await replies.soon(
            interaction, self._service.archive.status(*self._here(interaction))
        )
        await replies.reply(interaction, _status_text(status))

    @app_commands.command(name="pause", description=command_words.PAUSE)
    async def pause(self, interaction: Interaction) -> None:
        """Stop the clock of the round."""
        await replies.soon(interaction, self._service.rounds.pause(*self._here(interaction)))
        await replies.reply(interaction, words.PAUSED)

    @app_commands.command(name="resume", description=command_words.RESUME)
    async def resume(self, interaction: Interaction) -> None:
        """Let the clock run again."""
        await replies.soon(interaction, self._service.rounds.resume(*self._here(interaction)))
        await replies.reply(interaction, words.RESUMED)

    @app_commands.command(name="extend", description=command_words.EXTEND)
    @app_commands.describe(minutes=command_words.EXTEND_MINUTES)
    async def extend(
        self,
        interaction: Interaction,
        minutes: app_commands.Range[int, 1, _LONGEST_EXTENSION],
    ) -> None:
        """Give the round more time."""
        more = timedelta(minutes=minutes)
        await replies.soon(interaction, self._service.rounds.extend(*self._here(interaction), more))
        await replies.reply(interaction, words.extended(minutes))

    @app_commands.command(name="next", description=command_words.NEXT)
    async def next(self, interaction: Interaction) -> None:
        """Close the round and begin the next, or close the discussion after the last."""
        after = await replies.soon(
            interaction, self._service.rounds.next_round(*self._here(interaction))
        )
        await replies.reply(interaction, words.NEXT if after.is_live else words.LAST_ROUND_CLOSED)

    @app_commands.command(name="end", description=command_words.END)
    async def end(self, interaction: Interaction) -> None:
        """Close the discussion."""
        await replies.soon(interaction, self._service.rounds.end(*self._here(interaction)))
        await replies.reply(interaction, words.ENDED)

    def _here(self, interaction: Interaction) -> tuple[Place, Person]:
        return place_of(interaction), self._people.person(interaction.user)

    async def _open(
        self,
        place: Place,
        person: Person,
        *,
        topic: str,
        format_name: str,
        length: timedelta | None,
        case_file: discord.Attachment | None,
        thread_of: int | None,
        room: VoiceRoom | None,
    ) -> Discussion:
        reading = await self._cases.read(case_file) if case_file is not None else None
        opened = await self._service.rounds.start(
            place,
            person,
            topic=topic,
            format_name=format_name,
            length=length,
            case=reading.case if reading is not None else None,
            thread_of=thread_of,
            voice_channel_id=room.id if room is not None else None,
        )
        there = await people_in(room.guild, room.id) if room is not None else None
        if room is not None and there:
            await self._service.voice.found(room.guild.id, room.id, there)
        return opened


def _check_rights(interaction: Interaction, format_: Format) -> None:
    """Refuse a channel in which the bot could not run this format. Raises ``NotAllowed``."""
    has = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    sends = "send_messages_in_threads" if in_thread else "send_messages"
    needed = ["view_channel", sends, "read_message_history", "attach_files"]
    if any(plan.kind in GROUP_ROUNDS for plan in format_.rounds):
        if not isinstance(interaction.channel, discord.TextChannel):
            raise NotAllowed(circle_words.THREADS_NEED_A_CHANNEL)
        needed += ["create_public_threads", "send_messages_in_threads", "manage_threads"]
    lacking = [name for name in needed if not getattr(has, name)]
    if lacking and not has.administrator:
        raise NotAllowed(refusals.bot_lacks(refusals.permission_names(lacking)))


def _status_text(status: Status) -> str:
    discussion = status.discussion
    number, plan = discussion.current_round.number, discussion.current_plan
    title = one_line(plan.title, 160)
    text = words.status(
        topic=one_line(discussion.topic, 260),
        heading=panel_words.heading(number, len(discussion.plans), plan.kind, title),
        ending=panel_words.ends(int(status.ends_at.timestamp()))
        if status.ends_at
        else words.STANDS_STILL,
        own=status.own,
        turns=status.own_turns,
        words=status.own_words,
    )
    if status.is_facilitator:
        text += words.for_facilitator(status.ledger, status.round_ledger)
    return text

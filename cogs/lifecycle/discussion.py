"""``/discussion``: opening, steering and closing a discussion."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.after_class import review_words
from cogs.arrangement.voice_rooms import VoiceRoom, voice_room
from cogs.interactions import choices, replies
from cogs.interactions.case_files import CaseFiles
from cogs.interactions.choices import Choices
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.lifecycle import steering_words
from cogs.lifecycle.rights import hindrance
from cogs.text import commands as command_words
from cogs.text import panel as panel_words
from cogs.text import replies as words
from cogs.text.escaping import one_line
from discussion.formats.library import DEFAULT_FORMAT
from discussion.model import Discussion, Format, Person, Place
from discussion.model.errors import BadInput, NotAllowed
from discussion.parsing.text import clean_text

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.after_class.archive import Status

_LONGEST_EXTENSION: Final = 120
"""The most minutes that any server can allow; ``Policy.longest_extension`` says what one does."""
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
        format_name: str | None = None,
        minutes: app_commands.Range[int, 10, 180] | None = None,
        case_file: discord.Attachment | None = None,
        voice: discord.VoiceChannel | discord.StageChannel | None = None,
    ) -> None:
        """Open a discussion here; whoever does so facilitates it."""
        place, person = self._here(interaction)
        known = await replies.soon(interaction, self._service.formats.known(place.guild_id))
        way = known.get(format_name or DEFAULT_FORMAT)
        if way is not None:
            _check_rights(interaction, way.format)
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
        text = words.started(len(opened.plans), about, has_case)
        if opened.topic != clean_text(topic):
            text = f"{words.as_planned(one_line(opened.topic, 260))} {text}"
        await replies.reply(interaction, text)

    @start.autocomplete("format_name")
    async def _formats(self, interaction: Interaction, typed: str) -> Choices:
        return await choices.formats(self._service, interaction, typed)

    @app_commands.command(name="status", description=command_words.STATUS)
    async def status(self, interaction: Interaction) -> None:
        """Say where the discussion is, and where the reader is in it."""
        status = await replies.soon(
            interaction, self._service.archive.status(*self._here(interaction))
        )
        text = _status_text(status)
        if status.is_facilitator and status.discussion.is_live:
            outlook = self._service.rounds.outlook(status.discussion)
            text += f"\n{steering_words.planned_anew(outlook)}"
        await replies.reply(interaction, text)

    @app_commands.command(name="pause", description=command_words.PAUSE)
    async def pause(self, interaction: Interaction) -> None:
        """Stop the clock of the round."""
        await replies.soon(interaction, self._service.rounds.pause(*self._here(interaction)))
        await replies.reply(interaction, words.PAUSED)

    @app_commands.command(name="resume", description=command_words.RESUME)
    async def resume(self, interaction: Interaction) -> None:
        """Let the clock run again."""
        after = await replies.soon(
            interaction, self._service.rounds.resume(*self._here(interaction))
        )
        await replies.reply(interaction, self._with_plan(words.RESUMED, after))

    @app_commands.command(name="extend", description=command_words.EXTEND)
    @app_commands.describe(minutes=command_words.EXTEND_MINUTES)
    async def extend(
        self,
        interaction: Interaction,
        minutes: app_commands.Range[int, 1, _LONGEST_EXTENSION],
    ) -> None:
        """Give the round more time."""
        more = timedelta(minutes=minutes)
        work = self._service.rounds.extend(*self._here(interaction), more)
        after = await replies.soon(interaction, work)
        await replies.reply(interaction, self._with_plan(words.extended(minutes), after))

    @app_commands.command(name="next", description=command_words.NEXT)
    async def next(self, interaction: Interaction) -> None:
        """Close the round and begin the next, or close the discussion after the last."""
        after = await replies.soon(
            interaction, self._service.rounds.next_round(*self._here(interaction))
        )
        text = self._with_plan(words.NEXT, after, begun=True)
        if not after.is_live:
            text = words.ended(in_review=after.is_in_review, by_itself=True)
        await replies.reply(interaction, text)

    @app_commands.command(name="back", description=command_words.BACK)
    async def back(self, interaction: Interaction) -> None:
        """Hold the round before once more, and then this one again."""
        after = await replies.soon(interaction, self._service.rounds.back(*self._here(interaction)))
        text = self._with_plan(steering_words.BACK, after, begun=True)
        await replies.reply(interaction, text)

    @app_commands.command(name="hand_over", description=command_words.HAND_OVER)
    @app_commands.describe(member=command_words.HAND_OVER_MEMBER, how=command_words.HAND_OVER_HOW)
    @app_commands.choices(
        how=[
            app_commands.Choice(name=command_words.HAND_OVER_INSTEAD, value="instead"),
            app_commands.Choice(name=command_words.HAND_OVER_TOGETHER, value="together"),
        ]
    )
    async def hand_over(
        self, interaction: Interaction, member: discord.Member, how: str = "instead"
    ) -> None:
        """Let somebody else facilitate, or facilitate as well."""
        if member.bot:
            raise BadInput(steering_words.NO_BOT)
        together = how == "together"
        place, person = self._here(interaction)
        to = self._people.person(member)
        work = self._service.leading.hand_over(place, person, to, together=together)
        after = await replies.soon(interaction, work)
        is_there = after.participants[member.id].present
        text = steering_words.handed_over(member.id, together=together, is_there=is_there)
        await replies.reply(interaction, text)

    @app_commands.command(name="take_over", description=command_words.TAKE_OVER)
    async def take_over(self, interaction: Interaction) -> None:
        """Facilitate from now on."""
        place, person = self._here(interaction)
        after = await replies.soon(interaction, self._service.leading.take_over(place, person))
        out = after.participants[person.id].opted_out_at is not None
        await replies.reply(interaction, steering_words.taken_over(out=out))

    @app_commands.command(name="end", description=command_words.END)
    async def end(self, interaction: Interaction) -> None:
        """Close the discussion."""
        after = await replies.soon(interaction, self._service.rounds.end(*self._here(interaction)))
        await replies.reply(interaction, words.ended(in_review=after.is_in_review))

    @app_commands.command(name="publish", description=command_words.PUBLISH)
    async def publish(self, interaction: Interaction) -> None:
        """Close the review and let the deck be made."""
        work = self._service.reviews.publish_at(*self._here(interaction))
        await replies.soon(interaction, work)
        await replies.reply(interaction, review_words.PUBLISHED)

    def _with_plan(self, text: str, after: Discussion, *, begun: bool = False) -> str:
        """What was done, and what became of the rounds that remain."""
        outlook = self._service.rounds.outlook(after)
        current = after.current_plan.length if begun else None
        return f"{text} {steering_words.planned_anew(outlook, current=current)}"

    def _here(self, interaction: Interaction) -> tuple[Place, Person]:
        return place_of(interaction), self._people.person(interaction.user)

    async def _open(
        self,
        place: Place,
        person: Person,
        *,
        topic: str,
        format_name: str | None,
        length: timedelta | None,
        case_file: discord.Attachment | None,
        thread_of: int | None,
        room: VoiceRoom | None,
    ) -> Discussion:
        reading = await self._cases.read(case_file) if case_file is not None else None
        return await self._service.rounds.start(
            place,
            person,
            topic=topic,
            format_name=format_name,
            length=length,
            case=reading.case if reading is not None else None,
            thread_of=thread_of,
            voice_channel_id=room.id if room is not None else None,
        )


def _check_rights(interaction: Interaction, format_: Format) -> None:
    """Refuse a channel in which the bot could not run this format. Raises ``NotAllowed``."""
    why = hindrance(interaction.channel, interaction.app_permissions, format_)
    if why:
        raise NotAllowed(why)


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
        aloud=status.own_airtime,
    )
    text += words.everybody(status.ledger, status.all_turns, status.all_words)
    if status.is_facilitator or status.is_lecturer:
        text += words.for_those_who_lead(
            status.ledger,
            status.round_ledger,
            status.evenness,
            nameless_left_out=status.nameless_left_out,
        )
    return text

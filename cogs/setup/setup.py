"""``/setup``: what a lecturer chooses once for the classes of a server."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.ext import commands

from cogs.interactions import replies, roster
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.setup import setup_words as words
from cogs.text import refusals
from discussion.model.errors import BadInput
from discussion.ports.store import Clock
from discussion.service.term.courses import CourseChanges
from discussion.term.model import Course
from discussion.term.rota import walltime

if TYPE_CHECKING:
    from discussion.service.term import TermService

_ZONES: Final = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
_NEEDED: Final = (
    "view_channel",
    "send_messages",
    "read_message_history",
    "attach_files",
    "manage_messages",
)
_MINUTE: Final = timedelta(minutes=1)


class SetupCog(commands.Cog):
    """Roles, channels, zone and length; without options it shows what is set."""

    def __init__(
        self, *, term: TermService, people: People, clock: Clock, wording_by: str = ""
    ) -> None:
        self._wording_by = wording_by
        self._term = term
        self._people = people
        self._clock = clock

    @app_commands.command(name="setup", description=words.SETUP)
    @app_commands.describe(
        zone=words.ZONE,
        minutes=words.LENGTH,
        lecturer_role=words.LECTURER_ROLE,
        class_role=words.CLASS_ROLE,
        channel=words.CHANNEL,
        voice=words.VOICE,
    )
    @app_commands.guild_only()
    async def setup(
        self,
        interaction: Interaction,
        zone: app_commands.Range[str, 1, 60] | None = None,
        minutes: app_commands.Range[int, 10, 180] | None = None,
        lecturer_role: discord.Role | None = None,
        class_role: discord.Role | None = None,
        channel: discord.TextChannel | None = None,
        voice: discord.VoiceChannel | discord.StageChannel | None = None,
    ) -> None:
        """Keep what was chosen and show how things stand."""
        place, person = place_of(interaction), self._people.person(interaction.user)
        for role in (lecturer_role, class_role):
            _check_role(role)
        changes = CourseChanges(
            zone=zone,
            class_length=minutes * _MINUTE if minutes else None,
            lecturer_role_id=lecturer_role.id if lecturer_role else None,
            class_role_id=class_role.id if class_role else None,
            channel_id=channel.id if channel else None,
            voice_channel_id=voice.id if voice else None,
        )
        work = self._term.courses.set_up(place.guild_id, person, changes)
        course = await replies.soon(interaction, work)
        await replies.reply(interaction, self._overview(interaction, course))

    @setup.autocomplete("zone")
    async def _zones(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.strip().casefold().replace(" ", "_")
        fitting = [zone for zone in _ZONES if wanted in zone.casefold()]
        # What begins so comes first: "lon" means Europe/London before anything else.
        fitting.sort(key=lambda zone: not zone.casefold().split("/")[-1].startswith(wanted))
        return [app_commands.Choice(name=zone, value=zone) for zone in fitting[:25]]

    def _overview(self, interaction: Interaction, course: Course) -> str:
        guild = interaction.guild
        shown = {
            "the lecturers' role": _still_there(guild, course.lecturer_role_id),
            "the class's role": _still_there(guild, course.class_role_id),
            "the channel": course.channel_id,
        }
        return words.overview(
            zone=course.zone,
            minutes=course.class_length // _MINUTE,
            lecturers=_mention("@&", course.lecturer_role_id),
            everyone=_mention("@&", course.class_role_id),
            channel=_mention("#", course.channel_id),
            voice=_mention("#", course.voice_channel_id),
            time_there=f"{walltime.wall_of(self._clock.now(), course.zone):%H:%M}",
            missing=[name for name, chosen in shown.items() if chosen is None],
            lacking=_lacking(interaction, course),
            silent_roles=_silent(guild, course),
            by_name=interaction.client.intents.members,
            wording_by=self._wording_by,
        )


def _mention(sign: str, number: int | None) -> str:
    return words.UNSET if number is None else f"<{sign}{number}>"


def _check_role(role: discord.Role | None) -> None:
    """Refuse a role that means everybody or belongs to an app. Raises ``BadInput``."""
    if role is not None and role.is_default():
        raise BadInput(words.ROLE_OF_ALL)
    if role is not None and role.managed:
        raise BadInput(words.ROLE_OF_A_BOT)


def _still_there(guild: discord.Guild | None, role_id: int | None) -> int | None:
    """A chosen role, unless it was deleted since."""
    return role_id if guild is None or guild.get_role(role_id or 0) else None


def _silent(guild: discord.Guild | None, course: Course) -> list[str]:
    """The chosen roles that a mention of the bot's would not reach, as mentions."""
    if guild is None:
        return []
    chosen = dict.fromkeys([course.class_role_id, course.lecturer_role_id])
    roles = [guild.get_role(each) for each in chosen if each is not None]
    return [
        role.mention
        for role in roles
        if role is not None and not roster.may_mention(guild, role, course.channel_id)
    ]


def _lacking(interaction: Interaction, course: Course) -> list[str]:
    """The rights that the bot misses in the class's channel, as Discord's settings call them."""
    guild = interaction.guild
    channel = guild.get_channel(course.channel_id) if guild and course.channel_id else None
    if guild is None or channel is None or guild.me is None:
        return []
    has = channel.permissions_for(guild.me)
    return refusals.permission_names(name for name in _NEEDED if not getattr(has, name))

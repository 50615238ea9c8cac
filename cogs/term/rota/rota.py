"""``/rota``: dates, who prepares which class, and swaps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.interactions import choices, custom_ids, replies
from cogs.interactions.choices import Choices
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.term.rota import calendar_files, scheduled_events
from cogs.term.rota import lines as rota_lines
from cogs.term.rota import rota_words as words
from cogs.text.escaping import cut, fitting, one_line
from discussion.model import Person
from discussion.model.errors import BadInput
from discussion.parsing import typed_dates
from discussion.parsing.dates import moment_in_full
from discussion.service.term.rota import RotaView
from discussion.term.model import PlannedClass
from discussion.term.rota import rota
from discussion.term.rota.recurrence import Weekly, dates_of, unknown_days_off

if TYPE_CHECKING:
    from discussion.service.term import TermService

_LIMIT: Final = 2000
Dates = app_commands.Range[str, 1, 2000]
Text = app_commands.Range[str, 1, 60]


@app_commands.guild_only()
class RotaCog(commands.GroupCog, group_name="rota", group_description=words.ROTA):
    """The commands of the rota. Who may use them is the service's to say."""

    def __init__(self, *, client: discord.Client, term: TermService, people: People) -> None:
        self._client = client
        self._term = term
        self._people = people
        self.areas: Mapping[str, Handler] = {"swap": self._answer_swap}

    # -- for everybody ---------------------------------------------------------------------

    @app_commands.command(name="view", description=words.VIEW)
    async def view(self, interaction: Interaction) -> None:
        """Show the term."""
        guild_id, _ = self._who(interaction)
        view, coming = await replies.soon(interaction, self._seen(interaction.guild, guild_id))
        lines = [rota_lines.line(planned, view, coming) for planned in view.classes]
        await replies.reply(
            interaction, fitting(lines, where=words.ALL_OF_THEM) if lines else words.EMPTY
        )

    @app_commands.command(name="claim", description=words.CLAIM)
    @app_commands.describe(date=words.CLAIM_DATE, topic=words.CLAIM_TOPIC)
    async def claim(self, interaction: Interaction, date: Text, topic: Text | None = None) -> None:
        """Take on a class."""
        guild_id, person = self._who(interaction)
        work = self._term.rota.claim(guild_id, person, date, topic)
        planned = await replies.soon(interaction, work)
        view = await self._term.rota.view(guild_id)
        about = view.topic_of(planned)
        title = one_line(about.title, 200) if about else ""
        text = words.claimed(rota_lines.when(planned), title, has_topic=about is not None)
        await replies.reply(interaction, text)

    @app_commands.command(name="release", description=words.RELEASE)
    @app_commands.describe(date=words.CLAIM_DATE)
    async def release(self, interaction: Interaction, date: Text) -> None:
        """Give a class back."""
        guild_id, person = self._who(interaction)
        owner = interaction.guild.owner_id if interaction.guild is not None else None
        work = self._term.rota.release(guild_id, person, date, owner)
        planned = await replies.soon(interaction, work)
        await replies.reply(interaction, words.released(rota_lines.when(planned)))

    @app_commands.command(name="swap", description=words.SWAP)
    @app_commands.describe(mine=words.SWAP_MINE, theirs=words.SWAP_THEIRS)
    async def swap(self, interaction: Interaction, mine: Text, theirs: Text) -> None:
        """Offer a class for another one."""
        guild_id, person = self._who(interaction)
        work = self._term.rota.offer_swap(guild_id, person, mine, theirs)
        offer = await replies.soon(interaction, work)
        await replies.reply(interaction, words.offered(offer.asked_of))

    @app_commands.command(name="ready", description=words.READY)
    @app_commands.rename(is_ready="ready")
    @app_commands.describe(date=words.CLAIM_DATE, is_ready=words.READY_YES)
    async def ready(self, interaction: Interaction, date: Text, is_ready: bool = True) -> None:
        """Say that a class is prepared."""
        guild_id, person = self._who(interaction)
        work = self._term.rota.make_ready(guild_id, person, date, ready=is_ready)
        planned = await replies.soon(interaction, work)
        await replies.reply(interaction, words.ready(rota_lines.when(planned), is_ready=is_ready))

    @app_commands.command(name="export", description=words.EXPORT)
    async def export(self, interaction: Interaction) -> None:
        """Give the rota as files."""
        guild_id, _ = self._who(interaction)
        await replies.defer(interaction)
        view = await self._term.rota.view(guild_id)
        if not view.classes:
            raise BadInput(words.EMPTY)
        names = await rota_lines.names(interaction.guild, view.classes)

        def name_of(person_id: int | None) -> str:
            return names.get(person_id or 0, "")

        files = [
            replies.text_file(calendar_files.table(view, name_of), "rota.csv"),
            replies.data_file(calendar_files.calendar(view, name_of), "rota.ics"),
        ]
        await replies.reply(interaction, words.EXPORTED, files=files)

    # -- for lecturers ---------------------------------------------------------------------

    @app_commands.command(name="dates", description=words.DATES)
    @app_commands.rename(given="dates")
    @app_commands.describe(given=words.DATES_LIST)
    async def add_dates(self, interaction: Interaction, given: Dates) -> None:
        """Plan classes at the dates of a list."""
        today = await self._today(interaction)
        await self._add(interaction, typed_dates.moments_from(given, today))

    @app_commands.command(name="weekly", description=words.WEEKLY)
    @app_commands.describe(
        first=words.WEEKLY_FIRST,
        at=words.WEEKLY_AT,
        weeks=words.WEEKLY_WEEKS,
        every=words.WEEKLY_EVERY,
        off=words.WEEKLY_OFF,
    )
    async def add_weekly(
        self,
        interaction: Interaction,
        first: Text,
        at: Text,
        weeks: app_commands.Range[int, 1, 60],
        every: app_commands.Range[int, 1, 8] = 1,
        off: Dates = "",
    ) -> None:
        """Plan a class every week."""
        today = await self._today(interaction)
        spans, day, hour = (
            typed_dates.spans_from(off, today),
            typed_dates.day_from(first, today),
            typed_dates.time_from(at),
        )
        series = Weekly(day, hour, weeks, every, typed_dates.days_of(spans))
        walls = dates_of(series)
        unknown = unknown_days_off(series, spans)
        await self._add(interaction, walls, words.unknown_days(unknown) if unknown else "")

    @app_commands.command(name="assign", description=words.ASSIGN)
    @app_commands.describe(
        date=words.CLAIM_DATE, member=words.ASSIGN_MEMBER, topic=words.CLAIM_TOPIC
    )
    async def assign(
        self,
        interaction: Interaction,
        date: Text,
        member: discord.Member,
        topic: Text | None = None,
    ) -> None:
        """Give a class to somebody."""
        if member.bot:
            raise BadInput(words.A_BOT)
        guild_id, person = self._who(interaction)
        work = self._term.rota.assign(guild_id, person, date, People.speaker(member), topic)
        planned = await replies.soon(interaction, work)
        await replies.reply(interaction, words.assigned(rota_lines.when(planned), member.id))

    @app_commands.command(name="lock", description=words.LOCK)
    @app_commands.describe(date=words.CLAIM_DATE, lock=words.LOCK_ON)
    async def lock(self, interaction: Interaction, date: Text, lock: bool = True) -> None:
        """Hold a class as it is."""
        guild_id, person = self._who(interaction)
        work = self._term.rota.lock(guild_id, person, date, lock=lock)
        planned = await replies.soon(interaction, work)
        await replies.reply(interaction, words.locked(rota_lines.when(planned), lock=lock))

    @app_commands.command(name="move", description=words.MOVE)
    @app_commands.describe(date=words.CLAIM_DATE, to=words.MOVE_TO)
    async def move(self, interaction: Interaction, date: Text, to: Text) -> None:
        """Move a class to another time."""
        guild_id, person = self._who(interaction)
        today = await self._today(interaction)
        work = self._term.rota.move(guild_id, person, date, typed_dates.moment_from(to, today))
        planned = await replies.soon(interaction, work)
        await replies.reply(
            interaction, words.moved(rota_lines.when(planned), rota_lines.clock_note(planned))
        )

    @app_commands.command(name="cancel", description=words.CANCEL)
    @app_commands.describe(date=words.CLAIM_DATE)
    async def cancel(self, interaction: Interaction, date: Text) -> None:
        """Cancel a class."""
        guild_id, person = self._who(interaction)
        planned = await replies.soon(interaction, self._term.rota.cancel(guild_id, person, date))
        await replies.reply(interaction, words.cancelled(rota_lines.when(planned)))

    # -- choosing --------------------------------------------------------------------------

    @claim.autocomplete("date")
    async def _free_or_own(self, interaction: Interaction, typed: str) -> Choices:
        me = interaction.user.id
        return await self._classes(
            interaction,
            typed,
            lambda c, now: rota.is_free(c, now) or (c.facilitator_id == me),
        )

    @release.autocomplete("date")
    @swap.autocomplete("mine")
    @ready.autocomplete("date")
    async def _own(self, interaction: Interaction, typed: str) -> Choices:
        me = interaction.user.id
        lecturer = self._people.person(interaction.user).is_lecturer
        return await self._classes(
            interaction,
            typed,
            lambda c, _: c.facilitator_id == me or (lecturer and c.facilitator_id is not None),
        )

    @swap.autocomplete("theirs")
    async def _others(self, interaction: Interaction, typed: str) -> Choices:
        me = interaction.user.id
        return await self._classes(
            interaction, typed, lambda c, _: c.facilitator_id not in (None, me)
        )

    @assign.autocomplete("date")
    @lock.autocomplete("date")
    @move.autocomplete("date")
    @cancel.autocomplete("date")
    async def _any(self, interaction: Interaction, typed: str) -> Choices:
        return await self._classes(interaction, typed, lambda _c, _now: True)

    @claim.autocomplete("topic")
    @assign.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        guild_id, _ = self._who(interaction)
        view = await self._term.rota.view(guild_id)
        taken = rota.topics_taken(view.classes)
        free = ((each.title, str(each.id)) for each in view.topics if each.id not in taken)
        return choices.fitting(free, typed)

    async def _classes(
        self,
        interaction: Interaction,
        typed: str,
        fits: Callable[[PlannedClass, datetime], bool],
    ) -> Choices:
        guild_id, _ = self._who(interaction)
        view = await self._term.rota.view(guild_id)
        shown = (
            (rota_lines.option(each, view), str(each.id))
            for each in view.classes
            if rota.is_to_come(each, view.now) and fits(each, view.now)
        )
        return choices.fitting(shown, typed)

    # -- the way of the commands -------------------------------------------------------------

    def _who(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)

    async def _today(self, interaction: Interaction) -> date:
        """Which day it is where the class is."""
        guild_id, _ = self._who(interaction)
        return (await self._term.rota.view(guild_id)).today

    async def _seen(
        self, guild: discord.Guild | None, guild_id: int
    ) -> tuple[RotaView, dict[int, int]]:
        """The rota, and how many are coming by event; Discord is asked only if one is to come."""
        view = await self._term.rota.view(guild_id)
        to_come = any(each.event_id and rota.is_to_come(each, view.now) for each in view.classes)
        return view, await scheduled_events.interested(guild) if guild and to_come else {}

    async def _add(
        self, interaction: Interaction, walls: Iterable[datetime], note: str = ""
    ) -> None:
        guild_id, person = self._who(interaction)
        work = self._term.rota.add(guild_id, person, walls)
        added = await replies.soon(interaction, work)
        text = words.added(
            [rota.day(each) for each in added.made],
            [moment_in_full(wall) for wall in added.left_out[:10]],
            [f"{rota.day(c)}{note_}" for c in added.made if (note_ := rota_lines.clock_note(c))],
            added.zone,
        )
        await replies.reply(interaction, cut(text + note, _LIMIT))

    async def _answer_swap(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, swap_id = custom_id.parts(2)
        guild_id = custom_ids.to_number(guild)
        if custom_id.verb not in ("accept", "decline"):
            raise custom_ids.unknown()
        if interaction.guild_id not in (None, guild_id):
            raise custom_ids.unknown()
        person = self._people.person(interaction.user)
        accept = custom_id.verb == "accept"
        work: Awaitable[object] = self._term.rota.answer_swap(
            guild_id, person, swap_id, accept=accept
        )
        await replies.soon(interaction, work, update=True)
        answer = words.SWAP_ACCEPTED if accept else words.SWAP_DECLINED
        await replies.change(interaction, answer)

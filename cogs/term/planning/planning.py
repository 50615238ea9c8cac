"""``/session``: the planner of a class, its run sheet, and a rehearsal of one's own plan."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.interactions import choices, custom_ids, forms, replies
from cogs.interactions.choices import Choices
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.term.planning import forms as plan_forms
from cogs.term.planning import planning_view as layouts
from cogs.term.planning import planning_words as words
from cogs.term.planning import run_sheet_words as sheet_words
from discussion.model import Person
from discussion.model.errors import BadInput, DeckFailed
from discussion.ports.deck import DeckBuilder
from discussion.service.term.planning import PlanView
from discussion.term.planning import planning
from discussion.term.rota import rota

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.term import TermService

Chosen = app_commands.Range[str, 1, 60]
_AREA = layouts.AREA


@app_commands.guild_only()
class SessionCog(commands.GroupCog, group_name="session", group_description=words.SESSION):
    """What somebody does to the session of a class. Who may do so is the service's to say."""

    def __init__(
        self,
        *,
        service: DiscussionService,
        term: TermService,
        people: People,
        builder: DeckBuilder,
    ) -> None:
        self._service = service
        self._term = term
        self._people = people
        self._builder = builder
        self.areas: Mapping[str, Handler] = {_AREA: self._pressed}

    @app_commands.command(name="plan", description=words.PLAN)
    @app_commands.rename(class_id="class", format_name="format")
    @app_commands.describe(class_id=words.CLASS, format_name=words.FORMAT)
    async def plan(
        self,
        interaction: Interaction,
        class_id: Chosen | None = None,
        format_name: Chosen | None = None,
    ) -> None:
        """Open the planner."""
        guild_id, person = self._who(interaction)
        view = await replies.soon(interaction, self._term.planning.view(guild_id, person, class_id))
        if format_name is not None:
            await self._choose(interaction, view, format_name, update=False)
        else:
            await replies.reply(interaction, words.plan(view, 1), view=layouts.planner(view, 1))

    @app_commands.command(name="run_sheet", description=words.RUN_SHEET)
    @app_commands.rename(class_id="class")
    @app_commands.describe(class_id=words.CLASS)
    async def run_sheet(self, interaction: Interaction, class_id: Chosen | None = None) -> None:
        """Give the run sheet, to read and to print."""
        await self._give_sheet(interaction, class_id)

    @app_commands.command(name="rehearse", description=words.REHEARSE)
    @app_commands.rename(class_id="class")
    @app_commands.describe(class_id=words.CLASS)
    async def rehearse(self, interaction: Interaction, class_id: Chosen | None = None) -> None:
        """Begin a rehearsal with the first round."""
        await self._rehearse(interaction, class_id, 1)

    @plan.autocomplete("class_id")
    @run_sheet.autocomplete("class_id")
    @rehearse.autocomplete("class_id")
    async def _classes(self, interaction: Interaction, typed: str) -> Choices:
        found = await self._term.planning.prepared(*self._who(interaction))
        return choices.fitting(
            ((words.class_choice(rota.day(each), topic), str(each.id)) for each, topic in found),
            typed,
        )

    @plan.autocomplete("format_name")
    async def _formats(self, interaction: Interaction, typed: str) -> Choices:
        return await choices.formats(self._service, interaction, typed)

    # -- presses -----------------------------------------------------------------------------

    async def _pressed(self, interaction: Interaction, custom_id: CustomId) -> None:
        match custom_id.verb:
            case "edited" | "added":
                await self._submitted(interaction, custom_id)
            case "replace" | "keep":
                await self._replaced(interaction, custom_id)
            case "step":
                class_id, number = custom_id.parts(2)
                to = custom_ids.to_number(number)
                await self._rehearse(interaction, class_id, to, update=True)
            case _:
                await self._in_planner(interaction, custom_id)

    async def _in_planner(self, interaction: Interaction, custom_id: CustomId) -> None:
        class_id, mark, text = custom_id.parts(3)
        number, service = custom_ids.to_number(text), self._term.planning
        who = self._who(interaction)
        match custom_id.verb:
            case "sheet":
                await self._give_sheet(interaction, class_id)
            case "rehearse":
                await self._rehearse(interaction, class_id, number)
            case "edit" | "add":
                await self._open_form(interaction, custom_id.verb, class_id, number)
            case "round":
                chosen = custom_ids.to_number(_value(interaction))
                await self._update(interaction, service.view(*who, class_id), chosen)
            case "format":
                work = service.view(*who, class_id)
                view = await replies.soon(interaction, work, update=True)
                await self._choose(interaction, view, _value(interaction), update=True)
            case "earlier":
                work = service.move(*who, class_id, mark, number, -1)
                await self._update(interaction, work, number - 1)
            case "later":
                work = service.move(*who, class_id, mark, number, 1)
                await self._update(interaction, work, number + 1)
            case "remove":
                await self._update(
                    interaction, service.remove(*who, class_id, mark, number), number
                )
            case "fit":
                await self._update(interaction, service.fit(*who, class_id, mark), number)
            case _:
                raise custom_ids.unknown()

    async def _open_form(
        self, interaction: Interaction, verb: str, class_id: str, number: int
    ) -> None:
        view = await self._term.planning.view(*self._who(interaction), class_id)
        if verb == "add":
            where = CustomId(_AREA, "added", f"{class_id}.{number}")
            await forms.show(interaction, plan_forms.adding(where))
            return
        mark = planning.mark_of(view.plan.round(number))
        where = CustomId(_AREA, "edited", f"{class_id}.{mark}.{number}")
        await forms.show(interaction, plan_forms.editing(where, view.plan, number))

    async def _submitted(self, interaction: Interaction, custom_id: CustomId) -> None:
        service, who = self._term.planning, self._who(interaction)
        wanted = plan_forms.wanted(interaction)
        if custom_id.verb == "added":
            class_id, text = custom_id.parts(2)
            after, kind = custom_ids.to_number(text), plan_forms.kind(interaction)
            work = service.add(*who, class_id, after, kind, wanted)
            await self._update(interaction, work, after + 1)
            return
        class_id, mark, text = custom_id.parts(3)
        number = custom_ids.to_number(text)
        await self._update(interaction, service.edit(*who, class_id, number, mark, wanted), number)

    async def _choose(
        self, interaction: Interaction, view: PlanView, name: str, *, update: bool
    ) -> None:
        """Follow a format, or ask first where rounds that somebody shaped would go."""
        work = self._term.planning.choose_format(
            *self._who(interaction), view.planned.id, name, replace_own=False
        )
        after = await replies.soon(interaction, work, update=update)
        if after is None:
            text = words.replaces(view.formats[name])
            buttons = layouts.replacing(view, planning.mark(name))
        else:
            text, buttons = words.plan(after, 1), layouts.planner(after, 1)
        answer = replies.change if update else replies.reply
        await answer(interaction, text, view=buttons)

    async def _replaced(self, interaction: Interaction, custom_id: CustomId) -> None:
        class_id, mark = custom_id.parts(2)
        who, service = self._who(interaction), self._term.planning
        view = await replies.soon(interaction, service.view(*who, class_id), update=True)
        note = words.KEPT
        if custom_id.verb == "replace":
            name = next((each for each in view.formats if planning.mark(each) == mark), "")
            replaced = await service.choose_format(*who, class_id, name, replace_own=True)
            view, note = replaced or view, ""
        await replies.change(interaction, words.plan(view, 1, note), view=layouts.planner(view, 1))

    async def _update(
        self, interaction: Interaction, work: Awaitable[PlanView], number: int
    ) -> None:
        """Show the session as it is now, with a round opened that is there."""
        view = await replies.soon(interaction, work, update=True)
        number = min(max(number, 1), len(view.plan.rounds))
        note = words.CHANGED_MEANWHILE if view.late else ""
        text, buttons = words.plan(view, number, note), layouts.planner(view, number)
        await replies.change(interaction, text, view=buttons)

    async def _give_sheet(self, interaction: Interaction, class_id: str | None) -> None:
        """The words at once, and the page to print when it is made."""
        work = self._term.planning.run_sheet(*self._who(interaction), class_id)
        sheet = await replies.soon(interaction, work)
        for text in sheet_words.sheet(sheet):
            await replies.reply(interaction, text)
        page = sheet_words.printed(sheet, interaction.guild.name if interaction.guild else "")
        house = await self._service.houses.style_of(place_of(interaction).guild_id)
        try:
            made = await self._builder.run_sheet(page, sheet.planned.id, house)
        except DeckFailed:
            await replies.reply(interaction, words.SHEET_UNPRINTED)
            return
        paths = [made.deck, *([made.pdf] if made.pdf else [])]
        files = [discord.File(path, filename=path.name) for path in paths]
        await replies.reply(interaction, words.TO_PRINT, files=files)

    async def _rehearse(
        self, interaction: Interaction, class_id: str | None, number: int, *, update: bool = False
    ) -> None:
        work = self._term.planning.rehearse(*self._who(interaction), class_id, number)
        step = await replies.soon(interaction, work, update=update)
        panel, files = layouts.rehearsal(step, typed=interaction.client.intents.message_content)
        await replies.lay_out(interaction, panel, files=files, update=update)

    def _who(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)


def _value(interaction: Interaction) -> str:
    data: Mapping[str, Any] = interaction.data or {}
    values = data.get("values") or []
    if not values:
        raise BadInput("Nothing was chosen. Pick one from the list.")
    return str(values[0])

"""``/actions``: what came out of classes, followed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from discord import app_commands
from discord.ext import commands

from cogs.interactions import choices, custom_ids, replies
from cogs.interactions.choices import Choices
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.term.rota import term_words as words
from cogs.text.escaping import fitting, one_line
from discussion.model import Person
from discussion.parsing.dates import in_full
from discussion.term.model import Promise

if TYPE_CHECKING:
    from discussion.service.term import TermService

_SHOWN: Final = 140
Text = app_commands.Range[str, 1, 60]


@app_commands.guild_only()
class ActionsCog(commands.GroupCog, group_name="actions", group_description=words.ACTIONS):
    """Listing, settling and moving actions. Whose they are is the service's to say."""

    def __init__(self, *, term: TermService, people: People) -> None:
        self._term = term
        self._people = people
        self.areas: Mapping[str, Handler] = {"action": self._press}

    @app_commands.command(name="list", description=words.ACTIONS_LIST)
    @app_commands.rename(also_done="done")
    @app_commands.describe(also_done=words.ACTIONS_LIST_ALL)
    async def list(self, interaction: Interaction, also_done: bool = False) -> None:
        """Show the actions of this server."""
        guild_id, _ = self._who(interaction)
        found = await self._term.promises.all_of(guild_id)
        lines = [_line(each) for each in found if also_done or each.done_at is None]
        await replies.reply(interaction, fitting(lines) if lines else words.NO_ACTIONS)

    @app_commands.command(name="done", description=words.ACTIONS_DONE)
    @app_commands.rename(is_done="done")
    @app_commands.describe(action=words.ACTIONS_ACTION, is_done=words.ACTIONS_UNDO)
    async def done(self, interaction: Interaction, action: Text, is_done: bool = True) -> None:
        """Say that an action is done."""
        guild_id, person = self._who(interaction)
        work = self._term.promises.settle(guild_id, person, action, done=is_done)
        kept = await replies.soon(interaction, work)
        await replies.reply(interaction, words.settled(_shown(kept), done=is_done))

    @app_commands.command(name="move", description=words.ACTIONS_MOVE)
    @app_commands.describe(action=words.ACTIONS_ACTION, to=words.ACTIONS_DATE)
    async def move(self, interaction: Interaction, action: Text, to: Text) -> None:
        """Give an action another date."""
        guild_id, person = self._who(interaction)
        work = self._term.promises.move(guild_id, person, action, to)
        kept = await replies.soon(interaction, work)
        await replies.reply(interaction, words.moved(_shown(kept), _day(kept.due_on)))

    @app_commands.command(name="take", description=words.ACTIONS_TAKE)
    @app_commands.describe(action=words.ACTIONS_ACTION)
    async def take(self, interaction: Interaction, action: Text) -> None:
        """Take an action on."""
        guild_id, person = self._who(interaction)
        kept = await replies.soon(
            interaction, self._term.promises.take_over(guild_id, person, action)
        )
        await replies.reply(interaction, words.taken(_shown(kept)))

    @done.autocomplete("action")
    @move.autocomplete("action")
    async def _own(self, interaction: Interaction, typed: str) -> Choices:
        guild_id, person = self._who(interaction)
        found = await self._term.promises.all_of(guild_id)
        mine = [p for p in found if person.is_lecturer or p.owner_id == person.id]
        return _choices(mine, typed)

    @take.autocomplete("action")
    async def _free(self, interaction: Interaction, typed: str) -> Choices:
        guild_id, _ = self._who(interaction)
        found = await self._term.promises.all_of(guild_id)
        return _choices([p for p in found if p.owner_id is None and p.done_at is None], typed)

    def _who(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, promise_id = custom_id.parts(2)
        guild_id = custom_ids.to_number(guild)
        if custom_id.verb != "done" or interaction.guild_id not in (None, guild_id):
            raise custom_ids.unknown()
        person = self._people.person(interaction.user)
        work = self._term.promises.settle(guild_id, person, promise_id, done=True)
        kept = await replies.soon(interaction, work, update=True)
        await replies.change(interaction, words.settled(_shown(kept), done=True))


def _choices(found: Sequence[Promise], typed: str) -> Choices:
    return choices.fitting(((each.text, str(each.id)) for each in found), typed)


def _line(kept: Promise) -> str:
    return words.action(
        one_line(kept.text, _SHOWN),
        kept.owner_id,
        _day(kept.due_on) if kept.due_on else "",
        done=kept.done_at is not None,
    )


def _shown(kept: Promise) -> str:
    return one_line(kept.text, _SHOWN)


def _day(due_on: date | None) -> str:
    return in_full(due_on) if due_on else ""

"""``/rules``: what a lecturer changes about facilitation in a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from discord import app_commands
from discord.ext import commands

from cogs.formats import rules_words as words
from cogs.interactions import replies
from cogs.interactions.choices import Choices
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from discussion.formats.rules import RULES, rule_named
from discussion.model.errors import BadInput

if TYPE_CHECKING:
    from discussion.model import Person
    from discussion.service import DiscussionService

RuleName: TypeAlias = app_commands.Range[str, 1, 60]


@app_commands.guild_only()
class RulesCog(commands.GroupCog, group_name="rules", group_description=words.RULES_COMMAND):
    """For lecturers alone, and seen by nobody else; the service checks the right once more."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people

    @app_commands.command(name="view", description=words.VIEW)
    @app_commands.describe(rule=words.RULE)
    async def view(self, interaction: Interaction, rule: RuleName | None = None) -> None:
        """What holds here: one rule, or what was changed, with all of them in a file."""
        here = await replies.soon(interaction, self._service.rules.here(*self._asked(interaction)))
        if rule is not None:
            await replies.reply(interaction, words.one(rule_named(rule), here))
            return
        everything = replies.text_file(words.listed(here), words.FILE)
        await replies.reply(interaction, words.overview(here), files=[everything])

    @app_commands.command(name="change", description=words.CHANGE)
    @app_commands.describe(rule=words.RULE, value=words.VALUE)
    async def change(
        self, interaction: Interaction, rule: RuleName, value: app_commands.Range[str, 1, 60]
    ) -> None:
        """Change a rule for discussions to come."""
        work = self._service.rules.change(*self._asked(interaction), rule, value)
        await replies.reply(interaction, words.changed(await replies.soon(interaction, work)))

    @app_commands.command(name="reset", description=words.RESET)
    @app_commands.describe(rule=words.RESET_RULE)
    async def reset(self, interaction: Interaction, rule: RuleName | None = None) -> None:
        """Let a rule, or all of them, be as usual."""
        work = self._service.rules.reset(*self._asked(interaction), rule)
        await replies.reply(interaction, words.reset(await replies.soon(interaction, work)))

    @view.autocomplete("rule")
    @change.autocomplete("rule")
    async def _any(self, interaction: Interaction, typed: str) -> Choices:
        return await self._offered(interaction, typed, changed_only=False)

    @reset.autocomplete("rule")
    async def _changed(self, interaction: Interaction, typed: str) -> Choices:
        return await self._offered(interaction, typed, changed_only=True)

    @change.autocomplete("value")
    async def _values(self, interaction: Interaction, typed: str) -> Choices:
        """What the chosen rule says here, usually, at least and at most."""
        guild_id, person = self._asked(interaction)
        try:
            rule = rule_named(str(interaction.namespace.rule or ""))
        except BadInput:
            return []
        if not person.is_lecturer:
            return []
        here = await self._service.rules.here(guild_id, person)
        values = {
            rule.show(here.value(rule)): words.NOW,
            rule.show(getattr(here.usual, rule.name)): words.USUAL,
            rule.show(rule.least): words.LEAST,
            rule.show(rule.most): words.MOST,
        }
        return [
            app_commands.Choice(name=f"{value} · {said}", value=value)
            for value, said in values.items()
            if typed.casefold() in value
        ]

    async def _offered(
        self, interaction: Interaction, typed: str, *, changed_only: bool
    ) -> Choices:
        """The rules whose name or meaning has what was typed; those changed here come first."""
        guild_id, person = self._asked(interaction)
        if not person.is_lecturer:
            return []
        here = await self._service.rules.here(guild_id, person)
        wanted = typed.casefold().strip()
        fitting = [
            rule
            for rule in RULES.values()
            if (wanted.replace(" ", "_") in rule.name or wanted in rule.meaning.casefold())
            and (rule.name in here.changes or not changed_only)
        ]
        fitting.sort(key=lambda rule: rule.name not in here.changes)
        return [
            app_commands.Choice(name=words.choice(rule, here.value(rule)), value=rule.name)
            for rule in fitting[:25]
        ]

    def _asked(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)

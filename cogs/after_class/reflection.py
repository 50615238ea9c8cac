"""``/reflection`` and the button *A moment for yourself*: words for oneself, shared by choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.after_class import reflection_words as words
from cogs.interactions import choices, custom_ids, forms, replies
from cogs.interactions.choices import Choices
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text.escaping import MESSAGE_LIMIT, one_line, plain, quote
from discussion.after_class.reflection import LONGEST, Reflection, Shared
from discussion.model import Discussion, Person
from discussion.model.errors import NothingRuns

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.after_class.reflection import SharedWith

_AREA: Final = "reflect"
_TEXT: Final = "text"
_SHARE: Final = "share"
_VERBS: Final = {
    "share": Shared.WITH_NAME,
    "share_nameless": Shared.WITHOUT_NAME,
    "take_back": Shared.NOBODY,
}


class ReflectionCog(commands.Cog):
    """Everything here is seen by one person alone."""

    reflection = app_commands.Group(
        name="reflection",
        description=words.REFLECTION,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
    )

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {_AREA: self._press}

    @reflection.command(name="view", description=words.VIEW)
    @app_commands.describe(discussion=words.WHICH)
    async def view(self, interaction: Interaction, discussion: str | None = None) -> None:
        """Show somebody what they wrote, with buttons for what may become of it."""
        about, kept = await self._own(interaction, discussion)
        await _show(interaction, about, kept)

    @reflection.command(name="write", description=words.WRITE)
    @app_commands.describe(discussion=words.WHICH)
    async def write(self, interaction: Interaction, discussion: str | None = None) -> None:
        """Open the form, for a class whose button is far up in the channel."""
        guild, _ = self._who(interaction)
        chosen = discussion or await self._latest(guild)
        await self._begin(interaction, chosen)

    @reflection.command(name="delete", description=words.DELETE)
    @app_commands.describe(discussion=words.WHICH)
    async def delete(self, interaction: Interaction, discussion: str | None = None) -> None:
        """Forget what somebody wrote."""
        about, _ = await self._own(interaction, discussion)
        guild, person = self._who(interaction)
        await replies.soon(interaction, self._service.reflecting.delete(guild, person, about.id))
        await replies.reply(interaction, words.FORGOTTEN)

    @reflection.command(name="shared", description=words.SHARED)
    @app_commands.describe(discussion=words.WHICH)
    async def shared(self, interaction: Interaction, discussion: str | None = None) -> None:
        """Show a lecturer what was shared with them, and nothing else."""
        guild, person = self._who(interaction)
        chosen = discussion or await self._latest(guild)
        work = self._service.reflecting.shared(guild, person, chosen)
        text = _shared_text(await replies.soon(interaction, work))
        if len(text) <= MESSAGE_LIMIT:
            await replies.reply(interaction, text)
            return
        files = [replies.text_file(text, words.SHARED_FILE)]
        await replies.reply(interaction, words.SHARED_ATTACHED, files=files)

    @view.autocomplete("discussion")
    @write.autocomplete("discussion")
    @delete.autocomplete("discussion")
    @shared.autocomplete("discussion")
    async def _discussions(self, interaction: Interaction, typed: str) -> Choices:
        if interaction.guild_id is None:
            return []
        found = await self._service.reflecting.latest(interaction.guild_id)
        return choices.discussions(found, typed)

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, person = self._who(interaction)
        match custom_id.verb:
            case "begin":
                await self._begin(interaction, custom_id.opaque)
            case "write":
                text, shared = _filled(interaction)
                work = self._service.reflecting.write(guild, person, custom_id.opaque, text, shared)
                await self._answer(interaction, await replies.soon(interaction, work))
            case "share" | "share_nameless" | "take_back":
                shared = _VERBS[custom_id.verb]
                work = self._service.reflecting.share(guild, person, custom_id.opaque, shared)
                kept = await replies.soon(interaction, work, update=True)
                await self._answer(interaction, kept, change=True)
            case "forget":
                gone = self._service.reflecting.delete(guild, person, custom_id.opaque)
                await replies.soon(interaction, gone, update=True)
                await replies.change(interaction, words.FORGOTTEN)
            case _:
                raise custom_ids.unknown()

    async def _begin(self, interaction: Interaction, discussion_id: str) -> None:
        guild, person = self._who(interaction)
        offered = await self._service.reflecting.offer(guild, person, discussion_id)
        form = _form(offered.discussion, offered.question, offered.before)
        await forms.show(interaction, form)

    async def _answer(
        self, interaction: Interaction, kept: Reflection, *, change: bool = False
    ) -> None:
        about = await self._service.archive.one(kept.guild_id, kept.discussion_id)
        if change:
            text, view, _ = _own_text(about, kept)
            await replies.change(interaction, text, view=view)
            return
        await _show(interaction, about, kept)

    async def _own(
        self, interaction: Interaction, discussion_id: str | None
    ) -> tuple[Discussion, Reflection]:
        """What somebody wrote of a class, or last. Raises ``NothingRuns`` if nothing is kept."""
        guild, person = self._who(interaction)
        kept = await replies.soon(interaction, self._service.reflecting.own(guild, person))
        for about, reflection in kept:
            if discussion_id in (None, about.id):
                return about, reflection
        raise NothingRuns(words.NOTHING_YET)

    async def _latest(self, guild_id: int) -> str:
        known = await self._service.reflecting.latest(guild_id)
        if not known:
            raise NothingRuns(words.NO_CLASS)
        return known[0].id

    def _who(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)


async def _show(interaction: Interaction, about: Discussion, kept: Reflection) -> None:
    text, view, whole = _own_text(about, kept)
    files = [] if whole else [replies.text_file(kept.text, words.OWN_FILE)]
    await replies.reply(interaction, text, view=view, files=files)


def _own_text(about: Discussion, kept: Reflection) -> tuple[str, ui.View, bool]:
    """What somebody wrote, its buttons, and whether the words themselves fit in."""
    topic, question = one_line(about.topic, 200), one_line(kept.question, 300)
    text = words.own(topic, question, quote(plain(kept.text)), kept.shared)
    whole = len(text) <= MESSAGE_LIMIT
    if not whole:
        text = words.own(topic, question, words.OWN_ATTACHED, kept.shared)
    view = ui.View(timeout=None)
    offered: Sequence[tuple[str, str]] = [
        ("begin", words.AGAIN),
        ("share", words.SHARE),
        ("share_nameless", words.SHARE_NAMELESS),
        ("take_back", words.TAKE_BACK),
        ("forget", words.FORGET),
    ]
    for verb, text_on_it in offered:
        if _VERBS.get(verb) is not kept.shared:
            custom_id = str(CustomId(_AREA, verb, kept.discussion_id))
            view.add_item(ui.Button(label=text_on_it, custom_id=custom_id))
    return text, view, whole


def _form(about: Discussion, question: str, before: Reflection | None) -> ui.Modal:
    form = ui.Modal(title=words.FORM, custom_id=str(CustomId(_AREA, "write", about.id)))
    form.add_item(ui.TextDisplay(f"**{one_line(question, 500)}**"))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=_TEXT,
        style=discord.TextStyle.paragraph,
        placeholder=words.HINT,
        default=before.text if before else None,
        required=True,
        max_length=LONGEST,
    )
    form.add_item(ui.Label(text=words.FIELD, component=box))
    shared = before.shared if before else Shared.NOBODY
    boxes: ui.CheckboxGroup[ui.Modal] = ui.CheckboxGroup(
        custom_id=_SHARE, min_values=0, max_values=1, required=False
    )
    for value, name in (
        (Shared.WITH_NAME, words.WITH_NAME),
        (Shared.WITHOUT_NAME, words.WITHOUT_NAME),
    ):
        boxes.add_option(label=name, value=value.value, default=shared is value)
    form.add_item(
        ui.Label(text=words.FIELD_SHARE, description=words.FIELD_SHARE_HINT, component=boxes)
    )
    return form


def _filled(interaction: Interaction) -> tuple[str, Shared]:
    """The words of a form, and whom they are for; what the form does not offer is for nobody."""
    given = forms.fields(interaction)
    offered = {each.value: each for each in (Shared.WITH_NAME, Shared.WITHOUT_NAME)}
    return given.get(_TEXT, ""), offered.get(given.get(_SHARE, ""), Shared.NOBODY)


def _shared_text(found: SharedWith) -> str:
    if not found.reflections:
        return words.NOTHING_SHARED
    heading = words.shared_heading(one_line(found.discussion.topic, 200), len(found.reflections))
    each_one = (
        words.shared_one(
            one_line(each.name, 100) if each.name else None,
            one_line(each.question, 300),
            quote(plain(each.text)),
        )
        for each in found.reflections
    )
    return "\n\n".join([heading, *each_one])

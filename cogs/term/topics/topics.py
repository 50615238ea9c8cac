"""``/topics``: what classes can be about, and their readings."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands, ui
from discord.ext import commands

from cogs.interactions import choices, custom_ids, forms, replies
from cogs.interactions.case_files import CaseFiles
from cogs.interactions.choices import Choices
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.replies import Interaction
from cogs.term.topics import stage_options
from cogs.term.topics import topics_words as words
from discussion.model import Case, Person
from discussion.model.errors import BadInput
from discussion.parsing.topic_lists import LONGEST_NOTES, LONGEST_TITLE, MOST_BYTES
from discussion.term.model import Topic
from discussion.term.rota import rota

if TYPE_CHECKING:
    from discussion.service.term import TermService
    from discussion.service.term.topics import TopicsView

_ON_A_PAGE: Final = 8
"""Topics on a page: with title, notes and every escape they fit a message."""
_SUFFIXES: Final = (".csv", ".tsv", ".md", ".txt")
Title = app_commands.Range[str, 1, LONGEST_TITLE]
Notes = app_commands.Range[str, 1, LONGEST_NOTES]
Chosen = app_commands.Range[str, 1, 60]
PartNumber = app_commands.Range[int, 1, 12]


@app_commands.guild_only()
class TopicsCog(commands.GroupCog, group_name="topics", group_description=words.TOPICS):
    """The list of topics. Who may change what is the service's to say."""

    def __init__(self, *, term: TermService, people: People, cases: CaseFiles) -> None:
        self._term = term
        self._people = people
        self._cases = cases
        self.areas = {"topics": self._pressed}

    @app_commands.command(name="list", description=words.LIST)
    async def list_all(self, interaction: Interaction) -> None:
        """Show the first page."""
        guild_id, _ = self._who(interaction)
        view = await replies.soon(interaction, self._term.topics.view(guild_id))
        text, buttons = _page(view, 1)
        await replies.reply(interaction, text, view=buttons)

    @app_commands.command(name="add", description=words.ADD)
    @app_commands.describe(title=words.TITLE, notes=words.NOTES)
    async def add(self, interaction: Interaction, title: Title, notes: Notes = "") -> None:
        """Add one topic."""
        guild_id, person = self._who(interaction)
        work = self._term.topics.add(guild_id, person, title, notes)
        topic = await replies.soon(interaction, work)
        await replies.reply(interaction, words.added(topic.title))

    @app_commands.command(name="import", description=words.IMPORT)
    @app_commands.describe(file=words.FILE)
    async def import_list(
        self, interaction: Interaction, file: discord.Attachment | None = None
    ) -> None:
        """Preview an attached list, or open a form to paste one."""
        _, person = self._who(interaction)
        rota.check_lecturer(person)
        if file is None:
            where = CustomId("topics", "paste", "new")
            form = forms.pasting(where, words.PASTE_TITLE, words.PASTE_LABEL)
            await forms.show(interaction, form)
            return
        data = await replies.soon(interaction, self._cases.fetch(file, MOST_BYTES))
        await self._preview(interaction, file.filename, data)

    @app_commands.command(name="edit", description=words.EDIT)
    @app_commands.describe(topic=words.TOPIC, title=words.TITLE, notes=words.NOTES)
    async def edit(
        self,
        interaction: Interaction,
        topic: Chosen,
        title: Title | None = None,
        notes: Notes | None = None,
    ) -> None:
        """Change title or notes."""
        guild_id, person = self._who(interaction)
        work = self._term.topics.edit(guild_id, person, topic, title, notes)
        changed = await replies.soon(interaction, work)
        await replies.reply(interaction, words.edited(changed.title))

    @app_commands.command(name="remove", description=words.REMOVE)
    @app_commands.describe(topic=words.TOPIC, taken=words.TAKEN)
    async def remove(self, interaction: Interaction, topic: Chosen, taken: bool = False) -> None:
        """Take a topic off the list."""
        guild_id, person = self._who(interaction)
        work = self._term.topics.remove(guild_id, person, topic, taken=taken)
        gone = await replies.soon(interaction, work)
        await replies.reply(interaction, words.removed(gone.title))

    @app_commands.command(name="reading", description=words.READING)
    @app_commands.describe(topic=words.TOPIC, file=words.READING_FILE)
    async def reading(
        self, interaction: Interaction, topic: Chosen, file: discord.Attachment
    ) -> None:
        """Attach a reading and show the parts that were found."""
        changed = await replies.soon(interaction, self._attach(interaction, topic, file))
        await replies.reply(interaction, words.stages(changed.title, _reading_of(changed)))

    @app_commands.command(name="stages", description=words.STAGES)
    @app_commands.describe(topic=words.TOPIC, number=words.STAGES_NUMBER)
    async def stages(
        self, interaction: Interaction, topic: Chosen, number: PartNumber | None = None
    ) -> None:
        """Show the parts of a reading, or one of them."""
        guild_id, _ = self._who(interaction)
        found = await replies.soon(interaction, self._term.topics.named(guild_id, topic))
        case = _reading_of(found)
        if number is None:
            await replies.reply(interaction, words.stages(found.title, case))
            return
        if number > len(case.stages):
            raise BadInput(f"There is no part {number}; the last one is {len(case.stages)}.")
        await replies.reply(interaction, words.stage(number, case))

    @app_commands.command(name="stage", description=words.STAGE)
    @app_commands.describe(
        topic=words.TOPIC,
        number=words.STAGE_NUMBER,
        title=words.STAGE_TITLE,
        question=words.STAGE_QUESTION,
        show=words.STAGE_SHOW,
        split=words.STAGE_SPLIT,
        merge=words.STAGE_MERGE,
        move=words.STAGE_MOVE,
    )
    async def stage(
        self,
        interaction: Interaction,
        topic: Chosen,
        number: PartNumber,
        title: app_commands.Range[str, 1, 120] | None = None,
        question: app_commands.Range[str, 1, 300] | None = None,
        show: app_commands.Range[str, 1, 200] | None = None,
        split: app_commands.Range[int, 2, 500] | None = None,
        merge: bool = False,
        move: PartNumber | None = None,
    ) -> None:
        """Change one part of a reading."""
        guild_id, person = self._who(interaction)
        change = stage_options.change(number, title, question, show, split, move, merge=merge)
        work = self._term.topics.change_reading(
            guild_id, person, topic, lambda case: change(_or_refuse(case))
        )
        changed = await replies.soon(interaction, work)
        await replies.reply(interaction, words.stages(changed.title, _reading_of(changed)))

    @edit.autocomplete("topic")
    @remove.autocomplete("topic")
    @reading.autocomplete("topic")
    @stages.autocomplete("topic")
    @stage.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        guild_id, _ = self._who(interaction)
        found = (await self._term.topics.view(guild_id)).topics
        return choices.fitting(((each.title, str(each.id)) for each in found), typed)

    def _who(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)

    async def _attach(
        self, interaction: Interaction, topic: str, file: discord.Attachment
    ) -> Topic:
        guild_id, person = self._who(interaction)
        # Asked first: nobody's file is read for nothing.
        await self._term.topics.check_may_change(guild_id, person, topic)
        found = await self._cases.read(file)
        return await self._term.topics.change_reading(guild_id, person, topic, lambda _: found.case)

    async def _preview(self, interaction: Interaction, name: str, data: bytes) -> None:
        """Show what would be added; the message carries the list, so that a restart loses none."""
        guild_id, person = self._who(interaction)
        found = await replies.soon(
            interaction, self._term.topics.preview(guild_id, person, name, data)
        )
        if not found.topics:
            await replies.reply(interaction, words.preview(found))
            return
        suffix = PurePath(name).suffix.casefold()
        kept = f"topics{suffix if suffix in _SUFFIXES else '.txt'}"
        buttons = _buttons((words.ADD_THEM, "add", "list"), (words.LEAVE, "leave", "list"))
        files = [replies.data_file(data, kept)]
        await replies.reply(interaction, words.preview(found), view=buttons, files=files)

    async def _pressed(self, interaction: Interaction, custom_id: CustomId) -> None:
        match custom_id.verb:
            case "page":
                guild_id, _ = self._who(interaction)
                work = self._term.topics.view(guild_id)
                view = await replies.soon(interaction, work, update=True)
                text, buttons = _page(view, custom_id.number())
                await replies.change(interaction, text, view=buttons)
            case "paste":
                data = forms.filled(interaction).text.encode("utf-8", "replace")
                await self._preview(interaction, "", data)
            case "add":
                work_ = self._add_list(interaction)
                text = await replies.soon(interaction, work_, update=True)
                await replies.change(interaction, text)
            case "leave":
                await replies.change(interaction, words.LEFT)
            case _:
                raise custom_ids.unknown()

    async def _add_list(self, interaction: Interaction) -> str:
        guild_id, person = self._who(interaction)
        rota.check_lecturer(person)
        attached = interaction.message.attachments if interaction.message else []
        if not attached:
            raise BadInput(words.LIST_GONE)
        data = await self._cases.fetch(attached[0], MOST_BYTES)
        work = self._term.topics.add_list(guild_id, person, attached[0].filename, data)
        return words.imported(await work)


def _reading_of(topic: Topic) -> Case:
    return _or_refuse(topic.reading)


def _or_refuse(case: Case | None) -> Case:
    if case is None:
        raise BadInput(words.NO_READING)
    return case


def _page(view: TopicsView, number: int) -> tuple[str, ui.View | None]:
    """One page of the list and the buttons to the others; the last one if there are fewer."""
    if not view.topics:
        return words.EMPTY, None
    pages = -(-len(view.topics) // _ON_A_PAGE)
    number = min(max(number, 1), pages)
    first = (number - 1) * _ON_A_PAGE
    lines = list[str]()
    for at, each in enumerate(view.topics[first : first + _ON_A_PAGE], first + 1):
        planned = view.classes.get(each.id)
        taken_at = int(rota.starts_at(planned).timestamp()) if planned else None
        parts = len(each.reading.stages) if each.reading else 0
        lines.append(words.topic(at, each.title, each.notes, parts, taken_at))
    buttons = [(words.BACK, "page", str(number - 1))] if number > 1 else []
    buttons += [(words.MORE, "page", str(number + 1))] if number < pages else []
    return words.page(number, pages, lines), _buttons(*buttons) if buttons else None


def _buttons(*buttons: tuple[str, str, str]) -> ui.View:
    view = ui.View(timeout=None)
    for text, verb, opaque in buttons:
        view.add_item(ui.Button(label=text, custom_id=str(CustomId("topics", verb, opaque))))
    return view

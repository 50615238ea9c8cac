"""The review before the deck: looking at one's words, choosing headlines, publishing early."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from discord.ext import commands

from cogs.after_class import review_words as words
from cogs.delivery import layouts
from cogs.interactions import custom_ids, forms, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import replies as reply_words
from discussion.model import Person
from discussion.parsing.text import LONGEST
from discussion.ports.deck import DeckBuilder

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class ReviewCog(commands.Cog):
    """What people do between the last round and the deck; each sees their own words alone."""

    def __init__(self, *, service: DiscussionService, people: People, builder: DeckBuilder) -> None:
        self._service = service
        self._reviews = service.reviews
        self._people = people
        self._builder = builder
        self.areas: Mapping[str, Handler] = {"review": self._press}

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        match custom_id.verb:
            case "words" | "headlines" | "turn_words" | "turn_headlines":
                await self._show(interaction, custom_id)
            case "fine":
                fine = self._reviews.fine(*self._who(interaction, custom_id.opaque))
                known = await replies.soon(interaction, fine)
                await replies.reply(interaction, words.NOTED_FINE if known else words.NO_WORDS)
            case "publish":
                publish = self._reviews.publish(*self._who(interaction, custom_id.opaque))
                await replies.soon(interaction, publish)
                await replies.reply(interaction, words.PUBLISHED)
            case "fix":
                await self._open_form(interaction, custom_id)
            case "put_right" | "no_name" | "take_back":
                await self._change(interaction, custom_id)
            case "choose":
                await self._choose(interaction, custom_id)
            case _:
                raise custom_ids.unknown()

    async def _show(self, interaction: Interaction, custom_id: CustomId) -> None:
        """A page of one's words or of headlines: a new message, or in place of another page."""
        name, page = custom_id.parts(2)
        number, turned = custom_ids.to_number(page), custom_id.verb.startswith("turn_")
        if custom_id.verb.endswith("words"):
            await self._own_words(interaction, name, number, turned=turned)
            return
        who = self._who(interaction, name)
        work = self._reviews.headlines(*who, self._builder)
        choices = await replies.soon(interaction, work, update=turned)
        if not choices:
            await replies.reply(interaction, words.NO_HEADLINES)
            return
        text, view = layouts.headlines(name, choices, number)
        if turned:
            await replies.change(interaction, text, view=view)
        else:
            await replies.reply(interaction, text, view=view)

    async def _own_words(
        self, interaction: Interaction, name: str, page: int, *, turned: bool, note: str = ""
    ) -> None:
        work = self._reviews.own_words(*self._who(interaction, name), self._builder)
        own = await replies.soon(interaction, work, update=turned)
        if own.words:
            text, view = layouts.own_words(own, page, note)
        else:
            text, view = note or words.NO_WORDS, None
        if turned:
            await replies.change(interaction, text, view=view)
        else:
            await replies.reply(interaction, text, view=view)

    async def _open_form(self, interaction: Interaction, custom_id: CustomId) -> None:
        name, number, _ = custom_id.parts(3)
        said = await self._reviews.one_word(
            *self._who(interaction, name), custom_ids.to_number(number)
        )
        form = forms.changing(
            CustomId("review", "put_right", custom_id.opaque),
            said.text,
            LONGEST,
            title=words.FIX_TITLE,
            field=words.FIX_FIELD,
        )
        await forms.show(interaction, form)

    async def _change(self, interaction: Interaction, custom_id: CustomId) -> None:
        """Change one's own words, and show the page as it is now."""
        name, number, page = custom_id.parts(3)
        contribution_id = custom_ids.to_number(number)
        guild_id, discussion_id, person = self._who(interaction, name)
        if custom_id.verb == "put_right":
            said = await self._reviews.put_right(
                guild_id, discussion_id, person, contribution_id, forms.filled(interaction).text
            )
            own = said.message_id == said.id
            note = words.RIGHT_BUT_MESSAGE if own else words.RIGHT
        elif custom_id.verb == "no_name":
            await self._reviews.take_name_off(guild_id, discussion_id, person, contribution_id)
            note = words.NAME_OFF
        else:
            await self._service.contributions.take_back(
                place_of(interaction), person, contribution_id
            )
            note = words.TAKEN_BACK
            discussion = await self._service.archive.one(guild_id, name)
            if not discussion.is_in_review:
                await replies.change(interaction, reply_words.WORDS_TAKEN_BACK)
                return
        page_now = custom_ids.to_number(page)
        await self._own_words(interaction, name, page_now, turned=True, note=note)

    async def _choose(self, interaction: Interaction, custom_id: CustomId) -> None:
        name, theme_id, page = custom_id.parts(3)
        data: Mapping[str, Any] = interaction.data or {}
        picked = [str(value) for value in data.get("values") or ()]
        work = self._reviews.choose(
            *self._who(interaction, name), theme_id, picked[0] if picked else None
        )
        choices = await replies.soon(interaction, work, update=True)
        text, view = layouts.headlines(name, choices, custom_ids.to_number(page))
        await replies.change(interaction, text, view=view)

    def _who(self, interaction: Interaction, discussion_id: str) -> tuple[int, str, Person]:
        person = self._people.person(interaction.user)
        return place_of(interaction).guild_id, discussion_id, person

"""Speaking: ``/say`` and ``/pass``, ordinary messages, and what happens to them later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.arrangement import circles_words as circle_words
from cogs.contributions import spoken_view
from cogs.interactions import custom_ids, errors, forms, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.forms import Filled
from cogs.interactions.people import People
from cogs.interactions.places import heard, place_of, readable
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.interactions.telling import hindrance
from cogs.interactions.undelivered import Undelivered
from cogs.text import commands as command_words
from cogs.text import refusals
from cogs.text import replies as words
from cogs.text.escaping import plain
from discussion.model import Contribution, Place
from discussion.model.errors import BadInput
from discussion.model.hindrance import Hindrance
from discussion.parsing.text import LONGEST

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class ContributionsCog(commands.Cog):
    """Everything by which words reach the record."""

    def __init__(
        self,
        *,
        client: discord.Client,
        service: DiscussionService,
        people: People,
        undelivered: Undelivered,
    ) -> None:
        self._undelivered = undelivered
        self._client = client
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"say": self._submitted}

    @app_commands.command(name="say", description=command_words.SAY)
    @app_commands.describe(
        text=command_words.SAY_TEXT,
        tags=command_words.SAY_TAGS,
        anonymous=command_words.SAY_ANONYMOUS,
    )
    @app_commands.guild_only()
    async def say(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, LONGEST] | None = None,
        tags: app_commands.Range[str, 1, 200] | None = None,
        anonymous: bool | None = None,
    ) -> None:
        """Record the words given, or open the form for them."""
        if text is None:
            await self._open_form(interaction)
        else:
            with errors.keeping(text):
                await self._record(interaction, Filled(text, tags or "", anonymous))

    @app_commands.command(name="pass", description=command_words.PASSING)
    @app_commands.describe(scope=command_words.PASSING_SCOPE)
    @app_commands.choices(
        scope=[
            app_commands.Choice(name=command_words.PASSING_ROUND, value="round"),
            app_commands.Choice(name=command_words.PASSING_SESSION, value="session"),
        ]
    )
    @app_commands.guild_only()
    async def pass_turn(self, interaction: Interaction, scope: str = "round") -> None:
        """Pass in this round, or opt out of the whole discussion."""
        place, person = place_of(interaction), self._people.person(interaction.user)
        whole = scope == "session"
        work = self._service.presence.pass_turn(place, person, whole_session=whole)
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.PASSED_SESSION if whole else words.PASSED)

    async def _open_form(self, interaction: Interaction) -> None:
        place, person = place_of(interaction), self._people.person(interaction.user)
        plan = (await self._service.archive.status(place, person)).discussion.current_plan
        chosen = await self._service.preferences.of(place.guild_id, person.id)
        form = forms.writing(
            CustomId("say", "now", str(place.channel_id)),
            title=command_words.FORM_SAY,
            question=plan.question,
            stem=plan.stem,
            without_name=chosen.anonymous,
        )
        await forms.show(interaction, form)

    async def _submitted(self, interaction: Interaction, custom_id: CustomId) -> None:
        if custom_id.verb not in ("now", "write"):
            raise custom_ids.unknown()
        await self._record(interaction, forms.filled(interaction))

    async def _record(self, interaction: Interaction, filled: Filled) -> None:
        if not filled.text.strip():
            raise BadInput(refusals.NOTHING_WRITTEN)
        place, person = place_of(interaction), self._people.person(interaction.user)
        work = self._service.contributions.say(
            place,
            person,
            event_id=interaction.id,
            text=filled.text,
            tags=filled.tags,
            anonymous=filled.anonymous,
        )
        said = await replies.soon(interaction, work)
        listens = await self._service.circles.listens(place, person.id)
        view = spoken_view.take_back(place, said.id)
        hindered = hindrance(interaction, self._undelivered)
        text = acknowledgement(said, listens=listens, hindrance=hindered)
        await replies.reply(interaction, text, view=view)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Hear an ordinary message. This is the hottest path: what is not speech leaves first."""
        if message.author.bot or message.guild is None:
            return
        if not message.content and self._client.intents.message_content:
            return
        one = heard(message, message.guild.id)
        if one is not None:
            self._service.messages.hear(one)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Follow an edit, also of a message that was written before the bot started."""
        data: Mapping[str, Any] = payload.data
        text = data.get("content")
        author: Mapping[str, Any] = data.get("author") or {}
        if payload.guild_id is None or text is None or author.get("bot"):
            return
        if text:
            names = {int(each["id"]): _name_of(each) for each in data.get("mentions") or ()}
            words_now, mentions = readable(text, names)
            self._service.messages.edited(payload.guild_id, payload.message_id, words_now, mentions)
        elif self._client.intents.message_content:
            # Emptied by its author. Without the intent every text is empty and says nothing.
            self._service.messages.deleted(payload.guild_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted message leaves the record."""
        if payload.guild_id is not None:
            self._service.messages.deleted(payload.guild_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Messages deleted by a moderator together leave the record together."""
        if payload.guild_id is not None:
            self._service.messages.deleted(payload.guild_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """A reaction may say that words speak for somebody else too."""
        if payload.guild_id is not None and not (payload.member and payload.member.bot):
            emoji = str(payload.emoji)
            self._service.messages.reacted(
                payload.guild_id, payload.message_id, payload.user_id, emoji, added=True
            )

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        """A reaction was taken back."""
        if payload.guild_id is not None:
            emoji = str(payload.emoji)
            self._service.messages.reacted(
                payload.guild_id, payload.message_id, payload.user_id, emoji, added=False
            )

    @commands.Cog.listener()
    async def on_raw_typing(self, payload: discord.RawTypingEvent) -> None:
        """Somebody who types is not invited to speak at that moment."""
        if payload.guild_id is not None:
            self._service.messages.typing(
                Place(payload.guild_id, payload.channel_id), payload.user_id
            )

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left the server, and so its discussions."""
        await self._service.presence.left_guild(payload.guild_id, payload.user.id)


def _name_of(user: Mapping[str, Any]) -> str:
    member: Mapping[str, Any] = user.get("member") or {}
    return str(member.get("nick") or user.get("global_name") or user.get("username") or "someone")


def acknowledgement(
    said: Contribution, *, listens: bool, hindrance: Hindrance | None = None
) -> str:
    """What somebody reads once their words are recorded; ``listens``: from an outer circle."""
    tags = [plain(tag.name) for tag in sorted(said.tags)]
    text = words.said(held=said.held, anonymous=said.anonymous, tags=tags, hindrance=hindrance)
    return f"{text}\n{circle_words.LISTENING}" if listens else text

"""Delivers posts to Discord, each at most once as far as Discord allows (see ``sending``)."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import discord
from discord.utils import MISSING

from cogs.delivery import calling, layouts, threads
from cogs.delivery.layouts import Rendered
from cogs.delivery.publishing import Publishing
from cogs.delivery.sending import UNKNOWN_MESSAGE, Sending
from cogs.interactions.delivering import (
    TROUBLE,
    Picture,
    Publication,
    Undeliverable,
    failure,
)
from cogs.interactions.people import People
from cogs.interactions.replies import Interaction
from cogs.term.rota import scheduled_events
from cogs.text.languages import Phrases, phrases
from discussion.model.effects import Post, PostKind
from discussion.model.preferences import InviteBy
from discussion.ports.deck import SlideView
from discussion.ports.store import Clock

_log = logging.getLogger(__name__)

FOLLOW_UP_FOR: Final = timedelta(minutes=14)
"""How long an interaction takes follow-ups, with a minute to spare of Discord's fifteen."""
_REMEMBERED: Final = 2000
_ANSWERED_OPENLY: Final = frozenset(
    {
        discord.InteractionResponseType.channel_message,
        discord.InteractionResponseType.message_update,
        discord.InteractionResponseType.deferred_message_update,
    }
)
_RENDER: Final[Mapping[PostKind, Callable[[Post], Rendered]]] = {
    PostKind.PANEL: layouts.panel,
    PostKind.PANEL_EDIT: layouts.panel,
    PostKind.OPENER: layouts.opener,
    PostKind.SAID: layouts.said,
    PostKind.ASKED: layouts.asked,
    PostKind.REVEAL: layouts.reveal,
    PostKind.FILES: layouts.files,
    PostKind.GROUP: layouts.group,
    PostKind.GROUP_NOTE: layouts.group_note,
    PostKind.HANDS: layouts.hands,
    PostKind.REVIEW: layouts.review,
    PostKind.DECK_OUTDATED: layouts.deck_outdated,
    PostKind.SWAP: layouts.swap,
    PostKind.SWAP_ANSWERED: layouts.swap_answered,
    PostKind.REMINDER: layouts.reminder,
    PostKind.REMINDER_TO_ALL: layouts.reminder_to_all,
    PostKind.REMINDERS_MISSED: layouts.reminders_missed,
    PostKind.REMINDERS_UNREACHED: layouts.reminders_unreached,
    PostKind.CLASS_ASK: layouts.class_ask,
    PostKind.PROMISE: layouts.promise,
    PostKind.CLASS_FREE: layouts.class_free,
    PostKind.OPEN_ACTIONS: layouts.open_actions,
    PostKind.SLIDE_SWAP: layouts.slide_swap,
    PostKind.REFLECTION: layouts.reflection,
    PostKind.PLACE_GONE: layouts.place_gone,
    PostKind.UNDELIVERED: layouts.undelivered,
    PostKind.CLASS_PLACE: layouts.class_place,
    PostKind.CLASS_NEWS: layouts.class_news,
}
_RENDER_PRIVATELY: Final[Mapping[PostKind, Callable[[Post, Phrases], Rendered]]] = {
    PostKind.INVITATION: layouts.invitation,
    PostKind.COPILOT: layouts.copilot,
    PostKind.CUE: layouts.cue,
    PostKind.LEADS: layouts.leads,
    PostKind.STUCK: layouts.stuck,
    PostKind.WORDS_KEPT: layouts.private_word,
    PostKind.WORDS_UNREAD: layouts.private_word,
    PostKind.FILES_STAY: layouts.private_word,
}


class Messenger:
    """Speaks to Discord for the outbox."""

    def __init__(
        self, client: discord.Client, *, clock: Clock, people: People | None = None
    ) -> None:
        """``people`` knows who teaches where nothing was set up."""
        self._client = client
        self._people = people
        self._clock = clock
        self._sending = Sending(client)
        self._publishing = Publishing(self._sending)
        self._recent: OrderedDict[tuple[int, int], tuple[Interaction, datetime]] = OrderedDict()

    def remember(self, interaction: Interaction) -> None:
        """Keep an interaction, so that an invitation can follow it unseen by others."""
        if interaction.guild_id is None or interaction.type is (
            discord.InteractionType.autocomplete
        ):
            return
        key = (interaction.guild_id, interaction.user.id)
        self._recent[key] = (interaction, self._clock.now())
        self._recent.move_to_end(key)
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)

    async def deliver(
        self,
        post: Post,
        *,
        panel_message_id: int | None = None,
        publication: Publication | None = None,
        pictures: Sequence[Picture] = (),
        slide: SlideView | None = None,
        kept: Sequence[discord.File] = (),
        tried_before: datetime | None = None,
    ) -> int | None:
        """Perform a post and return the message in which it stands.

        None for edits, removals, threads and ephemeral invitations. ``panel_message_id`` is the
        panel that an edit changes, or where an earlier version of this very post stands, or the
        message whose place it takes.
        ``kept`` are copies of people's files that it shows.
        ``tried_before`` is the instant of an earlier attempt that may have got through. An
        ephemeral invitation cannot be looked up; the direct message that may follow it after such
        an attempt carries the same invitation. Raises ``Undeliverable`` if it can never be done
        and ``TryLater`` if another attempt may.
        """
        post = self._as_heard(post)
        try:
            match post.kind:
                case PostKind.PANEL_EDIT:
                    return await self._edit(post, panel_message_id, tried_before)
                case PostKind.HIDE:
                    await self._remove(post)
                    return None
                case kind if kind in _RENDER_PRIVATELY:
                    return await self._tell(post, tried_before)
                case PostKind.GROUP_THREAD:
                    await threads.open_below(self._client, post)
                    return None
                case PostKind.GROUP_CLOSE:
                    await threads.close(self._client, post)
                    return None
                case (
                    PostKind.DECK_PROGRESS | PostKind.DECK | PostKind.DECK_AGAIN | PostKind.PREVIEWS
                ):
                    return await self._publishing.deliver(
                        post, publication, pictures, panel_message_id, tried_before
                    )
                case PostKind.HANDS | PostKind.REVIEW | PostKind.SLIDE_SWAP | PostKind.SLIDE:
                    shows = post.kind is PostKind.SLIDE
                    rendered = layouts.slide(post, slide) if shows else _RENDER[post.kind](post)
                    # One slide's picture makes room for the next one's.
                    files = rendered.files if shows else None
                    return await self._sending.keep(
                        post, rendered, panel_message_id, tried_before, files
                    )
                case PostKind.EVENT:
                    return await scheduled_events.bring_in_line(
                        self._client,
                        post,
                        panel_message_id,
                        tried_before=tried_before is not None,
                        now=self._clock.now(),
                    )
                case _:
                    if post.kind is PostKind.GROUP_NOTE:
                        await threads.bring_in(self._client, post)
                    return await self._say(post, kept, tried_before)
        except TROUBLE as error:
            raise failure(error) from error

    async def _say(
        self, post: Post, kept: Sequence[discord.File], tried_before: datetime | None
    ) -> int:
        """Send a post; to a role that cannot be mentioned, in as many messages as it takes."""
        post = calling.addressed(self._client, post, self._people)
        rendered = _RENDER[post.kind](post)
        first, *more = await calling.spelled_out(self._client, post, rendered)
        place = await self._destination(post)
        message_id = await self._sending.send(
            place, post, first, [*first.files(), *kept], tried_before
        )
        for number, each in enumerate(more, 2):
            portion = replace(post, dedup=f"{post.dedup}:{number}")
            await self._sending.send(place, portion, each, (), tried_before)
        return message_id

    def _as_heard(self, post: Post) -> Post:
        """A post that asks nobody to type what the bot may not read."""
        if self._client.intents.message_content:
            return post
        return replace(post, data={**post.data, "typed": False})

    async def _destination(self, post: Post) -> discord.abc.Messageable:
        """The person whom a private post is for, else its channel."""
        if post.recipient_id is None:
            return self._sending.place(post)
        return await self._client.create_dm(discord.Object(post.recipient_id))

    async def _edit(
        self, post: Post, message_id: int | None, tried_before: datetime | None
    ) -> int | None:
        """Change a panel; one that could not be posted when its round began is posted now."""
        rendered = layouts.panel(post)
        if message_id is None:
            return await self._sending.send(
                self._sending.place(post), post, rendered, rendered.files(), tried_before
            )
        message = self._sending.place(post).get_partial_message(message_id)
        await message.edit(
            view=rendered.view,
            attachments=rendered.files(),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        return None

    async def _remove(self, post: Post) -> None:
        message_id: Any = post.data["message_id"]
        try:
            await self._sending.place(post).get_partial_message(int(message_id)).delete()
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise

    async def _tell(self, post: Post, tried_before: datetime | None) -> int | None:
        """Say something to one person, in the way that they allow."""
        if post.recipient_id is None:
            raise Undeliverable(f"{post.dedup} names nobody")
        by = InviteBy(str(post.data.get("by", InviteBy.ANY)))
        rendered = _RENDER_PRIVATELY[post.kind](post, self._phrases(post))
        # An attempt that may have got through cannot be looked up: what only they may see is not
        # sent twice.
        here = by is not InviteBy.MESSAGE and tried_before is None
        if here and await self._told_here(post, rendered):
            return None
        if by not in (InviteBy.ANY, InviteBy.MESSAGE):
            raise Undeliverable(f"{post.dedup} goes by no direct message", unreachable=True)
        return await self._sending.send(
            await self._destination(post), post, rendered, (), tried_before
        )

    def _phrases(self, post: Post) -> Phrases:
        """The language that somebody chose, else that of their Discord where it is known."""
        recent = self._recent.get((post.guild_id, post.recipient_id or 0))
        seen = str(recent[0].locale) if recent is not None else ""
        return phrases(str(post.data.get("language", "")), seen)

    async def _told_here(self, post: Post, rendered: Rendered) -> bool:
        """Invite by a follow-up that nobody else sees, where a recent interaction allows it."""
        key = (post.guild_id, post.recipient_id or 0)
        interaction, seen_at = self._recent.get(key, (None, None))
        if interaction is None or seen_at is None:
            return False
        fresh = self._clock.now() - seen_at < FOLLOW_UP_FOR
        here = post.channel_id in (None, interaction.channel_id)
        if not (fresh and here and interaction.response.type in _ANSWERED_OPENLY):
            return False
        try:
            await interaction.followup.send(
                rendered.content or "",
                view=rendered.view if isinstance(rendered.view, discord.ui.View) else MISSING,
                ephemeral=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.HTTPException as error:
            self._recent.pop(key, None)
            if error.status >= 500:
                raise
            _log.info("An invitation goes by direct message instead: %s", error)
            return False
        return True

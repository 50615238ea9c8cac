"""Delivers posts to Discord, each at most once as far as Discord allows.

A post is sent with a nonce made from its name, which Discord enforces for some minutes. If an
earlier attempt may have got through, the place's history is searched for our own post first.
"""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import discord
from discord.utils import MISSING

from cogs import layouts, roster, scheduled_events, threads
from cogs.delivery import TROUBLE, Publication, TryLater, Undeliverable, failure
from cogs.layouts import Rendered
from cogs.replies import Interaction
from cogs.wording import summary
from cogs.wording.languages import Phrases, phrases
from discussion.effects import Post, PostKind
from discussion.ports import Clock
from discussion.preferences import InviteBy

_log = logging.getLogger(__name__)

NONCE_LENGTH: Final = 25
"""The most characters Discord takes as a nonce."""
FOLLOW_UP_FOR: Final = timedelta(minutes=14)
"""How long an interaction takes follow-ups, with a minute to spare of Discord's fifteen."""
_REMEMBERED: Final = 2000
_SLACK: Final = timedelta(minutes=1)
_SEARCHED: Final = 1000
_SMALLEST_LIMIT: Final = 10 * 1024 * 1024
_UNKNOWN_MESSAGE: Final = 10008
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
    PostKind.GROUP: layouts.group,
    PostKind.GROUP_NOTE: layouts.group_note,
    PostKind.HANDS: layouts.hands,
    PostKind.SWAP: layouts.swap,
    PostKind.SWAP_ANSWERED: layouts.swap_answered,
    PostKind.REMINDER: layouts.reminder,
    PostKind.REMINDERS_MISSED: layouts.reminders_missed,
    PostKind.REMINDERS_UNREACHED: layouts.reminders_unreached,
    PostKind.CLASS_ASK: layouts.class_ask,
    PostKind.PROMISE: layouts.promise,
}
_RENDER_PRIVATELY: Final[Mapping[PostKind, Callable[[Post, Phrases], Rendered]]] = {
    PostKind.INVITATION: layouts.invitation,
    PostKind.COPILOT: layouts.copilot,
    PostKind.CUE: layouts.cue,
}


class Messenger:
    """Speaks to Discord for the outbox."""

    def __init__(self, client: discord.Client, *, clock: Clock) -> None:
        self._client = client
        self._clock = clock
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
        tried_before: datetime | None = None,
    ) -> int | None:
        """Perform a post and return the message in which it stands.

        None for edits, removals, threads and ephemeral invitations. ``panel_message_id`` is the
        panel that an edit changes, or where an earlier version of this very post stands.
        ``tried_before`` is the instant of an earlier attempt that may have got through. An
        ephemeral invitation cannot be looked up; the direct message that may follow it after such
        an attempt carries the same invitation. Raises ``Undeliverable`` if it can never be done
        and ``TryLater`` if another attempt may.
        """
        try:
            match post.kind:
                case PostKind.PANEL_EDIT:
                    await self._edit(post, panel_message_id)
                    return None
                case PostKind.HIDE:
                    await self._remove(post)
                    return None
                case PostKind.INVITATION | PostKind.COPILOT | PostKind.CUE:
                    return await self._tell(post, tried_before)
                case PostKind.GROUP_THREAD:
                    await threads.open_below(self._client, post)
                    return None
                case PostKind.GROUP_CLOSE:
                    await threads.close(self._client, post)
                    return None
                case PostKind.DECK:
                    return await self._publish(post, publication, tried_before)
                case PostKind.HANDS:
                    return await self._keep(post, panel_message_id, tried_before)
                case PostKind.EVENT:
                    return await scheduled_events.bring_in_line(
                        self._client,
                        post,
                        panel_message_id,
                        tried_before=tried_before is not None,
                        now=self._clock.now(),
                    )
                case PostKind.REMINDER_TO_ALL:
                    people = await roster.to_notify(self._client, post)
                    rendered = layouts.reminder_to_all(post, people)
                    return await self._send(self._place(post), post, rendered, (), tried_before)
                case _:
                    if post.kind is PostKind.GROUP_NOTE:
                        await threads.bring_in(self._client, post)
                    rendered = _RENDER[post.kind](post)
                    place = await self._destination(post)
                    return await self._send(place, post, rendered, rendered.files(), tried_before)
        except TROUBLE as error:
            raise failure(error) from error

    def _place(self, post: Post) -> discord.PartialMessageable:
        if post.channel_id is None:
            raise Undeliverable(f"{post.dedup} names no channel")
        return self._client.get_partial_messageable(post.channel_id, guild_id=post.guild_id)

    async def _destination(self, post: Post) -> discord.abc.Messageable:
        """The person whom a private post is for, else its channel."""
        if post.recipient_id is None:
            return self._place(post)
        return await self._client.create_dm(discord.Object(post.recipient_id))

    async def _send(
        self,
        place: discord.abc.Messageable,
        post: Post,
        rendered: Rendered,
        files: Sequence[discord.File],
        tried_before: datetime | None,
    ) -> int:
        nonce = nonce_of(post.dedup)
        if tried_before is not None:
            names = frozenset(file.filename for file in files)
            found = await self._find(place, rendered, names, nonce, tried_before)
            if found is not None:
                return found
        extra: dict[str, Any] = {"view": rendered.view} if rendered.view is not None else {}
        message = await place.send(
            rendered.content,
            files=list(files),
            nonce=nonce,
            allowed_mentions=_only(rendered),
            suppress_embeds=rendered.content is not None,
            **extra,
        )
        return message.id

    async def _find(
        self,
        place: discord.abc.Messageable,
        rendered: Rendered,
        files: frozenset[str],
        nonce: str,
        tried_before: datetime,
    ) -> int | None:
        """Our own message with this post, if an earlier attempt made one."""
        own = self._client.user
        since = tried_before - _SLACK
        try:
            async for message in place.history(after=since, oldest_first=True, limit=_SEARCHED):
                ours = own is not None and message.author.id == own.id
                if ours and _is_same(message, rendered, files, nonce):
                    return message.id
        except discord.Forbidden:
            _log.warning("No right to read the history of %s; the nonce alone guards", place)
        return None

    async def _edit(self, post: Post, message_id: int | None) -> None:
        if message_id is None:
            raise TryLater
        rendered = layouts.panel(post)
        message = self._place(post).get_partial_message(message_id)
        await message.edit(
            view=rendered.view,
            attachments=rendered.files(),
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def _keep(self, post: Post, message_id: int | None, tried_before: datetime | None) -> int:
        """Show a post in the message in which it stands; where there is none, in a new one."""
        rendered = _RENDER[post.kind](post)
        if message_id is not None:
            try:
                await (
                    self._place(post)
                    .get_partial_message(message_id)
                    .edit(view=rendered.view, allowed_mentions=discord.AllowedMentions.none())
                )
            except discord.NotFound as error:
                if error.code != _UNKNOWN_MESSAGE:
                    raise
                # A person removed it. With its old nonce Discord would take the new one for it.
                post = replace(post, dedup=f"{post.dedup}:after:{message_id}")
            else:
                return message_id
        return await self._send(self._place(post), post, rendered, (), tried_before)

    async def _remove(self, post: Post) -> None:
        message_id: Any = post.data["message_id"]
        try:
            await self._place(post).get_partial_message(int(message_id)).delete()
        except discord.NotFound as error:
            if error.code != _UNKNOWN_MESSAGE:
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
        return await self._send(await self._destination(post), post, rendered, (), tried_before)

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

    async def _publish(
        self, post: Post, publication: Publication | None, tried_before: datetime | None
    ) -> int:
        if publication is None:
            raise Undeliverable(f"{post.dedup} came without its files")
        deck = publication.files.deck
        guild = self._client.get_guild(post.guild_id)
        limit = guild.filesize_limit if guild is not None else _SMALLEST_LIMIT
        too_large = deck.stat().st_size > limit
        rendered = Rendered(content=summary.text(publication.record, deck_too_large=too_large))
        files = [] if too_large else [discord.File(deck, filename=deck.name)]
        return await self._send(self._place(post), post, rendered, files, tried_before)


def _only(rendered: Rendered) -> discord.AllowedMentions:
    """A post notifies exactly the people and roles it is meant for."""
    users = [discord.Object(each) for each in sorted(rendered.mentions)]
    roles = [discord.Object(each) for each in sorted(rendered.roles)]
    return discord.AllowedMentions(
        everyone=False, roles=roles or False, users=users or False, replied_user=False
    )


def nonce_of(dedup: str) -> str:
    """The nonce of a post: the same for every attempt, at most 25 characters."""
    return hashlib.sha256(dedup.encode()).hexdigest()[:NONCE_LENGTH]


def _is_same(
    message: discord.Message, rendered: Rendered, files: frozenset[str], nonce: str
) -> bool:
    """Whether a message of ours is this post: by nonce, else by ids, else by what it holds."""
    if message.nonce is not None and str(message.nonce) == nonce:
        return True
    texts, ids = list[str](), set[str]()
    for part in _walk(message.components):
        if isinstance(part, discord.TextDisplay):
            texts.append(part.content)
        elif isinstance(part, discord.Button) and part.custom_id:
            ids.add(part.custom_id)
    if wanted := rendered.custom_ids():
        return bool(wanted & ids)
    if files:
        return files <= {attachment.filename for attachment in message.attachments}
    shown = "\n".join([*([message.content] if message.content else []), *texts])
    return _squeezed(shown) == _squeezed(rendered.text())


def _walk(components: Sequence[Any]) -> Iterator[Any]:
    for each in components:
        yield each
        yield from _walk(getattr(each, "children", ()))


def _squeezed(text: str) -> str:
    return " ".join(text.split())

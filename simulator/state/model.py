"""The facts of the local Discord: users, guilds, channels, messages, as plain data.

Nothing here knows about HTTP, sockets or JSON shapes; `payloads` turns these into Discord's JSON.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from simulator.state.signals import Signal

Payload = dict[str, Any]
"""A JSON object on its way from or to the bot."""

SUPPRESS_EMBEDS = 1 << 2
"""Message flag: embeds are not shown."""

HAS_THREAD = 1 << 5
"""Message flag: a thread hangs from it."""

EPHEMERAL = 1 << 6
"""Message flag: only the person who caused it sees it."""

LOADING = 1 << 7
"""Message flag: a deferred answer that has not arrived ("is thinking")."""

COMPONENTS_V2 = 1 << 15
"""Message flag: the message is laid out by components alone."""


class ChannelType(IntEnum):
    """Discord's channel types, as far as a class guild uses them."""

    TEXT = 0
    DIRECT = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13


@dataclass(slots=True, eq=False)
class User:
    """A person or bot, the same in every guild."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    direct_messages_open: bool = True


@dataclass(slots=True, eq=False)
class Role:
    """A guild role; its permissions are bits of `permissions.Permission`."""

    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    bot_id: int | None = None
    color: int = 0
    hoist: bool = False

    @property
    def mention(self) -> str:
        """How a message refers to the role."""
        return f"<@&{self.id}>"


@dataclass(slots=True, eq=False)
class Overwrite:
    """What a channel allows and denies one role (type 0) or member (type 1)."""

    id: int
    type: int
    allow: int
    deny: int


@dataclass(slots=True, eq=False)
class Attachment:
    """A file on a message; its bytes are kept so that a test can read what was posted."""

    id: int
    filename: str
    data: bytes
    content_type: str
    url: str
    description: str | None = None
    ephemeral: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """One message as it stands now; edits change it in place."""

    id: int
    channel: "Channel"
    author: User
    created_at: datetime
    content: str = ""
    type: int = 0
    flags: int = 0
    edited_at: datetime | None = None
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mention_role_ids: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    reactions: dict[str, list[int]] = field(default_factory=dict)
    reply_to: "Message | None" = None
    nonce: str | int | None = None
    poll: Payload | None = None
    pinned_at: datetime | None = None
    interaction_metadata: Payload | None = None
    ephemeral_for: int | None = None
    thread: "Channel | None" = None
    deleted: bool = False
    revision: int = 0

    @property
    def text(self) -> str:
        """All words a reader sees: content, text displays and embeds, one part per line."""
        parts = [self.content] if self.content else []
        parts += [
            part["content"] for part in walk_components(self.components) if part["type"] == 10
        ]
        for embed in self.embeds:
            parts += [embed[key] for key in ("title", "description") if embed.get(key)]
            for line in embed.get("fields", []):
                parts += [line["name"], line["value"]]
            if "footer" in embed:
                parts.append(embed["footer"]["text"])
        return "\n".join(parts)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.ephemeral_for is not None

    @property
    def loading(self) -> bool:
        """Whether it is still the placeholder of a deferred answer."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[Payload]:
        """Every button on the message, in reading order."""
        return [part for part in walk_components(self.components) if part["type"] == 2]

    @property
    def menus(self) -> list[Payload]:
        """Every menu of texts on the message, in reading order."""
        return [part for part in walk_components(self.components) if part["type"] == 3]

    @property
    def jump_url(self) -> str:
        """The link a client would copy."""
        place = self.channel.guild_id or "@me"
        return f"https://discord.com/channels/{place}/{self.channel.id}/{self.id}"


@dataclass(slots=True, eq=False)
class ThreadFacts:
    """What only threads have."""

    owner_id: int
    archived: bool
    locked: bool
    auto_archive_minutes: int
    archive_changed_at: datetime
    created_at: datetime
    invitable: bool = True
    member_ids: dict[int, datetime] = field(default_factory=dict)
    total_messages: int = 0


@dataclass(slots=True, eq=False)
class Channel:
    """A text, voice or stage channel, a category, a thread, or a direct-message channel."""

    id: int
    type: ChannelType
    name: str
    guild_id: int | None = None
    parent_id: int | None = None
    topic: str | None = None
    position: int = 0
    slow_mode_seconds: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: list[User] = field(default_factory=list)
    thread: ThreadFacts | None = None
    stored: dict[int, Message] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)

    @property
    def is_thread(self) -> bool:
        """Whether it hangs below another channel and shares its permissions."""
        return self.type in {ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}

    @property
    def is_voice(self) -> bool:
        """Whether people can talk in it aloud."""
        return self.type in {ChannelType.VOICE, ChannelType.STAGE}

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct-message channel."""
        return self.type is ChannelType.DIRECT

    @property
    def mention(self) -> str:
        """How a message refers to the channel."""
        return f"<#{self.id}>"

    @property
    def messages(self) -> list[Message]:
        """What people see in the channel now, oldest first."""
        return [
            found for found in self.stored.values() if not found.deleted and not found.ephemeral
        ]

    def keep(self, message: Message) -> None:
        """Store a new message and tell those who wait."""
        self.stored[message.id] = message
        self.order.append(message.id)
        self.changed.notify()

    def history(
        self, *, before: int | None = None, after: int | None = None, limit: int = 50
    ) -> list[Message]:
        """Return up to `limit` visible messages, newest first, as Discord's history does.

        Args:
            before: Only ids below; the newest of them are returned.
            after: Only ids above; the oldest of them are returned.
            limit: The largest number of messages.
        """
        start = 0 if after is None else bisect_left(self.order, after + 1)
        end = len(self.order) if before is None else bisect_left(self.order, before)
        ids: Iterator[int] = (
            (self.order[place] for place in range(start, end))
            if after is not None
            else (self.order[place] for place in range(end - 1, start - 1, -1))
        )
        found: list[Message] = []
        for message_id in ids:
            message = self.stored[message_id]
            if message.deleted or message.ephemeral:
                continue
            found.append(message)
            if len(found) == limit:
                break
        return sorted(found, key=lambda message: message.id, reverse=True)

    async def wait_for(
        self, predicate: Callable[[Message], object], timeout_seconds: float = 5.0
    ) -> Message:
        """Return the first visible message that satisfies the predicate, now or when it comes.

        Edits count: the predicate is asked again after each change in the channel.

        Raises:
            TimeoutError: No such message within `timeout_seconds` real seconds.
        """

        def look() -> Message | None:
            return next((found for found in self.messages if predicate(found)), None)

        return await self.changed.wait_for(look, timeout_seconds, f"a message in #{self.name}")


@dataclass(slots=True, eq=False)
class MemberState:
    """A user in one guild."""

    user: User
    joined_at: datetime
    role_ids: list[int] = field(default_factory=list)
    nick: str | None = None
    voice_channel_id: int | None = None
    muted: bool = False
    deafened: bool = False
    direct_messages_read: set[int] = field(default_factory=set)

    @property
    def display_name(self) -> str:
        """The name others see in the guild."""
        return self.nick or self.user.name


@dataclass(slots=True, eq=False)
class ScheduledEvent:
    """A guild's scheduled event."""

    id: int
    guild_id: int
    creator: User
    name: str
    description: str | None
    starts_at: datetime
    ends_at: datetime | None
    entity_type: int
    channel_id: int | None
    location: str | None
    status: int = 1
    user_ids: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class GuildState:
    """A guild with everything in it; `changed` tells of events, members and voice."""

    id: int
    name: str
    owner_id: int
    bot_joined_at: datetime
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, MemberState] = field(default_factory=dict)
    events: dict[int, ScheduledEvent] = field(default_factory=dict)
    stages: dict[int, Payload] = field(default_factory=dict)
    locale: str = "en-US"
    changed: Signal = field(default_factory=Signal)


def walk_components(components: list[Payload]) -> Iterator[Payload]:
    """Yield every component of a message or modal, depth first, in reading order."""
    for component in components:
        yield component
        yield from walk_components(component.get("components", []))
        for key in ("accessory", "component"):
            if key in component:
                yield from walk_components([component[key]])

"""What a person does in Discord's client without the bot: writing, reacting, coming and going.

Every action that the client would refuse raises `MemberError`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from simulator.payloads import guilds, objects
from simulator.people.options import File
from simulator.rest.threads import change_members, open_thread
from simulator.simulation.interactions import Interaction
from simulator.simulation.simulation import Simulation
from simulator.state.errors import MemberError
from simulator.state.model import (
    Channel,
    ChannelType,
    GuildState,
    MemberState,
    Message,
    Role,
    ScheduledEvent,
    User,
)
from simulator.state.permissions import Permission, guild_permissions


class Person:
    """A handle on one person in one guild; `members.Member` adds commands and components."""

    def __init__(self, sim: Simulation, guild: GuildState, state: MemberState) -> None:
        self._sim = sim
        self._guild = guild
        self.state = state
        self._interactions: list[Interaction] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @property
    def id(self) -> int:
        """The user id."""
        return self.state.user.id

    @property
    def user(self) -> User:
        """The person apart from the guild; `direct_messages_open` may be changed here."""
        return self.state.user

    @property
    def name(self) -> str:
        """The name that others see."""
        return self.state.display_name

    @property
    def mention(self) -> str:
        """How a message refers to the person."""
        return f"<@{self.id}>"

    @property
    def direct_channel(self) -> Channel:
        """The direct-message channel with the bot; commands and messages may be sent there."""
        return self._sim.world.direct_channel(self.user)

    @property
    def direct_messages(self) -> list[Message]:
        """What the bot has written to this person directly, oldest first."""
        return [entry for entry in self.direct_channel.messages if entry.author.bot]

    @property
    def ephemerals(self) -> list[Message]:
        """Messages that only this person sees now, oldest first."""
        found: list[Message] = []
        for interaction in self._interactions:
            for message in [interaction.original, *interaction.followups]:
                if message is None or not message.ephemeral or message.deleted:
                    continue
                if message not in found:
                    found.append(message)
        return sorted(found, key=lambda message: message.id)

    async def next_direct_message(self, timeout_seconds: float = 5.0) -> Message:
        """Return the oldest direct message not returned before, waiting for it if needed.

        Raises:
            TimeoutError: None came within `timeout_seconds` real seconds.
        """
        read = self.state.direct_messages_read

        def look() -> Message | None:
            unread = [entry for entry in self.direct_messages if entry.id not in read]
            return unread[0] if unread else None

        what = f"a direct message to {self.name}"
        message = await self.direct_channel.changed.wait_for(look, timeout_seconds, what)
        read.add(message.id)
        return message

    def may(self, channel: Channel, permission: Permission) -> bool:
        """Tell whether the person has a permission in a channel."""
        return permission in self._sim.world.permissions(self.user, channel)

    def _require(self, channel: Channel, *permissions: Permission) -> None:
        for permission in permissions:
            if not self.may(channel, permission):
                message = f"{self.name} lacks {permission.name} in #{channel.name}"
                raise MemberError(message)

    async def write(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        files: Sequence[File] = (),
    ) -> Message:
        """Post a message.

        Raises:
            MemberError: Missing permission, an empty or overlong text, slow mode, a locked thread.
        """
        sending = (
            Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        )
        self._require(channel, Permission.VIEW_CHANNEL, sending)
        if files:
            self._require(channel, Permission.ATTACH_FILES)
        if not text.strip() and not files:
            message = "a message needs words or a file"
            raise MemberError(message)
        if len(text) > 2000:
            message = f"{len(text)} characters are more than 2000"
            raise MemberError(message)
        self._require_slow_mode_over(channel)
        if channel.thread is not None:
            if channel.thread.locked and not self.may(channel, Permission.MANAGE_THREADS):
                message = f"the thread {channel.name!r} is locked"
                raise MemberError(message)
            change_members(self._sim, channel, added=self.user)
        world = self._sim.world
        return self._sim.conversation.post(
            channel,
            self.user,
            content=text,
            attachments=[
                world.add_attachment(file.name, file.data, file.content_type) for file in files
            ],
            kind=19 if reply_to is not None else 0,
            reply_to=reply_to,
        )

    def _require_slow_mode_over(self, channel: Channel) -> None:
        if not channel.slow_mode_seconds or self.may(channel, Permission.MANAGE_MESSAGES):
            return
        own = [entry for entry in channel.messages if entry.author is self.user]
        wait = timedelta(seconds=channel.slow_mode_seconds)
        if own and self._sim.world.now() - own[-1].created_at < wait:
            message = f"slow mode: one message per {channel.slow_mode_seconds} s"
            raise MemberError(message)

    async def edit(self, message: Message, words: str) -> None:
        """Edit an own message.

        Raises:
            MemberError: It is another's, or its thread is archived.
        """
        self._own(message)
        if message.channel.thread is not None and message.channel.thread.archived:
            text = f"the thread {message.channel.name!r} is archived"
            raise MemberError(text)
        self._sim.conversation.edit(message, {"content": words})

    async def delete(self, message: Message) -> None:
        """Delete an own message, or another's with the permission to."""
        if message.author is not self.user:
            self._require(message.channel, Permission.MANAGE_MESSAGES)
        self._sim.conversation.delete(message)

    def _own(self, message: Message) -> None:
        if message.author is not self.user:
            text = f"{self.name} did not write this message"
            raise MemberError(text)

    async def react(self, message: Message, emoji: str) -> None:
        """Add a reaction."""
        if not message.reactions.get(emoji):
            self._require(message.channel, Permission.ADD_REACTIONS)
        self._sim.conversation.react(message, self.user, emoji)

    async def unreact(self, message: Message, emoji: str) -> None:
        """Take a reaction back."""
        self._sim.conversation.unreact(message, self.user, emoji)

    async def type_in(self, channel: Channel) -> None:
        """Be shown as typing."""
        self._require(
            channel,
            Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES,
        )
        self._sim.conversation.type_in(channel, self.user)

    async def start_thread(
        self, channel: Channel, name: str, *, message: Message | None = None
    ) -> Channel:
        """Open a public thread, from a message or alone."""
        self._require(channel, Permission.CREATE_PUBLIC_THREADS)
        return open_thread(self._sim, channel, self.user, name, message=message)

    async def leave(self) -> None:
        """Leave the guild, and the voice channel with it."""
        if self.state.voice_channel_id is not None:
            self._move_voice(None)
        for event in self._guild.events.values():
            await self.leave_event(event.id)
        self._guild.members.pop(self.id, None)
        body = {"guild_id": str(self._guild.id), "user": objects.user(self.user)}
        self._sim.gateway.dispatch("GUILD_MEMBER_REMOVE", body, self._guild.id)

    async def rename(self, nick: str | None) -> None:
        """Change the name in the guild; None goes back to the user's own."""
        self.state.nick = nick
        self._tell_update()

    async def change_roles(self, *roles: Role) -> None:
        """Have exactly these roles, as if an administrator had given them."""
        self.state.role_ids = [role.id for role in roles]
        self._tell_update()

    def _tell_update(self) -> None:
        body = objects.member(self.state) | {"guild_id": str(self._guild.id)}
        self._sim.gateway.dispatch("GUILD_MEMBER_UPDATE", body, self._guild.id)

    async def join_voice(self, channel: Channel) -> None:
        """Enter a voice or stage channel, from another one too.

        Raises:
            MemberError: It is neither, or the person may not connect to it.
        """
        if not channel.is_voice:
            message = f"#{channel.name} is not a voice or stage channel"
            raise MemberError(message)
        self._require(channel, Permission.VIEW_CHANNEL, Permission.CONNECT)
        self._move_voice(channel.id)

    async def leave_voice(self) -> None:
        """Leave the voice channel.

        Raises:
            MemberError: The person is in none.
        """
        if self.state.voice_channel_id is None:
            message = f"{self.name} is in no voice channel"
            raise MemberError(message)
        self._move_voice(None)

    def _move_voice(self, channel_id: int | None) -> None:
        self.state.voice_channel_id = channel_id
        body = guilds.voice_state(self._guild, self.state)
        self._sim.gateway.dispatch("VOICE_STATE_UPDATE", body, self._guild.id)

    async def move_event(self, event_id: int, starts_at: datetime) -> None:
        """Move a scheduled event in Discord's own window; it lasts as long as before."""
        event = self._guild.events[event_id]
        self._require_guild(Permission.MANAGE_EVENTS)
        if event.ends_at is not None:
            event.ends_at = starts_at + (event.ends_at - event.starts_at)
        event.starts_at = starts_at
        self._tell_event("UPDATE", event)

    async def change_event_end(self, event_id: int, ends_at: datetime) -> None:
        """Let a scheduled event end at another time, in Discord's own window."""
        event = self._guild.events[event_id]
        self._require_guild(Permission.MANAGE_EVENTS)
        event.ends_at = ends_at
        self._tell_event("UPDATE", event)

    async def describe_event(
        self, event_id: int, *, name: str | None = None, description: str | None = None
    ) -> None:
        """Give a scheduled event another name or description, in Discord's own window."""
        event = self._guild.events[event_id]
        self._require_guild(Permission.MANAGE_EVENTS)
        event.name = event.name if name is None else name
        event.description = event.description if description is None else description
        self._tell_event("UPDATE", event)

    async def place_event(self, event_id: int, where: Channel | str) -> None:
        """Put a scheduled event into a voice or stage channel, or elsewhere by words."""
        event = self._guild.events[event_id]
        self._require_guild(Permission.MANAGE_EVENTS)
        if isinstance(where, str):
            event.entity_type, event.channel_id, event.location = 3, None, where
        else:
            event.entity_type = 1 if where.type is ChannelType.STAGE else 2
            event.channel_id, event.location = where.id, None
        self._tell_event("UPDATE", event)

    async def delete_event(self, event_id: int) -> None:
        """Delete a scheduled event in Discord's own window."""
        self._require_guild(Permission.MANAGE_EVENTS)
        self._tell_event("DELETE", self._guild.events.pop(event_id))

    def _tell_event(self, what: str, event: ScheduledEvent) -> None:
        body = guilds.scheduled_event(event)
        self._sim.gateway.dispatch(f"GUILD_SCHEDULED_EVENT_{what}", body, self._guild.id)

    def _require_guild(self, permission: Permission) -> None:
        if permission not in guild_permissions(self._guild, self.state):
            raise MemberError(f"{self.name} lacks {permission.name} in {self._guild.name}")

    async def join_event(self, event_id: int) -> None:
        """Press Interested at a scheduled event; a second time changes nothing."""
        event = self._guild.events[event_id]
        if self.id not in event.user_ids:
            event.user_ids.append(self.id)
            self._tell_interest("ADD", event)

    async def leave_event(self, event_id: int) -> None:
        """Take that back."""
        event = self._guild.events[event_id]
        if self.id in event.user_ids:
            event.user_ids.remove(self.id)
            self._tell_interest("REMOVE", event)

    def _tell_interest(self, what: str, event: ScheduledEvent) -> None:
        body = {
            "guild_scheduled_event_id": str(event.id),
            "user_id": str(self.id),
            "guild_id": str(self._guild.id),
        }
        self._sim.gateway.dispatch(f"GUILD_SCHEDULED_EVENT_USER_{what}", body, self._guild.id)

"""The state of the local Discord and the questions asked of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.state import errors
from simulator.state.model import (
    Attachment,
    Channel,
    ChannelType,
    GuildState,
    MemberState,
    Message,
    Role,
    User,
)
from simulator.state.permissions import (
    BOT_DEFAULT,
    DIRECT_MESSAGE,
    MEMBER_DEFAULT,
    Permission,
    channel_permissions,
    guild_permissions,
)
from simulator.state.snowflake import SnowflakeSource


@dataclass(slots=True)
class Application:
    """The bot's application as its owner set it up in Discord's portal.

    The three booleans are the privileged intents; switching one off makes an IDENTIFY that asks for
    it fail with close code 4014, and, for message content, empties other people's words in REST
    replies too.
    """

    id: int
    token: str
    name: str
    owner: User
    message_content: bool = True
    members: bool = True
    presences: bool = True

    @property
    def flags(self) -> int:
        """The `*_limited` application flags that follow from the privileged intents."""
        return self.presences << 13 | self.members << 15 | self.message_content << 19


@dataclass(slots=True)
class World:
    """Users, guilds, direct messages and files, with the clock that stamps them."""

    now: Callable[[], datetime]
    ids: SnowflakeSource
    application: Application
    bot: User
    history_has_nonce: bool = False
    public_url: str = ""
    cdn_url: str = ""
    gateway_url: str = ""
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, GuildState] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    direct: dict[int, Channel] = field(default_factory=dict)
    attachments: dict[int, Attachment] = field(default_factory=dict)

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """Register a person or bot."""
        user = User(self.ids.next(), name, bot=bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, locale: str = "en-US") -> GuildState:
        """Create a guild with an owner, @everyone, and the bot in it with a role of its own."""
        owner = self.add_user(f"{name} owner")
        guild = GuildState(self.ids.next(), name, owner.id, self.now(), locale=locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", MEMBER_DEFAULT, 0)
        guild.members[owner.id] = MemberState(owner, self.now())
        role = self.add_role(guild, self.application.name, BOT_DEFAULT)
        role.bot_id = self.bot.id
        guild.members[self.bot.id] = MemberState(self.bot, self.now(), [role.id])
        self.guilds[guild.id] = guild
        return guild

    def add_role(self, guild: GuildState, name: str, permissions: int) -> Role:
        """Add a role above those that exist."""
        role = Role(self.ids.next(), name, int(permissions), len(guild.roles))
        guild.roles[role.id] = role
        return role

    def add_channel(self, guild: GuildState, name: str, kind: ChannelType) -> Channel:
        """Add a channel that belongs to the guild."""
        channel = Channel(self.ids.next(), kind, name, guild.id, position=len(guild.channels))
        guild.channels[channel.id] = channel
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, user: User) -> Channel:
        """Return the direct-message channel between the bot and a user, opening it if needed."""
        channel = self.direct.get(user.id)
        if channel is None:
            channel = Channel(
                self.ids.next(), ChannelType.DIRECT, user.name, recipients=[user, self.bot]
            )
            self.direct[user.id] = channel
            self.channels[channel.id] = channel
        return channel

    def add_attachment(
        self,
        filename: str,
        data: bytes,
        content_type: str,
        *,
        description: str | None = None,
        ephemeral: bool = False,
    ) -> Attachment:
        """Store a file and give it an address from which it can be downloaded."""
        file_id = self.ids.next()
        url = f"{self.cdn_url}/attachments/{self.application.id}/{file_id}/{filename}"
        attachment = Attachment(file_id, filename, data, content_type, url, description, ephemeral)
        self.attachments[file_id] = attachment
        return attachment

    def guild(self, guild_id: int) -> GuildState:
        """Return a guild the bot is in, or raise 10004."""
        guild = self.guilds.get(guild_id)
        if guild is None:
            raise errors.unknown("Guild")
        return guild

    def channel(self, channel_id: int) -> Channel:
        """Return a channel, or raise 10003."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise errors.unknown("Channel")
        return channel

    def message(self, channel_id: int, message_id: int) -> Message:
        """Return a visible message, or raise 10008."""
        message = self.channel(channel_id).stored.get(message_id)
        if message is None or message.deleted or message.ephemeral:
            raise errors.unknown("Message")
        return message

    def member(self, guild: GuildState, user_id: int) -> MemberState:
        """Return a member, or raise 10007."""
        member = guild.members.get(user_id)
        if member is None:
            raise errors.unknown("Member")
        return member

    def member_of(self, channel: Channel, user: User) -> MemberState | None:
        """Return the user's membership in the channel's guild, if there is one."""
        if channel.guild_id is None:
            return None
        return self.guilds[channel.guild_id].members.get(user.id)

    def permissions(self, user: User, channel: Channel) -> Permission:
        """Return what a user may do in a channel; nothing where they do not belong."""
        if channel.guild_id is None:
            return DIRECT_MESSAGE if user in channel.recipients else Permission(0)
        guild = self.guilds[channel.guild_id]
        member = guild.members.get(user.id)
        return channel_permissions(guild, member, channel) if member else Permission(0)

    def require(self, channel: Channel, *needed: Permission) -> None:
        """Check the bot's permissions in a channel.

        Raises:
            ApiError: 50001 where it cannot see the channel, 50013 where a bit is missing.
        """
        held = self.permissions(self.bot, channel)
        if Permission.VIEW_CHANNEL not in held:
            raise errors.missing_access()
        if any(permission not in held for permission in needed):
            raise errors.missing_permissions()

    def require_guild(self, guild: GuildState, needed: Permission) -> None:
        """Check one of the bot's permissions in the guild as a whole, or raise 50013."""
        if needed not in guild_permissions(guild, guild.members[self.bot.id]):
            raise errors.missing_permissions()

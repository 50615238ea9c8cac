"""Permission bits and how they add up for one member in one channel.

Bits and order of calculation: https://docs.discord.com/developers/topics/permissions
"""

from collections.abc import Iterable
from enum import IntFlag

from simulator.state.model import Channel, ChannelType, GuildState, MemberState


class Permission(IntFlag):
    """The permission bits that a class guild can meet."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    PIN_MESSAGES = 1 << 51


NOTHING = Permission(0)
"""No bit at all."""

EVERYTHING = Permission(sum(Permission))
"""Every bit: what the owner and administrators have."""

MEMBER_DEFAULT = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.CONNECT
    | Permission.SPEAK
    | Permission.USE_VAD
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CHANGE_NICKNAME
    | Permission.REQUEST_TO_SPEAK
    | Permission.SEND_POLLS
)
"""What @everyone may do in a fresh guild, as far as a class needs it."""

BOT_DEFAULT = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.MANAGE_THREADS
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ATTACH_FILES
    | Permission.EMBED_LINKS
    | Permission.MANAGE_MESSAGES
    | Permission.CREATE_EVENTS
)
"""What the bot's own role carries unless a test says otherwise: what the README asks for, and no
more. Whatever @everyone may do comes on top, as in any guild."""

DIRECT_MESSAGE = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.PIN_MESSAGES
    | Permission.SEND_POLLS
)
"""What either side of a direct message may do."""


def guild_permissions(guild: GuildState, member: MemberState) -> Permission:
    """Add up a member's permissions from @everyone and their roles, before channel overwrites."""
    if member.user.id == guild.owner_id:
        return EVERYTHING
    total = Permission(guild.roles[guild.id].permissions)
    for role_id in member.role_ids:
        role = guild.roles.get(role_id)
        if role is not None:
            total |= Permission(role.permissions)
    return EVERYTHING if Permission.ADMINISTRATOR in total else total


def channel_permissions(guild: GuildState, member: MemberState, channel: Channel) -> Permission:
    """Add up a member's permissions in one channel; a thread takes those of its parent.

    The order is Discord's: the base, then the overwrite for @everyone, then those of all roles
    together (denials first), then the member's own.
    """
    total = guild_permissions(guild, member)
    if Permission.ADMINISTRATOR in total:
        return EVERYTHING
    home = guild.channels[channel.parent_id] if channel.is_thread and channel.parent_id else channel
    allow, deny = _overwrites(home, [guild.id])
    total = total & ~deny | allow
    allow, deny = _overwrites(home, member.role_ids)
    total = total & ~deny | allow
    allow, deny = _overwrites(home, [member.user.id])
    total = total & ~deny | allow
    if Permission.VIEW_CHANNEL not in total:
        return Permission(0)
    if channel.type is ChannelType.PRIVATE_THREAD and not _in_thread(channel, member, total):
        return Permission(0)
    return total


def _overwrites(channel: Channel, targets: Iterable[int]) -> tuple[int, int]:
    allow = deny = 0
    for target in targets:
        overwrite = channel.overwrites.get(target)
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    return allow, deny


def _in_thread(channel: Channel, member: MemberState, total: Permission) -> bool:
    if channel.thread is None or Permission.MANAGE_THREADS in total:
        return True
    return member.user.id in channel.thread.member_ids

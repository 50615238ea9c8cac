"""The facts as Discord's JSON.

Which keys must be there, may be null or must be absent follows Discord's OpenAPI document for
replies and its gateway types for dispatches; the tests check both where the documents are present.
"""

from datetime import datetime

from simulator.state.model import Channel, ChannelType, GuildState, MemberState, Payload, Role, User
from simulator.state.permissions import channel_permissions, guild_permissions


def stamp(moment: datetime | None) -> str | None:
    """Return an ISO 8601 instant as Discord writes it, or None."""
    return None if moment is None else moment.isoformat(timespec="microseconds")


def user(person: User) -> Payload:
    """Return a user object."""
    return {
        "id": str(person.id),
        "username": person.name.lower().replace(" ", "."),
        "global_name": None if person.bot else person.name,
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "bot": person.bot,
        "primary_guild": None,
    }


def own_user(person: User) -> Payload:
    """Return the bot's own user object with its private keys."""
    return user(person) | {"mfa_enabled": True, "locale": person.locale, "verified": True}


def member(state: MemberState, *, with_user: bool = True) -> Payload:
    """Return a guild member object, with or without the user inside."""
    body: Payload = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "deaf": state.deafened,
        "flags": 0,
        "joined_at": stamp(state.joined_at),
        "mute": state.muted,
        "nick": state.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in state.role_ids],
    }
    return body | {"user": user(state.user)} if with_user else body


def role(facts: Role) -> Payload:
    """Return a role object; `tags` is absent, never null, on an ordinary role."""
    body: Payload = {
        "id": str(facts.id),
        "name": facts.name,
        "permissions": str(int(facts.permissions)),
        "position": facts.position,
        "color": facts.color,
        "colors": {
            "primary_color": facts.color,
            "secondary_color": None,
            "tertiary_color": None,
        },
        "hoist": facts.hoist,
        "managed": facts.bot_id is not None,
        "mentionable": facts.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if facts.bot_id is not None:
        body["tags"] = {"bot_id": str(facts.bot_id)}
    return body


def channel(facts: Channel) -> Payload:
    """Return a channel object of any type."""
    if facts.is_thread:
        return thread(facts)
    last = str(facts.order[-1]) if facts.order else None
    if facts.is_direct:
        people = [user(person) for person in facts.recipients if not person.bot]
        return {
            "id": str(facts.id),
            "type": int(facts.type),
            "flags": 0,
            "last_message_id": last,
            "recipients": people,
        }
    body: Payload = {
        "id": str(facts.id),
        "type": int(facts.type),
        "flags": 0,
        "guild_id": str(facts.guild_id),
        "name": facts.name,
        "position": facts.position,
        "parent_id": str(facts.parent_id) if facts.parent_id else None,
        "permission_overwrites": [
            {
                "id": str(entry.id),
                "type": entry.type,
                "allow": str(int(entry.allow)),
                "deny": str(int(entry.deny)),
            }
            for entry in facts.overwrites.values()
        ],
        "nsfw": False,
    }
    if facts.type is not ChannelType.CATEGORY:
        body |= {"rate_limit_per_user": facts.slow_mode_seconds, "last_message_id": last}
    if facts.type is ChannelType.TEXT:
        body |= {"topic": facts.topic}
    if facts.type in {ChannelType.VOICE, ChannelType.STAGE}:
        body |= {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    return body


def thread(facts: Channel) -> Payload:
    """Return a thread object."""
    own = facts.thread
    if own is None:
        message = f"channel {facts.id} is no thread"
        raise ValueError(message)
    return {
        "id": str(facts.id),
        "type": int(facts.type),
        "flags": 0,
        "guild_id": str(facts.guild_id),
        "parent_id": str(facts.parent_id),
        "name": facts.name,
        "owner_id": str(own.owner_id),
        "last_message_id": str(facts.order[-1]) if facts.order else None,
        "rate_limit_per_user": facts.slow_mode_seconds,
        "message_count": len(facts.messages),
        "member_count": min(len(own.member_ids), 50),
        "total_message_sent": own.total_messages,
        "thread_metadata": {
            "archived": own.archived,
            "archive_timestamp": stamp(own.archive_changed_at),
            "auto_archive_duration": own.auto_archive_minutes,
            "locked": own.locked,
            "create_timestamp": stamp(own.created_at),
        }
        | ({"invitable": own.invitable} if facts.type is ChannelType.PRIVATE_THREAD else {}),
    }


def thread_member(facts: Channel, user_id: int, joined_at: datetime) -> Payload:
    """Return a thread member object."""
    return {
        "id": str(facts.id),
        "user_id": str(user_id),
        "join_timestamp": stamp(joined_at),
        "flags": 0,
    }


def interaction_member(guild: GuildState, state: MemberState, place: Channel) -> Payload:
    """Return a member with the permissions they hold where the interaction happened."""
    return member(state) | {"permissions": str(int(channel_permissions(guild, state, place)))}


def resolved_member(guild: GuildState, state: MemberState) -> Payload:
    """Return the partial member that `resolved` carries beside the user."""
    body = member(state, with_user=False) | {
        "permissions": str(int(guild_permissions(guild, state)))
    }
    del body["deaf"], body["mute"]
    return body

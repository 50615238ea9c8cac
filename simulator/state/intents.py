"""Gateway intents: which events a session has asked for.

Table: https://docs.discord.com/developers/events/gateway#list-of-intents
"""

from enum import IntFlag


class Intent(IntFlag):
    """The intents whose events the local Discord sends."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    DIRECT_MESSAGE_POLLS = 1 << 25


_GUILD_EVENTS = {
    "GUILD_MEMBER_": Intent.GUILD_MEMBERS,
    "GUILD_MEMBERS_CHUNK": Intent(0),
    "GUILD_SCHEDULED_EVENT_": Intent.GUILD_SCHEDULED_EVENTS,
    "VOICE_STATE_UPDATE": Intent.GUILD_VOICE_STATES,
    "PRESENCE_UPDATE": Intent.GUILD_PRESENCES,
    "TYPING_START": Intent.GUILD_MESSAGE_TYPING,
    "MESSAGE_REACTION_": Intent.GUILD_MESSAGE_REACTIONS,
    "MESSAGE_": Intent.GUILD_MESSAGES,
    "THREAD_MEMBERS_UPDATE": Intent.GUILDS,
    "THREAD_": Intent.GUILDS,
    "CHANNEL_": Intent.GUILDS,
    "STAGE_": Intent.GUILDS,
    "GUILD_": Intent.GUILDS,
}
"""The intent by the beginning of an event's name; the first that fits counts."""

_DIRECT_EVENTS = {
    "MESSAGE_REACTION_": Intent.DIRECT_MESSAGE_REACTIONS,
    "MESSAGE_": Intent.DIRECT_MESSAGES,
    "TYPING_START": Intent.DIRECT_MESSAGE_TYPING,
    "CHANNEL_PINS_UPDATE": Intent.DIRECT_MESSAGES,
}


def intent_for(event: str, *, direct: bool) -> Intent:
    """Return the intent that lets an event through; zero where none is needed.

    Args:
        event: The dispatch name, for example "MESSAGE_CREATE".
        direct: Whether it happened in a direct message.
    """
    for beginning, intent in (_DIRECT_EVENTS if direct else _GUILD_EVENTS).items():
        if event.startswith(beginning):
            return intent
    return Intent(0)

"""Reactions on messages."""

from simulator.payloads import objects
from simulator.rest.call import Call, Route
from simulator.state.errors import ApiError
from simulator.state.model import Message, Payload
from simulator.state.permissions import Permission


def _target(call: Call) -> tuple[Message, str]:
    message = call.sim.world.message(call.id("channel_id"), call.id("message_id"))
    emoji = call.path.get("emoji_name", "")
    plain = emoji.isascii() and ":" not in emoji
    if emoji and plain:
        raise ApiError(400, 10014, "Unknown Emoji")
    return message, emoji


async def add(call: Call) -> None:
    """PUT the bot's own reaction."""
    message, emoji = _target(call)
    needed = [Permission.READ_MESSAGE_HISTORY]
    if not message.reactions.get(emoji):
        needed.append(Permission.ADD_REACTIONS)
    call.sim.world.require(message.channel, *needed)
    if len([people for people in message.reactions.values() if people]) >= 20:
        raise ApiError(403, 30010, "Maximum number of reactions reached (20)")
    call.sim.conversation.react(message, call.sim.world.bot, emoji)


async def remove_own(call: Call) -> None:
    """DELETE the bot's own reaction."""
    message, emoji = _target(call)
    call.sim.world.require(message.channel)
    call.sim.conversation.unreact(message, call.sim.world.bot, emoji)


async def remove_other(call: Call) -> None:
    """DELETE another person's reaction."""
    message, emoji = _target(call)
    call.sim.world.require(message.channel, Permission.MANAGE_MESSAGES)
    person = call.sim.world.users.get(call.id("user_id"))
    if person is not None:
        call.sim.conversation.unreact(message, person, emoji)


async def people(call: Call) -> list[Payload]:
    """GET who reacted with one emoji."""
    message, emoji = _target(call)
    call.sim.world.require(message.channel, Permission.READ_MESSAGE_HISTORY)
    after = call.number("after", 0) or 0
    ids = sorted(entry for entry in message.reactions.get(emoji, []) if entry > after)
    return [objects.user(call.sim.world.users[entry]) for entry in ids[: call.number("limit", 25)]]


async def clear(call: Call) -> None:
    """DELETE all reactions, or all with one emoji."""
    message, emoji = _target(call)
    call.sim.world.require(message.channel, Permission.MANAGE_MESSAGES)
    call.sim.conversation.clear_reactions(message, emoji or None)


_ALL = "/channels/{channel_id}/messages/{message_id}/reactions"

ROUTES: list[Route] = [
    ("PUT", f"{_ALL}/{{emoji_name}}/@me", add),
    ("DELETE", f"{_ALL}/{{emoji_name}}/@me", remove_own),
    ("DELETE", f"{_ALL}/{{emoji_name}}/{{user_id}}", remove_other),
    ("GET", f"{_ALL}/{{emoji_name}}", people),
    ("DELETE", f"{_ALL}/{{emoji_name}}", clear),
    ("DELETE", _ALL, clear),
]

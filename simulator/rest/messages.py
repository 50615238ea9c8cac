"""Messages: read, post, edit, delete, pin, type."""

from datetime import timedelta

from simulator.payloads import messages, objects
from simulator.rest.call import Call, Route
from simulator.rules.limits import check_message
from simulator.rules.rate_limits import OLD_EDITS
from simulator.simulation.edits import apply_edit
from simulator.state import errors
from simulator.state.errors import ApiError, InvalidForm
from simulator.state.model import Channel, Message, Payload
from simulator.state.permissions import Permission

NONCE_MEMORY = timedelta(minutes=5)
"""How long a nonce is remembered when it is enforced ("a few minutes", says the documentation)."""

OLD_MESSAGE = timedelta(hours=1)
"""From this age on edits are limited."""


async def history(call: Call) -> list[Payload]:
    """GET /channels/{channel_id}/messages, newest first."""
    world, channel = call.sim.world, call.channel()
    world.require(channel)
    if Permission.READ_MESSAGE_HISTORY not in world.permissions(world.bot, channel):
        return []
    limit = call.number("limit", 50) or 0
    if not 1 <= limit <= 100:
        raise InvalidForm("limit", "int value should be between 1 and 100.", "NUMBER_TYPE_MAX")
    around = call.number("around")
    if around is not None:
        half = limit // 2
        found = channel.history(after=around - 1, limit=limit - half)
        found += channel.history(before=around, limit=half)
    else:
        found = channel.history(
            before=call.number("before"), after=call.number("after"), limit=limit
        )
    return [_read(call, message) for message in found]


def _read(call: Call, message: Message) -> Payload:
    world = call.sim.world
    body = messages.message(world, message, nonce=world.history_has_nonce)
    readable = (
        world.application.message_content
        or message.author is world.bot
        or message.channel.is_direct
        or world.bot in message.mentions
    )
    return body if readable else messages.without_content(body)


async def one(call: Call) -> Payload:
    """GET /channels/{channel_id}/messages/{message_id}."""
    call.sim.world.require(call.channel(), Permission.READ_MESSAGE_HISTORY)
    return _read(call, _message(call))


def _message(call: Call) -> Message:
    return call.sim.world.message(call.id("channel_id"), call.id("message_id"))


async def create(call: Call) -> Payload:
    """POST /channels/{channel_id}/messages.

    With `enforce_nonce`, a nonce that the bot used here in the last minutes returns the message
    that it made then, and nothing new is posted.
    """
    world, channel, data = call.sim.world, call.channel(), call.fields
    _require_sending(call, channel, data)
    if data.get("enforce_nonce") and data.get("nonce") is not None:
        known = _same_nonce(call, channel, data["nonce"])
        if known is not None:
            return messages.message(world, known, nonce=True)
    reply_to = _referenced(call, channel, data.get("message_reference"))
    files = call.attach(data)
    flags = data.get("flags") or 0
    check_message(data, [file.filename for file in files], flags=flags)
    message = call.sim.conversation.post(
        channel,
        world.bot,
        content=data.get("content") or "",
        embeds=data.get("embeds") or [],
        components=data.get("components") or [],
        attachments=files,
        flags=flags,
        kind=19 if reply_to is not None else 0,
        reply_to=reply_to,
        nonce=data.get("nonce"),
        poll=_poll(call, data.get("poll")),
        allowed_mentions=data.get("allowed_mentions"),
    )
    return messages.message(world, message, nonce=True)


def _require_sending(call: Call, channel: Channel, data: Payload) -> None:
    world = call.sim.world
    if channel.is_direct:
        person = next(entry for entry in channel.recipients if not entry.bot)
        shared = any(person.id in guild.members for guild in world.guilds.values())
        if not person.direct_messages_open or not shared:
            raise errors.direct_messages_closed()
        return
    needed = [
        Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    ]
    if data.get("embeds"):
        needed.append(Permission.EMBED_LINKS)
    if call.uploads:
        needed.append(Permission.ATTACH_FILES)
    if data.get("poll"):
        needed.append(Permission.SEND_POLLS)
    if data.get("message_reference"):
        needed.append(Permission.READ_MESSAGE_HISTORY)
    world.require(channel, *needed)
    if channel.thread is not None and channel.thread.archived and channel.thread.locked:
        raise ApiError(400, 50083, "Thread is archived")


def _same_nonce(call: Call, channel: Channel, nonce: str | int) -> Message | None:
    world = call.sim.world
    for message_id in reversed(channel.order):
        message = channel.stored[message_id]
        if world.now() - message.created_at > NONCE_MEMORY:
            return None
        if message.author is world.bot and str(message.nonce) == str(nonce):
            return message
    return None


def _referenced(call: Call, channel: Channel, reference: Payload | None) -> Message | None:
    if reference is None:
        return None
    target = channel.stored.get(int(reference["message_id"]))
    if target is not None and not target.deleted:
        return target
    if reference.get("fail_if_not_exists", True):
        raise InvalidForm("message_reference", "Unknown message", "REPLIES_UNKNOWN_MESSAGE")
    return None


def _poll(call: Call, poll: Payload | None) -> Payload | None:
    if poll is None:
        return None
    ends = call.sim.world.now() + timedelta(hours=poll.get("duration") or 24)
    return {
        "question": poll["question"],
        "answers": [
            {"answer_id": number, "poll_media": answer["poll_media"]}
            for number, answer in enumerate(poll["answers"], start=1)
        ],
        "expiry": objects.stamp(ends),
        "allow_multiselect": bool(poll.get("allow_multiselect")),
        "layout_type": 1,
        "results": {"answer_counts": [], "is_finalized": False},
    }


async def edit(call: Call) -> Payload:
    """PATCH /channels/{channel_id}/messages/{message_id}; only the bot's own."""
    world, message, data = call.sim.world, _message(call), call.fields
    world.require(message.channel)
    if message.author is not world.bot:
        raise ApiError(403, 50005, "Cannot edit a message authored by another user")
    if world.now() - message.created_at > OLD_MESSAGE:
        wait = call.sim.limits.spend(f"old edits:{message.channel.id}", OLD_EDITS)
        if wait > 0:
            text = "Maximum number of edits to messages older than 1 hour reached. Try again later."
            raise ApiError(429, 30046, text, retry_after_seconds=wait)
    apply_edit(call.sim.conversation, message, data, call.attach(data))
    return messages.message(world, message)


async def delete(call: Call) -> None:
    """DELETE /channels/{channel_id}/messages/{message_id}."""
    message = _message(call)
    if message.author is call.sim.world.bot:
        call.sim.world.require(message.channel)
    elif message.channel.is_direct:
        raise ApiError(403, 50003, "Cannot execute action on a DM channel")
    else:
        call.sim.world.require(message.channel, Permission.MANAGE_MESSAGES)
    call.sim.conversation.delete(message)


async def bulk_delete(call: Call) -> None:
    """POST /channels/{channel_id}/messages/bulk-delete; two to a hundred, none over two weeks."""
    world, channel = call.sim.world, call.channel()
    world.require(channel, Permission.MANAGE_MESSAGES)
    ids = [int(entry) for entry in call.fields.get("messages") or []]
    if not 2 <= len(ids) <= 100:
        raise ApiError(400, 50016, "Provided too few or too many messages to delete.")
    found = [channel.stored[entry] for entry in ids if entry in channel.stored]
    if any(world.now() - message.created_at > timedelta(days=14) for message in found):
        raise ApiError(400, 50034, "You can only bulk delete messages that are under 14 days old.")
    live = [message for message in found if not message.deleted]
    if live:
        call.sim.conversation.delete_many(live)


async def pins(call: Call) -> Payload:
    """GET /channels/{channel_id}/messages/pins."""
    world, channel = call.sim.world, call.channel()
    world.require(channel, Permission.READ_MESSAGE_HISTORY)
    pinned = [found for found in channel.messages if found.pinned_at is not None]
    pinned.sort(key=lambda found: found.pinned_at or found.created_at, reverse=True)
    items = [
        {"pinned_at": objects.stamp(found.pinned_at), "message": _read(call, found)}
        for found in pinned[: call.number("limit", 50)]
    ]
    return {"items": items, "has_more": len(items) < len(pinned)}


async def old_pins(call: Call) -> list[Payload]:
    """GET /channels/{channel_id}/pins, the older form."""
    return [item["message"] for item in (await pins(call))["items"]]


async def pin(call: Call) -> None:
    """PUT a pin; 250 per channel."""
    call.sim.world.require(call.channel(), Permission.PIN_MESSAGES)
    message = _message(call)
    if sum(found.pinned_at is not None for found in call.channel().messages) >= 250:
        raise ApiError(400, 30003, "Maximum number of pins reached for the channel (250)")
    call.sim.conversation.pin(message, pinned=True)


async def unpin(call: Call) -> None:
    """DELETE a pin."""
    call.sim.world.require(call.channel(), Permission.PIN_MESSAGES)
    call.sim.conversation.pin(_message(call), pinned=False)


async def typing(call: Call) -> None:
    """POST /channels/{channel_id}/typing."""
    channel = call.channel()
    call.sim.world.require(channel, Permission.SEND_MESSAGES)
    call.sim.conversation.type_in(channel, call.sim.world.bot)


_ONE = "/channels/{channel_id}/messages/{message_id}"

ROUTES: list[Route] = [
    ("GET", "/channels/{channel_id}/messages", history),
    ("POST", "/channels/{channel_id}/messages", create),
    ("POST", "/channels/{channel_id}/messages/bulk-delete", bulk_delete),
    ("GET", "/channels/{channel_id}/messages/pins", pins),
    ("PUT", "/channels/{channel_id}/messages/pins/{message_id}", pin),
    ("DELETE", "/channels/{channel_id}/messages/pins/{message_id}", unpin),
    ("GET", "/channels/{channel_id}/pins", old_pins),
    ("PUT", "/channels/{channel_id}/pins/{message_id}", pin),
    ("DELETE", "/channels/{channel_id}/pins/{message_id}", unpin),
    ("GET", _ONE, one),
    ("PATCH", _ONE, edit),
    ("DELETE", _ONE, delete),
    ("POST", "/channels/{channel_id}/typing", typing),
]

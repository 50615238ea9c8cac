"""Threads: open, join, list."""

from simulator.payloads import objects
from simulator.rest.call import Call, Route
from simulator.simulation.simulation import Simulation
from simulator.state import errors
from simulator.state.errors import ApiError, InvalidForm
from simulator.state.model import (
    HAS_THREAD,
    Channel,
    ChannelType,
    Message,
    Payload,
    ThreadFacts,
    User,
)
from simulator.state.permissions import Permission


def open_thread(
    sim: Simulation,
    parent: Channel,
    owner: User,
    name: str,
    *,
    private: bool = False,
    message: Message | None = None,
    auto_archive_minutes: int = 1440,
    invitable: bool = True,
) -> Channel:
    """Open a thread below a channel, from a message or alone, and tell the gateway."""
    world = sim.world
    kind = ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD
    thread_id = message.id if message is not None else world.ids.next()
    thread = Channel(thread_id, kind, name, parent.guild_id, parent_id=parent.id)
    now = world.now()
    thread.thread = ThreadFacts(
        owner.id, False, False, auto_archive_minutes, now, now, invitable, {owner.id: now}
    )
    guild = world.guild(parent.guild_id or 0)
    guild.channels[thread.id] = thread
    world.channels[thread.id] = thread
    body = objects.thread(thread) | {"newly_created": True}
    if owner is world.bot:
        body["member"] = objects.thread_member(thread, owner.id, now)
    sim.gateway.dispatch("THREAD_CREATE", body, guild.id, channel=thread)
    if message is not None:
        message.thread = thread
        message.flags |= HAS_THREAD
        sim.conversation.changed(message)
    parent.changed.notify()
    guild.changed.notify()
    return thread


def change_members(
    sim: Simulation, thread: Channel, *, added: User | None = None, removed: User | None = None
) -> None:
    """Add or remove one person, and tell the gateway."""
    world, facts = sim.world, _facts(thread)
    guild = world.guild(thread.guild_id or 0)
    body: Payload = {"id": str(thread.id), "guild_id": str(guild.id)}
    if added is not None:
        if added.id in facts.member_ids:
            return
        facts.member_ids[added.id] = world.now()
        entry = objects.thread_member(thread, added.id, world.now())
        entry["member"] = objects.member(world.member(guild, added.id))
        body["added_members"] = [entry]
    if removed is not None:
        if facts.member_ids.pop(removed.id, None) is None:
            return
        body["removed_member_ids"] = [str(removed.id)]
    body["member_count"] = min(len(facts.member_ids), 50)
    sim.gateway.dispatch("THREAD_MEMBERS_UPDATE", body, guild.id, channel=thread)
    thread.changed.notify()


def _facts(thread: Channel) -> ThreadFacts:
    if thread.thread is None:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    return thread.thread


def _checked(call: Call) -> tuple[str, int]:
    name = call.fields.get("name") or ""
    if not 1 <= len(name) <= 100:
        raise InvalidForm("name", "Must be between 1 and 100 in length.", "BASE_TYPE_BAD_LENGTH")
    minutes = call.fields.get("auto_archive_duration") or 1440
    if minutes not in {60, 1440, 4320, 10080}:
        raise InvalidForm("auto_archive_duration", "Must be one of 60, 1440, 4320, 10080.")
    return name, minutes


async def from_message(call: Call) -> Payload:
    """POST /channels/{channel_id}/messages/{message_id}/threads."""
    channel = call.channel()
    if channel.type not in {ChannelType.TEXT, ChannelType.ANNOUNCEMENT}:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    message = call.sim.world.message(channel.id, call.id("message_id"))
    call.sim.world.require(channel, Permission.CREATE_PUBLIC_THREADS)
    if message.thread is not None:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    name, minutes = _checked(call)
    thread = open_thread(
        call.sim,
        channel,
        call.sim.world.bot,
        name,
        message=message,
        auto_archive_minutes=minutes,
    )
    call.status = 201
    return objects.thread(thread)


async def alone(call: Call) -> Payload:
    """POST /channels/{channel_id}/threads."""
    channel, data = call.channel(), call.fields
    private = data.get("type", 12) == 12
    bit = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    call.sim.world.require(channel, bit)
    name, minutes = _checked(call)
    thread = open_thread(
        call.sim,
        channel,
        call.sim.world.bot,
        name,
        private=private,
        auto_archive_minutes=minutes,
        invitable=data.get("invitable", True),
    )
    call.status = 201
    return objects.thread(thread)


def _person(call: Call) -> User:
    name = call.path.get("user_id")
    if name is None:
        return call.sim.world.bot
    found = call.sim.world.users.get(call.id("user_id"))
    if found is None:
        raise errors.unknown("User")
    return found


async def join(call: Call) -> None:
    """PUT a thread member: somebody of the guild, while the thread is open."""
    world, thread, person = call.sim.world, call.channel(), _person(call)
    world.require(thread, Permission.SEND_MESSAGES_IN_THREADS)
    if _facts(thread).archived:
        raise ApiError(400, 50083, "Thread is archived")
    world.member(world.guild(thread.guild_id or 0), person.id)
    # Adding somebody to a private thread is what lets them see it.
    if Permission.VIEW_CHANNEL not in world.permissions(
        person, world.channel(thread.parent_id or 0)
    ):
        raise errors.missing_access()
    change_members(call.sim, thread, added=person)


async def leave(call: Call) -> None:
    """DELETE a thread member."""
    thread, person = call.channel(), _person(call)
    own = person is call.sim.world.bot or _facts(thread).owner_id == call.sim.world.bot.id
    call.sim.world.require(thread, *([] if own else [Permission.MANAGE_THREADS]))
    change_members(call.sim, thread, removed=person)


async def members(call: Call) -> list[Payload]:
    """GET /channels/{channel_id}/thread-members."""
    thread = call.channel()
    call.sim.world.require(thread)
    return [
        objects.thread_member(thread, user_id, joined_at)
        for user_id, joined_at in _facts(thread).member_ids.items()
    ]


async def one_member(call: Call) -> Payload:
    """GET /channels/{channel_id}/thread-members/{user_id}."""
    thread = call.channel()
    call.sim.world.require(thread)
    joined_at = _facts(thread).member_ids.get(call.id("user_id"))
    if joined_at is None:
        raise errors.unknown("Member")
    return objects.thread_member(thread, call.id("user_id"), joined_at)


async def active(call: Call) -> Payload:
    """GET /guilds/{guild_id}/threads/active."""
    guild = call.sim.world.guild(call.id("guild_id"))
    live = [
        entry
        for entry in guild.channels.values()
        if entry.thread is not None and not entry.thread.archived and _visible(call, entry)
    ]
    return _listing(call, live)


async def archived_public(call: Call) -> Payload:
    """GET /channels/{channel_id}/threads/archived/public."""
    return _archived(call, ChannelType.PUBLIC_THREAD)


async def archived_private(call: Call) -> Payload:
    """GET /channels/{channel_id}/threads/archived/private."""
    return _archived(call, ChannelType.PRIVATE_THREAD)


def _archived(call: Call, kind: ChannelType) -> Payload:
    parent = call.channel()
    call.sim.world.require(parent, Permission.READ_MESSAGE_HISTORY)
    guild = call.sim.world.guild(parent.guild_id or 0)
    found = [
        entry
        for entry in guild.channels.values()
        if entry.parent_id == parent.id
        and entry.type is kind
        and entry.thread is not None
        and entry.thread.archived
        and _visible(call, entry)
    ]
    return _listing(call, found)


def _visible(call: Call, channel: Channel) -> bool:
    return bool(call.sim.world.permissions(call.sim.world.bot, channel))


def _listing(call: Call, threads: list[Channel]) -> Payload:
    own_id = call.sim.world.bot.id
    return {
        "threads": [objects.thread(entry) for entry in threads],
        "members": [
            objects.thread_member(entry, own_id, _facts(entry).member_ids[own_id])
            for entry in threads
            if own_id in _facts(entry).member_ids
        ],
        "has_more": False,
    }


_MEMBERS = "/channels/{channel_id}/thread-members"

ROUTES: list[Route] = [
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", from_message),
    ("POST", "/channels/{channel_id}/threads", alone),
    ("GET", _MEMBERS, members),
    ("PUT", f"{_MEMBERS}/@me", join),
    ("DELETE", f"{_MEMBERS}/@me", leave),
    ("GET", f"{_MEMBERS}/{{user_id}}", one_member),
    ("PUT", f"{_MEMBERS}/{{user_id}}", join),
    ("DELETE", f"{_MEMBERS}/{{user_id}}", leave),
    ("GET", "/guilds/{guild_id}/threads/active", active),
    ("GET", "/channels/{channel_id}/threads/archived/public", archived_public),
    ("GET", "/channels/{channel_id}/threads/archived/private", archived_private),
]

"""Channels: read, change, delete, and their permission overwrites."""

from simulator.payloads import guilds, objects
from simulator.rest.call import Call, Route
from simulator.rules.rate_limits import RENAMES
from simulator.simulation.simulation import Simulation
from simulator.state import errors
from simulator.state.errors import InvalidForm
from simulator.state.model import Channel, ChannelType, Overwrite, Payload
from simulator.state.permissions import Permission


async def one(call: Call) -> Payload:
    """GET /channels/{channel_id}."""
    channel = call.channel()
    call.sim.world.require(channel)
    return objects.channel(channel)


async def of_guild(call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/channels; threads are not in it."""
    guild = call.sim.world.guild(call.id("guild_id"))
    return [objects.channel(entry) for entry in guild.channels.values() if not entry.is_thread]


async def create(call: Call) -> Payload:
    """POST /guilds/{guild_id}/channels."""
    world, data = call.sim.world, call.fields
    guild = world.guild(call.id("guild_id"))
    world.require_guild(guild, Permission.MANAGE_CHANNELS)
    _check(data)
    if not data.get("name"):
        raise InvalidForm("name", "This field is required", "BASE_TYPE_REQUIRED")
    channel = world.add_channel(guild, data["name"], ChannelType(data.get("type") or 0))
    channel.topic = data.get("topic")
    channel.parent_id = int(data["parent_id"]) if data.get("parent_id") else None
    channel.slow_mode_seconds = data.get("rate_limit_per_user") or 0
    _overwrite_all(channel, data.get("permission_overwrites") or [])
    body = objects.channel(channel)
    call.sim.gateway.dispatch("CHANNEL_CREATE", body, guild.id, channel=channel)
    call.status = 201
    return body


def _check(data: Payload) -> None:
    if "name" in data and not 1 <= len(data["name"] or "") <= 100:
        raise InvalidForm("name", "Must be between 1 and 100 in length.", "BASE_TYPE_BAD_LENGTH")
    if len(data.get("topic") or "") > 1024:
        raise InvalidForm("topic", "Must be 1024 or fewer in length.", "BASE_TYPE_BAD_LENGTH")
    if not 0 <= (data.get("rate_limit_per_user") or 0) <= 21600:
        raise InvalidForm("rate_limit_per_user", "Must be between 0 and 21600.")


def _overwrite_all(channel: Channel, entries: list[Payload]) -> None:
    channel.overwrites = {
        int(entry["id"]): Overwrite(
            int(entry["id"]), entry["type"], int(entry["allow"]), int(entry["deny"])
        )
        for entry in entries
    }


async def change(call: Call) -> Payload:
    """PATCH /channels/{channel_id}, for threads too (rename, archive, lock, slow mode)."""
    world, channel, data = call.sim.world, call.channel(), call.fields
    _require_change(call, channel, data)
    _check(data)
    if data.get("name") is not None and data["name"] != channel.name:
        _count_rename(call, channel)
        channel.name = data["name"]
    if "topic" in data:
        channel.topic = data["topic"]
    if data.get("rate_limit_per_user") is not None:
        channel.slow_mode_seconds = data["rate_limit_per_user"]
    if data.get("permission_overwrites") is not None:
        _overwrite_all(channel, data["permission_overwrites"])
    if channel.thread is not None:
        facts = channel.thread
        if data.get("archived") is not None and data["archived"] != facts.archived:
            facts.archived = data["archived"]
            facts.archive_changed_at = world.now()
        facts.locked = facts.locked if data.get("locked") is None else data["locked"]
        facts.auto_archive_minutes = data.get("auto_archive_duration") or facts.auto_archive_minutes
    body = objects.channel(channel)
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    call.sim.gateway.dispatch(event, body, channel.guild_id, channel=channel)
    channel.changed.notify()
    return body


def _require_change(call: Call, channel: Channel, data: Payload) -> None:
    world = call.sim.world
    if channel.thread is None:
        world.require(channel, Permission.MANAGE_CHANNELS)
        return
    own = channel.thread.owner_id == world.bot.id
    only_reopening = set(data) <= {"archived"} and data.get("archived") is False
    if only_reopening and not channel.thread.locked:
        world.require(channel, Permission.SEND_MESSAGES_IN_THREADS)
    elif own and not set(data) & {"locked", "rate_limit_per_user"} and not channel.thread.locked:
        world.require(channel)
    else:
        world.require(channel, Permission.MANAGE_THREADS)


def _count_rename(call: Call, channel: Channel) -> None:
    wait = call.sim.limits.spend(f"rename:{channel.id}", RENAMES)
    if wait > 0:
        raise errors.rate_limited(wait, is_global=False)


async def delete(call: Call) -> Payload:
    """DELETE /channels/{channel_id}."""
    world, channel = call.sim.world, call.channel()
    if channel.guild_id is None:
        return objects.channel(channel)
    needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
    world.require(channel, needed)
    return remove(call.sim, channel, channel.guild_id)


def remove(sim: Simulation, channel: Channel, guild_id: int) -> Payload:
    """Delete a channel of a guild, with what goes with it, and tell the gateway.

    The scheduled events in a voice or stage channel go before it; what lies in a category stays.
    """
    world, guild = sim.world, sim.world.guilds[guild_id]
    for event in [each for each in guild.events.values() if each.channel_id == channel.id]:
        del guild.events[event.id]
        gone = guilds.scheduled_event(event)
        sim.gateway.dispatch("GUILD_SCHEDULED_EVENT_DELETE", gone, guild_id)
    for child in [each for each in guild.channels.values() if each.parent_id == channel.id]:
        if child.is_thread:
            del world.channels[child.id], guild.channels[child.id]
        else:
            child.parent_id = None
            body = objects.channel(child)
            sim.gateway.dispatch("CHANNEL_UPDATE", body, guild_id, channel=child)
    body = objects.channel(channel)
    del world.channels[channel.id], guild.channels[channel.id]
    if channel.is_thread:
        short = {key: body[key] for key in ("id", "guild_id", "parent_id", "type")}
        sim.gateway.dispatch("THREAD_DELETE", short, guild_id)
    else:
        sim.gateway.dispatch("CHANNEL_DELETE", body, guild_id)
    channel.changed.notify()
    guild.changed.notify()
    return body


async def put_overwrite(call: Call) -> None:
    """PUT /channels/{channel_id}/permissions/{overwrite_id}."""
    channel, data = call.channel(), call.fields
    call.sim.world.require(channel, Permission.MANAGE_ROLES)
    target = call.id("overwrite_id")
    allow, deny = int(data.get("allow") or 0), int(data.get("deny") or 0)
    channel.overwrites[target] = Overwrite(target, int(data["type"]), allow, deny)
    _tell(call, channel)


async def delete_overwrite(call: Call) -> None:
    """DELETE /channels/{channel_id}/permissions/{overwrite_id}."""
    channel = call.channel()
    call.sim.world.require(channel, Permission.MANAGE_ROLES)
    channel.overwrites.pop(call.id("overwrite_id"), None)
    _tell(call, channel)


def _tell(call: Call, channel: Channel) -> None:
    body = objects.channel(channel)
    call.sim.gateway.dispatch("CHANNEL_UPDATE", body, channel.guild_id, channel=channel)


ROUTES: list[Route] = [
    ("GET", "/channels/{channel_id}", one),
    ("PATCH", "/channels/{channel_id}", change),
    ("DELETE", "/channels/{channel_id}", delete),
    ("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", put_overwrite),
    ("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", delete_overwrite),
    ("GET", "/guilds/{guild_id}/channels", of_guild),
    ("POST", "/guilds/{guild_id}/channels", create),
]

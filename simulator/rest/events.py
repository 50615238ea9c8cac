"""Scheduled events of a guild."""

from datetime import datetime

from simulator.payloads import guilds, objects
from simulator.rest.call import Call, Route
from simulator.rules.limits import check_event
from simulator.state import errors
from simulator.state.errors import ApiError, InvalidForm
from simulator.state.model import GuildState, Payload, ScheduledEvent
from simulator.state.permissions import Permission, guild_permissions

EVENT_LIMIT = 100
"""Scheduled or active events per guild."""

_NEXT_STATUS = {1: {2, 4}, 2: {3}}


def _guild(call: Call) -> GuildState:
    return call.sim.world.guild(call.id("guild_id"))


def _event(call: Call) -> ScheduledEvent:
    found = _guild(call).events.get(call.id("guild_scheduled_event_id"))
    if found is None:
        raise errors.unknown("Guild Scheduled Event")
    return found


def _require(call: Call, guild: GuildState, *, own: bool) -> None:
    held = guild_permissions(guild, guild.members[call.sim.world.bot.id])
    may_create = own and Permission.CREATE_EVENTS in held
    if Permission.MANAGE_EVENTS not in held and not may_create:
        raise errors.missing_permissions()


def _body(call: Call, event: ScheduledEvent, *, counted: bool) -> Payload:
    body = guilds.scheduled_event(event)
    if not counted:
        del body["user_count"]
    return body


async def every(call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/scheduled-events."""
    counted = call.flag("with_user_count")
    return [_body(call, event, counted=counted) for event in _guild(call).events.values()]


async def one(call: Call) -> Payload:
    """GET one event."""
    return _body(call, _event(call), counted=call.flag("with_user_count"))


async def create(call: Call) -> Payload:
    """POST /guilds/{guild_id}/scheduled-events."""
    world, guild, data = call.sim.world, _guild(call), call.fields
    _require(call, guild, own=True)
    check_event(data, world.now(), creating=True)
    if sum(event.status in {1, 2} for event in guild.events.values()) >= EVENT_LIMIT:
        raise ApiError(400, 30038, "Maximum number of uncompleted guild scheduled events reached")
    event = ScheduledEvent(
        world.ids.next(),
        guild.id,
        world.bot,
        data["name"],
        data.get("description"),
        datetime.fromisoformat(data["scheduled_start_time"]),
        _moment(data.get("scheduled_end_time")),
        data["entity_type"],
        int(data["channel_id"]) if data.get("channel_id") else None,
        (data.get("entity_metadata") or {}).get("location"),
    )
    guild.events[event.id] = event
    _tell(call, "CREATE", event)
    return _body(call, event, counted=False)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


async def change(call: Call) -> Payload:
    """PATCH one event."""
    world, guild, event, data = call.sim.world, _guild(call), _event(call), call.fields
    _require(call, guild, own=event.creator is world.bot)
    check_event(data, world.now(), creating=False)
    if data.get("status") is not None and data["status"] != event.status:
        if data["status"] not in _NEXT_STATUS.get(event.status, set()):
            raise InvalidForm("status", "Invalid status transition")
        event.status = data["status"]
    event.name = data.get("name") or event.name
    event.description = data.get("description", event.description)
    event.starts_at = _moment(data.get("scheduled_start_time")) or event.starts_at
    event.ends_at = _moment(data.get("scheduled_end_time")) or event.ends_at
    event.entity_type = data.get("entity_type") or event.entity_type
    if "channel_id" in data:
        event.channel_id = int(data["channel_id"]) if data["channel_id"] else None
    if data.get("entity_metadata"):
        event.location = data["entity_metadata"].get("location")
    _tell(call, "UPDATE", event)
    return _body(call, event, counted=False)


async def delete(call: Call) -> None:
    """DELETE one event."""
    guild, event = _guild(call), _event(call)
    _require(call, guild, own=event.creator is call.sim.world.bot)
    del guild.events[event.id]
    _tell(call, "DELETE", event)


async def people(call: Call) -> list[Payload]:
    """GET who is interested in an event."""
    guild, event = _guild(call), _event(call)
    entries = []
    for user_id in event.user_ids[: call.number("limit", 100)]:
        state = guild.members[user_id]
        entry: Payload = {
            "guild_scheduled_event_id": str(event.id),
            "user_id": str(user_id),
            "user": objects.user(state.user),
            "response": 1,
        }
        if call.flag("with_member"):
            entry["member"] = objects.member(state)
        entries.append(entry)
    return entries


def _tell(call: Call, what: str, event: ScheduledEvent) -> None:
    body = guilds.scheduled_event(event)
    call.sim.gateway.dispatch(f"GUILD_SCHEDULED_EVENT_{what}", body, event.guild_id)
    _guild(call).changed.notify()


_ALL = "/guilds/{guild_id}/scheduled-events"
_ONE = f"{_ALL}/{{guild_scheduled_event_id}}"

ROUTES: list[Route] = [
    ("GET", _ALL, every),
    ("POST", _ALL, create),
    ("GET", _ONE, one),
    ("PATCH", _ONE, change),
    ("DELETE", _ONE, delete),
    ("GET", f"{_ONE}/users", people),
]

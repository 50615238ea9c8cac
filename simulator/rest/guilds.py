"""Guilds, roles, members, voice states, emojis and stages."""

from simulator.payloads import guilds, objects
from simulator.rest.call import Call, Route
from simulator.state import errors
from simulator.state.errors import ApiError, InvalidForm
from simulator.state.model import ChannelType, GuildState, MemberState, Payload
from simulator.state.permissions import Permission


def _guild(call: Call) -> GuildState:
    return call.sim.world.guild(call.id("guild_id"))


async def one(call: Call) -> Payload:
    """GET /guilds/{guild_id}."""
    body = guilds.guild_reply(_guild(call))
    if not call.flag("with_counts"):
        del body["approximate_member_count"], body["approximate_presence_count"]
    return body


async def roles(call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/roles."""
    return [objects.role(entry) for entry in _guild(call).roles.values()]


async def one_role(call: Call) -> Payload:
    """GET /guilds/{guild_id}/roles/{role_id}."""
    found = _guild(call).roles.get(call.id("role_id"))
    if found is None:
        raise errors.unknown("Role")
    return objects.role(found)


async def leave(call: Call) -> None:
    """DELETE /users/@me/guilds/{guild_id}: the bot leaves."""
    guild = _guild(call)
    call.sim.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)
    del call.sim.world.guilds[guild.id]


async def create_role(call: Call) -> Payload:
    """POST /guilds/{guild_id}/roles."""
    guild, data = _guild(call), call.fields
    call.sim.world.require_guild(guild, Permission.MANAGE_ROLES)
    bits = int(data.get("permissions") or guild.roles[guild.id].permissions)
    role = call.sim.world.add_role(guild, data.get("name") or "new role", bits)
    role.mentionable = bool(data.get("mentionable"))
    body = {"guild_id": str(guild.id), "role": objects.role(role)}
    call.sim.gateway.dispatch("GUILD_ROLE_CREATE", body, guild.id)
    return objects.role(role)


async def members(call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/members; needs the privileged members intent."""
    if not call.sim.world.application.members:
        raise errors.missing_access()
    after = call.number("after", 0) or 0
    found = [state for state in _guild(call).members.values() if state.user.id > after]
    found.sort(key=lambda state: state.user.id)
    return [objects.member(state) for state in found[: call.number("limit", 1)]]


async def search_members(call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/members/search."""
    query = call.query.get("query", "").lower()
    if not query:
        raise InvalidForm("query", "This field is required", "BASE_TYPE_REQUIRED")
    found = [
        state
        for state in _guild(call).members.values()
        if state.display_name.lower().startswith(query) or state.user.name.lower().startswith(query)
    ]
    return [objects.member(state) for state in found[: call.number("limit", 1)]]


def _member(call: Call) -> MemberState:
    return call.sim.world.member(_guild(call), call.id("user_id"))


async def one_member(call: Call) -> Payload:
    """GET /guilds/{guild_id}/members/{user_id}."""
    return objects.member(_member(call))


async def change_own_member(call: Call) -> Payload:
    """PATCH /guilds/{guild_id}/members/@me."""
    guild = _guild(call)
    state = guild.members[call.sim.world.bot.id]
    state.nick = call.fields.get("nick")
    _tell(call, guild, state)
    return objects.member(state)


async def change_member(call: Call) -> Payload:
    """PATCH /guilds/{guild_id}/members/{user_id}: nick, roles, mute, deaf, voice channel."""
    guild, state, data = _guild(call), _member(call), call.fields
    world = call.sim.world
    if "nick" in data:
        world.require_guild(guild, Permission.MANAGE_NICKNAMES)
        state.nick = data["nick"]
    if data.get("roles") is not None:
        world.require_guild(guild, Permission.MANAGE_ROLES)
        state.role_ids = [int(entry) for entry in data["roles"]]
    if data.get("mute") is not None:
        _require_voice(call, guild, state, Permission.MUTE_MEMBERS)
        state.muted = data["mute"]
    if data.get("deaf") is not None:
        _require_voice(call, guild, state, Permission.DEAFEN_MEMBERS)
        state.deafened = data["deaf"]
    if "channel_id" in data:
        _require_voice(call, guild, state, Permission.MOVE_MEMBERS)
        state.voice_channel_id = int(data["channel_id"]) if data["channel_id"] else None
    if {"mute", "deaf", "channel_id"} & set(data):
        body = guilds.voice_state(guild, state)
        call.sim.gateway.dispatch("VOICE_STATE_UPDATE", body, guild.id)
    _tell(call, guild, state)
    return objects.member(state)


def _require_voice(call: Call, guild: GuildState, state: MemberState, bit: Permission) -> None:
    call.sim.world.require_guild(guild, bit)
    if state.voice_channel_id is None:
        raise ApiError(400, 40032, "Target user is not connected to voice.")


def _tell(call: Call, guild: GuildState, state: MemberState) -> None:
    body = objects.member(state) | {"guild_id": str(guild.id)}
    call.sim.gateway.dispatch("GUILD_MEMBER_UPDATE", body, guild.id)
    guild.changed.notify()


async def add_member_role(call: Call) -> None:
    """PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}."""
    guild, state, role_id = _require_role(call)
    if role_id not in state.role_ids:
        state.role_ids.append(role_id)
    _tell(call, guild, state)


async def remove_member_role(call: Call) -> None:
    """DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}."""
    guild, state, role_id = _require_role(call)
    if role_id in state.role_ids:
        state.role_ids.remove(role_id)
    _tell(call, guild, state)


def _require_role(call: Call) -> tuple[GuildState, MemberState, int]:
    """Check that the bot may give this role: the bit, and a role of its own that stands higher."""
    guild, state, role_id = _guild(call), _member(call), call.id("role_id")
    call.sim.world.require_guild(guild, Permission.MANAGE_ROLES)
    role = guild.roles.get(role_id)
    if role is None:
        raise errors.unknown("Role")
    own = guild.members[call.sim.world.bot.id]
    if role.position >= max(guild.roles[entry].position for entry in own.role_ids):
        raise errors.missing_permissions()
    return guild, state, role_id


async def voice_state(call: Call) -> Payload:
    """GET /guilds/{guild_id}/voice-states/{user_id}, or the bot's own."""
    guild = _guild(call)
    own = call.sim.world.bot.id
    user_id = call.id("user_id") if "user_id" in call.path else own
    state = call.sim.world.member(guild, user_id)
    if state.voice_channel_id is None:
        raise errors.unknown("Voice State")
    return guilds.voice_state(guild, state)


async def emojis(call: Call) -> list[Payload]:
    """GET /guilds/{guild_id}/emojis: a class guild has none of its own."""
    _guild(call)
    return []


async def application_emojis(call: Call) -> Payload:
    """GET /applications/{application_id}/emojis."""
    call.id("application_id")
    return {"items": []}


async def open_stage(call: Call) -> Payload:
    """POST /stage-instances."""
    world, data = call.sim.world, call.fields
    channel = world.channel(int(data["channel_id"]))
    if channel.type is not ChannelType.STAGE:
        raise ApiError(400, 50024, "Cannot execute action on this channel type")
    world.require(channel, Permission.MUTE_MEMBERS, Permission.MOVE_MEMBERS)
    if not 1 <= len(data.get("topic") or "") <= 120:
        raise InvalidForm("topic", "Must be between 1 and 120 in length.")
    guild = world.guild(channel.guild_id or 0)
    body: Payload = {
        "id": str(world.ids.next()),
        "guild_id": str(guild.id),
        "channel_id": str(channel.id),
        "topic": data["topic"],
        "privacy_level": data.get("privacy_level") or 2,
        "discoverable_disabled": True,
        "guild_scheduled_event_id": None,
    }
    guild.stages[channel.id] = body
    call.sim.gateway.dispatch("STAGE_INSTANCE_CREATE", body, guild.id)
    return body


def _stage(call: Call) -> tuple[GuildState, Payload]:
    channel = call.channel()
    guild = call.sim.world.guild(channel.guild_id or 0)
    if channel.id not in guild.stages:
        raise errors.unknown("Stage Instance")
    return guild, guild.stages[channel.id]


async def stage(call: Call) -> Payload:
    """GET /stage-instances/{channel_id}."""
    return _stage(call)[1]


async def close_stage(call: Call) -> None:
    """DELETE /stage-instances/{channel_id}."""
    guild, body = _stage(call)
    del guild.stages[call.channel().id]
    call.sim.gateway.dispatch("STAGE_INSTANCE_DELETE", body, guild.id)


_MEMBER = "/guilds/{guild_id}/members/{user_id}"

ROUTES: list[Route] = [
    ("GET", "/guilds/{guild_id}", one),
    ("GET", "/guilds/{guild_id}/roles", roles),
    ("GET", "/guilds/{guild_id}/roles/{role_id}", one_role),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave),
    ("POST", "/guilds/{guild_id}/roles", create_role),
    ("GET", "/guilds/{guild_id}/members", members),
    ("GET", "/guilds/{guild_id}/members/search", search_members),
    ("PATCH", "/guilds/{guild_id}/members/@me", change_own_member),
    ("GET", _MEMBER, one_member),
    ("PATCH", _MEMBER, change_member),
    ("PUT", f"{_MEMBER}/roles/{{role_id}}", add_member_role),
    ("DELETE", f"{_MEMBER}/roles/{{role_id}}", remove_member_role),
    ("GET", "/guilds/{guild_id}/voice-states/@me", voice_state),
    ("GET", "/guilds/{guild_id}/voice-states/{user_id}", voice_state),
    ("GET", "/guilds/{guild_id}/emojis", emojis),
    ("GET", "/applications/{application_id}/emojis", application_emojis),
    ("POST", "/stage-instances", open_stage),
    ("GET", "/stage-instances/{channel_id}", stage),
    ("DELETE", "/stage-instances/{channel_id}", close_stage),
]

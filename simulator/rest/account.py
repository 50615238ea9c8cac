"""The bot itself: user, application, gateway address, direct-message channels."""

from simulator.payloads import objects
from simulator.rest.call import Call, Route
from simulator.state import errors
from simulator.state.errors import InvalidForm
from simulator.state.model import Payload
from simulator.state.permissions import guild_permissions


async def own_user(call: Call) -> Payload:
    """GET /users/@me."""
    return objects.own_user(call.sim.world.bot)


async def some_user(call: Call) -> Payload:
    """GET /users/{user_id}."""
    found = call.sim.world.users.get(call.id("user_id"))
    if found is None:
        raise errors.unknown("User")
    return objects.user(found)


async def application(call: Call) -> Payload:
    """GET /applications/@me and /oauth2/applications/@me."""
    world = call.sim.world
    facts = world.application
    return {
        "id": str(facts.id),
        "name": facts.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": objects.user(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": facts.flags,
        "flags_new": str(facts.flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": objects.user(facts.owner),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


async def gateway(call: Call) -> Payload:
    """GET /gateway."""
    return {"url": call.sim.world.gateway_url}


async def gateway_for_bot(call: Call) -> Payload:
    """GET /gateway/bot."""
    left = max(1000 - call.sim.gateway.identifies, 0)
    return {
        "url": call.sim.world.gateway_url,
        "shards": 1,
        "session_start_limit": {
            "total": 1000,
            "remaining": left,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    }


async def own_guilds(call: Call) -> list[Payload]:
    """GET /users/@me/guilds."""
    world = call.sim.world
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(int(guild_permissions(guild, guild.members[world.bot.id]))),
            "features": [],
        }
        for guild in world.guilds.values()
    ]


async def open_direct_channel(call: Call) -> Payload:
    """POST /users/@me/channels; it succeeds also where the person will take no message."""
    world = call.sim.world
    recipient = world.users.get(int(call.fields.get("recipient_id") or 0))
    if recipient is None:
        raise InvalidForm("recipient_id", "Invalid Recipient(s)")
    if recipient.bot:
        raise errors.direct_messages_closed()
    return objects.channel(world.direct_channel(recipient))


ROUTES: list[Route] = [
    ("GET", "/users/@me", own_user),
    ("GET", "/users/@me/guilds", own_guilds),
    ("POST", "/users/@me/channels", open_direct_channel),
    ("GET", "/users/{user_id}", some_user),
    ("GET", "/applications/@me", application),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/gateway", gateway),
    ("GET", "/gateway/bot", gateway_for_bot),
]

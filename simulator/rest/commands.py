"""Registration of application commands, global and per guild."""

from simulator.rest.call import Call, Route
from simulator.state.errors import ApiError, InvalidForm
from simulator.state.model import Payload


def _scope(call: Call) -> int | None:
    if call.id("application_id") != call.sim.world.application.id:
        raise ApiError(403, 20012, "You are not authorized to perform this action")
    if "guild_id" not in call.path:
        return None
    return call.sim.world.guild(call.id("guild_id")).id


async def every(call: Call) -> list[Payload]:
    """GET all commands of a scope."""
    return call.sim.commands.all(_scope(call))


async def replace(call: Call) -> list[Payload]:
    """PUT all commands of a scope."""
    if not isinstance(call.body, list):
        raise InvalidForm("", "Only iterables may be used in a ListType", "LIST_TYPE_CONVERT")
    return call.sim.commands.replace(_scope(call), call.body)


async def create(call: Call) -> Payload:
    """POST one command; the same type and name replaces."""
    body, is_new = call.sim.commands.upsert(_scope(call), call.fields)
    call.status = 201 if is_new else 200
    return body


async def one(call: Call) -> Payload:
    """GET one command."""
    return call.sim.commands.get(_scope(call), call.id("command_id"))


async def change(call: Call) -> Payload:
    """PATCH one command."""
    return call.sim.commands.edit(_scope(call), call.id("command_id"), call.fields)


async def delete(call: Call) -> None:
    """DELETE one command."""
    call.sim.commands.remove(_scope(call), call.id("command_id"))


def _routes(place: str) -> list[Route]:
    return [
        ("GET", place, every),
        ("PUT", place, replace),
        ("POST", place, create),
        ("GET", f"{place}/{{command_id}}", one),
        ("PATCH", f"{place}/{{command_id}}", change),
        ("DELETE", f"{place}/{{command_id}}", delete),
    ]


ROUTES: list[Route] = [
    *_routes("/applications/{application_id}/commands"),
    *_routes("/applications/{application_id}/guilds/{guild_id}/commands"),
]

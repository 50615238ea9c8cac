"""The application's registered commands, global and per guild."""

from collections.abc import Sequence
from typing import Any

from simulator.rules.commands import SLASH, check_commands
from simulator.state import errors
from simulator.state.model import Payload
from simulator.state.signals import Signal
from simulator.state.snowflake import SnowflakeSource

_DEFAULTS: dict[str, Any] = {
    "description": "",
    "default_member_permissions": None,
    "dm_permission": True,
    "contexts": None,
    "integration_types": [0],
    "nsfw": False,
    "name_localizations": None,
    "description_localizations": None,
}


class CommandRegistry:
    """Commands by scope; the scope is a guild id, or None for global commands."""

    def __init__(self, ids: SnowflakeSource, application_id: int) -> None:
        self._ids = ids
        self._application_id = application_id
        self._scopes: dict[int | None, dict[int, Payload]] = {}
        self.changed = Signal()

    def all(self, scope: int | None) -> list[Payload]:
        """Return the commands of one scope."""
        return list(self._scopes.get(scope, {}).values())

    def get(self, scope: int | None, command_id: int) -> Payload:
        """Return one command, or raise 10063."""
        found = self._scopes.get(scope, {}).get(command_id)
        if found is None:
            raise errors.unknown("Application Command")
        return found

    def replace(self, scope: int | None, commands: Sequence[Payload]) -> list[Payload]:
        """Overwrite a scope; a command that keeps type and name keeps its id."""
        check_commands(commands)
        known = {(entry["type"], entry["name"]): entry for entry in self.all(scope)}
        built = [self._build(scope, entry, known) for entry in commands]
        self._scopes[scope] = {int(entry["id"]): entry for entry in built}
        self.changed.notify()
        return built

    def upsert(self, scope: int | None, command: Payload) -> tuple[Payload, bool]:
        """Add a command or replace the one of the same type and name; tell whether it is new."""
        key = (command.get("type", SLASH), command["name"])
        others = [entry for entry in self.all(scope) if (entry["type"], entry["name"]) != key]
        known = {(entry["type"], entry["name"]): entry for entry in self.all(scope)}
        check_commands([*others, command])
        built = self._build(scope, command, known)
        self._scopes.setdefault(scope, {})[int(built["id"])] = built
        self.changed.notify()
        return built, key not in known

    def edit(self, scope: int | None, command_id: int, changes: Payload) -> Payload:
        """Change one command."""
        old = self.get(scope, command_id)
        built = old | {key: value for key, value in changes.items() if value is not None}
        built["version"] = str(self._ids.next())
        others = [entry for entry in self.all(scope) if entry is not old]
        check_commands([*others, built])
        self._scopes[scope][command_id] = built
        self.changed.notify()
        return built

    def remove(self, scope: int | None, command_id: int) -> None:
        """Delete one command."""
        self.get(scope, command_id)
        del self._scopes[scope][command_id]
        self.changed.notify()

    def find(self, guild_id: int | None, kind: int, name: str) -> Payload | None:
        """Return what a person in a guild (or in direct messages) finds under a name."""
        scopes = [guild_id, None] if guild_id is not None else [None]
        for scope in scopes:
            for entry in self.all(scope):
                if entry["type"] == kind and entry["name"] == name:
                    return entry
        return None

    def _build(
        self, scope: int | None, command: Payload, known: dict[tuple[int, str], Payload]
    ) -> Payload:
        kind = command.get("type", SLASH)
        old = known.get((kind, command["name"]))
        body = _DEFAULTS | {key: value for key, value in command.items() if value is not None}
        body |= {
            "id": old["id"] if old else str(self._ids.next()),
            "application_id": str(self._application_id),
            "version": str(self._ids.next()),
            "type": kind,
        }
        if body["default_member_permissions"] is not None:
            body["default_member_permissions"] = str(body["default_member_permissions"])
        if scope is not None:
            body["guild_id"] = str(scope)
        return body

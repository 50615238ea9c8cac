"""Slash-command options as Discord's client fills them in: checked, converted, resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.payloads import messages, objects
from simulator.state.errors import MemberError
from simulator.state.model import Channel, GuildState, MemberState, Payload, Role, User
from simulator.state.permissions import channel_permissions
from simulator.state.world import World

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)


@dataclass(frozen=True, slots=True)
class File:
    """A file that a scripted member attaches."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"


@dataclass(slots=True)
class Resolved:
    """Collects the objects that ids in an interaction stand for."""

    world: World
    guild: GuildState | None
    place: Channel
    data: dict[str, dict[str, Payload]] = field(default_factory=dict)

    def user(self, user: User) -> str:
        """Add a user, and their membership where there is one; return the id."""
        key = str(user.id)
        self.data.setdefault("users", {})[key] = objects.user(user)
        state = self.guild.members.get(user.id) if self.guild is not None else None
        if self.guild is not None and state is not None:
            body = objects.resolved_member(self.guild, state)
            self.data.setdefault("members", {})[key] = body
        return key

    def role(self, role: Role) -> str:
        """Add a role; return the id."""
        self.data.setdefault("roles", {})[str(role.id)] = objects.role(role)
        return str(role.id)

    def channel(self, channel: Channel, viewer: User) -> str:
        """Add a channel with the viewer's permissions in it; return the id."""
        full = objects.channel(channel)
        keys = ("id", "name", "type", "parent_id", "thread_metadata")
        body = {key: full[key] for key in keys if full.get(key) is not None}
        state = self.guild.members.get(viewer.id) if self.guild is not None else None
        if self.guild is not None and state is not None:
            body["permissions"] = str(int(channel_permissions(self.guild, state, channel)))
        self.data.setdefault("channels", {})[str(channel.id)] = body
        return str(channel.id)

    def file(self, file: File) -> str:
        """Upload a file; return the attachment's id."""
        stored = self.world.add_attachment(file.name, file.data, file.content_type, ephemeral=True)
        self.data.setdefault("attachments", {})[str(stored.id)] = messages.attachment(stored)
        return str(stored.id)


def find_subcommand(command: Payload, path: list[str]) -> tuple[list[Payload], list[Payload]]:
    """Follow a path of group and subcommand names below a command.

    Returns:
        The entries along the path, and the options of the last one.

    Raises:
        MemberError: The path leads nowhere, or stops short of a subcommand.
    """
    trail: list[Payload] = []
    options: list[Payload] = command.get("options") or []
    for name in path:
        found = next((entry for entry in options if entry["name"] == name), None)
        if found is None or found["type"] not in {1, 2}:
            message = f"/{command['name']} has no subcommand {name!r}"
            raise MemberError(message)
        trail.append(found)
        options = found.get("options") or []
    if any(entry["type"] in {1, 2} for entry in options):
        message = f"/{command['name']} needs one of {[entry['name'] for entry in options]}"
        raise MemberError(message)
    return trail, options


def fill(
    options: list[Payload], given: Mapping[str, Any], resolved: Resolved, user: User
) -> list[Payload]:
    """Return option values in the command's order.

    Raises:
        MemberError: Something is missing, unknown, or not what the client would let through.
    """
    known = {entry["name"]: entry for entry in options}
    extra = set(given) - set(known)
    if extra:
        message = f"no such option: {sorted(extra)}; there are {sorted(known)}"
        raise MemberError(message)
    filled: list[Payload] = []
    for option in options:
        value = given.get(option["name"])
        if value is None:
            if option.get("required"):
                message = f"option {option['name']!r} is required"
                raise MemberError(message)
            continue
        converted = convert(option, value, resolved, user)
        filled.append({"name": option["name"], "type": option["type"], "value": converted})
    return filled


def convert(option: Payload, value: Any, resolved: Resolved, user: User) -> Any:
    """Return one option's value as it goes over the wire.

    Raises:
        MemberError: The client would not accept it.
    """
    kind = option["type"]
    if option.get("choices"):
        return _choice(option, value)
    if kind == STRING:
        return _text(option, value)
    if kind in {INTEGER, NUMBER}:
        return _number(option, value)
    if kind == BOOLEAN and isinstance(value, bool):
        return value
    return _entity(option, value, resolved, user)


def _choice(option: Payload, value: Any) -> Any:
    for choice in option["choices"]:
        if value in (choice["name"], choice["value"]):
            return choice["value"]
    names = [choice["name"] for choice in option["choices"]]
    message = f"{option['name']}: {value!r} is none of {names}"
    raise MemberError(message)


def _entity(option: Payload, value: Any, resolved: Resolved, user: User) -> str:
    """Upload a file, or resolve a channel, role or person."""
    kind, name = option["type"], option["name"]
    person = as_user(value)
    wanted = option.get("channel_types")
    if kind == ATTACHMENT and isinstance(value, File):
        return resolved.file(value)
    if kind == CHANNEL and isinstance(value, Channel):
        if wanted and int(value.type) not in wanted:
            message = f"{name}: a channel of type {value.type.name} is not offered"
            raise MemberError(message)
        return resolved.channel(value, user)
    if kind in {ROLE, MENTIONABLE} and isinstance(value, Role):
        return resolved.role(value)
    if kind in {USER, MENTIONABLE} and person is not None:
        return resolved.user(person)
    message = f"{name}: {value!r} does not fit option type {kind}"
    raise MemberError(message)


def as_user(value: object) -> User | None:
    """Return the user behind a user, a member's state or a scripted member; else None."""
    if isinstance(value, User):
        return value
    if isinstance(value, MemberState):
        return value.user
    inner = getattr(value, "user", None)
    return inner if isinstance(inner, User) else None


def _text(option: Payload, value: Any) -> str:
    # A person who types @time picks a moment, which the client writes as a timestamp.
    text = f"<t:{int(value.timestamp())}:F>" if isinstance(value, datetime) else value
    if not isinstance(text, str):
        message = f"{option['name']}: {value!r} is no text"
        raise MemberError(message)
    shortest, longest = option.get("min_length") or 0, option.get("max_length") or 6000
    if not shortest <= len(text) <= longest:
        message = f"{option['name']}: length {len(text)} is not in {shortest} to {longest}"
        raise MemberError(message)
    return text


def _number(option: Payload, value: Any) -> int | float:
    whole = option["type"] == INTEGER
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        message = f"{option['name']}: {value!r} is no {'whole ' if whole else ''}number"
        raise MemberError(message)
    lowest, highest = option.get("min_value"), option.get("max_value")
    if (lowest is not None and value < lowest) or (highest is not None and value > highest):
        message = f"{option['name']}: {value} is not in {lowest} to {highest}"
        raise MemberError(message)
    number: int | float = value
    return number

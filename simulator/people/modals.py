"""Filling in a modal as Discord's client does."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.people.options import File, Resolved, as_user
from simulator.rules.components import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    ROW,
    STRING_SELECT,
    TEXT_INPUT,
)
from simulator.state.errors import MemberError
from simulator.state.model import Channel, Payload, Role, User


def submission(
    data: Payload, values: Mapping[str, Any], resolved: Resolved, user: User
) -> list[Payload]:
    """Return the components of a submitted modal.

    Args:
        data: The modal as the bot sent it.
        values: By label or custom id: text, one value or a list, True or False, `File`s, members,
            channels, roles. What is not given keeps its default.
        resolved: Collects the objects behind ids.
        user: Who submits.

    Raises:
        MemberError: An unknown label, or a value that the client would not accept.
    """
    used: set[str] = set()
    filled: list[Payload] = []
    for component in data["components"]:
        if component["type"] == LABEL:
            inner = component["component"]
            label = component["label"]
            value = _fill(inner, label, _given(values, label, inner, used), resolved, user)
            filled.append({"type": LABEL, "id": len(filled) + 1, "component": value})
        elif component["type"] == ROW:
            inner = component["components"][0]
            label = inner.get("label", "")
            value = _fill(inner, label, _given(values, label, inner, used), resolved, user)
            filled.append({"type": ROW, "id": len(filled) + 1, "components": [value]})
        else:
            filled.append({"type": component["type"], "id": len(filled) + 1})
    unknown = set(values) - used
    if unknown:
        message = f"the modal {data['title']!r} has no input {sorted(unknown)}"
        raise MemberError(message)
    return filled


def _given(values: Mapping[str, Any], label: str, inner: Payload, used: set[str]) -> Any:
    for key in (label, inner["custom_id"]):
        if key in values:
            used.add(key)
            return values[key]
    return None


def _fill(inner: Payload, label: str, value: Any, resolved: Resolved, user: User) -> Payload:
    kind = inner["type"]
    body: Payload = {"type": kind, "custom_id": inner["custom_id"], "id": 100}
    if kind == TEXT_INPUT:
        return body | {"value": _text(inner, label, value)}
    if kind == CHECKBOX:
        return body | {"value": bool(inner.get("default")) if value is None else bool(value)}
    many = _as_list(value)
    if kind in {STRING_SELECT, RADIO_GROUP, CHECKBOX_GROUP}:
        chosen = _options(inner, label, many if value is not None else None)
    else:
        chosen = [entity_value(kind, label, entry, resolved, user) for entry in many]
    _check_count(inner, label, len(chosen))
    if kind == RADIO_GROUP:
        return body | {"value": chosen[0] if chosen else None}
    return body | {"values": chosen}


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (str, File)) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def _text(inner: Payload, label: str, value: Any) -> str:
    text = (inner.get("value") or "") if value is None else value
    if not isinstance(text, str):
        message = f"{label}: {value!r} is no text"
        raise MemberError(message)
    if not text and inner.get("required", True):
        message = f"{label} is required"
        raise MemberError(message)
    shortest, longest = inner.get("min_length") or 0, inner.get("max_length") or 4000
    if len(text) > longest or (text and len(text) < shortest):
        message = f"{label}: length {len(text)} is not in {shortest} to {longest}"
        raise MemberError(message)
    return text


def _options(inner: Payload, label: str, wanted: list[Any] | None) -> list[str]:
    options: list[Payload] = inner["options"]
    if wanted is None:
        return [option["value"] for option in options if option.get("default")]
    return [pick_option(options, label, entry) for entry in wanted]


def pick_option(options: list[Payload], label: str, wanted: Any) -> str:
    """Return the value of the option that has this label or value.

    Raises:
        MemberError: There is none.
    """
    for option in options:
        if wanted in (option["value"], option["label"]):
            value: str = option["value"]
            return value
    message = f"{label}: {wanted!r} is none of {[option['label'] for option in options]}"
    raise MemberError(message)


def entity_value(kind: int, label: str, value: Any, resolved: Resolved, user: User) -> str:
    """Return the id of a file, member, role or channel that was chosen, and resolve it.

    Raises:
        MemberError: The select does not offer such a thing.
    """
    person = as_user(value)
    if kind == FILE_UPLOAD and isinstance(value, File):
        return resolved.file(value)
    if kind in {5, 7} and person is not None:
        return resolved.user(person)
    if kind in {6, 7} and isinstance(value, Role):
        return resolved.role(value)
    if kind == 8 and isinstance(value, Channel):
        return resolved.channel(value, user)
    message = f"{label}: {value!r} cannot be chosen here"
    raise MemberError(message)


def _check_count(inner: Payload, label: str, count: int) -> None:
    required = inner.get("required", True)
    if not count and not required:
        return
    fewest = 1 if inner["type"] == RADIO_GROUP else inner.get("min_values", 1)
    fewest = max(1 if fewest is None else fewest, 1 if required else 0)
    most = 1 if inner["type"] == RADIO_GROUP else (inner.get("max_values") or 1)
    if not fewest <= count <= most:
        message = f"{label}: {count} chosen, {fewest} to {most} allowed"
        raise MemberError(message)

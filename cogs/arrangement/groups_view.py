"""Posts about groups: who is in one, and who comes to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cogs.arrangement import circles_words as words
from cogs.interactions.drawing import Rendered
from cogs.text.escaping import label, one_line
from discussion.model.effects import Post


def group(post: Post) -> Rendered:
    """Who is in a group, in the channel; its thread hangs from it. It calls its members."""
    data: Mapping[str, Any] = post.data
    members = _members(data)
    content = words.group(
        words.group_name(int(data["group"]), len(members)),
        one_line(data["title"], 160),
        _mentions(members),
        one_line(data["question"], 900),
        one_line(data.get("stem") or "", 300),
        typed=bool(data.get("typed", True)),
    )
    return Rendered(content=content, mentions=frozenset(members))


def group_note(post: Post) -> Rendered:
    """Somebody comes to a group's thread, or is told where they go on."""
    data: Mapping[str, Any] = post.data
    members = _members(data)
    if data["moved_to"] is not None:
        content = words.moved(_mentions(members), int(data["moved_to"]))
    else:
        content = words.joins(" ".join(_mentions(members)), one_line(data["question"], 900))
    return Rendered(content=content, mentions=frozenset(members))


def thread_name(post: Post) -> str:
    """The name of a group's thread: the group and who is in it, at most 100 characters."""
    data: Mapping[str, Any] = post.data
    name = words.group_name(int(data["group"]), len(data["members"]))
    return label(f"{name}: {', '.join(str(each) for each in data['names'])}", 100)


def _members(data: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(member) for member in data["members"])


def _mentions(members: tuple[int, ...]) -> list[str]:
    return [f"<@{member}>" for member in members]

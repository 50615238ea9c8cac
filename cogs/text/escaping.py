"""People's text inside ours: it is shown as it was typed and never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

MESSAGE_LIMIT: Final = 2000
"""The most characters Discord takes in a message."""
_URL = re.compile(r"https?://[^\s<>*|`\[\]()~@\\]+")
_MARKUP = re.compile(r"[\\*_~`|<\[\]]")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|-#|>|[-+](?=\s)|\d+(?=[.)]\s))", re.MULTILINE)
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_NO_BREAK = "\u200b"


def plain(text: str) -> str:
    """Text from a person, escaped so that Discord shows it as it was typed.

    Emphasis, code, quotes, headings, lists, masked links, time stamps and mentions lose their
    meaning; bare web addresses go on working.
    """
    pieces, at = list[str](), 0
    for url in _URL.finditer(text):
        pieces += [_escape(text[at : url.start()], at == 0), url.group()]
        at = url.end()
    pieces.append(_escape(text[at:], at == 0))
    return "".join(pieces)


def one_line(text: str, limit: int) -> str:
    """Text from a person in one escaped line of at most ``limit`` characters."""
    return cut(plain(" ".join(text.split())), limit)


def cut(escaped: str, limit: int) -> str:
    """Escaped text of at most ``limit`` characters, with an ellipsis where something is left off.

    Cuts at a space where one is near, and never leaves half an escape behind.
    """
    if len(escaped) <= limit:
        return escaped
    head = escaped[: max(limit - 1, 0)]
    space = max(head.rfind(" "), head.rfind("\n"))
    if space > len(head) * 2 // 3:
        head = head[:space]
    slashes = len(head) - len(head.rstrip("\\"))
    return (head[:-1] if slashes % 2 else head).rstrip() + "…" if limit > 0 else ""


def quote(escaped: str) -> str:
    """Escaped text as a quotation."""
    return "\n".join(f"> {line}" if line else ">" for line in escaped.split("\n"))


def label(text: str, limit: int) -> str:
    """Text for a place that knows no markup (options, labels), in one line of at most ``limit``."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def dated(text: str, at: datetime) -> str:
    """Something with its day, for a list to choose from."""
    return f"{label(text, 80)} · {at:%d %B %Y}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many}"


def fitting(lines: Sequence[str], *, limit: int = MESSAGE_LIMIT, where: str = "") -> str:
    """As many whole lines as fit; where some are left off, it says how many.

    ``where`` says where they can be found.
    """
    text = "\n".join(lines)
    if len(text) <= limit:
        return text
    kept, used = list[str](), 0
    for number, line in enumerate(lines):
        rest = f"… and {len(lines) - number} more{where and f'; {where}'}."
        if used + len(line) + 1 + len(rest) > limit:
            return "\n".join([*kept, rest])
        kept.append(line)
        used += len(line) + 1
    return "\n".join(kept)


def _escape(text: str, from_start: bool) -> str:
    marked = text if from_start else "\u0000" + text
    marked = _LINE_START.sub(_escape_line_start, marked)
    escaped = _MARKUP.sub(lambda m: "\\" + m.group() if m.group() != "\\" else "\\\\", marked)
    escaped = escaped.replace("\u0001", "\\").replace("\u0000", "")
    return _MENTION.sub("@" + _NO_BREAK, escaped)


def _escape_line_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\u0001" if sign.isdigit() else f"{space}\u0001{sign}"

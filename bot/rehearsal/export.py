"""Chat exports as class scripts: the JSON form of DiscordChatExporter.

The members say what the export says, in its order and at its times, scaled to the format's length.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.rehearsal.script import Act, Player, Script
from discussion.formats.library import DEFAULT_FORMAT, built_in_formats
from discussion.model.errors import BadFile

FACILITATOR = "facilitator"
_OPENING = timedelta(minutes=1)
_CLOSING = timedelta(minutes=1)
_APART = timedelta(seconds=2)
_MOST_TEXT = 2000


def read_export(path: Path) -> Script:
    """Read an export. Raises ``BadFile`` with the message and field that is wrong."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise BadFile(f"{path} is not there. Give the path of a class script.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path} cannot be read as UTF-8 text: {error}.") from error
    except json.JSONDecodeError as error:
        raise BadFile(
            f"{path}, line {error.lineno}: it is not valid JSON ({error.msg})."
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("messages"), list):
        raise BadFile(f"{path}: “messages” is missing; export the channel in the JSON form.")
    rows = [_Row(path, n, row) for n, row in enumerate(data["messages"], 1)]
    rows = [row for row in rows if row.text and not row.is_bot]
    if not rows:
        raise BadFile(f"{path}: none of its messages has words by a person.")
    rows.sort(key=lambda row: row.at)
    return _script(data, rows)


class _Row:
    """One message of an export."""

    def __init__(self, path: Path, number: int, row: Any) -> None:
        where = f"{path}, message {number}"
        try:
            author = row["author"]
            self.id = str(row["id"])
            self.author = str(author["id"])
            self.name = str(author.get("nickname") or author["name"])[:32]
            self.is_bot = bool(author.get("isBot"))
            self.text = str(row.get("content") or "").strip()[:_MOST_TEXT]
            self.at = datetime.fromisoformat(str(row["timestamp"])).astimezone(UTC)
            self.answers = str((row.get("reference") or {}).get("messageId") or "")
            self.reactions = _reactions(row.get("reactions") or ())
        except (KeyError, TypeError, AttributeError) as error:
            raise BadFile(f"{where}: the field {error} is missing or has another form.") from error
        except ValueError:
            raise BadFile(f"{where}: “timestamp” is not a date and time.") from None


def _reactions(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    return [
        (str(row["emoji"]["name"]), [str(user["id"]) for user in row.get("users") or ()])
        for row in rows
    ]


def _script(data: Mapping[str, Any], rows: list[_Row]) -> Script:
    length = sum((r.length for r in built_in_formats()[DEFAULT_FORMAT].rounds), timedelta())
    names = {row.author: row.name for row in rows}
    players = [Player(FACILITATOR, "Facilitator"), *(Player(key, n) for key, n in names.items())]
    joins = [
        Act(timedelta(seconds=5 + n * 40 / len(names)), key, "join") for n, key in enumerate(names)
    ]
    said: list[Act] = []
    known = {row.id for row in rows}
    instants = _spread([row.at for row in rows], length - _OPENING - _CLOSING)
    for row, at in zip(rows, instants, strict=True):
        to = row.answers if row.answers in known else ""
        said.append(Act(at, row.author, "reply" if to else "write", row.id, row.text, to))
        for emoji, people in row.reactions:
            said.extend(
                Act(at + _APART / 2, person, "react", to=row.id, emoji=emoji)
                for person in people
                if person in names and person != row.author
            )
    channel = data.get("channel")
    channel = channel if isinstance(channel, dict) else {}
    topic = str(channel.get("topic") or channel.get("name") or "Our discussion")[:200]
    return Script(
        title=topic,
        topic=topic,
        format=DEFAULT_FORMAT,
        facilitator=FACILITATOR,
        starts_at=rows[0].at,
        zone="UTC",
        players=tuple(players),
        acts=tuple(sorted([*joins, *said], key=lambda act: act.at)),
    )


def _spread(said_at: Sequence[datetime], room: timedelta) -> list[timedelta]:
    """When each message is said: in proportion to the export, a little apart, none too late."""
    first, span = said_at[0], max(said_at[-1] - said_at[0], timedelta(seconds=1))
    apart = min(_APART, room / len(said_at))
    instants: list[timedelta] = []
    for at in said_at:
        earliest = instants[-1] + apart if instants else timedelta()
        instants.append(max((at - first) / span * room, earliest))
    latest = room
    for number in reversed(range(len(instants))):
        instants[number] = min(instants[number], latest)
        latest = instants[number] - apart
    return [_OPENING + at for at in instants]

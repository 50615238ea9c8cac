"""Class scripts: who takes part in a rehearsal, and what each does at which minute (TOML)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from discussion.formats.library import built_in_formats
from discussion.model.errors import BadFile

ACTS = {
    "join": (),
    "step_out": (),
    "leave": (),
    "type": (),
    "write": ("text",),
    "turn": ("text",),
    "reply": ("text", "to"),
    "say": ("text",),
    "build_on": ("text", "to"),
    "challenge": ("text", "to"),
    "speaks_for_me": ("to",),
    "react": ("to", "emoji"),
    "tag": ("to", "tags"),
    "edit": ("to", "text"),
    "delete": ("to",),
    "pass": (),
    "opt_out": (),
    "hand": (),
    "done": (),
    "next_speaker": (),
    "join_voice": (),
    "leave_voice": (),
    "pause": (),
    "resume": (),
    "extend": ("minutes",),
    "next": (),
    "heard": ("value",),
    "put_right": ("to", "text"),
    "take_back": ("to",),
    "pick_headlines": ("value",),
    "fine": (),
    "publish": (),
}
"""What a person can do, and the fields that it needs."""
WHEN_INVITED = {"contribute", "contribute_anonymously", "pass", "opt_out", "nothing"}
_TIME = re.compile(r"(\d{1,3}):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Reaction:
    """What somebody does some time after being invited."""

    after: timedelta
    do: str
    text: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody in the class."""

    key: str
    name: str
    locale: str = "en-GB"
    direct_messages_open: bool = True
    when_invited: Reaction | None = None
    when_quiet_button: Reaction | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody does; ``at`` counts from the start of the class."""

    at: timedelta
    who: str
    do: str
    id: str = ""
    text: str = ""
    to: str = ""
    emoji: str = ""
    tags: tuple[str, ...] = ()
    anonymous: bool = False
    scope: str = "round"
    minutes: int = 0
    value: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """A whole class, as it is meant to be played."""

    title: str
    topic: str
    format: str
    facilitator: str
    starts_at: datetime
    zone: str
    players: tuple[Player, ...]
    acts: tuple[Act, ...]
    lecturer: str = ""
    case_name: str = ""
    case_text: str = field(default="", repr=False)

    @property
    def is_spoken(self) -> bool:
        """Whether people talk in a voice channel."""
        return any(act.do == "join_voice" for act in self.acts)


def read_script(path: Path) -> Script:
    """Read a class script. Raises ``BadFile`` with the line and field that is wrong."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise BadFile(f"{path} is not there. Give the path of a class script.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(f"{path} cannot be read as UTF-8 text: {error}.") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path} is not valid TOML: {error}.") from error
    return _Reading(path, text).script(data)


class _Reading:
    """One reading of one file: knows on which line each table begins."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def script(self, data: Mapping[str, Any]) -> Script:
        head = {
            key: self._words(data, key, self._at(key))
            for key in ("title", "topic", "format", "facilitator", "starts_at", "zone")
        }
        if head["format"] not in built_in_formats():
            names = ", ".join(built_in_formats())
            raise self._bad(self._at("format"), "format", f"must be one of {names}")
        players = self._each(data, "members", self._player)
        acts = self._each(data, "events", self._act)
        keys = {player.key for player in players}
        self._check_known(acts, keys)
        for role in ("facilitator", "lecturer"):
            if (key := str(data.get(role, ""))) and key not in keys:
                raise self._bad(
                    self._at(role), role, f"names “{key}”, who is not among the members"
                )
        name, case = self._case(data)
        return Script(
            title=head["title"],
            topic=head["topic"],
            format=head["format"],
            facilitator=head["facilitator"],
            starts_at=self._start(head),
            zone=head["zone"],
            players=players,
            acts=tuple(sorted(acts, key=lambda act: act.at)),
            lecturer=str(data.get("lecturer", "")),
            case_name=name,
            case_text=case,
        )

    def _start(self, head: Mapping[str, str]) -> datetime:
        try:
            zone = ZoneInfo(head["zone"])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            line = self._at("zone")
            raise self._bad(line, "zone", "must be an IANA zone such as Europe/London") from None
        try:
            return datetime.fromisoformat(head["starts_at"]).replace(tzinfo=zone)
        except ValueError:
            line = self._at("starts_at")
            raise self._bad(line, "starts_at", "must be a date and time") from None

    def _case(self, data: Mapping[str, Any]) -> tuple[str, str]:
        if "case" not in data:
            return "", ""
        line = self._at("case")
        path = self._path.parent / Path(self._words(data, "case", line)).name
        try:
            return path.name, path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise self._bad(line, "case", f"names {path.name}, which cannot be read") from None

    def _each(self, data: Mapping[str, Any], table: str, read: Any) -> tuple[Any, ...]:
        rows = data.get(table)
        if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) for r in rows):
            line = self._at(table)
            raise self._bad(line, table, f"is missing: write at least one [[{table}]]")
        starts = self._starts(table, len(rows))
        return tuple(read(row, line) for row, line in zip(rows, starts, strict=True))

    def _starts(self, table: str, rows: int) -> list[int]:
        """On which line each table of an array begins, or the array if it is written inline."""
        head = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        starts = [n for n, line in enumerate(self._lines, 1) if head.match(line)]
        return (starts + [self._at(table)] * rows)[:rows]

    def _at(self, key: str) -> int:
        """On which line a field above all tables stands; 1 where it does not."""
        for number, line in enumerate(self._lines, 1):
            if line.lstrip().startswith("["):
                break
            if re.match(rf"\s*{key}\s*=", line):
                return number
        return 1

    def _player(self, row: Mapping[str, Any], line: int) -> Player:
        messages = row.get("direct_messages", "open")
        if messages not in ("open", "closed"):
            raise self._bad(line, "direct_messages", "must be “open” or “closed”")
        return Player(
            key=self._words(row, "key", line),
            name=self._words(row, "name", line),
            locale=str(row.get("locale", "en-GB")),
            direct_messages_open=messages == "open",
            when_invited=self._reaction(row, "when_invited", line),
            when_quiet_button=self._reaction(row, "when_quiet_button", line),
        )

    def _reaction(self, row: Mapping[str, Any], key: str, line: int) -> Reaction | None:
        given = row.get(key)
        if given is None:
            return None
        if not isinstance(given, dict):
            raise self._bad(line, key, "must be a table with “after” and “do”")
        do = str(given.get("do", "contribute"))
        if do not in WHEN_INVITED:
            raise self._bad(line, f"{key}.do", f"must be one of {', '.join(sorted(WHEN_INVITED))}")
        return Reaction(
            after=self._time(given, "after", line),
            do=do,
            text=str(given.get("text", "")),
            tags=self._tags(given, line),
        )

    def _act(self, row: Mapping[str, Any], line: int) -> Act:
        do = self._words(row, "do", line)
        if do not in ACTS:
            raise self._bad(line, "do", f"is “{do}”; it must be one of {', '.join(ACTS)}")
        for needed in ACTS[do]:
            if needed not in row:
                raise self._bad(line, needed, f"is missing for “{do}”")
        return Act(
            at=self._time(row, "at", line),
            who=self._words(row, "who", line),
            do=do,
            id=str(row.get("id", "")),
            text=str(row.get("text", "")),
            to=str(row.get("to", "")),
            emoji=str(row.get("emoji", "")),
            tags=self._tags(row, line),
            anonymous=bool(row.get("anonymous", False)),
            scope=str(row.get("scope", "round")),
            minutes=self._whole(row, "minutes", line),
            value=self._whole(row, "value", line),
        )

    def _tags(self, row: Mapping[str, Any], line: int) -> tuple[str, ...]:
        tags = row.get("tags", [])
        if not isinstance(tags, list):
            raise self._bad(line, "tags", 'must be a list such as ["#theory"]')
        return tuple(map(str, tags))

    def _whole(self, row: Mapping[str, Any], key: str, line: int) -> int:
        number = row.get(key, 0)
        if type(number) is not int:
            raise self._bad(line, key, "must be a whole number")
        return number

    def _check_known(self, acts: tuple[Act, ...], keys: set[str]) -> None:
        starts = self._starts("events", len(acts))
        ids: set[str] = {act.id for act in acts if act.id}
        for act, line in zip(acts, starts, strict=True):
            if act.who not in keys:
                raise self._bad(line, "who", f"names “{act.who}”, who is not among the members")
            if act.to and act.to not in ids:
                raise self._bad(line, "to", f"names “{act.to}”, which no event has as its id")

    def _words(self, row: Mapping[str, Any], key: str, line: int) -> str:
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._bad(line, key, "must be there, as text")
        return value

    def _time(self, row: Mapping[str, Any], key: str, line: int) -> timedelta:
        match = _TIME.fullmatch(str(row.get(key, "")))
        if match is None:
            raise self._bad(line, key, "must be minutes and seconds, such as “07:30”")
        return timedelta(minutes=int(match[1]), seconds=int(match[2]))

    def _bad(self, line: int, key: str, reason: str) -> BadFile:
        return BadFile(f"{self._path}, line {line}: “{key}” {reason}.")

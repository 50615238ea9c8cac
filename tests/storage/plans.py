"""How the database finds what the store asks for: no statement may read a growing table whole.

Every statement that storage executes while a test runs is explained once, on the database that
runs it. A scan of a partial index is none: it holds what waits, however much has passed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

import storage.store.store
from storage.database.engine import open_engine
from storage.tables.discussions import SCHEMA

SMALL = {
    "course": "one row a server, all of them read when the bot starts",
}
"""Tables that may be read whole, and why."""
ALLOWED = {
    "outbox.message_id IS NOT NULL": "the rehearsal's own database holds one class",
}
"""Pieces of statements that may read a table whole, and why."""

_STORAGE = str(Path(storage.__file__).parent)
_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE")
_PARTIAL = {
    index.name
    for table in SCHEMA.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
_SCAN = re.compile(r"SCAN (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?$")
_NO_TABLE = re.compile(r"SCAN (\(|CONSTANT ROW|\d+ CONSTANT ROW)")
_known: dict[tuple[str, str], list[str]] = {}


class Plans:
    """Listens to engines and notes how their statements are carried out."""

    def __init__(self, *, of_storage: bool = True) -> None:
        """``of_storage`` leaves out what tests themselves ask."""
        self._of_storage = of_storage
        self.whole = list[str]()
        """Statements that read a growing table whole, each with the step that does."""

    def watch(self, engine: Engine) -> Engine:
        """Look at what storage executes over an engine."""
        event.listen(engine, "before_cursor_execute", self._look)
        return engine

    def _look(
        self,
        connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,
        _context: object,
        executemany: bool,
    ) -> None:
        if not statement.lstrip().startswith(_EXPLAINED):
            return
        key = connection.dialect.name, statement
        if key not in _known:
            if self._of_storage and not _asked_by_storage():
                return
            first = parameters[0] if executemany else parameters
            steps = _sqlite if connection.dialect.name == "sqlite" else _postgresql
            _known[key] = list(steps(connection, statement, first))
        self.whole += [
            f"{step}\n    {statement}"
            for step in _known[key]
            if not any(piece in statement for piece in ALLOWED)
        ]


def _asked_by_storage() -> bool:
    """Whether the query was written in storage, and not in a test."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        frame = frame.f_back
        file = frame.f_code.co_filename
        if "sqlalchemy" not in file and file != __file__:
            return file.startswith(_STORAGE)
    return False


def _sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    cursor = connection.connection.cursor()
    for *_, step in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall():
        if not step.startswith("SCAN") or _NO_TABLE.match(step):
            continue
        found = _SCAN.match(step)
        if found is None or (found["table"] not in SMALL and found["index"] not in _PARTIAL):
            yield step


def _postgresql(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """Small tables are always read whole; forbidden that, it happens where no index serves."""
    cursor = connection.connection.cursor()
    cursor.execute("SET LOCAL enable_seqscan = off")
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    (plan,) = cursor.fetchone() or ([],)
    cursor.execute("SET LOCAL enable_seqscan = on")
    for each in json.loads(plan) if isinstance(plan, str) else plan:
        yield from _scans(each["Plan"], limited=False)


def _scans(node: Mapping[str, Any], *, limited: bool) -> Iterator[str]:
    kind, table = node["Node Type"], node.get("Relation Name", "")
    whole = kind == "Seq Scan" or (
        kind.startswith(("Index", "Bitmap Index"))
        and "Index Cond" not in node
        and node.get("Index Name") not in _PARTIAL
        # The first of an order: the greatest position, say.
        and not (limited and "Filter" not in node)
    )
    if whole and table not in SMALL:
        yield f"{kind} {table} {node.get('Index Name', '')}"
    for each in node.get("Plans", ()):
        yield from _scans(each, limited=kind == "Limit")


@pytest.fixture(autouse=True)
def no_whole_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[Plans]:
    """No statement of a store reads a growing table whole, whatever a test lets it do."""
    found = Plans()

    def watched(*args: Any, **kwargs: Any) -> Engine:
        return found.watch(open_engine(*args, **kwargs))

    monkeypatch.setattr(storage.store.store, "open_engine", watched)
    yield found
    assert found.whole == []

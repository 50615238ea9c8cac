"""Writing a discussion: only the rows that differ from what was loaded."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete

from discussion.model import Discussion, Invitation, Participant, Round, TurnOrder
from storage.database.errors import DomainError
from storage.rows.mapping import (
    Values,
    checked,
    discussion_values,
    invitation_values,
    participant_values,
    round_values,
    turns_values,
)
from storage.rows.queries import discussions, invitations, participants, rounds, turn_orders
from storage.rows.upserting import upsert

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of one table to write, and the keys of rows to remove."""

    table: Table
    written: list[Values]
    removed: list[Any]
    key: str


def save_discussion(
    connection: Connection, discussion: Discussion, previous: Discussion | None
) -> int:
    """Insert a discussion, or bring its rows up to date; ``previous`` is what they hold.

    Returns:
        How many rows were written or removed.

    Raises:
        DomainError: Its id is taken in another guild, or there is a NUL in its text.
    """
    values = checked(discussion_values(discussion))
    written = 0
    if previous is None or discussion_values(previous) != values:
        if upsert(connection, discussions, [values]) != 1:
            raise DomainError(f"Discussion {discussion.id} belongs to another guild.")
        written += 1
    for changes in (
        _rounds(discussion, previous),
        _participants(discussion, previous),
        _invitations(discussion, previous),
        _turns(discussion, previous),
    ):
        if changes.removed:
            connection.execute(
                delete(changes.table).where(
                    changes.table.c.discussion_id == discussion.id,
                    changes.table.c[changes.key].in_(changes.removed),
                )
            )
        if changes.written:
            upsert(connection, changes.table, [checked(each) for each in changes.written])
        written += len(changes.written) + len(changes.removed)
    return written


def _differing(
    old: Mapping[K, V], new: Mapping[K, V], row: Callable[[K, V], Values]
) -> tuple[list[Values], list[K]]:
    written = [row(key, each) for key, each in new.items() if old.get(key) != each]
    return written, [key for key in old if key not in new]


def _rounds(discussion: Discussion, previous: Discussion | None) -> Changes:
    def row(_: int, each: Round) -> Values:
        return round_values(discussion, each)

    old = {each.number: each for each in previous.rounds} if previous else {}
    written, removed = _differing(old, {each.number: each for each in discussion.rounds}, row)
    return Changes(rounds, written, removed, "number")


def _participants(discussion: Discussion, previous: Discussion | None) -> Changes:
    def row(_: int, each: Participant) -> Values:
        return participant_values(discussion, each)

    old = previous.participants if previous else {}
    written, removed = _differing(old, discussion.participants, row)
    return Changes(participants, written, removed, "id")


def _invitations(discussion: Discussion, previous: Discussion | None) -> Changes:
    def row(_: str, each: tuple[int, Invitation]) -> Values:
        return invitation_values(discussion, *each)

    old = {each.id: (n, each) for n, each in enumerate(previous.invitations)} if previous else {}
    new = {each.id: (n, each) for n, each in enumerate(discussion.invitations)}
    written, removed = _differing(old, new, row)
    return Changes(invitations, written, removed, "id")


def _turns(discussion: Discussion, previous: Discussion | None) -> Changes:
    def row(_: str, each: TurnOrder) -> Values:
        return turns_values(discussion, each)

    key = str(discussion.id)
    old = {key: previous.turns} if previous and previous.turns else {}
    new = {key: discussion.turns} if discussion.turns else {}
    written, removed = _differing(old, new, row)
    return Changes(turn_orders, written, removed, "discussion_id")

"""The rows of the rules that servers changed, one a rule and guild."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from storage.rows.mapping import checked
from storage.rows.upserting import upsert
from storage.tables.discussions import RuleRow, table_of

rules = table_of(RuleRow)


def of_guild(connection: Connection, guild_id: int) -> Mapping[str, str]:
    """What a guild changed, by the rule's name, as it was written."""
    query = select(rules).where(rules.c.guild_id == guild_id)
    return {row["name"]: row["value"] for row in connection.execute(query).mappings()}


def keep(connection: Connection, guild_id: int, name: str, value: str) -> None:
    """Keep a change, in place of one of the same rule.

    Raises:
        DomainError: There is a NUL in it.
    """
    row = checked({"guild_id": guild_id, "name": name, "value": value})
    upsert(connection, rules, [row])


def forget(connection: Connection, guild_id: int, name: str) -> None:
    """Forget a change; changes nothing where there is none."""
    one = rules.c.guild_id == guild_id, rules.c.name == name
    connection.execute(delete(rules).where(*one))

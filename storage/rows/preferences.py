"""The rows of what people chose for themselves, one a person and guild."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from discussion.model.preferences import InviteBy, Preferences
from storage.rows.mapping import Values, checked
from storage.tables.discussions import PreferenceRow, table_of

preferences = table_of(PreferenceRow)


def of_guild(connection: Connection, guild_id: int) -> Mapping[int, Preferences]:
    """What people of a guild chose, by person."""
    query = select(preferences).where(preferences.c.guild_id == guild_id)
    return {
        row["person_id"]: Preferences(
            invite_by=InviteBy(row["invite_by"]),
            anonymous=row["anonymous"],
            language=row["language"],
            name_to_facilitator=row["name_to_facilitator"],
        )
        for row in connection.execute(query).mappings()
    }


def put(connection: Connection, guild_id: int, person_id: int, chosen: Preferences) -> None:
    """Keep what somebody chose, in place of what they chose before.

    Raises:
        DomainError: There is a NUL in the language.
    """
    values: Values = {
        "guild_id": guild_id,
        "person_id": person_id,
        "invite_by": chosen.invite_by.value,
        "anonymous": chosen.anonymous,
        "language": chosen.language,
        "name_to_facilitator": chosen.name_to_facilitator,
    }
    own = preferences.c.guild_id == guild_id, preferences.c.person_id == person_id
    connection.execute(delete(preferences).where(*own))
    connection.execute(insert(preferences), [checked(values)])

"""The rows of house styles, one a guild."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from discussion.model.house import PLAIN, House
from storage.rows.mapping import Values, checked
from storage.tables.discussions import HouseRow, table_of

houses = table_of(HouseRow)


def of_guild(connection: Connection, guild_id: int) -> House | None:
    """What a guild chose for its decks."""
    query = select(houses).where(houses.c.guild_id == guild_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return House(
        title_text=row["title_text"],
        main=row["main"],
        accent=row["accent"],
        template=row["template"],
        template_name=row["template_name"],
    )


def put(connection: Connection, guild_id: int, house: House) -> None:
    """Keep what a guild chose, in place of what it chose before; the plain style leaves no row.

    Raises:
        DomainError: There is a NUL in a text.
    """
    values: Values = {
        "guild_id": guild_id,
        "title_text": house.title_text,
        "main": house.main,
        "accent": house.accent,
        "template": house.template,
        "template_name": house.template_name,
    }
    connection.execute(delete(houses).where(houses.c.guild_id == guild_id))
    if house != PLAIN:
        connection.execute(insert(houses), [checked(values)])

"""House styles: how the decks of a server look."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from discussion.model import Person
from discussion.model.errors import NotAllowed
from discussion.model.house import PLAIN, House
from discussion.ports.store import Transaction
from discussion.service.deciding import Deciding


class HousePart(StrEnum):
    """What of a house style can be put back to the decks' own."""

    TITLE = "title"
    COLOURS = "colours"
    TEMPLATE = "template"
    ALL = "all"


class Houses(Deciding):
    """Choosing and putting back; for lecturers."""

    async def style_of(self, guild_id: int) -> House:
        """What a server chose, or the decks' own style."""
        return await self._store.read(lambda reader: reader.house(guild_id)) or PLAIN

    async def choose(self, guild_id: int, by: Person, chosen: House) -> House:
        """Keep what is given of a style and leave the rest as it was; returns what holds now.

        ``chosen`` was checked by the deck's builder (``DeckBuilder.checked``).
        """
        check_lecturer(by)

        def unit(transaction: Transaction) -> House:
            before = transaction.house(guild_id) or PLAIN
            after = House(
                title_text=chosen.title_text or before.title_text,
                main=chosen.main or before.main,
                accent=chosen.accent or before.accent,
                template=chosen.template or before.template,
                template_name=(chosen if chosen.template else before).template_name,
            )
            transaction.keep_house(guild_id, after)
            return after

        return await self._store.write(unit)

    async def put_back(self, guild_id: int, by: Person, part: HousePart) -> House:
        """Put a part, or all, back to the decks' own; returns what holds now."""
        check_lecturer(by)

        def unit(transaction: Transaction) -> House:
            after = _without(transaction.house(guild_id) or PLAIN, part)
            transaction.keep_house(guild_id, after)
            return after

        return await self._store.write(unit)


def _without(house: House, part: HousePart) -> House:
    if part is HousePart.TITLE:
        return replace(house, title_text="")
    if part is HousePart.COLOURS:
        return replace(house, main="", accent="")
    if part is HousePart.TEMPLATE:
        return replace(house, template=None, template_name="")
    return PLAIN


def check_lecturer(by: Person) -> None:
    """Refuse everybody else. Raises ``NotAllowed``."""
    if not by.is_lecturer:
        raise NotAllowed("Only a lecturer can choose how decks look.")

"""Formats: those of everybody, and a lecturer's own in one server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from discussion.formats import files
from discussion.formats.files import Mistake
from discussion.model import Format, Person
from discussion.model.errors import BadInput, NotAllowed
from discussion.parsing.text import clean_text, shorten
from discussion.ports.store import Clock, Reader, Store, Transaction
from discussion.service.deciding import Deciding

MOST_FORMATS = 50
"""The most formats of its own that a server keeps."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """A format that can be used in a server."""

    format: Format
    own: bool
    """Whether it was added in this server."""


class Formats(Deciding):
    """Finding, checking, adding and removing formats."""

    def __init__(self, *, store: Store, clock: Clock, formats: Mapping[str, Format]) -> None:
        """``formats`` are those that every server has."""
        super().__init__(store=store, clock=clock)
        self._formats = formats

    async def known(self, guild_id: int) -> Mapping[str, Known]:
        """Every format that can be used in a server, by name."""
        return await self._store.read(lambda reader: self.known_to(reader, guild_id))

    async def named(self, guild_id: int, name: str) -> Format:
        """A format by its name. Raises ``BadInput`` if there is none."""
        found = (await self.known(guild_id)).get(name)
        if found is None:
            shown = shorten(clean_text(name), 40)
            raise BadInput(f"There is no format called “{shown}”. Pick one from the list.")
        return found.format

    def check(self, by: Person, name: str, text: str) -> tuple[Format | None, tuple[Mistake, ...]]:
        """A format file as a format, or every mistake in it. For lecturers."""
        _check_lecturer(by)
        return files.read(name, text)

    async def add(self, guild_id: int, by: Person, name: str, text: str) -> Format:
        """Keep a format for this server. Raises ``BadInput`` with the first mistake."""
        _check_lecturer(by)
        name = clean_text(name).casefold()
        if not _NAME.fullmatch(name):
            raise BadInput(
                "Name the format with up to 40 small letters, digits and hyphens, "
                "such as three-chairs."
            )
        if name in self._formats:
            raise BadInput("There is a format with that name for everybody. Choose another name.")
        format_, mistakes = files.read(name, text)
        if format_ is None:
            raise files.not_added(mistakes)

        def unit(transaction: Transaction) -> Format:
            own = transaction.formats(guild_id)
            if name in own:
                raise BadInput(
                    "This server has a format with that name. Use /format remove for it first."
                )
            if len(own) >= MOST_FORMATS:
                raise BadInput(f"A server keeps {MOST_FORMATS} formats; remove one first.")
            transaction.keep_format(guild_id, name, text)
            return format_

        return await self._store.write(unit)

    async def remove(self, guild_id: int, by: Person, name: str) -> None:
        """Forget a format of this server; discussions that run keep their rounds."""
        _check_lecturer(by)

        def unit(transaction: Transaction) -> None:
            if name not in transaction.formats(guild_id):
                raise BadInput("This server has added no format with that name.")
            transaction.remove_format(guild_id, name)

        await self._store.write(unit)

    def known_to(self, reader: Reader, guild_id: int) -> Mapping[str, Known]:
        """The same, within a unit of work."""
        known = {name: Known(each, own=False) for name, each in self._formats.items()}
        for name, text in reader.formats(guild_id).items():
            # Written by an earlier version, a text may not be a format any more: it is left out.
            format_ = _kept(name, text)
            if format_ is not None and name not in known:
                known[name] = Known(format_, own=True)
        return known


@lru_cache(maxsize=256)
def _kept(name: str, text: str) -> Format | None:
    """A format of a server's own, read once: it is asked for with every letter somebody types."""
    format_, _ = files.read(name, text)
    return format_


def _check_lecturer(by: Person) -> None:
    if not by.is_lecturer:
        raise NotAllowed("Only a lecturer can check, add and remove formats.")

"""Fetching a case study or reading that somebody attached, from Discord and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

import discord

from cogs.text import refusals
from discussion.model.errors import BadInput
from discussion.parsing.case import Reading
from discussion.ports.store import CaseReader

DISCORD_HOSTS: Final = ("https://cdn.discordapp.com", "https://media.discordapp.net")
"""Where Discord keeps what people attach: scheme and host."""
FETCHED_WITHIN: Final = 30.0
"""Seconds for fetching a file."""


class CaseFiles:
    """Fetches attachments and has them read."""

    def __init__(self, *, reader: CaseReader, hosts: Collection[str] = DISCORD_HOSTS) -> None:
        """Only files at ``hosts`` are fetched; each is a scheme and a host, with its port."""
        self._reader, self._hosts = reader, frozenset(hosts)

    async def read(self, attachment: discord.Attachment) -> Reading:
        """Fetch and read a file. Raises ``BadInput`` with one sentence for what cannot be read."""
        data = await self.fetch(attachment, self._reader.most_bytes)
        return await self._reader.read(attachment.filename, data)

    async def fetch(self, attachment: discord.Attachment, most_bytes: int) -> bytes:
        """Fetch a file of at most ``most_bytes`` bytes. Raises ``BadInput`` if it cannot be had."""
        parts = urlsplit(attachment.url)
        if f"{parts.scheme}://{parts.netloc}" not in self._hosts:
            raise BadInput(refusals.CASE_ELSEWHERE)
        if attachment.size > most_bytes:
            raise BadInput(refusals.case_too_large(most_bytes))
        try:
            async with asyncio.timeout(FETCHED_WITHIN):
                return await attachment.read()
        except (discord.HTTPException, OSError, TimeoutError) as error:
            raise BadInput(refusals.CASE_UNREACHABLE) from error

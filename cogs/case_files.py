"""Reading a case study that somebody attached."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

import discord

from cogs.wording import refusals
from discussion.case import parse_case
from discussion.errors import BadInput
from discussion.model import Case

MOST_BYTES: Final = 1024 * 1024
_KINDS: Final = (".md", ".markdown", ".txt")


async def read_case(attachment: discord.Attachment) -> Case:
    """Fetch an attached case study. Raises ``BadInput`` if it is not a text of up to 1 MiB."""
    name = PurePath(attachment.filename)
    if name.suffix.casefold() not in _KINDS:
        raise BadInput(refusals.CASE_WRONG_KIND)
    if attachment.size > MOST_BYTES:
        raise BadInput(refusals.CASE_TOO_LARGE)
    try:
        data = await attachment.read()
    except discord.HTTPException as error:
        raise BadInput(refusals.CASE_UNREACHABLE) from error
    if len(data) > MOST_BYTES:
        raise BadInput(refusals.CASE_TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(refusals.CASE_NOT_TEXT) from error
    return parse_case(text, name.stem.replace("_", " ").replace("-", " "))

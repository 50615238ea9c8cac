"""Answering an interaction, whether it is fresh, answered or expired.

Discord waits three seconds for the first answer and takes further ones for fifteen minutes. What
is said to one person is ephemeral and pings nobody.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Awaitable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import discord
from discord import ui

_log = logging.getLogger(__name__)

T = TypeVar("T")
Interaction: TypeAlias = discord.Interaction[Any]

SOON: Final = 1.0
"""Seconds that work may take before the person is shown that it goes on."""
_GONE: Final = frozenset({10062, 10015, 40060, 50027})
"""Unknown interaction, unknown webhook, answered already, token expired."""


async def reply(
    interaction: Interaction,
    text: str,
    *,
    view: ui.View | None = None,
    files: Sequence[discord.File] = (),
) -> bool:
    """Say something to the person who acted, and to nobody else.

    Returns whether it reached them; an interaction that expired is logged and left.
    Raises ``discord.HTTPException`` for any other refusal.
    """
    if view is not None:
        view.stop()
    extra: dict[str, Any] = {"view": view} if view is not None else {}
    try:
        if interaction.response.is_done():
            await interaction.followup.send(
                text,
                ephemeral=True,
                files=list(files),
                allowed_mentions=discord.AllowedMentions.none(),
                **extra,
            )
        else:
            await interaction.response.send_message(
                text,
                ephemeral=True,
                files=list(files),
                allowed_mentions=discord.AllowedMentions.none(),
                **extra,
            )
    except discord.HTTPException as error:
        if error.code not in _GONE:
            raise
        _log.info("A reply came too late for interaction %s: %s", interaction.id, error.code)
        return False
    return True


async def soon(interaction: Interaction, work: Awaitable[T], *, update: bool = False) -> T:
    """Wait for work, and tell Discord within a second that an answer will come.

    One request answers quick work; slow work costs one more. With ``update`` the answer will
    change the message that was pressed instead of being a new one.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=SOON)
    if not done:
        await defer(interaction, update=update)
    return await task


async def defer(interaction: Interaction, *, update: bool = False) -> None:
    """Promise an answer, unless one was given."""
    if interaction.response.is_done():
        return
    try:
        await interaction.response.defer(ephemeral=True, thinking=not update)
    except discord.HTTPException as error:
        if error.code not in _GONE:
            raise
        _log.info("Interaction %s could not be deferred: %s", interaction.id, error.code)


async def change(interaction: Interaction, text: str, *, view: ui.View | None = None) -> None:
    """Replace the pressed message by a text, with these buttons or with none.

    An ordinary message that can no longer be changed is left, and the text is said instead.
    """
    if view is not None:
        view.stop()
    try:
        if interaction.response.is_done():
            await interaction.edit_original_response(
                content=text, view=view, allowed_mentions=discord.AllowedMentions.none()
            )
        else:
            await interaction.response.edit_message(
                content=text, view=view, allowed_mentions=discord.AllowedMentions.none()
            )
    except discord.HTTPException as error:
        _log.info("Interaction %s could not change its message: %s", interaction.id, error)
        await reply(interaction, text, view=view)


async def lay_out(
    interaction: Interaction,
    view: ui.LayoutView,
    *,
    files: Sequence[discord.File] = (),
    update: bool = False,
) -> None:
    """Answer the person who acted with a layout; ``update``: in place of the message pressed."""
    given: dict[str, Any] = {"view": view, "allowed_mentions": discord.AllowedMentions.none()}
    response = interaction.response
    if update:
        given["attachments"] = list(files)
        edit = interaction.edit_original_response if response.is_done() else response.edit_message
        await edit(**given)
        return
    given |= {"files": list(files), "ephemeral": True}
    send = interaction.followup.send if response.is_done() else response.send_message
    await send(**given)


def data_file(data: bytes, name: str) -> discord.File:
    """Bytes as a file to attach."""
    return discord.File(io.BytesIO(data), filename=name)


def text_file(text: str, name: str) -> discord.File:
    """A text as a file to attach, UTF-8 with a mark so that every editor reads it right."""
    return data_file(text.encode("utf-8-sig"), name)

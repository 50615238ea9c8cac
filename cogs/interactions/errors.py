"""The one place where the errors of commands, buttons and forms end.

A person reads one sentence; an unexpected error is logged under a short reference that the
sentence names. A traceback never reaches a person, and words that somebody wrote come back.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import discord
from discord import app_commands

from cogs.interactions import replies
from cogs.interactions.replies import Interaction
from cogs.text import refusals
from discussion.model.errors import DiscussionError

_log = logging.getLogger(__name__)


_SENTENCES: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (app_commands.NoPrivateMessage, refusals.SERVER_ONLY),
    (app_commands.CommandNotFound, refusals.COMMAND_CHANGED),
    (app_commands.CommandSignatureMismatch, refusals.COMMAND_CHANGED),
    (app_commands.CheckFailure, refusals.NOT_YOURS),
    (app_commands.TransformerError, refusals.UNREADABLE_OPTION),
    (discord.Forbidden, refusals.FORBIDDEN),
)
"""What a person reads of the library's refusals; the first that fits."""


class RefusedWordsError(Exception):
    """Words could not be recorded; ``words`` go back to the person who wrote them."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@contextmanager
def keeping(words: str) -> Iterator[None]:
    """Give ``words`` back to their author if the block fails."""
    try:
        yield
    except Exception as error:
        raise RefusedWordsError(words) from error


async def on_tree_error(interaction: Interaction, error: app_commands.AppCommandError) -> None:
    """What a command tree does with an error: ``tree.error(on_tree_error)``."""
    if interaction.type is discord.InteractionType.autocomplete:
        _log.error("Autocomplete failed: %s", _unwrap(error)[0], exc_info=error)
        return
    await answer(interaction, error)


async def answer(interaction: Interaction, error: Exception) -> None:
    """Tell the person in one sentence what is so, and give back what they wrote."""
    cause, words = _unwrap(error)
    sentence = _sentence(cause)
    if sentence is None:
        reference = secrets.token_hex(2).upper()
        _log.error("Reference %s: interaction %s failed", reference, interaction.id, exc_info=cause)
        sentence = refusals.unexpected(reference)
    text, whole = refusals.with_words(sentence, words)
    files = [replies.text_file(words, refusals.WORDS_FILE)] if words and not whole else []
    try:
        await replies.reply(interaction, text, files=files)
    except discord.HTTPException:
        _log.exception("Interaction %s could not be told of an error", interaction.id)


def _unwrap(error: BaseException) -> tuple[BaseException, str]:
    """The error that was first, and the words that were at stake."""
    words = ""
    while True:
        if isinstance(error, RefusedWordsError):
            words, following = error.words, error.__cause__
        elif isinstance(error, app_commands.CommandInvokeError):
            following = error.original
        elif isinstance(error, app_commands.TransformerError):
            following = error.__cause__
        else:
            following = None
        if following is None:
            return error, words
        error = following


def _sentence(error: BaseException) -> str | None:
    """What a person reads of an error; None if it was not expected."""
    match error:
        case DiscussionError():
            return str(error)
        case app_commands.BotMissingPermissions():
            return refusals.bot_lacks(refusals.permission_names(error.missing_permissions))
        case app_commands.CommandOnCooldown():
            return refusals.wait(error.retry_after)
        case _:
            return next((text for kind, text in _SENTENCES if isinstance(error, kind)), None)

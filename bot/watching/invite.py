"""``invite``: the link that invites the bot, with exactly the rights it needs, and why each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import discord

from bot.config import ConfigError, Settings
from bot.connection.client import use_server
from bot.watching.doctor import NEEDED, invitation_link
from cogs.text.refusals import permission_names

WHY: Final[Mapping[str, str]] = {
    "view_channel": "to see the channel in which a class meets",
    "send_messages": "to post panels, questions and the deck",
    "send_messages_in_threads": "to speak in the threads of groups",
    "create_public_threads": "to give each group a thread",
    "manage_threads": "to close and open the threads of groups",
    "read_message_history": "to record what was written while the bot was away",
    "attach_files": "to post the deck and pictures of its slides",
    "embed_links": "to show links as links",
    "manage_messages": "to keep silent rounds silent, and words without a name nameless",
    "create_events": "to put planned classes among the server's events",
    "mention_everyone": "so that reminders reach a role that nobody else may mention",
}
"""What each right is for, by the name that the library gives it."""


async def invitation(settings: Settings) -> list[str]:
    """Lines for whoever sets the bot up; Discord is asked which application the token belongs to.

    Raises ``ConfigError`` where that cannot be known, with what to do.
    """
    if not settings.token:
        raise ConfigError(
            "ROUNDTABLE_TOKEN is missing: copy the bot's token from Discord's developer portal."
        )
    if settings.discord_url:
        use_server(settings.discord_url)
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(settings.token)
        except discord.LoginFailure:
            raise ConfigError(
                "Discord refused the token. Copy it anew into ROUNDTABLE_TOKEN."
            ) from None
        except (discord.HTTPException, OSError) as error:
            raise ConfigError(f"Discord could not be asked: try again later ({error}).") from None
        link = invitation_link(client.application_id or 0)
    rights = zip(permission_names(NEEDED), (WHY.get(name, "") for name in NEEDED), strict=True)
    return [
        "Open this in a browser and choose a server that you manage:",
        f"  {link}",
        "It asks for the scopes bot and applications.commands (the commands), and for:",
        *(f"  {name}: {why}" for name, why in rights),
    ]

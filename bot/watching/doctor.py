"""``doctor``: looks whether the bot could run here, and says the fix where it could not."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import discord

from bot.config import Settings
from bot.connection.client import use_server
from cogs.setup import setup_words
from cogs.text.refusals import permission_names
from deck.files.previews import can_draw
from discussion.formats.library import formats_in
from discussion.model.errors import DiscussionError
from storage.database.errors import StorageError
from storage.database.schema import look_at
from storage.store.glance import courses_in

NEEDED: Final = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "manage_threads",
    "read_message_history",
    "attach_files",
    "embed_links",
    "manage_messages",
    "create_events",
)
"""What the bot is invited with; the README lists the same."""

SCOPES: Final = ("bot", "applications.commands")
INVITE: Final = "Invite the bot anew with the permissions in the README, or give its role"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something looked at; ``fix`` says what to do, and is "" where nothing is amiss."""

    what: str
    fix: str = ""
    optional: bool = False
    """Whether the bot runs all the same."""

    def __str__(self) -> str:
        if not self.fix:
            return f"ok    {self.what}"
        return f"{'note ' if self.optional else 'wrong'} {self.what}: {self.fix}"


async def examine(settings: Settings) -> list[Finding]:
    """Look at settings, disk, database and, with the token, at Discord; nothing is changed."""
    findings = [*_here(settings)]
    if not settings.token:
        fix = "set ROUNDTABLE_TOKEN to the bot's token from Discord's developer portal."
        return [*findings, Finding("The token is missing", fix)]
    if settings.discord_url:
        use_server(settings.discord_url)
    return [*findings, *await _in_discord(settings)]


def _here(settings: Settings) -> Iterator[Finding]:
    yield _database(settings.database)
    yield _folder(settings.decks)
    if settings.formats is not None:
        yield _formats(settings.formats)
    if can_draw():
        yield Finding("LibreOffice and poppler are there, for PDF and pictures")
    else:
        fix = "decks come without pictures and PDF; install libreoffice-impress and poppler-utils."
        yield Finding("LibreOffice or poppler is missing", fix, optional=True)


def _database(target: str) -> Finding:
    try:
        state = look_at(target)
    except StorageError as error:
        return Finding("The database cannot be used", str(error))
    if state.is_current:
        return Finding("The database is up to date")
    done = "made" if state.found is None else "brought up to date, after a copy of it,"
    return Finding(f"The database will be {done} when the bot starts")


def _folder(folder: Path) -> Finding:
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Finding("Decks can be kept")
    return Finding(
        f"Decks cannot be kept in {folder}", "make the folder writable, or set ROUNDTABLE_DECKS."
    )


def _formats(folder: Path) -> Finding:
    try:
        found = formats_in(folder)
    except DiscussionError as error:
        return Finding("A format of your own cannot be read", str(error))
    return Finding(f"Formats of your own: {len(found)}")


async def _in_discord(settings: Settings) -> list[Finding]:
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(settings.token)
            servers = await client.http.get_guilds(limit=200)
            silent = [each async for each in _silent_roles(client, servers, settings)]
        except discord.LoginFailure:
            return [Finding("Discord refused the token", "copy it anew into ROUNDTABLE_TOKEN.")]
        except (discord.HTTPException, OSError) as error:
            return [Finding("Discord could not be asked", f"try again later ({error}).")]
        flags = client.application_flags
        link = invitation_link(client.application_id or 0)
    findings = [
        Finding("Discord knows the token"),
        Finding(f"The link that invites the bot (`invite` says why): {link}"),
    ]
    wanted = {
        "Message Content": (
            "MESSAGE_CONTENT",
            settings.message_content,
            flags.gateway_message_content or flags.gateway_message_content_limited,
        ),
        "Server Members": (
            "MEMBERS",
            settings.members,
            flags.gateway_guild_members or flags.gateway_guild_members_limited,
        ),
    }
    findings += [_intent(name, *each) for name, each in wanted.items()]
    if not servers:
        fix = f"open {link} in a browser and choose a server that you manage."
        findings.append(Finding("The bot is in no server yet", fix))
    findings += [_server(each["name"], int(each["permissions"])) for each in servers]
    return [*findings, *silent]


async def _silent_roles(
    client: discord.Client, servers: Sequence[Mapping[str, Any]], settings: Settings
) -> AsyncIterator[Finding]:
    """The roles chosen in ``/setup`` whose mention would ring nobody, Discord's default."""
    courses = await asyncio.to_thread(courses_in, settings.database)
    known = {each.guild_id: each for each in courses}
    for server in servers:
        has = discord.Permissions(int(server["permissions"]))
        course = known.get(int(server["id"]))
        if course is None or has.administrator or has.mention_everyone:
            continue
        chosen = {course.class_role_id, course.lecturer_role_id}
        for role in await client.http.get_roles(course.guild_id):
            if int(role["id"]) in chosen and not role["mentionable"]:
                what = setup_words.silent(f"“{role['name']}” in “{server['name']}”")
                instead = setup_words.instead(by_name=settings.members)
                fix = f"{setup_words.let_mention(role['name'])} {instead}"
                yield Finding(what, fix, optional=settings.members)


def invitation_link(application_id: int) -> str:
    """The address that invites the bot with exactly the rights it needs."""
    rights = discord.Permissions(**dict.fromkeys(NEEDED, True))
    return discord.utils.oauth_url(application_id, permissions=rights, scopes=SCOPES)


def _intent(name: str, setting: str, asked_for: bool, is_on: bool) -> Finding:
    if is_on or not asked_for:
        return Finding(f"The intent {name} is {'on' if is_on else 'off, as set'}")
    fix = f"switch it on in the developer portal, or set ROUNDTABLE_{setting}=false."
    return Finding(f"The intent {name} is off", fix)


def _server(name: str, permissions: int) -> Finding:
    has = discord.Permissions(permissions)
    lacking = [each for each in NEEDED if not (has.administrator or getattr(has, each))]
    if not lacking:
        return Finding(f"The rights in “{name}” suffice; /setup looks at the channel itself")
    return Finding(f"Rights are missing in “{name}”", f"{INVITE}: {_listed(lacking)}.")


def _listed(names: list[str]) -> str:
    return ", ".join(permission_names(names))

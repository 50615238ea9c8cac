"""The real client with a handler function in place of the network: Discord as one callable.

Requests are seen as Discord would see them, and interactions arrive as the payloads that Discord
sends, so that everything between them and the service is the real library.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from discord.ext import commands
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from simulator.rules.components import check_modal
from simulator.rules.limits import check_message
from simulator.state.errors import InvalidForm

BOT_ID, GUILD_ID, CHANNEL_ID = (
    900_000_000_000_000_001,
    700_000_000_000_000_001,
    800_000_000_000_000_001,
)
EVERYTHING = str((1 << 50) - 1)
NO_PERMISSIONS = "0"


@dataclass(frozen=True, slots=True)
class Request:
    """What the bot asked of Discord."""

    method: str
    path: str
    body: Mapping[str, Any]
    files: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """An HTTP answer that is an error."""

    def __init__(self, status: int, code: int) -> None:
        super().__init__(status, code)
        self.status, self.code = status, code

    def as_discord(self) -> discord.HTTPException:
        """The exception that the library raises for it."""
        kinds = {403: discord.Forbidden, 404: discord.NotFound}
        kind = kinds.get(self.status)
        if kind is None:
            kind = discord.DiscordServerError if self.status >= 500 else discord.HTTPException
        response: Any = type("Response", (), {"status": self.status, "reason": "refused"})()
        return kind(response, {"code": self.code, "message": "refused"})


Handler = Callable[[Request], Any]


class Wire:
    """A bot whose requests go to ``handler``; None as its answer means the usual one."""

    def __init__(self, handler: Handler | None = None) -> None:
        self.requests: list[Request] = []
        self.broken: list[InvalidForm] = []
        self.handler = handler or (lambda _: None)
        self.bot = commands.Bot("!", intents=discord.Intents.all(), help_command=None)
        self._ids = itertools.count(1_000_000_000_000_000_001)
        self._adapter = _Adapter(self)

    async def open(self) -> Wire:
        """Give the client its loop, itself and a guild."""
        await self.bot._async_setup_hook()
        self.bot.http.request = self._http  # type: ignore[method-assign] # the seam
        async_context.set(self._adapter)
        state = self.bot._connection
        state.user = discord.ClientUser(state=state, data=_user(BOT_ID, "Roundtable", bot=True))
        state.application_id = BOT_ID
        state._add_guild(discord.Guild(data=_guild(), state=state))
        return self

    async def close(self) -> None:
        """Let what was started end."""
        pending = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        await asyncio.wait_for(asyncio.gather(*pending, return_exceptions=True), 5)

    def answer(self, request: Request) -> Any:
        """What Discord answers: the handler's word, else a plausible one."""
        self.requests.append(request)
        try:
            _check(request)
        except InvalidForm as error:
            self.broken.append(error)
        given = self.handler(request)
        if isinstance(given, Refused):
            raise given.as_discord()
        if given is not None:
            return given
        if request.path.endswith("/callback"):
            return {"interaction": {"id": "1", "type": 2}}
        if request.path == "/users/@me/channels":
            return {"id": "555", "type": 1, "recipients": [_user(42, "Ana")]}
        if request.method == "GET":
            return []
        return message_payload(next(self._ids), request.body)

    async def _http(self, route: Any, *, files: Any = None, form: Any = None, **kwargs: Any) -> Any:
        path = route.url.removeprefix(route.BASE)
        body = kwargs.get("json") or kwargs.get("params") or {}
        return self.answer(_request(route.method, path, body, form))

    # -- what happens in Discord

    async def command(
        self, name: str, options: Sequence[Mapping[str, Any]] = (), **about: Any
    ) -> list[Request]:
        """A slash command, ``"group sub"`` for a command in a group."""
        group, _, sub = name.partition(" ")
        inner = [{"name": sub, "type": 1, "options": list(options)}] if sub else list(options)
        data = {"id": "1", "name": group, "type": 1, "options": inner}
        return await self._interact(2, data, **about)

    async def autocomplete(
        self, name: str, options: Sequence[Mapping[str, Any]], **about: Any
    ) -> list[Request]:
        """Somebody types in an option."""
        group, _, sub = name.partition(" ")
        inner = [{"name": sub, "type": 1, "options": list(options)}] if sub else list(options)
        data = {"id": "1", "name": group, "type": 1, "options": inner}
        return await self._interact(4, data, **about)

    async def menu(self, name: str, message: Mapping[str, Any], **about: Any) -> list[Request]:
        """A menu on a message."""
        data = {
            "id": "1",
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._interact(2, data, **about)

    async def press(
        self, custom_id: str, values: Sequence[str] | None = None, **about: Any
    ) -> list[Request]:
        """A button, or a select with its values."""
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": 3 if values else 2}
        if values:
            data["values"] = list(values)
        return await self._interact(3, data, **about)

    async def submit(
        self, custom_id: str, fields: Mapping[str, str | list[str]], **about: Any
    ) -> list[Request]:
        """A form sent in."""
        rows = [
            {
                "type": 18,
                "component": {"type": 4, "custom_id": name, "value": value}
                if isinstance(value, str)
                else {"type": 22, "custom_id": name, "values": value},
            }
            for name, value in fields.items()
        ]
        return await self._interact(5, {"custom_id": custom_id, "components": rows}, **about)

    async def event(self, name: str, payload: Mapping[str, Any]) -> None:
        """Any other event of the gateway."""
        parse: Any = getattr(self.bot._connection, f"parse_{name}")
        parse(payload)
        await self.close()

    async def _interact(
        self,
        kind: int,
        data: Mapping[str, Any],
        *,
        user: int = 42,
        name: str = "Ana",
        permissions: str = NO_PERMISSIONS,
        app_permissions: str = EVERYTHING,
        direct: bool = False,
        locale: str = "en-GB",
        interaction_id: int | None = None,
    ) -> list[Request]:
        before = len(self.requests)
        who = _user(user, name)
        payload: dict[str, Any] = {
            "id": str(interaction_id or next(self._ids)),
            "application_id": str(BOT_ID),
            "type": kind,
            "token": "token",
            "version": 1,
            "data": data,
            "app_permissions": app_permissions,
            "attachment_size_limit": 10 * 1024 * 1024,
            "channel": {"id": str(CHANNEL_ID), "type": 0, "name": "class", "position": 0},
            "locale": locale,
            "entitlements": [],
        }
        if kind in (3, 5):
            payload["message"] = message_payload(77, {"content": "pressed"})
        if direct:
            payload["user"] = who
            payload["channel"] = {"id": "555", "type": 1, "recipients": [who]}
        else:
            payload["guild_id"] = str(GUILD_ID)
            payload["member"] = {**_member(who), "permissions": permissions}
        self.bot._connection.parse_interaction_create(payload)  # type: ignore[arg-type] # raw
        await self.close()
        return self.requests[before:]


class _Adapter(AsyncWebhookAdapter):
    """Interaction answers and follow-ups, led to the same handler."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library's own
        self._wire = wire

    async def request(self, route: Any, session: Any, **kwargs: Any) -> Any:
        """Answer instead of the network."""
        path = route.url.removeprefix(route.BASE)
        body = kwargs.get("payload") or {}
        return self._wire.answer(_request(route.method, path, body, kwargs.get("multipart")))


def _check(request: Request) -> None:
    """Hold what the bot sends against the rules of Discord that the local one keeps."""
    body = dict(request.body)
    if request.path.endswith("/callback"):
        kind, body = body["type"], dict(body.get("data") or {})
        if kind == 9:
            check_modal(body)
        if kind not in (4, 7):
            return
    elif request.method not in ("POST", "PATCH") or "/users/" in request.path:
        return
    check_message(body, request.files, flags=body.get("flags") or 0)


def _request(method: str, path: str, body: Any, form: Any) -> Request:
    files, texts = list[str](), dict[str, str]()
    for part in form or ():
        if part["name"] == "payload_json":
            body = json.loads(part["value"])
        else:
            files.append(part["filename"])
            texts[part["filename"]] = part["value"].read().decode("utf-8-sig", "replace")
    return Request(method, path.partition("?")[0], body, tuple(files), texts)


def message_payload(message_id: int, body: Mapping[str, Any], *, author: int = BOT_ID) -> Any:
    """A message as Discord shows it, from the request that made it."""
    return {
        "id": str(message_id),
        "channel_id": str(CHANNEL_ID),
        "author": _user(author, "Roundtable" if author == BOT_ID else "Ana", bot=author == BOT_ID),
        "content": body.get("content") or "",
        "timestamp": "2026-11-23T10:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": body.get("flags") or 0,
        "components": body.get("components") or [],
        **({"nonce": body["nonce"]} if "nonce" in body else {}),
    }


def _user(user_id: int, name: str, *, bot: bool = False) -> Any:
    return {
        "id": str(user_id),
        "username": name.lower(),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


def _member(user: Any) -> Any:
    return {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
    }


def _guild() -> Any:
    role = {"id": str(GUILD_ID), "name": "@everyone", "permissions": "0", "position": 0, "color": 0}
    role |= {"hoist": False, "managed": False, "mentionable": False, "flags": 0}
    role |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
    channel = {"id": str(CHANNEL_ID), "type": 0, "name": "class", "position": 0, "nsfw": False}
    return {
        "id": str(GUILD_ID),
        "name": "Leading Together",
        "owner_id": "1",
        "roles": [role],
        "channels": [channel],
        "emojis": [],
        "stickers": [],
        "features": [],
        "members": [],
        "threads": [],
        "premium_tier": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "system_channel_flags": 0,
        "preferred_locale": "en-GB",
        "afk_timeout": 0,
        "premium_progress_bar_enabled": False,
    }

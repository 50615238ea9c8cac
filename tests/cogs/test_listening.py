"""What is heard in the channel, and what happens to it later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest

from cogs.delivery.history import messages_since
from cogs.interactions.delivering import TryLater, Undeliverable
from cogs.interactions.people import People
from discussion.contributions.speaking import HeardMessage
from discussion.model import Person, Place
from tests.cogs.values import NOW, PLACE, FakeService
from tests.cogs.wire import CHANNEL_ID, GUILD_ID, Refused, Wire, message_payload


def _spoken(message_id: int = 11, text: str = "My view", author: int = 42, **more: Any) -> Any:
    payload = message_payload(message_id, {"content": text}, author=author)
    member: dict[str, Any] = {
        "roles": [],
        "joined_at": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {**payload, "guild_id": str(GUILD_ID), "member": {**member, "nick": "Ana N."}, **more}


async def test_an_ordinary_message_is_heard_with_the_name_of_this_server(
    bot: Wire, service: FakeService
) -> None:
    reference = {"message_id": "7", "channel_id": str(CHANNEL_ID), "type": 0}
    sent = discord.utils.time_snowflake(NOW)
    await bot.event("message_create", _spoken(sent, type=19, message_reference=reference))
    ((message,), _) = service.called("hear")[0]
    assert message == HeardMessage(sent, PLACE, Person(42, "Ana N."), "My view", NOW, 7)


@pytest.mark.parametrize(
    "payload",
    [
        _spoken(author=900_000_000_000_000_001),
        _spoken(text=""),
        _spoken(webhook_id="5"),
        _spoken(type=7),
        {k: v for k, v in _spoken().items() if k not in ("guild_id", "member")},
    ],
    ids=["bot", "no words", "webhook", "notice", "direct message"],
)
async def test_what_is_no_speech_is_not_heard(
    bot: Wire, service: FakeService, payload: Any
) -> None:
    if "guild_id" not in payload:
        payload = {**payload, "channel_id": "555"}
    await bot.event("message_create", payload)
    assert not service.calls


async def test_edits_and_deletions_of_messages_never_seen_are_followed(
    bot: Wire, service: FakeService
) -> None:
    await bot.event("message_update", _spoken(12, "Better words"))
    where = {"channel_id": str(CHANNEL_ID), "guild_id": str(GUILD_ID)}
    await bot.event("message_delete", {"id": "13", **where})
    await bot.event("message_delete_bulk", {"ids": ["14", "15"], **where})
    assert service.called("edited") == [((GUILD_ID, 12, "Better words", ()), {})]
    assert [list(ids) for (_, ids), _ in service.called("deleted")] == [[13], [14, 15]]


async def test_a_message_emptied_by_its_author_leaves_the_record(
    bot: Wire, service: FakeService
) -> None:
    await bot.event("message_update", _spoken(12, ""))
    assert service.called("deleted") == [((GUILD_ID, [12]), {})]


@pytest.mark.parametrize(("name", "added"), [("add", True), ("remove", False)])
async def test_reactions_are_passed_on(
    bot: Wire, service: FakeService, name: str, added: bool
) -> None:
    payload = {
        "user_id": "43",
        "channel_id": str(CHANNEL_ID),
        "message_id": "11",
        "guild_id": str(GUILD_ID),
        "emoji": {"id": None, "name": "👍"},
        "burst": False,
        "type": 0,
    }
    await bot.event(f"message_reaction_{name}", payload)
    assert service.called("reacted") == [((GUILD_ID, 11, 43, "👍"), {"added": added})]


async def test_typing_and_leaving_are_passed_on(bot: Wire, service: FakeService) -> None:
    where = {"channel_id": str(CHANNEL_ID), "guild_id": str(GUILD_ID)}
    await bot.event("typing_start", {**where, "user_id": "43", "timestamp": 1795428000})
    user = {"id": "43", "username": "ben", "discriminator": "0", "avatar": None}
    await bot.event("guild_member_remove", {"guild_id": str(GUILD_ID), "user": user})
    assert service.called("typing") == [((PLACE, 43), {})]
    assert service.called("left_guild") == [((GUILD_ID, 43), {})]


async def test_history_gives_what_people_said_the_oldest_first(wire: Wire) -> None:
    said = [
        message_payload(23, {"content": "third"}, author=42),
        message_payload(22, {"content": "of the bot"}),
        message_payload(21, {"content": "first"}, author=42),
    ]
    # One page and then none; the API gives pages after an instant the newest first.
    wire.handler = lambda _: said if len(wire.requests) == 1 else []
    found = await messages_since(wire.bot, PLACE, NOW - timedelta(minutes=5))
    assert [(message.id, message.text) for message in found] == [(21, "first"), (23, "third")]


async def test_history_without_the_content_intent_still_shows_what_exists(wire: Wire) -> None:
    wire.bot._connection._intents.message_content = False
    wire.handler = lambda _: (
        [message_payload(21, {"content": ""}, author=42)] if len(wire.requests) == 1 else []
    )
    assert [m.text for m in await messages_since(wire.bot, PLACE, NOW)] == [""]


@pytest.mark.parametrize(
    ("status", "kind"), [(403, Undeliverable), (404, Undeliverable), (503, TryLater)]
)
async def test_history_that_cannot_be_read_is_said_to_be_so(
    wire: Wire, status: int, kind: type[Exception]
) -> None:
    wire.handler = lambda _: Refused(status, 0)
    with pytest.raises(kind):
        await messages_since(wire.bot, Place(GUILD_ID, CHANNEL_ID), NOW)


# -- who is a lecturer


def _member(wire: Wire, *, role: str = "", permissions: discord.Permissions | None = None) -> Any:
    guild = wire.bot.get_guild(GUILD_ID)
    assert guild is not None
    data: Any = {
        "id": "900",
        "name": role,
        "permissions": str((permissions or discord.Permissions.none()).value),
        "position": 1,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    }
    guild._add_role(discord.Role(guild=guild, state=wire.bot._connection, data=data))
    user = {"id": "42", "username": "ana", "global_name": "Ana", "discriminator": "0"}
    member: Any = {"user": {**user, "avatar": None}, "roles": ["900"], "joined_at": None}
    member |= {"nick": None, "flags": 0, "deaf": False, "mute": False}
    return discord.Member(data=member, guild=guild, state=wire.bot._connection)


async def test_managing_the_server_or_the_role_makes_a_lecturer(wire: Wire) -> None:
    manages = discord.Permissions(manage_guild=True)
    people = People(lecturer_role=" Module Lead ")
    assert people.person(_member(wire, permissions=manages)).is_lecturer
    assert people.person(_member(wire, role="module lead")).is_lecturer
    assert not people.person(_member(wire, role="Student")).is_lecturer
    assert not People(lecturer_role="").person(_member(wire, role="")).is_lecturer

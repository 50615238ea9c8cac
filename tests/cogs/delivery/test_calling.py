"""Naming many people: in as many messages as Discord's limits ask for, each person once."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import discord

from cogs.delivery import calling, layouts
from discussion.model.effects import NO_DISCUSSION, Json, Post, PostKind

FIRST_ID = 1_555_142_227_162_824_709


async def test_two_hundred_closed_direct_messages_are_three_messages_within_the_limits() -> None:
    people = [FIRST_ID + number for number in range(200)]
    data: dict[str, Any] = {
        "starts_at": "2026-10-27T14:00:00+00:00",
        "people": list[Json](people),
    }
    post = Post(PostKind.REMINDERS_UNREACHED, "unreached", 1, NO_DISCUSSION, 2, data=data)
    nowhere = cast("discord.Client", SimpleNamespace(get_guild=lambda _: None))
    made = await calling.spelled_out(nowhere, post, layouts.reminders_unreached(post))
    assert len(made) == 3
    assert all(len(each.content or "") <= calling.LONGEST for each in made)
    assert all(len(each.mentions) <= calling.MOST_NAMED for each in made)
    named = [int(each) for part in made for each in re.findall(r"<@(\d+)>", part.content or "")]
    assert named == people
    assert frozenset().union(*(each.mentions for each in made)) == frozenset(people)
    assert "I could not write to you directly" in (made[0].content or "")

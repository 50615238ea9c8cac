"""The bot's process killed in the middle of a round: what people had pressed still counts."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from simulator import Channel, LocalDiscord, Member, Message
from tests.classroom.conftest import FORMAT, RATE_LIMITS_FASTER
from tests.classroom.whole.test_campaign import Campaign

STARTS = 60.0
"""Real seconds within which a bot in a process of its own must have started."""


async def press(member: Member, message: Message, label: str) -> str:
    return (await (await member.press(message, label=label)).resolved()).text


async def shown(channel: Channel, *words: str) -> Message:
    return await channel.wait_for(
        lambda m: m.author.bot and all(each in m.text for each in words), 15
    )


async def killed(bot: asyncio.subprocess.Process) -> None:
    """Kill a bot as a power cut would."""
    bot.kill()
    await bot.wait()


async def test_votes_to_move_on_and_raised_hands_outlive_a_kill(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "short.toml").write_text(FORMAT, "utf-8")
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        guild = discord.add_guild("Killed")
        channel = guild.add_text_channel("class")
        lead, ada, ben, cai = (guild.add_member(name) for name in ("Ines", "Ada", "Ben", "Cai"))
        campaign = Campaign(discord, guild, tmp_path, random.Random(1))  # noqa: S311 - not used
        bot = await campaign.start_bot()
        try:
            await discord.wait_for_commands("discussion", "hand", timeout_seconds=STARTS)
            await discord.gateway.wait_until_connected(STARTS)
            start = {"topic": "Who leads?", "format": "short"}
            await (await lead.slash(channel, "discussion start", **start)).resolved()
            first = await shown(channel, "### Round 1 of 3")
            for member in (ada, ben, cai):
                await press(member, first, "I'm here")
            await (await lead.slash(channel, "discussion next")).resolved()
            panel = await shown(channel, "### Round 2 of 3")
            assert "you are next" in await press(ada, panel, "Raise hand")
            assert "Noted" in await press(ada, panel, "Move on")
            await shown(channel, "### Round 2 of 3", "1 of 4 wishes to move on")
            await killed(bot)
            bot = await campaign.start_bot()
            await discord.gateway.wait_until_connected(STARTS)
            assert "Your hand is up" in await press(ben, panel, "Raise hand")
            # Both waited equally long, so that the lot decides who is first.
            hands = await shown(channel, "### ✋ Hands", "Next: ", "Ada", " → ", "Ben")
            assert "Taken back" not in await press(ben, panel, "Move on")
            moved_on = await shown(channel, "### Round 3 of 3")
            assert moved_on.id > hands.id
            await shown(channel, "### ✋ Hands", "all hands are down")
        finally:
            await killed(bot)
        panels = [m for m in channel.messages if m.author.bot and "### Round" in m.text]
        assert len(panels) == 3
        assert [str(each) for each in discord.violations] == []

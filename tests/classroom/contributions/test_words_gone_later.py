"""What people delete or put differently while the bot is away, also after the deck was posted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.application import Application
from discussion.service.after_class.archive import HONOURED_FOR
from simulator import LocalDiscord, Permission
from tests.classroom.conftest import RATE_LIMITS_FASTER, Classroom, class_in, serving, settings_for
from tests.classroom.leaping import LeapingClock

BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def talked(room: Classroom) -> None:
    """A class in which two people wrote, with its deck posted."""
    await room.begin()
    await room.use(room.facilitator, "discussion next")
    await room.panel(2)
    await room.student.write(room.channel, "The xylophone was never asked what it would change.")
    await room.other.write(room.channel, "Trust grows where a marimba is put right in time.")
    await room.recorded("marimba")
    await room.use(room.facilitator, "discussion end")
    await room.deck()


async def test_what_went_while_the_bot_was_away_leaves_the_published_deck(tmp_path: Path) -> None:
    clock = LeapingClock(BEGINS)
    async with LocalDiscord(now=clock.now, speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings, clock=clock) as room:
            await talked(room)
        hers, his = (m for m in room.channel.messages if not m.author.bot)
        await room.student.delete(hers)
        await room.other.edit(his, "Trust grows where a celesta is put right in time.")
        clock.leap(BEGINS + HONOURED_FOR)
        again = Application(settings, clock=clock)
        async with again, serving(again, discord):
            room.application = again
            record = await room.recorded("celesta")
            assert "xylophone" not in repr(record)
            assert "marimba" not in repr(record)
            anew = await room.channel.wait_for(lambda m: "Made anew" in m.text, 30)
            assert "xylophone" not in anew.text


async def test_a_history_that_may_not_be_read_takes_nobodys_words(tmp_path: Path) -> None:
    async with LocalDiscord(speed=RATE_LIMITS_FASTER) as discord:
        settings = settings_for(discord, tmp_path)
        async with class_in(discord, settings) as room:
            await room.begin()
            await room.use(room.facilitator, "discussion next")
            await room.panel(2)
            await room.student.write(room.channel, "The xylophone stays.")
            await room.recorded("xylophone")
        no_history = Permission.READ_MESSAGE_HISTORY
        room.guild.overwrite(room.channel, room.guild.bot_role, deny=no_history)
        again = Application(settings)
        async with again, serving(again, discord):
            room.application = again
            await room.use(room.facilitator, "say", text="Shown once all was read.")
            await room.shown("Shown once all was read.")
            assert "xylophone" in repr(await room.record())

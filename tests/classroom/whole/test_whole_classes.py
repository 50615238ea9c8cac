"""Whole classes in each format through the local Discord: everybody is heard, nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rehearsal.command import DOCUMENTS
from discussion.formats.library import built_in_formats
from discussion.model import RoundKind
from discussion.participation.ledger import ledger, ledger_of_round
from discussion.record.recording import tally_of
from simulator import LocalDiscord
from simulator.rules.documents import present
from tests.classroom.conftest import RATE_LIMITS_FASTER, Classroom, class_in, settings_for
from tests.classroom.playing import Play

pytestmark = pytest.mark.campaign

NAMES = ("Ada", "Ben", "Cai", "Dee", "Eli", "Fay", "Gus")


@pytest.fixture
async def class_room(tmp_path: Path) -> AsyncIterator[Classroom]:
    """A class whose every request is checked against Discord's documents, where they are there."""
    documents = DOCUMENTS if present(DOCUMENTS) else None
    async with (
        LocalDiscord(speed=RATE_LIMITS_FASTER, documents=documents) as discord,
        class_in(discord, settings_for(discord, tmp_path)) as room,
    ):
        yield room


@pytest.fixture
def play(class_room: Classroom) -> Play:
    """Seven students: an odd one in pairs, and fewer than two whole fours."""
    return Play(class_room, [class_room.guild.add_member(name) for name in NAMES])


@pytest.mark.parametrize("format_name", sorted(built_in_formats()))
async def test_everybody_is_accounted_for_at_the_end(play: Play, format_name: str) -> None:
    record = await play.through(format_name)
    assert record["ledger"]["participants"] == len(NAMES) + 1
    assert record["ledger"]["contributed"] == len(NAMES) + 1
    # In each round everybody was heard by choice, but for the facilitator, who leads it. How is not
    # told, so it is looked up where it is kept.
    facts = await play.room.facts()
    tally = tally_of(facts.contributions, facts.speeches)
    whole = ledger(facts.discussion, tally)
    assert whole.accounted_for == len(NAMES) + 1
    for each in facts.discussion.rounds:
        if facts.discussion.plan_of(each).kind is not RoundKind.BRIEFING:
            assert ledger_of_round(facts.discussion, each.number, tally).not_yet_heard <= 1

"""No guild sees or changes what belongs to another."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from discussion.model import Endorsement, Link, LinkKind, Place
from discussion.model.house import PLAIN, House
from discussion.model.kept_files import KeptFile
from discussion.model.preferences import InviteBy, Preferences
from discussion.ports.store import Reader, Transaction
from storage.database.errors import DomainError
from storage.store.store import SqlStore
from tests.storage.material import (
    CHANNEL,
    GUILD,
    ID,
    NOW,
    OTHER_GUILD,
    a_contribution,
    a_discussion,
    a_due,
    a_post,
    a_speech,
)
from tests.storage.rows.test_after_class import OWN, SHOWN

Question = Callable[[Any, int], Any]

QUESTIONS: dict[str, Question] = {
    "discussion": lambda r, guild: r.discussion(guild, ID),
    "discussion_at": lambda r, guild: r.discussion_at(Place(guild, CHANNEL)),
    "discussions": lambda r, guild: r.discussions(guild),
    "contribution": lambda r, guild: r.contribution(guild, 1),
    "contributions_in_message": lambda r, guild: r.contributions_in_message(guild, 1),
    "tally": lambda r, guild: r.tally(guild, ID),
    "speeches": lambda r, guild: r.speeches(guild, ID),
    "last_turns": lambda r, guild: r.last_turns(guild, ID, 1, 5),
    "discussions_of": lambda r, guild: r.discussions_of(guild, [ID]),
    "facts": lambda r, guild: r.facts(guild, ID),
    "facts_of": lambda r, guild: r.facts_of(guild, [ID]),
    "formats": lambda r, guild: r.formats(guild),
    "rules": lambda r, guild: r.rules(guild),
    "house": lambda r, guild: r.house(guild),
    "preferences": lambda r, guild: r.preferences(guild),
    "presentation": lambda r, guild: r.presentation(guild, ID),
    "presentation_at": lambda r, guild: r.presentation_at(Place(guild, CHANNEL)),
    "running_presentations": lambda r, guild: r.running_presentations(guild),
    "reflections": lambda r, guild: r.reflections(guild, discussion_id=ID),
    "message_of": lambda r, guild: r.message_of(guild, "said"),
    "kept_files": lambda r, guild: r.kept_files(guild, 1),
    "contributions_with_files": lambda r, guild: r.contributions_with_files(guild, ID),
}
CHANGES: dict[str, Question] = {
    "add_link": lambda tx, guild: tx.add_link(guild, Link(1, 2, LinkKind.SUPPORTS)),
    "endorse": lambda tx, guild: tx.endorse(guild, Endorsement(1, 12)),
    "expect": lambda tx, guild: tx.expect(guild, ID, [a_due("close", NOW)]),
    "replace_contribution": lambda tx, guild: tx.replace_contribution(
        replace(a_contribution(1), guild_id=guild)
    ),
}


def test_every_question_of_the_port_is_asked_here() -> None:
    asked = {name for name in vars(Reader) if not name.startswith("_")}
    assert asked == {*QUESTIONS, "live_discussions", "published_discussions", "term", "ended"}


@pytest.fixture
async def filled(running: SqlStore) -> SqlStore:
    def unit(tx: Transaction) -> None:
        tx.add_contribution(a_contribution(1))
        tx.add_contribution(a_contribution(2))
        tx.endorse(GUILD, Endorsement(1, 11))
        tx.add_speech(a_speech())
        tx.keep_format(GUILD, "ours", 'title = "Ours"')
        tx.keep_rule(GUILD, "wave_gap", "90 s")
        tx.keep_house(GUILD, House("School of Care", template=b"PK", template_name="care.pptx"))
        tx.set_preferences(GUILD, 11, Preferences(InviteBy.BUTTON, anonymous=True, language="de"))
        tx.save_presentation(SHOWN)
        tx.keep_reflection(OWN)
        tx.keep_files(GUILD, ID, 1, [KeptFile("shift.png", b"PNG")])
        tx.post(a_post("said"))
        tx.mark_sent("said", 5, NOW)
        tx.expect(GUILD, ID, [a_due("close", NOW)])

    await running.write(unit)
    return running


@pytest.mark.parametrize("name", QUESTIONS)
async def test_another_guilds_question_finds_nothing(filled: SqlStore, name: str) -> None:
    ask = QUESTIONS[name]
    assert await filled.read(lambda r: ask(r, GUILD))
    assert await filled.write(lambda tx: ask(tx, GUILD))
    assert not await filled.read(lambda r: ask(r, OTHER_GUILD))
    assert not await filled.write(lambda tx: ask(tx, OTHER_GUILD))


@pytest.mark.parametrize("name", CHANGES)
async def test_another_guild_cannot_change_it(filled: SqlStore, name: str) -> None:
    change = CHANGES[name]
    with pytest.raises(DomainError):
        await filled.write(lambda tx: change(tx, OTHER_GUILD))
    await filled.write(lambda tx: change(tx, GUILD))


async def test_another_guild_cannot_take_an_endorsement_back(filled: SqlStore) -> None:
    await filled.write(lambda tx: tx.unendorse(OTHER_GUILD, Endorsement(1, 11)))
    facts = await filled.read(lambda r: r.facts(GUILD, ID))
    assert facts is not None
    assert facts.endorsements == (Endorsement(1, 11),)


async def test_an_id_of_another_guild_cannot_be_taken_over(filled: SqlStore) -> None:
    taken = a_discussion(ID, guild_id=OTHER_GUILD, channel_id=CHANNEL + 1)
    with pytest.raises(DomainError, match="another guild"):
        await filled.write(lambda tx: tx.save(taken))
    foreign = a_contribution(3, guild_id=OTHER_GUILD)
    with pytest.raises(IntegrityError):
        await filled.write(lambda tx: tx.add_contribution(foreign))
    assert await filled.read(lambda r: r.discussion(GUILD, ID)) == a_discussion()


async def test_what_somebody_chose_is_kept_for_each_guild(filled: SqlStore) -> None:
    there = Preferences(InviteBy.NEVER, name_to_facilitator=True)
    await filled.write(lambda tx: tx.set_preferences(OTHER_GUILD, 11, there))
    changed = Preferences(InviteBy.MESSAGE, language="fr")
    await filled.write(lambda tx: tx.set_preferences(GUILD, 11, changed))
    assert await filled.read(lambda r: r.preferences(GUILD)) == {11: changed}
    assert await filled.read(lambda r: r.preferences(OTHER_GUILD)) == {11: there}


async def test_rules_are_kept_and_forgotten_for_each_guild(filled: SqlStore) -> None:
    await filled.write(lambda tx: tx.keep_rule(GUILD, "wave_gap", "2 min"))
    await filled.write(lambda tx: tx.keep_rule(OTHER_GUILD, "wave_gap", "3 min"))
    await filled.write(lambda tx: tx.forget_rule(GUILD, "wave_size"))
    assert await filled.read(lambda r: r.rules(GUILD)) == {"wave_gap": "2 min"}
    await filled.write(lambda tx: tx.forget_rule(GUILD, "wave_gap"))
    assert await filled.read(lambda r: r.rules(GUILD)) == {}
    assert await filled.read(lambda r: r.rules(OTHER_GUILD)) == {"wave_gap": "3 min"}


async def test_a_house_style_is_kept_for_each_guild_until_it_is_the_plain_one(
    filled: SqlStore,
) -> None:
    ours = House("School of Care", "112233", "445566", b"PK\x00\x01", "care.pptx")
    await filled.write(lambda tx: tx.keep_house(GUILD, ours))
    await filled.write(lambda tx: tx.keep_house(OTHER_GUILD, House(main="778899")))
    assert await filled.read(lambda r: r.house(GUILD)) == ours
    await filled.write(lambda tx: tx.keep_house(GUILD, PLAIN))
    assert await filled.read(lambda r: r.house(GUILD)) is None
    assert await filled.read(lambda r: r.house(OTHER_GUILD)) == House(main="778899")

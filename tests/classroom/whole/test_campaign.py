"""The bot killed again and again while classes run: nothing is lost and nothing comes twice.

The local Discord lives in the test's process, the bot in one of its own that is killed with
SIGKILL at seeded moments and started again. Run it with ``pytest -m campaign -s``.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import sys
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from discussion.model import DiscussionId, RoundKind
from discussion.ports.store import Facts, Reader
from discussion.record.recording import record_of
from simulator import Channel, Fault, Guild, LocalDiscord, Member, MemberError, Message
from storage.store.store import SqlStore
from tests.classroom.drawing import put_programs

KILLS = 42
SEED = 20261123
CLASSES_AT_ONCE = 6
RATE_LIMITS_FASTER = 20.0
PATIENCE = 75.0
"""Real seconds after the last kill within which every discussion must have its deck."""
FAULTY = (
    "POST /channels/{channel_id}/messages",
    "PATCH /channels/{channel_id}/messages/{message_id}",
    "DELETE /channels/{channel_id}/messages/{message_id}",
    "GET /channels/{channel_id}/messages",
    "POST /channels/{channel_id}/messages/{message_id}/threads",
    "PUT /channels/{channel_id}/thread-members/{user_id}",
    "PATCH /channels/{channel_id}",
)
EDGE = timedelta(seconds=1)
"""A message sent while the end is being committed may still be recorded: better than lost."""
RATE = 0.02
"""The chance of each of three faults, so that about five requests of a hundred go wrong."""
ROUNDS = (
    RoundKind.SILENT_WRITING,
    RoundKind.PAIRS,
    RoundKind.OPEN_FLOOR,
    RoundKind.CHECK_OUT,
)
HEAD = """\
title = "Campaign"
description = "Four rounds of a few seconds, and three to look at one's words."

[policy]
review_for = "3 s"
"""
FORMAT = HEAD + "".join(
    f'\n[[round]]\nkind = "{kind}"\ntitle = "Part"\nseconds = 4\nquestion = "What now?"\n'
    for kind in ROUNDS
)


@dataclass
class Told:
    """What people did in one channel, by the one word that marks each of their texts."""

    channel: Channel
    acknowledged: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    written: dict[str, Message] = field(default_factory=dict)


@dataclass
class Campaign:
    """A guild with many short discussions, and the bot that is killed meanwhile."""

    discord: LocalDiscord
    guild: Guild
    folder: Path
    dice: random.Random
    told: list[Told] = field(default_factory=list)
    kills: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def start_bot(self) -> asyncio.subprocess.Process:
        """Start the bot as its operator would."""
        environment = os.environ | {
            "ROUNDTABLE_TOKEN": self.discord.token,
            "ROUNDTABLE_DATABASE": str(self.folder / "class.db"),
            "ROUNDTABLE_DECKS": str(self.folder / "decks"),
            "ROUNDTABLE_DISCORD_URL": self.discord.url,
            "ROUNDTABLE_FORMATS": str(self.folder / "formats"),
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
        }
        with (self.folder / "bot.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment, stdout=log, stderr=log
            )

    async def kill_again_and_again(self) -> asyncio.subprocess.Process:
        """Kill and restart; returns the last bot, which lives on."""
        while True:
            bot = await self.start_bot()
            if self.kills == KILLS:
                self.over.set()
                return bot
            # One in five dies while it starts, the others some time after they are connected.
            delay = self.dice.uniform(0.2, 1.4)
            if self.dice.random() > 0.2:
                await self.discord.gateway.wait_until_connected(20)
                delay = self.dice.uniform(0.0, 3.4)
            try:
                await asyncio.wait_for(bot.wait(), delay)
            except TimeoutError:
                bot.kill()
                self.kills += 1
            else:
                pytest.fail(f"the bot ended by itself; see {self.folder / 'bot.log'}")
            await bot.wait()

    async def hold_classes(self, people: list[Member]) -> None:
        """One discussion after another, each in a channel of its own, until the last kill."""
        while not self.over.is_set():
            channel = self.guild.add_text_channel(f"class-{len(self.told)}")
            told = Told(channel)
            self.told.append(told)
            await self._open(told, people[0])
            talking = [asyncio.create_task(self._talk(told, each)) for each in people]
            try:
                await channel.wait_for(lambda m: m.author.bot and m.attachments, 220)
            finally:
                for task in talking:
                    task.cancel()
                done = await asyncio.gather(*talking, return_exceptions=True)
            for result in done:
                if isinstance(result, Exception):
                    raise result

    async def _open(self, told: Told, who: Member) -> None:
        while not any("### Round 1 of" in m.text for m in told.channel.messages):
            await self.discord.gateway.wait_until_connected(30)
            try:
                topic = told.channel.name
                reply = await who.slash(
                    told.channel, "discussion start", topic=topic, format="campaign"
                )
                await reply.resolved()
                await told.channel.wait_for(lambda m: m.author.bot, 10)
            except (MemberError, TimeoutError):
                await asyncio.sleep(0.05)  # the bot was down; a person would try again too

    async def _talk(self, told: Told, who: Member) -> None:
        while True:
            await asyncio.sleep(self.dice.uniform(0.2, 1.2))  # people take time
            word = f"word{self.dice.getrandbits(48):012x}"
            if self.dice.random() < 0.5:
                place = self._thread_with(told, who) or told.channel
                told.written[word] = await who.write(place, f"I say {word}.")
            else:
                await self._say(told, who, word)

    def threads_of(self, told: Told) -> list[Channel]:
        """The threads that were made below a channel."""
        channels = self.guild.state.channels.values()
        return [each for each in channels if each.parent_id == told.channel.id]

    def _thread_with(self, told: Told, who: Member) -> Channel | None:
        """An open thread that somebody was brought into."""
        for thread in self.threads_of(told):
            facts = thread.thread
            if facts is not None and not facts.locked and who.id in facts.member_ids:
                return thread
        return None

    async def _say(self, told: Told, who: Member, word: str) -> None:
        told.unanswered.add(word)
        try:
            anonymous = self.dice.random() < 0.3
            reply = await who.slash(told.channel, "say", text=f"I say {word}.", anonymous=anonymous)
            await reply.resolved(5)
        except (MemberError, TimeoutError):
            return
        if reply.text.startswith(("Thank you, it is recorded", "Kept for the reveal")):
            told.acknowledged.add(word)


@dataclass
class Findings:
    """What was promised, and how often it came."""

    posts: Counter[str] = field(default_factory=Counter)
    expected: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def expect(self, name: str, times: int) -> None:
        """Note one thing that must have come once."""
        self.expected.add(name)
        self.posts[name] = times

    @property
    def lost(self) -> list[str]:
        """What never came."""
        return sorted(name for name in self.expected if self.posts[name] == 0)

    @property
    def duplicated(self) -> list[str]:
        """What came more than once."""
        return sorted(name for name in self.expected if self.posts[name] > 1)


def check_posts(findings: Findings, told: Told, facts: Facts, reveals: int) -> None:
    """Every panel, reveal and deck stands once in the channel, and the deck's pictures."""
    name = told.channel.name
    ours = [m for m in told.channel.messages if m.author.bot]
    for number in range(1, len(ROUNDS) + 1):
        shown = sum(f"### Round {number} of {len(ROUNDS)}" in m.text for m in ours)
        findings.expect(f"{name} panel {number}", shown)
    for part in range(1, reveals + 1):
        which = f" · part {part} of {reveals}" if reveals > 1 else ""
        heading = f"### What you wrote in round 1 · Part{which}"
        shown = sum(m.text.split("\n")[0] == heading for m in ours)
        findings.expect(f"{name} reveal {part}", shown)
    decks = sum(any(a.filename.endswith(".pptx") for a in m.attachments) for m in ours)
    findings.expect(f"{name} deck", decks)
    if facts.discussion.review is not None:
        shown = sum("Before the deck is made" in m.text for m in ours)
        findings.expect(f"{name} review", shown)
    pictures = sum(any(a.filename.endswith(".png") for a in m.attachments) for m in ours)
    findings.expect(f"{name} pictures", pictures)
    if any("is being made" in m.text for m in ours):
        findings.wrong.append(f"{name}: the line that the deck is made still stands")
    rounds = facts.discussion.rounds
    closed = [each.ended_at for each in rounds]
    began = [each.began_at for each in rounds]
    if len(rounds) != len(ROUNDS) or None in closed or closed[:-1] != began[1:]:
        findings.wrong.append(f"{name}: the rounds were not closed once each")
    if facts.discussion.state != "published":
        findings.wrong.append(f"{name}: {facts.discussion.state}")


def check_threads(findings: Findings, told: Told, facts: Facts, threads: list[Channel]) -> None:
    """Every group has one post and one thread with its members, which is closed at the end."""
    name = told.channel.name
    posts = [m for m in told.channel.messages if m.author.bot and "Talk in the thread" in m.text]
    groups = facts.discussion.groups
    if groups:
        findings.expect(f"{name} post of the pair", len(posts))
    # A group that closed before its post stood there needs no thread any more.
    hanging = [group for group in groups if group.thread_id is not None]
    if [group.thread_id for group in hanging] != [each.id for each in threads]:
        findings.wrong.append(f"{name}: not the threads of its groups")
    for thread, group in zip(threads, hanging, strict=False):
        inside = thread.thread
        if inside is None or not (inside.archived and inside.locked):
            findings.wrong.append(f"{name}: a thread was left open")
        elif not set(group.members) <= set(inside.member_ids):
            findings.wrong.append(f"{name}: somebody was not brought into their thread")


def check_words(findings: Findings, told: Told, facts: Facts, threads: list[Channel]) -> None:
    """Every word that counts is in the record once and can be read once."""
    name, discussion = told.channel.name, facts.discussion
    texts = [each.text for each in record_of(facts, zone="UTC", server_name="").contributions]
    kept = Counter(text.removeprefix("I say ").removesuffix(".") for text in texts)
    ended = discussion.ended_at
    assert ended is not None
    owed = set(told.acknowledged)
    for word, message in told.written.items():
        if discussion.started_at <= message.created_at < ended:
            owed.add(word)
        elif kept[word] and not timedelta() <= message.created_at - ended < EDGE:
            findings.wrong.append(f"{name}: {word} was said outside and is recorded")
    for word in owed:
        findings.expect(f"{name} record of {word}", kept[word])
    for word in (*owed, *(told.unanswered & set(kept))):
        places = (told.channel, *threads)
        shown = [m for place in places for m in place.messages if word in m.text]
        findings.expect(f"{name} sight of {word}", len(shown))
    unknown = set(kept) - set(told.written) - told.unanswered
    if unknown:
        findings.wrong.append(f"{name}: nobody said {unknown}")


def pending_posts(database: Path) -> int:
    """How many posts are still to be sent."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        query = "SELECT count(*) FROM outbox WHERE state = 'pending'"
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


async def settled(database: Path) -> None:
    """Wait until the outbox is empty."""
    async with asyncio.timeout(60):
        while pending_posts(database):  # noqa: ASYNC110 - another process empties it
            await asyncio.sleep(0.1)


def facts_of(guild_id: int, wanted: DiscussionId, reader: Reader) -> Facts | None:
    """What is kept of a discussion."""
    return reader.facts(guild_id, wanted)


async def findings_of(campaign: Campaign, database: Path) -> Findings:
    """Compare what people did and read with what is kept."""
    findings = Findings()
    connection = sqlite3.connect(database)
    query = "SELECT discussion_id, count(*) FROM outbox WHERE kind = 'reveal' GROUP BY 1"
    reveals = dict(connection.execute(query).fetchall())
    failed = "SELECT dedup, state, reason FROM outbox WHERE state NOT IN ('sent')"
    findings.wrong += [f"not sent: {row}" for row in connection.execute(failed).fetchall()]
    query = "SELECT channel_id, id FROM discussion"
    ids: dict[int, list[str]] = {}
    for channel_id, discussion_id in connection.execute(query).fetchall():
        ids.setdefault(channel_id, []).append(discussion_id)
    connection.close()
    async with SqlStore(database) as store:
        for told in campaign.told:
            here = ids.get(told.channel.id, [])
            if len(here) != 1:
                findings.wrong.append(f"{told.channel.name}: {len(here)} discussions")
                continue
            wanted = DiscussionId(here[0])
            facts = await store.read(partial(facts_of, campaign.guild.id, wanted))
            assert facts is not None
            check_posts(findings, told, facts, reveals.get(here[0], 0))
            threads = campaign.threads_of(told)
            check_threads(findings, told, facts, threads)
            check_words(findings, told, facts, threads)
    return findings


@pytest.mark.campaign
async def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "campaign.toml").write_text(FORMAT, "utf-8")
    put_programs(tmp_path / "bin")
    database = tmp_path / "class.db"
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(LocalDiscord(speed=RATE_LIMITS_FASTER))
        guild = discord.add_guild("Campaign")
        campaign = Campaign(discord, guild, tmp_path, random.Random(SEED))  # noqa: S311 - repeatable
        for index, route in enumerate(FAULTY):
            for fault in (Fault.error_before(), Fault.error_after(), Fault.lost_reply()):
                discord.faults.plan(route, fault, rate=RATE, seed=SEED + index)
        people = [guild.add_member(name) for name in ("Ada", "Ben", "Chidi")]
        killing = asyncio.create_task(campaign.kill_again_and_again())
        await discord.wait_for_commands("discussion", "say", timeout_seconds=60)
        classes = [
            asyncio.create_task(campaign.hold_classes(people)) for _ in range(CLASSES_AT_ONCE)
        ]
        bot = await killing
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*classes)
            await settled(database)
        finally:
            bot.terminate()
            await bot.wait()
        findings = await findings_of(campaign, database)
        table = (
            f"\nkills {campaign.kills}, discussions {len(campaign.told)}, "
            f"posts {len(findings.expected)}, lost {len(findings.lost)}, "
            f"duplicated {len(findings.duplicated)}; faults {discord.faults.struck}\n"
        )
        sys.stdout.write(table)
        assert campaign.kills >= 40
        assert len(campaign.told) >= CLASSES_AT_ONCE * 2
        assert findings.lost == []
        assert findings.duplicated == []
        assert findings.wrong == []
        assert [str(violation) for violation in discord.violations] == []

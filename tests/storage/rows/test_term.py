"""The rows of the term: what is saved comes back equal, and no guild sees another's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discussion.model import Case, CaseStage, RoundKind, RoundPlan
from discussion.model.effects import NO_DISCUSSION, DueAction, DueKind, Post, PostKind
from discussion.ports.store import Transaction
from discussion.ports.term import TermReader
from discussion.term.model import (
    ClassId,
    ClassState,
    Course,
    PlannedClass,
    Promise,
    PromiseId,
    ReminderKind,
    ReminderSetting,
    Swap,
    SwapId,
    SwapState,
    Topic,
    TopicId,
)
from storage.database.errors import DomainError
from storage.mapping import codec
from storage.store.outbox import Outbox
from storage.store.store import SqlStore
from tests.storage.material import (
    GUILD,
    ID,
    MINUTE,
    NOW,
    OTHER_GUILD,
    a_contribution,
    a_discussion,
)

WALL = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - wall-clock time has no offset
COURSE = Course(GUILD, "Europe/London", 45 * MINUTE, 1, 2, 3, 4)
TOPIC = Topic(
    TopicId("a" * 12), GUILD, "Who cares?", NOW, 3, "a link", Case("T", (CaseStage("One", "x"),))
)
CLASS = PlannedClass(
    ClassId("b" * 12),
    GUILD,
    WALL,
    "Europe/London",
    40 * MINUTE,
    topic_id=TOPIC.id,
    event_id=77,
    event_shown='{"title": "Who cares?"}',
    own_title="A guest",
    own_notes="",
    own_place="Room 4",
    discussion_id=ID,
    lost_place_id=5,
)
OTHER_CLASS = replace(
    CLASS, id=ClassId("c" * 12), starts=WALL + timedelta(days=7), event_id=None, discussion_id=None
)
SWAP = Swap(SwapId("d" * 12), GUILD, CLASS.id, OTHER_CLASS.id, 11, 12, NOW)
SETTING = ReminderSetting(GUILD, 11, ReminderKind.CLASS_DAY, 2 * timedelta(hours=1))
PROMISE = Promise(PromiseId("e" * 12), GUILD, ID, 5, "Ask the night staff", 11, date(2026, 4, 1))

QUESTIONS: dict[str, Callable[[Any, int], Any]] = {
    "course": lambda r, guild: r.course(guild),
    "topic": lambda r, guild: r.topic(guild, TOPIC.id),
    "topics": lambda r, guild: r.topics(guild),
    "planned": lambda r, guild: r.planned(guild, CLASS.id),
    "classes": lambda r, guild: r.classes(guild),
    "class_of_discussion": lambda r, guild: r.class_of_discussion(guild, ID),
    "class_of_event": lambda r, guild: r.class_of_event(guild, 77),
    "swap": lambda r, guild: r.swap(guild, SWAP.id),
    "swaps": lambda r, guild: r.swaps(guild),
    "reminder_settings": lambda r, guild: r.reminder_settings(guild),
    "promise": lambda r, guild: r.promise(guild, PROMISE.id),
    "promises": lambda r, guild: r.promises(guild),
}


@pytest.fixture
async def filled(running: SqlStore) -> SqlStore:
    def unit(tx: Transaction) -> None:
        tx.term.save_course(COURSE)
        tx.term.save_topic(TOPIC)
        tx.term.save_class(CLASS)
        tx.term.save_class(OTHER_CLASS)
        tx.term.save_swap(SWAP)
        tx.term.set_reminder(SETTING)
        tx.term.save_promise(PROMISE)

    await running.write(unit)
    return running


def test_every_question_of_the_port_is_asked_here() -> None:
    asked = {name for name in vars(TermReader) if not name.startswith("_")}
    assert asked == {*QUESTIONS, "courses"}


@pytest.mark.parametrize("name", QUESTIONS)
async def test_another_guilds_question_finds_nothing(filled: SqlStore, name: str) -> None:
    ask = QUESTIONS[name]
    assert await filled.read(lambda r: ask(r.term, GUILD))
    assert not await filled.read(lambda r: ask(r.term, OTHER_GUILD))


async def test_what_is_saved_comes_back_in_order(filled: SqlStore) -> None:
    def query(reader: Any) -> tuple[Any, ...]:
        term = reader.term
        return (
            term.courses(),
            term.topics(GUILD),
            term.classes(GUILD),
            term.swaps(GUILD),
            term.reminder_settings(GUILD),
            term.promises(GUILD, ID),
        )

    found = await filled.read(query)
    assert found == ([COURSE], [TOPIC], [CLASS, OTHER_CLASS], [SWAP], [SETTING], [PROMISE])


async def test_a_promise_goes_with_the_words_that_it_came_from(filled: SqlStore) -> None:
    said = a_contribution(PROMISE.contribution_id)

    def say(tx: Transaction) -> None:
        tx.save(a_discussion())
        tx.add_contribution(said)

    await filled.write(say)
    assert await filled.read(lambda r: r.term.promises(GUILD)) == [PROMISE]
    taken_back = replace(said, withdrawn_at=NOW)
    await filled.write(lambda tx: tx.replace_contribution(taken_back))
    assert await filled.read(lambda r: r.term.promises(GUILD)) == []
    assert await filled.read(lambda r: r.term.promise(GUILD, PROMISE.id)) is None


@pytest.mark.parametrize(
    "save",
    [
        lambda term: term.save_topic(replace(TOPIC, guild_id=OTHER_GUILD)),
        lambda term: term.save_class(replace(CLASS, guild_id=OTHER_GUILD)),
        lambda term: term.save_swap(replace(SWAP, guild_id=OTHER_GUILD)),
        lambda term: term.save_promise(replace(PROMISE, guild_id=OTHER_GUILD)),
        lambda term: term.save_class(replace(CLASS, starts=NOW)),
    ],
    ids=["topic", "class", "swap", "promise", "aware time"],
)
async def test_what_is_anothers_or_no_wall_clock_time_is_refused(
    filled: SqlStore, save: Callable[[Any], None]
) -> None:
    with pytest.raises(DomainError):
        await filled.write(lambda tx: save(tx.term))


async def test_a_removed_topic_and_a_settled_swap_leave_the_lists(filled: SqlStore) -> None:
    def unit(tx: Transaction) -> None:
        tx.term.save_topic(replace(TOPIC, removed_at=NOW))
        tx.term.save_swap(replace(SWAP, state=SwapState.ACCEPTED))

    await filled.write(unit)
    assert await filled.read(lambda r: r.term.topics(GUILD)) == []
    assert await filled.read(lambda r: r.term.swaps(GUILD)) == []


async def test_a_class_goes_with_the_offers_to_swap_it(filled: SqlStore) -> None:
    await filled.write(lambda tx: tx.term.remove_class(GUILD, CLASS.id))
    assert await filled.read(lambda r: r.term.classes(GUILD)) == [OTHER_CLASS]
    assert await filled.read(lambda r: r.term.swaps(GUILD)) == []


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    starts=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    state=st.sampled_from(ClassState),
    minutes=st.lists(st.integers(1, 40), max_size=4),
    seen=st.none() | st.just(NOW),
    own=st.booleans(),
)
async def test_a_class_comes_back_equal_whatever_it_holds(
    filled: SqlStore,
    starts: datetime,
    state: ClassState,
    minutes: list[int],
    seen: datetime | None,
    own: bool,
) -> None:
    plans = tuple(
        RoundPlan(RoundKind.VOTE, "V", "?", each * MINUTE, own_question=own) for each in minutes
    )
    saved = replace(
        CLASS,
        starts=starts.replace(microsecond=0),
        state=state,
        plans=plans,
        event_starts_at=seen,
        asked_at=seen,
    )
    await filled.write(lambda tx: tx.term.save_class(saved))
    assert await filled.read(lambda r: r.term.planned(GUILD, CLASS.id)) == saved


def test_rounds_kept_by_an_earlier_version_have_no_question_of_their_own() -> None:
    document = codec.plans_document([RoundPlan(RoundKind.VOTE, "V", "?", MINUTE)])
    del document["plans"][0]["own_question"]
    assert codec.plans_of(document) == (RoundPlan(RoundKind.VOTE, "V", "?", MINUTE),)


async def test_due_actions_and_posts_need_no_discussion(filled: SqlStore) -> None:
    subject = f"class:{CLASS.id}"
    due = DueAction(DueKind.ROUND_CLOSE, "c:1", GUILD, NO_DISCUSSION, NOW, subject)
    post = Post(PostKind.SAID, "c:post", GUILD, NO_DISCUSSION, channel_id=9)

    def unit(tx: Transaction) -> None:
        tx.expect(GUILD, subject, [due])
        tx.post(post)

    await filled.write(unit)
    await filled.write(lambda tx: tx.expect(GUILD, ID, []))
    assert await filled.write(lambda tx: tx.claim_due(NOW, 5)) == [due]
    lease = await Outbox(filled).lease(NOW, lease_for=MINUTE, limit=5)
    assert [leased.post for leased in lease.posts] == [post]

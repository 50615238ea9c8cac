"""What is saved comes back equal, whatever it holds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from discussion.model import (
    Answer,
    Case,
    CaseStage,
    Contribution,
    Discussion,
    Invitation,
    InvitationState,
    Participant,
    Pause,
    Place,
    Round,
    RoundKind,
    RoundPlan,
    Source,
    State,
    Tag,
    TagKind,
    TurnOrder,
)
from discussion.model.arrangement import Ballot, Fishbowl, Floor, Group, Hand, Pulse
from discussion.model.policy import Policy
from discussion.model.review import Candidate, Review
from storage.database.engine import Use, database_url, open_engine
from storage.database.errors import DomainError, StorageUnavailable
from storage.database.schema import bring_up_to_date
from storage.rows import codec
from storage.rows.queries import SqlReader
from storage.store.live import Live
from storage.store.transaction import SqlTransaction
from tests.storage.material import ID, a_discussion

ids = st.integers(1, 2**63 - 1)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
zones = st.sampled_from(
    [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=9))]
)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 - bounds are naive by contract
lengths = st.timedeltas(timedelta(0), timedelta(days=30))
numbers = st.integers(1, 9)
plans = st.builds(
    RoundPlan,
    kind=st.sampled_from(RoundKind),
    title=words,
    question=words,
    length=lengths,
    stem=words,
    case_stage=st.none() | numbers,
    attributed=st.booleans(),
    planned=st.none() | lengths,
    again_of=st.none() | numbers,
)
stages = st.builds(CaseStage, words, words, words, st.lists(words, max_size=3).map(tuple))
cases = st.builds(Case, title=words, stages=st.lists(stages, max_size=3).map(tuple))
policies = st.builds(
    Policy, grace_share=st.floats(0, 1), grace_at_least=lengths, wave_size=numbers, wave_gap=lengths
)
pauses = st.builds(Pause, began_at=instants, ended_at=st.none() | instants)
rounds = st.builds(
    Round,
    number=st.just(0),
    began_at=instants,
    extended=st.timedeltas(-timedelta(hours=1), timedelta(hours=1)),
    pauses=st.lists(pauses, max_size=3).map(tuple),
    ended_at=st.none() | instants,
    opener_at=st.none() | instants,
    waves=st.integers(0, 9),
    quiet_button=st.booleans(),
    move_on=st.frozensets(ids, max_size=3),
    copilot_at=st.none() | instants,
    looked_at=st.none() | instants,
    hands_at=st.none() | instants,
)
people = st.builds(
    Participant,
    id=ids,
    name=words,
    joined_at=instants,
    present=st.booleans(),
    last_sign_at=st.none() | instants,
    passed_rounds=st.frozensets(numbers, max_size=3),
    opted_out_at=st.none() | instants,
    pseudonym=st.none() | words,
    cued_rounds=st.frozensets(numbers, max_size=3),
    in_voice=st.booleans(),
)
invitations = st.builds(
    Invitation,
    id=words,
    person_id=ids,
    round_number=numbers,
    made_at=instants,
    state=st.sampled_from(InvitationState),
    answer=st.none() | st.sampled_from(Answer),
    answered_at=st.none() | instants,
)
people_ids = st.lists(ids, max_size=4).map(tuple)
turns = st.builds(
    TurnOrder,
    round_number=numbers,
    waiting=people_ids,
    turn_began_at=instants,
    done=people_ids,
    deferred=people_ids,
)

groups = st.builds(
    Group,
    round_number=numbers,
    number=numbers,
    members=people_ids,
    merged_from=st.lists(numbers, max_size=2).map(tuple),
    thread_id=st.none() | ids,
    closed_at=st.none() | instants,
)
circles = st.builds(Fishbowl, numbers, people_ids, people_ids, st.integers(0, 9))
ballots = st.builds(
    Ballot,
    round_number=numbers,
    options=st.lists(words, max_size=3).map(tuple),
    votes=st.dictionaries(ids, st.lists(words, max_size=2).map(tuple), max_size=3),
    voters=st.frozensets(ids, max_size=3),
    result=st.none() | st.lists(st.tuples(words, st.integers(0, 40)), max_size=3).map(tuple),
)
hands = st.builds(Hand, ids, instants, heard=numbers)
floors = st.builds(Floor, ids, instants, st.none() | instants)
pulses = st.builds(
    Pulse,
    answered=st.frozensets(ids, min_size=1, max_size=5),
    counts=st.tuples(*[st.integers(0, 40)] * 5),
)
reviews = st.builds(
    Review,
    closes_at=instants,
    awaited=st.frozensets(ids, max_size=3),
    looked=st.frozensets(ids, max_size=3),
    candidates=st.dictionaries(
        words,
        st.lists(st.builds(Candidate, ids, numbers, numbers, words), max_size=2).map(tuple),
        max_size=2,
    ),
    votes=st.dictionaries(st.tuples(ids, words), words, max_size=3),
    closed_at=st.none() | instants,
)


def numbered(begun: list[Round]) -> tuple[Round, ...]:
    return tuple(replace(each, number=n) for n, each in enumerate(begun, start=1))


discussions = st.builds(
    Discussion,
    id=st.just(ID),
    place=st.just(Place(2**63 - 1, 2**62)),
    topic=words,
    format_name=words,
    format_title=words,
    facilitator_id=ids,
    plans=st.lists(plans, max_size=3).map(tuple),
    policy=policies,
    seed=ids,
    started_at=instants,
    state=st.sampled_from(State),
    case=st.none() | cases,
    ended_at=st.none() | instants,
    rounds=st.lists(rounds, max_size=3).map(numbered),
    participants=st.lists(people, max_size=3).map(lambda found: {p.id: p for p in found}),
    invitations=st.lists(invitations, max_size=3, unique_by=lambda i: i.id).map(tuple),
    turns=st.none() | turns,
    thread_of=st.none() | ids,
    ends_by=st.none() | instants,
    co_facilitators=st.frozensets(ids, max_size=3),
    voice_channel_id=st.none() | ids,
    pseudonym_secret=st.none() | words,
    groups=st.lists(groups, max_size=3).map(tuple),
    fishbowl=st.none() | circles,
    ballots=st.lists(ballots, max_size=2).map(tuple),
    hands=st.lists(hands, max_size=3).map(tuple),
    floor=st.none() | floors,
    pulse=st.just(Pulse()) | pulses,
    review=st.none() | reviews,
    deck_holders=st.frozensets(ids, max_size=3),
)
contributions = st.builds(
    Contribution,
    id=ids,
    discussion_id=st.just(ID),
    guild_id=st.just(a_discussion().place.guild_id),
    channel_id=ids,
    author_id=ids,
    round_number=numbers,
    text=words,
    words=st.integers(0, 1000),
    said_at=instants,
    source=st.sampled_from(Source),
    anonymous=st.booleans(),
    message_id=st.none() | ids,
    held=st.booleans(),
    case_stage=st.none() | numbers,
    invitation_id=st.none() | words,
    group_number=st.none() | numbers,
    once_named=st.booleans(),
    edited_at=st.none() | instants,
    withdrawn_at=st.none() | instants,
    tags=st.frozensets(st.builds(Tag, st.sampled_from(TagKind), words), max_size=3),
)


@pytest.fixture(scope="module")
def undone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database in which each example is undone after it was looked at."""
    url = database_url(tmp_path_factory.mktemp("mapping") / "class.db")
    bring_up_to_date(url)
    engine = open_engine(url, Use.WRITE)
    yield engine
    engine.dispose()


def save(connection: Connection, *versions: Discussion) -> None:
    """Save versions one after the other, each compared with the one before it."""
    transaction = SqlTransaction(connection, Live([]))
    for each in versions:
        transaction.save(each)


@settings(max_examples=60, deadline=None)
@given(first=discussions, second=discussions)
def test_a_discussion_comes_back_equal_however_it_changed(
    undone: Engine, first: Discussion, second: Discussion
) -> None:
    with undone.connect() as connection:
        save(connection, first, second)
        assert SqlReader(connection).discussion(second.place.guild_id, ID) == second
        connection.rollback()


@settings(max_examples=60, deadline=None)
@given(first=contributions, second=contributions)
def test_a_contribution_comes_back_equal_new_and_replaced(
    undone: Engine, first: Contribution, second: Contribution
) -> None:
    changed = replace(second, id=first.id)
    with undone.connect() as connection:
        transaction = SqlTransaction(connection, Live([]))
        transaction.save(a_discussion())
        transaction.add_contribution(first)
        assert transaction.contribution(first.guild_id, first.id) == first
        transaction.replace_contribution(changed)
        assert transaction.contribution(first.guild_id, first.id) == changed
        connection.rollback()


def test_a_document_of_a_later_version_is_refused_by_name() -> None:
    document = {**codec.pauses_document(()), "v": 2}
    with pytest.raises(StorageUnavailable, match="pauses"):
        codec.pauses_of(document)


def test_a_threshold_added_after_the_class_has_its_default() -> None:
    document = codec.policy_document(Policy(wave_size=5))
    del document["policy"]["wave_gap"]
    assert codec.policy_of(document) == Policy(wave_size=5)


@pytest.mark.parametrize("data", [{"a": "\0"}, {"a": [{"b": "x\0"}]}, {"\0": 1}])
def test_a_nul_anywhere_in_a_posts_data_is_refused(data: Any) -> None:
    with pytest.raises(DomainError):
        codec.data_document(data)

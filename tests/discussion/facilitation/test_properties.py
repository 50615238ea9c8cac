"""Random classes, played from beginning to end: what holds however people behave."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogs.facilitation import invitations_words as wording
from cogs.text.languages import phrases
from discussion.arrangement import arranging, fishbowl
from discussion.contributions import speaking
from discussion.lifecycle import waking
from discussion.model import (
    Contribution,
    Discussion,
    Invitation,
    InvitationState,
    Person,
    RoundKind,
    RoundPlan,
)
from discussion.model.arrangement import Hand
from discussion.model.effects import Post, PostKind
from discussion.model.preferences import InviteBy, Preferences
from discussion.participation.ledger import (
    Standing,
    evenness,
    last_sign,
    ledger,
    ledger_of_round,
    standing,
)
from discussion.record.facts import Facts
from discussion.record.recording import record_of, tally_of
from tests.discussion.material import (
    FACILITATOR,
    MINUTE,
    SECOND,
    START,
    a_class,
    a_plan,
    knowing,
    next_due,
    words,
)

STUDENTS = tuple(Person(100 + n, f"Student {n} Example") for n in range(9))
TALK = (
    RoundKind.SILENT_WRITING,
    RoundKind.OPEN_FLOOR,
    RoundKind.FISHBOWL,
    RoundKind.CHECK_OUT,
)
CHOICES = ("say", "say_anonymously", "pass", "opt_out")
ACTS = (*CHOICES, "leave", "come", "type", "raise_hand", "lower_hand")
NAMES_SILENCE = re.compile(
    r"\d|silen|quiet|inactiv|lurk|nudge|not (yet )?(spoken|heard)|haven.t|too (little|much)|count",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Script:
    """What will happen in a class: who does what, and how invitations and turns are met."""

    plans: tuple[RoundPlan, ...]
    people: tuple[Person, ...]
    acts: tuple[tuple[datetime, Person, str], ...]
    never: frozenset[int]
    """Who wishes for no invitation at all."""
    answers: tuple[tuple[str | None, int], ...]
    """In turn, what somebody who is asked does and after how many seconds; None is nothing."""


def ids_of(people: set[Person]) -> set[int]:
    return {person.id for person in people}


@dataclass
class Played:
    """A class as it went."""

    discussion: Discussion
    said: list[Contribution] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    out: set[int] = field(default_factory=set)
    """Who opted out and has not come back."""
    typing: dict[int, datetime] = field(default_factory=dict)
    made: list[tuple[Invitation, Discussion, list[int]]] = field(default_factory=list)
    """Each invitation with the class as it stood before, and who was typing then."""


@st.composite
def scripts(draw: st.DrawFn, *, everybody_answers: bool = False) -> Script:
    """Any class; one in which everybody answers ends with a go-round that has time for all."""
    kinds = draw(st.lists(st.sampled_from([RoundKind.BRIEFING, *TALK]), min_size=1, max_size=4))
    plans = [a_plan(kind, draw(st.integers(3, 6) | st.integers(2, 15)) * MINUTE) for kind in kinds]
    if everybody_answers:
        plans.append(a_plan(RoundKind.GO_ROUND, 10 * MINUTE))
    people = STUDENTS[: draw(st.integers(1, len(STUDENTS)))]
    length = sum((plan.length for plan in plans), timedelta())
    # Who leaves, or takes their choice back by coming again, has not answered by any choice.
    allowed = [a for a in ACTS if not everybody_answers or a not in ("leave", "come")]
    act = st.tuples(
        st.integers(0, int(length.total_seconds()) - 1).map(lambda n: START + n * SECOND),
        st.sampled_from(people),
        st.sampled_from(allowed),
    )
    acts = draw(st.lists(act, max_size=30))
    choice = st.sampled_from(CHOICES)
    answer = st.tuples(choice if everybody_answers else choice | st.none(), st.integers(1, 15))
    return Script(
        plans=tuple(plans),
        people=people,
        acts=tuple(sorted(acts, key=lambda each: each[0])),
        never=frozenset(draw(st.sets(st.sampled_from(people)).map(ids_of))),
        answers=tuple(draw(st.lists(answer, min_size=1, max_size=10))),
    )


def play(script: Script, *, seed: int) -> Played:
    """Let a class happen, event by event, until its last round has closed."""
    room = Played(a_class(*script.plans, people=script.people, seed=seed))
    room.said.append(words(1, FACILITATOR, START))
    chosen = {person: Preferences(InviteBy.NEVER) for person in script.never}
    todo, asked = list(script.acts), 0
    now = START
    at_turn: tuple[int, int] | None = None
    while (due := next_due(room.discussion, now)) is not None:
        if todo and todo[0][0] <= due.due_at:
            now, person, act = todo.pop(0)
            do(room, person, act, now)
        else:
            now = due.due_at
            typing = [p for p, at in room.typing.items() if now - at <= 10 * SECOND]
            before = room.discussion
            known = replace(knowing(room.said, typing), preferences=chosen)
            decision = waking.wake(before, due, known, now)
            room.discussion = decision.discussion
            for invitation in room.discussion.invitations[len(before.invitations) :]:
                assert invitation.person_id not in room.out
                room.made.append((invitation, before, typing))
            room.posts += decision.posts
            for post in decision.posts:
                if post.kind is PostKind.INVITATION and post.recipient_id is not None:
                    asked += 1
                    plan_answer(script, todo, asked, post.recipient_id, now)
        head = whose_turn(room.discussion)
        if head is not None and head != at_turn:
            asked += 1
            plan_answer(script, todo, asked, head[1], now)
        at_turn = head
    return room


def whose_turn(discussion: Discussion) -> tuple[int, int] | None:
    """A turn by its number in the order, and the person it belongs to."""
    turns = discussion.turns
    if turns is None or not turns.waiting:
        return None
    return len(turns.done) + len(turns.deferred), turns.waiting[0]


def plan_answer(
    script: Script,
    todo: list[tuple[datetime, Person, str]],
    asked: int,
    person_id: int,
    now: datetime,
) -> None:
    """Whoever is asked will do as the script says."""
    choice, delay = script.answers[asked % len(script.answers)]
    if choice is not None:
        person = next(each for each in script.people if each.id == person_id)
        todo.append((now + delay * SECOND, person, choice))
        todo.sort(key=lambda each: each[0])


def do(room: Played, person: Person, act: str, now: datetime) -> None:
    """Let somebody do one thing, as the service would record it."""
    discussion = room.discussion
    if act in ("say", "say_anonymously"):
        number = discussion.current_round.number
        contribution = words(
            len(room.said) + 1,
            person,
            now,
            "word " * (1 + len(room.said) % 40),
            round_number=number,
            anonymous=act == "say_anonymously",
        )
        room.said.append(contribution)
        if contribution.anonymous:
            before = discussion
            discussion = speaking.with_nameless_words(discussion, person, now)
            discussion = speaking.heard(discussion, contribution)
            discussion = arranging.unmoved(discussion, before)
        else:
            room.out.discard(person.id)
            discussion = speaking.with_sign(discussion, person, now)
            discussion = speaking.heard(discussion, contribution)
    elif act == "pass":
        discussion = speaking.passed(discussion, person, now)
    elif act == "opt_out":
        discussion = speaking.opted_out(discussion, person, now)
        room.out.add(person.id)
    elif act == "leave":
        discussion = speaking.stepped_out(discussion, person.id, now)
    elif act == "come":
        discussion = speaking.with_sign(discussion, person, now)
        room.out.discard(person.id)
    elif act == "type":
        room.typing[person.id] = now
    else:
        hands = tuple(hand for hand in discussion.hands if hand.person_id != person.id)
        raised = (Hand(person.id, now),) if act == "raise_hand" else ()
        discussion = replace(discussion, hands=(*hands, *raised))
    room.discussion = discussion


SEEDS = st.integers(0, 2**32)
CLASSES = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def by_person(discussion: Discussion) -> dict[int, list[Invitation]]:
    found: dict[int, list[Invitation]] = {}
    for each in discussion.invitations:
        found.setdefault(each.person_id, []).append(each)
    return found


@CLASSES
@given(scripts(), SEEDS)
def test_invitations_are_rare_and_lie_five_minutes_apart(script: Script, seed: int) -> None:
    for mine in by_person(play(script, seed=seed).discussion).values():
        assert len(mine) <= 3
        assert len({each.round_number for each in mine}) == len(mine)
        assert all(b.made_at - a.made_at >= 5 * MINUTE for a, b in pairwise(mine))


@CLASSES
@given(scripts(), SEEDS)
def test_nobody_is_invited_who_opted_out_left_or_is_on_their_way_to_speak(
    script: Script, seed: int
) -> None:
    room = play(script, seed=seed)
    for invitation, before, typing in room.made:
        person = before.participants[invitation.person_id]
        assert person.present
        assert person.opted_out_at is None
        assert person.id not in typing
        assert person.id not in {hand.person_id for hand in before.hands}
        assert before.current_round.number not in person.passed_rounds
        circles = fishbowl.current(before)
        assert circles is None or person.id in circles.inner
        own = [c for c in room.said if c.author_id == person.id and c.said_at <= invitation.made_at]
        assert all(c.round_number != before.current_round.number for c in own)
        assert all(invitation.made_at - c.said_at >= MINUTE for c in own)
        earlier = [i for i in before.invitations if i.person_id == person.id]
        assert all(i.state is not InvitationState.OPEN for i in earlier)


@CLASSES
@given(scripts(), SEEDS)
def test_no_invitation_names_silence_or_counts_anything(script: Script, seed: int) -> None:
    for post in play(script, seed=seed).posts:
        if post.kind is PostKind.INVITATION:
            asked = {"invitation", "round", "topic", "question", "stem"}
            assert set(post.data) == {*asked, "by", "language"}
            said = [str(post.data[key]) for key in ("topic", "question", "stem")]
            assert NAMES_SILENCE.search(wording.text(phrases(), *said)) is None
        if post.kind is PostKind.OPENER:
            assert not any(person.name in repr(post.data) for person in script.people)


@CLASSES
@given(scripts(everybody_answers=True), SEEDS)
def test_where_everybody_answers_in_some_way_everybody_is_accounted_for(
    script: Script, seed: int
) -> None:
    room = play(script, seed=seed)
    counts = ledger(room.discussion, tally_of(room.said))
    assert counts.not_yet_heard == 0
    assert counts.accounted_for == len(script.people) + 1


@CLASSES
@given(scripts(), SEEDS)
def test_whoever_is_not_accounted_for_at_the_end_gave_a_sign_in_the_last_round(
    script: Script, seed: int
) -> None:
    room = play(script, seed=seed)
    discussion, tally = room.discussion, tally_of(room.said)
    for person in discussion.participants.values():
        if standing(discussion, person, tally) is Standing.NOT_YET_HEARD:
            assert last_sign(person, tally) >= discussion.current_round.began_at


@CLASSES
@given(scripts(), SEEDS)
def test_who_wishes_for_no_invitation_gets_none(script: Script, seed: int) -> None:
    room = play(script, seed=seed)
    assert not script.never & by_person(room.discussion).keys()


@CLASSES
@given(scripts(), SEEDS)
def test_evenness_and_ledgers_agree_with_a_plain_recount(script: Script, seed: int) -> None:
    room = play(script, seed=seed)
    people = sorted(room.discussion.participants)
    tally = tally_of(room.said)
    for number in (None, *(round_.number for round_ in room.discussion.rounds)):
        said = [c for c in room.said if number in (None, c.round_number)]
        found = evenness(people, tally, round_number=number)
        if not said:
            assert found is None
            continue
        spoken = [sum(c.words for c in said if c.author_id == person) for person in people]
        turns = [sum(1 for c in said if c.author_id == person) for person in people]
        assert found is not None
        assert found.gini_words == pytest.approx(plain_gini(spoken))
        assert found.gini_turns == pytest.approx(plain_gini(turns))
        assert found.lowest_share == pytest.approx(min(spoken) / sum(spoken))
        assert found.highest_share == pytest.approx(max(spoken) / sum(spoken))
    for round_ in room.discussion.rounds:
        spoke = {c.author_id for c in room.said if c.round_number == round_.number}
        assert ledger_of_round(room.discussion, round_.number, tally).heard == len(spoke)


@CLASSES
@given(scripts(), SEEDS)
def test_evenness_before_and_after_invitations_agrees_with_a_plain_recount(
    script: Script, seed: int
) -> None:
    room = play(script, seed=seed)
    facts = Facts(room.discussion, tuple(room.said), (), ())
    found = record_of(facts, zone="UTC", server_name="").around_invitations
    first = {i.round_number: i.made_at for i in reversed(room.discussion.invitations)}
    assert (found is None) == (not first)
    if found is None:
        return
    assert found.rounds == len(first)
    cut = [c for c in room.said if c.round_number in first]
    before = [c for c in cut if c.said_at < first[c.round_number]]
    people = sorted(room.discussion.participants)
    for part, said in ((found.before, before), (found.after, [c for c in cut if c not in before])):
        named = [c for c in said if not c.anonymous]
        if not named:
            assert part is None
            continue
        spoken = [sum(c.words for c in named if c.author_id == person) for person in people]
        assert part is not None
        assert part.gini_words == pytest.approx(plain_gini(spoken), abs=0.0051)
        assert part.highest_share == pytest.approx(max(spoken) / sum(spoken), abs=0.0051)


def plain_gini(values: list[int]) -> float:
    """The definition: the mean difference over all pairs, by twice the mean."""
    pairs = sum(abs(a - b) for a in values for b in values)
    return pairs / (2 * len(values) * sum(values))

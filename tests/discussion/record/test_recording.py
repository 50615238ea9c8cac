"""The record holds what may be shown; what must not leak is not in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.contributions import speaking
from discussion.model import (
    Answer,
    Contribution,
    Endorsement,
    Invitation,
    InvitationState,
    Link,
    LinkKind,
    Person,
    Speech,
    Tag,
    TagKind,
)
from discussion.record.facts import Facts
from discussion.record.record import AroundInvitations, Record
from discussion.record.recording import record_of
from tests.discussion.material import (
    ADA,
    BEN,
    CAI,
    FACILITATOR,
    GUILD,
    ID,
    MINUTE,
    START,
    a_class,
    words,
)

SECRET = Person(777_000_777_000, "Zephyrine Hidden")
"""Somebody whose name and ids can be looked for in the text of a whole record."""


def facts_with(*said: Contribution) -> Facts:
    discussion = a_class(people=(ADA, BEN, CAI, SECRET))
    return Facts(discussion, said, (), ())


def made(facts: Facts) -> Record:
    return record_of(facts, zone="Europe/London", server_name="Example class")


def test_an_anonymous_author_is_nowhere_in_the_record() -> None:
    asked = Invitation("inv", SECRET.id, 1, START, InvitationState.ANSWERED)
    facts = facts_with(
        words(101, ADA, START + MINUTE, "Something said under a name"),
        replace(
            words(888_111, SECRET, START + 2 * MINUTE, "I will tell by Friday", anonymous=True),
            message_id=5_001,
            tags=frozenset({Tag(TagKind.ACTION, "action")}),
        ),
    )
    discussion = facts.discussion.with_invitation(
        replace(asked, answer=Answer.CONTRIBUTE_ANONYMOUSLY, answered_at=START + 2 * MINUTE)
    )
    facts = replace(
        facts,
        discussion=discussion,
        links=(Link(888_111, 101, LinkKind.BUILDS_ON),),
        endorsements=(Endorsement(101, SECRET.id), Endorsement(888_111, ADA.id)),
    )
    record = made(facts)
    text = repr(record)
    for trace in (SECRET.name, "Zephyrine", str(SECRET.id), "888111"):
        assert trace not in text
    hidden = record.contributions[1]
    assert (hidden.name, hidden.text) == (None, "I will tell by Friday")
    assert record.actions[0].owners == ()
    assert record.actions[0].due_on == date(2026, 3, 6)
    assert record.contributions[0].endorsements == 1
    # Of one invited person it would say whose the nameless words are.
    assert record.invitations[0].answer is None


def test_named_and_anonymous_words_of_one_person_cannot_be_joined() -> None:
    record = made(
        facts_with(
            words(101, ADA, START + MINUTE, "under my name"),
            words(102, ADA, START + 2 * MINUTE, "without it", anonymous=True),
        )
    )
    named, hidden = record.contributions
    assert named.speaker != hidden.speaker
    assert (named.name, hidden.name) == (ADA.name, None)
    assert [(share.name, share.words) for share in record.shares] == [(ADA.name, 3)]


def test_withdrawn_words_are_nowhere_in_the_record() -> None:
    before = replace(
        words(101, ADA, START + MINUTE, "xylophone regret #unsaid"),
        tags=frozenset({Tag(TagKind.THEME, "unsaid")}),
    )
    kept = words(102, BEN, START + 2 * MINUTE, "this stays")
    gone = speaking.withdrawn(before, START + 3 * MINUTE)
    facts = replace(facts_with(gone, kept), links=(Link(102, 101, LinkKind.SUPPORTS),))
    record = made(facts)
    text = repr(record)
    assert "xylophone" not in text
    assert "unsaid" not in text
    assert record.withdrawn == 1
    assert [each.text for each in record.contributions] == ["this stays"]
    assert record.links == ()


def test_who_passed_or_opted_out_is_counted_and_not_named() -> None:
    facts = facts_with(words(101, ADA, START + MINUTE))
    discussion = speaking.opted_out(facts.discussion, SECRET, START)
    record = made(replace(facts, discussion=speaking.passed(discussion, CAI, START)))
    assert record.ledger.otherwise == len(discussion.participants) - 1
    assert SECRET.name not in repr(record)
    assert CAI.name not in repr(record)


def test_an_invitation_says_what_followed_and_not_whom_it_asked() -> None:
    facts = facts_with(
        words(101, SECRET, START + MINUTE, "before"),
        words(102, SECRET, START + 7 * MINUTE, "after"),
    )
    asked = Invitation("inv", SECRET.id, 1, START + 6 * MINUTE)
    lost = Invitation("lost", CAI.id, 1, START + 6 * MINUTE, InvitationState.UNDELIVERABLE)
    discussion = facts.discussion.with_invitation(asked).with_invitation(lost)
    first, second = made(replace(facts, discussion=discussion)).invitations
    assert (first.delivered, first.followed_after) == (True, MINUTE)
    assert (second.delivered, second.followed_after) == (False, None)


def test_words_that_stand_in_discord_have_their_address() -> None:
    shown = words(101, ADA, START)
    held = replace(words(102, ADA, START + MINUTE), message_id=None)
    first, second = made(facts_with(shown, held)).contributions
    assert first.url == f"https://discord.com/channels/{shown.guild_id}/{shown.channel_id}/101"
    assert second.url is None


def test_a_date_is_read_in_the_zone_of_the_class() -> None:
    said = replace(
        words(101, ADA, START.replace(hour=23), "I will, tomorrow"),
        tags=frozenset({Tag(TagKind.ACTION, "action")}),
    )
    record = record_of(facts_with(said), zone="Asia/Tokyo", server_name="x")
    (action,) = record.actions
    assert (action.owners, action.due_on) == ((ADA.name,), date(2026, 3, 4))


def test_rounds_that_never_began_are_in_the_record_as_planned() -> None:
    facts = facts_with()
    plans = (*facts.discussion.plans, *facts.discussion.plans)
    record = made(replace(facts, discussion=replace(facts.discussion, plans=plans)))
    assert [round_.began_at for round_ in record.rounds] == [START, None]
    assert record.facilitator == FACILITATOR.name
    assert record.evenness is None


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([ADA, BEN, SECRET]), st.booleans(), st.booleans()), max_size=12
    )
)
def test_no_mixture_of_words_leaks_a_hidden_author_or_withdrawn_words(
    said: list[tuple[Person, bool, bool]],
) -> None:
    facts = facts_with(
        *(
            speaking.withdrawn(each, START + 9 * MINUTE) if gone else each
            for each, gone in (
                (
                    replace(
                        words(n, person, START + n * MINUTE / 100, f"word{n}x"),
                        anonymous=anonymous or person is SECRET,
                    ),
                    gone,
                )
                for n, (person, anonymous, gone) in enumerate(said, 400_100)
            )
        )
    )
    record = made(facts)
    text = repr(record)
    assert SECRET.name not in text
    assert str(SECRET.id) not in text
    for n, (_, _, gone) in enumerate(said, 400_100):
        assert (f"word{n}x" in text) is not gone
    assert len(record.contributions) + record.withdrawn == len(said)
    assert record.ledger.participants == 5


def test_the_one_who_hides_would_be_found_if_they_spoke_openly() -> None:
    assert SECRET.name in repr(made(facts_with(words(101, SECRET, START))))


def invited(
    *made_at: int, state: InvitationState = InvitationState.ANSWERED, number: int = 1
) -> list[Invitation]:
    """Invitations in a round, so many minutes after the start."""
    return [
        Invitation(f"inv{number}-{at}", CAI.id, number, START + at * MINUTE, state)
        for at in made_at
    ]


def around(
    invitations: list[Invitation], *said: Contribution, aloud: tuple[Speech, ...] = ()
) -> AroundInvitations | None:
    facts = facts_with(*said)
    discussion = facts.discussion
    for each in invitations:
        discussion = discussion.with_invitation(each)
    return made(replace(facts, discussion=discussion, speeches=aloud)).around_invitations


def test_evenness_before_and_after_is_cut_at_the_first_invitation_of_each_round() -> None:
    found = around(
        invited(6, 4),
        words(1, ADA, START + MINUTE, "one two three four"),
        words(2, ADA, START + 2 * MINUTE, "one two three four"),
        # The instant of the first invitation belongs to what came after it.
        words(3, BEN, START + 4 * MINUTE, "one two"),
        words(4, CAI, START + 5 * MINUTE, "one two"),
        words(5, ADA, START + 7 * MINUTE, "one two"),
        words(6, SECRET, START + 8 * MINUTE, "one two"),
    )
    assert found is not None
    assert found.rounds == 1
    assert found.before is not None
    assert found.after is not None
    # Five were there, with whoever facilitates: one said everything, then four said as much.
    assert (found.before.gini_words, found.before.gini_turns) == (0.8, 0.8)
    assert (found.before.lowest_share, found.before.highest_share) == (0.0, 1.0)
    assert (found.after.gini_words, found.after.gini_turns) == (0.2, 0.2)
    assert (found.after.lowest_share, found.after.highest_share) == (0.0, 0.25)


def test_rounds_without_an_invitation_are_in_neither_part() -> None:
    said = (
        words(1, ADA, START + MINUTE, "a long story " * 30),
        words(2, BEN, START + 12 * MINUTE, "one two", round_number=2),
        words(3, CAI, START + 15 * MINUTE, "one two", round_number=2),
    )
    found = around(invited(14, number=2), *said)
    assert found is not None
    assert found.before is not None
    assert found.before.highest_share == 1.0
    assert around([], *said) is None


def test_an_invitation_that_never_arrived_cuts_nothing() -> None:
    said = words(1, ADA, START + 5 * MINUTE, "one two")
    lost = InvitationState.UNDELIVERABLE
    assert around(invited(4, state=lost), said) is None
    found = around([*invited(4, state=lost), *invited(6)], said)
    assert found is not None
    assert found.before is not None
    assert found.after is None


def test_a_turn_aloud_belongs_to_the_part_in_which_it_began() -> None:
    turn = Speech(ID, GUILD, BEN.id, 1, START + 3 * MINUTE, 2 * MINUTE)
    found = around(invited(4), words(1, ADA, START + 5 * MINUTE, "one two"), aloud=(turn,))
    assert found is not None
    assert found.before is not None
    assert (found.before.highest_share, found.before.gini_turns) == (1.0, 0.8)


def test_nameless_words_move_no_evenness_around_invitations() -> None:
    named = (words(1, ADA, START + MINUTE, "one two"), words(2, BEN, START + MINUTE, "one two"))
    nameless = words(3, BEN, START + 2 * MINUTE, "a secret", anonymous=True)
    found = around(invited(4), *named, nameless)
    assert found is not None
    assert found.before is not None
    assert found == around(invited(4), *named)


def test_evenness_is_told_in_hundredths() -> None:
    said = [words(n, p, START + MINUTE, "well " * n) for n, p in enumerate((ADA, BEN, CAI), 3)]
    record = made(facts_with(*said))
    assert record.evenness is not None
    assert record.evenness.highest_share == 0.42

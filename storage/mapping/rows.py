"""Rows and the model, both ways. A row is a mapping of column names to values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from discussion.model import (
    Answer,
    Contribution,
    Discussion,
    DiscussionId,
    Endorsement,
    Invitation,
    InvitationState,
    Link,
    LinkKind,
    Mention,
    Participant,
    Place,
    Round,
    Source,
    Speech,
    State,
    Tag,
    TagKind,
    TurnOrder,
)
from discussion.model.effects import DueAction, DueKind, Post, PostKind
from storage.mapping import arrangements, codec, review, seeking
from storage.mapping.codec import refuse_nul

Values = dict[str, Any]
Stored = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Children:
    """The rows that belong to one discussion, each sequence in its order."""

    rounds: Sequence[Stored] = ()
    participants: Sequence[Stored] = ()
    invitations: Sequence[Stored] = ()
    turns: Stored | None = None


def checked(values: Values) -> Values:
    """The values of a row, unchanged. Raises ``DomainError`` if any text holds a NUL."""
    for value in values.values():
        refuse_nul(value)
    return values


def discussion_values(discussion: Discussion) -> Values:
    """A discussion's own row, without its children."""
    return {
        "id": str(discussion.id),
        "guild_id": discussion.place.guild_id,
        "channel_id": discussion.place.channel_id,
        "thread_of": discussion.thread_of,
        "topic": discussion.topic,
        "format_name": discussion.format_name,
        "format_title": discussion.format_title,
        "facilitator_id": discussion.facilitator_id,
        "seed": discussion.seed,
        "state": discussion.state.value,
        "started_at": discussion.started_at,
        "ended_at": discussion.ended_at,
        "plans": codec.plans_document(discussion.plans),
        "case_study": codec.case_document(discussion.case),
        "policy": codec.policy_document(discussion.policy),
        "ends_by": discussion.ends_by,
        "co_facilitators": some(discussion.co_facilitators),
        "voice_channel_id": discussion.voice_channel_id,
        "pseudonym_secret": discussion.pseudonym_secret,
        "groups": arrangements.groups_document(discussion.groups),
        "fishbowl": arrangements.fishbowl_document(discussion.fishbowl),
        "ballots": arrangements.ballots_document(discussion.ballots),
        "hands": arrangements.hands_document(discussion.hands),
        "floor": arrangements.floor_document(discussion.floor),
        "pulse": arrangements.pulse_document(discussion.pulse),
        "review": review.review_document(discussion.review),
        "deck_holders": some(discussion.deck_holders),
        "sought": seeking.sought(discussion.topic, discussion.started_at),
    }


def to_discussion(row: Stored, children: Children) -> Discussion:
    """A discussion from its row and its children's."""
    participants = [to_participant(each) for each in children.participants]
    return Discussion(
        id=DiscussionId(row["id"]),
        place=Place(row["guild_id"], row["channel_id"]),
        topic=row["topic"],
        format_name=row["format_name"],
        format_title=row["format_title"],
        facilitator_id=row["facilitator_id"],
        plans=codec.plans_of(row["plans"]),
        policy=codec.policy_of(row["policy"]),
        seed=row["seed"],
        started_at=row["started_at"],
        state=State(row["state"]),
        case=codec.case_of(row["case_study"]),
        ended_at=row["ended_at"],
        rounds=tuple(to_round(each) for each in children.rounds),
        participants={each.id: each for each in participants},
        invitations=tuple(to_invitation(each) for each in children.invitations),
        turns=None if children.turns is None else to_turns(children.turns),
        thread_of=row["thread_of"],
        ends_by=row["ends_by"],
        co_facilitators=none_or_some(row["co_facilitators"]),
        voice_channel_id=row["voice_channel_id"],
        pseudonym_secret=row["pseudonym_secret"],
        groups=arrangements.groups_of(row["groups"]),
        fishbowl=arrangements.fishbowl_of(row["fishbowl"]),
        ballots=arrangements.ballots_of(row["ballots"]),
        hands=arrangements.hands_of(row["hands"]),
        floor=arrangements.floor_of(row["floor"]),
        pulse=arrangements.pulse_of(row["pulse"]),
        review=review.review_of(row["review"]),
        deck_holders=none_or_some(row["deck_holders"]),
    )


def some(numbers: frozenset[int]) -> codec.Document | None:
    """A set of ids or round numbers, NULL where it is empty."""
    return codec.numbers_document(sorted(numbers)) if numbers else None


def none_or_some(document: Any) -> frozenset[int]:
    """The set again."""
    return frozenset() if document is None else frozenset(codec.numbers_of(document))


def _child(discussion: Discussion) -> Values:
    return {"discussion_id": str(discussion.id), "guild_id": discussion.place.guild_id}


def round_values(discussion: Discussion, round_: Round) -> Values:
    """The row of a round."""
    return {
        **_child(discussion),
        "number": round_.number,
        "began_at": round_.began_at,
        "extended": round_.extended,
        "pauses": codec.pauses_document(round_.pauses),
        "ended_at": round_.ended_at,
        "opener_at": round_.opener_at,
        "waves": round_.waves,
        "quiet_button": round_.quiet_button,
        "move_on": some(round_.move_on),
        "copilot_at": round_.copilot_at,
        "looked_at": round_.looked_at,
        "hands_at": round_.hands_at,
    }


def to_round(row: Stored) -> Round:
    """A round from its row."""
    return Round(
        number=row["number"],
        began_at=row["began_at"],
        extended=row["extended"],
        pauses=codec.pauses_of(row["pauses"]),
        ended_at=row["ended_at"],
        opener_at=row["opener_at"],
        waves=row["waves"],
        quiet_button=row["quiet_button"],
        move_on=none_or_some(row["move_on"]),
        copilot_at=row["copilot_at"],
        looked_at=row["looked_at"],
        hands_at=row["hands_at"],
    )


def participant_values(discussion: Discussion, participant: Participant) -> Values:
    """The row of a participant."""
    return {
        **_child(discussion),
        "id": participant.id,
        "name": participant.name,
        "joined_at": participant.joined_at,
        "present": participant.present,
        "last_sign_at": participant.last_sign_at,
        "passed_rounds": codec.numbers_document(sorted(participant.passed_rounds)),
        "opted_out_at": participant.opted_out_at,
        "pseudonym": participant.pseudonym,
        "cued_rounds": some(participant.cued_rounds),
        "in_voice": participant.in_voice,
    }


def to_participant(row: Stored) -> Participant:
    """A participant from their row."""
    return Participant(
        id=row["id"],
        name=row["name"],
        joined_at=row["joined_at"],
        present=row["present"],
        last_sign_at=row["last_sign_at"],
        passed_rounds=frozenset(codec.numbers_of(row["passed_rounds"])),
        opted_out_at=row["opted_out_at"],
        pseudonym=row["pseudonym"],
        cued_rounds=none_or_some(row["cued_rounds"]),
        in_voice=bool(row["in_voice"]),
    )


def invitation_values(discussion: Discussion, position: int, invitation: Invitation) -> Values:
    """The row of an invitation; ``position`` is its index in the discussion."""
    return {
        **_child(discussion),
        "id": invitation.id,
        "position": position,
        "person_id": invitation.person_id,
        "round_number": invitation.round_number,
        "made_at": invitation.made_at,
        "state": invitation.state.value,
        "answer": None if invitation.answer is None else invitation.answer.value,
        "answered_at": invitation.answered_at,
    }


def to_invitation(row: Stored) -> Invitation:
    """An invitation from its row."""
    return Invitation(
        id=row["id"],
        person_id=row["person_id"],
        round_number=row["round_number"],
        made_at=row["made_at"],
        state=InvitationState(row["state"]),
        answer=None if row["answer"] is None else Answer(row["answer"]),
        answered_at=row["answered_at"],
    )


def turns_values(discussion: Discussion, turns: TurnOrder) -> Values:
    """The row of a turn order."""
    return {
        **_child(discussion),
        "round_number": turns.round_number,
        "waiting": codec.numbers_document(turns.waiting),
        "done": codec.numbers_document(turns.done),
        "deferred": codec.numbers_document(turns.deferred),
        "turn_began_at": turns.turn_began_at,
    }


def to_turns(row: Stored) -> TurnOrder:
    """A turn order from its row."""
    return TurnOrder(
        round_number=row["round_number"],
        waiting=codec.numbers_of(row["waiting"]),
        turn_began_at=row["turn_began_at"],
        done=codec.numbers_of(row["done"]),
        deferred=codec.numbers_of(row["deferred"]),
    )


def contribution_values(contribution: Contribution) -> Values:
    """The row of a contribution, without its tags."""
    return {
        "id": contribution.id,
        "guild_id": contribution.guild_id,
        "discussion_id": contribution.discussion_id,
        "channel_id": contribution.channel_id,
        "author_id": contribution.author_id,
        "round_number": contribution.round_number,
        "text": contribution.text,
        "words": contribution.words,
        "said_at": contribution.said_at,
        "source": contribution.source.value,
        "anonymous": contribution.anonymous,
        "message_id": contribution.message_id,
        "held": contribution.held,
        "case_stage": contribution.case_stage,
        "invitation_id": contribution.invitation_id,
        "group_number": contribution.group_number,
        "once_named": contribution.once_named,
        "edited_at": contribution.edited_at,
        "withdrawn_at": contribution.withdrawn_at,
        "mentions": [list(each) for each in contribution.mentions] or None,
    }


def to_contribution(row: Stored, tags: frozenset[Tag]) -> Contribution:
    """A contribution from its row and its tags."""
    return Contribution(
        id=row["id"],
        discussion_id=DiscussionId(row["discussion_id"]),
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        author_id=row["author_id"],
        round_number=row["round_number"],
        text=row["text"],
        words=row["words"],
        said_at=row["said_at"],
        source=Source(row["source"]),
        anonymous=row["anonymous"],
        message_id=row["message_id"],
        held=row["held"],
        case_stage=row["case_stage"],
        invitation_id=row["invitation_id"],
        group_number=row["group_number"],
        once_named=bool(row["once_named"]),
        edited_at=row["edited_at"],
        withdrawn_at=row["withdrawn_at"],
        tags=tags,
        mentions=tuple(Mention(*each) for each in row["mentions"] or ()),
    )


def tag_values(contribution: Contribution, tag: Tag) -> Values:
    """The row of a tag."""
    return {
        "contribution_id": contribution.id,
        "guild_id": contribution.guild_id,
        "kind": tag.kind.value,
        "name": tag.name,
    }


def to_tag(row: Stored) -> Tag:
    """A tag from its row."""
    return Tag(TagKind(row["kind"]), row["name"])


def to_link(row: Stored) -> Link:
    """A link from its row."""
    return Link(row["from_id"], row["to_id"], LinkKind(row["kind"]))


def to_endorsement(row: Stored) -> Endorsement:
    """An endorsement from its row."""
    return Endorsement(row["contribution_id"], row["person_id"])


def speech_values(speech: Speech) -> Values:
    """The row of a turn that was spoken aloud."""
    return {
        "guild_id": speech.guild_id,
        "discussion_id": str(speech.discussion_id),
        "person_id": speech.person_id,
        "began_at": speech.began_at,
        "round_number": speech.round_number,
        "length": speech.length,
    }


def to_speech(row: Stored) -> Speech:
    """A spoken turn from its row."""
    return Speech(
        discussion_id=DiscussionId(row["discussion_id"]),
        guild_id=row["guild_id"],
        person_id=row["person_id"],
        round_number=row["round_number"],
        began_at=row["began_at"],
        length=row["length"],
    )


def to_due_action(row: Stored) -> DueAction:
    """A due action from its row."""
    return DueAction(
        kind=DueKind(row["kind"]),
        dedup=row["dedup"],
        guild_id=row["guild_id"],
        discussion_id=DiscussionId(row["discussion_id"] or ""),
        due_at=row["wanted_at"] or row["due_at"],
        subject=row["subject"],
        tries=row["tries"],
    )


def to_post(row: Stored) -> Post:
    """A post from its row."""
    return Post(
        kind=PostKind(row["kind"]),
        dedup=row["dedup"],
        guild_id=row["guild_id"],
        discussion_id=DiscussionId(row["discussion_id"] or ""),
        channel_id=row["channel_id"],
        recipient_id=row["recipient_id"],
        data=codec.data_of(row["data"]),
        not_after=row["not_after"],
        replaces=row["replaces"],
        queue=_queue(row),
    )


def _queue(row: Stored) -> int | None:
    """A post's own queue; None where that is the place or person that it goes to."""
    usual = row["channel_id"] if row["recipient_id"] is None else row["recipient_id"]
    found: int = row["destination"]
    return found if found != usual else None

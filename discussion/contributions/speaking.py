"""What people say, as it enters the record: pure functions of the discussion and the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from discussion.arrangement import arranging, grouping, hands, turns
from discussion.model import (
    Answer,
    Contribution,
    Discussion,
    Invitation,
    InvitationState,
    Mention,
    Participant,
    Person,
    Place,
    Round,
    Source,
    Tag,
)
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.model.timing import round_at
from discussion.parsing.mentions import named
from discussion.parsing.tags import parse_tags
from discussion.parsing.text import LONGEST, count_words
from discussion.participation.ledger import Tally


@dataclass(frozen=True, slots=True)
class HeardMessage:
    """An ordinary message, as Discord gave it; ``text`` is empty where the bot may not read it."""

    id: int
    place: Place
    author: Person
    text: str
    said_at: datetime
    reply_to: int | None = None
    mentions: tuple[Mention, ...] = ()
    """Whom the words name by id, in their order."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words given by command or form, and how they are meant."""

    event_id: int
    text: str
    tags: frozenset[Tag] = frozenset()
    anonymous: bool = False
    invitation: Invitation | None = None
    channel_id: int | None = None
    """Where they were given, if not in the discussion's own place."""


def with_person(
    discussion: Discussion, person: Person, now: datetime, channel_id: int | None = None
) -> Discussion:
    """The discussion with somebody in it and present, under the name they bear now.

    ``channel_id`` is where they spoke: who comes to a group's thread joins that group.
    """
    known = discussion.participants.get(person.id)
    if known is None:
        discussion = discussion.with_participant(Participant(person.id, person.name, now))
        return arranging.joined(discussion, person.id, now, channel_id)
    if known.present and known.name == person.name:
        return discussion
    discussion = discussion.with_participant(replace(known, name=person.name, present=True))
    return discussion if known.present else arranging.joined(discussion, person.id, now, channel_id)


def with_sign(
    discussion: Discussion, person: Person, now: datetime, channel_id: int | None = None
) -> Discussion:
    """The same, with a sign of life: a press or a command. It also ends an opting out."""
    discussion = with_person(discussion, person, now, channel_id)
    known = discussion.participants[person.id]
    discussion = discussion.with_participant(replace(known, last_sign_at=now, opted_out_at=None))
    return arranging.joined(discussion, person.id, now, channel_id)


def with_unread_words(discussion: Discussion, message: HeardMessage) -> Discussion:
    """The discussion once somebody wrote what the bot may not read: they are there all the same.

    Nothing changes for somebody who opted out.
    """
    author, now = message.author, message.said_at
    known = discussion.participants.get(author.id)
    if known is not None and known.opted_out_at is not None:
        return discussion
    discussion = with_person(discussion, author, now, message.place.channel_id)
    known = discussion.participants[author.id]
    signed_at = max(now, known.last_sign_at or now)
    return discussion.with_participant(replace(known, last_sign_at=signed_at))


def with_nameless_words(discussion: Discussion, person: Person, now: datetime) -> Discussion:
    """The discussion with somebody in it who writes without their name; as away as they were.

    How many are present can be seen. Whoever came back by these very words would be their author.
    """
    known = discussion.participants.get(person.id)
    if known is None:
        known = Participant(person.id, person.name, now, present=False)
    return discussion.with_participant(replace(known, last_sign_at=now))


def come_back(discussion: Discussion, tally: Tally, round_: Round) -> Discussion:
    """The discussion once a round is over in which people who were away wrote without their name.

    They are there from now on, unless they went after it. By now they may as well have pressed
    *I'm here*, which nobody sees either.
    """
    for known in tuple(discussion.participants.values()):
        heard = tally.get((known.id, round_.number))
        if known.present or heard is None or heard.turns == heard.named_turns:
            continue
        # Leaving ends a turn aloud, which is heard in that very instant: only writing counts here.
        if heard.wrote_at is None or known.last_sign_at is None:
            continue
        if known.last_sign_at > heard.wrote_at:
            continue
        discussion = discussion.with_participant(replace(known, present=True))
    return discussion


def from_message(discussion: Discussion, message: HeardMessage, text: str) -> Contribution | None:
    """An ordinary message as a contribution of the round in which it was sent.

    None outside all rounds. In a silent round the words are held for the reveal: ``message_id`` is
    None, because the message is about to be hidden. From somebody who opted out only a mark
    without words is kept, so that a later look at the channel's history leaves it out too.
    """
    round_ = round_at(discussion, message.said_at)
    if round_ is None:
        return None
    plan = discussion.plan_of(round_)
    held = plan.kind.traits.silent and round_.ended_at is None
    contribution = Contribution(
        id=message.id,
        discussion_id=discussion.id,
        guild_id=discussion.place.guild_id,
        channel_id=message.place.channel_id,
        author_id=message.author.id,
        round_number=round_.number,
        text=text,
        words=count_words(text),
        said_at=message.said_at,
        source=Source.MESSAGE,
        message_id=None if held else message.id,
        anonymous=held and not plan.attributed,
        once_named=held and not plan.attributed,
        held=held,
        case_stage=plan.case_stage,
        group_number=grouping.group_number_in(discussion, message.place.channel_id, round_.number),
        tags=parse_tags(text),
        mentions=message.mentions,
    )
    author = discussion.participants.get(message.author.id)
    if author is not None and author.opted_out_at is not None:
        return withdrawn(contribution, message.said_at)
    return contribution


def from_words(discussion: Discussion, person: Person, words: Words, now: datetime) -> Contribution:
    """Words given by command or form as a contribution of the current round.

    Raises ``BadInput`` if there are none, or too many for one contribution.
    """
    names = {each.id: each.name for each in discussion.participants.values()}
    text, mentions = named(words.text, names)
    _check_words(text)
    plan, number = discussion.current_plan, discussion.current_round.number
    silent = plan.kind.traits.silent
    anonymous = words.anonymous or (silent and not plan.attributed)
    channel_id = discussion.place.channel_id
    if words.channel_id and not anonymous and grouping.is_open_thread(discussion, words.channel_id):
        # Words without a name are shown to everybody: in a pair they would have one.
        channel_id = words.channel_id
    return Contribution(
        id=words.event_id,
        discussion_id=discussion.id,
        guild_id=discussion.place.guild_id,
        channel_id=channel_id,
        author_id=person.id,
        round_number=number,
        text=text,
        words=count_words(text),
        said_at=now,
        source=Source.INVITATION if words.invitation else Source.SAY,
        anonymous=anonymous,
        held=silent,
        case_stage=plan.case_stage,
        invitation_id=words.invitation.id if words.invitation else None,
        group_number=grouping.group_number_in(discussion, channel_id, number),
        tags=words.tags | parse_tags(text),
        mentions=mentions,
    )


def heard(discussion: Discussion, contribution: Contribution) -> Discussion:
    """The discussion after a contribution: turns move on, an open invitation is answered.

    A raised hand goes down, unless the words are nameless: everybody sees the queue, and whoever
    left it now would be the author.
    """
    person, now = contribution.author_id, contribution.said_at
    if contribution.round_number == discussion.current_round.number:
        discussion = arranging.heard(discussion, contribution)
        if not contribution.anonymous:
            discussion = hands.heard(discussion, person, now)
    for invitation in discussion.invitations:
        if invitation.person_id == person and invitation.state is InvitationState.OPEN:
            answer = Answer.CONTRIBUTE_ANONYMOUSLY if contribution.anonymous else Answer.CONTRIBUTE
            discussion = discussion.with_invitation(answered(invitation, answer, now))
    return discussion


def answered(invitation: Invitation, answer: Answer, now: datetime) -> Invitation:
    """The invitation with its answer."""
    return replace(invitation, state=InvitationState.ANSWERED, answer=answer, answered_at=now)


def open_invitation(discussion: Discussion, invitation_id: str, person: Person) -> Invitation:
    """The invitation that somebody answers. Raises if it is not theirs or its round is over."""
    found = next((i for i in discussion.invitations if i.id == invitation_id), None)
    if found is None or found.person_id != person.id:
        raise NotAllowed("That invitation is for somebody else.")
    if found.state is InvitationState.ANSWERED:
        raise WrongMoment("You have answered that already. Thank you.")
    if not discussion.is_live:
        raise WrongMoment("This discussion has ended, so this invitation has closed. Thank you.")
    if found.round_number != discussion.current_round.number:
        raise WrongMoment(
            "That round is over, so this invitation has closed. "
            "You are welcome in the next round, or with /say."
        )
    return found


def passed(discussion: Discussion, person: Person, now: datetime) -> Discussion:
    """The discussion after somebody passed in this round: they are heard by choice."""
    discussion = with_person(discussion, person, now)
    known = discussion.participants[person.id]
    number = discussion.current_round.number
    discussion = discussion.with_participant(
        replace(known, last_sign_at=now, passed_rounds=known.passed_rounds | {number})
    )
    discussion = _choice(discussion, person.id, Answer.PASS, now)
    return turns.finished(discussion, person.id, now)


def opted_out(discussion: Discussion, person: Person, now: datetime) -> Discussion:
    """The discussion after somebody chose to stay out of it from now on."""
    discussion = with_person(discussion, person, now)
    known = discussion.participants[person.id]
    discussion = discussion.with_participant(replace(known, last_sign_at=now, opted_out_at=now))
    discussion = _choice(discussion, person.id, Answer.NOT_THIS_SESSION, now)
    return arranging.left(discussion, person.id, now)


def stepped_out(discussion: Discussion, person_id: int, now: datetime) -> Discussion:
    """The discussion after somebody left the room; nobody waits for their turn."""
    known = discussion.participants.get(person_id)
    if known is None:
        return discussion
    discussion = discussion.with_participant(replace(known, last_sign_at=now, present=False))
    discussion = hands.gone(discussion, person_id, now)
    return arranging.left(discussion, person_id, now)


def edited(
    contribution: Contribution, text: str, now: datetime, mentions: Sequence[Mention] | None = None
) -> Contribution:
    """The contribution with its message's new words; tags given by menu stay.

    ``mentions`` are those of the new words; None if they come from a form, which knows no ids.
    """
    given = contribution.tags - parse_tags(contribution.text)
    return replace(
        contribution,
        text=text,
        words=count_words(text),
        tags=given | parse_tags(text),
        edited_at=now,
        source=Source.MESSAGE,
        mentions=contribution.mentions if mentions is None else tuple(mentions),
    )


def put_right(contribution: Contribution, text: str, now: datetime) -> Contribution:
    """The contribution as its author wants it to read. Raises ``BadInput`` as ``from_words`` does.

    Their own message in the channel is theirs alone to change: it may read differently then.
    """
    _check_words(text)
    own = contribution.message_id == contribution.id
    source = Source.REVIEW if own else contribution.source
    return replace(edited(contribution, text, now), source=source)


def nameless(contribution: Contribution) -> Contribution:
    """The contribution without its author's name, for good."""
    return replace(contribution, anonymous=True, once_named=True, group_number=None)


def _check_words(text: str) -> None:
    if not text:
        raise BadInput("There are no words in that. Write a sentence and send it again.")
    if len(text) > LONGEST:
        raise BadInput(
            f"That is {len(text):,} characters; one contribution holds up to {LONGEST:,}. "
            "Send it in two parts."
        )


def withdrawn(contribution: Contribution, now: datetime) -> Contribution:
    """The contribution without its words: only that something was withdrawn is kept."""
    return replace(
        contribution,
        text="",
        words=0,
        tags=frozenset(),
        mentions=(),
        message_id=None,
        held=False,
        withdrawn_at=now,
    )


def round_for(discussion: Discussion, contribution: Contribution) -> Round:
    """The round in which something was said."""
    return next(r for r in discussion.rounds if r.number == contribution.round_number)


def _choice(discussion: Discussion, person_id: int, answer: Answer, now: datetime) -> Discussion:
    for invitation in discussion.invitations:
        if invitation.person_id == person_id and invitation.state is InvitationState.OPEN:
            discussion = discussion.with_invitation(answered(invitation, answer, now))
    return hands.gone(discussion, person_id, now)

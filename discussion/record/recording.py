"""From the facts kept of a discussion to the record that may leave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from discussion.contributions import pseudonyms, showing
from discussion.lifecycle import review
from discussion.model import (
    Answer,
    Contribution,
    Discussion,
    Invitation,
    InvitationState,
    LinkKind,
    Source,
    Speech,
    TagKind,
)
from discussion.model.timing import paused_for
from discussion.parsing import actions
from discussion.participation import pulse
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import (
    Evenness,
    Heard,
    Tally,
    evenness,
    ledger,
    ledger_of_round,
    under_names,
    with_airtime,
)
from discussion.record.facts import Facts
from discussion.record.record import (
    AroundInvitations,
    NamedShare,
    RankedTheme,
    Record,
    RecordedAction,
    RecordedContribution,
    RecordedInvitation,
    RecordedLink,
    RecordedReading,
    RecordedRound,
)


def tally_of(contributions: Sequence[Contribution], speeches: Sequence[Speech] = ()) -> Tally:
    """What was said and not withdrawn, by person and round; aloud or in writing."""
    tally: dict[tuple[int, int], Heard] = {}
    for each in contributions:
        if each.withdrawn_at is not None:
            continue
        key = (each.author_id, each.round_number)
        before = tally.get(key, Heard(0, 0, 0, each.said_at))
        tally[key] = Heard(
            turns=before.turns + 1,
            named_turns=before.named_turns + (not each.anonymous),
            words=before.words + each.words,
            last_at=max(before.last_at, each.said_at),
            wrote_at=max(before.last_at, each.said_at),
            named_words=before.named_words + (0 if each.anonymous else each.words),
        )
    return with_airtime(tally, speeches)


def record_of(
    facts: Facts, *, zone: str, server_name: str, readings: Sequence[RecordedReading] = ()
) -> Record:
    """The record of a discussion, with every anonymous author and every private choice left out.

    ``readings`` are what the class was given to read.
    """
    discussion = facts.discussion
    tally = tally_of(facts.contributions, facts.speeches)
    kept, numbers = _kept(facts), numbered(facts)
    facilitator = discussion.participants.get(discussion.facilitator_id)
    return Record(
        discussion_id=discussion.id,
        topic=discussion.topic,
        format_title=discussion.format_title,
        server_name=server_name,
        facilitator=facilitator.name if facilitator else "",
        started_at=discussion.started_at,
        ended_at=discussion.ended_at,
        zone=zone,
        case=discussion.case,
        rounds=_rounds(discussion, tally),
        contributions=_contributions(facts, kept, numbers),
        links=_links(facts, numbers),
        invitations=tuple(
            _invitation(discussion, i, kept)
            for i in sorted(discussion.invitations, key=lambda i: i.made_at)
        ),
        actions=_actions(discussion, kept, numbers, ZoneInfo(zone)),
        shares=_shares(discussion, kept, facts.speeches),
        ledger=disclosed(ledger(discussion, tally)),
        evenness=_evenness(discussion, tally),
        around_invitations=_around_invitations(facts),
        # The mark of words by somebody who had opted out is as old as they are: never said here.
        felt=pulse.felt(discussion),
        readings=tuple(readings),
        withdrawn=sum(1 for c in facts.contributions if c.withdrawn_at not in (None, c.said_at)),
        themes_ranked=tuple(
            RankedTheme(ballot.round_number, theme, votes)
            for ballot in discussion.ballots
            for theme, votes in ballot.result or ()
        ),
        headlines=review.headlines(discussion, kept),
    )


def numbered(facts: Facts) -> dict[int, int]:
    """The number that each contribution of a record bears in it, by the contribution's own id."""
    return {contribution.id: number for number, contribution in enumerate(_kept(facts), start=1)}


@dataclass(frozen=True, slots=True)
class OwnedAction:
    """An action of a record, and whose it is: two people may have one name."""

    action: RecordedAction
    owner_ids: tuple[int, ...]


def actions_by_contribution(facts: Facts, *, zone: str) -> dict[int, OwnedAction]:
    """The actions of a record, by the contributions that they came from and not by its numbers.

    The numbers of a record change when words are withdrawn; what is followed up needs what stays.
    """
    kept, numbers = _kept(facts), numbered(facts)
    found = _actions(facts.discussion, kept, numbers, ZoneInfo(zone))
    said = [(kept[each.contribution_id - 1], each) for each in found]
    return {c.id: OwnedAction(each, _owner_ids(facts.discussion, c)) for c, each in said}


def _kept(facts: Facts) -> list[Contribution]:
    """What was not withdrawn and may be read, in the order in which a record numbers it."""
    may_be_read = (
        c
        for c in facts.contributions
        if c.withdrawn_at is None and _may_be_read(facts.discussion, c)
    )
    return sorted(may_be_read, key=lambda c: _order(facts.discussion, c))


def _order(discussion: Discussion, contribution: Contribution) -> tuple[datetime, bytes, int]:
    """Where words stand in a record; nameless ones of a silent round as their reveal has them."""
    shown_at = recorded_at(discussion, contribution)
    drawn = b"" if shown_at == contribution.said_at else showing.drawn_by_words(contribution)
    return shown_at, drawn, contribution.id


def recorded_at(discussion: Discussion, contribution: Contribution) -> datetime:
    """When words were said, as a record tells it.

    Nameless words of a silent round were shown with all others when it closed. Until then whoever
    saw somebody writing could tell theirs by the minute.
    """
    round_ = next((r for r in discussion.rounds if r.number == contribution.round_number), None)
    if not contribution.anonymous or round_ is None or round_.ended_at is None:
        return contribution.said_at
    silent = discussion.plan_of(round_).kind.traits.silent
    return round_.ended_at if silent else contribution.said_at


def _may_be_read(discussion: Discussion, contribution: Contribution) -> bool:
    """Words of a silent round are nobody's to read before it ends."""
    if not contribution.held:
        return True
    return any(r.number == contribution.round_number and r.ended_at for r in discussion.rounds)


def _rounds(discussion: Discussion, tally: Tally) -> tuple[RecordedRound, ...]:
    began = {round_.number: round_ for round_ in discussion.rounds}
    recorded = []
    for number, plan in enumerate(discussion.plans, start=1):
        round_ = began.get(number)
        until = round_.ended_at or discussion.ended_at if round_ else None
        recorded.append(
            RecordedRound(
                number=number,
                kind=plan.kind,
                title=plan.title,
                question=plan.question,
                planned=plan.planned_length,
                began_at=round_.began_at if round_ else None,
                ended_at=round_.ended_at if round_ else None,
                paused=paused_for(round_, until) if round_ and until else timedelta(),
                case_stage=plan.case_stage,
                ledger=disclosed(ledger_of_round(discussion, number, tally)),
            )
        )
    return tuple(recorded)


def _contributions(
    facts: Facts, kept: Sequence[Contribution], numbers: Mapping[int, int]
) -> tuple[RecordedContribution, ...]:
    discussion = facts.discussion
    speakers: dict[tuple[int, bool], str] = {}
    endorsers: dict[int, set[int]] = defaultdict(set)
    for endorsement in facts.endorsements:
        endorsers[endorsement.contribution_id].add(endorsement.person_id)
    people = {person: f"p{n}" for n, person in enumerate(sorted(discussion.participants), start=1)}
    recorded = []
    for each in kept:
        who = (each.author_id, each.anonymous)
        speaker = speakers.setdefault(who, f"s{len(speakers) + 1}")
        endorsed_by = endorsers[each.id] - {each.author_id}
        recorded.append(
            RecordedContribution(
                id=numbers[each.id],
                speaker=speaker,
                name=showing.shown_name(discussion, each),
                round_number=each.round_number,
                said_at=recorded_at(discussion, each),
                text=each.text,
                words=each.words,
                tags=each.tags,
                case_stage=each.case_stage,
                url=message_url(each),
                endorsements=len(endorsed_by),
                pseudonym=pseudonyms.signed(discussion, each),
                endorsed_by=frozenset(people.get(p, f"x{p % 997}") for p in endorsed_by),
                group_number=None if each.anonymous else each.group_number,
            )
        )
    return tuple(recorded)


def message_url(contribution: Contribution) -> str | None:
    """Where the words can be read in Discord; None while they stand nowhere.

    What its author put right in the review reads differently in their own message: without a link
    no quote leads to other words than its own.
    """
    own = contribution.message_id == contribution.id
    if contribution.message_id is None or (own and contribution.source is Source.REVIEW):
        return None
    place = f"{contribution.guild_id}/{contribution.channel_id}/{contribution.message_id}"
    return f"https://discord.com/channels/{place}"


def _links(facts: Facts, numbers: Mapping[int, int]) -> tuple[RecordedLink, ...]:
    return tuple(
        RecordedLink(numbers[link.from_id], numbers[link.to_id], LinkKind(link.kind))
        for link in facts.links
        if link.from_id in numbers and link.to_id in numbers
    )


def _invitation(
    discussion: Discussion, invitation: Invitation, kept: Sequence[Contribution]
) -> RecordedInvitation:
    """An invitation and whether words under the name followed.

    Nameless words do not count: of one invited person, the figure would say whose they are.
    """
    after = [
        recorded_at(discussion, c) - invitation.made_at
        for c in kept
        if c.author_id == invitation.person_id
        and not c.anonymous
        and c.round_number == invitation.round_number
        and c.said_at >= invitation.made_at
    ]
    return RecordedInvitation(
        round_number=invitation.round_number,
        made_at=invitation.made_at,
        delivered=invitation.state is not InvitationState.UNDELIVERABLE,
        answer=None if invitation.answer is Answer.CONTRIBUTE_ANONYMOUSLY else invitation.answer,
        followed_after=min(after, default=None),
    )


def _around_invitations(facts: Facts) -> AroundInvitations | None:
    """How evenly people spoke before the first invitation of a round that arrived, and after it."""
    first: dict[int, datetime] = {}
    for each in facts.discussion.invitations:
        if each.state is not InvitationState.UNDELIVERABLE:
            first[each.round_number] = min(each.made_at, first.get(each.round_number, each.made_at))
    if not first:
        return None

    def part(chosen: Callable[[int, datetime], bool]) -> Evenness | None:
        said = [c for c in facts.contributions if chosen(c.round_number, c.said_at)]
        aloud = [s for s in facts.speeches if chosen(s.round_number, s.began_at)]
        return _of_part(facts.discussion, said, aloud)

    return AroundInvitations(
        rounds=len(first),
        before=part(lambda number, at: number in first and at < first[number]),
        after=part(lambda number, at: number in first and at >= first[number]),
    )


def _of_part(
    discussion: Discussion, said: Sequence[Contribution], aloud: Sequence[Speech]
) -> Evenness | None:
    """How evenly all who were there shared a part of the talk."""
    return _evenness(discussion, tally_of(said, aloud))


def _evenness(discussion: Discussion, tally: Tally) -> Evenness | None:
    """How evenly the talk under names was shared, in hundredths.

    With nameless words in it, the figure could be compared with the words that everybody can read,
    to find out to whose share they were added.
    """
    found = evenness(discussion.participants, under_names(tally), policy=discussion.policy)
    if found is None:
        return None
    return Evenness(
        gini_words=round(found.gini_words, 2),
        gini_turns=round(found.gini_turns, 2),
        lowest_share=round(found.lowest_share, 2),
        highest_share=round(found.highest_share, 2),
    )


def _actions(
    discussion: Discussion,
    kept: Sequence[Contribution],
    numbers: Mapping[int, int],
    zone: ZoneInfo,
) -> tuple[RecordedAction, ...]:
    return tuple(
        RecordedAction(
            contribution_id=numbers[each.id],
            text=each.text,
            owners=tuple(
                discussion.participants[person].name for person in _owner_ids(discussion, each)
            ),
            due_on=actions.due_date(each.text, each.said_at.astimezone(zone).date()),
        )
        for each in kept
        if any(tag.kind is TagKind.ACTION for tag in each.tags)
    )


def _owner_ids(discussion: Discussion, contribution: Contribution) -> tuple[int, ...]:
    """Whose an action is; nameless words make nobody the owner by their "I will"."""
    names = {person.id: person.name for person in discussion.participants.values()}
    known = contribution.author_id in names
    is_shown = known and showing.shown_name(discussion, contribution) is not None
    author = contribution.author_id if is_shown else None
    return actions.owners(contribution.text, names, author, contribution.mentions)


def _shares(
    discussion: Discussion, kept: Sequence[Contribution], speeches: Sequence[Speech]
) -> tuple[NamedShare, ...]:
    by_name: dict[int, list[Contribution]] = defaultdict(list)
    for each in kept:
        if not each.anonymous:
            by_name[each.author_id].append(each)
    spoken: dict[int, timedelta] = defaultdict(timedelta)
    for speech in speeches:
        spoken[speech.person_id] += speech.length
    shares = [
        _share(discussion, person, by_name[person], spoken[person])
        for person in dict.fromkeys([*by_name, *spoken])
    ]
    return tuple(sorted(shares, key=lambda s: (-s.words, -s.spoken, s.name)))


def _share(
    discussion: Discussion, person: int, said: Sequence[Contribution], spoken: timedelta
) -> NamedShare:
    words: dict[int, int] = defaultdict(int)
    for each in said:
        words[each.round_number] += each.words
    known = discussion.participants.get(person)
    return NamedShare(
        name=known.name if known else "",
        contributions=len(said),
        words=sum(words.values()),
        words_by_round=tuple(sorted(words.items())),
        spoken=spoken,
    )

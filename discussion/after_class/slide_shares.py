"""Who presents which slide once it was shared out: dropping out, coming in, and swaps.

However people come and go, each has within one slide of anybody else, as far as slides are still to
come; only a swap, which both want, may change that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from discussion.after_class.presenting import Offer, OfferState, Presentation, check_runs
from discussion.lifecycle.leading import leads
from discussion.model import Contribution, Discussion, Participant, RoundKind
from discussion.model.errors import BadInput, NotAllowed, WrongMoment

_NAMING_ROUNDS = frozenset(
    {RoundKind.GO_ROUND, RoundKind.PAIRS, RoundKind.FOURS, RoundKind.FISHBOWL}
)
"""Rounds that name everybody who is there, whatever they said."""


def openly_there(discussion: Discussion, said: Iterable[Contribution]) -> list[Participant]:
    """Who may be named as presenter: there, not opted out, and known to be there.

    Whoever came with words without a name, and was named in no round since, is not: a name on a
    slide would tell that they took part.
    """
    named, nameless = set[int](), dict[int, set[datetime]]()
    for each in said:
        if each.anonymous:
            nameless.setdefault(each.author_id, set()).add(each.said_at)
        elif each.withdrawn_at is None:
            named.add(each.author_id)
    return [
        person
        for person in discussion.participants.values()
        if person.present
        and person.opted_out_at is None
        and (
            person.id in named
            or leads(discussion, person.id)
            or person.joined_at not in nameless.get(person.id, ())
            or _named_in_a_round(discussion, person)
        )
    ]


def _named_in_a_round(discussion: Discussion, person: Participant) -> bool:
    return any(
        discussion.plan_of(round_).kind in _NAMING_ROUNDS and round_.began_at >= person.joined_at
        for round_ in discussion.rounds
    )


def declined(presentation: Presentation, person_id: int) -> Presentation:
    """The presentation without somebody: what they still had goes to those who have least.

    Among these, whoever has the slide before or after it comes first, then the order.
    """
    check_runs(presentation)
    people = tuple(each for each in presentation.people if each != person_id)
    if people == presentation.people:
        raise WrongMoment("You have no slides to present, so there is nothing to give away.")
    shares = list(presentation.shares)
    counts = Counter(shares)
    for index in range(presentation.at - 1, len(shares)):
        if shares[index] == person_id:
            beside = {shares[i] for i in (index - 1, index + 1) if 0 <= i < len(shares)}
            # Sorting keeps the order of those who are alike in both.
            ranked = sorted(people, key=lambda each: (counts[each], each not in beside))
            shares[index] = next(iter(ranked), None)
            counts.update(ranked[:1])
    return _without_offers(replace(presentation, people=people, shares=tuple(shares)), person_id)


def joined(discussion: Discussion, presentation: Presentation, person_id: int) -> Presentation:
    """The presentation with somebody more, who takes slides still to come from who has most.

    Raises:
        NotAllowed: They did not take part in the discussion.
        WrongMoment: They present already.
    """
    check_runs(presentation)
    if person_id not in discussion.participants:
        raise NotAllowed("The slides are for those who took part in this discussion.")
    if person_id in presentation.people:
        raise WrongMoment("You are counted in already. My notes shows which slides are yours.")
    shares = list(presentation.shares)
    counts = Counter(shares)
    for index in range(presentation.at - 1, len(shares)):
        if shares[index] is None:
            shares[index] = person_id
            counts[person_id] += 1
    while True:
        to_come = [each for each in shares[presentation.at :] if each not in (None, person_id)]
        holder = max(to_come, key=lambda each: counts[each], default=None)
        if holder is None or counts[holder] - counts[person_id] < 2:
            break
        last = max(i for i, each in enumerate(shares) if each == holder)
        shares[last] = person_id
        counts[holder] -= 1
        counts[person_id] += 1
    people = (*presentation.people, person_id)
    return replace(presentation, people=people, shares=tuple(shares))


def offered(presentation: Presentation, by: int, of: int) -> Presentation:
    """The presentation with an offer to swap; an earlier one by the same person lapses.

    Raises:
        BadInput: It is made to oneself, or to somebody who does not present.
        WrongMoment: Whoever offers has no slide still to come.
    """
    check_runs(presentation)
    if by == of:
        raise BadInput("Pick somebody else to swap with.")
    if of not in presentation.people:
        raise BadInput("That person does not present here, so there is nothing to swap.")
    if not _to_come(presentation, by):
        raise WrongMoment("You have no slide still to come, so there is nothing to swap.")
    offers = [
        replace(each, state=OfferState.LAPSED)
        if each.asked_by == by and each.state is OfferState.OPEN
        else each
        for each in presentation.offers
    ]
    return replace(presentation, offers=(*offers, Offer(len(offers) + 1, by, of)))


def answered(presentation: Presentation, by: int, number: int, *, accept: bool) -> Presentation:
    """The presentation after an offer was answered; accepted, the two swap what is to come.

    Raises:
        NotAllowed: Somebody else was asked.
        WrongMoment: The offer was answered or has lapsed.
    """
    check_runs(presentation)
    offer = next((each for each in presentation.offers if each.number == number), None)
    if offer is None:
        raise BadInput("There is no such offer in this presentation.")
    if offer.asked_of != by:
        raise NotAllowed("That offer was made to somebody else.")
    if offer.state is not OfferState.OPEN:
        raise WrongMoment("That offer was answered already, or has lapsed.")
    if not accept:
        return _settled(presentation, number, OfferState.DECLINED)
    one, other = offer.asked_by, offer.asked_of
    if not _to_come(presentation, one):
        raise WrongMoment("The slides that were offered have been shown meanwhile.")
    swapped = {one: other, other: one}
    shares = tuple(
        swapped.get(each or 0, each) if index >= presentation.at else each
        for index, each in enumerate(presentation.shares)
    )
    return _settled(replace(presentation, shares=shares), number, OfferState.ACCEPTED)


def _to_come(presentation: Presentation, person_id: int) -> bool:
    return person_id in presentation.shares[presentation.at :]


def _settled(presentation: Presentation, number: int, state: OfferState) -> Presentation:
    offers = tuple(
        replace(each, state=state) if each.number == number else each
        for each in presentation.offers
    )
    return replace(presentation, offers=offers)


def _without_offers(presentation: Presentation, person_id: int) -> Presentation:
    for each in presentation.offers:
        if each.state is OfferState.OPEN and person_id in (each.asked_by, each.asked_of):
            presentation = _settled(presentation, each.number, OfferState.LAPSED)
    return presentation

"""Presenting a finished discussion: who presents which slide, where it stands, what was asked.

Slides are counted from 1. Each has one presenter, who presents it whole; the blocks of a fresh
sharing lie together, and each person's is within one slide of anybody else's.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from discussion.errors import BadInput, NotAllowed, WrongMoment
from discussion.leading import check_may_control, leads
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Participant,
    Person,
    Place,
    RoundKind,
    State,
)
from discussion.record import Record, RecordedQuestion
from discussion.text import clean_text

LONGEST_QUESTION = 500
"""The most characters of one question: several stand together in one post at the end."""
MOST_QUESTIONS = 100
MOST_SLIDES = 1000
_NAMING_ROUNDS = frozenset(
    {RoundKind.GO_ROUND, RoundKind.PAIRS, RoundKind.FOURS, RoundKind.FISHBOWL}
)
"""Rounds that name everybody who is there, whatever they said."""


class OfferState(StrEnum):
    """What became of an offer to swap slides."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody offers the slides that they still have to present for somebody else's."""

    number: int
    asked_by: int
    asked_of: int
    state: OfferState = OfferState.OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a slide. Without a name it keeps nothing of who asked."""

    slide: int
    text: str
    asked_at: datetime
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Presentation:
    """A discussion as it is presented; ``run`` counts how often it was begun."""

    discussion_id: DiscussionId
    place: Place
    run: int
    length: timedelta
    people: tuple[int, ...]
    """Who presents, in their order; beyond the number of slides they wait for one."""
    shares: tuple[int | None, ...]
    """Who presents each slide; None where nobody does."""
    began_at: datetime
    shown_at: datetime
    """Since when the present slide is shown."""
    at: int = 1
    ended_at: datetime | None = None
    offers: tuple[Offer, ...] = ()
    questions: tuple[Asked, ...] = ()

    @property
    def presenter(self) -> int | None:
        """Who presents the slide that is shown."""
        return self.shares[self.at - 1]

    def slides_of(self, person_id: int) -> tuple[int, ...]:
        """The numbers of somebody's slides."""
        return tuple(n for n, each in enumerate(self.shares, 1) if each == person_id)


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


def shared_out(people: Sequence[int], slides: int) -> tuple[int | None, ...]:
    """Who presents each slide: one block each in the order of the people, equal but for one."""
    if not people:
        return (None,) * slides
    base, larger = divmod(slides, len(people))
    sizes = [base + (number < larger) for number in range(len(people))]
    return tuple(person for person, size in zip(people, sizes, strict=True) for _ in range(size))


def begun(
    discussion: Discussion,
    place: Place,
    by: Person,
    people: Sequence[Participant],
    slides: int,
    length: timedelta,
    now: datetime,
    before: Presentation | None = None,
) -> Presentation:
    """A presentation at its first slide. What was asked in one ``before`` is kept.

    Raises:
        NotAllowed: Whoever asks neither leads the discussion nor is a lecturer.
        WrongMoment: The discussion is not published, or is being presented.
    """
    check_may_control(discussion, by)
    if discussion.state is not State.PUBLISHED:
        raise WrongMoment("This discussion has no deck yet. It can be presented once it has.")
    if before is not None and before.ended_at is None:
        raise WrongMoment(
            "This discussion is being presented in another channel. /present stop there ends that."
        )
    order = sorted(person.id for person in people)
    # Fairness, no secret: the same class shares its slides out in the same way again.
    random.Random(f"{discussion.seed}.present").shuffle(order)  # noqa: S311
    slides = min(slides, MOST_SLIDES)
    return Presentation(
        discussion_id=discussion.id,
        place=place,
        run=before.run + 1 if before else 1,
        length=length,
        people=tuple(order),
        shares=shared_out(order, slides),
        began_at=now,
        shown_at=now,
        questions=before.questions if before else (),
    )


def until(presentation: Presentation) -> datetime:
    """When the present slide should make room: what is left, shared among what is left."""
    ends_at = presentation.began_at + presentation.length
    left = max(ends_at - presentation.shown_at, timedelta())
    return presentation.shown_at + left / (len(presentation.shares) - presentation.at + 1)


def taken(*, same: bool) -> WrongMoment:
    """The refusal of a second presentation in a channel; ``same`` is of the same discussion."""
    what = "This discussion" if same else "Another discussion"
    return WrongMoment(f"{what} is being presented here already. /present stop ends that first.")


def check_runs(presentation: Presentation | None) -> Presentation:
    """The presentation. Raises ``WrongMoment`` if there is none, or it is over."""
    if presentation is None or presentation.ended_at is not None:
        raise WrongMoment("That presentation is over. /present start begins another one.")
    return presentation


def turned(
    discussion: Discussion,
    presentation: Presentation,
    by: Person,
    slide: int,
    steps: int,
    now: datetime,
) -> Presentation:
    """The presentation some steps from ``slide``, which whoever turns it sees; over after the last.

    Raises:
        NotAllowed: It is for the presenter of the slide, whoever leads, and lecturers.
        WrongMoment: Somebody else turned it already, or there is no slide before.
    """
    check_runs(presentation)
    may = by.id == presentation.presenter or leads(discussion, by.id) or by.is_lecturer
    if not may:
        raise NotAllowed(
            "The presenter of this slide, the facilitator or a lecturer turns it. You can ask them."
        )
    if slide != presentation.at:
        raise WrongMoment("The slide was turned a moment ago; nothing was skipped.")
    to = slide + steps
    if to < 1:
        raise WrongMoment("This is the first slide; there is none before it.")
    if to > len(presentation.shares):
        return replace(presentation, ended_at=now)
    return replace(presentation, at=to, shown_at=now)


def stopped(
    discussion: Discussion, presentation: Presentation, by: Person, now: datetime
) -> Presentation:
    """The presentation, over. Raises ``NotAllowed``, or ``WrongMoment`` if it is already."""
    check_runs(presentation)
    check_may_control(discussion, by)
    return replace(presentation, ended_at=now)


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


def asked(
    presentation: Presentation, by: Person, text: str, slide: int, now: datetime, *, nameless: bool
) -> Presentation:
    """The presentation with a question to a slide.

    Raises:
        BadInput: There are no words, too many, or too many questions.
    """
    check_runs(presentation)
    text = clean_text(text)
    if not text:
        raise BadInput("There was no question in it. Write it and send it again.")
    if len(text) > LONGEST_QUESTION:
        raise BadInput(
            f"That is {len(text):,} characters; a question holds up to {LONGEST_QUESTION}. "
            "Shorten it and send it again."
        )
    if len(presentation.questions) >= MOST_QUESTIONS:
        raise BadInput(f"{MOST_QUESTIONS} questions are noted already. Ask this one aloud, please.")
    slide = min(max(slide, 1), len(presentation.shares))
    question = Asked(slide, text, now, None if nameless else by.name)
    return replace(presentation, questions=(*presentation.questions, question))


def fitted(presentation: Presentation, slides: int) -> Presentation:
    """The presentation for a deck that has more or fewer slides by now (words were withdrawn)."""
    if slides == len(presentation.shares) or slides < 1:
        return presentation
    shares = list(presentation.shares[:slides])
    last = next((each for each in reversed(shares) if each is not None), None)
    shares += [last] * (slides - len(shares))
    return replace(presentation, shares=tuple(shares), at=min(presentation.at, slides))


def presented(record: Record, discussion: Discussion, presentation: Presentation | None) -> Record:
    """The record with who presents which slide and what was asked, once it was presented."""
    if presentation is None:
        return record
    people = discussion.participants
    return replace(
        record,
        presenters={
            number: people[person].name
            for number, person in enumerate(presentation.shares, 1)
            if person is not None and person in people
        },
        questions=tuple(
            RecordedQuestion(each.slide, each.text, each.name)
            for each in sorted(presentation.questions, key=lambda q: (q.slide, q.asked_at))
        ),
    )


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

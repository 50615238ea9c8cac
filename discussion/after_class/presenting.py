"""Presenting a finished discussion: who presents which slide, where it stands, what was asked.

Slides are counted from 1. Each has one presenter, who presents it whole; the blocks of a fresh
sharing lie together, and each person's is within one slide of anybody else's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from discussion.lifecycle.leading import check_may_control, leads
from discussion.model import (
    Discussion,
    DiscussionId,
    Participant,
    Person,
    Place,
    State,
)
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.parsing.text import clean_text
from discussion.record.record import Record, RecordedQuestion

LONGEST_QUESTION = 500
"""The most characters of one question: several stand together in one post at the end."""
MOST_QUESTIONS = 100
MOST_SLIDES = 1000


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
        raise taken(same=True)
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

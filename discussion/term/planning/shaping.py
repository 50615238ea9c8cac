"""What somebody does to the rounds of a session: edit, add, move, remove, fit to the time.

Every function takes the session and gives its new rounds, or raises ``BadInput`` with one plain
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from discussion.formats.files import LONGEST_ROUND, MOST_ROUNDS
from discussion.model import RoundKind, RoundPlan
from discussion.model.errors import BadInput
from discussion.parsing.stages import LONGEST_QUESTION
from discussion.parsing.text import clean_text, shorten
from discussion.term.planning.planning import Plan, minutes_of

SHORTEST: Final = timedelta(minutes=1)
"""The shortest round that somebody can plan; formats in files may have shorter ones."""
LONGEST_TITLE: Final = 80
LONGEST_STEM: Final = 200
"""Characters, as in a format's rounds."""
_MINUTE: Final = timedelta(minutes=1)
_MINUTES = re.compile(
    r"(\d{1,4})(?:[:](\d{2})|[.,](\d{1,2}))?\s*(?:m|min|mins|minutes?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A round as somebody wrote it in a form."""

    title: str
    question: str
    stem: str
    minutes: str
    case_stage: int | None = None
    """None leaves it as it is; 0: no part of the case."""


def edited(plan: Plan, number: int, wanted: Wanted) -> tuple[RoundPlan, ...]:
    """The rounds with one of them as somebody wants it.

    Raises:
        BadInput: A field is empty, too long, or no number of minutes.
    """
    before = plan.round(number)
    question = _line(wanted.question)
    stage = before.case_stage
    if wanted.case_stage is not None:
        stage = _stage(plan, wanted.case_stage)
    after = replace(
        before,
        title=_title(wanted.title),
        stem=_stem(wanted.stem),
        length=_length(wanted.minutes, before.length),
        case_stage=stage,
    )
    if question != _line(plan.asked[number - 1].question):
        after = replace(after, question=_question(question), own_question=True)
    return (*plan.rounds[: number - 1], after, *plan.rounds[number:])


def added(plan: Plan, after: int, kind: RoundKind, wanted: Wanted) -> tuple[RoundPlan, ...]:
    """The rounds with a new one after round ``after`` (0: first).

    Raises:
        BadInput: There are too many, or a field cannot be used.
    """
    if len(plan.rounds) >= MOST_ROUNDS:
        raise BadInput(f"A session has at most {MOST_ROUNDS} rounds. Remove one first.")
    new = RoundPlan(
        kind=kind,
        title=_title(wanted.title),
        question=_question(_line(wanted.question)),
        length=_length(wanted.minutes),
        stem=_stem(wanted.stem),
        own_question=True,
    )
    at = min(max(after, 0), len(plan.rounds))
    return (*plan.rounds[:at], new, *plan.rounds[at:])


def moved(plan: Plan, number: int, by: int) -> tuple[RoundPlan, ...]:
    """The rounds with one of them earlier (``by`` -1) or later (1); at the ends it stays."""
    moving = plan.round(number)
    others = [*plan.rounds[: number - 1], *plan.rounds[number:]]
    others.insert(min(max(number - 1 + by, 0), len(others)), moving)
    return tuple(others)


def removed(plan: Plan, number: int) -> tuple[RoundPlan, ...]:
    """The rounds without one of them. Raises ``BadInput`` for the only one."""
    plan.round(number)
    if len(plan.rounds) == 1:
        raise BadInput("A session needs a round. Add another one before you remove this.")
    return (*plan.rounds[: number - 1], *plan.rounds[number:])


def fitted(plan: Plan) -> tuple[RoundPlan, ...]:
    """The rounds in the same proportions, in whole minutes that add up to the class.

    Raises:
        BadInput: There are more rounds than minutes.
    """
    whole = plan.length // _MINUTE
    if whole < len(plan.rounds):
        raise BadInput("There are more rounds than minutes in this class. Remove some first.")
    exact = [each.length / plan.total * whole for each in plan.rounds]
    minutes = [max(1, int(each)) for each in exact]
    while sum(minutes) != whole:
        step = 1 if sum(minutes) < whole else -1
        misses = [step * (e - m) for e, m in zip(exact, minutes, strict=True)]
        able = [at for at, m in enumerate(minutes) if m + step >= 1]
        minutes[max(able, key=misses.__getitem__)] += step
    # A class that is no whole number of minutes keeps its odd seconds in the last round.
    spare = plan.length - whole * _MINUTE
    lengths = [n * _MINUTE for n in minutes]
    lengths[-1] += spare
    return tuple(
        replace(each, length=length) for each, length in zip(plan.rounds, lengths, strict=True)
    )


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _title(text: str) -> str:
    title = _line(text)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadInput(f"Give the round a title of 1 to {LONGEST_TITLE} characters.")
    return title


def _question(question: str) -> str:
    if not question:
        raise BadInput("Give the round a question: it is what people read first.")
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"A question has up to {LONGEST_QUESTION} characters; yours has {len(question)}."
        )
    return question


def _stem(text: str) -> str:
    stem = _line(text)
    if len(stem) > LONGEST_STEM:
        raise BadInput(f"A way in has up to {LONGEST_STEM} characters; yours has {len(stem)}.")
    return stem


def _length(text: str, before: timedelta | None = None) -> timedelta:
    """A number of minutes as typed; ``before`` stays where its own text comes back."""
    words = _line(text).casefold()
    if before is not None and words == minutes_of(before):
        return before
    match = _MINUTES.fullmatch(words)
    if match is None or int(match[2] or 0) > 59:
        raise BadInput(f"“{shorten(words, 40)}” is no number of minutes. Write 8, or 7:30 for 7½.")
    length = timedelta(minutes=float(f"{match[1]}.{match[3] or 0}"), seconds=int(match[2] or 0))
    if not SHORTEST <= length <= LONGEST_ROUND:
        most = LONGEST_ROUND // _MINUTE
        raise BadInput(f"A round lasts from 1 to {most} minutes; you wrote {shorten(words, 20)}.")
    return length


def _stage(plan: Plan, number: int) -> int | None:
    parts = len(plan.case.stages) if plan.case else 0
    if not 0 <= number <= parts:
        raise BadInput(f"The reading has no part {number}. Open the form again and choose one.")
    return number or None

"""A moment for oneself after a class: one private question, shared with the lecturer by choice.

The questions are data (``data/reflection.toml``), by format. Each person keeps the question that
they were asked first, whatever becomes of the file.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from importlib import resources
from typing import Final

from discussion.model import Discussion, DiscussionId, State
from discussion.model.errors import BadInput, NotAllowed, NothingRuns, WrongMoment
from discussion.parsing.text import clean_text

LONGEST: Final = 3000
"""The most characters: with its question it still fits the messages in which it is shown."""
_EVERY_FORMAT: Final = "any"


class Shared(StrEnum):
    """Who may read it beside the person who wrote it."""

    NOBODY = "nobody"
    WITH_NAME = "with_name"
    WITHOUT_NAME = "without_name"


@dataclass(frozen=True, slots=True)
class Reflection:
    """What somebody wrote for themselves after a class."""

    discussion_id: DiscussionId
    guild_id: int
    person_id: int
    question: str
    text: str
    written_at: datetime
    shared: Shared = Shared.NOBODY


@dataclass(frozen=True, slots=True)
class SharedReflection:
    """What a lecturer reads of one; the name is None where it was left out."""

    name: str | None
    question: str
    text: str


def read_questions(text: str) -> Mapping[str, tuple[str, ...]]:
    """Questions by the name of a format, from TOML in the form of ``data/reflection.toml``."""
    return {name: tuple(each["questions"]) for name, each in tomllib.loads(text).items()}


QUESTIONS: Final = read_questions(
    resources.files("discussion").joinpath("data/reflection.toml").read_text("utf-8")
)


def question_for(discussion: Discussion, person_id: int) -> str:
    """The question for somebody: one of their format's, the same whenever they look."""
    choices = QUESTIONS.get(discussion.format_name) or QUESTIONS[_EVERY_FORMAT]
    draw = random.Random(f"{discussion.seed}.reflect.{person_id}")  # noqa: S311 - no secret
    return draw.choice(choices)


def is_offered(discussion: Discussion) -> bool:
    """Whether anybody took part to whom it could be offered."""
    return any(each.opted_out_at is None for each in discussion.participants.values())


def check_offered(discussion: Discussion, person_id: int) -> None:
    """Raise unless a discussion is over and somebody took part in it and stayed in."""
    if discussion.state is not State.PUBLISHED:
        raise WrongMoment("This is for the time after the discussion, when its deck is there.")
    known = discussion.participants.get(person_id)
    if known is None:
        raise NotAllowed("This is for those who took part in that discussion.")
    if known.opted_out_at is not None:
        raise NotAllowed("You chose to sit that discussion out, so nothing is asked or kept.")


def written(
    discussion: Discussion,
    person_id: int,
    text: str,
    shared: Shared,
    before: Reflection | None,
    now: datetime,
) -> Reflection:
    """What somebody wrote, in place of what they wrote before.

    Raises:
        BadInput: There are no words, or too many.
    """
    check_offered(discussion, person_id)
    text = clean_text(text)
    if not text:
        raise BadInput("There were no words in it. Write something and send it again.")
    if len(text) > LONGEST:
        raise BadInput(
            f"That is {len(text):,} characters; {LONGEST:,} can be kept. "
            "Shorten it and send it again."
        )
    return Reflection(
        discussion_id=discussion.id,
        guild_id=discussion.place.guild_id,
        person_id=person_id,
        question=before.question if before else question_for(discussion, person_id),
        text=text,
        written_at=now,
        shared=shared,
    )


def shared_as(reflection: Reflection | None, shared: Shared) -> Reflection:
    """The reflection, shared otherwise or with nobody. Raises ``NothingRuns`` without one."""
    if reflection is None:
        raise NothingRuns("Nothing of yours is kept for that discussion.")
    return replace(reflection, shared=shared)


def for_lecturer(
    discussion: Discussion, reflections: Iterable[Reflection]
) -> Sequence[SharedReflection]:
    """What was shared: by name first, then without, in an order that follows from the words."""
    named, nameless = list[SharedReflection](), list[SharedReflection]()
    for each in reflections:
        person = discussion.participants.get(each.person_id)
        if each.shared is Shared.WITH_NAME and person is not None:
            named.append(SharedReflection(person.name, each.question, each.text))
        elif each.shared is Shared.WITHOUT_NAME:
            # Not even the question: it was drawn for the person, which could be found out again.
            nameless.append(SharedReflection(None, "", each.text))
    named.sort(key=lambda each: (each.name or "").casefold())
    nameless.sort(key=lambda each: (sha256(each.text.encode()).digest(), each.text))
    return [*named, *nameless]

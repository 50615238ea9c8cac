"""Reviewing: between the last round and the deck everybody looks at their words.

The window closes by itself. Whoever leads may close it earlier once everybody has looked or said
that their words are fine; a lecturer may at once. The class picks headlines meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from discussion import posts
from discussion.lifecycle.leading import check_may_control
from discussion.model import Contribution, Discussion, Person, State
from discussion.model.effects import Decision
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.model.review import Candidate, Review
from discussion.participation.ledger import Tally

FEWEST_TO_CHOOSE = 2
"""One candidate alone is no choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The headlines of one theme, as somebody chooses among them."""

    theme: str
    options: tuple[tuple[str, str], ...]
    """Each option's key and its words, the deck's own first choice first."""
    chosen: str | None
    """The key that this person chose."""

    @property
    def id(self) -> str:
        """A short name of the theme, for custom ids."""
        return _digest(self.theme)


def begun(discussion: Discussion, tally: Tally, now: datetime) -> Decision:
    """The window of a discussion that has just ended, or its deck where nobody can use one."""
    length, authors = discussion.policy.review_for, _authors(tally)
    if not length or not authors:
        return Decision(discussion, posts.publication(discussion))
    people = discussion.participants.values()
    here = frozenset(p.id for p in people if p.present and p.opted_out_at is None)
    discussion = replace(discussion, review=Review(now + length, here & authors))
    return _shown(discussion, tally)


def check_open(discussion: Discussion) -> Review:
    """The review that is open. Raises ``WrongMoment`` before it and after it."""
    review = discussion.review
    if review is None or not discussion.is_in_review:
        if discussion.is_live:
            raise WrongMoment("That comes after the last round.")
        raise WrongMoment(
            "The time to look at the words of that discussion is over. "
            "You can still take yours back: with the menu on the message, or by deleting it."
        )
    return review


def closes_at(discussion: Discussion, _: datetime) -> datetime | None:
    """When the window closes by itself."""
    review = discussion.review
    return review.closes_at if review is not None and discussion.is_in_review else None


def standing(discussion: Discussion, tally: Tally) -> tuple[int, int]:
    """How many have looked, out of how many who have words here; nothing says who."""
    review = discussion.review
    if review is None:
        return 0, 0
    return len(review.looked), len(review.looked | review.awaited & _authors(tally))


def looked(discussion: Discussion, person: Person, tally: Tally) -> Decision:
    """Somebody has looked at their words, or says that they are fine.

    Who has none and never had changes nothing.
    """
    review = check_open(discussion)
    known = person.id in review.looked
    if known or person.id not in review.awaited | _authors(tally):
        return Decision(discussion)
    review = replace(review, looked=review.looked | {person.id})
    return _shown(replace(discussion, review=review), tally)


def gone(discussion: Discussion, person_id: int, tally: Tally) -> Decision:
    """Somebody left the server: nobody waits for them any more."""
    review = discussion.review if discussion.is_in_review else None
    if review is None or person_id not in review.awaited - review.looked:
        return Decision(discussion)
    review = replace(review, awaited=review.awaited - {person_id})
    return _shown(replace(discussion, review=review), tally)


def over(discussion: Discussion, tally: Tally, now: datetime) -> Decision:
    """The window closes; the deck follows."""
    review = replace(check_open(discussion), closed_at=now)
    shown = _shown(replace(discussion, review=review), tally)
    return replace(shown, posts=(*shown.posts, *posts.publication(discussion)))


def published_early(discussion: Discussion, by: Person, tally: Tally, now: datetime) -> Decision:
    """Whoever leads closes the window once nobody is to look any more; a lecturer at once."""
    check_may_control(discussion, by)
    check_open(discussion)
    done, all_ = standing(discussion, tally)
    if done < all_ and not by.is_lecturer:
        people = "1 person is" if all_ - done == 1 else f"{all_ - done} people are"
        raise WrongMoment(
            f"{people} still to look at their words. The deck follows once they have, or when the "
            "time for it is over; a lecturer can publish it at once."
        )
    return over(discussion, tally, now)


def made_room(
    discussion: Discussion, by: Person, tally: Tally, now: datetime, *, planned: bool
) -> Decision:
    """The discussion gives its place to a new one, and its deck is published first.

    A planned class need not ask; anybody else must be one who could publish the deck now. Raises
    ``WrongMoment`` otherwise.
    """
    if not discussion.is_in_review:
        raise WrongMoment(
            "A discussion is already running here. End it with /discussion end, "
            "or start yours in another channel or thread."
        )
    try:
        decision = (
            over(discussion, tally, now) if planned else published_early(discussion, by, tally, now)
        )
    except (NotAllowed, WrongMoment):
        raise WrongMoment(
            "The class before is still looking at its words; its deck follows soon. A lecturer can "
            "publish it now with /discussion publish, or you start in another channel or thread."
        ) from None
    return replace(decision, discussion=replace(decision.discussion, state=State.PUBLISHED))


def offered(
    discussion: Discussion,
    found: Mapping[str, Sequence[tuple[int, str]]],
    contributions: Iterable[Contribution],
) -> Discussion:
    """The discussion with candidates for headlines: by theme, each a contribution and its words.

    Words that do not stand in their contribution letter by letter are left out.
    """
    review = check_open(discussion)
    texts = _texts(contributions)
    candidates = {
        theme: tuple(
            Candidate(number, texts[number].index(words), len(words), _digest(words))
            for number, words in some
            if words and words in texts.get(number, "")
        )
        for theme, some in found.items()
    }
    return replace(discussion, review=replace(review, candidates=candidates))


def is_stale(discussion: Discussion, contributions: Iterable[Contribution]) -> bool:
    """Whether candidates are still to be looked for: none were, or words have changed since."""
    review = check_open(discussion)
    texts = _texts(contributions)
    stand = (
        _words(each, texts) is not None for some in review.candidates.values() for each in some
    )
    return not review.candidates or not all(stand)


def choices(
    discussion: Discussion, person: Person, contributions: Iterable[Contribution]
) -> tuple[Choice, ...]:
    """What somebody may choose among. Raises ``NotAllowed`` for who did not take part."""
    review = check_open(discussion)
    if person.id not in discussion.participants:
        raise NotAllowed("Those who took part choose the headlines.")
    texts = _texts(contributions)
    found = []
    for theme, some in review.candidates.items():
        options = tuple(
            (each.key, words) for each in some if (words := _words(each, texts)) is not None
        )
        if len(options) >= FEWEST_TO_CHOOSE:
            found.append(Choice(theme, options, review.votes.get((person.id, theme))))
    return tuple(found)


def chosen(discussion: Discussion, person: Person, theme_id: str, key: str | None) -> Discussion:
    """The discussion with somebody's choice for a theme (``Choice.id``); None takes it back."""
    review = check_open(discussion)
    if person.id not in discussion.participants:
        raise NotAllowed("Those who took part choose the headlines.")
    theme = next((each for each in review.candidates if _digest(each) == theme_id), "")
    votes = {at: each for at, each in review.votes.items() if at != (person.id, theme)}
    if key is not None:
        if key not in {each.key for each in review.candidates.get(theme, ())}:
            raise BadInput("Those words are no choice any more. Press Headlines again.")
        votes[person.id, theme] = key
    return replace(discussion, review=replace(review, votes=votes))


def headlines(discussion: Discussion, contributions: Iterable[Contribution]) -> dict[str, str]:
    """What the class chose, by theme: most votes win, ties go by the deck's own order.

    Only words that still stand count, so that what is withdrawn gives way to the next.
    """
    review = discussion.review
    if review is None:
        return {}
    texts = _texts(contributions)
    won: dict[str, str] = {}
    for theme, some in review.candidates.items():
        votes = Counter(key for (_, of), key in review.votes.items() if of == theme)
        standing_ = [(each, words) for each in some if (words := _words(each, texts)) is not None]
        best = max(standing_, key=lambda each: votes[each[0].key], default=None)
        if best is not None and votes[best[0].key]:
            won[theme] = best[1]
    return won


def _shown(discussion: Discussion, tally: Tally) -> Decision:
    done, all_ = standing(discussion, tally)
    return Decision(discussion, (posts.review(discussion, done, all_),))


def _authors(tally: Tally) -> frozenset[int]:
    """Whose words stand in the record; who only spoke aloud has none to look at."""
    return frozenset(person for (person, _), heard in tally.items() if heard.wrote_at is not None)


def _texts(contributions: Iterable[Contribution]) -> dict[int, str]:
    return {each.id: each.text for each in contributions if each.withdrawn_at is None}


def _words(candidate: Candidate, texts: Mapping[int, str]) -> str | None:
    """The candidate's words, if they still stand where they stood."""
    text = texts.get(candidate.contribution_id, "")
    words = text[candidate.begin : candidate.begin + candidate.length]
    return words if words and _digest(words) == candidate.digest else None


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]

"""The post that shows the slide of a presentation, and the offers to swap slides."""

from __future__ import annotations

from dataclasses import replace

from discussion.after_class import presenting
from discussion.after_class.presenting import Offer, OfferState, Presentation
from discussion.model import Discussion, naming
from discussion.model.effects import Json, Post, PostKind


def slide(discussion: Discussion, presentation: Presentation) -> Post:
    """The slide that is shown: posted once, and the same message to the end."""
    return _post(
        PostKind.SLIDE,
        naming.slide(discussion.id, presentation.run),
        presentation,
        _over(discussion, presentation)
        if presentation.ended_at is not None
        else _shown(discussion, presentation),
    )


def offer(discussion: Discussion, presentation: Presentation, offered: Offer) -> Post:
    """An offer to swap, in the channel, and what became of it in the same message."""
    return _post(
        PostKind.SLIDE_SWAP,
        naming.slide_swap(discussion.id, presentation.run, offered.number),
        presentation,
        {
            "run": presentation.run,
            "number": offered.number,
            "asked_of": offered.asked_of,
            "asked_by": _name(discussion, offered.asked_by),
            "name": _name(discussion, offered.asked_of),
            "mine": list(_to_come(presentation, offered.asked_by)),
            "theirs": list(_to_come(presentation, offered.asked_of)),
            "state": offered.state.value,
        },
    )


def changed_offers(discussion: Discussion, before: Presentation, after: Presentation) -> list[Post]:
    """The offers that are new, or other than before; all open ones once it is over."""
    known = {each.number: each for each in before.offers}
    over = after.ended_at is not None
    now = [
        replace(each, state=OfferState.LAPSED) if over and each.state is OfferState.OPEN else each
        for each in after.offers
    ]
    return [offer(discussion, after, each) for each in now if known.get(each.number) != each]


def _shown(discussion: Discussion, presentation: Presentation) -> dict[str, Json]:
    at, of = presentation.at, len(presentation.shares)
    following = presentation.shares[at] if at < of else None
    return {
        "over": False,
        "run": presentation.run,
        "topic": discussion.topic,
        "slide": at,
        "of": of,
        "presenter": _name(discussion, presentation.presenter),
        "following": _name(discussion, following) if following != presentation.presenter else None,
        "until": presenting.until(presentation).isoformat(),
        "ends_at": (presentation.began_at + presentation.length).isoformat(),
        "questions": sum(each.slide == at for each in presentation.questions),
    }


def _over(discussion: Discussion, presentation: Presentation) -> dict[str, Json]:
    shown = presentation.shares[: presentation.at]
    return {
        "over": True,
        "run": presentation.run,
        "topic": discussion.topic,
        "slide": presentation.at,
        "of": len(presentation.shares),
        "presenters": [_name(discussion, each) for each in dict.fromkeys(shown) if each],
        "questions": [
            {"slide": each.slide, "text": each.text, "name": each.name}
            for each in sorted(presentation.questions, key=lambda q: (q.slide, q.asked_at))
        ],
    }


def _name(discussion: Discussion, person_id: int | None) -> str | None:
    known = discussion.participants.get(person_id or 0)
    return known.name if known else None


def _to_come(presentation: Presentation, person_id: int) -> tuple[int, ...]:
    return tuple(n for n in presentation.slides_of(person_id) if n > presentation.at)


def _post(kind: PostKind, name: str, presentation: Presentation, data: dict[str, Json]) -> Post:
    return Post(
        kind=kind,
        dedup=name,
        guild_id=presentation.place.guild_id,
        discussion_id=presentation.discussion_id,
        channel_id=presentation.place.channel_id,
        data=data,
        replaces=True,
    )

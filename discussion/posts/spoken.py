"""Posts with what people said: reposts, reveals and removals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from discussion.arrangement import grouping
from discussion.contributions import pseudonyms
from discussion.contributions.showing import drawn_by_words, shown_name
from discussion.model import Contribution, Discussion, Link, Place, Round, naming
from discussion.model.effects import Json, Post, PostKind
from discussion.model.preferences import Preferences
from discussion.posts.composing import compose

REVEAL_LINES = 8
"""The most contributions in one reveal post: each is a block of its layout."""
REVEAL_CHARACTERS = 2600
"""The most characters of their texts, so that names, headings and escapes still fit in 4,000."""


def said(
    discussion: Discussion,
    contribution: Contribution,
    link: Link | None,
    target: Contribution | None,
) -> Post:
    """Words given by command or form, shown to everybody."""
    return compose(
        discussion,
        PostKind.SAID,
        naming.said(discussion.id, contribution.id, anonymous=contribution.anonymous),
        {
            "contribution": contribution.id,
            "name": shown_name(discussion, contribution),
            "pseudonym": pseudonyms.signed(discussion, contribution),
            "text": contribution.text,
            "tags": [tag.name for tag in sorted(contribution.tags)],
            "link_kind": link.kind.value if link else None,
            "link_message_id": target.message_id if target else None,
            "link_channel_id": target.channel_id if target else None,
            "link_name": (
                shown_name(discussion, target) or pseudonyms.signed(discussion, target)
                if target
                else None
            ),
        },
        channel_id=_shown_in(discussion, contribution),
    )


def _shown_in(discussion: Discussion, contribution: Contribution) -> int:
    """The thread in which a group talks, or else the channel; always that for nameless words."""
    here = contribution.channel_id
    if contribution.anonymous or not grouping.is_open_thread(discussion, here):
        return discussion.place.channel_id
    return here


def reveal(discussion: Discussion, round_: Round, held: Sequence[Contribution]) -> list[Post]:
    """Everything written in a silent round, in parts that fit one message each.

    Words without a name come last, in an order that follows from the words.
    """
    attributed = discussion.plan_of(round_).attributed
    named = [each for each in held if attributed and not each.anonymous]
    held = [*named, *sorted((each for each in held if each not in named), key=drawn_by_words)]
    parts: list[list[Contribution]] = []
    room = 0
    for contribution in held:
        if not parts or len(parts[-1]) == REVEAL_LINES or room < len(contribution.text):
            parts.append([])
            room = REVEAL_CHARACTERS
        parts[-1].append(contribution)
        room -= len(contribution.text)
    return [_reveal(discussion, round_, part, n, len(parts)) for n, part in enumerate(parts, 1)]


def revealed_again(
    discussion: Discussion,
    round_: Round,
    lines: Sequence[Contribution],
    changed: Contribution,
    change: str,
) -> Post:
    """A reveal post anew, after a ``change`` of one of its lines that has a name of its own."""
    post = _reveal(discussion, round_, lines, 1, 1)
    return replace(post, dedup=f"{post.dedup}:{change}:{changed.id}")


def said_again(discussion: Discussion, contribution: Contribution, change: str) -> Post:
    """Words shown to everybody anew, after a ``change`` that has a name of its own."""
    post = said(discussion, contribution, None, None)
    return replace(post, dedup=f"{post.dedup}:{change}")


def without_name(discussion: Discussion, post: Post, contribution_id: int) -> Post:
    """A post that shows somebody's words without their name; any other as it is.

    Words for a group's thread go to the channel then: in a pair they would have a name.
    """
    if post.kind is PostKind.SAID and post.data["contribution"] == contribution_id:
        here = discussion.place.channel_id
        return replace(post, channel_id=here, data={**post.data, "name": None})
    lines = _lines(post)
    if all(line["contribution"] != contribution_id for line in lines):
        return post
    nameless: list[Json] = [
        {**line, "name": None} if line["contribution"] == contribution_id else line
        for line in lines
    ]
    return replace(post, data={**post.data, "lines": nameless})


def without_words(post: Post, contribution_id: int) -> Post | None:
    """A post without somebody's words; None if it showed nothing else."""
    if post.kind is PostKind.SAID and post.data["contribution"] == contribution_id:
        return None
    lines = _lines(post)
    others: list[Json] = [line for line in lines if line["contribution"] != contribution_id]
    if len(others) == len(lines):
        return post
    return replace(post, data={**post.data, "lines": others}) if others else None


def with_text(post: Post, contribution: Contribution) -> Post:
    """A post that shows somebody's words as they read now; any other as it is."""
    if post.kind is PostKind.SAID and post.data["contribution"] == contribution.id:
        tags: list[Json] = [tag.name for tag in sorted(contribution.tags)]
        return replace(post, data={**post.data, "text": contribution.text, "tags": tags})
    lines = _lines(post)
    if all(line["contribution"] != contribution.id for line in lines):
        return post
    changed: list[Json] = [
        {**line, "text": contribution.text} if line["contribution"] == contribution.id else line
        for line in lines
    ]
    return replace(post, data={**post.data, "lines": changed})


def _lines(post: Post) -> Sequence[Mapping[str, Json]]:
    if post.kind is not PostKind.REVEAL:
        return ()
    return cast("Sequence[Mapping[str, Json]]", post.data["lines"])


def _reveal(
    discussion: Discussion, round_: Round, lines: Sequence[Contribution], part: int, parts: int
) -> Post:
    return compose(
        discussion,
        PostKind.REVEAL,
        naming.reveal(discussion.id, round_.number, part),
        {
            "round": round_.number,
            "title": discussion.plan_of(round_).title,
            "part": part,
            "parts": parts,
            "lines": [_line(discussion, c) for c in lines],
        },
    )


def _line(discussion: Discussion, contribution: Contribution) -> dict[str, Json]:
    line: dict[str, Json] = {
        "contribution": contribution.id,
        "name": shown_name(discussion, contribution),
        "text": contribution.text,
    }
    pseudonym = pseudonyms.signed(discussion, contribution)
    return {**line, "pseudonym": pseudonym} if pseudonym else line


def private_word(
    discussion: Discussion, kind: PostKind, person_id: int, wishes: Preferences
) -> Post:
    """A line for one person about what became of their words; once a class."""
    return Post(
        kind=kind,
        dedup=naming.private_word(discussion.id, kind.value, person_id),
        guild_id=discussion.place.guild_id,
        discussion_id=discussion.id,
        recipient_id=person_id,
        data={"by": wishes.told_by.value, "language": wishes.language},
    )


def hide(
    discussion: Discussion,
    place: Place,
    message_id: int,
    contribution_id: int,
    *,
    own: bool = False,
) -> Post:
    """The removal of a message whose words stand elsewhere, or will.

    ``own``: it may show files, which are copied first.
    """
    data: dict[str, Json] = {"message_id": message_id, "contribution": contribution_id}
    return compose(
        discussion,
        PostKind.HIDE,
        naming.hide(discussion.id, message_id),
        {**data, "own": True} if own else data,
        channel_id=place.channel_id,
    )

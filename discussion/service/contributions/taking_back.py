"""Retracting: a name taken off words, or words taken back, wherever they stand or wait to.

What waits in the outbox untried is changed there, in the same transaction, so that it never
appears. What is on its way may still appear; once it is known where, it is removed (``shown``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from discussion import posts
from discussion.after_class import presenting_posts
from discussion.contributions import speaking
from discussion.model import Contribution, Discussion, Place
from discussion.model.effects import Post, PostKind
from discussion.ports.store import Transaction
from discussion.service.contributions import keeping


def without_name(
    transaction: Transaction, discussion: Discussion, before: Contribution, after: Contribution
) -> Contribution:
    """Take the name off words (``after`` is anonymous): what shows it goes, what follows lacks it.

    Words of a silent round that nobody has seen stay held for their reveal.
    """
    changed = _change_unsent(
        transaction, discussion, lambda post: posts.without_name(discussion, post, after.id)
    )
    if before.held or changed:
        transaction.replace_contribution(after)
        return after
    keeping.taken_along(transaction, discussion, before, after)
    after = replace(after, message_id=None)
    _show_again(transaction, discussion, before, after)
    return after


def without_words(
    transaction: Transaction, discussion: Discussion, before: Contribution, now: datetime
) -> None:
    """Take words back: they leave the record and every message of the bot's that shows them."""
    after = speaking.withdrawn(before, now)
    _change_unsent(transaction, discussion, lambda post: posts.without_words(post, after.id), now)
    keeping.taken_along(transaction, discussion, before, after)
    _show_again(transaction, discussion, before, after)


def with_other_words(
    transaction: Transaction, discussion: Discussion, before: Contribution, after: Contribution
) -> None:
    """Let words read as their author put them right, wherever the bot shows them.

    In their own message they stand as they were: only its author can change that.
    """
    changed = _change_unsent(transaction, discussion, lambda post: posts.with_text(post, after))
    transaction.replace_contribution(after)
    if not changed and before.message_id not in (None, before.id):
        _show_again(transaction, discussion, before, after)


def made_anew(transaction: Transaction, discussion: Discussion, now: datetime) -> None:
    """Words changed after the deck was made: it is made anew, and who has an older one is told.

    Nothing is done while the deck is still to be made: it is made of what stands then.
    """
    if discussion.is_live or discussion.is_in_review:
        return
    waiting = transaction.unsent_posts(discussion.place.guild_id, discussion.id)
    if any(post.kind is PostKind.DECK for post in waiting):
        return
    transaction.post(posts.deck_again(discussion, now))
    shown = transaction.presentation(discussion.place.guild_id, discussion.id)
    if shown is not None and shown.ended_at is None:
        # The slide may show the words this moment: it is drawn again without waiting for a turn.
        transaction.post(presenting_posts.slide(discussion, shown))
    for person in sorted(discussion.deck_holders):
        transaction.post(posts.deck_outdated(discussion, person, now))
    transaction.save(replace(discussion, deck_holders=frozenset()))


def deleted_by_author(
    transaction: Transaction, discussion: Discussion, before: Contribution, now: datetime
) -> None:
    """Withdraw held words whose message is gone, unless it may have been the bot that hid it.

    Discord does not say who deleted a message; the bot has not, as long as its removal was never
    tried.
    """
    ours = (
        post
        for post in transaction.unsent_posts(discussion.place.guild_id, discussion.id)
        if post.kind is PostKind.HIDE and post.data["message_id"] == before.id
    )
    for post in ours:
        transaction.drop_post(post, now)
        without_words(transaction, discussion, before, now)


def shown(transaction: Transaction, post: Post, message_id: int) -> None:
    """Note where words can be read now; what should not be read there any more is removed."""
    names = _names_in(post)
    found = [transaction.contribution(post.guild_id, each) for each in names]
    kept = [each for each in found if each is not None]
    lines = [
        replace(
            each,
            held=False,
            message_id=message_id,
            channel_id=post.channel_id or each.channel_id,
        )
        for each in kept
        if each.withdrawn_at is None
    ]
    wrong = [c for c in kept if c.withdrawn_at or (c.anonymous and names[c.id] is not None)]
    discussion = transaction.discussion(post.guild_id, post.discussion_id)
    if not wrong or discussion is None:
        for line in lines:
            transaction.replace_contribution(line)
    elif post.kind is PostKind.SAID:
        # The words without the name were posted of their own when it was taken off.
        where = Place(post.guild_id, post.channel_id or discussion.place.channel_id)
        transaction.post(posts.hide(discussion, where, message_id, wrong[0].id))
    else:
        _anew(transaction, discussion, lines, wrong[0], message_id)


def _names_in(post: Post) -> Mapping[int, object]:
    """The contributions that a post shows, each with the name beside it."""
    if post.kind is PostKind.SAID:
        return {cast("int", post.data["contribution"]): post.data["name"]}
    if post.kind is PostKind.REVEAL:
        lines = cast("Sequence[Mapping[str, object]]", post.data["lines"])
        return {cast("int", line["contribution"]): line["name"] for line in lines}
    return {}


def _change_unsent(
    transaction: Transaction,
    discussion: Discussion,
    change: Callable[[Post], Post | None],
    now: datetime | None = None,
) -> bool:
    """Change the posts that were never tried; one of which nothing is left (None) is dropped."""
    changed = False
    for post in transaction.unsent_posts(discussion.place.guild_id, discussion.id):
        after = change(post)
        if after is None and now is not None:
            transaction.drop_post(post, now)
        elif after is not None and after is not post:
            transaction.post(replace(after, replaces=True))
        changed = changed or after is not post
    return changed


def _show_again(
    transaction: Transaction, discussion: Discussion, before: Contribution, after: Contribution
) -> None:
    """Remove the message that shows ``before``, and post anew what of it is still to be read."""
    guild, message_id = discussion.place.guild_id, before.message_id
    transaction.replace_contribution(after)
    if message_id is None:
        if after.withdrawn_at is None:
            transaction.post(posts.said(discussion, after, None, None))
        return
    others = transaction.contributions_in_message(guild, message_id)
    lines = [*others, after] if after.withdrawn_at is None else list(others)
    lines.sort(key=lambda c: (c.said_at, c.id))
    _anew(transaction, discussion, lines, after, message_id)


def _anew(
    transaction: Transaction,
    discussion: Discussion,
    lines: Sequence[Contribution],
    changed: Contribution,
    message_id: int,
) -> None:
    """Post lines again in place of the message that showed them, which is removed."""
    # Before the message goes: its removal must not be taken for the people's own.
    lines = [replace(line, held=False, message_id=None) for line in lines]
    for line in lines:
        transaction.replace_contribution(line)
    change = _change_of(changed)
    if any(line.id != changed.id for line in lines):
        round_ = speaking.round_for(discussion, changed)
        transaction.post(posts.revealed_again(discussion, round_, lines, changed, change))
    elif lines:
        transaction.post(posts.said_again(discussion, lines[0], change))
    where = Place(discussion.place.guild_id, changed.channel_id)
    own = message_id == changed.id and changed.withdrawn_at is None
    transaction.post(posts.hide(discussion, where, message_id, changed.id, own=own))


def _change_of(changed: Contribution) -> str:
    """A name for what was last done to words, another one each time they are put right."""
    if changed.withdrawn_at is not None:
        return "without_words"
    stamp = int(changed.edited_at.timestamp() * 1000) if changed.edited_at else 0
    return f"without_name.{stamp}" if changed.anonymous else f"put_right.{stamp}"

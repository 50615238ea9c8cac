"""Apply what was decided about the term: the facts, the wake-ups and the posts that follow."""

from __future__ import annotations

from discussion.ports.store import Transaction
from discussion.term.model import ClassState, Course, PlannedClass, Swap, Topic
from discussion.term.reminders import waking
from discussion.term.rota import news, posts


def apply(
    transaction: Transaction,
    planned: PlannedClass,
    zone: str,
    *,
    and_event: bool = True,
    by: int | None = None,
    in_channel: bool = True,
) -> PlannedClass:
    """Save a planned class, its wake-ups, and its event in Discord where that would change.

    ``zone`` is that of servers in which nothing was set up. ``and_event`` False: Discord told of
    the change itself. Whoever facilitates the class and its channel are told where it is cancelled
    or moved. ``by`` did it and knows; ``in_channel`` False: the channel reads of it otherwise.
    """
    term = transaction.term
    before = term.planned(planned.guild_id, planned.id)
    course = term.course(planned.guild_id) or Course(planned.guild_id, zone)
    settings = term.reminder_settings(planned.guild_id)
    term.save_class(planned)
    transaction.expect(
        planned.guild_id, waking.subject_of(planned), waking.due_actions(planned, settings)
    )
    if before is not None:
        topic = topic_of(transaction, planned)
        told = news.of_change(before, planned, course, topic, by, in_channel=in_channel)
        for post in told:
            transaction.post(post)
    if and_event and _shows_anew(before, planned):
        transaction.post(posts.event(planned, course, topic_of(transaction, planned)))
    return planned


def apply_swap(
    transaction: Transaction, swap: Swap, gives: PlannedClass, takes: PlannedClass
) -> None:
    """Save an offer to swap, and ask the other one."""
    transaction.term.save_swap(swap)
    transaction.post(posts.swap(swap, gives, takes))


def topic_of(transaction: Transaction, planned: PlannedClass) -> Topic | None:
    """The topic of a class, if it has one."""
    if planned.topic_id is None:
        return None
    return transaction.term.topic(planned.guild_id, planned.topic_id)


def _shows_anew(before: PlannedClass | None, after: PlannedClass) -> bool:
    """Whether the event of a class has to change; a class that was never shown and is over, not."""
    if before is None:
        return after.state is ClassState.PLANNED
    return _shown(before) != _shown(after)


def _shown(planned: PlannedClass) -> tuple[object, ...]:
    ready = planned.state is ClassState.READY
    return (
        planned.starts,
        planned.zone,
        planned.length,
        planned.topic_id,
        planned.facilitator_id,
        planned.channel_id,
        planned.voice_channel_id,
        ClassState.PLANNED if ready else planned.state,
    )

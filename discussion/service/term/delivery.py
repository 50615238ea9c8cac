"""What follows once a post of the term stands in Discord, or never will."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discussion.model.effects import Post
from discussion.ports.store import Transaction
from discussion.record import recording
from discussion.service.term.actions import Promises
from discussion.service.term.applying import apply
from discussion.service.term.classes import Classes
from discussion.service.term.reminders import not_reached
from discussion.term.model import ClassId, Course, ReminderKind
from discussion.term.planning import showing
from discussion.term.reminders import reminder_posts
from discussion.term.rota import posts


class TermDelivery:
    """Each method is told in the unit of work that settles the post."""

    def __init__(self, *, zone: str, classes: Classes, promises: Promises) -> None:
        """``zone`` is that of servers in which nothing was set up."""
        self._zone = zone
        self._classes = classes
        self._promises = promises

    def event_arrived(
        self, transaction: Transaction, post: Post, event_id: int | None, _: datetime
    ) -> None:
        """A class's event stands in Discord, and shows what the post carried."""
        planned = transaction.term.planned(post.guild_id, ClassId(str(post.data["class"])))
        if planned is None:
            return
        shown = datetime.fromisoformat(str(post.data["starts_at"]))
        after = replace(
            planned,
            event_id=event_id or planned.event_id,
            event_starts_at=shown,
            event_shown=showing.snapshot(post.data),
        )
        apply(transaction, after, self._zone, and_event=False)

    def reminder_failed(self, transaction: Transaction, post: Post, now: datetime) -> None:
        """A reminder did not reach somebody: they are mentioned in the channel with others."""
        if post.recipient_id is not None:
            class_id = str(post.data["class"])
            not_reached(transaction, post.guild_id, class_id, post.recipient_id, now, self._zone)

    def reminder_to_all_failed(self, transaction: Transaction, post: Post, _: datetime) -> None:
        """A reminder to everybody may not stand in its channel: the facilitator knows of it."""
        planned = transaction.term.planned(post.guild_id, ClassId(str(post.data["class"])))
        if planned is None:
            return
        told = reminder_posts.not_shown(
            planned, ReminderKind(str(post.data["kind"])), post.channel_id
        )
        if told is not None:
            transaction.post(told)

    def question_failed(self, transaction: Transaction, post: Post, _: datetime) -> None:
        """What one person should read or answer goes to the channel of the classes, if any."""
        course = transaction.term.course(post.guild_id)
        if post.recipient_id is not None and course is not None and course.channel_id is not None:
            transaction.post(posts.in_channel(post, course.channel_id))

    def lecturers_missed(self, transaction: Transaction, post: Post, _: datetime) -> None:
        """What the lecturers should know cannot stand in the channel: the owner is told."""
        to_owner = posts.to_owner(post)
        if to_owner is not None:
            transaction.post(to_owner)

    def place_question_failed(self, transaction: Transaction, post: Post, now: datetime) -> None:
        """Nobody read that a channel is gone: the channel of the classes, or the owner, does."""
        if "classes" in post.data:
            self.lecturers_missed(transaction, post, now)
        else:
            self.question_failed(transaction, post, now)

    def deck_arrived(
        self, transaction: Transaction, post: Post, _: int | None, now: datetime
    ) -> None:
        """A discussion is published: its class was held, and its actions are followed up."""
        self.deck_failed(transaction, post, now)

    def deck_failed(self, transaction: Transaction, post: Post, now: datetime) -> None:
        """The same where the deck could not be posted."""
        facts = transaction.facts(post.guild_id, post.discussion_id)
        if facts is None:
            return
        self._classes.ended(transaction, facts.discussion)
        course = transaction.term.course(post.guild_id) or Course(post.guild_id, self._zone)
        actions = recording.actions_by_contribution(facts, zone=course.zone)
        self._promises.keep(transaction, facts.discussion, actions, now)

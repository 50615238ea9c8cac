"""The door to the rules of the term, by subject; built like ``discussion.service``."""

from __future__ import annotations

from collections.abc import Callable

from discussion.model.effects import PostKind
from discussion.ports.store import Clock, Store
from discussion.ports.term import Rooms
from discussion.service import DiscussionService
from discussion.service.term.actions import Promises
from discussion.service.term.classes import Classes
from discussion.service.term.courses import Courses
from discussion.service.term.delivery import TermDelivery
from discussion.service.term.events import Events
from discussion.service.term.places import Places
from discussion.service.term.planning import Planning
from discussion.service.term.reminders import Reminders
from discussion.service.term.rota import Rota
from discussion.service.term.topics import Topics

__all__ = ["TermService"]


class TermService:
    """What people and time can do to a term."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        zone: str,
        draw: Callable[[], str],
        discussions: DiscussionService,
        rooms: Rooms,
    ) -> None:
        """``zone`` is the IANA zone of servers in which nothing was set up; ``draw`` makes ids.

        ``rooms`` knows the channels in which classes meet.

        From here on ``discussions`` leads here what is due, or was delivered, of the term.
        """
        self.courses = Courses(store=store, clock=clock, zone=zone)
        self.rota = Rota(store=store, clock=clock, zone=zone, draw=draw)
        self.topics = Topics(store=store, clock=clock, zone=zone, draw=draw)
        self.reminders = Reminders(store=store, clock=clock, zone=zone)
        self.promises = Promises(store=store, clock=clock, zone=zone, draw=draw)
        self.classes = Classes(
            store=store,
            clock=clock,
            zone=zone,
            formats=discussions.formats,
            rounds=discussions.rounds,
            rooms=rooms,
            draw=draw,
        )
        self.places = Places(store=store, clock=clock, zone=zone)
        self.events = Events(store=store, clock=clock, zone=zone)
        discussions.rounds.let_open(self.classes.open_due)
        discussions.rounds.when_opened(self.promises.brief)
        self.planning = Planning(
            store=store,
            clock=clock,
            zone=zone,
            formats=discussions.formats,
            rules=discussions.rules,
        )
        discussions.wakes.answer_for("class", self.classes.wake, self.classes.stuck)
        discussions.wakes.answer_for("promise", self.promises.wake)
        follows = TermDelivery(zone=zone, classes=self.classes, promises=self.promises)
        delivery = discussions.delivery
        delivery.answer_for(PostKind.EVENT, arrived=follows.event_arrived)
        delivery.answer_for(PostKind.CLASS_FREE, failed=follows.lecturers_missed)
        delivery.answer_for(PostKind.CLASS_PLACE, failed=follows.place_question_failed)
        delivery.answer_for(PostKind.REMINDER_TO_ALL, failed=follows.reminder_to_all_failed)
        delivery.answer_for(PostKind.REMINDER, failed=follows.reminder_failed)
        delivery.answer_for(PostKind.DECK, arrived=follows.deck_arrived, failed=follows.deck_failed)
        for kind in (
            PostKind.SWAP,
            PostKind.CLASS_ASK,
            PostKind.PROMISE,
            PostKind.REMINDERS_MISSED,
            PostKind.CLASS_NEWS,
        ):
            delivery.answer_for(kind, failed=follows.question_failed)

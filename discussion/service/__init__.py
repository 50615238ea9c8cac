"""The one door to the rules: gather, decide, apply, each command in one unit of work.

Every method takes ``now`` once. A refusal is a ``DiscussionError`` whose text the person reads.
What a decision asks for (posts, wake-ups) is saved in the transaction that saves the state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from discussion.model import DiscussionId, Format
from discussion.model.policy import Policy
from discussion.ports.store import Clock, Store
from discussion.service.after_class.archive import Archive
from discussion.service.after_class.house import Houses
from discussion.service.after_class.presenting import Presenting
from discussion.service.after_class.reflection import Reflecting
from discussion.service.after_class.review import Reviews
from discussion.service.arrangement.circles import Circles
from discussion.service.arrangement.hands import Hands
from discussion.service.arrangement.voice import Voice
from discussion.service.contributions.keeping import Keeping
from discussion.service.contributions.messages import Messages
from discussion.service.contributions.speaking import Contributions
from discussion.service.delivery import Delivery
from discussion.service.facilitation.copilot import Copilot
from discussion.service.facilitation.invitations import Invitations
from discussion.service.facilitation.preferences import PersonalPreferences
from discussion.service.facilitation.presence import Presence
from discussion.service.facilitation.pulse import PulseAnswers
from discussion.service.lifecycle.formats import Formats
from discussion.service.lifecycle.leading import Leading
from discussion.service.lifecycle.rounds import Rounds
from discussion.service.lifecycle.rules import Rules
from discussion.service.lifecycle.wakes import Wakes

__all__ = ["DiscussionService"]


class DiscussionService:
    """What people and time can do to discussions, by subject."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        formats: Mapping[str, Format],
        policy: Policy,
        zone: str,
        draw: Callable[[], DiscussionId],
        draw_secret: Callable[[], str],
    ) -> None:
        """``policy`` holds where neither the server nor the format says anything else.

        ``zone`` is the IANA zone of the classes.

        ``draw`` makes a new discussion's id; ``draw_secret`` makes the secret with which its
        pseudonyms are drawn, which nobody must be able to guess.
        """
        self.formats = Formats(store=store, clock=clock, formats=formats)
        self.rules = Rules(store=store, clock=clock, formats=self.formats, policy=policy)
        self.rounds = Rounds(
            store=store,
            clock=clock,
            formats=self.formats,
            rules=self.rules,
            draw=draw,
            draw_secret=draw_secret,
        )
        self.leading = Leading(store=store, clock=clock)
        self.presence = Presence(store=store, clock=clock)
        self.messages = Messages(store=store, clock=clock)
        self.contributions = Contributions(store=store, clock=clock)
        self.circles = Circles(store=store, clock=clock)
        self.hands = Hands(store=store, clock=clock)
        self.voice = Voice(store=store, clock=clock)
        self.invitations = Invitations(store=store, clock=clock)
        self.copilot = Copilot(store=store, clock=clock, messages=self.messages)
        self.preferences = PersonalPreferences(store=store, clock=clock)
        self.pulse = PulseAnswers(store=store, clock=clock)
        self.houses = Houses(store=store, clock=clock)
        self.presenting = Presenting(store=store, clock=clock)
        self.reflecting = Reflecting(store=store, clock=clock)
        self.reviews = Reviews(store=store, clock=clock, zone=zone)
        self.delivery = Delivery(store=store, clock=clock)
        self.keeping = Keeping(store=store, clock=clock)
        self.wakes = Wakes(store=store, clock=clock, messages=self.messages)
        self.archive = Archive(store=store, clock=clock, zone=zone)

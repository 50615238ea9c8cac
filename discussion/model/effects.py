"""What a decision asks for: posts to make and the wake-ups still to come.

Deciding is pure; these values say what is to be done. Posts become outbox rows in the same
transaction as the new state, and are sent from there; due actions are a projection of the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from discussion.model import Discussion, DiscussionId, Speech

NO_DISCUSSION = DiscussionId("")
"""In posts and due actions of the term, which belong to no discussion."""

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]


class PostKind(StrEnum):
    """What is posted."""

    PANEL = "panel"
    PANEL_EDIT = "panel_edit"
    OPENER = "opener"
    INVITATION = "invitation"
    SAID = "said"
    COPILOT = "copilot"
    CUE = "cue"
    LEADS = "leads"
    ASKED = "asked"
    REVEAL = "reveal"
    GROUP = "group"
    GROUP_THREAD = "group_thread"
    GROUP_NOTE = "group_note"
    GROUP_CLOSE = "group_close"
    HIDE = "hide"
    FILES = "files"
    FILES_STAY = "files_stay"
    WORDS_KEPT = "words_kept"
    WORDS_UNREAD = "words_unread"
    HANDS = "hands"
    REVIEW = "review"
    DECK_PROGRESS = "deck_progress"
    DECK = "deck"
    DECK_AGAIN = "deck_again"
    DECK_OUTDATED = "deck_outdated"
    PREVIEWS = "previews"
    SLIDE = "slide"
    SLIDE_SWAP = "slide_swap"
    REFLECTION = "reflection"
    SWAP = "swap"
    SWAP_ANSWERED = "swap_answered"
    REMINDER = "reminder"
    REMINDER_TO_ALL = "reminder_to_all"
    REMINDERS_MISSED = "reminders_missed"
    REMINDERS_UNREACHED = "reminders_unreached"
    CLASS_ASK = "class_ask"
    EVENT = "event"
    PROMISE = "promise"
    CLASS_FREE = "class_free"
    OPEN_ACTIONS = "open_actions"
    PLACE_GONE = "place_gone"
    STUCK = "stuck"
    UNDELIVERED = "undelivered"
    CLASS_PLACE = "class_place"
    CLASS_NEWS = "class_news"


@dataclass(frozen=True, slots=True)
class Post:
    """Something to send, edit or remove in Discord.

    ``dedup`` names it for good: at most one row, one nonce and one message carry it. ``data``
    holds all that its text depends on, so that a second try renders the same. A post with
    ``replaces=True`` takes the place of an unsent one of the same name and may be sent again
    later (edits). One that is not sent by ``not_after`` is dropped. Posts to a place go out one
    after the other, except one with a ``queue`` of its own, a number that no place has.
    """

    kind: PostKind
    dedup: str
    guild_id: int
    discussion_id: DiscussionId
    channel_id: int | None = None
    recipient_id: int | None = None
    data: Mapping[str, Json] = field(default_factory=dict)
    not_after: datetime | None = None
    replaces: bool = False
    queue: int | None = None


class DueKind(StrEnum):
    """Why a discussion wants to be woken."""

    ROUND_CLOSE = "round_close"
    OPENER = "opener"
    WAVE = "wave"
    TURN = "turn"
    SWAP = "swap"
    FLOOR = "floor"
    REMINDER = "reminder"
    FALLBACK = "fallback"
    CLASS_OPEN = "class_open"
    PROMISE = "promise"
    COPILOT = "copilot"
    CUE = "cue"
    REVIEW_OVER = "review_over"


@dataclass(frozen=True, slots=True)
class DueAction:
    """A moment at which a discussion, or something of the term, wants to be woken.

    ``subject`` is what the action is a projection of: a discussion's id, or another id with a
    prefix (``class:...``, ``promise:...``).
    """

    kind: DueKind
    dedup: str
    guild_id: int
    discussion_id: DiscussionId
    due_at: datetime
    subject: str = ""
    tries: int = field(default=0, compare=False)
    """How often it was tried and put aside; no part of what a state asks for."""

    def __post_init__(self) -> None:
        if not self.subject:
            object.__setattr__(self, "subject", str(self.discussion_id))


@dataclass(frozen=True, slots=True)
class Decision:
    """A discussion's new state and what is to be posted because of it."""

    discussion: Discussion
    posts: tuple[Post, ...] = ()
    speeches: tuple[Speech, ...] = ()
    """Turns spoken aloud beside those that end with the floor, which follow from the states."""

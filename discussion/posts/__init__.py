"""Composing posts: which facts each one carries, so that a second try renders the same."""

from discussion.posts.groups import group_changes
from discussion.posts.hands import hands_shown
from discussion.posts.inviting import invitation, opener
from discussion.posts.leading import asked, copilot, cue, leads, stuck
from discussion.posts.missing import is_missed, undelivered
from discussion.posts.panels import panel, panel_edit
from discussion.posts.publishing import deck, deck_missing, previews, publication
from discussion.posts.reviews import deck_again, deck_outdated, review
from discussion.posts.spoken import (
    hide,
    private_word,
    reveal,
    revealed_again,
    said,
    said_again,
    with_text,
    without_name,
    without_words,
)

__all__ = [
    "asked",
    "copilot",
    "cue",
    "deck",
    "deck_again",
    "deck_missing",
    "deck_outdated",
    "group_changes",
    "hands_shown",
    "hide",
    "invitation",
    "is_missed",
    "leads",
    "opener",
    "panel",
    "panel_edit",
    "previews",
    "private_word",
    "publication",
    "reveal",
    "revealed_again",
    "review",
    "said",
    "said_again",
    "stuck",
    "undelivered",
    "with_text",
    "without_name",
    "without_words",
]

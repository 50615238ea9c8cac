"""Refusals: one plain sentence each, and what to do next. Users read these words as they are."""

from __future__ import annotations


class DiscussionError(Exception):
    """Something that a person asked for cannot be done; ``str()`` is what they read."""


class NotAllowed(DiscussionError):
    """The person has no right to do this here."""


class NothingRuns(DiscussionError):
    """There is no discussion where the person asked for one."""


class WrongMoment(DiscussionError):
    """The discussion is not in a state in which this makes sense."""


class BadInput(DiscussionError):
    """What the person gave cannot be used as it is."""


class BadFile(DiscussionError):
    """A file (a format, a class script, an export) is not well formed; says where."""


class DeckFailed(DiscussionError):
    """The deck could not be built."""

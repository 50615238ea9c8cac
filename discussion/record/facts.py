"""The facts of one discussion: what a record is made from."""

from __future__ import annotations

from dataclasses import dataclass

from discussion.model import Contribution, Discussion, Endorsement, Link, Speech


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything kept of one discussion's talk, withdrawn contributions included."""

    discussion: Discussion
    contributions: tuple[Contribution, ...]
    links: tuple[Link, ...]
    endorsements: tuple[Endorsement, ...]
    speeches: tuple[Speech, ...] = ()

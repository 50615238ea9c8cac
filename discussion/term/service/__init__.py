"""The door to the rules of the term, by subject; built like ``discussion.service``."""

from __future__ import annotations

from collections.abc import Callable

from discussion.ports import Clock, Store
from discussion.term.service.courses import Courses
from discussion.term.service.rota import Rota

__all__ = ["TermService"]


class TermService:
    """What people and time can do to a term."""

    def __init__(self, *, store: Store, clock: Clock, zone: str, draw: Callable[[], str]) -> None:
        """``zone`` is the IANA zone of servers in which nothing was set up; ``draw`` makes ids."""
        self.courses = Courses(store=store, clock=clock, zone=zone)
        self.rota = Rota(store=store, clock=clock, zone=zone, draw=draw)

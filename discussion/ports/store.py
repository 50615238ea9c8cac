"""What the rules need from the outside, as Protocols that other rooms fill in.

The store runs a *unit of work*: a plain function of a transaction, executed on the one writer
thread. Its result is handed back after COMMIT; if it raises, nothing of it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from discussion.after_class.presenting import Presentation
from discussion.after_class.reflection import Reflection
from discussion.formats.files import Mistake
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Endorsement,
    Link,
    Place,
    Speech,
    State,
)
from discussion.model.effects import DueAction, Post
from discussion.model.house import House
from discussion.model.kept_files import KeptFile
from discussion.model.preferences import Preferences
from discussion.parsing.case import Reading
from discussion.participation.ledger import Tally
from discussion.ports.term import TermReader, TermTransaction
from discussion.record.facts import Facts

T = TypeVar("T")


class Clock(Protocol):
    """Where ``now`` comes from."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        ...


class Reader(Protocol):
    """Questions to the store; every one carries the guild."""

    @property
    def term(self) -> TermReader:
        """Questions about topics, planned classes and what belongs to them."""
        ...

    def discussion(self, guild_id: int, discussion_id: DiscussionId) -> Discussion | None:
        """One discussion of this guild."""
        ...

    def discussion_at(self, place: Place) -> Discussion | None:
        """The discussion in a place that is not yet published, if there is one.

        The threads of its groups are its places too.
        """
        ...

    def discussions(
        self,
        guild_id: int,
        limit: int = 25,
        *,
        typed: str = "",
        states: Collection[State] = tuple(State),
        channel_id: int | None = None,
    ) -> Sequence[Discussion]:
        """The guild's latest discussions of those that are looked for, the latest first.

        Looked for are those in one of ``states`` and in a channel, if one is named, in whose topic
        or day each word that somebody ``typed`` stands, in any case.
        """
        ...

    def discussions_of(
        self, guild_id: int, discussion_ids: Sequence[DiscussionId]
    ) -> Sequence[Discussion]:
        """Several discussions of this guild, in their order; as few questions as for one."""
        ...

    def ended(self, guild_id: int) -> Sequence[DiscussionId]:
        """All of the guild's discussions that have ended, the latest first."""
        ...

    def contribution(self, guild_id: int, contribution_id: int) -> Contribution | None:
        """One contribution by its id."""
        ...

    def contributions_in_message(self, guild_id: int, message_id: int) -> Sequence[Contribution]:
        """The contributions whose words can be read in a message, withdrawn ones left out."""
        ...

    def tally(self, guild_id: int, discussion_id: DiscussionId) -> Tally:
        """What was said and not withdrawn, by person and round; aloud or in writing."""
        ...

    def speeches(self, guild_id: int, discussion_id: DiscussionId) -> Sequence[Speech]:
        """What was spoken aloud, in the order in which it began."""
        ...

    def last_turns(
        self,
        guild_id: int,
        discussion_id: DiscussionId,
        round_number: int,
        limit: int,
        among: Collection[int] | None = None,
    ) -> Sequence[int]:
        """Who took the last turns of a round under their name, in writing or aloud, latest last.

        ``among`` leaves out everybody else.
        """
        ...

    def facts(self, guild_id: int, discussion_id: DiscussionId) -> Facts | None:
        """Everything kept of one discussion."""
        ...

    def facts_of(self, guild_id: int, discussion_ids: Sequence[DiscussionId]) -> Sequence[Facts]:
        """Everything kept of several discussions, in their order; as few questions as for one."""
        ...

    def formats(self, guild_id: int) -> Mapping[str, str]:
        """The guild's own formats by name, each as the text of its file."""
        ...

    def rules(self, guild_id: int) -> Mapping[str, str]:
        """The rules that this guild changed, by name, each as it was written."""
        ...

    def house(self, guild_id: int) -> House | None:
        """How the guild's decks look, where a lecturer chose it."""
        ...

    def preferences(self, guild_id: int) -> Mapping[int, Preferences]:
        """What people of this guild chose for themselves; who chose nothing has no entry."""
        ...

    def presentation(self, guild_id: int, discussion_id: DiscussionId) -> Presentation | None:
        """How a discussion is presented, or was last."""
        ...

    def presentation_at(self, place: Place) -> Presentation | None:
        """What is being presented in a place."""
        ...

    def running_presentations(self, guild_id: int) -> Sequence[Presentation]:
        """What is being presented in a guild."""
        ...

    def reflections(
        self,
        guild_id: int,
        *,
        discussion_id: DiscussionId | None = None,
        person_id: int | None = None,
    ) -> Sequence[Reflection]:
        """What people wrote for themselves: of one discussion, of one person, the latest first."""
        ...

    def kept_files(self, guild_id: int, contribution_id: int) -> Sequence[KeptFile]:
        """The copies that are kept of the files of a contribution, in their order."""
        ...

    def contributions_with_files(
        self, guild_id: int, discussion_id: DiscussionId
    ) -> frozenset[int]:
        """The contributions of a discussion of which files are kept, by their ids."""
        ...

    def message_of(self, guild_id: int, dedup: str) -> int | None:
        """The Discord message in which a post stands, once it was sent."""
        ...

    def live_discussions(self) -> Sequence[Discussion]:
        """All discussions that are not yet published, in all guilds: for start-up."""
        ...

    def published_discussions(self, since: datetime) -> Sequence[Discussion]:
        """All published discussions that ended since an instant, in all guilds, latest first."""
        ...


class Transaction(Reader, Protocol):
    """One unit of work. It sees its own writes."""

    @property
    def term(self) -> TermTransaction:
        """Changes to topics, planned classes and what belongs to them."""
        ...

    def save(self, discussion: Discussion) -> None:
        """Insert a discussion or bring its rows up to date."""
        ...

    def add_contribution(self, contribution: Contribution) -> None:
        """Record a contribution; the same id a second time changes nothing."""
        ...

    def replace_contribution(self, contribution: Contribution) -> None:
        """Bring a contribution and its tags up to date."""
        ...

    def add_link(self, guild_id: int, link: Link) -> None:
        """Record a relation; the same one a second time changes nothing."""
        ...

    def keep_format(self, guild_id: int, name: str, text: str) -> None:
        """Keep a format of the guild's own, in place of one of the same name."""
        ...

    def remove_format(self, guild_id: int, name: str) -> None:
        """Forget a format of the guild's own; changes nothing where there is none."""
        ...

    def endorse(self, guild_id: int, endorsement: Endorsement) -> None:
        """Record an endorsement; the same one a second time changes nothing."""
        ...

    def unendorse(self, guild_id: int, endorsement: Endorsement) -> None:
        """Take an endorsement back; changes nothing where there is none."""
        ...

    def add_speech(self, speech: Speech) -> None:
        """Record a spoken turn; the same one a second time changes nothing."""
        ...

    def keep_files(
        self,
        guild_id: int,
        discussion_id: DiscussionId,
        contribution_id: int,
        files: Sequence[KeptFile],
    ) -> None:
        """Keep copies of the files of a contribution, in place of those kept before."""
        ...

    def forget_files(self, guild_id: int, contribution_id: int) -> None:
        """Forget the copies of the files of a contribution."""
        ...

    def keep_rule(self, guild_id: int, name: str, value: str) -> None:
        """Keep how this guild changed a rule, as it was written."""
        ...

    def forget_rule(self, guild_id: int, name: str) -> None:
        """Let a rule be as usual in this guild again; changes nothing where it is."""
        ...

    def keep_house(self, guild_id: int, house: House) -> None:
        """Keep how the guild's decks look, in place of what it chose before."""
        ...

    def set_preferences(self, guild_id: int, person_id: int, preferences: Preferences) -> None:
        """Keep what somebody chose for themselves in this guild."""
        ...

    def save_presentation(self, presentation: Presentation) -> None:
        """Keep how a discussion is presented, in place of what was kept before."""
        ...

    def keep_reflection(self, reflection: Reflection) -> None:
        """Keep what somebody wrote for themselves, in place of an earlier one."""
        ...

    def remove_reflection(self, guild_id: int, discussion_id: DiscussionId, person_id: int) -> None:
        """Forget what somebody wrote for themselves; changes nothing where there is nothing."""
        ...

    def expect(self, guild_id: int, subject: str, due: Sequence[DueAction]) -> None:
        """Make ``due`` exactly the pending due actions of a subject (``DueAction.subject``)."""
        ...

    def claim_due(
        self, now: datetime, limit: int, held: Collection[DiscussionId] = ()
    ) -> Sequence[DueAction]:
        """Take due actions with ``due_at <= now``, the earliest first, and mark them done.

        Those of discussions that are ``held`` stay pending.
        """
        ...

    def put_aside(self, action: DueAction, reason: str, until: datetime) -> None:
        """Make a claimed action pending again, to be tried at ``until``, and note why."""
        ...

    def apart(self) -> AbstractContextManager[None]:
        """What is done within is undone alone if it raises; the rest of the unit stays."""
        ...

    def post(self, post: Post) -> None:
        """Put a post in the outbox; its name a second time changes nothing, unless it replaces."""
        ...

    def mark_sent(
        self, dedup: str, message_id: int | None, now: datetime, version: int = 1
    ) -> None:
        """Note that a version of a post was made, where it stands, and forget its data.

        A post that replaces has versions, counted from 1; if a newer one came in meanwhile, it
        stays to be sent.
        """
        ...

    def unsent_posts(self, guild_id: int, discussion_id: DiscussionId) -> Sequence[Post]:
        """The posts of a discussion that were never tried; any other may be in Discord already."""
        ...

    def drop_post(self, post: Post, now: datetime) -> None:
        """Take a post that was never tried out of the outbox, and forget its data."""
        ...

    def mark_failed(self, dedup: str, reason: str, now: datetime, version: int = 1) -> None:
        """Note that a version of a post can never be made, and forget its data."""
        ...


class Store(Protocol):
    """The facts, kept."""

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit of work and return its result after COMMIT."""
        ...

    def write_soon(self, unit: Callable[[Transaction], object]) -> None:
        """Queue a unit of work whose result nobody waits for; a failure is logged."""
        ...

    async def read(self, query: Callable[[Reader], T]) -> T:
        """Answer a question from what is committed."""
        ...

    async def next_due_at(self, held: Collection[DiscussionId] = ()) -> datetime | None:
        """When the earliest pending due action falls due, but for discussions that are held."""
        ...


class CaseReader(Protocol):
    """Reads case studies and readings that people attach, away from the event loop."""

    @property
    def most_bytes(self) -> int:
        """The size over which a file is not read."""
        ...

    async def read(self, name: str, data: bytes) -> Reading:
        """Read a file by its content. Raises ``BadInput`` with one plain sentence."""
        ...

    async def mistakes(self, name: str, text: str) -> Sequence[Mistake]:
        """Every mistake in a format file. Raises ``BadInput`` if that is beyond the limits."""
        ...

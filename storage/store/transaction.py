"""The transaction that units of work are given; fulfils ``discussion.ports.store.Transaction``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from discussion.after_class.presenting import Presentation
from discussion.after_class.reflection import Reflection
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Endorsement,
    Link,
    Place,
    Speech,
)
from discussion.model.effects import DueAction, Post
from discussion.model.house import House
from discussion.model.kept_files import KeptFile
from discussion.model.preferences import Preferences
from storage.mapping.rows import checked
from storage.rows import after_class, houses, kept_files, outbox
from storage.rows import preferences as preference_rows
from storage.rows import rules as rule_rows
from storage.rows.queries import SqlReader, formats
from storage.rows.saving import save_discussion
from storage.rows.talk import Talk
from storage.rows.term import SqlTerm
from storage.store import due as due_rows
from storage.store.live import Live, Overlay


class SqlTransaction(SqlReader):
    """One database transaction, shared by the units of work of one group; it sees its own writes.

    ``touched`` says whether anything was written since the writer last cleared it: a unit that
    refuses before it wrote anything need not undo the work of the others. ``posted`` says whether
    any unit put a post in the outbox.
    """

    def __init__(self, connection: Connection, live: Live) -> None:
        super().__init__(connection)
        self.touched = False
        self.posted = False
        self._overlay = Overlay(live)
        self._talk = Talk(connection)

    @property
    def term(self) -> SqlTerm:
        """Changes to topics, planned classes and what belongs to them."""
        return SqlTerm(self.connection, self._touch)

    def _touch(self) -> None:
        self.touched = True

    def flush(self) -> None:
        """Write what is buffered; the writer calls it before COMMIT."""
        self._talk.flush()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A savepoint: what is done within is undone alone if it raises."""
        # What others said is not undone with it.
        self._talk.flush()
        before, posted = self._overlay.copy(), self.posted
        try:
            with self.connection.begin_nested():
                yield
                self._talk.flush()
        except BaseException:
            self._talk.forget()
            self._overlay, self.posted = before, posted
            raise

    def promote(self) -> None:
        """Make what was saved visible to later transactions; the writer calls it after COMMIT."""
        self._overlay.promote()

    def _settle(self) -> None:
        self._talk.flush()

    def discussion(self, guild_id: int, discussion_id: DiscussionId) -> Discussion | None:
        """One discussion of this guild, from memory while it is live."""
        found = self._overlay.get(discussion_id)
        if found is None:
            return super().discussion(guild_id, discussion_id)
        return found if found.place.guild_id == guild_id else None

    def discussion_at(self, place: Place) -> Discussion | None:
        """The discussion in a place that is not yet published, from memory."""
        return self._overlay.at(place)

    def live_discussions(self) -> Sequence[Discussion]:
        """All discussions that are not yet published, in all guilds, from memory."""
        return self._overlay.all()

    def save(self, discussion: Discussion) -> None:
        """Insert a discussion or bring its rows up to date; unchanged rows are not written.

        Raises:
            DomainError: It moved to another place, or there is a NUL in its text.
            sqlalchemy.exc.IntegrityError: Another one runs in its place.
        """
        previous = self.discussion(discussion.place.guild_id, discussion.id)
        if previous is discussion:
            return
        self.touched = True
        save_discussion(self.connection, discussion, previous)
        self._overlay.save(discussion, previous)

    def add_contribution(self, contribution: Contribution) -> None:
        """Record a contribution; the same id a second time changes nothing."""
        self.touched = True
        self._talk.add(contribution)

    def replace_contribution(self, contribution: Contribution) -> None:
        """Bring a contribution and its tags up to date; it must be recorded already."""
        self.touched = True
        self._talk.replace(contribution)

    def add_link(self, guild_id: int, link: Link) -> None:
        """Record a relation; the same one a second time changes nothing."""
        self.touched = True
        self._talk.link(guild_id, link)

    def endorse(self, guild_id: int, endorsement: Endorsement) -> None:
        """Record an endorsement; the same one a second time changes nothing."""
        self.touched = True
        self._talk.endorse(guild_id, endorsement)

    def unendorse(self, guild_id: int, endorsement: Endorsement) -> None:
        """Take an endorsement back; changes nothing where there is none."""
        self.touched = True
        self._talk.unendorse(guild_id, endorsement)

    def add_speech(self, speech: Speech) -> None:
        """Record a spoken turn; the same one a second time changes nothing."""
        self.touched = True
        self._talk.speak(speech)

    def keep_files(
        self,
        guild_id: int,
        discussion_id: DiscussionId,
        contribution_id: int,
        files: Sequence[KeptFile],
    ) -> None:
        """Keep copies of the files of a contribution, in place of those kept before."""
        self.touched = True
        kept_files.put(self.connection, guild_id, discussion_id, contribution_id, files)

    def forget_files(self, guild_id: int, contribution_id: int) -> None:
        """Forget the copies of the files of a contribution."""
        self.touched = True
        kept_files.remove(self.connection, guild_id, contribution_id)

    def keep_format(self, guild_id: int, name: str, text: str) -> None:
        """Keep a format of the guild's own, in place of one of the same name."""
        self.touched = True
        self.remove_format(guild_id, name)
        row = {"guild_id": guild_id, "name": name, "text": text}
        self.connection.execute(insert(formats).values(checked(row)))

    def remove_format(self, guild_id: int, name: str) -> None:
        """Forget a format of the guild's own; changes nothing where there is none."""
        self.touched = True
        of_name = formats.c.guild_id == guild_id, formats.c.name == name
        self.connection.execute(delete(formats).where(*of_name))

    def keep_rule(self, guild_id: int, name: str, value: str) -> None:
        """Keep how this guild changed a rule, as it was written."""
        self.touched = True
        rule_rows.keep(self.connection, guild_id, name, value)

    def forget_rule(self, guild_id: int, name: str) -> None:
        """Let a rule be as usual in this guild again."""
        self.touched = True
        rule_rows.forget(self.connection, guild_id, name)

    def keep_house(self, guild_id: int, house: House) -> None:
        """Keep how the guild's decks look, in place of what it chose before."""
        self.touched = True
        houses.put(self.connection, guild_id, house)

    def set_preferences(self, guild_id: int, person_id: int, preferences: Preferences) -> None:
        """Keep what somebody chose for themselves in this guild."""
        self.touched = True
        preference_rows.put(self.connection, guild_id, person_id, preferences)

    def save_presentation(self, presentation: Presentation) -> None:
        """Keep how a discussion is presented, in place of what was kept before."""
        self.touched = True
        after_class.save_presentation(self.connection, presentation)

    def keep_reflection(self, reflection: Reflection) -> None:
        """Keep what somebody wrote for themselves, in place of an earlier one."""
        self.touched = True
        after_class.keep_reflection(self.connection, reflection)

    def remove_reflection(self, guild_id: int, discussion_id: DiscussionId, person_id: int) -> None:
        """Forget what somebody wrote for themselves; changes nothing where there is nothing."""
        self.touched = True
        after_class.remove_reflection(self.connection, guild_id, discussion_id, person_id)

    def expect(self, guild_id: int, subject: str, due: Sequence[DueAction]) -> None:
        """Make ``due`` exactly the pending due actions of a subject."""
        self.touched = True
        due_rows.expect(self.connection, guild_id, subject, due)

    def claim_due(
        self, now: datetime, limit: int, held: Collection[DiscussionId] = ()
    ) -> Sequence[DueAction]:
        """Take due actions with ``due_at <= now``, the earliest first, and mark them done."""
        self.touched = True
        return due_rows.claim(self.connection, now, limit, held)

    def put_aside(self, action: DueAction, reason: str, until: datetime) -> None:
        """Make a claimed action pending again, to be tried at ``until``, and note why."""
        self.touched = True
        due_rows.put_aside(self.connection, action, reason, until)

    def post(self, post: Post) -> None:
        """Put a post in the outbox; its name a second time changes nothing, unless it replaces."""
        self.touched = self.posted = True
        outbox.put(self.connection, post)

    def mark_sent(
        self, dedup: str, message_id: int | None, now: datetime, version: int = 1
    ) -> None:
        """Note that a version of a post was made, where it stands, and forget its data."""
        self.touched = True
        outbox.mark_sent(self.connection, dedup, message_id, now, version)

    def unsent_posts(self, guild_id: int, discussion_id: DiscussionId) -> Sequence[Post]:
        """The posts of a discussion that were never tried, in their order."""
        return outbox.unsent(self.connection, guild_id, discussion_id)

    def drop_post(self, post: Post, now: datetime) -> None:
        """Take a post that was never tried out of the outbox, and forget its data."""
        self.touched = True
        outbox.drop(self.connection, post, now)

    def mark_failed(self, dedup: str, reason: str, now: datetime, version: int = 1) -> None:
        """Note that a version of a post can never be made, and forget its data."""
        self.touched = True
        outbox.mark_failed(self.connection, dedup, reason, now, version)

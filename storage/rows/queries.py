"""The questions of ``discussion.ports.store.Reader``, answered over one connection.

Every question but ``live_discussions`` filters on the guild in its WHERE clause: an id of another
guild finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from discussion.after_class.presenting import Presentation
from discussion.after_class.reflection import Reflection
from discussion.model import (
    OVER,
    Contribution,
    Discussion,
    DiscussionId,
    Place,
    Speech,
    State,
    Tag,
)
from discussion.model.house import House
from discussion.model.kept_files import KeptFile
from discussion.model.preferences import Preferences
from discussion.participation.ledger import Heard, Tally, with_airtime
from discussion.record.facts import Facts
from storage.database.columns import inline
from storage.mapping import seeking
from storage.mapping.rows import (
    Children,
    Stored,
    to_contribution,
    to_discussion,
    to_endorsement,
    to_link,
    to_speech,
    to_tag,
)
from storage.rows import after_class, houses, kept_files, outbox
from storage.rows import preferences as preference_rows
from storage.rows import rules as rule_rows
from storage.rows.term import SqlTermReader
from storage.tables.discussions import (
    ContributionRow,
    ContributionTagRow,
    DiscussionRow,
    EndorsementRow,
    FormatRow,
    InvitationRow,
    LinkRow,
    ParticipantRow,
    RoundRow,
    SpeechRow,
    TurnOrderRow,
    table_of,
)

BATCH = 500
"""How many ids one query names at most."""

discussions = table_of(DiscussionRow)
rounds = table_of(RoundRow)
participants = table_of(ParticipantRow)
invitations = table_of(InvitationRow)
turn_orders = table_of(TurnOrderRow)
contributions = table_of(ContributionRow)
tags = table_of(ContributionTagRow)
links = table_of(LinkRow)
endorsements = table_of(EndorsementRow)
speeches = table_of(SpeechRow)
formats = table_of(FormatRow)


def batches(ids: Iterable[Any]) -> Iterable[list[Any]]:
    """Ids in lists of at most ``BATCH``."""
    source = iter(ids)
    while batch := list(islice(source, BATCH)):
        yield batch


_LATEST = discussions.c.started_at.desc(), discussions.c.id


class SqlReader:
    """Answers questions from what one connection sees; fulfils ``ports.store.Reader``."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def term(self) -> SqlTermReader:
        """Questions about topics, planned classes and what belongs to them."""
        return SqlTermReader(self.connection)

    def _settle(self) -> None:
        """Called before talk is read; a transaction writes what it has buffered."""

    def discussion(self, guild_id: int, discussion_id: DiscussionId) -> Discussion | None:
        """One discussion of this guild."""
        return self._one(discussions.c.guild_id == guild_id, discussions.c.id == discussion_id)

    def discussion_at(self, place: Place) -> Discussion | None:
        """The discussion in a place that is not yet published, if there is one."""
        live = (
            discussions.c.guild_id == place.guild_id,
            discussions.c.state != inline(State.PUBLISHED.value),
        )
        found = self._one(*live, discussions.c.channel_id == place.channel_id)
        if found is not None:
            return found
        # In the thread of a group: a server has few live discussions at a time.
        others = self._load(select(discussions).where(*live))
        return next((each for each in others if place in each.places), None)

    def discussions(
        self,
        guild_id: int,
        limit: int = 25,
        *,
        typed: str = "",
        states: Collection[State] = tuple(State),
        channel_id: int | None = None,
    ) -> Sequence[Discussion]:
        """The guild's latest discussions of those that are looked for, the latest first."""
        looked_for = [
            discussions.c.guild_id == guild_id,
            discussions.c.state.in_([each.value for each in states]),
            *(discussions.c.sought.contains(w, autoescape=True) for w in seeking.words(typed)),
        ]
        if channel_id is not None:
            looked_for.append(discussions.c.channel_id == channel_id)
        found = select(discussions).where(*looked_for).order_by(*_LATEST)
        return self._load(found.limit(limit))

    def discussions_of(
        self, guild_id: int, discussion_ids: Sequence[DiscussionId]
    ) -> Sequence[Discussion]:
        """Several discussions of this guild, in their order."""
        found: dict[DiscussionId, Discussion] = {}
        for ids in batches(discussion_ids):
            known = discussions.c.guild_id == guild_id, discussions.c.id.in_(ids)
            found |= {each.id: each for each in self._load(select(discussions).where(*known))}
        return [found[id_] for id_ in discussion_ids if id_ in found]

    def ended(self, guild_id: int) -> Sequence[DiscussionId]:
        """All of the guild's discussions that have ended, the latest first."""
        over = discussions.c.state.in_([each.value for each in OVER])
        query = select(discussions.c.id).where(discussions.c.guild_id == guild_id, over)
        found = self.connection.execute(query.order_by(*_LATEST)).scalars()
        return [DiscussionId(each) for each in found]

    def formats(self, guild_id: int) -> Mapping[str, str]:
        """The guild's own formats by name, each as the text of its file."""
        of_guild = select(formats).where(formats.c.guild_id == guild_id)
        return {row["name"]: row["text"] for row in self._rows(of_guild.order_by(formats.c.name))}

    def rules(self, guild_id: int) -> Mapping[str, str]:
        """The rules that this guild changed, by name, each as it was written."""
        return rule_rows.of_guild(self.connection, guild_id)

    def house(self, guild_id: int) -> House | None:
        """How the guild's decks look, where a lecturer chose it."""
        return houses.of_guild(self.connection, guild_id)

    def preferences(self, guild_id: int) -> Mapping[int, Preferences]:
        """What people of this guild chose for themselves; who chose nothing has no entry."""
        return preference_rows.of_guild(self.connection, guild_id)

    def presentation(self, guild_id: int, discussion_id: DiscussionId) -> Presentation | None:
        """How a discussion is presented, or was last."""
        return after_class.presentation(self.connection, guild_id, discussion_id)

    def presentation_at(self, place: Place) -> Presentation | None:
        """What is being presented in a place."""
        return after_class.presentation_at(self.connection, place)

    def running_presentations(self, guild_id: int) -> Sequence[Presentation]:
        """What is being presented in a guild."""
        return after_class.running_presentations(self.connection, guild_id)

    def reflections(
        self,
        guild_id: int,
        *,
        discussion_id: DiscussionId | None = None,
        person_id: int | None = None,
    ) -> Sequence[Reflection]:
        """What people wrote for themselves: of one discussion, of one person, the latest first."""
        return after_class.reflections_of(self.connection, guild_id, discussion_id, person_id)

    def kept_files(self, guild_id: int, contribution_id: int) -> Sequence[KeptFile]:
        """The copies that are kept of the files of a contribution, in their order."""
        return kept_files.of_contribution(self.connection, guild_id, contribution_id)

    def contributions_with_files(
        self, guild_id: int, discussion_id: DiscussionId
    ) -> frozenset[int]:
        """The contributions of a discussion of which files are kept, by their ids."""
        return kept_files.with_files(self.connection, guild_id, discussion_id)

    def message_of(self, guild_id: int, dedup: str) -> int | None:
        """The Discord message in which a post stands, once it was sent."""
        return outbox.message_of(self.connection, guild_id, dedup)

    def live_discussions(self) -> Sequence[Discussion]:
        """All discussions that are not yet published, in all guilds, the earliest first."""
        live = select(discussions).where(discussions.c.state != inline(State.PUBLISHED.value))
        return self._load(live.order_by(discussions.c.started_at, discussions.c.id))

    def published_discussions(self, since: datetime) -> Sequence[Discussion]:
        """All published discussions that ended since an instant, in all guilds, latest first."""
        of_late = select(discussions).where(
            discussions.c.state == inline(State.PUBLISHED.value), discussions.c.ended_at >= since
        )
        return self._load(of_late.order_by(discussions.c.ended_at.desc(), discussions.c.id))

    def contribution(self, guild_id: int, contribution_id: int) -> Contribution | None:
        """One contribution by its id."""
        found = self._contributions(
            contributions.c.guild_id == guild_id, contributions.c.id == contribution_id
        )
        return found[0] if found else None

    def contributions_in_message(self, guild_id: int, message_id: int) -> Sequence[Contribution]:
        """The contributions whose words can be read in a message, withdrawn ones left out."""
        return self._contributions(
            contributions.c.guild_id == guild_id,
            contributions.c.message_id == message_id,
            contributions.c.withdrawn_at.is_(None),
        )

    def tally(self, guild_id: int, discussion_id: DiscussionId) -> Tally:
        """What was said and not withdrawn, by person and round; held words count."""
        self._settle()
        by = contributions.c.author_id, contributions.c.round_number
        named = case((contributions.c.anonymous, 0), else_=1)
        query = (
            select(
                *by,
                func.count().label("turns"),
                func.sum(named).label("named_turns"),
                func.sum(contributions.c.words).label("words"),
                func.sum(named * contributions.c.words).label("named_words"),
                func.max(contributions.c.said_at).label("last_at"),
            )
            .where(
                contributions.c.guild_id == guild_id,
                contributions.c.discussion_id == discussion_id,
                contributions.c.withdrawn_at.is_(None),
            )
            .group_by(*by)
        )
        written = {
            (row["author_id"], row["round_number"]): Heard(
                turns=row["turns"],
                named_turns=row["named_turns"],
                words=row["words"],
                last_at=row["last_at"],
                wrote_at=row["last_at"],
                named_words=row["named_words"],
            )
            for row in self._rows(query)
        }
        return with_airtime(written, self.speeches(guild_id, discussion_id))

    def speeches(self, guild_id: int, discussion_id: DiscussionId) -> Sequence[Speech]:
        """What was spoken aloud, in the order in which it began."""
        query = (
            select(speeches)
            .where(speeches.c.guild_id == guild_id, speeches.c.discussion_id == discussion_id)
            .order_by(speeches.c.began_at, speeches.c.person_id)
        )
        return [to_speech(row) for row in self._rows(query)]

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
        self._settle()
        written = (
            select(contributions.c.said_at, contributions.c.author_id)
            .where(
                contributions.c.guild_id == guild_id,
                contributions.c.discussion_id == discussion_id,
                contributions.c.round_number == round_number,
                contributions.c.withdrawn_at.is_(None),
                contributions.c.anonymous.is_(False),
                *([] if among is None else [contributions.c.author_id.in_(among)]),
            )
            .order_by(contributions.c.said_at.desc(), contributions.c.id.desc())
            .limit(limit)
        )
        turns = [(row["said_at"], row["author_id"]) for row in self._rows(written)]
        turns.reverse()
        turns += [
            (each.began_at + each.length, each.person_id)
            for each in self.speeches(guild_id, discussion_id)
            if each.round_number == round_number and (among is None or each.person_id in among)
        ]
        turns.sort(key=lambda turn: turn[0])
        return [person for _, person in turns][-limit:]

    def facts(self, guild_id: int, discussion_id: DiscussionId) -> Facts | None:
        """Everything kept of one discussion, in the order in which it was said."""
        discussion = self.discussion(guild_id, discussion_id)
        return self._facts(guild_id, [discussion])[0] if discussion is not None else None

    def facts_of(self, guild_id: int, discussion_ids: Sequence[DiscussionId]) -> Sequence[Facts]:
        """Everything kept of several discussions, in their order."""
        return self._facts(guild_id, self.discussions_of(guild_id, discussion_ids))

    def _facts(self, guild_id: int, found: Sequence[Discussion]) -> list[Facts]:
        ids = [str(each.id) for each in found]
        said: dict[str, list[Contribution]] = defaultdict(list)
        of_these = contributions.c.discussion_id.in_(ids)
        for each in self._contributions(contributions.c.guild_id == guild_id, of_these):
            said[each.discussion_id].append(each)
        related = self._children(links, ids, links.c.from_id, links.c.to_id, links.c.kind)
        by_whom = endorsements.c.contribution_id, endorsements.c.person_id
        endorsed = self._children(endorsements, ids, *by_whom)
        aloud = self._children(speeches, ids, speeches.c.began_at, speeches.c.person_id)
        return [
            Facts(
                discussion=each,
                contributions=tuple(said[each.id]),
                links=tuple(to_link(row) for row in related[each.id]),
                endorsements=tuple(to_endorsement(row) for row in endorsed[each.id]),
                speeches=tuple(to_speech(row) for row in aloud[each.id]),
            )
            for each in found
        ]

    def _rows(self, query: Select[Any]) -> Sequence[Stored]:
        return self.connection.execute(query).mappings().all()

    def _one(self, *conditions: ColumnElement[bool]) -> Discussion | None:
        found = self._load(select(discussions).where(*conditions))
        return found[0] if found else None

    def _load(self, query: Select[Any]) -> list[Discussion]:
        """Discussions with their children: five queries for each ``BATCH`` of them."""
        rows = self._rows(query)
        found: list[Discussion] = []
        for batch in batches(rows):
            ids = [row["id"] for row in batch]
            begun = self._children(rounds, ids, rounds.c.number)
            people = self._children(participants, ids, participants.c.joined_at, participants.c.id)
            asked = self._children(invitations, ids, invitations.c.position)
            orders = self._children(turn_orders, ids)
            found += [
                to_discussion(
                    row,
                    Children(
                        rounds=begun[row["id"]],
                        participants=people[row["id"]],
                        invitations=asked[row["id"]],
                        turns=next(iter(orders[row["id"]]), None),
                    ),
                )
                for row in batch
            ]
        return found

    def _children(
        self, table: Any, ids: list[str], *order: ColumnElement[Any]
    ) -> dict[str, list[Stored]]:
        grouped: dict[str, list[Stored]] = defaultdict(list)
        query = select(table).where(table.c.discussion_id.in_(ids)).order_by(*order)
        for row in self._rows(query):
            grouped[row["discussion_id"]].append(row)
        return grouped

    def _contributions(self, *conditions: ColumnElement[bool]) -> list[Contribution]:
        self._settle()
        order = contributions.c.said_at, contributions.c.id
        rows = self._rows(select(contributions).where(*conditions).order_by(*order))
        labels: dict[int, list[Tag]] = defaultdict(list)
        if rows:
            said = select(contributions.c.id).where(*conditions)
            for row in self._rows(select(tags).where(tags.c.contribution_id.in_(said))):
                labels[row["contribution_id"]].append(to_tag(row))
        return [to_contribution(row, frozenset(labels[row["id"]])) for row in rows]

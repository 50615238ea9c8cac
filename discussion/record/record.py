"""The record of one discussion, complete and ready to be read by people outside it.

A record is what synthesis, slides and exports are made from. It never holds the author of an
anonymous contribution, the names of people who were invited, passed or opted out, nor any words
that were withdrawn or deleted: what is not here cannot leak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from discussion.model import Answer, Case, LinkKind, RoundKind, Tag
from discussion.participation.ledger import Evenness, LedgerCounts
from discussion.participation.pulse import Felt


@dataclass(frozen=True, slots=True)
class RecordedRound:
    """A round, as planned and as it ran; one that never began has no ``began_at``."""

    number: int
    kind: RoundKind
    title: str
    question: str
    planned: timedelta
    began_at: datetime | None
    ended_at: datetime | None
    paused: timedelta
    case_stage: int | None
    ledger: LedgerCounts


@dataclass(frozen=True, slots=True)
class RecordedContribution:
    """Words that may be shown.

    ``speaker`` tells apart who spoke without saying who it is: two contributions share it exactly
    if one person said both under the same name, or both anonymously. ``name`` is None where the
    words are anonymous.
    """

    id: int
    speaker: str
    name: str | None
    round_number: int
    said_at: datetime
    text: str
    words: int
    tags: frozenset[Tag]
    case_stage: int | None
    url: str | None
    """The message in Discord where the words can be read."""
    endorsements: int
    endorsed_by: frozenset[str] = frozenset()
    """Opaque keys of the people for whom this speaks too; only their number is ever shown."""
    pseudonym: str | None = None
    """What nameless words are signed with, where the format wants that and it tells nobody."""
    group_number: int | None = None
    """In which group of its round it was said; None where everybody was together, and for
    nameless words: in a pair the number would be half a name."""

    @property
    def signature(self) -> str | None:
        """The name beside the words, else the pseudonym where the format gave one."""
        return self.name or self.pseudonym


@dataclass(frozen=True, slots=True)
class RecordedLink:
    """A relation between two contributions of this record."""

    from_id: int
    to_id: int
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class RecordedInvitation:
    """An invitation to speak, without the person."""

    round_number: int
    made_at: datetime
    delivered: bool
    answer: Answer | None
    followed_after: timedelta | None
    """How long after it the person contributed in the same round; None if they did not."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of an action since its class."""

    done_on: date | None
    """None: still open."""
    due_on: date | None
    """As it stands now; people may have given it another date."""


@dataclass(frozen=True, slots=True)
class RecordedAction:
    """Something that somebody means to do; gaps stay gaps."""

    contribution_id: int
    text: str
    owners: tuple[str, ...]
    due_on: date | None
    follow_up: FollowUp | None = None
    """None where nobody keeps it, or where the record is of its class alone."""


@dataclass(frozen=True, slots=True)
class RankedTheme:
    """A theme of a vote and how often it was chosen; nothing says by whom."""

    round_number: int
    name: str
    votes: int


@dataclass(frozen=True, slots=True)
class NamedShare:
    """How much one person said under their own name, by round number."""

    name: str
    contributions: int
    words: int
    words_by_round: tuple[tuple[int, int], ...]
    spoken: timedelta = timedelta()
    """How long they spoke aloud in turns of their own."""


@dataclass(frozen=True, slots=True)
class AroundInvitations:
    """How evenly people shared the talk before and after they were invited to it.

    Only rounds in which an invitation arrived are looked at, each cut in two by its first one: all
    that was said before it in any of them, and all that was said after it. Two stretches of time
    differ in more than the invitations, so this is a description and no experiment.
    """

    rounds: int
    """How many rounds were cut so."""
    before: Evenness | None
    """None where nobody spoke, or so few that nameless words might be told apart."""
    after: Evenness | None


@dataclass(frozen=True, slots=True)
class RecordedReading:
    """Something that the class was given to read."""

    title: str
    source: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """What was asked while a slide was presented; the name is None where it was left out."""

    slide: int
    """The number of the slide, counted from 1."""
    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One discussion, ready to be shown."""

    discussion_id: str
    topic: str
    format_title: str
    server_name: str
    facilitator: str
    started_at: datetime
    ended_at: datetime | None
    zone: str
    """IANA name of the zone in which dates and times are shown."""
    case: Case | None
    rounds: tuple[RecordedRound, ...]
    contributions: tuple[RecordedContribution, ...]
    links: tuple[RecordedLink, ...]
    invitations: tuple[RecordedInvitation, ...]
    actions: tuple[RecordedAction, ...]
    shares: tuple[NamedShare, ...]
    """People who wrote or spoke under their name, most words first, then most time aloud."""
    ledger: LedgerCounts
    """As it may be told (``disclosure``)."""
    evenness: Evenness | None
    """Over all who were there, of words under a name; None where nobody spoke so."""
    withdrawn: int
    """How many contributions were withdrawn or deleted by the people who made them."""
    around_invitations: AroundInvitations | None = None
    """The same before and after invitations; None where nobody was invited."""
    felt: Felt | None = None
    """What people answered at the close; None if nobody did, or before the end."""
    readings: tuple[RecordedReading, ...] = ()
    themes_ranked: tuple[RankedTheme, ...] = ()
    """The results of the votes, by round, the theme chosen most often first."""
    presenters: Mapping[int, str] = field(default_factory=dict)
    """Who presents a slide, by its number; empty until the discussion is presented."""
    questions: tuple[RecordedQuestion, ...] = ()
    """What was asked when it was presented, by slide and time."""
    headlines: Mapping[str, str] = field(default_factory=dict)
    """Headlines that the class chose, by theme; words of that theme, letter by letter."""

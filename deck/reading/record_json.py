"""Reading ``record.json`` back, so that a deck can be built again from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from deck.rendering.record_json import FORMAT
from discussion.model import Answer, Case, CaseStage, LinkKind, RoundKind, Tag, TagKind
from discussion.model.errors import BadFile
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import Evenness, LedgerCounts
from discussion.participation.pulse import Felt
from discussion.record.record import (
    AroundInvitations,
    NamedShare,
    RankedTheme,
    Record,
    RecordedAction,
    RecordedContribution,
    RecordedInvitation,
    RecordedLink,
    RecordedQuestion,
    RecordedReading,
    RecordedRound,
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
MOST = 10**9
MOST_ENDORSEMENTS = 1_000
"""The largest numbers that a file may hold; larger ones are no counts of people or words."""
_LEDGER = ("contributed", "contributed_anonymously", "passed", "opted_out", "away", "not_yet_heard")
_EVENNESS = ("gini_words", "gini_turns", "lowest_share", "highest_share")


class _Node:
    """A value of the file and where it stands, so that an error can name the field."""

    def __init__(self, value: Any, where: str) -> None:
        self.value = value
        self.where = where

    def wrong(self, wanted: str) -> BadFile:
        return BadFile(f"The record cannot be read: “{self.where}” should be {wanted}.")

    def __getitem__(self, key: str) -> _Node:
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        where = f"{self.where}.{key}" if self.where else key
        if key not in self.value:
            raise BadFile(f"The record cannot be read: “{where}” is missing.")
        return _Node(self.value[key], where)

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str, default: Any) -> _Node:
        """A field that files of earlier versions do not have."""
        if isinstance(self.value, dict) and key not in self.value:
            return _Node(default, f"{self.where}.{key}")
        return self[key]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("text")
        return self.value

    def whole(self, most: int = MOST) -> int:
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise self.wrong(f"a whole number from 0 to {most:,}")
        return value

    def number(self) -> float:
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.wrong("a number")
        return float(self.value)

    def yes(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def id(self) -> int:
        if not isinstance(self.value, str) or not (self.value.isascii() and self.value.isdigit()):
            raise self.wrong("an id: digits in quotation marks")
        return int(self.value)

    def instant(self) -> datetime:
        try:
            instant = datetime.fromisoformat(self.text())
        except ValueError:
            raise self.wrong("a date and time such as 2026-11-12T14:00:00+00:00") from None
        if instant.tzinfo is None:
            raise self.wrong("a date and time with its offset")
        return instant

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.wrong("a date such as 2026-11-26") from None

    def length(self) -> timedelta:
        seconds = self.number()
        if not 0 <= seconds <= 10**9:
            raise self.wrong("a length in seconds")
        return timedelta(seconds=seconds)

    def one_of(self, kind: type[E]) -> E:
        try:
            return kind(self.text())
        except ValueError:
            raise self.wrong("one of " + ", ".join(kind)) from None

    def items(self) -> list[_Node]:
        if not isinstance(self.value, list):
            raise self.wrong("a list")
        return [_Node(value, f"{self.where}[{i}]") for i, value in enumerate(self.value)]

    def maybe(self, read: Callable[[_Node], T]) -> T | None:
        return None if self.value is None else read(self)


def read_json(text: str) -> Record:
    """The record in a JSON text. Raises ``BadFile`` that names the field which is wrong.

    Nameless contributions come back as one voice each, and invitations at the beginning of their
    round: the file does not hold more (see ``render_json``). Unknown fields are passed over.
    """
    try:
        root = _Node(json.loads(text), "")
    except (ValueError, RecursionError) as error:
        raise BadFile(f"The record is not JSON: {error}.") from None
    version = root["format"].whole()
    if version != FORMAT:
        raise BadFile(f"The record has format {version}; this program reads format {FORMAT}.")
    started_at = root["started_at"].instant()
    rounds = tuple(_round(node) for node in root["rounds"].items())
    began = {r.number: r.began_at or started_at for r in rounds}
    return Record(
        discussion_id=root["discussion_id"].text(),
        topic=root["topic"].text(),
        format_title=root["format_title"].text(),
        server_name=root["server_name"].text(),
        facilitator=root["facilitator"].text(),
        started_at=started_at,
        ended_at=root["ended_at"].maybe(_Node.instant),
        zone=root["zone"].text(),
        case=root["case"].maybe(_case),
        rounds=rounds,
        contributions=tuple(_contribution(node) for node in root["contributions"].items()),
        links=tuple(
            RecordedLink(n["from"].id(), n["to"].id(), n["kind"].one_of(LinkKind))
            for n in root["links"].items()
        ),
        invitations=tuple(_invitation(n, began, started_at) for n in root["invitations"].items()),
        actions=tuple(_action(node) for node in root["actions"].items()),
        shares=tuple(_share(node) for node in root["shares"].items()),
        ledger=_ledger(root["ledger"]),
        evenness=root["evenness"].maybe(_evenness),
        around_invitations=root.get("around_invitations", None).maybe(_around),
        withdrawn=root["withdrawn"].whole(),
        felt=root.get("felt", None).maybe(_felt),
        themes_ranked=tuple(
            RankedTheme(n["round"].whole(), n["theme"].text(), n["votes"].whole())
            for n in root.get("themes_ranked", []).items()
        ),
        headlines={n["theme"].text(): n["words"].text() for n in root.get("headlines", []).items()},
        readings=tuple(_reading(node) for node in root.get("readings", []).items()),
        presenters={
            n["slide"].whole(): n["name"].text() for n in root.get("presenters", []).items()
        },
        questions=tuple(
            RecordedQuestion(n["slide"].whole(), n["text"].text(), n["name"].maybe(_Node.text))
            for n in root.get("questions", []).items()
        ),
    )


def _felt(node: _Node) -> Felt:
    return Felt(
        node["answers"].whole(), node["mean"].maybe(_Node.number), node["counts"].maybe(_five)
    )


def _five(node: _Node) -> tuple[int, int, int, int, int]:
    numbers = [each.whole() for each in node.items()]
    if len(numbers) != 5:
        raise node.wrong("five numbers")
    one, two, three, four, five = numbers
    return one, two, three, four, five


def _ledger(node: _Node) -> LedgerCounts:
    # Files of before tell more of how people took part than is told now.
    counts = {name: node[name].whole() for name in _LEDGER}
    return disclosed(LedgerCounts(**counts, otherwise=node.get("otherwise", 0).whole()))


def _evenness(node: _Node) -> Evenness:
    return Evenness(**{name: node[name].number() for name in _EVENNESS})


def _around(node: _Node) -> AroundInvitations:
    return AroundInvitations(
        node["rounds"].whole(), node["before"].maybe(_evenness), node["after"].maybe(_evenness)
    )


def _case(node: _Node) -> Case:
    stages = tuple(
        CaseStage(
            s["title"].text(),
            s["text"].text(),
            s.get("question", "").text(),
            tuple(each.text() for each in s.get("shown", []).items()),
        )
        for s in node["stages"].items()
    )
    return Case(node["title"].text(), stages)


def _round(node: _Node) -> RecordedRound:
    return RecordedRound(
        number=node["number"].whole(),
        kind=node["kind"].one_of(RoundKind),
        title=node["title"].text(),
        question=node["question"].text(),
        planned=node["planned_seconds"].length(),
        began_at=node["began_at"].maybe(_Node.instant),
        ended_at=node["ended_at"].maybe(_Node.instant),
        paused=node["paused_seconds"].length(),
        case_stage=node["case_stage"].maybe(_Node.whole),
        ledger=_ledger(node["ledger"]),
    )


def _contribution(node: _Node) -> RecordedContribution:
    number = node["id"].id()
    anonymous = node["anonymous"].yes()
    return RecordedContribution(
        id=number,
        speaker=f"anonymous-{number}" if anonymous else node["speaker"].text(),
        name=None if anonymous else node["name"].text(),
        round_number=node["round"].whole(),
        said_at=node["said_at"].instant(),
        text=node["text"].text(),
        words=node["words"].whole(),
        tags=frozenset(
            Tag(t["kind"].one_of(TagKind), t["name"].text()) for t in node["tags"].items()
        ),
        case_stage=node["case_stage"].maybe(_Node.whole),
        url=node["url"].maybe(_Node.text),
        endorsements=node["endorsements"].whole(MOST_ENDORSEMENTS),
        pseudonym=node.get("pseudonym", None).maybe(_Node.text),
        group_number=node.get("group", None).maybe(_Node.whole),
    )


def _invitation(
    node: _Node, began: dict[int, datetime], started_at: datetime
) -> RecordedInvitation:
    number = node["round"].whole()
    return RecordedInvitation(
        round_number=number,
        made_at=began.get(number, started_at),
        delivered=node["delivered"].yes(),
        answer=node["answer"].maybe(lambda n: n.one_of(Answer)),
        followed_after=timedelta() if node["followed"].yes() else None,
    )


def _reading(node: _Node) -> RecordedReading:
    return RecordedReading(
        node["title"].text(), node["source"].text(), node["url"].maybe(_Node.text)
    )


def _action(node: _Node) -> RecordedAction:
    return RecordedAction(
        contribution_id=node["contribution"].id(),
        text=node["text"].text(),
        owners=tuple(owner.text() for owner in node["owners"].items()),
        due_on=node["due_on"].maybe(_Node.day),
    )


def _share(node: _Node) -> NamedShare:
    pairs = []
    for pair in node["words_by_round"].items():
        both = pair.items()
        if len(both) != 2:
            raise pair.wrong("a round and its words")
        pairs.append((both[0].whole(), both[1].whole()))
    return NamedShare(
        name=node["name"].text(),
        contributions=node["contributions"].whole(),
        words=node["words"].whole(),
        words_by_round=tuple(pairs),
        # Records of earlier versions have no time spoken aloud.
        spoken=node["spoken_seconds"].length() if node.has("spoken_seconds") else timedelta(),
    )

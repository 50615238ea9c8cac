"""Documents of how people are arranged; absent ones (NULL) are those of classes without them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from discussion.model.arrangement import Ballot, Fishbowl, Floor, Group, Hand, Pulse
from storage.rows.codec import Document, body, instant, to_instant, versioned


def groups_document(groups: Iterable[Group]) -> Document | None:
    """The groups of all rounds."""
    rows = [
        {
            "round": each.round_number,
            "number": each.number,
            "members": list(each.members),
            "merged_from": list(each.merged_from),
            "thread": each.thread_id,
            "closed_at": instant(each.closed_at),
        }
        for each in groups
    ]
    return versioned("groups", rows) if rows else None


def groups_of(document: Any) -> tuple[Group, ...]:
    """The groups again."""
    if document is None:
        return ()
    return tuple(
        Group(
            round_number=row["round"],
            number=row["number"],
            members=tuple(row["members"]),
            merged_from=tuple(row["merged_from"]),
            thread_id=row["thread"],
            closed_at=to_instant(row["closed_at"]),
        )
        for row in body(document, "groups")
    )


def fishbowl_document(fishbowl: Fishbowl | None) -> Document | None:
    """The two circles, if there are any."""
    if fishbowl is None:
        return None
    row = {
        "round": fishbowl.round_number,
        "inner": list(fishbowl.inner),
        "outer": list(fishbowl.outer),
        "swaps": fishbowl.swaps,
    }
    return versioned("fishbowl", row)


def fishbowl_of(document: Any) -> Fishbowl | None:
    """The two circles again."""
    if document is None:
        return None
    row = body(document, "fishbowl")
    return Fishbowl(row["round"], tuple(row["inner"]), tuple(row["outer"]), row["swaps"])


def ballots_document(ballots: Iterable[Ballot]) -> Document | None:
    """The ballots of all rounds. JSON knows only text as keys, so votes and sums are pairs."""
    rows = [
        {
            "round": each.round_number,
            "options": list(each.options),
            "votes": [[person, list(chosen)] for person, chosen in each.votes.items()],
            "voters": sorted(each.voters),
            "result": None if each.result is None else [list(pair) for pair in each.result],
        }
        for each in ballots
    ]
    return versioned("ballots", rows) if rows else None


def ballots_of(document: Any) -> tuple[Ballot, ...]:
    """The ballots again."""
    if document is None:
        return ()
    return tuple(
        Ballot(
            round_number=row["round"],
            options=tuple(row["options"]),
            votes={person: tuple(chosen) for person, chosen in row["votes"]},
            voters=frozenset(row["voters"]),
            result=None
            if row["result"] is None
            else tuple((name, votes) for name, votes in row["result"]),
        )
        for row in body(document, "ballots")
    )


def hands_document(hands: Iterable[Hand]) -> Document | None:
    """The raised hands, in their order."""
    rows = [
        {"person": each.person_id, "raised_at": instant(each.raised_at), "heard": each.heard}
        for each in hands
    ]
    return versioned("hands", rows) if rows else None


def hands_of(document: Any) -> tuple[Hand, ...]:
    """The raised hands again."""
    if document is None:
        return ()
    return tuple(
        Hand(row["person"], datetime.fromisoformat(row["raised_at"]), row["heard"])
        for row in body(document, "hands")
    )


def floor_document(floor: Floor | None) -> Document | None:
    """Who has the floor, if anybody has."""
    if floor is None:
        return None
    row = {
        "person": floor.person_id,
        "began_at": instant(floor.began_at),
        "sign_at": instant(floor.sign_at),
    }
    return versioned("floor", row)


def floor_of(document: Any) -> Floor | None:
    """Who has the floor again."""
    if document is None:
        return None
    row = body(document, "floor")
    began_at = datetime.fromisoformat(row["began_at"])
    return Floor(row["person"], began_at, to_instant(row["sign_at"]))


def pulse_document(pulse: Pulse) -> Document | None:
    """Who answered, in the order of their ids, and the sums: nothing joins the two."""
    if not pulse.answered:
        return None
    row = {"answered": sorted(pulse.answered), "counts": list(pulse.counts)}
    return versioned("pulse", row)


def pulse_of(document: Any) -> Pulse:
    """The pulse again."""
    if document is None:
        return Pulse()
    row = body(document, "pulse")
    one, two, three, four, five = row["counts"]
    return Pulse(frozenset(row["answered"]), (one, two, three, four, five))

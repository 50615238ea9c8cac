"""The documents: parts of a discussion that are read and written whole, as versioned JSON.

Each document is an object ``{"v": 1, ...}``. A change of shape raises its version and adds a
branch to its reader, so that rows of earlier classes stay readable without being rewritten.
Lengths are whole microseconds, instants ISO 8601 with their offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from discussion.model import Case, CaseStage, Pause, RoundKind, RoundPlan
from discussion.model.effects import Json
from discussion.model.policy import Policy
from storage.database.columns import MICROSECOND
from storage.database.errors import DomainError, StorageUnavailable

VERSION = 1
Document = dict[str, Any]


def versioned(key: str, content: Any) -> Document:
    """A document of the present version."""
    return {"v": VERSION, key: content}


def body(document: Any, key: str) -> Any:
    """The content of a document. Raises ``StorageUnavailable`` for a version it cannot read."""
    if not isinstance(document, Mapping) or document.get("v") != VERSION:
        raise StorageUnavailable(f"A stored document of {key!r} is not of version {VERSION}.")
    return document[key]


def refuse_nul(value: Json) -> None:
    """Raise ``DomainError`` if a NUL stands in any text of a JSON value (PostgreSQL has none)."""
    if isinstance(value, str):
        if "\0" in value:
            raise DomainError(f"Text with a NUL cannot be stored: {value!r}")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            refuse_nul(key)
            refuse_nul(each)
    elif isinstance(value, list | tuple):
        for each in value:
            refuse_nul(each)


def instant(value: datetime | None) -> str | None:
    """An instant as text. Raises ``DomainError`` if it is naive."""
    if value is None:
        return None
    if value.utcoffset() is None:
        raise DomainError(f"An instant without a time zone cannot be stored: {value!r}")
    return value.isoformat()


def to_instant(value: str | None) -> datetime | None:
    """An instant from its text."""
    return None if value is None else datetime.fromisoformat(value)


def plans_document(plans: Iterable[RoundPlan]) -> Document:
    """The planned rounds."""
    return {
        "v": VERSION,
        "plans": [
            {
                "kind": plan.kind.value,
                "title": plan.title,
                "question": plan.question,
                "length": plan.length // MICROSECOND,
                "stem": plan.stem,
                "case_stage": plan.case_stage,
                "attributed": plan.attributed,
                "planned": None if plan.planned is None else plan.planned // MICROSECOND,
                "again_of": plan.again_of,
                "own_question": plan.own_question,
            }
            for plan in plans
        ],
    }


def plans_of(document: Any) -> tuple[RoundPlan, ...]:
    """The planned rounds again."""
    return tuple(
        RoundPlan(
            kind=RoundKind(plan["kind"]),
            title=plan["title"],
            question=plan["question"],
            length=timedelta(microseconds=plan["length"]),
            stem=plan["stem"],
            case_stage=plan["case_stage"],
            attributed=plan.get("attributed", True),
            planned=_length(plan.get("planned")),
            again_of=plan.get("again_of"),
            own_question=plan.get("own_question", False),
        )
        for plan in body(document, "plans")
    )


def _length(microseconds: int | None) -> timedelta | None:
    return None if microseconds is None else timedelta(microseconds=microseconds)


def case_document(case: Case | None) -> Document | None:
    """The case study, if there is one."""
    if case is None:
        return None
    stages = [
        {
            "title": stage.title,
            "text": stage.text,
            "question": stage.question,
            "shown": list(stage.shown),
        }
        for stage in case.stages
    ]
    return {"v": VERSION, "case": {"title": case.title, "stages": stages}}


def case_of(document: Any) -> Case | None:
    """The case study again."""
    if document is None:
        return None
    case = body(document, "case")
    stages = tuple(
        CaseStage(
            stage["title"],
            stage["text"],
            # Rows of earlier classes have neither.
            stage.get("question", ""),
            tuple(stage.get("shown", ())),
        )
        for stage in case["stages"]
    )
    return Case(case["title"], stages)


def policy_document(policy: Policy) -> Document:
    """The thresholds in force, every one of them: later defaults do not change an old class."""
    values = {each.name: getattr(policy, each.name) for each in fields(Policy)}
    return {
        "v": VERSION,
        "policy": {
            name: value // MICROSECOND if isinstance(value, timedelta) else value
            for name, value in values.items()
        },
    }


def policy_of(document: Any) -> Policy:
    """The thresholds again; one that did not exist when the row was written has its default."""
    stored = body(document, "policy")
    defaults = Policy()
    values: dict[str, Any] = {}
    for each in fields(Policy):
        if each.name in stored:
            length = isinstance(getattr(defaults, each.name), timedelta)
            value = stored[each.name]
            values[each.name] = timedelta(microseconds=value) if length else value
    return Policy(**values)


def pauses_document(pauses: Iterable[Pause]) -> Document:
    """The pauses of a round."""
    return {
        "v": VERSION,
        "pauses": [
            {"began_at": instant(pause.began_at), "ended_at": instant(pause.ended_at)}
            for pause in pauses
        ],
    }


def pauses_of(document: Any) -> tuple[Pause, ...]:
    """The pauses again."""
    return tuple(
        Pause(
            datetime.fromisoformat(pause["began_at"]),
            pause["ended_at"] and datetime.fromisoformat(pause["ended_at"]),
        )
        for pause in body(document, "pauses")
    )


def numbers_document(numbers: Iterable[int]) -> Document:
    """Ids or round numbers, in the order given."""
    return {"v": VERSION, "numbers": list(numbers)}


def numbers_of(document: Any) -> tuple[int, ...]:
    """The numbers again."""
    return tuple(body(document, "numbers"))


def data_document(data: Mapping[str, Json]) -> Document:
    """What a post is rendered from. Raises ``DomainError`` for a NUL in any of its text."""
    refuse_nul(data)
    return {"v": VERSION, "data": _plain(data)}


def data_of(document: Any) -> Mapping[str, Json]:
    """What a post is rendered from, again."""
    data: Mapping[str, Json] = body(document, "data")
    return data


def _plain(value: Json) -> Any:
    """Mappings as ``dict``: the JSON encoder knows no other."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value

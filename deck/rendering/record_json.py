"""The record as JSON: ledger, rounds, contributions, invitations, actions, evenness, audit.

Three things of a record are coarsened, so that nobody can be singled out from the file: nameless
contributions bear no speaker key (two by one person cannot be told to be so); an invitation says
its round and whether words followed, but not when (times would match it to a contribution); and
statements say how many people marked them, but not who: even opaque keys would tie together all
that one person marked, and nobody marks their own words.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from deck.outline.outline import Outline
from deck.printable import paragraphs
from discussion.participation.ledger import Evenness, LedgerCounts
from discussion.record.record import AroundInvitations, Record, RecordedContribution, RecordedRound

FORMAT = 1
"""The version of this form; a reader refuses a newer one."""


def render_json(record: Record, outline: Outline) -> str:
    """The record with the outline's audit and left-out list, indented, in UTF-8's own letters."""
    return json.dumps(as_data(record, outline), ensure_ascii=False, indent=2, default=str) + "\n"


def as_data(record: Record, outline: Outline) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "format": FORMAT,
        "discussion_id": record.discussion_id,
        "topic": _text(record.topic),
        "format_title": _text(record.format_title),
        "server_name": _text(record.server_name),
        "facilitator": _text(record.facilitator),
        "started_at": _at(record.started_at),
        "ended_at": _at(record.ended_at),
        "zone": record.zone,
        "case": None
        if record.case is None
        else {
            "title": _text(record.case.title),
            "stages": [
                {
                    "title": _text(s.title),
                    "text": _text(s.text),
                    "question": _text(s.question),
                    "shown": [_text(each) for each in s.shown],
                }
                for s in record.case.stages
            ],
        },
        "ledger": _ledger(record.ledger),
        "evenness": _evenness(record.evenness),
        "around_invitations": _around(record.around_invitations),
        "withdrawn": record.withdrawn,
        "felt": asdict(record.felt) if record.felt else None,
        "rounds": [_round(r) for r in record.rounds],
        "contributions": [_contribution(c) for c in record.contributions],
        "links": [
            {"from": str(x.from_id), "to": str(x.to_id), "kind": x.kind.value} for x in record.links
        ],
        "invitations": sorted(
            (
                {
                    "round": i.round_number,
                    "delivered": i.delivered,
                    "answer": i.answer.value if i.answer else None,
                    "followed": i.followed_after is not None,
                }
                for i in record.invitations
            ),
            # Sorted by what they say, so that their order says nothing.
            key=lambda i: json.dumps(i, sort_keys=True),
        ),
        "actions": [
            {
                "contribution": str(a.contribution_id),
                "text": _text(a.text),
                "owners": [_text(o) for o in a.owners],
                "due_on": a.due_on.isoformat() if a.due_on else None,
            }
            for a in record.actions
        ],
        "shares": [
            {
                "name": _text(s.name),
                "contributions": s.contributions,
                "words": s.words,
                "words_by_round": [list(pair) for pair in s.words_by_round],
                "spoken_seconds": s.spoken.total_seconds(),
            }
            for s in record.shares
        ],
        "themes_ranked": [
            {"round": t.round_number, "theme": _text(t.name), "votes": t.votes}
            for t in record.themes_ranked
        ],
        "headlines": [
            {"theme": _text(theme), "words": _text(words)}
            for theme, words in record.headlines.items()
        ],
        "readings": [
            {"title": _text(r.title), "source": _text(r.source), "url": r.url}
            for r in record.readings
        ],
        "presenters": [
            {"slide": n, "name": _text(name)} for n, name in sorted(record.presenters.items())
        ],
        "questions": [
            {"slide": q.slide, "text": _text(q.text), "name": _text(q.name) if q.name else None}
            for q in record.questions
        ],
        "audit": asdict(outline.audit),
        "left_out": [asdict(item) for item in outline.left_out],
        "remarks": list(outline.remarks),
    }


def _text(text: str) -> str:
    """Text without half characters, which UTF-8 cannot hold."""
    return paragraphs(text) if any("\ud800" <= c <= "\udfff" for c in text) else text


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _ledger(ledger: LedgerCounts) -> dict[str, int]:
    return {
        **asdict(ledger),
        "participants": ledger.participants,
    }


def _around(around: AroundInvitations | None) -> dict[str, Any] | None:
    if around is None:
        return None
    return {
        "rounds": around.rounds,
        "before": _evenness(around.before),
        "after": _evenness(around.after),
    }


def _evenness(evenness: Evenness | None) -> dict[str, float] | None:
    return asdict(evenness) if evenness else None


def _round(round_: RecordedRound) -> dict[str, Any]:
    return {
        "number": round_.number,
        "kind": round_.kind.value,
        "title": _text(round_.title),
        "question": _text(round_.question),
        "planned_seconds": round_.planned.total_seconds(),
        "began_at": _at(round_.began_at),
        "ended_at": _at(round_.ended_at),
        "paused_seconds": round_.paused.total_seconds(),
        "case_stage": round_.case_stage,
        "ledger": _ledger(round_.ledger),
    }


def _contribution(contribution: RecordedContribution) -> dict[str, Any]:
    data: dict[str, Any] = {
        # Ids are text: JavaScript's numbers cannot hold them.
        "id": str(contribution.id),
        "anonymous": contribution.name is None,
        "round": contribution.round_number,
        "said_at": _at(contribution.said_at),
        "text": _text(contribution.text),
        "words": contribution.words,
        "tags": [{"kind": t.kind.value, "name": _text(t.name)} for t in sorted(contribution.tags)],
        "case_stage": contribution.case_stage,
        "url": contribution.url,
        "endorsements": contribution.endorsements,
        "group": contribution.group_number,
    }
    if contribution.name is not None:
        data |= {"speaker": _text(contribution.speaker), "name": _text(contribution.name)}
    elif contribution.pseudonym is not None:
        data["pseudonym"] = _text(contribution.pseudonym)
    return data

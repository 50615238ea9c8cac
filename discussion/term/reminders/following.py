"""What became of the actions of a class, beside them in its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from discussion.record.record import FollowUp, Record, RecordedAction
from discussion.term.model import Promise


def followed(record: Record, promises: Sequence[Promise]) -> Record:
    """A record whose actions say what became of them, as far as promises were kept of them.

    An action is found again by its words: its number in the record moves when words before it are
    taken back.
    """
    waiting = list(promises)
    zone = ZoneInfo(record.zone)

    def follow(action: RecordedAction) -> RecordedAction:
        same = [each for each in waiting if each.text == action.text]
        if not same:
            return action
        kept = next((e for e in same if e.contribution_id == action.contribution_id), same[0])
        waiting.remove(kept)
        done = kept.done_at.astimezone(zone).date() if kept.done_at else None
        return replace(action, follow_up=FollowUp(done, kept.due_on))

    return replace(record, actions=tuple(follow(action) for action in record.actions))

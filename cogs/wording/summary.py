"""The short text beside a deck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from cogs.wording.text import count, one_line
from discussion.model import TagKind
from discussion.record import Record, RecordedAction

LIMIT: Final = 2000
"""The most characters Discord takes in a message."""
TOO_LARGE: Final = "The deck is too large to be sent here; whoever runs the bot can export it."
_THEMES: Final = (TagKind.THEME, TagKind.SOCIAL_LOCATION)
_MOST_THEMES: Final = 8
_MOST_ACTIONS: Final = 8


def text(record: Record, *, deck_too_large: bool = False) -> str:
    """Who was heard, the themes with their counts, and the actions: at most 2,000 characters."""
    lines = [f"## {one_line(record.topic, 200)}", _heard(record)]
    if deck_too_large:
        lines.append(TOO_LARGE)
    themes = _theme_line(record)
    if themes:
        lines.append(themes)
    urls = {each.id: each.url for each in record.contributions}
    actions = [_action(each, urls.get(each.contribution_id)) for each in record.actions]
    if actions:
        lines += ["**Actions**", *actions[:_MOST_ACTIONS]]
        if len(actions) > _MOST_ACTIONS:
            lines.append(f"… and {len(actions) - _MOST_ACTIONS} more in the deck.")
    return _fitting(lines)


def choice(topic: str, date: str) -> str:
    """A discussion in a list to choose from: at most 100 characters."""
    tail = f" · {date}"
    room = 100 - len(tail)
    return (topic if len(topic) <= room else topic[: room - 1] + "…") + tail


def _heard(record: Record) -> str:
    ledger = record.ledger
    nameless = (
        f" ({ledger.contributed_anonymously} without their name)"
        if ledger.contributed_anonymously
        else ""
    )
    passed = f", {ledger.passed} passed" if ledger.passed else ""
    return (
        f"{ledger.heard} of {count(ledger.participants, 'person', 'people')} spoke{nameless}"
        f"{passed}. {count(len(record.contributions), 'contribution', 'contributions')}, "
        f"{count(len(record.links), 'link', 'links')} between them."
    )


def _theme_line(record: Record) -> str:
    counts: Counter[str] = Counter()
    first: dict[str, str | None] = {}
    for each in record.contributions:
        for tag in sorted(each.tags):
            if tag.kind in _THEMES:
                counts[tag.name] += 1
                first[tag.name] = first.get(tag.name) or each.url
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_THEMES]
    if not ranked:
        return ""
    shown = (f"{_linked(one_line(name, 60), first[name])} ({number})" for name, number in ranked)
    return f"**Themes** {', '.join(shown)}"


def _action(action: RecordedAction, url: str | None) -> str:
    owners = (
        f" · {', '.join(one_line(name, 40) for name in action.owners)}" if action.owners else ""
    )
    due = f" · by {action.due_on:%d %B %Y}" if action.due_on else ""
    where = f" · [where]({url})" if url else ""
    return f"• {one_line(action.text, 160)}{owners}{due}{where}"


def _linked(name: str, url: str | None) -> str:
    return f"[{name}]({url})" if url else name


def _fitting(lines: Iterable[str]) -> str:
    kept = list[str]()
    used = 0
    for line in lines:
        if used + len(line) + 1 > LIMIT:
            break
        kept.append(line)
        used += len(line) + 1
    return "\n".join(kept)

"""Formats, as people read them: the list, a preview, and what is wrong in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from cogs.text.escaping import count, fitting, one_line
from cogs.text.panel import kind_name
from discussion.formats.files import Mistake
from discussion.formats.rules import RULES
from discussion.model import Format, RoundPlan
from discussion.service.lifecycle.formats import Known

LECTURERS_ONLY: Final = "Only a lecturer can check, add and remove formats."
WRONG_KIND: Final = "Attach the format as a .toml file."
TOO_LARGE: Final = "That file is over 100 KB. A format is a few lines for each round."
NOT_TEXT: Final = "That file is not UTF-8 text. Save it as UTF-8 and attach it again."
UNREACHABLE: Final = "The attached file could not be fetched. Attach it again."
REMOVED: Final = "Removed. A discussion that runs in this format keeps its rounds."
_MINUTE: Final = timedelta(minutes=1)


def listed(known: Mapping[str, Known]) -> str:
    """Every format with its length, one a line."""
    lines = [
        f"• **{one_line(each.format.title, 80)}** (`{name}`) · "
        f"{count(len(each.format.rounds), 'round', 'rounds')}, {_minutes(each.format)} min"
        f"{' · added here' if each.own else ''}\n-# {one_line(each.format.description, 120)}"
        for name, each in known.items()
    ]
    return fitting([*lines, "`/format show` previews one."])


def preview(format_: Format) -> str:
    """A format's rounds with kind, minutes and question, and the rules it changes."""
    head = f"**{one_line(format_.title, 120)}** · {_minutes(format_)} min"
    rounds = [_round(number, plan) for number, plan in enumerate(format_.rounds, 1)]
    rules = [
        f"• `{name}`: {RULES[name].show(value)}. {RULES[name].meaning}"
        for name, value in format_.policy.items()
    ]
    told = ["Rules of its own:", *rules] if rules else []
    return fitting([head, one_line(format_.description, 300), *rounds, *told])


def fine(format_: Format) -> str:
    """A file without a mistake, and what it would be like."""
    return fitting(["No mistakes. `/format add` keeps it for this server.", preview(format_)])


def added(format_: Format) -> str:
    """A format is kept."""
    return (
        f"Added: **{one_line(format_.title, 120)}** (`{format_.name}`). "
        "`/discussion start` offers it from now on."
    )


def mistakes(found: Sequence[Mistake]) -> str:
    """Every mistake in a file, one a line."""
    head = f"{count(len(found), 'thing', 'things')} to mend in this file:"
    return fitting([head, *(f"• {one_line(str(each), 400)}" for each in found)])


def _round(number: int, plan: RoundPlan) -> str:
    kind, title = kind_name(plan.kind), one_line(plan.title, 80)
    name = title if title.casefold() == kind.casefold() else f"{title} ({kind.casefold()})"
    return f"{number}. **{name}** · {_length(plan.length)}\n-# {one_line(plan.question, 200)}"


def _length(length: timedelta) -> str:
    if length < _MINUTE:
        return f"{int(length.total_seconds())} s"
    return f"{length / _MINUTE:g} min"


def _minutes(format_: Format) -> int:
    return max(1, round(sum((r.length for r in format_.rounds), timedelta()) / _MINUTE))

"""The planner, the run sheet and the rehearsal, as people read them.

Topics, titles and questions are escaped here; times are Unix timestamps, which each reader's own
client shows in their zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from cogs.text import panel as panel_words
from cogs.text.escaping import MESSAGE_LIMIT, cut, one_line
from cogs.text.panel import kind_name
from discussion.model import Format, RoundPlan
from discussion.service.term.planning import PlanView
from discussion.term.planning import showing
from discussion.term.planning.planning import Advice, Hint, Plan, minutes_of
from discussion.term.rota import walltime

SESSION: Final = "The session of a class that you prepare"
PLAN: Final = "Shape your session: format, rounds, questions, minutes"
CLASS: Final = "Which class; your next one if you leave it out"
FORMAT: Final = "Start from this format"
RUN_SHEET: Final = "What happens when in your class, to read and to print"
REHEARSE: Final = "Walk through your session in private; nothing is recorded or posted"
NO_TOPIC: Final = "no topic yet"

EDIT: Final = "Edit"
EARLIER: Final = "Earlier"
LATER: Final = "Later"
REMOVE: Final = "Remove"
ADD: Final = "Add a round"
FIT: Final = "Fit to time"
SHEET: Final = "Run sheet"
REHEARSAL: Final = "Rehearse"
BACK: Final = "Back"
NEXT: Final = "Next"
REPLACE: Final = "Use its rounds"
KEEP: Final = "Keep mine"
PICK_ROUND: Final = "Open a round"
PICK_FORMAT: Final = "Start from a format"

FORM_EDIT: Final = "Edit round {}"
FORM_ADD: Final = "A new round"
FIELD_KIND: Final = "Kind"
FIELD_TITLE: Final = "Title"
FIELD_QUESTION: Final = "Question"
FIELD_STEM: Final = "A way in"
FIELD_STEM_HINT: Final = "The beginning of a sentence for whoever looks for one; may stay empty"
FIELD_MINUTES: Final = "Minutes"
FIELD_MINUTES_HINT: Final = "Such as 8, or 7:30"
FIELD_PART: Final = "Part of the reading"
NO_PART: Final = "None"

CHANGED_MEANWHILE: Final = (
    "The session changed before that, so I left it as it is. Here is the newest."
)
KEPT: Final = "Your rounds stay as they are."
TO_PRINT: Final = "The same, to print:"
SHEET_UNPRINTED: Final = "The page to print could not be made this time. Try again a little later."
_HINTS: Final[Mapping[Hint, str]] = {
    Hint.SHORT: "Round {} is so short that people will hardly begin",
    Hint.NO_PART: "Round {} shows a part that the reading does not have",
    Hint.VOTE_FIRST: "The vote in round {} comes before there are themes to choose between",
    Hint.TALK_FIRST: "Time to write or to talk in pairs before round {} helps many to speak",
    Hint.NO_TURNS: "A go-round or check-out at the end gives everybody a turn",
}


def plan(view: PlanView, selected: int, note: str = "") -> str:
    """The whole session, with one round opened."""
    planned, made = view.planned, view.plan
    at = walltime.instant_of(planned.starts, planned.zone)
    title = showing.title_of(planned, view.topic)
    topic = one_line(title, 120) if title else f"*{NO_TOPIC}*"
    shape = "shaped by hand" if made.shaped else "as in the format"
    head = [
        *([note] if note else []),
        f"**{topic}** · <t:{stamp(at)}:F> · {minutes(made.length)}",
        f"-# {one_line(made.format.title, 80)}, {shape}",
    ]
    if made.format_gone:
        head.append(f"-# {_gone(made)}")
    lines, narrow = list[str](), len(made.rounds) > 10
    for number, each in enumerate(made.asked, 1):
        mark = "▸ " if number == selected else ""
        title = one_line(each.title, 26 if narrow else 60)
        lines.append(
            f"{mark}<t:{stamp(at)}:t> **{number}. {title}** · {minutes_of(each.length)} min"
        )
        at += each.length
    opened = _opened(made.asked[selected - 1], made, selected)
    after = [balance(made), *(f"• {_hint(each)}" for each in view.advice[:5])]
    text = "\n".join([*head, *lines, *after, "", opened])
    return cut(text, MESSAGE_LIMIT)


def balance(made: Plan) -> str:
    """Whether the rounds add up to the class, and what to do if not."""
    if not made.over:
        return f"✓ The rounds add up to the {minutes(made.length)} of this class."
    of = f"the {minutes(made.length)} of this class"
    if made.over > timedelta():
        title = one_line(made.rounds[made.longest - 1].title, 60)
        return (
            f"**{minutes(made.over)} over** {of}: shorten round {made.longest} ({title}), the "
            f"longest, or press *{FIT}*."
        )
    return f"**{minutes(-made.over)} under** {of}: give a round more time, or press *{FIT}*."


def replaces(format_: Format) -> str:
    """A format would take the place of the rounds that somebody shaped."""
    return (
        f"*{one_line(format_.title, 80)}* brings rounds of its own, in place of those you shaped. "
        "Shall I use them?"
    )


def class_choice(day: str, topic: str) -> str:
    """A class in a list to choose from."""
    return f"{day} · {topic or NO_TOPIC}"


def round_choice(number: int, each: RoundPlan) -> str:
    """A round in a list to choose from."""
    return f"{number}. {each.title} · {minutes_of(each.length)} min"


def _opened(each: RoundPlan, made: Plan, number: int) -> str:
    kind = kind_name(each.kind)
    lines = [f"**Round {number} · {kind}**", f"> {one_line(each.question, 310)}"]
    if each.stem:
        lines.append(f"> {panel_words.stem(one_line(each.stem, 210))}")
    stages = made.case.stages if made.case else ()
    if each.case_stage is not None and each.case_stage <= len(stages):
        title = one_line(stages[each.case_stage - 1].title, 80)
        lines.append(f"-# shows part {each.case_stage} of the reading: {title}")
    return "\n".join(lines)


def _gone(made: Plan) -> str:
    if made.shaped:
        return "The format you began with was removed since; your rounds stay."
    return "The format you chose was removed since; these are the rounds of the usual one."


def _hint(each: Advice) -> str:
    return _HINTS[each.hint].format(each.number)


def minutes(length: timedelta) -> str:
    """A length with its unit."""
    text = minutes_of(length)
    return f"{text} minute" if text == "1" else f"{text} minutes"


def stamp(instant: datetime) -> int:
    """An instant as Discord shows it in each reader's zone."""
    return int(instant.timestamp())

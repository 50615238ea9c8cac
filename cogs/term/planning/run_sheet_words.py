"""The run sheet of a class and its rehearsal, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from cogs.term.planning.planning_words import balance, minutes, stamp
from cogs.text import panel as panel_words
from cogs.text.escaping import MESSAGE_LIMIT, count, cut, one_line
from cogs.text.panel import kind_name
from discussion.model import RoundKind, RoundPlan
from discussion.service.term.planning import Rehearsed
from discussion.term.planning.planning import minutes_of
from discussion.term.planning.printed import PrintedRow, PrintedSheet
from discussion.term.planning.run_sheet import Moment, RunSheet, SheetRound, Step
from discussion.term.rota import walltime

COLUMNS: Final = ("Time", "Min", "Round", "Question", "A way in", "What Roundtable does")
_ON_ITS_WAY: Final[Mapping[RoundKind, str]] = {
    RoundKind.SILENT_WRITING: "What people write appears all together when the round ends.",
    RoundKind.GO_ROUND: "The order of turns stands on the panel when the round begins.",
    RoundKind.PAIRS: "Each pair gets a thread of its own below the panel.",
    RoundKind.FOURS: "Each group gets a thread of its own below the panel.",
    RoundKind.FISHBOWL: "Who sits in the inner circle stands on the panel; half-way they swap.",
    RoundKind.VOTE: "The themes to choose between are those that came up before.",
}
_STEPS: Final[Mapping[Step, str]] = {
    Step.GRACE: "until then I leave everybody in peace",
    Step.INVITE: "I begin to ask, privately, who would like to speak; passing is always fine",
    Step.COPILOT: "I tell you alone how many are still to be heard, with a message you could send",
}
_IN_SHORT: Final[Mapping[Step, str]] = {
    Step.OPENER: "an opener, if it helps",
    Step.INVITE: "private invitations",
    Step.COPILOT: "a word to you",
}


def sheet(made: RunSheet) -> list[str]:
    """The run sheet as messages, each as long as Discord takes."""
    planned = made.planned
    leads = f" · <@{planned.facilitator_id}> leads" if planned.facilitator_id else ""
    head = (
        f"**Run sheet: {one_line(made.title, 160)}**\n"
        f"<t:{stamp(made.rounds[0].begins_at)}:F> · {minutes(made.plan.length)} · "
        f"{one_line(made.plan.format.title, 80)}{leads}\n{balance(made.plan)}"
    )
    blocks = [head, *(_block(each) for each in made.rounds)]
    ends = f"<t:{stamp(made.ends_at)}:t> **The class ends**, and the deck follows."
    materials = _materials(made)
    return _messages([*blocks, ends, *([f"**At hand:** {materials}"] if materials else [])])


def printed(made: RunSheet, server: str) -> PrintedSheet:
    """The same as a page to print, with times in the class's zone."""
    planned = made.planned
    length, style = minutes(made.plan.length), made.plan.format.title
    when = f"{planned.starts:%A} {planned.starts.day} {planned.starts:%B %Y, %H:%M}"
    return PrintedSheet(
        title=f"Run sheet: {made.title}",
        when=f"{when} · {length} · {style}".upper(),
        columns=COLUMNS,
        rows=tuple(_printed_row(each, planned.zone) for each in made.rounds),
        footer=" · ".join(part for part in (server, f"times in {planned.zone}") if part),
        notes=f"At hand: {_materials(made, plain=True) or 'nothing yet'}.",
        made_at=made.rounds[0].begins_at,
    )


def rehearsed(step: Rehearsed) -> str:
    """What the bot would do in a round, below the panel."""
    round_ = step.sheet.rounds[step.number - 1]
    begins, ends = stamp(round_.begins_at), stamp(round_.ends_at)
    lines = [
        (
            f"**Your rehearsal** · round {step.number} of {len(step.sheet.rounds)} · "
            f"<t:{begins}:t> to <t:{ends}:t>"
        ),
        "-# Only you see this. Nothing is recorded, nothing is posted.",
    ]
    own = _ON_ITS_WAY.get(round_.plan.kind)
    lines += [f"• {own}"] if own else []
    lines += [_moment(each, round_.plan) for each in round_.moments]
    last = step.number == len(step.sheet.rounds)
    then = "the class ends and the deck follows" if last else "the next one begins"
    lines.append(f"• <t:{ends}:t> the round closes by itself and {then}")
    return "\n".join(lines)


def _block(round_: SheetRound) -> str:
    each, kind = round_.plan, kind_name(round_.plan.kind)
    same = each.title.casefold() == kind.casefold()
    lines = [
        (
            f"<t:{stamp(round_.begins_at)}:t> **{round_.number}. {one_line(each.title, 100)}**"
            f"{'' if same else f' · {kind.casefold()}'} · {minutes_of(each.length)} min"
        ),
        f"> {one_line(each.question, 400)}",
    ]
    if each.stem:
        lines.append(f"> {panel_words.stem(one_line(each.stem, 260))}")
    small = [f"part {each.case_stage}: {one_line(round_.part.title, 100)}"] if round_.part else []
    small += [
        f"<t:{stamp(moment.at)}:t> {_IN_SHORT[moment.step]}"
        for moment in round_.moments
        if moment.step in _IN_SHORT
    ]
    return "\n".join([*lines, *([f"-# {' · '.join(small)}"] if small else [])])


def _printed_row(round_: SheetRound, zone: str) -> PrintedRow:
    each, kind = round_.plan, kind_name(round_.plan.kind)
    same = each.title.casefold() == kind.casefold()
    shown = [f"shows part {each.case_stage}: {round_.part.title}"] if round_.part else []
    shown += [
        f"{_clock(moment.at, zone)} {_IN_SHORT[moment.step]}"
        for moment in round_.moments
        if moment.step in _IN_SHORT
    ]
    return PrintedRow(
        time=_clock(round_.begins_at, zone),
        minutes=minutes_of(each.length),
        round=f"{round_.number} · {each.title}{'' if same else f' ({kind.casefold()})'}",
        question=each.question,
        stem=each.stem,
        meanwhile=" · ".join(shown),
    )


def _moment(moment: Moment, each: RoundPlan) -> str:
    at = f"• <t:{stamp(moment.at)}:t> "
    if moment.step is not Step.OPENER:
        return f"{at}{_STEPS[moment.step]}"
    opener = panel_words.opener(one_line(each.question, 400), one_line(each.stem, 260))
    quoted = "\n".join(f"> {line}" for line in opener.split("\n"))
    return f"{at}if more than half have not been heard, I post this, naming nobody:\n{quoted}"


def _materials(made: RunSheet, *, plain: bool = False) -> str:
    topic, shown = made.topic, (lambda text, _: text) if plain else one_line
    if topic is None:
        return ""
    parts = list[str]()
    if topic.reading is not None:
        number = count(len(topic.reading.stages), "part", "parts")
        parts.append(f"{shown(topic.reading.title, 120)} ({number})")
    if topic.notes:
        parts.append(shown(topic.notes, 400))
    return " · ".join(parts)


def _messages(blocks: Sequence[str]) -> list[str]:
    made = [blocks[0]]
    for block in blocks[1:]:
        joined = f"{made[-1]}\n{block}"
        if len(joined) <= MESSAGE_LIMIT:
            made[-1] = joined
        else:
            made.append(cut(block, MESSAGE_LIMIT))
    return made


def _clock(instant: datetime, zone: str) -> str:
    return f"{walltime.wall_of(instant, zone):%H:%M}"

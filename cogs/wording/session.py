"""The planner, the run sheet and the rehearsal, as people read them.

Topics, titles and questions are escaped here; times are Unix timestamps, which each reader's own
client shows in their zone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from cogs.wording import panel as panel_words
from cogs.wording.panel import kind_name
from cogs.wording.text import MESSAGE_LIMIT, count, cut, one_line
from discussion.model import Format, RoundKind, RoundPlan
from discussion.term import walltime
from discussion.term.planning import Advice, Hint, Plan, minutes_of
from discussion.term.printed import PrintedRow, PrintedSheet
from discussion.term.run_sheet import Moment, RunSheet, SheetRound, Step
from discussion.term.service.planning import PlanView, Rehearsed

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
SHEET_UNPRINTED: Final = "The page to print could not be made this time. Try again a little later."
COLUMNS: Final = ("Time", "Min", "Round", "Question", "A way in", "What Roundtable does")
_MINUTE: Final = timedelta(minutes=1)
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
    topic = one_line(view.topic.title, 120) if view.topic else f"*{NO_TOPIC}*"
    shape = "shaped by hand" if made.shaped else "as in the format"
    head = [
        *([note] if note else []),
        f"**{topic}** · <t:{_stamp(at)}:F> · {_minutes(made.length)}",
        f"-# {one_line(made.format.title, 80)}, {shape}",
    ]
    if made.format_gone:
        head.append(f"-# {_gone(made)}")
    lines, narrow = list[str](), len(made.rounds) > 10
    for number, each in enumerate(made.asked, 1):
        mark = "▸ " if number == selected else ""
        title = one_line(each.title, 26 if narrow else 60)
        lines.append(
            f"{mark}<t:{_stamp(at)}:t> **{number}. {title}** · {minutes_of(each.length)} min"
        )
        at += each.length
    opened = _opened(made.asked[selected - 1], made, selected)
    after = [balance(made), *(f"• {_hint(each)}" for each in view.advice[:5])]
    text = "\n".join([*head, *lines, *after, "", opened])
    return cut(text, MESSAGE_LIMIT)


def balance(made: Plan) -> str:
    """Whether the rounds add up to the class, and what to do if not."""
    if not made.over:
        return f"✓ The rounds add up to the {_minutes(made.length)} of this class."
    of = f"the {_minutes(made.length)} of this class"
    if made.over > timedelta():
        title = one_line(made.rounds[made.longest - 1].title, 60)
        return (
            f"**{_minutes(made.over)} over** {of}: shorten round {made.longest} ({title}), the "
            f"longest, or press *{FIT}*."
        )
    return f"**{_minutes(-made.over)} under** {of}: give a round more time, or press *{FIT}*."


def replaces(format_: Format) -> str:
    """A format would take the place of the rounds that somebody shaped."""
    return (
        f"*{one_line(format_.title, 80)}* brings rounds of its own, in place of those you shaped. "
        "Shall I use them?"
    )


def sheet(made: RunSheet) -> list[str]:
    """The run sheet as messages, each as long as Discord takes."""
    planned = made.planned
    leads = f" · <@{planned.facilitator_id}> leads" if planned.facilitator_id else ""
    head = (
        f"**Run sheet: {one_line(made.title, 160)}**\n"
        f"<t:{_stamp(made.rounds[0].begins_at)}:F> · {_minutes(made.plan.length)} · "
        f"{one_line(made.plan.format.title, 80)}{leads}\n{balance(made.plan)}"
    )
    blocks = [head, *(_block(each) for each in made.rounds)]
    ends = f"<t:{_stamp(made.ends_at)}:t> **The class ends**, and the deck follows."
    materials = _materials(made)
    return _messages([*blocks, ends, *([f"**At hand:** {materials}"] if materials else [])])


def printed(made: RunSheet, server: str) -> PrintedSheet:
    """The same as a page to print, with times in the class's zone."""
    planned = made.planned
    length, style = _minutes(made.plan.length), made.plan.format.title
    when = f"{planned.starts:%A} {planned.starts.day} {planned.starts:%B %Y, %H:%M}"
    return PrintedSheet(
        title=f"Run sheet: {made.title}",
        when=f"{when} · {length} · {style}".upper(),
        columns=COLUMNS,
        rows=tuple(_printed_row(each, planned.zone) for each in made.rounds),
        footer=" · ".join(part for part in (server, f"times in {planned.zone}") if part),
        notes="\n".join(["At hand: " + (_materials(made, plain=True) or "nothing yet.")]),
        made_at=made.rounds[0].begins_at,
    )


def rehearsed(step: Rehearsed) -> str:
    """What the bot would do in a round, below the panel."""
    round_ = step.sheet.rounds[step.number - 1]
    begins, ends = _stamp(round_.begins_at), _stamp(round_.ends_at)
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


def _block(round_: SheetRound) -> str:
    each, kind = round_.plan, kind_name(round_.plan.kind)
    same = each.title.casefold() == kind.casefold()
    lines = [
        (
            f"<t:{_stamp(round_.begins_at)}:t> **{round_.number}. {one_line(each.title, 100)}**"
            f"{'' if same else f' · {kind.casefold()}'} · {minutes_of(each.length)} min"
        ),
        f"> {one_line(each.question, 400)}",
    ]
    if each.stem:
        lines.append(f"> {panel_words.stem(one_line(each.stem, 260))}")
    small = [f"part {each.case_stage}: {one_line(round_.part.title, 100)}"] if round_.part else []
    small += [
        f"<t:{_stamp(moment.at)}:t> {_IN_SHORT[moment.step]}"
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
    at = f"• <t:{_stamp(moment.at)}:t> "
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


def _minutes(length: timedelta) -> str:
    text = minutes_of(length)
    return f"{text} minute" if text == "1" else f"{text} minutes"


def _clock(instant: datetime, zone: str) -> str:
    return f"{walltime.wall_of(instant, zone):%H:%M}"


def _stamp(instant: datetime) -> int:
    return int(instant.timestamp())

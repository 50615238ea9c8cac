"""What people read about topics. Titles and notes are escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cogs.text.escaping import count, fitting, one_line
from discussion.model import Case
from discussion.parsing.dates import in_full
from discussion.parsing.sentences import paragraphs, sentences
from discussion.parsing.topic_lists import ListedTopic, Problem, TopicList

TOPICS: Final = "What classes can be about"
ADD: Final = "For lecturers: add a topic"
TITLE: Final = "What it is about"
NOTES: Final = "A link or a few words about the reading"
IMPORT: Final = "For lecturers: add a list of topics, attached or pasted"
FILE: Final = "A list as text, Markdown or CSV; leave it out to paste one"
EDIT: Final = "For lecturers: change the title or the notes of a topic"
TOPIC: Final = "Which topic"
REMOVE: Final = "For lecturers: take a topic off the list"
TAKEN: Final = "Yes if it may go although a class to come is about it"
LIST: Final = "All topics, and which are taken"
READING: Final = "Attach the reading of a topic; it is cut into parts"
READING_FILE: Final = "A text, Markdown, PDF or Word file"
STAGES: Final = "The parts of a topic's reading"
STAGES_NUMBER: Final = "One part, with its paragraphs and sentences numbered"
STAGE: Final = "Change one part of a topic's reading"
STAGE_NUMBER: Final = "The number of the part, as /topics stages shows it"
STAGE_TITLE: Final = "Another title"
STAGE_QUESTION: Final = "The question to ask with this part; a dash (-) takes it away"
STAGE_SPLIT: Final = "Begin a new part with the paragraph of this number"
STAGE_MERGE: Final = "Yes to join it with the part that follows"
STAGE_MOVE: Final = "The place to move it to"
STAGE_SHOW: Final = "Show only these sentences, such as 1, 3-5; all shows everything"

PASTE_TITLE: Final = "A list of topics"
PASTE_LABEL: Final = "One topic on each line"
ADD_THEM: Final = "Add them"
LEAVE: Final = "Leave it"
BACK: Final = "Back"
MORE: Final = "More"
LEFT: Final = "That is fine. Nothing was added."
LIST_GONE: Final = "The list is not there any more. Please use `/topics import` once more."
EMPTY: Final = "There are no topics yet. A lecturer adds some with `/topics add` or `import`."
NO_READING: Final = "That topic has no reading yet. Attach one with /topics reading."
NO_CHANGE: Final = "Choose what to change about that part."
ONE_MOVE: Final = "Choose one of split, merge and move at a time: each changes the numbers."
WRONG_NUMBERS: Final = "Write the sentences as numbers, such as 1, 3-5, or the word all."

_PROBLEMS = 8


def added(title: str) -> str:
    """A topic is on the list."""
    return f"**{one_line(title, 400)}** is on the list."


def edited(title: str) -> str:
    """A topic was changed."""
    return f"**{one_line(title, 400)}** is changed."


def removed(title: str) -> str:
    """A topic is off the list."""
    return f"**{one_line(title, 400)}** is off the list."


def preview(found: TopicList) -> str:
    """What a list would add, and what is wrong on which line; nothing was added yet."""
    lines = [f"Nothing is added yet. {count(len(found.topics), 'topic', 'topics')} can be added."]
    if found.problems:
        lines.append(f"**Left out: {count(len(found.problems), 'line', 'lines')}**")
        lines += [_named(each) for each in found.problems[:_PROBLEMS]]
        if len(found.problems) > _PROBLEMS:
            lines.append(f"… and {len(found.problems) - _PROBLEMS} more.")
    if found.asides:
        lines.append(f"**Not taken for topics: {count(len(found.asides), 'place', 'places')}**")
        lines += [_named(each) for each in found.asides[:_PROBLEMS]]
        if len(found.asides) > _PROBLEMS:
            lines.append(f"… and {len(found.asides) - _PROBLEMS} more.")
    if found.topics:
        lines.append("**To be added**")
        lines += [_to_be_added(each) for each in found.topics]
    return fitting(lines)


def _named(problem: Problem) -> str:
    return f"Line {problem.line} (“{one_line(problem.words, 80)}”): {one_line(problem.reason, 250)}"


def _to_be_added(listed: ListedTopic) -> str:
    """A topic of a list with the date that was read beside it."""
    day = f" · {in_full(listed.on)}" if listed.on else ""
    return f"• {one_line(listed.title, 120)}{day}"


def imported(found: TopicList) -> str:
    """A list was added."""
    verb = "was" if len(found.topics) == 1 else "were"
    return f"{count(len(found.topics), 'topic', 'topics')} {verb} added."


def topic(number: int, title: str, notes: str, parts: int, taken_at: int | None) -> str:
    """A topic in the list; ``taken_at`` is the Unix time of the class that has it."""
    text = f"{number}\\. **{one_line(title, 80)}**"
    if notes:
        text += f" · {one_line(notes, 60)}"
    if parts:
        text += f" · reading in {count(parts, 'part', 'parts')}"
    return f"{text} · taken <t:{taken_at}:d>" if taken_at is not None else text


def page(number: int, pages: int, lines: Sequence[str]) -> str:
    """One page of the list."""
    heading = f"**Topics** (page {number} of {pages})" if pages > 1 else "**Topics**"
    return "\n".join([heading, *lines])


def stages(title: str, case: Case) -> str:
    """The parts of a reading with their numbers."""
    lines = [f"**{one_line(title, 200)}**: {count(len(case.stages), 'part', 'parts')}"]
    for number, each in enumerate(case.stages, 1):
        of = len(sentences(each.text))
        shown = f"shows {len(each.shown)} of {of}" if each.shown else str(of)
        text = f"{number}\\. {one_line(each.title, 80)} · {shown} sentences"
        lines.append(f"{text} · asks: {one_line(each.question, 60)}" if each.question else text)
    return fitting(lines)


def stage(number: int, case: Case) -> str:
    """One part with paragraphs (¶) and sentences numbered."""
    part = case.stages[number - 1]
    lines, at = [f"**{number}\\. {one_line(part.title, 120)}**"], 0
    for paragraph_number, paragraph in enumerate(paragraphs(part.text), 1):
        lines.append(f"¶ {paragraph_number}")
        for sentence in sentences(paragraph):
            at += 1
            lines.append(f"{at}\\. {one_line(sentence, 100)}")
    return fitting(lines)

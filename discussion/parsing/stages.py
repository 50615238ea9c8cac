"""Editing the stages of a case before a class. Stages are counted from 1, as users read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from discussion.model import Case, CaseStage, RoundPlan
from discussion.model.errors import BadInput
from discussion.parsing.case import LONGEST_TITLE, MOST_STAGES
from discussion.parsing.sentences import paragraphs, sentences
from discussion.parsing.text import clean_text, shorten

LONGEST_QUESTION = 300
"""Characters, as in a format's rounds."""


def rename(case: Case, number: int, title: str) -> Case:
    """Give a stage another title."""
    stage = _stage(case, number)
    return _with(case, number, number, replace(stage, title=_title(title)))


def ask(case: Case, number: int, question: str) -> Case:
    """Attach a question to a stage; an empty one takes it away."""
    stage, question = _stage(case, number), " ".join(clean_text(question).split())
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"A question has up to {LONGEST_QUESTION} characters; yours has {len(question)}."
        )
    return _with(case, number, number, replace(stage, question=question))


def merge(case: Case, first: int, last: int) -> Case:
    """Make one stage of neighbours, from ``first`` to ``last``; it keeps the first one's title."""
    _stage(case, first)
    _stage(case, last)
    if last <= first:
        raise BadInput("Pick at least two neighbouring parts to merge, the first one first.")
    joined = case.stages[first - 1 : last]
    questions = list(dict.fromkeys(each.question for each in joined if each.question))
    question = " ".join(questions)
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"Together the questions of these parts have over {LONGEST_QUESTION} characters. "
            "Shorten or remove one first."
        )
    picked = any(each.shown for each in joined)
    merged = CaseStage(
        title=joined[0].title,
        text="\n\n".join(each.text for each in joined),
        question=question,
        shown=tuple(s for each in joined for s in each.shown or sentences(each.text))
        if picked
        else (),
    )
    return _with(case, first, last, merged)


def split(case: Case, number: int, paragraph: int, title: str = "") -> Case:
    """Cut a stage in two before its ``paragraph``, counted from 1; the question stays first."""
    stage = _stage(case, number)
    parts = paragraphs(stage.text)
    if len(parts) < 2:
        raise BadInput("That part is a single paragraph, so there is nowhere to split it.")
    if not 2 <= paragraph <= len(parts):
        raise BadInput(f"Pick a paragraph from 2 to {len(parts)}; the new part begins with it.")
    if len(case.stages) >= MOST_STAGES:
        raise BadInput(f"A case has up to {MOST_STAGES} parts. Merge two before you split one.")
    space = "\n\n" if "\n\n" in stage.text else "\n"
    before, after = space.join(parts[: paragraph - 1]), space.join(parts[paragraph - 1 :])
    new_title = _title(title) if title else shorten(f"{stage.title} (continued)", LONGEST_TITLE)
    return _with(
        case,
        number,
        number,
        replace(stage, text=before, shown=_within(stage.shown, before)),
        CaseStage(new_title, after, shown=_within(stage.shown, after)),
    )


def move(case: Case, number: int, to: int) -> Case:
    """Put a stage in another place; the others close up."""
    stage = _stage(case, number)
    _stage(case, to)
    others = [*case.stages[: number - 1], *case.stages[number:]]
    others.insert(to - 1, stage)
    return replace(case, stages=tuple(others))


def show(case: Case, number: int, picked: Collection[int]) -> Case:
    """Pick the sentences of a stage that are shown, counted from 1; none shows all of them."""
    stage = _stage(case, number)
    known = sentences(stage.text)
    if any(not 1 <= each <= len(known) for each in picked):
        raise BadInput(f"Pick sentences from 1 to {len(known)}; that part has no others.")
    shown = tuple(known[each - 1] for each in sorted(set(picked)))
    return _with(case, number, number, replace(stage, shown=shown))


def shown_text(stage: CaseStage) -> str:
    """What a round shows of a stage; an ellipsis stands where sentences were left out."""
    if not stage.shown:
        return stage.text
    text, end = "", 0
    for sentence in stage.shown:
        at = stage.text.find(sentence, end)
        if at < 0:
            continue
        between = stage.text[end:at]
        left_out = any(character.isalnum() for character in between)
        text += (" … " if text else "… ") if left_out else between
        text += sentence
        end = at + len(sentence)
    return (text or stage.text).strip()


def with_stage_questions(plans: Iterable[RoundPlan], case: Case | None) -> tuple[RoundPlan, ...]:
    """The rounds, each asking the question of the stage that it shows, where that stage has one.

    A question that the facilitator worded stays.
    """
    return tuple(_asking(plan, case.stages if case else ()) for plan in plans)


def _asking(plan: RoundPlan, stages: Sequence[CaseStage]) -> RoundPlan:
    if plan.own_question or plan.case_stage is None or plan.case_stage > len(stages):
        return plan
    question = stages[plan.case_stage - 1].question
    return replace(plan, question=question) if question else plan


def _stage(case: Case, number: int) -> CaseStage:
    if not 1 <= number <= len(case.stages):
        count = len(case.stages)
        have = "only part 1" if count == 1 else f"parts 1 to {count}"
        raise BadInput(f"There is no part {number}; this case has {have}.")
    return case.stages[number - 1]


def _title(title: str) -> str:
    title = " ".join(clean_text(title).split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise BadInput(f"Give the part a title of 1 to {LONGEST_TITLE} characters.")
    return title


def _within(shown: Iterable[str], text: str) -> tuple[str, ...]:
    known = set(sentences(text))
    return tuple(sentence for sentence in shown if sentence in known)


def _with(case: Case, first: int, last: int, *stages: CaseStage) -> Case:
    """The case with the stages from ``first`` to ``last`` replaced."""
    return replace(case, stages=(*case.stages[: first - 1], *stages, *case.stages[last:]))

"""The case, stage by stage, with what was said on each."""

from __future__ import annotations

from deck.builders.material import Material, theme_lines
from deck.builders.opening import script
from deck.outline.outline import StageColumn, StagesSlide
from deck.outline.pieces import Head, Part
from deck.outline.wording import many, one_line, shortened
from deck.synthesis.groups import Group, GroupedBy
from discussion.model import Case
from discussion.parsing.stages import shown_text

STAGES_A_SLIDE = 3
MOST_STAGES = 12
_QUOTES = 2


def stages_slides(material: Material) -> list[StagesSlide]:
    """Every stage in its order, at most three on a slide; none without words on the case."""
    case = material.record.case
    if case is None or not any(c.case_stage for c in material.contributions):
        return []
    columns = [_column(material, case, number) for number in range(1, len(case.stages) + 1)]
    columns = columns[:MOST_STAGES]
    pages = -(-len(columns) // STAGES_A_SLIDE)
    size = -(-len(columns) // pages) if pages else 1
    return [
        _slide(case, columns, columns[first : first + size])
        for first in range(0, len(columns), size)
    ]


def _column(material: Material, case: Case, number: int) -> StageColumn:
    stage = case.stages[number - 1]
    said = tuple(c for c in material.contributions if c.case_stage == number)
    # Who only opens or closes a stage tags nothing; what people said on the case comes first.
    tagged = tuple(c for c in said if c.tags) or said
    lines = theme_lines(material, Group(stage.title, GroupedBy.ROUND, tagged), _QUOTES)
    if not lines:
        # What stands elsewhere already may stand here again, rather than a stage without words.
        best = (material.best_line(c) for c in tagged[:_QUOTES])
        lines = [line for line in best if line is not None]
    quotes = tuple(material.quote(line) for line in lines)
    return StageColumn(
        number, stage.title, shown_text(stage), len(said), quotes, one_line(stage.question)
    )


def _slide(case: Case, columns: list[StageColumn], here: list[StageColumn]) -> StagesSlide:
    return StagesSlide(
        head=Head(Part.OUTCOME, "the case, stage by stage", _title(columns, here)),
        stages=tuple(here),
        notes=script(
            f"The case “{case.title}” was shown in {many(len(case.stages), 'stage')}.",
            " ".join(
                f"Stage {stage.number}, {stage.title}: {many(stage.said, 'contribution')}."
                + (f" It was asked: {stage.question}" if stage.question else "")
                for stage in here
            ),
            "At which stage would you have acted, and how?",
        ),
    )


def _title(columns: list[StageColumn], here: list[StageColumn]) -> str:
    total = sum(stage.said for stage in columns)
    most = max(columns, key=lambda stage: (stage.said, -stage.number))
    if len(columns) == 1:
        return f"The case drew {many(total, 'contribution')}"
    if most in here:
        return (
            f"Stage {most.number}, “{shortened(most.title, 40)}”, drew the most: "
            f"{most.said:,} of {many(total, 'contribution')}"
        )
    said = sum(stage.said for stage in here)
    which = (
        f"Stage {here[0].number}"
        if len(here) == 1
        else f"Stages {here[0].number} {'and' if len(here) == 2 else 'to'} {here[-1].number}"
    )
    return f"{which} drew {said:,} of {many(total, 'contribution')}"

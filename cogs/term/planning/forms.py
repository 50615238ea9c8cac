"""The forms in which a round is written, and reading what came back."""

from __future__ import annotations

import discord
from discord import ui

from cogs.interactions import custom_ids, forms
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.replies import Interaction
from cogs.term.planning import planning_words as words
from cogs.text.escaping import label
from cogs.text.panel import KINDS
from discussion.model import RoundKind, RoundPlan
from discussion.parsing.stages import LONGEST_QUESTION
from discussion.term.planning.planning import Plan, minutes_of
from discussion.term.planning.shaping import LONGEST_STEM, LONGEST_TITLE, Wanted

_KIND, _TITLE, _STEM, _MINUTES, _PART = "kind", "title", "stem", "minutes", "part"
_LONGEST_MINUTES = 12


def editing(custom_id: CustomId, plan: Plan, number: int) -> ui.Modal:
    """A form filled in with a round as it is."""
    each = plan.asked[number - 1]
    form = ui.Modal(title=words.FORM_EDIT.format(number), custom_id=str(custom_id))
    _add_fields(form, each)
    if plan.case is not None:
        stages = enumerate(plan.case.stages, 1)
        part: ui.Select[ui.Modal] = ui.Select(
            custom_id=_PART,
            options=[
                discord.SelectOption(
                    label=words.NO_PART,
                    value="0",
                    default=not each.case_stage or each.case_stage > len(plan.case.stages),
                ),
                *(
                    discord.SelectOption(
                        label=label(f"{at}. {stage.title}", 100),
                        value=str(at),
                        default=at == each.case_stage,
                    )
                    for at, stage in stages
                ),
            ],
        )
        form.add_item(ui.Label(text=words.FIELD_PART, component=part))
    return form


def adding(custom_id: CustomId) -> ui.Modal:
    """A form for a round that is not there yet."""
    form = ui.Modal(title=words.FORM_ADD, custom_id=str(custom_id))
    kind: ui.Select[ui.Modal] = ui.Select(
        custom_id=_KIND,
        options=[
            discord.SelectOption(label=name, value=each.value, default=each is RoundKind.OPEN_FLOOR)
            for each, name in KINDS.items()
        ],
    )
    form.add_item(ui.Label(text=words.FIELD_KIND, component=kind))
    _add_fields(form)
    return form


def wanted(interaction: Interaction) -> Wanted:
    """A round as somebody wrote it."""
    fields = forms.fields(interaction)
    part = fields.get(_PART, "")
    return Wanted(
        title=fields.get(_TITLE, ""),
        question=forms.filled(interaction).text,
        stem=fields.get(_STEM, ""),
        minutes=fields.get(_MINUTES, ""),
        case_stage=custom_ids.to_number(part) if part else None,
    )


def kind(interaction: Interaction) -> RoundKind:
    """The kind that was chosen; an open floor if it is none that there is."""
    chosen = forms.fields(interaction).get(_KIND, "")
    return RoundKind(chosen) if chosen in list(RoundKind) else RoundKind.OPEN_FLOOR


def _add_fields(form: ui.Modal, each: RoundPlan | None = None) -> None:
    paragraph, short = discord.TextStyle.paragraph, discord.TextStyle.short
    # The question is the form's text, so that it comes back to whoever wrote it if it is refused.
    for custom_id, text, hint, style, longest, default, required in (
        (_TITLE, words.FIELD_TITLE, "", short, LONGEST_TITLE, each and each.title, True),
        (
            forms.TEXT,
            words.FIELD_QUESTION,
            "",
            paragraph,
            LONGEST_QUESTION,
            each and each.question,
            True,
        ),
        (
            _STEM,
            words.FIELD_STEM,
            words.FIELD_STEM_HINT,
            paragraph,
            LONGEST_STEM,
            each and each.stem,
            False,
        ),
        (
            _MINUTES,
            words.FIELD_MINUTES,
            words.FIELD_MINUTES_HINT,
            short,
            _LONGEST_MINUTES,
            each and minutes_of(each.length),
            True,
        ),
    ):
        box: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=custom_id,
            style=style,
            default=(default or "")[:longest] or None,
            required=required,
            max_length=longest,
        )
        form.add_item(ui.Label(text=text, description=hint or None, component=box))

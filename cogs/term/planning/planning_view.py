"""The planner's menus and buttons, and a panel as it is rehearsed."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import ui

from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import LIMIT, SPARE
from cogs.lifecycle.panel_view import panel
from cogs.term.planning import planning_words as words
from cogs.term.planning import run_sheet_words as sheet_words
from cogs.text.escaping import label
from discussion.model import Format
from discussion.service.term.planning import PlanView, Rehearsed

AREA = "plan"
_MOST_OPTIONS = 25
_SECONDARY = discord.ButtonStyle.secondary


def planner(view: PlanView, selected: int) -> ui.View:
    """The menus and buttons of a session, one of whose rounds is opened."""
    rounds, last = view.plan.asked, len(view.plan.rounds)
    where = f"{view.planned.id}.{view.plan.mark}.{selected}"
    made = ui.View(timeout=None)
    made.add_item(
        _menu(
            "round",
            where,
            [
                discord.SelectOption(
                    label=label(words.round_choice(number, each), 100),
                    value=str(number),
                    default=number == selected,
                )
                for number, each in enumerate(rounds, 1)
            ],
            row=0,
            hint=words.PICK_ROUND,
        )
    )
    made.add_item(_menu("format", where, _formats(view), row=1, hint=words.PICK_FORMAT))
    for text, verb, off in (
        (words.EDIT, "edit", False),
        (words.EARLIER, "earlier", selected == 1),
        (words.LATER, "later", selected == last),
        (words.REMOVE, "remove", last == 1),
        (words.ADD, "add", False),
    ):
        style = discord.ButtonStyle.primary if verb == "edit" else _SECONDARY
        made.add_item(_button(text, CustomId(AREA, verb, where), style, row=2, off=off))
    for text, verb, off in (
        (words.FIT, "fit", view.plan.is_neat),
        (words.SHEET, "sheet", False),
        (words.REHEARSAL, "rehearse", False),
    ):
        made.add_item(_button(text, CustomId(AREA, verb, where), _SECONDARY, row=3, off=off))
    return made


def replacing(view: PlanView, format_mark: str) -> ui.View:
    """May a format take the place of the rounds that somebody shaped?"""
    made, class_id = ui.View(timeout=None), view.planned.id
    yes = CustomId(AREA, "replace", f"{class_id}.{format_mark}")
    no = CustomId(AREA, "keep", f"{class_id}.{format_mark}")
    made.add_item(_button(words.REPLACE, yes, discord.ButtonStyle.primary))
    made.add_item(_button(words.KEEP, no, _SECONDARY))
    return made


def rehearsal(step: Rehearsed, *, typed: bool = True) -> tuple[ui.LayoutView, list[discord.File]]:
    """A panel as the class will see it, its buttons at rest, and what the bot would do.

    ``typed``: whether the bot reads what is typed.
    """
    text = sheet_words.rehearsed(step)
    seen = replace(step.panel, data={**step.panel.data, "typed": typed})
    rendered = panel(seen, LIMIT - len(text) - SPARE)
    made = rendered.view
    assert isinstance(made, ui.LayoutView)  # noqa: S101 - a panel is one
    for item in made.walk_children():
        if isinstance(item, ui.Button):
            item.disabled = True
    made.add_item(ui.TextDisplay(text))
    steps: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    class_id, number = step.sheet.planned.id, step.number
    for name, to, off in (
        (words.BACK, number - 1, number == 1),
        (words.NEXT, number + 1, number == len(step.sheet.rounds)),
    ):
        where = CustomId(AREA, "step", f"{class_id}.{to}")
        steps.add_item(_button(name, where, discord.ButtonStyle.primary, off=off))
    made.add_item(steps)
    made.stop()
    return made, rendered.files()


def _formats(view: PlanView) -> list[discord.SelectOption]:
    """The formats to choose from, the present one among them."""
    known: list[tuple[str, Format]] = list(view.formats.items())
    chosen = "" if view.plan.format_gone else view.plan.format.name
    first = [each for each in known if each[0] == chosen]
    shown = [*first, *(each for each in known if each[0] != chosen)][:_MOST_OPTIONS]
    return [
        discord.SelectOption(
            label=label(each.title, 100),
            value=name[:100],
            description=label(each.description, 100) or None,
            default=name == chosen and not view.plan.shaped,
        )
        for name, each in shown
    ]


def _menu(
    verb: str, where: str, options: list[discord.SelectOption], *, row: int, hint: str
) -> ui.Select[ui.View]:
    custom_id = str(CustomId(AREA, verb, where))
    return ui.Select(custom_id=custom_id, options=options, row=row, placeholder=hint)


def _button(
    text: str,
    custom_id: CustomId,
    style: discord.ButtonStyle,
    *,
    row: int | None = None,
    off: bool = False,
) -> ui.Button[ui.View | ui.LayoutView]:
    return ui.Button(label=text, custom_id=str(custom_id), style=style, row=row, disabled=off)

"""The forms (modals) in which people write, and reading what they filled in.

A form keeps nothing in memory: its custom id says what it is for, and what comes back is read
from the submission itself. So a form that was open while the bot restarted is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from cogs.interactions.custom_ids import CustomId
from cogs.interactions.replies import Interaction
from cogs.text import commands as words
from cogs.text.commands import Labels
from cogs.text.escaping import label, one_line
from discussion.parsing.tags import VOCABULARY
from discussion.parsing.text import LONGEST

TEXT: Final = "text"
"""The field of every form whose words go back to their author if they are refused."""
_TAGS: Final = "tags"
_THEMES: Final = "themes"
_OPTIONS: Final = "options"
_ANONYMOUS: Final = "anonymous"
_TITLE_LIMIT: Final = 45
_PLACEHOLDER_LIMIT: Final = 100
_QUESTION_LIMIT: Final = 800


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody filled in. ``anonymous`` is None where the form did not ask."""

    text: str
    tags: str
    anonymous: bool | None


def writing(
    custom_id: CustomId,
    *,
    title: str,
    question: str = "",
    stem: str = "",
    full: bool = True,
    without_name: bool = False,
    labels: Labels | None = None,
) -> ui.Modal:
    """A form for somebody's words; a full one also asks for tags and about the name.

    ``without_name``: the person likes to leave their name out; the box is there and ticked.
    """
    labels = labels or Labels()
    form = ui.Modal(title=label(title, _TITLE_LIMIT), custom_id=str(custom_id))
    if question:
        form.add_item(ui.TextDisplay(f"**{one_line(question, _QUESTION_LIMIT)}**"))
    hint = label(stem, _PLACEHOLDER_LIMIT) if stem else labels.hint
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        placeholder=hint,
        required=True,
        max_length=LONGEST,
    )
    form.add_item(ui.Label(text=labels.text, component=box))
    if full:
        _add_tag_fields(form)
    if full or without_name:
        form.add_item(_name_field(labels, ticked=without_name))
    return form


def tagging(custom_id: CustomId, *, ask_about_name: bool) -> ui.Modal:
    """A form for tags, which for one's own named words also offers to leave the name out."""
    form = ui.Modal(title=words.FORM_TAG, custom_id=str(custom_id))
    _add_tag_fields(form)
    if ask_about_name:
        form.add_item(_name_field(Labels()))
    return form


def asking(custom_id: CustomId, text: str, longest: int) -> ui.Modal:
    """A form for a message to the group, filled in with what was suggested."""
    return changing(custom_id, text, longest, title=words.FORM_COPILOT, field=words.FIELD_COPILOT)


def changing(custom_id: CustomId, text: str, longest: int, *, title: str, field: str) -> ui.Modal:
    """A form filled in with a text, to be changed."""
    form = ui.Modal(title=label(title, _TITLE_LIMIT), custom_id=str(custom_id))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        default=text[:longest],
        required=True,
        max_length=longest,
    )
    form.add_item(ui.Label(text=field, component=box))
    return form


def pasting(custom_id: CustomId, title: str, field: str) -> ui.Modal:
    """A form with one large field, as large as Discord makes them."""
    form = ui.Modal(title=label(title, _TITLE_LIMIT), custom_id=str(custom_id))
    box: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=TEXT, style=discord.TextStyle.paragraph, required=True, max_length=4000
    )
    form.add_item(ui.Label(text=field, component=box))
    return form


async def show(interaction: Interaction, form: ui.Modal) -> None:
    """Open a form as the first answer; the library need not remember it."""
    form.stop()
    await interaction.response.send_modal(form)


def filled(interaction: Interaction) -> Filled:
    """Read a submission."""
    data: Mapping[str, Any] = interaction.data or {}
    fields = {field.get("custom_id"): field for field in _fields(data.get("components", ()))}
    chosen = [str(tag) for tag in fields.get(_TAGS, {}).get("values") or ()]
    options = fields.get(_OPTIONS)
    return Filled(
        text=str(fields.get(TEXT, {}).get("value") or ""),
        tags=_as_hashtags(chosen, str(fields.get(_THEMES, {}).get("value") or "")),
        anonymous=None if options is None else _ANONYMOUS in (options.get("values") or ()),
    )


def fields(interaction: Interaction) -> dict[str, str]:
    """Every field of a submission by its custom id; of several values the first."""
    data: Mapping[str, Any] = interaction.data or {}
    found = _fields(data.get("components", ()))
    return {
        str(each.get("custom_id")): str(
            each.get("value") or next(iter(each.get("values") or ()), "")
        )
        for each in found
    }


def _fields(components: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    found = list[Mapping[str, Any]]()
    for each in components:
        if "component" in each:
            found += _fields([each["component"]])
        elif "components" in each:
            found += _fields(each["components"])
        else:
            found.append(each)
    return found


def _as_hashtags(chosen: Sequence[str], themes: str) -> str:
    typed = themes.replace("#", ",") if "#" in themes else themes
    names = (re.sub(r"[^\w\- ]", "", part).strip() for part in re.split(r"[,;\n]", typed))
    spelled = ["-".join(name.split())[:40] for name in names if name]
    return " ".join(f"#{name}" for name in (*chosen, *spelled))


def _add_tag_fields(form: ui.Modal) -> None:
    options = [
        discord.SelectOption(label=label(choice.title, 100), value=choice.hashtag)
        for choice in VOCABULARY.choices[:25]
    ]
    menu: ui.Select[ui.Modal] = ui.Select(
        custom_id=_TAGS, options=options, min_values=0, max_values=len(options), required=False
    )
    themes: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=_THEMES, required=False, max_length=_PLACEHOLDER_LIMIT
    )
    form.add_item(
        ui.Label(text=words.FIELD_TAGS, description=words.FIELD_TAGS_HINT, component=menu)
    )
    form.add_item(
        ui.Label(text=words.FIELD_THEMES, description=words.FIELD_THEMES_HINT, component=themes)
    )


def _name_field(labels: Labels, *, ticked: bool = False) -> ui.Label[ui.Modal]:
    boxes: ui.CheckboxGroup[ui.Modal] = ui.CheckboxGroup(
        custom_id=_OPTIONS, min_values=0, max_values=1, required=False
    )
    boxes.add_option(label=labels.without_name, value=_ANONYMOUS, default=ticked)
    return ui.Label(text=labels.name, component=boxes)

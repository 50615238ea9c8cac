"""Looking at one's words before the deck: the post for all, and the private pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from cogs.after_class import review_words as words
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.drawing import ACCENTS, Rendered, layout, row
from cogs.text import pulse as pulse_words
from cogs.text.escaping import label, one_line
from discussion.lifecycle.review import Choice
from discussion.model import Contribution
from discussion.model.effects import Post
from discussion.service.after_class.review import OwnWords

WORDS_A_PAGE: Final = 4
"""Each has a row of buttons; the fifth row turns the pages."""
THEMES_A_PAGE: Final = 4


def review(post: Post) -> Rendered:
    """The post under which everybody looks at their words."""
    data: Mapping[str, Any] = post.data
    until = data["until"]
    box: ui.Container[ui.LayoutView] = ui.Container(
        accent_colour=ACCENTS["running" if until else "over"]
    )
    if not until:
        box.add_item(ui.TextDisplay(f"{words.HEADING}\n{words.CLOSED}"))
        return Rendered(layout(box))
    timestamp = int(datetime.fromisoformat(until).timestamp())
    text = words.panel(timestamp, int(data["looked"]), int(data["all"]))
    box.add_item(ui.TextDisplay(f"{words.HEADING}\n{text}"))
    here = post.discussion_id
    box.add_item(
        row(
            (words.MY_WORDS, _to("words", f"{here}.0"), discord.ButtonStyle.primary),
            (words.HEADLINES, _to("headlines", f"{here}.0"), discord.ButtonStyle.primary),
            (words.FINE, _to("fine", str(here)), discord.ButtonStyle.success),
            (words.PUBLISH, _to("publish", str(here)), discord.ButtonStyle.secondary),
        )
    )
    box.add_item(ui.Separator())
    box.add_item(ui.TextDisplay(pulse_words.QUESTION))
    # Its verb differs from that of the last panel: each is known again by its own ids.
    box.add_item(
        row(
            *(
                (
                    text,
                    CustomId("pulse", "at_close", f"{here}.{value}"),
                    discord.ButtonStyle.secondary,
                )
                for value, text in enumerate(pulse_words.BUTTONS, start=1)
            )
        )
    )
    return Rendered(layout(box))


def deck_outdated(post: Post) -> Rendered:
    """A private word to somebody who holds an older deck."""
    return Rendered(content=words.outdated(str(post.data["topic"])))


def own_words(own: OwnWords, page: int, note: str = "") -> tuple[str, ui.View]:
    """A page of somebody's own words, with what they can do to each."""
    here = own.discussion.id
    page = _within(page, len(own.words), WORDS_A_PAGE)
    first = page * WORDS_A_PAGE
    some = own.words[first : first + WORDS_A_PAGE]
    texts = [note] if note else []
    texts.append(words.own_words(first + 1, first + len(some), len(own.words)))
    if not own.drawn:
        texts.append(words.NOT_DRAWN)
    view = ui.View(timeout=None)
    for number, each in enumerate(some, start=first + 1):
        said = each.contribution
        texts.append(
            words.own_word(
                number,
                said.text,
                round_number=said.round_number,
                anonymous=said.anonymous,
                shown=[(line.text, line.slide) for line in each.shown],
            )
        )
        _add_changes(view, number - first - 1, number, f"{here}.{said.id}.{page}", said)
    _add_pages(view, WORDS_A_PAGE, "words", here, page, len(own.words))
    return "\n".join(texts), view


def _add_changes(view: ui.View, at: int, number: int, opaque: str, said: Contribution) -> None:
    buttons = [
        ("fix", words.FIX, discord.ButtonStyle.secondary),
        *([] if said.anonymous else [("no_name", words.NO_NAME, discord.ButtonStyle.secondary)]),
        ("take_back", words.TAKE_BACK, discord.ButtonStyle.danger),
    ]
    for verb, text, style in buttons:
        custom_id = str(_to(verb, opaque))
        view.add_item(
            ui.Button(label=f"{number}: {text}", custom_id=custom_id, style=style, row=at)
        )


def headlines(discussion_id: str, choices: Sequence[Choice], page: int) -> tuple[str, ui.View]:
    """A page of themes, each with the sentences that may become its headline."""
    page = _within(page, len(choices), THEMES_A_PAGE)
    first = page * THEMES_A_PAGE
    texts, view = [words.CHOOSE], ui.View(timeout=None)
    for at, each in enumerate(choices[first : first + THEMES_A_PAGE]):
        options = [
            discord.SelectOption(label=label(text, 100), value=key, default=key == each.chosen)
            for key, text in each.options
        ]
        texts.append(f"**{first + at + 1}** {one_line(each.theme, 100)}")
        view.add_item(
            ui.Select(
                custom_id=str(_to("choose", f"{discussion_id}.{each.id}.{page}")),
                placeholder=label(f"{first + at + 1} · {each.theme}", 100),
                min_values=0,
                max_values=1,
                options=options,
                row=at,
            )
        )
    _add_pages(view, THEMES_A_PAGE, "headlines", discussion_id, page, len(choices))
    return "\n".join(texts), view


def _within(page: int, number: int, a_page: int) -> int:
    """The page, or the last one where there are fewer by now."""
    return min(page, max(0, (number - 1) // a_page))


def _add_pages(
    view: ui.View, a_page: int, verb: str, discussion_id: str, page: int, number: int
) -> None:
    for text, other in ((words.EARLIER, page - 1), (words.LATER, page + 1)):
        if 0 <= other * a_page < number:
            custom_id = str(_to("turn_" + verb, f"{discussion_id}.{other}"))
            view.add_item(ui.Button(label=text, custom_id=custom_id, row=4))


def _to(verb: str, opaque: str) -> CustomId:
    return CustomId("review", verb, opaque)

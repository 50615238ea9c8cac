"""Drawing an outline as a PowerPoint file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deck.drawing import palette
from deck.drawing.canvas import Canvas
from deck.drawing.master import new_presentation, repaint
from deck.drawing.runs import Run, fill_run
from deck.drawing.sections import add_sections
from deck.drawing.template import layout_of
from deck.house import HouseStyle, readable
from deck.outline.findings import (
    BridgeSlide,
    DifferSlide,
    HeatSlide,
    ReadingSlide,
    SharedSlide,
    ThemeMapSlide,
)
from deck.outline.outline import (
    ActionsSlide,
    HeardSlide,
    MethodSlide,
    OnePageSlide,
    Outline,
    RunSlide,
    Slide,
    StagesSlide,
    ThemeSlide,
    TitleSlide,
    VoicesSlide,
)
from deck.outline.pieces import Part
from deck.pages.bridge import draw_bridge
from deck.pages.heat import draw_heat
from deck.pages.opening import draw_one_page, draw_title
from deck.pages.outcome import draw_actions, draw_stages, draw_theme, draw_voices
from deck.pages.process import draw_heard, draw_method, draw_run
from deck.pages.sides import draw_differ, draw_reading, draw_shared
from deck.pages.theme_map import draw_theme_map
from deck.printable import paragraphs, printable

_MOST_NOTES = 12_000
"""Characters of notes on one slide: nobody reads more aloud."""


@dataclass(frozen=True, slots=True)
class _Section:
    name: str
    kinds: tuple[type[Any], ...]


_FOUND: tuple[type[Any], ...] = (
    ThemeMapSlide,
    ThemeSlide,
    HeatSlide,
    BridgeSlide,
    SharedSlide,
    DifferSlide,
    StagesSlide,
)
_SECTIONS = (
    _Section("The class in short", (TitleSlide, OnePageSlide)),
    _Section("How we worked", (RunSlide, HeardSlide)),
    _Section("What we found", _FOUND),
    _Section("What we will do", (ActionsSlide,)),
    _Section("Every voice, method, reading", (VoicesSlide, MethodSlide, ReadingSlide)),
)


_IN_HUES: dict[type[Any], Callable[[Canvas, Any, int], None]] = {
    TitleSlide: draw_title,
    OnePageSlide: draw_one_page,
    ThemeMapSlide: draw_theme_map,
    ThemeSlide: draw_theme,
    BridgeSlide: draw_bridge,
}
"""Slides that show themes in their colours, which need to know how many themes there are."""
_PLAIN: dict[type[Any], Callable[[Canvas, Any], None]] = {
    RunSlide: draw_run,
    HeardSlide: draw_heard,
    HeatSlide: draw_heat,
    SharedSlide: draw_shared,
    DifferSlide: draw_differ,
    StagesSlide: draw_stages,
    ActionsSlide: draw_actions,
    VoicesSlide: draw_voices,
    MethodSlide: draw_method,
    ReadingSlide: draw_reading,
}


def render_pptx(outline: Outline, made_at: datetime, house: HouseStyle | None = None) -> bytes:
    """The deck as the bytes of a .pptx file; ``made_at`` stands in its properties."""
    house, _ = readable(house or HouseStyle())
    deck = new_presentation(house.template)
    themes = len({s.hue for s in outline.slides if isinstance(s, ThemeSlide) and s.hue is not None})
    for slide in outline.slides:
        _draw(deck, outline, slide, themes, house)
    add_sections(
        deck,
        [
            (s.name, [i for i, slide in enumerate(outline.slides) if isinstance(slide, s.kinds)])
            for s in _SECTIONS
        ],
    )
    properties = deck.core_properties
    properties.title = printable(outline.title)[:250]
    properties.author = printable(outline.author)[:250]
    properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    buffer = io.BytesIO()
    repaint(deck, {palette.NAVY: house.main, palette.OUTCOME: house.accent})
    deck.save(buffer)
    return buffer.getvalue()


def _draw(deck: Any, outline: Outline, slide: Slide, themes: int, house: HouseStyle) -> None:
    cover = isinstance(slide, TitleSlide)
    layout = layout_of(deck, "title" if cover else "titleOnly")
    page = deck.slides.add_slide(layout)
    for holder in list(page.placeholders):
        if holder.placeholder_format.type is not None and holder != page.shapes.title:
            holder.element.getparent().remove(holder.element)
    canvas = Canvas(page, ground=house.main)
    if not cover:
        head = slide.head
        colour = palette.PROCESS if head.part is Part.PROCESS else palette.OUTCOME
        canvas.head(f"{head.part.value.upper()} · {head.label.upper()}", colour, head.title)
    if type(slide) in _IN_HUES:
        _IN_HUES[type(slide)](canvas, slide, themes)
    else:
        _PLAIN[type(slide)](canvas, slide)
    if not cover:
        canvas.footer(outline.footer)
    canvas.finish()
    add_notes(page, slide.notes, canvas.overflow)


def add_notes(page: Any, notes: str, overflow: list[str]) -> None:
    """The script, and the whole of every text that was cut on the slide."""
    if overflow:
        notes += "\n\nIn full, where the slide is cut:\n" + "\n".join(dict.fromkeys(overflow))
    frame = page.notes_slide.notes_text_frame
    for number, line in enumerate(paragraphs(notes[:_MOST_NOTES]).split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if line:
            fill_run(paragraph.add_run(), Run(line), 12)

"""A slide to draw on: text boxes, quotes, panels, dots, each measured, named and described."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from deck.drawing import master, measure, palette
from deck.drawing.grid import Box
from deck.drawing.master import palette_rgb
from deck.drawing.runs import Run, fill_run
from deck.printable import printable
from deck.synthesis.writing import is_right_to_left

_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_EXT_LST = qn("a:extLst")


def describe(shape: Any, alt: str) -> None:
    """Give an object its alternative text."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", printable(alt)[:900])  # noqa: SLF001 - no public way


def decorate(shape: Any) -> None:
    """Mark an object as decorative: a screen reader passes over it."""
    element = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001 - no public way
    holder = element.find(_EXT_LST)
    if holder is None:
        holder = etree.SubElement(element, _EXT_LST)
    ext = etree.SubElement(holder, qn("a:ext"), uri=_DECORATIVE_URI)
    etree.SubElement(ext, f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE})


@dataclass
class Canvas:
    """One slide. ``overflow`` collects texts that were cut; they go whole into the notes."""

    slide: Any
    overflow: list[str] = field(default_factory=list)
    ground: str = palette.NAVY
    """The colour of the title slide, on which other colours must be read."""

    def __post_init__(self) -> None:
        # Ids are then counted on instead of searched for with every shape.
        self.slide.shapes.turbo_add_enabled = True

    def text(
        self,
        box: Box,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = palette.INK,
        anchor: str = "top",
        align: str = "start",
        lead: Run | None = None,
        tail: tuple[Run, ...] = (),
        name: str = "Text",
        shape: Any = None,
    ) -> float:
        """Draw a text fitted into a box and give the height it takes, in inches.

        ``lead`` stands before it with a colon, in the same paragraph. ``tail`` stands in a
        second paragraph of the same box at 12 points and keeps its room.
        """
        text = printable(text)
        if not (text or tail or shape):
            return 0.0
        before = printable(lead.text) + ": " if lead else ""
        tail_height = max(
            (measure.line_height(r.text, measure.SMALLEST) for r in tail), default=0.0
        )
        fitted = measure.fit(before + text, box.width, box.height - tail_height, size, bold=bold)
        if fitted.cut:
            self.overflow.append(text)
        holder = shape or self.slide.shapes.add_textbox(*_emu(box))
        if shape is None:
            holder.name = f"{name} {holder.shape_id}"
        frame = holder.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = {
            "top": MSO_ANCHOR.TOP,
            "middle": MSO_ANCHOR.MIDDLE,
            "bottom": MSO_ANCHOR.BOTTOM,
        }[anchor]
        first = frame.paragraphs[0]
        runs: tuple[Run, ...] = (Run(fitted.text.removeprefix(before), bold, colour),)
        if lead and fitted.text.startswith(before):
            runs = (replace(lead, text=before.removesuffix(": ")), Run(": "), *runs)
        self._paragraph(first, runs, fitted.size, align)
        if tail:
            self._paragraph(
                frame.add_paragraph(),
                tail,
                measure.SMALLEST,
                "rtl" if is_right_to_left(text) else align,
            )
        used = fitted.height + tail_height
        if shape is None and anchor == "top":
            # The frame ends where its words end, so that boxes set below it do not overlap it.
            holder.height = Inches(used)
        return used

    def runs(self, box: Box, runs: tuple[Run, ...], size: float, name: str = "Text") -> None:
        """Draw one line of runs, which the caller has kept short."""
        holder = self.slide.shapes.add_textbox(*_emu(box))
        holder.name = f"{name} {holder.shape_id}"
        frame = holder.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        self._paragraph(frame.paragraphs[0], runs, size, "start")

    def _paragraph(self, paragraph: Any, runs: tuple[Run, ...], size: float, align: str) -> None:
        for run in runs:
            fill_run(paragraph.add_run(), run, size)
        whole = "".join(run.text for run in runs)
        rtl = is_right_to_left(whole)
        if rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - no public way
        if align == "centre":
            paragraph.alignment = PP_ALIGN.CENTER
        elif align == "end" or rtl or align == "rtl":
            # With rtl set, "right" in the file means the start of the line for PowerPoint and
            # LibreOffice alike.
            paragraph.alignment = PP_ALIGN.RIGHT if not (align == "end" and rtl) else PP_ALIGN.LEFT

    def panel(self, box: Box, colour: str = palette.PANEL) -> Any:
        """A plain ground for other things; decorative."""
        return self.mark(box, colour, MSO_SHAPE.RECTANGLE, "Ground")

    def mark(
        self, box: Box, colour: str, form: Any = MSO_SHAPE.RECTANGLE, name: str = "Mark"
    ) -> Any:
        """A filled form without text or border; decorative."""
        shape = self.form(box, form, fill=colour, name=name)
        decorate(shape)
        return shape

    def form(
        self, box: Box, form: Any, *, fill: str | None, line: str | None = None, name: str = "Shape"
    ) -> Any:
        """A flat form: no shadow, no effect."""
        shape = self.slide.shapes.add_shape(form, *_emu(box))
        shape.name = f"{name} {shape.shape_id}"
        style = shape._element.find(qn("p:style"))  # noqa: SLF001 - the style brings the theme's shadow
        if style is not None:
            shape._element.remove(style)  # noqa: SLF001 - as above
        if fill is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = palette_rgb(fill)
        if line is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = palette_rgb(line)
            shape.line.width = Pt(1)
        return shape

    def rule(self, box: Box, colour: str = palette.RULE, thick: float = 0.75) -> None:
        """A decorative line from the box's upper left to its lower right corner."""
        line = self.slide.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT,
            Inches(box.left),
            Inches(box.top),
            Inches(box.right),
            Inches(box.bottom),
        )
        line.name = f"Line {line.shape_id}"
        style = line._element.find(qn("p:style"))  # noqa: SLF001 - as in form()
        if style is not None:
            line._element.remove(style)  # noqa: SLF001 - as in form()
        line.line.color.rgb = palette_rgb(colour)
        line.line.width = Pt(thick)
        decorate(line)

    def head(self, kicker: str, kicker_colour: str, title: str) -> None:
        """Title first (reading order), then the kicker above it."""
        holder = self.slide.shapes.title
        self.text(
            master.TITLE_BOX,
            title,
            self._title_size(title),
            bold=True,
            colour=palette.NAVY,
            shape=holder,
        )
        self.text(
            master.KICKER_BOX,
            kicker,
            12.5,
            bold=True,
            colour=kicker_colour,
            name="Kicker",
        )

    def _title_size(self, title: str) -> float:
        short = (
            measure.width(printable(title), 28, bold=True) <= master.TITLE_BOX.width * measure.WRAP
        )
        return 28 if short else 24

    def footer(self, text: str, colour: str = palette.MUTED) -> None:
        """Footer and slide number as placeholders, copied from the layout."""
        for placeholder in self.slide.slide_layout.placeholders:
            kind = placeholder.element.xpath(".//p:nvPr/p:ph/@type")
            if kind not in (["ftr"], ["sldNum"]):
                continue
            element = copy.deepcopy(placeholder.element)
            self.slide.shapes._spTree.append(element)  # noqa: SLF001 - python-pptx copies no footers
            shape = self.slide.shapes[-1]
            frame = shape.text_frame
            paragraph = frame.paragraphs[0]._p  # noqa: SLF001 - fields have no public way
            for child in list(paragraph):
                paragraph.remove(child)
            if kind == ["ftr"]:
                shown = measure.fit(printable(text), master.FOOTER_BOX.width, 0.3, 11, least=11)
                fill_run(frame.paragraphs[0].add_run(), Run(shown.text, colour=colour), 11)
                frame.paragraphs[0].alignment = PP_ALIGN.LEFT
            else:
                _number_field(paragraph, colour)

    def finish(self) -> None:
        """Number all objects anew, because copies and groups bring ids that are taken."""
        for number, element in enumerate(self.slide.element.xpath("//p:cNvPr"), start=1):
            element.set("id", str(number))


def _number_field(paragraph: Any, colour: str) -> None:
    properties = etree.SubElement(paragraph, qn("a:pPr"), algn="r")
    del properties
    field_ = etree.SubElement(
        paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum"
    )
    look = etree.SubElement(field_, qn("a:rPr"), lang="en-GB", sz="1100")
    fill = etree.SubElement(look, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour)
    etree.SubElement(field_, qn("a:t")).text = "\u2039#\u203a"


def _emu(box: Box) -> tuple[int, int, int, int]:
    return (
        master.emu(box.left),
        master.emu(box.top),
        master.emu(max(box.width, 0.01)),
        master.emu(max(box.height, 0.01)),
    )

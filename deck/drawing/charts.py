"""Native bar and column charts, editable in PowerPoint, with valid axis ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart import data as chart_data
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from deck.drawing import palette
from deck.drawing.canvas import Canvas, describe
from deck.drawing.grid import Box
from deck.drawing.master import emu, palette_rgb
from deck.outline.pieces import Series
from deck.printable import cell


def chart(
    canvas: Canvas,
    box: Box,
    categories: Sequence[str],
    series: Sequence[Series],
    colours: Sequence[str],
    *,
    alt: str,
    horizontal: bool = False,
    labels: bool = False,
    gap: int = 35,
    axis_title: str = "",
    outline: str | None = None,
) -> None:
    """Draw a stacked bar (``horizontal``) or column chart; ``labels`` prints the values above.

    Labels are for one series only: on stacked charts outside labels make an invalid file.
    """
    data = _chart_data("0")
    # A worksheet with two equal names would make one category of both in some readers.
    data.categories = [cell(name) or "–" for name in categories]
    for one in series:
        data.add_series(cell(one.name) or "–", one.values)
    stacked = len(series) > 1
    kind = {
        (True, True): XL_CHART_TYPE.BAR_STACKED,
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    }[horizontal, stacked]
    frame = canvas.slide.shapes.add_chart(
        kind, emu(box.left), emu(box.top), emu(box.width), emu(box.height), data
    )
    frame.name = f"Chart {frame.shape_id}"
    describe(frame, alt)
    made = frame.chart
    made.font.size, made.font.name = Pt(12), "Calibri"
    made.font.color.rgb = palette_rgb(palette.INK)
    made.has_title = False
    made.has_legend = stacked
    if stacked:
        made.legend.position = XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
    plot = made.plots[0]
    plot.gap_width = gap
    if stacked:
        plot.overlap = 100
    for one, colour in zip(plot.series, colours, strict=False):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = palette_rgb(colour)
        one.invert_if_negative = False
        if outline:
            one.format.line.color.rgb = palette_rgb(outline)
            one.format.line.width = Pt(0.5)
    if labels and not stacked:
        plot.has_data_labels = True
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
        plot.data_labels.font.size = Pt(12)
    _axes(made, horizontal=horizontal, labels=labels and not stacked, axis_title=axis_title)
    mend_axis_ids(made._chartSpace)  # noqa: SLF001 - python-pptx writes negative ids, which are invalid


def _chart_data(number_format: str) -> Any:
    untyped: Any = chart_data
    return untyped.CategoryChartData(number_format=number_format)


def _axes(made: Any, *, horizontal: bool, labels: bool, axis_title: str) -> None:
    category, value = made.category_axis, made.value_axis
    category.format.line.color.rgb = palette_rgb(palette.RULE)
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.has_major_gridlines = False
    category.tick_labels.font.size = Pt(12)
    if horizontal:
        category.reverse_order = True
        # Otherwise the values stand at the top, where the first category is.
        value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    value.minimum_scale = 0
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.format.line.fill.background()
    value.tick_labels.font.size = Pt(12)
    value.visible = not labels
    value.has_major_gridlines = not labels
    if not labels:
        value.major_gridlines.format.line.color.rgb = palette_rgb("E3E5E8")
        value.tick_labels.number_format = "0"
        value.tick_labels.number_format_is_linked = False
    if axis_title:
        category.has_title = True
        frame = category.axis_title.text_frame
        frame.text = axis_title
        frame.paragraphs[0].runs[0].font.size = Pt(12)
        frame.paragraphs[0].runs[0].font.bold = False


def mend_axis_ids(space: etree._Element) -> None:
    """Give axes positive ids: unsigned in the schema, negative as python-pptx 1.0.2 writes them."""
    for element in space.iter(qn("c:axId"), qn("c:crossAx")):
        element.set("val", str(abs(int(element.get("val", "0"))) % 2**31))

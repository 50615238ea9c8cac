"""Starting from somebody's own .pptx: what it must be, and what is taken from it.

Taken: the master, its pictures and shapes, and two layouts, one for the title and one with a title
only. Its slides go. Fonts become the deck's own, because every text is measured with them.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.oxml.ns import qn

from deck.drawing.grid import HEIGHT, WIDTH
from discussion.model.errors import BadFile
from discussion.model.house import LARGEST_TEMPLATE

MOST_UNPACKED = 60_000_000
MOST_XML = 15_000_000
"""Bytes unpacked, of everything and of what is parsed; a file of zeros packs a thousand to one."""
_INCH = 914_400
_HARMLESS = "/hyperlink"


def opened(content: bytes) -> Any:
    """The template as a presentation without slides. Raises ``BadFile`` with one plain sentence."""
    _look_inside(content)
    try:
        deck = Presentation(io.BytesIO(content))
        width, height = (deck.slide_width or 0) / _INCH, (deck.slide_height or 0) / _INCH
        layouts = [layout_of(deck, kind) for kind in ("title", "titleOnly")]
        _drop_slides(deck)
    except BadFile:
        raise
    except Exception as error:
        # python-pptx answers broken files with errors of many kinds.
        raise BadFile(
            "The template cannot be opened. In PowerPoint, save it as a presentation (.pptx)."
        ) from error
    if deck.part.content_type != CT.PML_PRESENTATION_MAIN:
        raise BadFile("The template holds macros. Save it as .pptx without them.")
    if abs(width - WIDTH) > 0.02 or abs(height - HEIGHT) > 0.02:
        raise BadFile(
            f"The template's slides are {width:.2f} x {height:.2f} inches; "
            f"{WIDTH:.2f} x {HEIGHT:.2f} (widescreen) are needed."
        )
    for part in deck.part.package.iter_parts():
        for rel in part.rels.values():
            if rel.is_external and not rel.reltype.endswith(_HARMLESS):
                raise BadFile("The template loads a picture or file from elsewhere. Embed it.")
    for layout in list(deck.slide_layouts):
        if all(layout is not kept for kept in layouts):
            deck.slide_layouts.remove(layout)
    return deck


def layout_of(deck: Any, kind: str) -> Any:
    """The first layout of the first master of a kind, as the file format names it."""
    for layout in deck.slide_layouts:
        if layout.element.get("type") == kind and _has_title(layout):
            return layout
    named = "Title Slide" if kind == "title" else "Title Only"
    raise BadFile(f"The template has no layout of the kind “{named}”.")


def _has_title(layout: Any) -> bool:
    return any(
        shape.element.xpath(".//p:nvPr/p:ph[@type='title' or @type='ctrTitle']")
        for shape in layout.placeholders
    )


def _look_inside(content: bytes) -> None:
    if len(content) > LARGEST_TEMPLATE:
        raise BadFile(f"The template is larger than {LARGEST_TEMPLATE // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadFile("The template is not a .pptx file.") from error
    unpacked = sum(part.file_size for part in parts)
    parsed = sum(p.file_size for p in parts if p.filename.casefold().endswith((".xml", ".rels")))
    if unpacked > MOST_UNPACKED or parsed > MOST_XML or len(parts) > 5_000:
        raise BadFile("The template unpacks to far more than a deck needs.")
    if any(
        "vbaproject" in p.filename.casefold() or "/activex/" in p.filename.casefold() for p in parts
    ):
        raise BadFile("The template holds macros. Save it as .pptx without them.")


def _drop_slides(deck: Any) -> None:
    ids = deck.slides._sldIdLst  # noqa: SLF001 - python-pptx removes no slides
    for entry in list(ids):
        deck.part.drop_rel(entry.get(qn("r:id")))
        ids.remove(entry)
    # Sections of slides that are gone would make the file invalid.
    extensions = deck.part._element.find(qn("p:extLst"))  # noqa: SLF001 - no public way
    if extensions is not None:
        extensions.getparent().remove(extensions)

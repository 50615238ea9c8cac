"""Runs: stretches of text in one look, with their language, font and link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Pt

from deck.drawing import palette
from deck.drawing.master import palette_rgb
from deck.printable import printable
from deck.synthesis.writing import language_of

_FACES = {
    "zh-CN": ("ea", "Microsoft YaHei"),
    "ja-JP": ("ea", "Yu Gothic"),
    "ko-KR": ("ea", "Malgun Gothic"),
    "ar-SA": ("cs", "Arial"),
    "he-IL": ("cs", "Arial"),
    "hi-IN": ("cs", "Nirmala UI"),
    "th-TH": ("cs", "Leelawadee UI"),
}
"""Fonts that Office has for a language, and whether it looks for them as East Asian or complex."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; ``url`` makes it a link."""

    text: str
    bold: bool = False
    colour: str = palette.INK
    url: str | None = None


def safe_url(url: str | None) -> str | None:
    """An address that may stand in a deck: http or https with a host, or None."""
    if (
        not url
        or len(url) > 2000
        or not url.isascii()
        or any(c.isspace() or ord(c) < 33 for c in url)
    ):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def fill_run(target: Any, run: Run, size: float) -> None:
    """Put a run's text, look, language and link into a python-pptx run."""
    text = printable(run.text) if run.text.strip() else run.text
    lead = " " if run.text.startswith(" ") and not text.startswith(" ") else ""
    trail = " " if run.text.endswith(" ") and not text.endswith(" ") else ""
    target.text = lead + text + trail
    target.font.size = Pt(size)
    target.font.bold = run.bold
    properties = target._r.get_or_add_rPr()  # noqa: SLF001 - language has no public way
    language = language_of(text)
    properties.set("lang", language)
    url = safe_url(run.url)
    if url is None:
        target.font.color.rgb = palette_rgb(run.colour)
    else:
        target.hyperlink.address = url
    _name_fonts(properties, language)


def _name_fonts(properties: Any, language: str) -> None:
    """Name a font for scripts that Calibri lacks, so that every program picks a good one."""
    slot, face = _FACES.get(language, ("", ""))
    if face:
        element = etree.Element(qn(f"a:{slot}"), typeface=face)
        links = properties.find(qn("a:hlinkClick"))
        if links is None:
            properties.append(element)
        else:
            links.addprevious(element)

"""Headings and paragraphs of a PDF: glyphs with their places, then lines, then what they mean."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from discussion.model.errors import BadInput
from discussion.parsing.case import Block
from readings import limits
from readings.columns import in_reading_order
from readings.headings import blocks_of
from readings.lines import Glyph, rows_of
from readings.paragraphs import paragraphs_of
from readings.running_heads import without_running_heads

_SMALLEST: Final = 4.0
"""Points; smaller letters are a printer's marks."""
_FEWEST_LETTERS: Final = 20
"""Fewer letters in the whole document are a stamp on scanned pages."""
_MOST_GARBLED: Final = 0.2
"""The share of glyphs without a known character from which a text cannot be read."""
_DEEPEST: Final = 20
"""How deeply drawings may be nested in drawings."""
_UNKNOWN: Final = "\ufffd"
_BOLD: Final = ("bold", "black", "heavy", "demi")


def blocks_of_pdf(data: bytes) -> list[Block]:
    """The blocks of a PDF. Raises ``BadInput`` for what is locked, scanned, broken or too long."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pages = [rows_of(glyphs) for glyphs in _glyphs_by_page(data)]
    _check_legible("".join(row.text for page in pages for row in page))
    regions = in_reading_order(without_running_heads(pages))
    return blocks_of(paragraphs_of(regions))


def _check_legible(text: str) -> None:
    garbled = sum(1 for character in text if character == _UNKNOWN or _is_private(character))
    if garbled > _MOST_GARBLED * len(text):
        raise BadInput(limits.PDF_GARBLED)
    if sum(1 for character in text if character.isalpha()) < _FEWEST_LETTERS:
        raise BadInput(limits.PDF_SCANNED)


def _is_private(character: str) -> bool:
    return "\ue000" <= character <= "\uf8ff"


def _glyphs_by_page(data: bytes) -> Iterator[list[Glyph]]:
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        pages = list(islice(PDFPage.create_pages(document), limits.MOST_PAGES + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise BadInput(limits.PDF_LOCKED) from error
    except MemoryError:
        raise
    except Exception as error:
        raise BadInput(limits.PDF_BROKEN) from error
    if len(pages) > limits.MOST_PAGES:
        raise BadInput(limits.TOO_MANY_PAGES)
    if not pages:
        raise BadInput(limits.PDF_BROKEN)
    resources = PDFResourceManager()
    # Without layout parameters the library gives glyphs as they are and analyses nothing.
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    left = limits.MOST_CHARACTERS
    for number, page in enumerate(pages, 1):
        try:
            interpreter.process_page(page)
            glyphs = list(_glyphs(device.get_result()))
        except MemoryError:
            raise
        except Exception as error:
            raise BadInput(limits.page_broken(number)) from error
        left -= len(glyphs)
        if left < 0:
            raise BadInput(limits.TOO_LONG)
        yield glyphs


def _glyphs(page: LTContainer[Any]) -> Iterator[Glyph]:
    """The upright glyphs on a page; what lies beside it or across it is no text to read."""
    left, bottom, right, top = page.bbox
    for character in _characters(page, 0):
        x, y = (character.x0 + character.x1) / 2, (character.y0 + character.y1) / 2
        if not (left <= x <= right and bottom <= y <= top):
            continue
        if character.upright and character.size >= _SMALLEST:
            text = character.get_text()
            name = character.fontname.casefold()
            yield Glyph(
                text=_UNKNOWN if text.startswith("(cid:") else _plain(text),
                x0=character.x0,
                x1=character.x1,
                y=character.matrix[5],
                size=character.size,
                bold=any(weight in name for weight in _BOLD),
            )


def _characters(container: LTContainer[Any], depth: int) -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTContainer) and depth < _DEEPEST:
            yield from _characters(item, depth + 1)


def _plain(text: str) -> str:
    """Ligatures as their letters, and every kind of blank as a blank."""
    if text.isascii():
        return text
    if any("\ufb00" <= character <= "\ufb06" for character in text):
        return unicodedata.normalize("NFKC", text)
    return " " if text.isspace() else text

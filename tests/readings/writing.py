"""Writing made-up readings as Word files, Markdown and plain text."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE

from tests.readings.knowing import Known
from tests.readings.printing import Look, shown_title


def in_word(known: Known, headings: str) -> bytes:
    """A Word file.

    ``headings``: "styles", "own styles" (that stand on Word's), or a look of ``printing.Look``.
    """
    document = docx.Document()
    if headings in ("styles", "own styles"):
        document.add_paragraph(known.title, style="Title")
    else:
        _bold(document, known.title, 20)
    style = "Heading 1"
    if headings == "own styles":
        made: Any = document.styles.add_style("Stage of the case", WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Heading 2"]
        style = "Stage of the case"
    for number, stage in enumerate(known.stages, 1):
        title = shown_title(stage.title, number, Look(headings))
        if headings in ("styles", "own styles"):
            document.add_paragraph(title, style=style)
        elif headings == "bold":
            _bold(document, title)
        else:
            document.add_paragraph(title)
        for paragraph in stage.paragraphs:
            document.add_paragraph(paragraph)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _bold(document: Any, text: str, size: float | None = None) -> None:
    run = document.add_paragraph().add_run(text)
    run.bold = True
    if size is not None:
        run.font.size = docx.shared.Pt(size)


def in_markdown(known: Known) -> bytes:
    """Markdown with a title and headings of the second level."""
    parts = [f"# {known.title}"]
    for stage in known.stages:
        parts += [f"## {stage.title}", *stage.paragraphs]
    return "\n\n".join(parts).encode()


def in_text(known: Known, headings: str) -> bytes:
    """Plain text with headings that only their words mark."""
    parts = [known.title]
    for number, stage in enumerate(known.stages, 1):
        parts += [shown_title(stage.title, number, Look(headings)), *stage.paragraphs]
    return "\r\n\r\n".join(parts).encode()

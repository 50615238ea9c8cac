"""Printing made-up readings as PDFs: every line is placed here, so what a page holds is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.readings.knowing import Known

_MARGIN: Final = 64.0
_GUTTER: Final = 16.0
_SMALL: Final = 8.0
_LABELS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Look:
    """How a reading is printed."""

    headings: str = "size"
    """"size", "bold", "number", "label" or "capitals"."""
    columns: int = 1
    heads: bool = False
    """Running heads, others on left and right pages, and page numbers below."""
    hyphens: bool = False
    justified: bool = False
    indented: bool = False
    """First lines are indented instead of a gap between paragraphs."""
    serif: bool = False
    size: float = 10.5
    locked: bool = False

    @property
    def font(self) -> str:
        return "Times-Roman" if self.serif else "Helvetica"

    @property
    def bold_font(self) -> str:
        return "Times-Bold" if self.serif else "Helvetica-Bold"


def printed(known: Known, look: Look) -> bytes:
    """A PDF of a reading."""
    return _Press(known, look).run()


def shown_title(title: str, number: int, look: Look) -> str:
    """A stage's heading as it is printed."""
    match look.headings:
        case "number":
            return f"{number}. {title}"
        case "label":
            return f"Part {_LABELS[number - 1]}: {title}"
        case "capitals":
            return title.upper()
    return title


class _Press:
    def __init__(self, known: Known, look: Look) -> None:
        self._known, self._look = known, look
        self._file = BytesIO()
        options: Any = {"encrypt": "secret"} if look.locked else {}
        self._canvas = Canvas(self._file, pagesize=A4, invariant=1, **options)
        width, self._height = A4
        self._width = (width - 2 * _MARGIN - _GUTTER * (look.columns - 1)) / look.columns
        self._page, self._column, self._stage = 1, 0, ""
        self._top = self._y = self._height - _MARGIN

    def run(self) -> bytes:
        look = self._look
        for line, _ in self._broken(self._known.title, look.bold_font, 20, 2 * self._width):
            self._line(line, look.bold_font, 20)
        self._y -= 10
        # Columns begin below a title that stands over both.
        self._top = self._y
        for number, stage in enumerate(self._known.stages, 1):
            self._stage = stage.title
            self._heading(shown_title(stage.title, number, look))
            for paragraph in stage.paragraphs:
                self._paragraph(paragraph)
        self._finish_page()
        self._canvas.save()
        return self._file.getvalue()

    def _heading(self, text: str) -> None:
        size = 14.0 if self._look.headings == "size" else self._look.size
        plain = self._look.headings in ("number", "label", "capitals")
        font = self._look.font if plain else self._look.bold_font
        self._y -= size * 0.8
        if self._y < _MARGIN + 4 * self._look.size:
            self._next_column()
        for line, _ in self._broken(text, font, size, self._width):
            self._line(line, font, size)
        self._y -= 3

    def _paragraph(self, text: str) -> None:
        look, indent = self._look, 14.0 if self._look.indented else 0.0
        lines = list(self._broken(text, look.font, look.size, self._width, indent))
        for at, (line, last) in enumerate(lines):
            shift = indent if at == 0 else 0.0
            self._line(line, look.font, look.size, shift=shift, spread=look.justified and not last)
        self._y -= 0 if look.indented else look.size * 0.6

    def _line(
        self, text: str, font: str, size: float, *, shift: float = 0.0, spread: bool = False
    ) -> None:
        if self._y < _MARGIN + size:
            self._next_column()
        self._y -= size * 1.25
        room = self._width - shift - stringWidth(text, font, size)
        blanks = text.count(" ")
        pen = self._canvas.beginText(
            _MARGIN + self._column * (self._width + _GUTTER) + shift, self._y
        )
        pen.setFont(font, size)
        pen.setWordSpace(room / blanks if spread and blanks and room > 0 else 0)
        pen.textOut(text)
        self._canvas.drawText(pen)

    def _next_column(self) -> None:
        self._column += 1
        if self._column == self._look.columns:
            self._finish_page()
            self._column, self._page = 0, self._page + 1
            self._top = self._height - _MARGIN
        self._y = self._top

    def _finish_page(self) -> None:
        if self._look.heads:
            self._canvas.setFont(self._look.font, _SMALL)
            head = f"{self._page + 40}    Journal of Made-up Cases"
            if self._page % 2:
                head = f"{self._known.title}    {self._page + 40}"
            self._canvas.drawString(_MARGIN, self._height - 40, head)
            self._canvas.drawCentredString(A4[0] / 2, 30, f"Page {self._page}")
        self._canvas.showPage()

    def _broken(
        self, text: str, font: str, size: float, width: float, indent: float = 0.0
    ) -> Iterator[tuple[str, bool]]:
        """Lines that fit, and whether each is the last."""
        line, room = "", width - indent
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if stringWidth(longer, font, size) <= room:
                line = longer
                continue
            head, tail = self._divided(word, line, font, size, room)
            yield (f"{line} {head}" if head else line), False
            line, room = tail, width
        yield line, True

    def _divided(
        self, word: str, line: str, font: str, size: float, room: float
    ) -> tuple[str, str]:
        """A word cut where the line ends: at its own hyphen, or with a new one."""
        if not self._look.hyphens:
            return "", word
        own = word.find("-") + 1
        for at in [own] if own else range(len(word) - 3, 2, -1):
            if not word[:at].rstrip("-").isalpha():
                continue
            head = word[:at] if own else f"{word[:at]}-"
            if stringWidth(f"{line} {head}", font, size) <= room:
                return head, word[at:]
        return "", word

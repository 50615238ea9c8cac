"""What cannot be read is refused in one sentence that says what to do."""

from __future__ import annotations

import struct

import pytest

from discussion.model.errors import BadInput
from readings import limits
from readings.reading import read
from tests.discussion.material import is_plain
from tests.readings.files import a_pdf, an_archive, declaring, lines
from tests.readings.knowing import a_reading
from tests.readings.printing import Look, printed
from tests.readings.writing import in_word

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_LOCKED_WORD = _OLD + "EncryptedPackage".encode("utf-16-le")
_WORD = in_word(a_reading(1), "styles")
_BOMB = an_archive({"word/document.xml": b" " * (20 * limits.MEGABYTE)})
_MANY_PARTS = an_archive({f"word/{n}.xml": b"x" for n in range(limits.MOST_ENTRIES + 1)})
_LIES = declaring(_BOMB, 20 * limits.MEGABYTE, 100)
_LARGE_PARTS = an_archive(
    {f"{n}.xml": struct.pack("<I", n) * 6 * limits.MEGABYTE for n in range(5)}
)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("case.rtf", b"{\\rtf1 Hello}", limits.WRONG_KIND),
        ("case", b"Hello", limits.WRONG_KIND),
        ("case.md", b"", limits.EMPTY),
        ("case.pdf", b" \n ", limits.EMPTY),
        ("case.txt", b"x" * (limits.MOST_BYTES + 1), limits.TOO_LARGE),
        ("case.txt", b"word " * 100_000, limits.TOO_LONG),
        ("case.pdf", printed(a_reading(1), Look(locked=True)), limits.PDF_LOCKED),
        ("case.pdf", a_pdf([b"0 0 600 800 re f", lines("Page 1")]), limits.PDF_SCANNED),
        ("case.pdf", b"no PDF at all", limits.PDF_BROKEN),
        ("case.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9, limits.PDF_BROKEN),
        ("case.pdf", a_pdf([]), limits.PDF_BROKEN),
        ("case.pdf", a_pdf([lines("Words.")] * 3000), limits.TOO_MANY_PAGES),
        ("case.doc", _OLD, limits.WORD_OLD),
        ("case.docx", _OLD, limits.WORD_OLD),
        ("case.docx", _LOCKED_WORD, limits.WORD_LOCKED),
        ("case.docx", b"no Word at all", limits.WORD_BROKEN),
        ("case.docx", _WORD[: len(_WORD) // 2], limits.WORD_BROKEN),
        ("case.docx", an_archive({"a.txt": b"no Word"}), limits.WORD_BROKEN),
        ("case.docx", _BOMB, limits.WORD_BLOATED),
        ("case.docx", _LARGE_PARTS, limits.WORD_BLOATED),
        ("case.docx", _MANY_PARTS, limits.WORD_BLOATED),
        ("case.docx", _LIES, limits.WORD_BROKEN),
    ],
)
def test_each_reason_has_its_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(name, data)
    assert str(refused.value) == sentence
    assert is_plain(refused.value)


@pytest.mark.parametrize(
    "sentence",
    [v for v in vars(limits).values() if isinstance(v, str) and v.endswith(".") and " " in v]
    + [limits.page_broken(3)],
)
def test_every_sentence_is_plain(sentence: str) -> None:
    assert is_plain(BadInput(sentence)) or sentence == limits.__doc__


def test_a_file_is_what_it_holds_and_not_what_it_is_called() -> None:
    assert read("case.txt", _WORD).title == a_reading(1).title
    assert read("case.docx", printed(a_reading(1), Look())).title == a_reading(1).title

"""Turning the bytes of a text file into text, without guessing wrongly and in silence."""

from __future__ import annotations

import codecs
import re

from discussion.model.errors import BadInput

UNREADABLE = "That file is not text that can be read. Save it as UTF-8 and attach it again."

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LETTER = re.compile(r"[^\W\d_]")
_SIGN_IN_WORD = re.compile(
    r"[^\W\d_][\u00a1-\u00ac\u00ae-\u00b3\u00b5\u00b6\u00b8-\u00bf×÷][^\W\d_]"
)
_MOST_ACCENTED = 0.25
"""The share of letters beyond ASCII above which a text is hardly Western European: French and
Portuguese have about 0.05, while Greek or Cyrillic read by mistake as Windows-1252 nears 1."""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte-order mark, or Windows-1252.

    Any byte string can be read as some eight-bit encoding, so Windows-1252 is taken only where the
    result looks like Western European writing. Raises ``BadInput`` for everything else.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and not data.startswith(codecs.BOM_UTF32_LE):
            return _strictly(data.removeprefix(mark), encoding)
    try:
        return _strictly(data, "utf-8")
    except BadInput:
        text = _strictly(data, "cp1252")
    letters = _LETTER.findall(text)
    accented = sum(1 for letter in letters if not letter.isascii())
    if accented > _MOST_ACCENTED * len(letters) or _SIGN_IN_WORD.search(text):
        raise BadInput(UNREADABLE)
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(UNREADABLE) from error
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) // 100:
        raise BadInput(UNREADABLE)
    return text

"""Writing systems: which one a text uses, how it is read, and what language tag fits it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from enum import StrEnum
from functools import lru_cache


class Writing(StrEnum):
    """A writing system, as far as the deck must tell them apart."""

    LATIN = "latin"
    GREEK = "greek"
    CYRILLIC = "cyrillic"
    ARMENIAN = "armenian"
    HEBREW = "hebrew"
    ARABIC = "arabic"
    INDIC = "indic"
    THAI = "thai"
    ETHIOPIC = "ethiopic"
    GEORGIAN = "georgian"
    HANGUL = "hangul"
    KANA = "kana"
    HAN = "han"
    OTHER = "other"


# First code point of each stretch and what it holds (Unicode 15 block names, joined where the deck
# treats them alike); "" marks characters that say nothing of the language.
_STRETCHES: tuple[tuple[int, str], ...] = (
    (0x0000, ""),
    (0x0041, "latin"),
    (0x005B, ""),
    (0x0061, "latin"),
    (0x007B, ""),
    (0x00AA, "latin"),
    (0x00AB, ""),
    (0x00C0, "latin"),
    (0x02B0, ""),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0780, "arabic"),
    (0x0900, "indic"),
    (0x0E00, "thai"),
    (0x1000, "thai"),
    (0x10A0, "georgian"),
    (0x1100, "hangul"),
    (0x1200, "ethiopic"),
    (0x13A0, "other"),
    (0x1780, "thai"),
    (0x1800, "other"),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, ""),
    (0x2E80, "han"),
    (0x3000, ""),
    (0x3005, "han"),
    (0x3008, ""),
    (0x3040, "kana"),
    (0x3130, "hangul"),
    (0x3190, "han"),
    (0x31F0, "kana"),
    (0x3200, ""),
    (0x3400, "han"),
    (0x4DC0, ""),
    (0x4E00, "han"),
    (0xA000, "other"),
    (0xAC00, "hangul"),
    (0xD7B0, ""),
    (0xF900, "han"),
    (0xFB00, "latin"),
    (0xFB13, "armenian"),
    (0xFB1D, "hebrew"),
    (0xFB50, "arabic"),
    (0xFE00, ""),
    (0xFE70, "arabic"),
    (0xFEFF, ""),
    (0xFF21, "latin"),
    (0xFF3B, ""),
    (0xFF66, "kana"),
    (0xFFA0, "hangul"),
    (0xFFE0, ""),
    (0x10000, "other"),
    (0x1E800, "arabic"),
    (0x1F000, ""),
    (0x20000, "han"),
    (0xE0000, ""),
)
_STARTS = [start for start, _ in _STRETCHES]

_LANGUAGES = {
    Writing.GREEK: "el-GR",
    Writing.CYRILLIC: "ru-RU",
    Writing.ARMENIAN: "hy-AM",
    Writing.HEBREW: "he-IL",
    Writing.ARABIC: "ar-SA",
    Writing.INDIC: "hi-IN",
    Writing.THAI: "th-TH",
    Writing.ETHIOPIC: "am-ET",
    Writing.GEORGIAN: "ka-GE",
    Writing.HANGUL: "ko-KR",
    Writing.KANA: "ja-JP",
    Writing.HAN: "zh-CN",
}
_QUOTES = {
    Writing.HAN: ("「", "」"),
    Writing.KANA: ("「", "」"),
    Writing.ARABIC: ("«", "»"),
    Writing.HEBREW: ("”", "”"),
    Writing.CYRILLIC: ("«", "»"),
    Writing.GREEK: ("«", "»"),
}
UNSPACED = frozenset({Writing.HAN, Writing.KANA, Writing.THAI})
"""Written without spaces between words: cut by character pairs (docs: the deck's rules)."""


@lru_cache(maxsize=4096)
def writing_of_character(character: str) -> Writing | None:
    """The writing system of one character; None for digits, marks, spaces and pictures."""
    name = _STRETCHES[bisect_right(_STARTS, ord(character)) - 1][1]
    return Writing(name) if name else None


@lru_cache(maxsize=65536)
def writing_of(text: str) -> Writing:
    """The writing system that most letters of a text belong to; Latin where there is none.

    A text with any kana is Japanese, however many Han characters it has.
    """
    if text.isascii():
        return Writing.LATIN
    counts = Counter(w for w in map(writing_of_character, text[:2000]) if w is not None)
    if not counts:
        return Writing.LATIN
    if counts[Writing.KANA] and counts[Writing.HAN] + counts[Writing.KANA] > counts[Writing.LATIN]:
        return Writing.KANA
    return max(counts, key=lambda writing: (counts[writing], writing.value))


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph with this text reads from right to left."""
    return writing_of(text) in (Writing.HEBREW, Writing.ARABIC)


def language_of(text: str, default: str = "en-GB") -> str:
    """A BCP 47 tag for proofing tools and screen readers.

    The script alone decides, so a French quote is tagged with the deck's own language.
    """
    return _LANGUAGES.get(writing_of(text), default)


def quoted(text: str) -> str:
    """A text in the quotation marks of its own writing system."""
    opening, closing = _QUOTES.get(writing_of(text), ("“", "”"))
    return f"{opening}{text}{closing}"

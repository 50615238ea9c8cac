"""Text is made safe at the door, and otherwise left as people wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.parsing.text import clean_text, count_words, shorten

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x07\x1b[31mb", "a[31mb"),
        ("lone \ud83d and \udc00 surrogates", "lone  and  surrogates"),
        ("a\ufffeb\uffffc\U0001fffed", "abcd"),
        ("pay \u202eevil\u202c \u2066now\u2069", "pay evil now"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("\u00a0 around é\u2003", "around é"),
        ("e\u0301", "é"),
        ("tab\tand\nline", "tab\tand\nline"),
    ],
)
def test_what_cannot_be_stored_or_drawn_goes(given_text: str, kept: str) -> None:
    assert clean_text(given_text) == kept


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧‍👦 family", "שלום", "日本語です", "naïve – “quote”", "🙋‍♀️"]
)
def test_what_people_write_stays(text: str) -> None:
    assert clean_text(text) == text


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(ANY_TEXT)
def test_clean_text_can_be_stored_and_sent(text: str) -> None:
    clean = clean_text(text)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert not {"\x00", "\r", "\ufffe", "\uffff", "\u202e"} & set(clean)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("...!", 0),
        ("one two three", 3),
        ("don't stop", 2),
        ("a well-known carer’s view", 4),
        ("zwölf Wörter", 2),
        ("日本語です", 3),
        ("我们 agree", 2),
    ],
)
def test_words_are_counted(text: str, number: int) -> None:
    assert count_words(text) == number


@given(st.text("ab_1 -'#.\n\x1c", max_size=20))
def test_plain_text_is_counted_like_any_other(text: str) -> None:
    assert count_words(f"{text} é") == count_words(text) + 1


@given(st.text(), st.integers(10, 60))
def test_a_shortened_text_fits_on_one_line(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short


def test_a_text_is_cut_at_a_word() -> None:
    assert shorten("one two three four five", 15) == "one two three…"


def test_no_letter_is_stacked_with_signs_without_end() -> None:
    stacked = "o" + "\u0316\u0301" * 50_000
    assert len(clean_text(stacked)) < 20
    assert clean_text("Ã̂ ẩ שָׁלוֹם") == "Ã̂ ẩ שָׁלוֹם"

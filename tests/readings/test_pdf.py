"""What printed pages do to a text is undone."""

from __future__ import annotations

from readings.reading import read
from tests.readings.files import a_pdf, lines

_FILL = [f"Line {n} of a page that tells of an evening on the ward in many words" for n in range(9)]


def _text(*pages: bytes) -> str:
    return "\n\n".join(stage.text for stage in read("case.pdf", a_pdf(pages)).stages)


def test_words_divided_at_a_line_end_are_whole_again() -> None:
    text = _text(
        lines(
            "She asked her super-",
            "visor about the well-",
            "known rota. A well-known thing, a co-",
            "operative and a coop-",
            "erative, and Anglo-",
            "Saxon words from 1990-",
            "1995 stay as they are.",
        )
    )
    assert "her supervisor about the well-known rota" in text
    assert "cooperative, and Anglo- Saxon words from 1990- 1995 stay" in text


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = lines(*_FILL, "and here the page ends in the middle of a")
    text = _text(first, lines("sentence that goes on. And then it is over.", *_FILL))
    assert "in the middle of a sentence that goes on." in text


def test_running_heads_and_page_numbers_are_left_out_and_nothing_else() -> None:
    begun = ("Rain fell and", "Keys were lost", "Nobody had told", "She came late", "At dawn they")
    pages = [
        lines("Journal of Care", f"{words} the home was quiet.", *_FILL, f"- {number} -")
        for number, words in enumerate(begun, 1)
    ]
    text = _text(*pages)
    assert "Journal of Care" not in text
    assert all(f"- {number} -" not in text for number in range(1, 6))
    assert all(f"{words} the home was quiet." in text for words in begun)


def test_a_heading_on_every_page_is_no_running_head() -> None:
    pages = [
        b"BT /F1 16 Tf 50 770 Td (Week %d) Tj ET " % n + lines(*_FILL, "and the day was over.")
        for n in range(1, 5)
    ]
    reading = read("case.pdf", a_pdf(pages))
    assert [stage.title for stage in reading.stages] == ["Week 1", "Week 2", "Week 3", "Week 4"]


def test_text_written_across_the_page_is_left_out() -> None:
    watermark = b"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT) Tj ET "
    assert "DRAFT" not in _text(watermark + lines(*_FILL))


def test_labels_beside_values_are_no_columns() -> None:
    rows = [("Name", "Mrs Example"), ("Room", "Four"), ("Diet", "None"), ("Since", "March")] * 3
    commands = b"".join(
        f"BT /F1 11 Tf 50 {700 - 14 * n} Td ({label}) Tj 300 0 Td ({value}) Tj ET ".encode()
        for n, (label, value) in enumerate(rows)
    )
    assert "Name Mrs Example" in _text(commands)


def test_marks_of_footnotes_are_left_out_of_words() -> None:
    commands = b"BT /F1 11 Tf 50 700 Td (They never signed the sheet that night) Tj"
    commands += b" /F1 6 Tf 4 Ts (12) Tj /F1 11 Tf 0 Ts ( and left.) Tj ET"
    assert "that night and left." in _text(commands)

"""A list of topics is read into a preview: what would be added, and what is wrong on which line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.model.errors import BadInput
from discussion.parsing.topic_lists import (
    MOST_BYTES,
    ListedTopic,
    TopicList,
    parse_topics,
    read_topics,
)
from tests.discussion.material import is_plain


def _titles(found: TopicList) -> list[str]:
    return [topic.title for topic in found.topics]


def _wrong(found: TopicList) -> dict[int, str]:
    return {problem.line: problem.reason for problem in found.problems}


def test_plain_text_is_a_topic_a_line() -> None:
    found = parse_topics("Power, class and care\n\n  Who leads?  \r\nNight shifts\n")
    assert _titles(found) == ["Power, class and care", "Who leads?", "Night shifts"]
    assert [topic.line for topic in found.topics] == [1, 3, 4]
    assert not found.problems


def test_lines_may_carry_a_date_and_a_link() -> None:
    found = parse_topics(
        "2026-03-03: Power https://example.org/a.\n"
        "Tue 10 March 2026 – [Care](https://example.org/b)\n"
        "Trust (www.example.org/c)"
    )
    assert found.topics == (
        ListedTopic(1, "Power", "https://example.org/a", "", date(2026, 3, 3)),
        ListedTopic(2, "Care", "https://example.org/b", "", date(2026, 3, 10)),
        ListedTopic(3, "Trust", "https://www.example.org/c"),
    )


def test_a_markdown_list_keeps_what_is_indented_as_notes() -> None:
    found = parse_topics(
        "# Autumn\n\nTopics for the term:\n\n1. **Power**\n   - who has it\n   who wants it\n"
        "2. [ ] Care\n---\n3) Trust"
    )
    assert _titles(found) == ["Power", "Care", "Trust"]
    assert found.topics[0].notes == "who has it\nwho wants it"


def test_a_markdown_table_is_read_by_its_header() -> None:
    found = parse_topics(
        "Our term\n\n| Date | Topic | Reading |\n|:--|---|--:|\n"
        "| 2026-03-03 | Power \\| class | <https://example.org> |\n| | Care | Brown, chapter 3 |\n"
    )
    assert found.topics == (
        ListedTopic(5, "Power | class", "https://example.org", "", date(2026, 3, 3)),
        ListedTopic(6, "Care", "", "Brown, chapter 3"),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_pasted_csv_is_read_by_its_header(delimiter: str) -> None:
    rows = [
        ["Topic", "Reading", "Notes", "Date"],
        ['"Power, or: who; leads"', "https://example.org/a", '"two\nlines"', "3 March 2026"],
        ["Care", "", "", ""],
    ]
    found = parse_topics("\n".join(delimiter.join(row) for row in rows))
    assert found.topics == (
        ListedTopic(
            2, "Power, or: who; leads", "https://example.org/a", "two\nlines", date(2026, 3, 3)
        ),
        ListedTopic(4, "Care"),
    )


def test_columns_without_names_are_known_by_what_they_hold() -> None:
    found = parse_topics(
        "1;2026-03-03;Power;https://example.org/a;bring pens\n"
        "2;2026-03-10;Care;https://example.org/b;\n"
    )
    assert found.topics == (
        ListedTopic(1, "Power", "https://example.org/a", "bring pens", date(2026, 3, 3)),
        ListedTopic(2, "Care", "https://example.org/b", "", date(2026, 3, 10)),
    )


def test_a_csv_file_of_one_column_is_a_topic_a_row() -> None:
    assert _titles(read_topics("t.csv", b'Topic\n"Power, class"\nCare\n')) == [
        "Power, class",
        "Care",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_spreadsheet_programs_are_read(encoding: str) -> None:
    found = read_topics("t.csv", "Topic;Notes\r\nCafé – “Größe”;é\r\n".encode(encoding))
    assert found.topics == (ListedTopic(2, "Café – “Größe”", "", "é"),)


def test_every_problem_names_its_line_and_the_other_lines_are_read() -> None:
    found = parse_topics(
        "Topic,Link,Date\n"
        "Power,,\n"
        f"{'x' * 201},,\n"
        "  POWER ,,\n"
        ",https://example.org,\n"
        "Old,,\n"
        "Bad link,javascript:alert(1),\n"
        "Leap,,29 February 2027\n"
        "Vague,,next week\n"
        "Care,,2028-02-29\n",
        existing=["old!"],
    )
    assert _titles(found) == ["Power", "Care"]
    wrong = _wrong(found)
    assert list(wrong) == [3, 4, 5, 6, 7, 8, 9]
    for line, said in {
        3: "201 characters",
        4: "on line 2",
        5: "no title",
        6: "already",
        7: "https://",
        8: "29 February 2027",
        9: "no date that I can read",
    }.items():
        assert said in wrong[line]
    assert all(is_plain(BadInput(reason)) for reason in wrong.values())


def test_dates_in_figures_are_read_as_the_rest_of_the_list_writes_them() -> None:
    british = parse_topics("Topic,Date\nPower,03/02/2026\nCare,24/02/2026")
    assert [topic.on for topic in british.topics] == [date(2026, 2, 3), date(2026, 2, 24)]
    american = parse_topics("Topic,Date\nPower,02/03/2026\nCare,02/24/2026")
    assert [topic.on for topic in american.topics] == [date(2026, 2, 3), date(2026, 2, 24)]
    unclear = parse_topics("Topic,Date\nPower,02/03/2026\nCare,05/05/2026")
    assert _titles(unclear) == ["Care"]
    assert "Monday 2 March 2026 or Tuesday 3 February 2026" in _wrong(unclear)[2]


def test_formulas_are_text_like_any_other() -> None:
    assert _titles(parse_topics("=1+1\n@SUM(A1)")) == ["=1+1", "@SUM(A1)"]


def test_an_open_quotation_mark_is_named_where_it_begins() -> None:
    found = read_topics("t.csv", b'Topic,Notes\nPower,x\n"Care,y\nTrust,z\nHope,z\n')
    assert _titles(found) == ["Power"]
    assert "quotation mark" in _wrong(found)[3]


def test_a_thousand_topics_are_read() -> None:
    found = parse_topics("\n".join(f"Topic number {n}" for n in range(1000)))
    assert len(found.topics) == 1000


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("t.txt", b"", "no topics"),
        ("t.csv", b"Topic,Notes\n", "no topics"),
        ("t.txt", b" \n\n", "no topics"),
        ("t.txt", b"x" * (MOST_BYTES + 1), "200 KB"),
        ("t.txt", b"\n".join(b"%d" % n for n in range(2001)), "2,001"),
        ("t.txt", "Беседа".encode("cp1251"), "UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refused:
        read_topics(name, data)
    assert is_plain(refused.value)


_pieces = st.sampled_from(
    [
        *("Power", "Care", "Topic", "Date", "https://example.org", "https://[", "[a](b)", "é"),
        *("03/04/2026", "29 February 2027", "- ", "1. ", "# ", "  ", "---|---", "x" * 250),
        *(",", ";", "\t", "|", '"', "\n", "\n", "\u2028", "\x85", "\x00", "\ud800"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_pieces | st.text(max_size=5), max_size=40).map("".join), st.booleans())
def test_any_list_is_previewed_or_refused_in_a_sentence(text: str, is_csv: bool) -> None:
    try:
        found = parse_topics(text, name="t.csv" if is_csv else "")
    except BadInput as refusal:
        assert is_plain(refusal)  # noqa: PT017 - what is raised is one of two good outcomes
        return
    lines = [*(t.line for t in found.topics), *(p.line for p in found.problems)]
    assert len(set(lines)) == len(lines)
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)
    assert all(topic.title == " ".join(topic.title.split()) for topic in found.topics)


@pytest.mark.parametrize(
    "line",
    [
        "a\n" + " " * 200_000 + "|x",
        "- " + "[" * 200_000,
        "- " + "[a](" * 50_000,
        "\n" * 190_000 + "\n".join(f"Topic {n}" for n in range(1_000)),
    ],
    ids=["blanks before a bar", "brackets", "links without an end", "blank lines before"],
)
def test_a_list_made_to_take_for_ever_is_read_at_once(line: str) -> None:
    # Before, each of these took minutes: what fails here is that the test does not end.
    found = parse_topics(line)
    assert len(found.topics) + len(found.problems) >= 1

"""Class scripts: what is wrong in one is told with its line and its field."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.rehearsal.script import read_script
from discussion.model.errors import BadFile

GOOD = """\
title = "A class"
topic = "Who leads?"
format = "case-discussion"
facilitator = "ann"
starts_at = "2026-11-10T14:00:00"
zone = "Europe/London"
case = "case.md"

[[members]] # who takes part
key = "ann"
name = "Ann"

[[members]]
key = "bo"
name = "Bo"
direct_messages = "closed"
when_invited = { after = "0:30", do = "pass", tags = ["#a"] }

[[events]]
at = "02:05"
who = "bo"
do = "reply"
to = "m1"
text = "Yes"

[[ events ]]
at = "01:00"
who = "ann"
do = "write"
id = "m1"
text = "Hello"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "case.md").write_text("# The case\nWords.", "utf-8")
    path = folder / "class.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_script_is_read_in_the_order_of_its_times(tmp_path: Path) -> None:
    script = read_script(written(tmp_path, GOOD))
    assert [act.do for act in script.acts] == ["write", "reply"]
    assert script.acts[1].at == timedelta(minutes=2, seconds=5)
    assert (script.case_name, script.case_text) == ("case.md", "# The case\nWords.")
    bo = script.players[1]
    assert not bo.direct_messages_open
    assert bo.when_invited is not None
    assert (bo.when_invited.do, bo.when_invited.tags) == ("pass", ("#a",))
    assert script.starts_at.isoformat() == "2026-11-10T14:00:00+00:00"


@pytest.mark.parametrize(
    ("before", "after", "line", "field"),
    [
        ('title = "A class"\n', "", 1, "title"),
        ('topic = "Who leads?"', "topic = 3", 2, "topic"),
        ('format = "case-discussion"', 'format = "shouting"', 3, "format"),
        ('facilitator = "ann"', 'facilitator = "nobody"', 4, "facilitator"),
        ("2026-11-10T14:00:00", "soon", 5, "starts_at"),
        ("Europe/London", "Middle/Earth", 6, "zone"),
        ("Europe/London", "../UTC", 6, "zone"),
        ('case = "case.md"', 'case = "other.md"', 7, "case"),
        ('name = "Ann"', "", 9, "name"),
        ('direct_messages = "closed"', 'direct_messages = "shut"', 13, "direct_messages"),
        ('after = "0:30"', 'after = "soon"', 13, "after"),
        ('do = "pass", tags', 'do = "dance", tags', 13, "when_invited.do"),
        ('tags = ["#a"]', 'tags = "#a"', 13, "tags"),
        ('at = "02:05"', 'at = "2:65"', 19, "at"),
        ('who = "bo"', 'who = "zed"', 19, "who"),
        ('do = "reply"', 'do = "sing"', 19, "do"),
        ('to = "m1"', "", 19, "to"),
        ('to = "m1"', 'to = "m9"', 19, "to"),
        ('do = "write"', 'do = "extend"\nminutes = "x"', 26, "minutes"),
        ('do = "write"', 'do = "extend"', 26, "minutes"),
        ('text = "Hello"', "", 26, "text"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_field(
    tmp_path: Path, before: str, after: str, line: int, field: str
) -> None:
    assert GOOD.count(before) == 1
    path = written(tmp_path, GOOD.replace(before, after))
    with pytest.raises(BadFile) as refused:
        read_script(path)
    assert str(refused.value).startswith(f"{path}, line {line}: “{field}” ")
    assert str(refused.value).count("\n") == 0


def test_events_written_inline_are_checked_too(tmp_path: Path) -> None:
    head, _, _ = GOOD.partition("[[events]]")
    head = head.replace(
        'case = "case.md"\n', 'events = [{ at = "01:00", who = "zed", do = "join" }]\n'
    )
    with pytest.raises(BadFile, match=r"line 7: “who” names “zed”"):
        read_script(written(tmp_path, head))


@pytest.mark.parametrize("table", ["members", "events"])
def test_a_script_without_people_or_events_is_refused(tmp_path: Path, table: str) -> None:
    text = GOOD.replace(f"[[{table}]]", "[[others]]").replace(f"[[ {table} ]]", "[[others]]")
    with pytest.raises(BadFile, match=rf"line 1: “{table}” is missing"):
        read_script(written(tmp_path, text))


def test_a_file_that_is_not_toml_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"not valid TOML: .*line 2"):
        read_script(written(tmp_path, 'title = "A"\ntopic = \n'))
    with pytest.raises(BadFile, match="is not there"):
        read_script(tmp_path / "absent.toml")


def test_the_example_class_can_be_read() -> None:
    example = Path(__file__).parents[2] / "examples/leading-without-a-title/class.toml"
    script = read_script(example)
    assert {act.who for act in script.acts} <= {player.key for player in script.players}
    assert script.case_text

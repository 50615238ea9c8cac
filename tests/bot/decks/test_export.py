"""Chat exports are played as classes; what is wrong in one is told with its message and field."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.export import FACILITATOR, read_export
from discussion.model.errors import BadFile

MINUTE = timedelta(minutes=1)


def a_message(number: int, seconds: int, author: str = "a", **more: Any) -> dict[str, Any]:
    minutes, rest = divmod(seconds, 60)
    return {
        "id": str(number),
        "timestamp": f"2026-03-02T{9 + minutes // 60:02}:{minutes % 60:02}:{rest:02}+01:00",
        "content": f"Words {number}",
        "author": {"id": author, "name": f"name-{author}", "nickname": f"Nick {author}"},
        **more,
    }


def written(folder: Path, messages: object, **more: Any) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps({"messages": messages, **more}), "utf-8-sig")
    return path


def test_an_export_becomes_a_class_of_its_authors(tmp_path: Path) -> None:
    messages = [
        a_message(2, 600, "b", reference={"messageId": "1"}),
        a_message(1, 0, reactions=[{"emoji": {"name": "💯"}, "users": [{"id": "b"}, {"id": "z"}]}]),
        a_message(3, 900) | {"author": {"id": "c", "name": "Robot", "isBot": True}},
        a_message(4, 1200, content="  "),
    ]
    script = read_export(written(tmp_path, messages, channel={"topic": "Power at work"}))
    assert (script.topic, script.facilitator) == ("Power at work", FACILITATOR)
    assert [player.name for player in script.players] == ["Facilitator", "Nick a", "Nick b"]
    said = [(act.do, act.who, act.to) for act in script.acts if act.do != "join"]
    assert said == [("write", "a", ""), ("react", "b", "1"), ("reply", "b", "1")]
    assert {act.who for act in script.acts if act.do == "join"} == {"a", "b"}


def test_the_times_are_scaled_to_the_class(tmp_path: Path) -> None:
    messages = [a_message(n, n * 600) for n in range(5)]
    acts = [act for act in read_export(written(tmp_path, messages)).acts if act.do == "write"]
    assert [act.at for act in acts] == [MINUTE + n * 38 * MINUTE / 4 for n in range(5)]


def test_a_crowd_at_the_end_is_still_heard_before_the_class_is_over(tmp_path: Path) -> None:
    messages = [a_message(0, 0), *(a_message(n, 20_000) for n in range(1, 400))]
    acts = [act for act in read_export(written(tmp_path, messages)).acts if act.do == "write"]
    assert [act.id for act in acts] == [str(n) for n in range(400)]
    assert acts[0].at >= MINUTE
    assert acts[-1].at <= 39 * MINUTE
    assert len({act.at for act in acts}) == 400


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"author": None}, "message 1"),
        ({"author": {"name": "x"}}, "'id'"),
        ({"timestamp": "noon"}, "“timestamp” is not a date"),
        ({"reference": "x"}, "message 1"),
        ({"reactions": [{}]}, "'emoji'"),
    ],
)
def test_what_is_wrong_is_told_with_message_and_field(
    tmp_path: Path, change: dict[str, Any], names: str
) -> None:
    with pytest.raises(BadFile, match=names) as refused:
        read_export(written(tmp_path, [{**a_message(1, 0), **change}]))
    assert "message 1: " in str(refused.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{"messages": [}', "line 1: it is not valid JSON"),
        ("[]", "“messages” is missing"),
        ('{"messages": 3}', "“messages” is missing"),
        ('{"messages": []}', "none of its messages has words by a person"),
    ],
)
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, text: str, names: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadFile, match=names):
        read_export(path)

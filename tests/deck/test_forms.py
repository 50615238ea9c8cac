"""The other forms of a record: the transcript, the JSON, and the way back."""

from __future__ import annotations

import json
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from deck.files import build as building
from deck.files.build import build
from deck.files.compose import compose
from deck.files.gates import Problem
from deck.reading.record_json import read_json
from deck.rendering.markdown import escaped, render_markdown
from deck.rendering.record_json import FORMAT, render_json
from discussion.model.errors import BadFile, DeckFailed
from discussion.record.record import Record
from tests.deck.records import hostile, records
from tests.deck.sample import empty, sample


def _json(record: Record) -> str:
    return render_json(record, compose(record))


def test_the_transcript_has_every_contribution_in_order_with_its_link() -> None:
    record = sample()
    text = render_markdown(record, compose(record))
    places = [text.index(f"]({c.url})") for c in record.contributions]
    assert places == sorted(places)
    assert text.count("**Someone in the room**") == 3
    assert "challenges Amara" in text
    assert "no owner yet" in text


def test_words_signed_with_a_pseudonym_show_it() -> None:
    plain = sample()
    said = tuple(
        replace(each, pseudonym="Quiet Heron") if each.name is None else each
        for each in plain.contributions
    )
    record = replace(plain, contributions=said)
    outline = compose(record)
    transcript = render_markdown(record, outline)
    assert transcript.count("**Quiet Heron**") == 3
    assert "Someone in the room" not in transcript
    assert "Quiet Heron" in repr(outline)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# not a heading", "\\# not a heading"),
        ("- not a list", "\\- not a list"),
        ("1. not a list", "1\\. not a list"),
        ("*bold* _it_ `code`", "\\*bold\\* \\_it\\_ \\`code\\`"),
        ("<script>", "&lt;script>"),
        ("[a](http://b)", "\\[a\\](http\\://b)"),
        ("&copy;", "&amp;copy;"),
        ("plain words, all of them.", "plain words, all of them."),
    ],
)
def test_peoples_text_never_becomes_markup(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_hostile_text_makes_no_heading_or_link_in_the_transcript() -> None:
    record = hostile()
    text = render_markdown(record, compose(record))
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert all(re.match(r"# |## (Round \d|Who|What)", line) for line in headings)
    assert "<script" not in text
    assert "](javascript" not in text


def test_json_comes_back_as_the_record_without_what_singles_people_out() -> None:
    record = sample()
    back = read_json(_json(record))
    assert [c.text for c in back.contributions] == [c.text for c in record.contributions]
    assert [c.name for c in back.contributions] == [c.name for c in record.contributions]
    assert [c.tags for c in back.contributions] == [c.tags for c in record.contributions]
    assert (back.rounds, back.links, back.actions, back.shares) == (
        record.rounds, record.links, record.actions, record.shares,
    )  # fmt: skip
    assert (back.ledger, back.evenness, back.case) == (record.ledger, record.evenness, record.case)
    assert record.around_invitations is not None
    assert back.around_invitations == record.around_invitations
    assert sorted(i.round_number for i in back.invitations) == [2, 2, 3, 3, 4]
    assert len({c.speaker for c in back.contributions if c.name is None}) == 3


def test_json_holds_no_key_of_nameless_speakers_and_no_time_of_invitations() -> None:
    text = _json(sample())
    assert "anonymous-Q" not in text
    data = json.loads(text)
    assert data["format"] == FORMAT
    assert {tuple(sorted(i)) for i in data["invitations"]} == {
        ("answer", "delivered", "followed", "round")
    }
    assert all("speaker" not in c for c in data["contributions"] if c["anonymous"])


def test_a_deck_built_from_its_json_has_the_same_findings() -> None:
    record = sample()
    back = read_json(_json(record))
    titles, again = ([s.head.title for s in compose(r).slides] for r in (record, back))
    # The second counts voices, and nameless contributions come back as one voice each.
    assert (again[0], again[2], again[3]) == (titles[0], titles[2], titles[3])
    assert _json(back) == _json(read_json(_json(back)))


@given(records())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_record_can_be_written_as_text_and_read_back(record: Record) -> None:
    outline = compose(record)
    render_markdown(record, outline).encode("utf-8")
    text = render_json(record, outline)
    text.encode("utf-8")
    assert len(read_json(text).contributions) == len(record.contributions)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("format",), 99, "format 99"),
        (("topic",), None, "“topic” should be text"),
        (("rounds", 1, "kind"), "shouting", "“rounds[1].kind” should be one of"),
        (("contributions", 3, "id"), 5, "“contributions[3].id” should be an id"),
        (("contributions", 0, "said_at"), "yesterday", "“contributions[0].said_at”"),
        (("contributions", 0, "said_at"), "2026-11-12T14:00:00", "with its offset"),
        (("ledger", "passed"), -1, "“ledger.passed” should be a whole number"),
        (("actions", 0, "due_on"), "soon", "“actions[0].due_on” should be a date"),
        (
            ("invitations", 0, "followed"),
            "yes",
            "“invitations[0].followed” should be true or false",
        ),
        (("links",), {}, "“links” should be a list"),
    ],
)
def test_a_wrong_field_is_named(path: tuple[Any, ...], value: object, named: str) -> None:
    data = json.loads(_json(sample()))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadFile, match=re.escape(named)):
        read_json(json.dumps(data))


def test_a_missing_field_and_broken_json_are_named() -> None:
    data = json.loads(_json(sample()))
    del data["rounds"][0]["title"]
    with pytest.raises(BadFile, match=r"“rounds\[0\].title” is missing"):
        read_json(json.dumps(data))
    with pytest.raises(BadFile, match="not JSON"):
        read_json("{")


def test_a_worker_process_builds_all_files(tmp_path: Path) -> None:
    assert pickle.loads(pickle.dumps(build)) is build  # noqa: S301 - our own function
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        files = pool.submit(build, sample(), tmp_path / "new" / "folder").result(timeout=60)
    assert files.deck.read_bytes()[:2] == b"PK"
    assert files.markdown.read_text("utf-8").startswith("# Leading without a title")
    assert read_json(files.json.read_text("utf-8")).topic == sample().topic
    assert sorted(p.name for p in files.deck.parent.iterdir()) == [
        "deck.pptx",
        "record.json",
        "transcript.md",
    ]


def test_building_again_replaces_the_files(tmp_path: Path) -> None:
    build(sample(), tmp_path)
    files = build(empty(), tmp_path)
    assert "Amara" not in files.markdown.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_a_plain_refusal(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DeckFailed, match="could not be saved"):
        build(empty(), tmp_path / "taken")


def test_a_slide_that_fails_its_gate_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([[Problem(5, "overlap", "a and b")], []])
    monkeypatch.setattr(building, "check", lambda _: next(answers))
    record = sample()
    whole = compose(record)
    outline, _ = building.passing(record)
    gone = whole.slides[4].head.title
    assert gone not in [s.head.title for s in outline.slides]
    assert any(gone in item.what for item in outline.left_out)


def test_a_deck_that_cannot_be_mended_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "check", lambda _: [Problem(1, "title", "none")])
    with pytest.raises(DeckFailed, match="did not pass its own checks"):
        building.passing(empty())


def test_a_number_that_counts_nothing_real_is_refused() -> None:
    data = json.loads(render_json(sample(), compose(sample())))
    data["contributions"][3]["endorsements"] = 10**12
    with pytest.raises(BadFile, match=r"contributions\[3\].endorsements” should be a whole number"):
        read_json(json.dumps(data))


def test_the_file_tells_how_many_marked_a_statement_and_not_who() -> None:
    record = sample()
    marked = replace(
        record.contributions[0], endorsements=2, endorsed_by=frozenset({"key-one", "key-two"})
    )
    made = replace(record, contributions=(marked, *record.contributions[1:]))
    text = render_json(made, compose(made))
    assert json.loads(text)["contributions"][0]["endorsements"] == 2
    assert "key-one" not in text


def test_a_file_of_an_earlier_version_has_no_before_and_after() -> None:
    data = json.loads(_json(sample()))
    del data["around_invitations"]
    data["evenness_first_round"] = data["evenness"]
    assert read_json(json.dumps(data)).around_invitations is None

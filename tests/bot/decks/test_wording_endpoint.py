"""Asking a language model for titles: what it is sent, and what becomes of any answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.decks.pool import DeckPool
from bot.decks.wording_endpoint import MOST_BYTES, WordingEndpoint
from bot.decks.wording_files import read_wording
from bot.decks.wordings import Wordings
from deck.files.compose import compose
from deck.outline.worded import phrases_of
from discussion.record.record import Record
from discussion.record.rewording import Phrase, Rewording, WordingFailed
from tests.bot.decks.model_server import (
    Items,
    ModelServer,
    completion,
    model_server,
    titled,
    turned,
)
from tests.deck.sample import sample

MODEL = "small-model-1"
PHRASES = (
    Phrase("Rest drew the most voices (6)", ("The rota decides who rests.", "Rest is a right.")),
    Phrase("2 views were held by one person", ("Nobody asked the night staff.",)),
)


class SamplePool(DeckPool):
    """Finds titles in this process, so that no test waits for another to start."""

    async def phrases(self, record: Record) -> tuple[Phrase, ...]:
        """The titles that a language model may be asked about."""
        return phrases_of(compose(record).slides)


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with model_server() as server:
        yield server


def _endpoint(model: ModelServer, seconds: float = 10.0, key: str = "") -> WordingEndpoint:
    return WordingEndpoint(url=model.url, key=key, model=MODEL, seconds=seconds)


def _wordings(model: ModelServer, folder: Path, tokens: int = 6000) -> Wordings:
    pool = SamplePool(folder)
    return Wordings(decks=pool, wordsmith=_endpoint(model), most_tokens=tokens)


async def test_titles_and_their_lines_are_sent_and_nothing_else(model: ModelServer) -> None:
    answer = await _endpoint(model, key="secret-key").reword(PHRASES)
    assert [each.text for each in answer.suggestions] == [turned(each.text) for each in PHRASES]
    assert answer.tokens == 500
    (question,) = model.questions
    assert sorted(question) == ["max_tokens", "messages", "model", "temperature"]
    assert json.loads(question["messages"][1]["content"]) == {
        "items": [
            {
                "number": 1,
                "title": "Rest drew the most voices (6)",
                "lines": {"1": "The rota decides who rests.", "2": "Rest is a right."},
            },
            {
                "number": 2,
                "title": "2 views were held by one person",
                "lines": {"1": "Nobody asked the night staff."},
            },
        ]
    }
    assert model.headers[0]["Authorization"] == "Bearer secret-key"


async def test_an_endpoint_without_a_key_gets_none(model: ModelServer) -> None:
    await _endpoint(model).reword(PHRASES)
    assert "Authorization" not in model.headers[0]


async def test_a_question_never_costs_more_than_was_reckoned(model: ModelServer) -> None:
    endpoint = _endpoint(model)
    await endpoint.reword(PHRASES)
    (question,) = model.questions
    # Tokenisers make at most a token of two bytes in all but rare scripts.
    asked = sum(len(each["content"].encode()) for each in question["messages"]) // 2
    assert asked + question["max_tokens"] <= endpoint.cost(PHRASES)


def _replies(reply: Callable[[], web.StreamResponse]) -> Callable[[Items], Awaitable[Any]]:
    async def answer(_: Items) -> web.StreamResponse:
        return reply()

    return answer


def _content(text: Any) -> web.Response:
    return web.json_response({"choices": [{"message": {"content": text}}]})


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (lambda: web.Response(status=500, text="sorry"), "an error (500)"),
        (lambda: web.Response(status=401), "an error (401)"),
        (lambda: web.Response(status=302, headers={"Location": "/elsewhere"}), "an error (302)"),
        (lambda: web.Response(text="{"), "could not be read"),
        (lambda: web.Response(body=b"\xff\xfe\x00"), "could not be read"),
        (lambda: web.json_response([]), "could not be read"),
        (lambda: web.json_response({"choices": []}), "could not be read"),
        (lambda: _content(None), "could not be read"),
        (lambda: _content("Of course! Here are your titles."), "could not be read"),
        (lambda: _content('{"titles": 3}'), "could not be read"),
        (lambda: _content('{"titles": [{"number": true}]}'), "could not be read"),
        (lambda: _content('{"titles": [{"number": 1, "title": 2, "lines": []}]}'), "be read"),
        (lambda: _content("[" * 100_000), "too long"),
        (lambda: _content("[" * 50_000), "could not be read"),
        (lambda: web.Response(body=b" " * (MOST_BYTES + 1)), "too long"),
    ],
)
async def test_any_other_answer_is_one_short_reason(
    model: ModelServer, reply: Callable[[], web.StreamResponse], reason: str
) -> None:
    model.answer = _replies(reply)
    with pytest.raises(WordingFailed) as failed:
        await _endpoint(model).reword(PHRASES)
    assert reason in str(failed.value)
    assert len(model.questions) == 1


async def test_who_answers_too_late_is_not_waited_for(model: ModelServer) -> None:
    released = asyncio.Event()

    async def answer(items: Items) -> web.StreamResponse:
        await released.wait()
        return completion(titled(items))

    model.answer = answer
    with pytest.raises(WordingFailed, match="in time"):
        await _endpoint(model, seconds=0.2).reword(PHRASES)
    released.set()


async def test_an_endpoint_that_is_down_is_one_short_reason(model: ModelServer) -> None:
    gone = WordingEndpoint(url="http://127.0.0.1:9/v1", key="", model=MODEL, seconds=5)
    with pytest.raises(WordingFailed, match="could not be reached"):
        await gone.reword(PHRASES)


async def test_good_titles_are_kept_and_asked_for_once(model: ModelServer, tmp_path: Path) -> None:
    wordings = _wordings(model, tmp_path)
    first = await wordings.prepare(sample())
    assert first.model == MODEL
    assert first.trouble == ""
    phrases = phrases_of(compose(sample()).slides)
    assert first.texts
    assert first.texts.items() <= {each.key: turned(each.text) for each in phrases}.items()
    assert await _wordings(model, tmp_path).prepare(sample()) == first
    assert len(model.questions) == 1


async def test_words_without_a_name_and_names_of_people_are_not_sent(
    model: ModelServer, tmp_path: Path
) -> None:
    record = sample()
    await _wordings(model, tmp_path).prepare(record)
    nameless = [each.text for each in record.contributions if each.name is None]
    assert nameless
    lines = {
        line
        for each in json.loads(model.questions[0]["messages"][1]["content"])["items"]
        for line in each["lines"].values()
    }
    assert lines
    assert not [line for line in lines if any(line in text for text in nameless)]
    assert record.topic not in model.asked
    assert record.discussion_id not in model.asked
    for name in {each.name for each in record.contributions if each.name}:
        assert f'"{name}"' not in model.asked


async def test_hostile_answers_change_nothing(model: ModelServer, tmp_path: Path) -> None:
    async def answer(items: Items) -> web.StreamResponse:
        bad = ["Amara is a liar", "Visit https://evil.example", "<@&1> @everyone", "", "9 9 9"]
        return completion(
            [
                {"number": each["number"], "title": bad[at % len(bad)], "lines": [1]}
                for at, each in enumerate(items)
            ]
        )

    model.answer = answer
    made = await _wordings(model, tmp_path).prepare(sample())
    assert made.texts == {}
    assert "rules" in made.trouble


@pytest.mark.parametrize(
    "change",
    [
        lambda titles: titles[1:],
        lambda titles: [*titles, titles[0]],
        lambda titles: [{**each, "number": each["number"] + 1} for each in titles],
        lambda titles: [{**each, "lines": []} for each in titles],
        lambda titles: [{**each, "lines": [99]} for each in titles],
    ],
)
async def test_answers_to_other_questions_or_without_sources_are_refused(
    model: ModelServer, tmp_path: Path, change: Callable[[Any], Any]
) -> None:
    async def answer(items: Items) -> web.StreamResponse:
        return completion(change(titled(items)))

    model.answer = answer
    assert (await _wordings(model, tmp_path).prepare(sample())).texts == {}


async def test_a_failure_is_kept_with_its_reason_and_not_tried_again(
    model: ModelServer, tmp_path: Path
) -> None:
    model.answer = _replies(lambda: web.Response(status=503))
    wanted = Rewording(MODEL, {}, "it answered with an error (503)")
    assert await _wordings(model, tmp_path).prepare(sample()) == wanted
    assert await _wordings(model, tmp_path).prepare(sample()) == wanted
    assert len(model.questions) == 1


async def test_no_more_is_asked_than_may_be_spent(model: ModelServer, tmp_path: Path) -> None:
    phrases = phrases_of(compose(sample()).slides)
    two = _endpoint(model).cost(phrases[:2])
    made = await _wordings(model, tmp_path, tokens=two).prepare(sample())
    assert len(json.loads(model.questions[0]["messages"][1]["content"])["items"]) == 2
    assert made.texts
    kept = read_wording(tmp_path / sample().discussion_id)
    assert kept is not None
    assert kept.tokens == 500


async def test_where_not_even_one_title_may_be_paid_for_nothing_is_asked(
    model: ModelServer, tmp_path: Path
) -> None:
    made = await _wordings(model, tmp_path, tokens=100).prepare(sample())
    assert made.texts == {}
    assert "costs more" in made.trouble
    assert model.questions == []


async def test_what_an_interrupted_question_cost_counts(model: ModelServer, tmp_path: Path) -> None:
    class Killed(BaseException):
        """The process ends."""

    class Mortal(WordingEndpoint):
        async def reword(self, phrases: Any) -> Any:
            raise Killed

    mortal = Mortal(url=model.url, key="", model=MODEL, seconds=1)
    wordings = Wordings(decks=SamplePool(tmp_path), wordsmith=mortal, most_tokens=6000)
    with pytest.raises(Killed):
        await wordings.prepare(sample())
    made = await _wordings(model, tmp_path).prepare(sample())
    assert model.questions == []
    assert made == Rewording(MODEL, {}, "its answer never came")


async def test_a_title_is_forgotten_once_its_source_is_withdrawn(
    model: ModelServer, tmp_path: Path
) -> None:
    first = await _wordings(model, tmp_path).prepare(sample())
    fewer = replace(sample(), contributions=sample().contributions[:10], actions=(), links=())
    keys = {each.key for each in phrases_of(compose(fewer).slides)}
    assert not first.texts.keys() <= keys
    await _wordings(model, tmp_path).prepare(fewer)
    kept = read_wording(tmp_path / sample().discussion_id)
    assert kept is not None
    assert kept.rewording.texts.keys() <= keys


async def test_a_file_that_was_spoilt_leaves_the_deck_its_own_titles(tmp_path: Path) -> None:
    (tmp_path / "wording.json").write_text('{"texts": 3}')
    assert read_wording(tmp_path) is None

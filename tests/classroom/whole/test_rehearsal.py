"""The example class, played once through the whole bot: what it leaves behind."""

from __future__ import annotations

import asyncio
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from pptx import Presentation

from bot.cli import EXAMPLE
from bot.rehearsal.command import Rehearsed, perform
from bot.rehearsal.player import Cast
from bot.rehearsal.script import Script, read_script
from simulator import LocalDiscord

SPEED = 90.0
"""How many times faster than real time the forty minutes are played."""
ANONYMOUS = "Eleven months on a plan"
"""Words whose author left the name out afterwards, with a menu."""
WITHDRAWN = "marzipan"
"""A word of a message that its author deleted."""


@dataclass(frozen=True)
class Played:
    """One playing of the example and what it left."""

    script: Script
    done: Rehearsed
    posts: list[str]
    record: dict[str, Any]
    transcript: str
    slides: list[str]

    @property
    def contributions(self) -> list[dict[str, Any]]:
        """What was said, as the record has it."""
        found: list[dict[str, Any]] = self.record["contributions"]
        return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The example class, played to its end."""
    out = tmp_path_factory.mktemp("rehearsal")
    script = read_script(EXAMPLE)
    casts: list[Cast] = []

    class ListeningCast(Cast):
        """The cast; it keeps the channel in view after the curtain."""

        def __init__(self, discord: LocalDiscord, script: Script) -> None:
            super().__init__(discord, script)
            casts.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.rehearsal.command.Cast", ListeningCast)
        done = asyncio.run(perform(script, out, speed=SPEED, progress=lambda _at, _what: None))
    return Played(
        script=script,
        done=done,
        posts=[m.text for m in casts[0].channel.messages if m.author.bot],
        record=json.loads((out / "record.json").read_text("utf-8")),
        transcript=(out / "transcript.md").read_text("utf-8"),
        slides=[_words(slide) for slide in Presentation(str(out / "deck.pptx")).slides],
    )


def _words(slide: Any) -> str:
    """All words of a slide, tables included, in one line."""
    found: list[str] = []
    waiting = list(slide.shapes)
    for shape in waiting:
        waiting += list(getattr(shape, "shapes", ()))
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False):
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return " ".join(" ".join(found).split())


def test_discord_found_nothing_to_object_to(played: Played) -> None:
    assert played.done.violations == []


def test_five_panels_and_one_deck_were_posted_each_once(played: Played) -> None:
    panels = Counter(
        number
        for number in range(1, 6)
        for text in played.posts
        if f"### Round {number} of 5" in text
    )
    assert panels == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}
    assert len([text for text in played.posts if text.startswith("## ")]) == 1


def test_most_spoke_under_their_name_and_everybody_is_counted(played: Played) -> None:
    ledger = played.record["ledger"]
    assert ledger["participants"] == len(played.script.players) - 1  # without the lecturer
    assert ledger["participants"] / 2 < ledger["contributed"] <= ledger["participants"]


def test_everybody_who_spoke_is_quoted_in_the_deck(played: Played) -> None:
    said: dict[str, list[str]] = {}
    for each in played.contributions:
        speaker = each.get("name") or f"nameless {each['id']}"
        # A quotation may be a part of what was said: four words in a row make one.
        words = each["text"].split()
        runs = [" ".join(words[n : n + 4]) for n in range(max(1, len(words) - 3))]
        said.setdefault(speaker, []).extend(runs)
    deck = " ".join(played.slides)
    unquoted = [who for who, runs in said.items() if not any(run in deck for run in runs)]
    assert len(said) > 10
    assert unquoted == []


def test_a_deleted_message_is_in_none_of_the_files(played: Played) -> None:
    assert any(WITHDRAWN in act.text for act in played.script.acts)
    for name in ("record.json", "transcript.md"):
        assert WITHDRAWN not in (played.done.folder / name).read_text("utf-8").casefold()
    with zipfile.ZipFile(played.done.folder / "deck.pptx") as deck:
        assert len(deck.namelist()) > 20
        for part in deck.namelist():
            assert WITHDRAWN.encode() not in deck.read(part).lower(), part


def test_the_name_that_was_left_out_is_not_beside_the_words(played: Played) -> None:
    act = next(act for act in played.script.acts if ANONYMOUS in act.text)
    name = next(player.name for player in played.script.players if player.key == act.who)
    recorded = [each for each in played.contributions if ANONYMOUS in each["text"]]
    assert [each["anonymous"] for each in recorded] == [True]
    assert name not in json.dumps(recorded)
    blocks = played.transcript.split("\n\n")
    places = [n for n, block in enumerate(blocks) if ANONYMOUS in block]
    assert places
    for place in places:
        assert name not in blocks[place] + blocks[place - 1]
    for slide in played.slides:
        before, found, _ = slide.partition(ANONYMOUS)
        assert not found or name not in before[-120:]


def test_words_said_without_a_name_stay_without_one(played: Played) -> None:
    nameless = [act for act in played.script.acts if act.do == "say" and act.anonymous]
    assert nameless
    for act in nameless:
        recorded = [each for each in played.contributions if act.text in each["text"]]
        assert [each.get("name") for each in recorded] == [None]
        assert "speaker" not in recorded[0]


def test_the_bot_itself_says_less_than_a_tenth(played: Played) -> None:
    # Five panels, an opener, the review and the deck; what people said by command is theirs.
    assert 6 <= played.done.own_messages <= 9
    assert played.done.shown_messages > 0
    assert played.done.own_share < 0.1


def test_what_people_felt_stands_beside_what_was_measured(played: Played) -> None:
    felt = played.record["felt"]
    assert felt["answers"] == 9
    assert any("felt heard" in slide or "I was heard" in slide for slide in played.slides)


def test_what_was_taken_back_or_put_right_in_the_review_is_so_in_the_files(played: Played) -> None:
    texts = [each["text"] for each in played.contributions]
    assert not any("pay to see that meeting" in text for text in texts)
    assert [text for text in texts if "honestly believed it was because I was good" in text]
    assert not any("honestly thought" in text for text in texts)
    deck = " ".join(played.slides)
    assert "pay to see that meeting" not in deck
    assert "honestly thought" not in deck


def test_headlines_that_the_class_picked_are_titles(played: Played) -> None:
    picked = played.record["headlines"]
    assert picked
    for each in picked:
        assert any(each["words"] in said["text"] for said in played.contributions)
    assert any(each["words"] in slide for each in picked for slide in played.slides)


def test_the_review_counts_who_has_looked_and_names_nobody(played: Played) -> None:
    (panel,) = (text for text in played.posts if "Before the deck is made" in text)
    assert "time to look is over" in panel

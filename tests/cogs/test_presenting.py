"""The slide of a presentation as it looks in the channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cogs.delivery import layouts
from cogs.delivery.messenger import Messenger
from discussion.model.effects import PostKind
from discussion.ports.deck import SlideView
from tests.cogs.delivery.test_layouts import post, verbs
from tests.cogs.wire import CHANNEL_ID, Wire

SLIDE: dict[str, Any] = {
    "over": False,
    "run": 1,
    "topic": "Power at handover",
    "slide": 4,
    "of": 16,
    "presenter": "Ana *of* the night shift",
    "following": "Kwame",
    "until": "2026-11-23T10:06:00+00:00",
    "ends_at": "2026-11-23T10:10:00+00:00",
    "questions": 2,
}
OVER: dict[str, Any] = {
    "over": True,
    "run": 1,
    "topic": "Power at handover",
    "slide": 16,
    "of": 16,
    "presenters": ["Ana", "Kwame"],
    "questions": [],
}
VIEW = SlideView("outcome", "Trust drew *six* voices", ("“One line” Ana", "Two"), "Say hello.")


def shown(view: SlideView | None = VIEW, **changes: Any) -> layouts.Rendered:
    return layouts.slide(post(PostKind.SLIDE, {**SLIDE, **changes}, replaces=True), view)


def test_a_slide_shows_number_title_lines_presenter_and_clock_but_never_the_notes() -> None:
    text = shown().text()
    assert "### Slide 4 of 16" in text
    assert r"**Trust drew \*six\* voices**" in text
    assert "- “One line” Ana" in text
    assert r"🎤 **Ana \*of\* the night shift** · then **Kwame**" in text
    assert "<t:1795428360:R>" in text
    assert "2 questions noted" in text
    assert "Say hello" not in text
    assert verbs(shown()) == {"back", "next", "notes", "ask", "not_me", "join"}


def test_where_nobody_presents_it_says_so() -> None:
    assert "🎤 **nobody yet**" in shown(presenter=None, following=None).text()


def test_a_picture_takes_the_place_of_the_lines(tmp_path: Path) -> None:
    picture = tmp_path / "slide-04.png"
    picture.write_bytes(b"a picture")
    rendered = shown(SlideView("outcome", VIEW.title, VIEW.lines, VIEW.notes, picture))
    assert "One line" not in rendered.text()
    assert [file.filename for file in rendered.files()] == ["slide-04.png"]


@pytest.mark.parametrize("sign", ["x", "*", "🎉", "\u5b57"])
def test_the_longest_slide_and_the_longest_end_fit(sign: str) -> None:
    long = SlideView("process", sign * 900, tuple([sign * 900] * 60), "")
    assert len(shown(long, presenter=sign * 100, following=sign * 100).text()) <= layouts.LIMIT
    questions = [{"slide": 3, "text": sign * 500, "name": sign * 100}] * 100
    over = {**OVER, "presenters": [sign * 100] * 200, "questions": questions, "topic": sign * 200}
    rendered = layouts.slide(post(PostKind.SLIDE, over), None)
    assert len(rendered.text()) <= layouts.LIMIT
    assert "more; the record has them all" in rendered.text()
    assert not rendered.custom_ids()


async def test_each_slide_takes_the_place_of_the_one_before_with_its_picture(
    wire: Wire, messenger: Messenger, tmp_path: Path
) -> None:
    first = post(PostKind.SLIDE, SLIDE, replaces=True)
    standing = await messenger.deliver(first, slide=VIEW)
    picture = tmp_path / "slide-05.png"
    picture.write_bytes(b"a picture")
    view = SlideView("outcome", "Five", (), "", picture)
    second = post(PostKind.SLIDE, {**SLIDE, "slide": 5}, replaces=True)
    assert await messenger.deliver(second, panel_message_id=standing, slide=view) == standing
    over = post(PostKind.SLIDE, OVER, replaces=True)
    assert await messenger.deliver(over, panel_message_id=standing) == standing
    sent, edited, ended = wire.requests
    assert (sent.method, sent.files) == ("POST", ())
    path = f"/channels/{CHANNEL_ID}/messages/{standing}"
    assert (edited.method, edited.path, edited.files) == ("PATCH", path, ("slide-05.png",))
    assert [each["filename"] for each in edited.body["attachments"]] == ["slide-05.png"]
    # Nothing of the slides is left in the message at the end.
    assert (ended.method, ended.body["attachments"]) == ("PATCH", [])


async def test_an_offer_notifies_the_one_who_is_asked_and_nobody_else(
    wire: Wire, messenger: Messenger
) -> None:
    offer = {
        "run": 1,
        "number": 1,
        "asked_of": 42,
        "asked_by": "@everyone",
        "name": "Ana",
        "mine": [5, 6, 7],
        "theirs": [],
        "state": "open",
    }
    first = post(PostKind.SLIDE_SWAP, offer, replaces=True)
    standing = await messenger.deliver(first)
    settled = post(PostKind.SLIDE_SWAP, {**offer, "state": "lapsed"}, replaces=True)
    await messenger.deliver(settled, panel_message_id=standing)
    sent, edited = wire.requests
    assert sent.body["allowed_mentions"]["users"] == [42]
    assert sent.body["allowed_mentions"].get("parse", []) == []
    assert "slides 5 to 7 for no slide" in layouts.slide_swap(first).text()
    assert edited.body["allowed_mentions"] == {"parse": []}
    assert not layouts.slide_swap(settled).custom_ids()

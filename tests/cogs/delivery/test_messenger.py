"""The messenger: what Discord is asked, what is found again, and how it fails."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from cogs.delivery import layouts
from cogs.delivery.messenger import Messenger
from cogs.delivery.sending import NONCE_LENGTH, nonce_of
from cogs.interactions.delivering import Picture, Publication, TryLater, Undeliverable
from discussion.model.effects import Post, PostKind
from tests.cogs.delivery.test_layouts import HANDS, PANEL, post
from tests.cogs.values import NOW, FixedClock, record
from tests.cogs.wire import BOT_ID, CHANNEL_ID, GUILD_ID, Refused, Request, Wire, message_payload

OPENER = post(PostKind.OPENER, {"round": 2, "question": "Where does power sit?", "stem": ""})
THE_PANEL = post(PostKind.PANEL, PANEL)
INVITATION = Post(
    kind=PostKind.INVITATION,
    dedup="0123456789ab:invite:i",
    guild_id=GUILD_ID,
    discussion_id=THE_PANEL.discussion_id,
    recipient_id=42,
    data={"invitation": "i", "round": 2, "topic": "Power", "question": "Where?", "stem": ""},
)
SAID = {
    "contribution": 501,
    "text": "The same words",
    "tags": [],
    "link_kind": None,
    "link_message_id": None,
    "link_name": None,
}


async def test_a_panel_is_sent_once_with_an_enforced_nonce_and_pings_nobody(
    wire: Wire, messenger: Messenger
) -> None:
    message_id = await messenger.deliver(THE_PANEL)
    (request,) = wire.requests
    assert message_id is not None
    assert (request.method, request.path) == ("POST", f"/channels/{CHANNEL_ID}/messages")
    assert request.body["nonce"] == nonce_of(THE_PANEL.dedup)
    assert request.body["enforce_nonce"] is True
    assert request.body["allowed_mentions"] == {"parse": []}
    assert request.body["flags"] & 1 << 15
    assert not request.body.get("content")


def test_nonces_fit_and_tell_posts_apart() -> None:
    assert len(nonce_of("a" * 500)) == NONCE_LENGTH
    assert nonce_of("a") == nonce_of("a") != nonce_of("b")


async def test_nothing_stays_in_the_memory_of_the_library(wire: Wire, messenger: Messenger) -> None:
    await messenger.deliver(THE_PANEL)
    assert not wire.bot._connection._view_store._views


def _history(*messages: Any) -> Any:
    return lambda request: list(messages) if request.method == "GET" else None


@pytest.mark.parametrize("how", ["nonce", "custom id", "text"])
async def test_a_post_that_got_through_before_is_found_and_not_sent_again(
    wire: Wire, messenger: Messenger, how: str
) -> None:
    wanted = OPENER if how == "text" else THE_PANEL
    rendered = layouts.opener(OPENER) if how == "text" else layouts.panel(THE_PANEL)
    assert rendered.view is not None
    body: dict[str, Any] = {"components": rendered.view.to_components(), "flags": 1 << 15}
    if how == "nonce":
        body = {"content": "anything", "nonce": nonce_of(wanted.dedup)}
    wire.handler = _history(message_payload(4321, body))
    assert await messenger.deliver(wanted, tried_before=NOW) == 4321
    assert [request.method for request in wire.requests] == ["GET"]


async def test_what_others_wrote_and_other_posts_are_not_taken_for_ours(
    wire: Wire, messenger: Messenger
) -> None:
    rendered = layouts.panel(THE_PANEL)
    other = layouts.panel(post(PostKind.PANEL, {**PANEL, "round": 3}))
    assert rendered.view is not None
    assert other.view is not None
    wire.handler = _history(
        message_payload(1, {"components": rendered.view.to_components()}, author=42),
        message_payload(2, {"components": other.view.to_components()}),
    )
    await messenger.deliver(THE_PANEL, tried_before=NOW)
    assert [request.method for request in wire.requests] == ["GET", "POST"]


async def test_nameless_words_are_not_taken_for_the_named_ones_posted_before(
    wire: Wire, messenger: Messenger
) -> None:
    named = layouts.said(post(PostKind.SAID, {**SAID, "name": "Ana"}))
    assert named.view is not None
    wire.handler = _history(message_payload(1, {"components": named.view.to_components()}))
    nameless = post(PostKind.SAID, {**SAID, "name": None})
    assert await messenger.deliver(nameless, tried_before=NOW) != 1


@pytest.mark.parametrize(
    ("status", "code"), [(403, 50013), (403, 50001), (404, 10003), (400, 50035)]
)
async def test_a_refusal_for_good_is_said_to_be_one(
    wire: Wire, messenger: Messenger, status: int, code: int
) -> None:
    wire.handler = lambda _: Refused(status, code)
    with pytest.raises(Undeliverable) as caught:
        await messenger.deliver(OPENER)
    assert str(code) in caught.value.reason
    assert not caught.value.unreachable


async def test_closed_direct_messages_are_told_apart(wire: Wire, messenger: Messenger) -> None:
    wire.handler = lambda r: Refused(403, 50007) if r.path.endswith("/messages") else None
    with pytest.raises(Undeliverable) as caught:
        await messenger.deliver(INVITATION)
    assert caught.value.unreachable


def _raising(error: Exception) -> Any:
    def handler(_: Request) -> Any:
        raise error

    return handler


@pytest.mark.parametrize(
    ("error", "after"),
    [
        (Refused(503, 0).as_discord(), None),
        (aiohttp.ServerDisconnectedError(), None),
        (ConnectionResetError(), None),
        (TimeoutError(), None),
        (discord.RateLimited(90), timedelta(seconds=90)),
    ],
)
async def test_what_may_pass_is_to_be_tried_later(
    wire: Wire, messenger: Messenger, error: Exception, after: timedelta | None
) -> None:
    wire.handler = _raising(error)
    with pytest.raises(TryLater) as caught:
        await messenger.deliver(OPENER)
    assert caught.value.after == after


async def test_a_panel_is_edited_where_it_stands(wire: Wire, messenger: Messenger) -> None:
    edit = post(PostKind.PANEL_EDIT, {**PANEL, "state": "over", "ends_at": None})
    assert await messenger.deliver(edit, panel_message_id=99) is None
    (request,) = wire.requests
    assert (request.method, request.path) == ("PATCH", f"/channels/{CHANNEL_ID}/messages/99")
    assert "This round is over." in str(request.body)


async def test_an_edited_panel_brings_its_long_case_along_again(
    wire: Wire, messenger: Messenger
) -> None:
    edit = post(PostKind.PANEL_EDIT, {**PANEL, "stage_text": "x" * 5000})
    await messenger.deliver(edit, panel_message_id=99)
    assert wire.requests[0].texts == {"case-part-1.txt": "x" * 5000}


async def test_a_panel_that_could_not_be_posted_comes_with_its_next_edit(
    wire: Wire, messenger: Messenger
) -> None:
    assert await messenger.deliver(post(PostKind.PANEL_EDIT, PANEL)) is not None
    (request,) = wire.requests
    assert (request.method, request.path) == ("POST", f"/channels/{CHANNEL_ID}/messages")


HANDS_POST = post(PostKind.HANDS, HANDS, replaces=True)


async def test_hands_are_posted_once_and_then_kept_in_their_message(
    wire: Wire, messenger: Messenger
) -> None:
    standing = await messenger.deliver(HANDS_POST)
    assert standing is not None
    assert await messenger.deliver(HANDS_POST, panel_message_id=standing) == standing
    assert [request.method for request in wire.requests] == ["POST", "PATCH"]
    assert wire.requests[1].path == f"/channels/{CHANNEL_ID}/messages/{standing}"


async def test_hands_whose_message_was_removed_are_posted_anew(
    wire: Wire, messenger: Messenger
) -> None:
    first = await messenger.deliver(HANDS_POST)
    wire.handler = lambda r: Refused(404, 10008) if r.method == "PATCH" else None
    second = await messenger.deliver(HANDS_POST, panel_message_id=first)
    assert second not in (None, first)
    old, _, new = wire.requests
    # Discord takes a message with a nonce that it knows for the old one.
    assert old.body["nonce"] != new.body["nonce"]


async def test_hiding_removes_a_message_and_is_content_if_it_is_gone(
    wire: Wire, messenger: Messenger
) -> None:
    hide = post(PostKind.HIDE, {"message_id": 99})
    assert await messenger.deliver(hide) is None
    wire.handler = lambda _: Refused(404, 10008)
    assert await messenger.deliver(hide) is None
    assert [request.method for request in wire.requests] == ["DELETE", "DELETE"]


async def test_hiding_in_a_channel_that_is_gone_cannot_be_done(
    wire: Wire, messenger: Messenger
) -> None:
    wire.handler = lambda _: Refused(404, 10003)
    with pytest.raises(Undeliverable):
        await messenger.deliver(post(PostKind.HIDE, {"message_id": 99}))


async def test_an_invitation_goes_by_direct_message(wire: Wire, messenger: Messenger) -> None:
    assert await messenger.deliver(INVITATION) is not None
    opened, sent = wire.requests
    assert opened.path == "/users/@me/channels"
    assert sent.path == "/channels/555/messages"
    assert "Where?" in sent.body["content"]


async def test_an_invitation_follows_a_recent_press_unseen_by_others(
    bot: Wire, messenger: Messenger
) -> None:
    await bot.press("panel:v1:here:0123456789ab.2")
    bot.requests.clear()
    assert await messenger.deliver(INVITATION) is None
    (request,) = bot.requests
    assert request.path.startswith(f"/webhooks/{BOT_ID}/token")
    assert request.body["flags"] == 64


async def test_an_old_press_is_too_late_for_that(
    bot: Wire, messenger: Messenger, clock: FixedClock
) -> None:
    await bot.press("panel:v1:here:0123456789ab.2")
    bot.requests.clear()
    clock.at += timedelta(minutes=14)
    assert await messenger.deliver(INVITATION) is not None
    assert bot.requests[-1].path == "/channels/555/messages"


async def test_a_follow_up_that_discord_refuses_becomes_a_direct_message(
    bot: Wire, messenger: Messenger
) -> None:
    await bot.press("panel:v1:here:0123456789ab.2")
    bot.handler = lambda r: Refused(404, 10015) if r.path.startswith("/webhooks") else None
    assert await messenger.deliver(INVITATION) is not None
    assert bot.requests[-1].path == "/channels/555/messages"


async def test_an_open_form_takes_no_follow_up(bot: Wire, messenger: Messenger) -> None:
    await bot.press("panel:v1:write:0123456789ab.2")
    bot.requests.clear()
    await messenger.deliver(INVITATION)
    assert bot.requests[-1].path == "/channels/555/messages"


DECK = post(PostKind.DECK, {})
MAKING = post(PostKind.DECK_PROGRESS, {"topic": "Power *at* handover", "failed": False})


def _publication(folder: Path, *names: str, is_slim: bool = False) -> Publication:
    paths = tuple(folder / name for name in names)
    for path in paths:
        path.write_bytes(b"x")
    return Publication(record(), paths, is_slim)


async def test_the_line_that_a_deck_is_made_shows_the_topic_as_typed(
    wire: Wire, messenger: Messenger
) -> None:
    assert await messenger.deliver(MAKING) is not None
    (request,) = wire.requests
    assert r"“Power \*at\* handover” is being made" in request.body["content"]


async def test_the_deck_takes_the_place_of_that_line(
    wire: Wire, messenger: Messenger, tmp_path: Path
) -> None:
    shown = _publication(tmp_path, "deck.pptx")
    assert await messenger.deliver(DECK, panel_message_id=99, publication=shown) == 99
    (request,) = wire.requests
    assert (request.method, request.path) == ("PATCH", f"/channels/{CHANNEL_ID}/messages/99")
    assert request.files == ("deck.pptx",)
    assert "9 of 12 people spoke under their name" in request.body["content"]
    assert request.body["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("refused", [Refused(404, 10008), Refused(400, 30046)])
async def test_where_the_line_is_gone_or_too_old_the_deck_is_a_message_of_its_own(
    wire: Wire, messenger: Messenger, tmp_path: Path, refused: Refused
) -> None:
    wire.handler = lambda request: refused if request.method == "PATCH" else None
    shown = _publication(tmp_path, "deck.pptx")
    assert await messenger.deliver(DECK, panel_message_id=99, publication=shown) not in (None, 99)
    _, sent = wire.requests
    assert (sent.method, sent.files) == ("POST", ("deck.pptx",))
    assert sent.body["nonce"] != nonce_of(DECK.dedup)


async def test_a_line_that_nobody_posted_needs_no_place(
    wire: Wire, messenger: Messenger, tmp_path: Path
) -> None:
    shown = _publication(tmp_path, "deck.pptx")
    assert await messenger.deliver(DECK, publication=shown) is not None
    (request,) = wire.requests
    assert (request.method, request.files) == ("POST", ("deck.pptx",))


@pytest.mark.parametrize(
    ("names", "is_slim", "note"),
    [
        (("deck.pptx",), False, ""),
        (("deck-plain.pptx",), True, "in the plain style"),
        (("deck-part-1-of-2.pptx", "deck-part-2-of-2.pptx"), False, "comes in parts"),
        ((), False, "larger than this server takes"),
    ],
)
async def test_what_had_to_be_left_out_or_divided_is_said(
    wire: Wire,
    messenger: Messenger,
    tmp_path: Path,
    names: tuple[str, ...],
    is_slim: bool,
    note: str,
) -> None:
    shown = _publication(tmp_path, *names, is_slim=is_slim)
    await messenger.deliver(DECK, publication=shown)
    (request,) = wire.requests
    assert request.files == names
    assert note in request.body["content"]
    assert ("larger than this server takes" in request.body["content"]) is bool(note)


async def test_a_server_that_takes_less_than_it_says_gets_the_text_alone(
    wire: Wire, messenger: Messenger, tmp_path: Path
) -> None:
    wire.handler = lambda request: Refused(413, 40005) if request.files else None
    shown = _publication(tmp_path, "deck.pptx")
    assert await messenger.deliver(DECK, panel_message_id=99, publication=shown) == 99
    assert [request.files for request in wire.requests] == [("deck.pptx",), ()]
    assert "larger than this server takes" in wire.requests[-1].body["content"]


async def test_pictures_carry_the_titles_of_their_slides(
    wire: Wire, messenger: Messenger, tmp_path: Path
) -> None:
    pictures = [Picture(tmp_path / f"slide-{n:02}.png", f"Title {n}") for n in range(12)]
    for each in pictures:
        each.path.write_bytes(b"x")
    assert await messenger.deliver(post(PostKind.PREVIEWS, {}), pictures=pictures) is not None
    (request,) = wire.requests
    assert request.files == tuple(f"slide-{n:02}.png" for n in range(10))
    described = [each["description"] for each in request.body["attachments"]]
    assert described == [f"Title {n}" for n in range(10)]


async def test_without_pictures_nothing_is_posted_and_older_ones_go(
    wire: Wire, messenger: Messenger
) -> None:
    previews = post(PostKind.PREVIEWS, {})
    assert await messenger.deliver(previews) is None
    assert wire.requests == []
    assert await messenger.deliver(previews, panel_message_id=99) is None
    (request,) = wire.requests
    assert (request.method, request.path) == ("DELETE", f"/channels/{CHANNEL_ID}/messages/99")


async def test_words_too_long_to_show_come_with_a_file(wire: Wire, messenger: Messenger) -> None:
    text = "*" * 3600
    await messenger.deliver(post(PostKind.SAID, {**SAID, "name": "Ana", "text": text}))
    (request,) = wire.requests
    assert request.files == ("words-501.txt",)
    assert request.texts["words-501.txt"] == text
    assert "attachment://words-501.txt" in str(request.body)

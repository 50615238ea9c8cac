"""Buttons, menus and forms: each from the payload to the service and back, without memory."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from cogs.interactions import replies
from discussion.model import Answer, LinkKind, Person, Tag, TagKind
from tests.cogs.values import ENDED, NAME, PLACE, FakeService, contribution, discussion
from tests.cogs.wire import CHANNEL_ID, GUILD_ID, Request, Wire, message_payload

_ANA = Person(42, "Ana")
_INVITE = f"{GUILD_ID}.{NAME}.abcdef0123"


def _text(requests: list[Request]) -> str:
    (request,) = requests
    data = request.body.get("data", request.body)
    assert data["flags"] & 64
    return str(data["content"])


def _form(requests: list[Request]) -> dict[str, Any]:
    """The form that was opened, with its fields by custom id."""
    (request,) = requests
    assert request.body["type"] == 9
    data = request.body["data"]
    assert len(data["components"]) <= 5
    fields = [row["component"] for row in data["components"] if "component" in row]
    return {"custom_id": data["custom_id"], **{field["custom_id"]: field for field in fields}}


@pytest.mark.parametrize(
    ("verb", "method", "named"),
    [("here", "join", {}), ("out", "step_out", {}), ("pass", "pass_turn", {"round_number": 2})],
)
async def test_panel_buttons_reach_the_service(
    bot: Wire, service: FakeService, verb: str, method: str, named: dict[str, int]
) -> None:
    assert _text(await bot.press(f"panel:v1:{verb}:{NAME}.2"))
    assert service.called(method) == [((PLACE, _ANA), named)]


@pytest.mark.parametrize("verb", ["write", "word"])
async def test_writing_by_the_panel_opens_a_form_and_records_it(
    bot: Wire, service: FakeService, verb: str
) -> None:
    form = _form(await bot.press(f"panel:v1:{verb}:{NAME}.2"))
    assert set(form) == {"custom_id", "text", "tags", "themes", "options"}
    assert form["text"]["max_length"] == 3600
    fields: dict[str, str | list[str]] = {
        "text": "The night staff are not asked.",
        "tags": ["theory"],
        "themes": "secure base, night shifts",
        "options": ["anonymous"],
    }
    text = _text(await bot.submit(form["custom_id"], fields, interaction_id=9001))
    assert "recorded" in text
    assert service.called("say") == [
        (
            (PLACE, _ANA),
            {
                "event_id": 9001,
                "text": "The night staff are not asked.",
                "tags": "#theory #secure-base #night-shifts",
                "anonymous": True,
            },
        )
    ]


@pytest.mark.parametrize("verb", ["here", "write", "pass", "out", "word"])
async def test_a_button_of_a_finished_round_says_so(
    bot: Wire, service: FakeService, verb: str
) -> None:
    assert "round is over" in _text(await bot.press(f"panel:v1:{verb}:{NAME}.1"))
    service.answers["one"] = ENDED
    assert "discussion is over" in _text(await bot.press(f"panel:v1:{verb}:{NAME}.2"))
    assert {name for name, _, _ in service.calls} == {"one"}


@pytest.mark.parametrize(
    "custom_id",
    [
        "junk",
        "panel:v1:dance:0123456789ab.2",
        "panel:v1:here:x",
        "nobody:v1:x:y",
        "said:v1:tag:x.y",
    ],
)
async def test_an_unknown_button_is_answered_in_a_sentence(bot: Wire, custom_id: str) -> None:
    assert "newest panel" in _text(await bot.press(custom_id))


async def test_say_without_text_opens_the_form_with_the_question(
    bot: Wire, service: FakeService
) -> None:
    (request,) = requests = await bot.command("say")
    assert "Where does power sit in this case?" in str(request.body)
    assert _form(requests)["text"]["placeholder"] == "I noticed that …"
    service.refuse("status", "Nothing runs here.")
    assert _text(await bot.command("say")) == "Nothing runs here."


async def test_say_with_text_records_at_once_and_then_answers(
    bot: Wire, service: FakeService
) -> None:
    service.answers["say"] = contribution(tags=frozenset({Tag(TagKind.THEME, "trust_")}))
    options = [
        {"name": "text", "type": 3, "value": "Words"},
        {"name": "tags", "type": 3, "value": "trust_"},
        {"name": "anonymous", "type": 5, "value": True},
    ]
    text = _text(await bot.command("say", options, interaction_id=9001))
    assert "trust\\_" in text
    named = service.called("say")[0][1]
    assert named == {"event_id": 9001, "text": "Words", "tags": "trust_", "anonymous": True}


async def test_held_words_are_said_to_wait_for_the_reveal(bot: Wire, service: FakeService) -> None:
    service.answers["say"] = contribution(held=True)
    text = _text(await bot.command("say", [{"name": "text", "type": 3, "value": "Words"}]))
    assert "reveal" in text


async def test_refused_words_come_back(bot: Wire, service: FakeService) -> None:
    service.refuse("say")
    text = _text(await bot.command("say", [{"name": "text", "type": 3, "value": "My words"}]))
    assert "not the moment" in text
    assert "My words" in text
    text = _text(await bot.submit("say:v1:now:1", {"text": "My other words"}))
    assert "My other words" in text


async def test_long_refused_words_come_back_as_a_file(bot: Wire, service: FakeService) -> None:
    service.refuse("say")
    (request,) = await bot.submit("say:v1:now:1", {"text": "w" * 3600})
    assert request.texts["your-words.txt"] == "w" * 3600


async def test_words_survive_a_form_that_nobody_answers_for(bot: Wire) -> None:
    assert "My words" in _text(await bot.submit("older:v1:say:1", {"text": "My words"}))


async def test_an_unforeseen_error_shows_a_reference_and_is_logged_under_it(
    bot: Wire, service: FakeService, caplog: pytest.LogCaptureFixture
) -> None:
    service.answers["say"] = RuntimeError("the disk is full")
    text = _text(await bot.command("say", [{"name": "text", "type": 3, "value": "My words"}]))
    reference = text.partition("(reference ")[2][:4]
    assert "disk" not in text
    assert "Traceback" not in text
    assert "My words" in text
    errors = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert any(reference in r.getMessage() and r.exc_info for r in errors)


async def test_slow_work_is_promised_and_then_answered(
    bot: Wire, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised = asyncio.Event()
    bot.handler = lambda request: promised.set() if request.body.get("type") == 5 else None

    async def join(*_: object) -> object:
        await asyncio.wait_for(promised.wait(), 5)
        return discussion()

    service.join = join
    monkeypatch.setattr(replies, "SOON", 0.01)
    deferred, sent = await bot.press(f"panel:v1:here:{NAME}.2")
    assert deferred.body == {"type": 5, "data": {"flags": 64}}
    assert "Good that you are here." in sent.body["content"]


# -- menus


def _message(text: str = "Words of Ben", author: int = 43) -> Any:
    return message_payload(4321, {"content": text}, author=author)


async def test_tagging_others_words_asks_for_tags_only(bot: Wire, service: FakeService) -> None:
    service.answers["in_message"] = [contribution(author_id=43)]
    form = _form(await bot.menu("Tag", _message()))
    assert set(form) == {"custom_id", "tags", "themes"}
    heard = service.called("in_message")[0][0]
    assert heard[0] == PLACE
    assert heard[1].text == "Words of Ben"
    assert heard[2:] == (4321, _ANA)
    await bot.submit(form["custom_id"], {"tags": ["theory"], "themes": ""})
    assert service.called("tag") == [((PLACE, _ANA, 501, "#theory"), {"anonymous": None})]


async def test_ones_own_words_may_lose_the_name(bot: Wire, service: FakeService) -> None:
    form = _form(await bot.menu("Tag", _message(author=42)))
    assert "options" in form
    await bot.submit(form["custom_id"], {"themes": "", "options": ["anonymous"]})
    assert service.called("tag")[0][1] == {"anonymous": True}


async def test_nameless_words_stay_nameless(bot: Wire, service: FakeService) -> None:
    service.answers["in_message"] = [contribution(anonymous=True)]
    assert "options" not in _form(await bot.menu("Tag", _message(author=42)))


@pytest.mark.parametrize(
    ("menu", "kind"), [("Build on", LinkKind.BUILDS_ON), ("Challenge", LinkKind.CHALLENGES)]
)
async def test_building_on_and_challenging_record_words_with_a_link(
    bot: Wire, service: FakeService, menu: str, kind: LinkKind
) -> None:
    form = _form(await bot.menu(menu, _message()))
    requests = await bot.submit(form["custom_id"], {"text": "And yet"})
    named = service.called("say")[0][1]
    assert (named["text"], named["link"], named["to"]) == ("And yet", kind, 501)
    ((button,),) = (row["components"] for row in requests[-1].body["data"]["components"])
    assert button["custom_id"].startswith(f"own:v1:take_back:{GUILD_ID}.{CHANNEL_ID}.")


async def test_this_speaks_for_me_toggles(bot: Wire, service: FakeService) -> None:
    assert "speaks for you" in _text(await bot.menu("This speaks for me", _message()))
    service.answers["endorse"] = False
    assert "Taken back" in _text(await bot.press("said:v1:supports:501.named"))
    assert service.called("endorse") == [((PLACE, _ANA, 501), {})] * 2


async def test_ones_own_words_are_taken_back_by_menu_and_by_button(
    bot: Wire, service: FakeService
) -> None:
    assert "out of the record" in _text(await bot.menu("Take back", _message()))
    button = f"own:v1:take_back:{GUILD_ID}.{CHANNEL_ID}.501"
    assert "out of the record" in _text(await bot.press(button))
    assert service.called("take_back") == [((PLACE, _ANA, 501), {})] * 2


async def test_words_are_taken_back_in_a_direct_message_and_never_from_another_server(
    bot: Wire, service: FakeService
) -> None:
    button = f"own:v1:take_back:{GUILD_ID}.{CHANNEL_ID}.501"
    assert "out of the record" in _text(await bot.press(button, direct=True))
    await bot.press(f"own:v1:take_back:{GUILD_ID + 1}.{CHANNEL_ID}.501")
    assert [given[0] for given, _ in service.called("take_back")] == [PLACE]


async def test_a_reveal_asks_which_words_are_meant(bot: Wire, service: FakeService) -> None:
    found = [contribution(500 + n, author_id=43, text=f"Thought {n}") for n in range(30)]
    service.answers["in_message"] = found
    (request,) = await bot.menu("Build on", message_payload(4321, {"content": ""}))
    selects = [row["components"][0] for row in request.body["data"]["components"]]
    assert [len(select["options"]) for select in selects] == [25, 5]
    assert service.called("in_message")[0][0][1] is None
    chosen = selects[1]["options"][0]
    assert chosen["label"] == "Thought 25"
    form = _form(await bot.press(selects[1]["custom_id"], [chosen["value"]]))
    await bot.submit(form["custom_id"], {"text": "And yet"})
    assert service.called("say")[0][1]["to"] == 525


# -- invitations


@pytest.mark.parametrize("direct", [True, False])
@pytest.mark.parametrize("answer", [Answer.CONTRIBUTE, Answer.CONTRIBUTE_ANONYMOUSLY])
async def test_an_invited_person_writes_and_the_buttons_give_way_to_thanks(
    bot: Wire, service: FakeService, answer: Answer, direct: bool
) -> None:
    service.answers["check"] = discussion()
    form = _form(await bot.press(f"invite:v1:{answer}:{_INVITE}", direct=direct))
    assert set(form) == {"custom_id", "text"}
    (request,) = await bot.submit(
        form["custom_id"], {"text": "My view"}, direct=direct, interaction_id=9001
    )
    assert request.body["type"] == 7
    ((button,),) = (row["components"] for row in request.body["data"]["components"])
    assert button["custom_id"] == f"own:v1:take_back:{GUILD_ID}.{CHANNEL_ID}.9001"
    assert "Thank you" in request.body["data"]["content"]
    given, named = service.called("answer")[0]
    name = "Ana of the night shift" if direct else "Ana"
    assert given == (GUILD_ID, NAME, "abcdef0123", Person(42, name), answer)
    assert named == {"event_id": 9001, "text": "My view"}


@pytest.mark.parametrize("answer", [Answer.PASS, Answer.NOT_THIS_SESSION])
async def test_an_invited_person_declines_with_one_press(
    bot: Wire, service: FakeService, answer: Answer
) -> None:
    (request,) = await bot.press(f"invite:v1:{answer}:{_INVITE}", direct=True)
    assert request.body["data"]["components"] == []
    assert service.called("answer")[0][0][4] is answer


async def test_an_invitation_that_is_over_says_so_and_opens_no_form(
    bot: Wire, service: FakeService
) -> None:
    service.refuse("check", "That invitation is over.")
    requests = await bot.press(f"invite:v1:contribute:{_INVITE}", direct=True)
    assert _text(requests) == "That invitation is over."


async def test_an_invitation_of_another_server_is_refused(bot: Wire, service: FakeService) -> None:
    await bot.press(f"invite:v1:pass:1.{NAME}.abcdef0123")
    assert not service.called("answer")

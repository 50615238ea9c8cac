"""``/preferences``: a panel for one person, each choice of which holds at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from cogs.delivery.messenger import Messenger
from cogs.interactions.delivering import Undeliverable
from discussion.model import Answer
from discussion.model.effects import Post
from discussion.model.preferences import InviteBy, Preferences
from tests.cogs.delivery.test_messenger import INVITATION
from tests.cogs.values import NAME, NOW, FakeService
from tests.cogs.wire import GUILD_ID, Refused, Request, Wire, message_payload

NAMELESS = Preferences(anonymous=True)
FIELDS = [field.name for field in fields(Preferences)]
INVITE = f"{GUILD_ID}.{NAME}.abcdef0123"


def shown(requests: list[Request]) -> tuple[str, list[dict[str, Any]]]:
    """The text of an answer that one person sees, and its menus and buttons."""
    (request,) = requests
    data = request.body["data"]
    return data["content"], [part for row in data["components"] for part in row["components"]]


def asked_by(way: InviteBy, **more: Any) -> Post:
    return replace(INVITATION, data={**INVITATION.data, "by": way.value, **more})


def sent_to(wire: Wire) -> list[str]:
    """Where the bot sent something, interactions answered left out."""
    return [r.path for r in wire.requests if r.method == "POST" and "/callback" not in r.path]


async def test_the_panel_shows_what_holds_and_only_to_its_owner(
    bot: Wire, service: FakeService
) -> None:
    service.answers["of"] = Preferences(InviteBy.BUTTON, language="de")
    requests = await bot.command("preferences")
    text, parts = shown(requests)
    assert requests[0].body["data"]["flags"] & 64
    assert "Nur mit dem Knopf, den alle sehen" in text
    invite, language, *buttons = parts
    assert [o["value"] for o in invite["options"] if o.get("default")] == ["button"]
    assert [o["value"] for o in language["options"] if o.get("default")] == ["de"]
    assert {"English", "Deutsch", "Français", "Español", "Türkçe", "العربية"} <= {
        o["label"] for o in language["options"]
    }
    assert [b["label"] for b in buttons] == [
        "Meinen Namen weglassen",
        "Die Moderation darf meinen Namen sehen",
    ]


@pytest.mark.parametrize(
    ("custom_id", "values", "after"),
    [
        ("prefs:v1:invite:menu", ["never"], Preferences(InviteBy.NEVER)),
        ("prefs:v1:language:menu", ["tr"], Preferences(language="tr")),
        ("prefs:v1:language:menu", ["follow"], Preferences()),
        ("prefs:v1:nameless:yes", None, NAMELESS),
        ("prefs:v1:nameless:no", None, Preferences()),
        ("prefs:v1:known:yes", None, Preferences(name_to_facilitator=True)),
    ],
)
async def test_a_press_changes_one_thing_and_the_panel_shows_it(
    bot: Wire,
    service: FakeService,
    custom_id: str,
    values: list[str] | None,
    after: Preferences,
) -> None:
    service.answers["change"] = after
    requests = await bot.press(custom_id, values)
    assert requests[0].body["type"] == 7
    assert shown(requests)[0]
    ((guild, person, change), _) = service.called("change")[0]
    assert (guild, person) == (GUILD_ID, 42)
    assert change(Preferences()) == after
    kept = Preferences(InviteBy.MESSAGE, anonymous=True, language="fr", name_to_facilitator=True)
    changed = change(kept)
    same = [name for name in FIELDS if getattr(changed, name) == getattr(kept, name)]
    assert len(same) >= len(FIELDS) - 1


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [
        ("prefs:v1:invite:menu", ["loudly"]),
        ("prefs:v1:language:menu", ["../en"]),
        ("prefs:v1:elsewhere:menu", None),
    ],
)
async def test_what_the_panel_does_not_offer_is_refused(
    bot: Wire, service: FakeService, custom_id: str, values: list[str] | None
) -> None:
    (request,) = await bot.press(custom_id, values)
    assert "another version" in request.body["data"]["content"]
    assert not service.called("change")


async def test_say_without_a_word_about_the_name_leaves_it_to_the_preference(
    bot: Wire, service: FakeService
) -> None:
    await bot.command("say", [{"name": "text", "type": 3, "value": "My view"}])
    await bot.command(
        "say",
        [
            {"name": "text", "type": 3, "value": "My view"},
            {"name": "anonymous", "type": 5, "value": False},
        ],
    )
    assert [named["anonymous"] for _, named in service.called("say")] == [None, False]


@pytest.mark.parametrize("ticked", [False, True])
async def test_forms_come_with_the_box_as_somebody_likes_it(
    bot: Wire, service: FakeService, ticked: bool
) -> None:
    service.answers["of"] = replace(NAMELESS, anonymous=ticked)
    menus = [
        await bot.press(f"panel:v1:write:{NAME}.2"),
        await bot.command("say"),
        await bot.menu("Challenge", message_payload(501, {"content": "Words"}, author=7)),
    ]
    for (request,) in menus:
        (box,) = (
            row["component"]
            for row in request.body["data"]["components"]
            if row.get("component", {}).get("custom_id") == "options"
        )
        assert bool(box["options"][0].get("default")) is ticked


async def test_contribute_asks_about_the_name_where_somebody_likes_to_leave_it_out(
    bot: Wire, service: FakeService
) -> None:
    service.answers["of"] = NAMELESS
    (request,) = await bot.press(f"invite:v1:contribute:{INVITE}")
    asked = [r["component"]["custom_id"] for r in request.body["data"]["components"][1:]]
    assert asked == ["text", "options"]
    form = f"invited:v1:contribute:{INVITE}"
    await bot.submit(form, {"text": "My view", "options": ["anonymous"]})
    await bot.submit(form, {"text": "My view", "options": []})
    answers = [given[4] for given, _ in service.called("answer")]
    assert answers == [Answer.CONTRIBUTE_ANONYMOUSLY, Answer.CONTRIBUTE]


async def test_contribute_is_one_field_for_everybody_else(bot: Wire) -> None:
    (request,) = await bot.press(f"invite:v1:contribute:{INVITE}")
    assert [r["component"]["custom_id"] for r in request.body["data"]["components"][1:]] == ["text"]


async def test_thanks_come_in_the_chosen_language(bot: Wire, service: FakeService) -> None:
    service.answers["of"] = Preferences(language="es")
    (request,) = await bot.press(f"invite:v1:pass:{INVITE}", direct=True)
    assert request.body["data"]["content"] == "Está bien, gracias. Puedes hablar cuando quieras."


async def test_an_invitation_comes_in_the_chosen_language_else_in_that_of_their_discord(
    bot: Wire, messenger: Messenger
) -> None:
    await messenger.deliver(asked_by(InviteBy.MESSAGE, language="fr"))
    assert "Le groupe aimerait" in bot.requests[-1].body["content"]
    assert [row["label"] for row in bot.requests[-1].body["components"][0]["components"]] == [
        "Dire quelque chose",
        "Sans mon nom",
        "Passer cette fois",
        "Pas aujourd’hui",
    ]
    await bot.command("help", locale="de")
    await messenger.deliver(asked_by(InviteBy.MESSAGE, language=""))
    assert "Die Gruppe würde" in bot.requests[-1].body["content"]


async def test_only_unseen_means_no_direct_message(bot: Wire, messenger: Messenger) -> None:
    with pytest.raises(Undeliverable) as caught:
        await messenger.deliver(asked_by(InviteBy.UNSEEN))
    assert caught.value.unreachable
    assert sent_to(bot) == []
    await bot.command("help")
    assert await messenger.deliver(asked_by(InviteBy.UNSEEN)) is None
    (path,) = sent_to(bot)
    assert path.startswith("/webhooks/")


async def test_what_only_one_person_may_see_is_not_sent_twice(
    bot: Wire, messenger: Messenger
) -> None:
    await bot.command("help")
    with pytest.raises(Undeliverable) as caught:
        await messenger.deliver(asked_by(InviteBy.UNSEEN), tried_before=NOW)
    assert caught.value.unreachable
    assert sent_to(bot) == []


async def test_a_follow_up_that_fails_is_no_reason_for_a_direct_message_to_the_unseen(
    bot: Wire, messenger: Messenger
) -> None:
    await bot.command("help")
    bot.handler = lambda r: Refused(404, 10015) if r.path.startswith("/webhooks/") else None
    with pytest.raises(Undeliverable) as caught:
        await messenger.deliver(asked_by(InviteBy.UNSEEN))
    assert caught.value.unreachable
    assert not [path for path in sent_to(bot) if "/channels" in path]


async def test_only_by_message_means_nothing_in_the_channel(
    bot: Wire, messenger: Messenger
) -> None:
    await bot.command("help")
    assert await messenger.deliver(asked_by(InviteBy.MESSAGE)) is not None
    assert not [path for path in sent_to(bot) if path.startswith("/webhooks/")]

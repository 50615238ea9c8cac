"""Our own rules: what Discord refuses though its documents allow it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from simulator import LocalDiscord
from simulator.rules.commands import check_commands
from simulator.rules.components import check_modal
from simulator.rules.limits import check_event, check_files, check_message
from simulator.state.errors import InvalidForm
from tests.simulator.conftest import build

V2 = 1 << 15


def button(custom_id: str = "a", **more: Any) -> dict[str, Any]:
    """A button."""
    return {"type": 2, "style": 1, "label": "Press", "custom_id": custom_id} | more


def row(*children: dict[str, Any]) -> dict[str, Any]:
    """An action row."""
    return {"type": 1, "components": list(children)}


def text(words: str = "words") -> dict[str, Any]:
    """A text display."""
    return {"type": 10, "content": words}


def select(count: int = 1, **more: Any) -> dict[str, Any]:
    """A string select."""
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "s", "options": options} | more


def embed(size: int) -> dict[str, Any]:
    """An embed with a description."""
    return {"description": "x" * size}


GOOD: list[tuple[dict[str, Any], int]] = [
    ({"content": "x" * 2000}, 0),
    ({"embeds": [embed(4000), embed(2000)]}, 0),
    ({"content": "x", "components": [row(*(button(str(n)) for n in range(5)))] * 1}, 0),
    ({"components": [{"type": 17, "components": [text(), row(button())]}]}, V2),
    ({"components": [text() for _ in range(40)]}, V2),
    ({"content": "x", "components": [row(select(25))]}, 0),
]

BAD: list[tuple[dict[str, Any], int, str]] = [
    ({"content": "x" * 2001}, 0, "2000"),
    ({"content": "  "}, 0, "empty"),
    ({"embeds": [embed(4096), embed(1905)]}, 0, "6000"),
    ({"embeds": [embed(4097)]}, 0, "4096"),
    ({"embeds": [{"fields": [{"name": "n", "value": ""}]}]}, 0, "between 1 and 1024"),
    ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, 0, "25"),
    ({"embeds": [{"image": {"url": "attachment://a.png"}}]}, 0, "no file"),
    ({"embeds": [{}] * 11}, 0, "10 or fewer"),
    ({"content": "x", "components": [row(button(str(n))) for n in range(6)]}, 0, "5 or fewer"),
    ({"content": "x", "components": [row(*(button(str(n)) for n in range(6)))]}, 0, "1 and 5"),
    ({"content": "x", "components": [row()]}, 0, "1 and 5"),
    ({"content": "x", "components": [row(button("a"), button("a"))]}, 0, "duplicated"),
    ({"content": "x", "components": [row(button("a" * 101))]}, 0, "1 and 100"),
    ({"content": "x", "components": [row(button(label="x" * 81))]}, 0, "80"),
    ({"content": "x", "components": [row(button(label=None))]}, 0, "label or an emoji"),
    ({"content": "x", "components": [row(button(style=5))]}, 0, "link button"),
    ({"content": "x", "components": [row(select(26))]}, 0, "1 and 25"),
    ({"content": "x", "components": [row(select(2), button())]}, 0, "fills its row"),
    ({"content": "x", "components": [row(select(2, max_values=3))]}, 0, "than there are"),
    ({"content": "x", "components": [text()]}, 0, "not allowed"),
    ({"content": "x", "components": [text()]}, V2, "cannot stand beside"),
    ({"components": [text() for _ in range(41)]}, V2, "40"),
    ({"components": [text("x" * 2001), text("x" * 2000)]}, V2, "4000"),
    ({"components": [text("")]}, V2, "1 and 4000"),
    ({"components": [{"type": 17, "components": [{"type": 17, "components": []}]}]}, V2, "not all"),
    ({"components": [{"type": 9, "components": [text()]}]}, V2, "required"),
    ({"components": [{"type": 9, "components": [text()] * 4, "accessory": button()}]}, V2, "3"),
    ({"components": [{"type": 13, "file": {"url": "attachment://a"}}]}, V2, "not found"),
    ({"components": [{"type": 13, "file": {"url": "https://a"}}]}, V2, "attachment:// only"),
    ({"components": [{"type": 12, "items": []}]}, V2, "1 and 10"),
    ({"components": [text() | {"id": 1}, text() | {"id": 1}]}, V2, "unique"),
    ({"content": "x", "nonce": "n" * 26}, 0, "25"),
    ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 0, "exclusive"),
    ({"poll": {"question": {"text": "?"}, "answers": []}}, 0, "1 and 10"),
]


@pytest.mark.parametrize(("body", "flags"), GOOD)
def test_messages_within_the_limits_pass(body: dict[str, Any], flags: int) -> None:
    check_message(body, [], flags=flags)
    with pytest.raises(InvalidForm):
        check_message(body | {"content": "x" * 2001}, [], flags=flags)


@pytest.mark.parametrize(("body", "flags", "complaint"), BAD)
def test_messages_beyond_the_limits_are_refused(
    body: dict[str, Any], flags: int, complaint: str
) -> None:
    with pytest.raises(InvalidForm) as refused:
        check_message(body, [], flags=flags)
    assert complaint in refused.value.problem


def label(inner: dict[str, Any], words: str = "Label") -> dict[str, Any]:
    """A modal's label around an input."""
    return {"type": 18, "label": words, "component": inner}


ENTRY = {"type": 4, "style": 1, "custom_id": "t"}


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"title": "x" * 46, "components": [label(ENTRY)]}, "1 and 45"),
        ({"components": []}, "1 and 5"),
        ({"components": [label(ENTRY | {"custom_id": str(n)}) for n in range(6)]}, "1 and 5"),
        ({"components": [label(ENTRY), label(ENTRY)]}, "duplicated"),
        ({"components": [label(ENTRY, "x" * 46)]}, "1 and 45"),
        ({"components": [label(button())]}, "not allowed"),
        ({"components": [button()]}, "not allowed"),
        ({"components": [label(ENTRY | {"max_length": 4001})]}, "0 to 4000"),
        ({"components": [label(ENTRY | {"value": "xx", "max_length": 1})]}, "1 or fewer"),
        ({"components": [label(ENTRY | {"label": "twice"})]}, "label of its own"),
        ({"components": [label(select(2, disabled=True))]}, "cannot be disabled"),
        ({"components": [label({"type": 21, "custom_id": "r", "options": []})]}, "2 and 10"),
    ],
)
def test_modals_beyond_the_limits_are_refused(data: dict[str, Any], complaint: str) -> None:
    whole = {"title": "Title", "custom_id": "m"} | data
    check_modal({"title": "Title", "custom_id": "m", "components": [label(ENTRY)]})
    with pytest.raises(InvalidForm) as refused:
        check_modal(whole)
    assert complaint in refused.value.problem


def command(name: str = "say", **more: Any) -> dict[str, Any]:
    """A slash command."""
    return {"name": name, "description": "d", "type": 1} | more


def option(name: str, **more: Any) -> dict[str, Any]:
    """A text option."""
    return {"type": 3, "name": name, "description": "d"} | more


CHOICES = [{"name": str(number), "value": str(number)} for number in range(26)]
SUB = {"type": 1, "name": "a", "description": "d"}


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        ([command("Upper")], "name is invalid"),
        ([command("two words")], "name is invalid"),
        ([command("x" * 33)], "name is invalid"),
        ([command(), command()], "unique"),
        ([command(description="")], "1 and 100"),
        ([command(options=[option("a"), option("b", required=True)])], "before"),
        ([command(options=[option(f"o{n}") for n in range(26)])], "25"),
        ([command(options=[option("a"), option("a")])], "unique"),
        ([command(options=[option("a", choices=CHOICES)])], "25"),
        ([command(options=[option("a", choices=CHOICES[:2], autocomplete=True)])], "exclude"),
        ([command(options=[SUB, option("b")])], "mixed"),
        ([command(options=[SUB | {"type": 2}])], "needs a subcommand"),
        ([command(f"c{n}") for n in range(101)], "(100)"),
        ([{"name": f"M {n}", "type": 3} for n in range(16)], "(15)"),
        ([{"name": "M", "type": 3, "description": "d"}], "no description"),
        (
            [command(options=[option(f"o{n}", description="x" * 100) for n in range(25)] * 1)] * 1,
            "",
        ),
    ],
)
def test_commands_beyond_the_limits_are_refused(
    commands: list[dict[str, Any]], complaint: str
) -> None:
    if not complaint:
        check_commands(commands)
        deep = command(
            options=[SUB | {"name": f"s{n}", "options": commands[0]["options"]} for n in range(4)]
        )
        commands, complaint = [deep], "8000"
    with pytest.raises(InvalidForm) as refused:
        check_commands(commands)
    assert complaint in refused.value.problem


def test_events_lie_ahead_and_files_stay_small() -> None:
    now = datetime(2026, 9, 1, 12, tzinfo=UTC)
    later = (now + timedelta(hours=1)).isoformat()
    earlier = (now - timedelta(hours=1)).isoformat()
    good = {
        "name": "Class",
        "entity_type": 3,
        "scheduled_start_time": later,
        "scheduled_end_time": (now + timedelta(hours=2)).isoformat(),
        "entity_metadata": {"location": "online"},
    }
    check_event(good, now, creating=True)
    for change in (
        {"scheduled_start_time": earlier},
        {"scheduled_end_time": later},
        {"scheduled_end_time": None},
        {"entity_metadata": None},
        {"entity_type": 2},
        {"name": ""},
    ):
        with pytest.raises(InvalidForm):
            check_event(good | change, now, creating=True)
    check_files([10 * 1024 * 1024] * 10)
    for sizes in ([1] * 11, [10 * 1024 * 1024 + 1]):
        with pytest.raises(InvalidForm):
            check_files(sizes)


async def test_a_broken_rule_is_answered_50035_with_a_tree_and_recorded() -> None:
    async with LocalDiscord() as local:
        room = build(local)
        url = f"{local.api_url}/channels/{room.channel.id}/messages"
        headers = {"Authorization": f"Bot {local.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            async with session.post(url, json={"content": "x" * 2001}) as reply:
                assert reply.status == 400
                body = await reply.json()
            assert body["code"] == 50035
            assert "2000" in body["errors"]["content"]["_errors"][0]["message"]
            async with session.post(url, json={}) as reply:
                assert (await reply.json())["code"] == 50006
            async with session.get(f"{local.api_url}/no/such/route") as reply:
                assert reply.status == 404
        assert [entry.source for entry in local.violations] == ["rules", "rules", "routes"]
        assert "/no/such/route" in str(local.violations[-1])
        assert room.channel.messages == []

"""Posts as they look: what stands in them, and that the longest ones fit."""

from __future__ import annotations

from typing import Any

import pytest
from discord import ui

from cogs.delivery import layouts
from cogs.text.languages import phrases
from discussion.model.effects import Post, PostKind
from tests.cogs.values import NAME
from tests.cogs.wire import CHANNEL_ID, GUILD_ID

PANEL: dict[str, Any] = {
    "topic": "Power at handover",
    "format_title": "Case discussion",
    "round": 2,
    "rounds": 5,
    "kind": "silent_writing",
    "title": "First thoughts",
    "question": "Where does power sit in this case?",
    "stem": "I noticed that …",
    "case_title": "A handover",
    "stage": 1,
    "stage_title": "The evening",
    "stage_text": "Nobody asks the night staff.",
    "ends_at": "2026-11-23T10:06:00+00:00",
    "state": "running",
    "left_seconds": 360,
    "quiet_button": False,
    "order": [],
    "turn": None,
    "notice": False,
    "facilitator_id": 42,
    "ended": False,
}


def post(kind: PostKind, data: dict[str, Any], **more: Any) -> Post:
    """A post of the class."""
    return Post(
        kind=kind,
        dedup="name",
        guild_id=GUILD_ID,
        discussion_id=NAME,
        channel_id=CHANNEL_ID,
        data=data,
        **more,
    )


def panel(**changes: Any) -> layouts.Rendered:
    """A panel with changes."""
    return layouts.panel(post(PostKind.PANEL, {**PANEL, **changes}))


def verbs(rendered: layouts.Rendered) -> set[str]:
    """What the buttons do."""
    return {custom_id.split(":")[2] for custom_id in rendered.custom_ids()}


def test_a_panel_shows_the_round_the_question_the_case_and_the_countdown() -> None:
    text = panel().text()
    assert "Round 2 of 5 · First thoughts" in text
    assert "## Where does power sit in this case?" in text
    assert "> Nobody asks the night staff." in text
    assert "<t:1795428360:R>" in text
    assert "I noticed that" in text


def test_a_panel_has_its_four_buttons_and_a_fifth_where_it_is_wanted() -> None:
    assert verbs(panel()) == {"here", "write", "pass", "out"}
    assert verbs(panel(quiet_button=True)) == {"here", "write", "pass", "out", "word"}


def test_there_is_nothing_to_pass_in_a_briefing() -> None:
    assert verbs(panel(kind="briefing")) == {"here", "write", "out"}


HANDS: dict[str, Any] = {
    "round": 2,
    "over": False,
    "speaker": "Ben *of* nights",
    "since": "2026-11-23T10:00:00+00:00",
    "until": "2026-11-23T10:02:00+00:00",
    "time_is_up": False,
    "waiting": ["Ana", "Cai"],
}


def hands(**changes: Any) -> layouts.Rendered:
    return layouts.hands(post(PostKind.HANDS, {**HANDS, **changes}))


def test_hands_show_the_floor_the_time_and_who_waits() -> None:
    text = hands().text()
    assert "**Ben \\*of\\* nights** has the floor, since <t:1795428000:t>" in text
    assert "until about <t:1795428120:t> (<t:1795428120:R>)" in text
    assert "Next: Ana → Cai" in text
    assert verbs(hands()) == {"toggle", "done", "next"}


def test_the_end_of_a_turn_is_a_kind_line_and_no_countdown() -> None:
    text = hands(time_is_up=True).text()
    assert "Time to hand on when you are ready." in text
    assert "until" not in text


def test_a_long_queue_fits_and_a_closed_one_has_no_buttons() -> None:
    many = [f"{'Somebody with a long name':.60} {n}" for n in range(200)]
    assert len(hands(waiting=many).text()) < layouts.LIMIT
    assert verbs(hands(over=True)) == set()


def test_a_panel_offers_hands_where_people_choose_when_to_speak() -> None:
    four = {"here", "write", "pass", "out"}
    for kind in ("open_floor", "check_out"):
        assert verbs(panel(kind=kind)) == four | {"up"}
    assert verbs(panel(kind="go_round")) == four
    assert verbs(panel(kind="go_round", voice_channel_id=5)) == four | {"spoken"}


def test_no_button_of_a_panel_is_taken_for_one_of_the_queue() -> None:
    for kind in ("open_floor", "go_round"):
        shown = panel(kind=kind, voice_channel_id=5).custom_ids()
        assert not shown & hands().custom_ids()


def test_a_panel_says_what_becomes_of_what_is_said_aloud() -> None:
    text = panel(voice_channel_id=555).text()
    assert "<#555>" in text
    assert "Nothing said aloud is heard or recorded." in text


def test_a_paused_panel_says_what_is_left_and_counts_nothing_down() -> None:
    text = panel(state="paused", left_seconds=125, ends_at=None).text()
    assert "2 min 05 s" in text
    assert "<t:" not in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": "over", "ends_at": None}, "This round is over."),
        ({"state": "over", "ended": True, "ends_at": None}, "The discussion is over."),
    ],
)
def test_a_closed_panel_has_no_buttons(changes: dict[str, Any], sentence: str) -> None:
    rendered = panel(**changes)
    assert rendered.custom_ids() == frozenset()
    assert sentence in rendered.text()


def test_a_go_round_shows_the_order_and_whose_turn_it_is() -> None:
    text = panel(kind="go_round", order=["Ana", "Ben_"], turn="Ben_").text()
    assert "Ana → **Ben\\_** ◀" in text


def test_the_first_panel_says_what_is_recorded() -> None:
    text = panel(notice=True).text()
    for word in ("recorded", "pass", "without your name", "opts you out", "delete"):
        assert word in text


@pytest.mark.parametrize("character", ["x", "*", "\n"])
def test_the_longest_panel_fits_and_attaches_the_case(character: str) -> None:
    long = character * 5000
    rendered = panel(
        topic=long, format_title=long, title=long, question=long, stem=long, case_title=long,
        stage_title=long, stage_text="w" + long + "w", notice=True, kind="go_round",
        quiet_button=True, order=["n" * 90] * 40, turn="n" * 90,
    )  # fmt: skip
    assert isinstance(rendered.view, ui.LayoutView)
    assert rendered.view.content_length() <= 4000
    assert rendered.view.total_children_count <= 40
    assert rendered.attachments == {"case-part-1.txt": "w" + long + "w"}
    assert "attached" in rendered.text()


def said(**changes: Any) -> layouts.Rendered:
    """Words with changes."""
    data = {
        "contribution": 501,
        "name": "Ana",
        "text": "The night staff are *never* asked.",
        "tags": ["secure base"],
        "link_kind": None,
        "link_message_id": None,
        "link_name": None,
    }
    return layouts.said(post(PostKind.SAID, {**data, **changes}))


def test_words_given_by_command_are_shown_with_name_and_tags() -> None:
    text = said().text()
    assert "**Ana** says" in text
    assert r"\*never\*" in text
    assert "#secure-base" in text


def test_nameless_words_name_nobody_and_are_another_post_than_named_ones() -> None:
    assert "Ana" not in said(name=None).text()
    assert said(name=None).custom_ids() != said().custom_ids()


def test_a_link_leads_to_the_words_it_answers() -> None:
    text = said(link_kind="challenges", link_message_id=77, link_name="Ben").text()
    assert f"challenges [Ben](https://discord.com/channels/{GUILD_ID}/{CHANNEL_ID}/77)" in text


def test_a_hidden_target_is_not_named() -> None:
    assert "builds on these words" in said(link_kind="builds_on").text()


@pytest.mark.parametrize("character", ["x", "*", "\n"])
def test_the_longest_words_fit_and_what_is_cut_is_attached(character: str) -> None:
    text = "w" + character * 3598 + "w"
    rendered = said(text=text, name="*" * 500, tags=["_" * 40] * 12)
    assert isinstance(rendered.view, ui.LayoutView)
    assert rendered.view.content_length() <= 4000
    assert list(rendered.attachments.values()) in ([], [text])
    assert rendered.attachments or text in rendered.text()


def reveal(lines: list[dict[str, Any]]) -> layouts.Rendered:
    """A reveal of lines."""
    data = {"round": 2, "title": "First thoughts", "part": 1, "parts": 2, "lines": lines}
    return layouts.reveal(post(PostKind.REVEAL, data))


def test_a_reveal_shows_names_where_they_were_given() -> None:
    text = reveal(
        [
            {"contribution": 1, "name": "Ana", "text": "First"},
            {"contribution": 2, "name": None, "text": "Second"},
        ]
    ).text()
    assert "part 1 of 2" in text
    assert "**Ana**\n> First" in text
    assert "*Somebody*\n> Second" in text


def test_in_a_long_reveal_short_words_stay_whole_and_all_is_attached() -> None:
    lines = [{"contribution": 1, "name": "Ana", "text": "*" * 3600}]
    lines += [{"contribution": n, "name": None, "text": f"Thought {n}."} for n in range(2, 9)]
    rendered = reveal(lines)
    assert isinstance(rendered.view, ui.LayoutView)
    assert rendered.view.content_length() <= 4000
    assert all(f"Thought {n}." in rendered.text() for n in range(2, 9))
    assert "*" * 3600 in rendered.attachments["round-2-part-1.txt"]


def test_an_opener_names_nobody() -> None:
    data = {"round": 2, "question": "Where does power sit?", "stem": "I noticed"}
    text = layouts.opener(post(PostKind.OPENER, data)).text()
    assert "Where does power sit?" in text
    assert "<@" not in text


def test_an_invitation_has_four_choices() -> None:
    data = {
        "invitation": "i" * 10,
        "round": 2,
        "topic": "Power",
        "question": "Where does it sit?",
        "stem": "",
    }
    rendered = layouts.invitation(post(PostKind.INVITATION, data, recipient_id=42), phrases())
    assert verbs(rendered) == {"contribute", "contribute_anonymously", "pass", "not_this_session"}


LONG = "an escaped *name* of sixty characters, as long as they may be"


def test_a_panel_with_the_most_of_everything_still_fits() -> None:
    groups = [{"number": n, "size": 8, "thread": 2**63 - n} for n in range(1, 26)]
    full = {"question": "?*" * 450, "topic": "*" * 200, "title": "_" * 80, "stem": "~" * 200}
    arranged = {"groups": groups, "inner": [LONG] * 6, "outer": [LONG] * 200}
    ballot = {"options": [LONG] * 10, "result": [[LONG, 200]] * 10, "voters": 200}
    for more in ({"state": "running"}, {"state": "over"}):
        shown = panel(**full, **arranged, **ballot, **more, kind="vote", notice=True)
        assert len(shown.text()) <= layouts.LIMIT


def test_a_vote_and_a_fishbowl_have_a_button_more() -> None:
    assert "open" in verbs(panel(kind="vote", options=["trust", "time"]))
    assert "open" not in verbs(panel(kind="vote", options=["trust"]))
    assert "seat" in verbs(panel(kind="fishbowl", inner=["Ana"], outer=["Ben"]))
    assert "seat" not in verbs(panel(kind="fishbowl", inner=["Ana"], outer=[]))


def test_a_group_calls_its_members_and_nobody_else() -> None:
    data = {
        "round": 2,
        "group": 3,
        "title": "In pairs",
        "question": "Who is <@99> to you?",
        "stem": "",
        "members": [11, 12],
        "names": ["Ana", "Ben"],
    }
    shown = layouts.group(post(PostKind.GROUP, data))
    assert shown.mentions == {11, 12}
    assert "**Pair 3**" in shown.text()
    assert "<@11> <@12>" in shown.text()
    assert "<@99>" not in shown.text()


@pytest.mark.parametrize(
    "kind", ["open_floor", "go_round", "pairs", "fours", "fishbowl", "check_out"]
)
def test_where_typing_is_not_read_every_panel_asks_for_say(kind: str) -> None:
    text = panel(kind=kind, notice=True, typed=False).text()
    how, _ = text.split("What you say here with")
    assert "`/say`" in how
    assert "Write in the channel" not in text

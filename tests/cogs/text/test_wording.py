"""What people read: nobody's text becomes markup, everything fits, and no word hurts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.after_class import presenting_words, reflection_words
from cogs.arrangement import hands_words
from cogs.facilitation import invitations_words
from cogs.record import summary_words
from cogs.setup import help_words
from cogs.text import commands, panel, refusals
from cogs.text.escaping import cut, dated, label, plain, quote
from cogs.text.languages import phrases
from discussion.model import Tag, TagKind
from discussion.record.record import RecordedAction, RecordedContribution
from tests.cogs.values import NOW, record

_PUNCTUATION = r"\*_~`|<>[]()#-+.1@"


def _shown(text: str) -> str:
    """What Discord shows of escaped text: a backslash before punctuation disappears."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\u200b", "")


@given(st.text(alphabet=_PUNCTUATION + "a \n", max_size=60))
def test_text_is_shown_as_it_was_typed(text: str) -> None:
    assert _shown(plain(text)) == text


@given(st.text(alphabet=_PUNCTUATION + "a \n", max_size=60))
def test_no_sign_of_markup_is_left_without_an_escape(text: str) -> None:
    without_escapes = re.sub(r"\\.", "", plain(text))
    assert not re.search(r"[*_~`|<\[\]]", without_escapes)
    assert not re.search(r"(?m)^\s*(#{1,6}\s|-#|>|[-+]\s|\d+[.)]\s)", plain(text))


@pytest.mark.parametrize("mention", ["@everyone", "@here", "<@42>", "<@&42>", "<#42>", "</say:1>"])
def test_mentions_lose_their_meaning(mention: str) -> None:
    shown = plain(f"hello {mention}")
    assert f" {mention}" not in shown
    assert "\\<" in shown or "@\u200b" in shown


def test_web_addresses_go_on_working() -> None:
    address = "https://example.org/a_b_c?d=e_f"
    assert plain(f"see *this* {address}") == rf"see \*this\* {address}"


@given(st.text(alphabet="ab \\*", max_size=80), st.integers(min_value=1, max_value=40))
def test_cutting_keeps_the_limit_and_no_half_escape(text: str, limit: int) -> None:
    short = cut(plain(text), limit)
    assert len(short) <= limit
    if len(plain(text)) > limit:
        body = short.removesuffix("…")
        assert (len(body) - len(body.rstrip("\\"))) % 2 == 0


def test_a_quotation_marks_every_line() -> None:
    assert quote("a\n\nb") == "> a\n>\n> b"


def test_an_invitation_names_the_question_and_a_way_in() -> None:
    text = invitations_words.text(phrases(), "Power", "Where does it sit?", "I noticed")
    assert "Where does it sit?" in text
    assert "I noticed" in text
    assert "A way in" not in invitations_words.text(phrases(), "Power", "Where does it sit?", "")


@pytest.mark.parametrize("lecturer", [False, True])
def test_help_fits_one_message_and_is_by_role(lecturer: bool) -> None:
    text = help_words.text(lecturer=lecturer)
    assert len(text) <= 2000
    assert ("/summary" in text) is lecturer


def test_words_for_commands_fit_discord() -> None:
    for name, text in vars(commands).items():
        if name.isupper():
            limit = 45 if name.startswith("FORM_") else 32 if name.startswith("MENU_") else 100
            assert 1 <= len(text) <= limit, name
    for name in ("HERE", "WRITE", "PASSING", "OUT", "WORD", "SUPPORT"):
        assert len(getattr(panel, name)) <= 80


def test_no_text_uses_a_hurtful_word() -> None:
    private = (invitations_words, presenting_words, reflection_words, refusals, summary_words)
    for module in (commands, hands_words, help_words, panel, *private):
        for name, text in vars(module).items():
            if isinstance(text, str) and name.isupper():
                assert not re.search(r"lurk|inactive|nudge|@everyone", text, re.IGNORECASE), name


def test_refused_words_come_back_in_the_answer_or_in_a_file() -> None:
    text, whole = refusals.with_words("Not now.", "What I ```wrote```")
    assert whole
    assert "What I" in text
    assert text.count("```") == 2
    text, whole = refusals.with_words("Not now.", "x" * 3600)
    assert not whole
    assert len(text) <= 2000
    assert refusals.with_words("Not now.", "") == ("Not now.", True)


def _rich(number: int, *, long: bool) -> RecordedContribution:
    theme = Tag(TagKind.THEME, f"theme {number % 9}" + ("*" * 200 if long else ""))
    return RecordedContribution(
        id=number,
        speaker="s",
        name="Ana",
        round_number=1,
        said_at=NOW,
        text="Words that say something",
        words=1,
        tags=frozenset({theme}),
        case_stage=None,
        url=f"https://discord.com/channels/1/2/{number}",
        endorsements=0,
    )


def test_the_summary_says_who_was_heard_the_themes_and_the_actions() -> None:
    action = RecordedAction(3, "Ask the night staff", ("Ana",), date(2026, 12, 1))
    made = record(contributions=tuple(_rich(n, long=False) for n in range(12)), actions=(action,))
    text = summary_words.text(made)
    assert "9 of 12 people spoke under their name, 3 took part in another way" in text
    assert (
        "• theme 0 (2): “Words that say something” [Ana](https://discord.com/channels/1/2/0)"
        in text
    )
    where = "[where](https://discord.com/channels/1/2/3)"
    assert f"• Ask the night staff · Ana · by Tuesday 1 December 2026 · {where}" in text


def test_a_theme_is_quoted_in_a_sentence_that_others_marked_and_by_another_voice_each_time() -> (
    None
):
    shared = Tag(TagKind.THEME, "rest")
    rota = Tag(TagKind.THEME, "rota")
    said = [
        ("Ana", "Rest is a right. And so on.", shared, 0),
        ("Ana", "The rota decides who rests.", rota, 9),
        ("Ben", "Yes! Nobody asked the night staff.", rota, 2),
        ("Ana", "Sleep is shared by all.", shared, 4),
    ]
    made = record(
        contributions=tuple(
            replace(
                _rich(number, long=False),
                speaker=name,
                name=name,
                text=text,
                tags=frozenset({tag}),
                endorsements=endorsements,
            )
            for number, (name, text, tag, endorsements) in enumerate(said)
        )
    )
    shown = summary_words.text(made)
    assert "• rest (2): “Sleep is shared by all.” [Ana]" in shown
    assert "• rota (2): “Nobody asked the night staff.” [Ben]" in shown


def test_words_without_a_name_are_quoted_without_one() -> None:
    made = record(contributions=(replace(_rich(1, long=False), name=None, speaker="x1"),))
    assert (
        "“Words that say something” [without a name](https://discord.com/channels/1/2/1)"
        in summary_words.text(made)
    )


def test_gaps_in_actions_are_shown_as_gaps() -> None:
    made = record(actions=(RecordedAction(3, "Ask the night staff", (), None),))
    assert "• Ask the night staff · no owner yet · no date yet" in summary_words.text(made)


def test_the_summary_fits_a_message_with_the_longest_inputs() -> None:
    actions = tuple(RecordedAction(n, "_" * 3000, ("*" * 100,) * 3, None) for n in range(40))
    made = record(contributions=tuple(_rich(n, long=True) for n in range(40)), actions=actions)
    made = replace(made, topic="|" * 200)
    text = summary_words.text(made, note=summary_words.TOO_LARGE)
    assert len(text) <= 2000
    assert summary_words.TOO_LARGE in text
    # It is cut at whole lines, and says how much more there is.
    lines = text.split("\n")
    shown = [line for line in lines if line.startswith("• ")]
    assert all(line.endswith(")") for line in shown)
    more = [int(line.split()[2]) for line in lines if line.startswith("… and ")]
    assert len(shown) + sum(more) == 49
    assert len(more) == 2


def test_choices_and_labels_fit() -> None:
    assert len(dated("t" * 300, datetime(2026, 11, 23, tzinfo=UTC))) <= 100
    assert label("a\nb " * 60, 100) == ("a b " * 60)[:99].rstrip() + "…"


@pytest.mark.parametrize("empty", ["Hello everybody, good morning", "https://tenor.com/view/1"])
def test_the_summary_quotes_nothing_that_says_nothing(empty: str) -> None:
    made = record(contributions=(replace(_rich(1, long=False), text=empty),))
    assert "• theme 1 (1)\n" in f"{summary_words.text(made)}\n"

"""What may be quoted: somebody says something, in four words or more."""

from __future__ import annotations

import pytest

from discussion.parsing.speech import is_quotable


@pytest.mark.parametrize(
    "text",
    [
        "Hello",
        "Hello everyone, good morning all",
        "Thank you so much Dylan, see you next week",
        "agree",
        "I agree with Ann",
        "I totally agree with what Ann said",
        "This is so true, Amara",
        "+1 to that, well said",
        "https://tenor.com/view/cat-waves-its-paw-123",
        "look https://example.invalid/a-long/address/of/many/words",
        "/play some song right now",
        "!rank me please bot now",
        "\U0001f600\U0001f600\U0001f600 \U0001f64b\U0001f3fd \U0001f600",
        "<:wave:1> <:wave:2> <:wave:3> <:wave:4>",
        "<@1> <@2> <@3> <@4>",
        "Pinned a message.",
        "Joined the server.",
        "Started a call that lasted 12 minutes.",
        "Changed the channel name: class-3.",
        "Can you hear me now?",
        "Sorry I am late everyone",
        "My mic is not working",
        "Could someone please share the link?",
        "Be right back in a minute",
        "No title, none",
        "\u5927\u5bb6\u597d",
        "\u6211\u975e\u5e38\u540c\u610f\u4f60",
    ],
)
def test_what_says_nothing_is_no_quote(text: str) -> None:
    assert not is_quotable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Whoever writes the rota leads the shift. #rota",
        "Who gets to be tired?",
        "Good care takes time",
        "I do not agree with Ann",
        "I agree that the rota decides who rests",
        "Nobody thanked the night staff",
        "Hello is what residents wait for all day",
        "My connection with residents is what keeps me here.",
        "We have to leave before the night shift ends, so nobody hands over.",
        "See https://example.invalid/rota for who is never asked",
        "The video was really moving",
        "They added nobody to it",
        "...and nobody asked the night staff",
        "$50 is what a night is worth",
        "\u6211\u5988\u5988\u505a\u62a4\u5de5\u5341\u5e74",
        "\u0e04\u0e19\u0e17\u0e33\u0e07\u0e32\u0e19\u0e01\u0e25\u0e32\u0e07\u0e04\u0e37\u0e19",
        "في بيت والدتي كانت",
    ],
)
def test_what_somebody_says_is_a_quote(text: str) -> None:
    assert is_quotable(text)


def test_hostile_text_is_judged_quickly_and_without_an_error() -> None:
    for text in ("", "can you " * 5000, "<@" * 20_000, "a." * 20_000, "https://" * 9_000):
        assert is_quotable(text) in (True, False)

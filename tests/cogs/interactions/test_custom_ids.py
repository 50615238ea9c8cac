"""Custom ids: what is built can be read, and nothing else can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.interactions import custom_ids
from cogs.interactions.custom_ids import CustomId
from discussion.model.errors import BadInput

_PARTS = st.tuples(
    st.from_regex(r"[a-z]{1,16}", fullmatch=True).filter(str.isascii),
    st.from_regex(r"[a-z_]{1,24}", fullmatch=True).filter(str.isascii),
    st.from_regex(r"[A-Za-z0-9._-]{1,50}", fullmatch=True).filter(str.isascii),
)


@given(_PARTS)
def test_every_custom_id_is_read_back_and_fits_discord(parts: tuple[str, str, str]) -> None:
    custom_id = CustomId(*parts)
    assert custom_ids.parse(str(custom_id)) == custom_id
    assert len(str(custom_id)) <= 100


@given(st.text(max_size=120))
def test_reading_any_text_gives_an_equal_id_or_a_plain_refusal(text: str) -> None:
    try:
        custom_id = custom_ids.parse(text)
    except BadInput:
        return
    assert str(custom_id) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "panel",
        "panel:v2:here:1",
        "panel:v1:here:",
        "panel:v1:here:1\n",
        "Panel:v1:here:1",
        "panel:v1:here:a:b",
        "panel:v1:here:" + "1" * 90,
        "panel:v1:hére:1",
    ],
)
def test_the_malformed_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        custom_ids.parse(text)


def test_a_part_outside_the_grammar_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="not a custom id"):
        CustomId("panel", "here", "a:b")


@pytest.mark.parametrize("text", ["", "-1", "1.0", "٣", "9" * 19, "1" * 30, "x"])
def test_what_is_no_discord_id_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        custom_ids.to_number(text)


@pytest.mark.parametrize("opaque", ["a", "a.b.c", "a.", ".b"])
def test_a_wrong_number_of_parts_is_refused(opaque: str) -> None:
    with pytest.raises(BadInput):
        CustomId("panel", "here", opaque).parts(2)

"""Hashtags become tags: those of the vocabulary by its kinds, any other as a theme."""

from __future__ import annotations

import pytest

from discussion.model import LinkKind, Tag, TagKind
from discussion.parsing.tags import (
    MOST_TAGS,
    VOCABULARY,
    hashtags,
    link_kind_in,
    parse_tag_list,
    parse_tags,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I think #theory helps", ["theory"]),
        ("(#secure-base) and #Power, #age.", ["secure-base", "Power", "age"]),
        ("question #3 of #2026", []),
        ("https://example.org/#part and &#39;", []),
        ("a#b ##c", []),
        ("#été #日本", ["été", "日本"]),
    ],
)
def test_hashtags_are_found(text: str, found: list[str]) -> None:
    assert hashtags(text) == found


def test_the_vocabulary_says_the_kind() -> None:
    assert parse_tags("#ethnicity and #Lived_Experience") == {
        Tag(TagKind.SOCIAL_LOCATION, "race"),
        Tag(TagKind.EXPERIENCE, "experience"),
    }


def test_an_unknown_hashtag_names_a_theme() -> None:
    assert parse_tags("#Secure-Base") == {Tag(TagKind.THEME, "secure base")}


def test_words_for_links_are_no_tags() -> None:
    assert parse_tags("#disagree #challenge") == frozenset()


def test_a_list_may_leave_the_signs_out() -> None:
    assert parse_tag_list("theory, secure base; ") == {
        Tag(TagKind.THEORY, "theory"),
        Tag(TagKind.THEME, "secure base"),
    }
    assert parse_tag_list("#theory #secure-base") == parse_tag_list("theory\nsecure base")


def test_no_more_tags_are_kept_than_make_sense() -> None:
    assert len(parse_tags(" ".join(f"#t{n}x" for n in range(40)))) == MOST_TAGS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Yes, and more", LinkKind.BUILDS_ON),
        ("#theory I see it #disagree", LinkKind.CHALLENGES),
        ("#agree", LinkKind.SUPPORTS),
    ],
)
def test_a_reply_says_what_it_does(text: str, kind: LinkKind) -> None:
    assert link_kind_in(text) is kind


def test_the_menu_fits_discords_select() -> None:
    assert 0 < len(VOCABULARY.choices) <= 25
    assert len({choice.hashtag for choice in VOCABULARY.choices}) == len(VOCABULARY.choices)

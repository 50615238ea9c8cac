"""Private words: every language says the same, fits Discord, and is as kind as the English."""

from __future__ import annotations

import re

import pytest

from cogs.facilitation import invitations_words, preferences_words
from cogs.text.escaping import one_line
from cogs.text.languages import ENGLISH, LANGUAGES, Phrases, phrases
from discussion.model import Answer
from discussion.model.preferences import InviteBy, Preferences

EVERY = pytest.mark.parametrize("tag", sorted(LANGUAGES))
UNKIND = (
    *("silent", "silence", "quiet", "lurk", "inactive", "nudge", "not yet"),
    *("schweig", "stille", "ruhig", "untätig", "stumm"),
    *("silenc", "muet", "inactif", "callad"),
    *("sessiz", "suskun", "pasif"),
    *("صامت", "صمت", "ساكت", "خامل"),
)


def all_of(said_in: Phrases, section: str) -> str:
    """Every phrase of a section, with marks where something is filled in."""
    keys = sorted(key for of, key in said_in.keys if of == section)
    filled = dict.fromkeys(("topic", "question", "stem", "example"), "…")
    return "\n".join(said_in.say(section, key, **filled) for key in keys)


def test_there_are_the_languages_that_the_docs_promise() -> None:
    assert {"en", "de", "fr", "es", "tr", "ar"} <= set(LANGUAGES)


@EVERY
def test_every_language_has_every_phrase_with_the_same_placeholders(tag: str) -> None:
    said_in, english = LANGUAGES[tag], LANGUAGES[ENGLISH]
    assert said_in.keys == english.keys
    for section, key in english.keys:
        assert said_in.placeholders(section, key) == english.placeholders(section, key), key
        assert said_in.say(section, key, **dict.fromkeys(english.placeholders(section, key), "x"))


@EVERY
def test_no_invitation_or_cue_names_silence_or_counts(tag: str) -> None:
    text = (all_of(LANGUAGES[tag], "invitation") + all_of(LANGUAGES[tag], "cue")).casefold()
    assert not [word for word in UNKIND if word in text]
    assert not re.search(r"\d", text)


@EVERY
def test_private_words_fit_discord(tag: str) -> None:
    said_in, long = LANGUAGES[tag], "*" * 5000
    for answer in Answer:
        assert len(invitations_words.button(said_in, answer)) <= 80
        assert invitations_words.thanks(said_in, answer)
    for answer in (Answer.CONTRIBUTE, Answer.CONTRIBUTE_ANONYMOUSLY):
        assert len(invitations_words.form_title(said_in, answer)) <= 45
    for label in (invitations_words.labels(said_in).text, invitations_words.labels(said_in).name):
        assert len(label) <= 45
    asked = invitations_words.text(
        said_in, one_line(long, 300), one_line(long, 1000), one_line(long, 300)
    )
    assert len(asked) <= 2000
    for chosen in (Preferences(), Preferences(InviteBy.NEVER, True, tag, True)):
        assert len(preferences_words.text(said_in, chosen)) <= 2000
    for key in ("named_button", "nameless_button", "counted_button", "known_button"):
        assert len(preferences_words.say(said_in, key)) <= 80
    for way in InviteBy:
        assert len(preferences_words.invite_by(said_in, way)) <= 100


@pytest.mark.parametrize(
    ("tags", "tag"),
    [
        (("", "de"), "de"),
        (("tr", "de"), "tr"),
        (("", "es-419"), "es"),
        (("", "en-GB"), "en"),
        (("", "pl"), "en"),
        (("", ""), "en"),
        (("xx", "FR"), "fr"),
    ],
)
def test_what_somebody_chose_goes_before_what_their_discord_speaks(
    tags: tuple[str, ...], tag: str
) -> None:
    assert phrases(*tags).tag == tag


def test_what_people_wrote_is_never_read_as_a_placeholder() -> None:
    text = invitations_words.text(LANGUAGES["en"], "{question}", "{stem}", "{topic} {0}")
    assert "**{question}**" in text
    assert "### {stem}\n" in text
    assert "“{topic} {0}”" in text

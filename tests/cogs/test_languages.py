"""Private words: every language says the same, fits Discord, and is as kind as the English."""

from __future__ import annotations

import re

import pytest

from cogs.wording import invitation, preferences
from cogs.wording.languages import ENGLISH, LANGUAGES, Phrases, phrases
from cogs.wording.text import one_line
from discussion.model import Answer
from discussion.preferences import InviteBy, Preferences

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
        assert len(invitation.button(said_in, answer)) <= 80
        assert invitation.thanks(said_in, answer)
    for answer in (Answer.CONTRIBUTE, Answer.CONTRIBUTE_ANONYMOUSLY):
        assert len(invitation.form_title(said_in, answer)) <= 45
    for label in (invitation.labels(said_in).text, invitation.labels(said_in).name):
        assert len(label) <= 45
    asked = invitation.text(said_in, one_line(long, 300), one_line(long, 1000), one_line(long, 300))
    assert len(asked) <= 2000
    for chosen in (Preferences(), Preferences(InviteBy.NEVER, True, tag, True)):
        assert len(preferences.text(said_in, chosen)) <= 2000
    for key in ("named_button", "nameless_button", "counted_button", "known_button"):
        assert len(preferences.say(said_in, key)) <= 80
    for way in InviteBy:
        assert len(preferences.invite_by(said_in, way)) <= 100


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
    text = invitation.text(LANGUAGES["en"], "{question}", "{stem}", "{topic} {0}")
    assert "**{question}**" in text
    assert "### {stem}\n" in text
    assert "“{topic} {0}”" in text

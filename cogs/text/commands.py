"""Names and descriptions of commands, their options, menus and forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DISCUSSION: Final = "Open and run a discussion in this channel"
START: Final = "Open a discussion here; you become its facilitator"
START_TOPIC: Final = "What the discussion is about"
START_FORMAT: Final = (
    "How it runs; your planned class here, or a case discussion, if you leave this out"
)
START_MINUTES: Final = "How long it lasts, in minutes; the format's own length if left out"
START_CASE: Final = "A case study: text, Markdown, PDF or Word; headings cut it into parts"
STATUS: Final = "Where the discussion is, and where you are in it"
PAUSE: Final = "Stop the clock of this round"
RESUME: Final = "Let the clock run again"
EXTEND: Final = "Give this round more time"
EXTEND_MINUTES: Final = "How many minutes more"
NEXT: Final = "Close this round and begin the next"
BACK: Final = "Hold the round before once more, then this one again"
HAND_OVER: Final = "Let somebody else facilitate, or facilitate together"
HAND_OVER_MEMBER: Final = "Who facilitates from now on"
HAND_OVER_HOW: Final = "Instead of you, or together with you"
HAND_OVER_INSTEAD: Final = "instead of me"
HAND_OVER_TOGETHER: Final = "together with me"
TAKE_OVER: Final = "Facilitate this discussion, when its facilitator is away or with them"
END: Final = "Close the discussion; the deck follows"
PUBLISH: Final = "Make the deck now, once everybody has looked at their words"
FORMAT: Final = "Ways to run a discussion"
FORMAT_LIST: Final = "Which formats there are"
FORMAT_SHOW: Final = "The rounds of one format, with their questions and minutes"
FORMAT_NAME: Final = "Which format"
FORMAT_CHECK: Final = "For lecturers: look for mistakes in a format of your own"
FORMAT_FILE: Final = "The format as a .toml file"
FORMAT_ADD: Final = "For lecturers: keep a format of your own for this server"
FORMAT_NEW_NAME: Final = "Its name in commands; the file's name if left out"
FORMAT_REMOVE: Final = "For lecturers: forget a format that was added here"
SAY: Final = "Say something, with tags or without your name if you like"
SAY_TEXT: Final = "Your words; leave this out to write in a form"
SAY_TAGS: Final = "Tags, such as theory, secure base"
SAY_ANONYMOUS: Final = "Show it without your name; as in your /preferences if left out"
PASSING: Final = "Pass; it counts as taking part"
PASSING_SCOPE: Final = "This round, or the whole session"
PASSING_ROUND: Final = "this round"
PASSING_SESSION: Final = "the whole session"
HAND: Final = "Raise your hand, or lower it again"
SPEAKER: Final = "Who speaks next"
SPEAKER_NEXT: Final = "For whoever leads: give the floor to the next in line"
START_VOICE: Final = "A voice or stage channel to talk in; who is there counts as here"
PARTICIPATION: Final = "Your part in this term's discussions; for lecturers, the whole term"
PREFERENCES: Final = "How you like to be invited, named and spoken to here"
COPILOT: Final = "For the facilitator: how the group stands, and what you could ask next"
SUMMARY: Final = "For lecturers: the deck or the record of a discussion, or of the whole term"
SUMMARY_DISCUSSION: Final = "Which one; the one running here or the latest if left out"
SUMMARY_FILE: Final = "Which file; the deck if left out"
SUMMARY_LATEST: Final = "For the term's deck: over how many of the latest discussions"
HELP: Final = "How to take part"

MENU_TAG: Final = "Tag"
MENU_BUILD_ON: Final = "Build on"
MENU_CHALLENGE: Final = "Challenge"
MENU_SPEAKS: Final = "This speaks for me"
MENU_TAKE_BACK: Final = "Take back"
WHICH_ONE: Final = "Which one?"
WHICH_PLACEHOLDER: Final = "Pick the words you mean"

FORM_SAY: Final = "Say something"
FORM_BUILD_ON: Final = "Build on it"
FORM_CHALLENGE: Final = "Challenge it"
FORM_COPILOT: Final = "Your message to the group"
FORM_TAG: Final = "Tag it"
FIELD_TEXT: Final = "Your words"
FIELD_TEXT_PLACEHOLDER: Final = "A sentence is plenty."
FIELD_COPILOT: Final = "Posted in your name"
FIELD_TAGS: Final = "Tags"
FIELD_TAGS_HINT: Final = "Pick as many as fit, or none."
FIELD_THEMES: Final = "Themes of your own"
FIELD_THEMES_HINT: Final = "With commas between them, such as trust, night shifts"
FIELD_NAME: Final = "Your name"
SHOW_WITHOUT_NAME: Final = "Show without my name"


@dataclass(frozen=True, slots=True)
class Labels:
    """What the fields of a form are called: in English, unless the form is private."""

    text: str = FIELD_TEXT
    hint: str = FIELD_TEXT_PLACEHOLDER
    name: str = FIELD_NAME
    without_name: str = SHOW_WITHOUT_NAME

"""A private invitation to speak. It names the question and offers a way in, and nothing more."""

from __future__ import annotations

from typing import Final

CONTRIBUTE: Final = "Contribute"
ANONYMOUSLY: Final = "Without my name"
PASSING: Final = "Pass this time"
NOT_THIS_SESSION: Final = "Not this session"

THANKS_CONTRIBUTED: Final = "Thank you. Your words are with the group."
THANKS_ANONYMOUS: Final = "Thank you. Your words are with the group, without your name."
THANKS_PASSED: Final = "That is fine, thank you. You can still speak whenever you like."
THANKS_NOT_THIS_SESSION: Final = (
    "That is fine, thank you. You will not be invited again today; you can still speak any time."
)


def text(topic: str, question: str, stem: str) -> str:
    """The invitation. The texts are escaped already."""
    begin = f"\nA way in, if you like: “{stem}”" if stem else ""
    return (
        f"The group would like to hear you on **{topic}**:\n### {question}{begin}\n"
        "-# A sentence is plenty, and each of these choices is a good one."
    )

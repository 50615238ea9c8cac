"""What people read when something cannot be done, beside the sentences of the rules."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

SERVER_ONLY: Final = "That works in a server's channel, not in direct messages."
COMMAND_CHANGED: Final = "That command has changed. Reload Discord and try again."
NOT_YOURS: Final = "You may not use that command here."
UNREADABLE_OPTION: Final = "One of the values could not be read. Check it and try again."
FORBIDDEN: Final = "Discord does not let me do that here. Ask an administrator to check my rights."
LECTURERS_ONLY: Final = "Only a lecturer can use /summary."
ROUND_OVER: Final = "That round is over; use the newest panel in the channel."
VOICE_HIDDEN: Final = "I cannot see that voice channel. Let me view it, or pick another."
DISCUSSION_OVER: Final = "That discussion is over. Thank you for being there."
NOTHING_WRITTEN: Final = "There were no words in it. Write something and send it again."
NO_DISCUSSION_YET: Final = "There is no discussion in this server yet. /discussion start opens one."
NOTHING_ENDED_YET: Final = "No discussion has ended here yet, so there is no term to show."
CASE_ELSEWHERE: Final = "That file is not kept by Discord. Attach it to the command itself."
CASE_UNREACHABLE: Final = "The attached file could not be fetched. Attach it again."
WORDS_FILE: Final = "your-words.txt"

_CONTENT_LIMIT: Final = 2000


def unexpected(reference: str) -> str:
    """An error that nobody foresaw; the reference finds it in the log."""
    return (
        f"Something went wrong (reference {reference}). Try again; if it stays, tell whoever "
        "runs the bot the reference."
    )


def wait(seconds: float) -> str:
    """A command was used again too soon."""
    return f"That was a little fast. Try again in {max(1, math.ceil(seconds))} s."


def case_too_large(most_bytes: int) -> str:
    """An attached file is over the limit."""
    whole = most_bytes // 1024**2
    most = f"{whole} MB" if whole else f"{most_bytes // 1024} KB"
    return f"That file is over {most}. Attach the part that is needed."


def permission_names(names: Iterable[str]) -> list[str]:
    """Permissions as Discord's settings call them, from the names in its library."""
    known = {
        "read_messages": "View Channel",
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "read_message_history": "Read Message History",
        "attach_files": "Attach Files",
        "create_public_threads": "Create Public Threads",
        "manage_threads": "Manage Threads",
    }
    return [known.get(name, name.replace("_", " ").title()) for name in names]


def bot_lacks(permissions: Iterable[str]) -> str:
    """The bot cannot work in a channel; says which rights it misses."""
    return (
        f"I cannot work in this channel yet. Give me these permissions in it: "
        f"{', '.join(permissions)}."
    )


def with_words(sentence: str, words: str) -> tuple[str, bool]:
    """A refusal with the words that it concerns; whether they fit, else they go in a file."""
    if not words:
        return sentence, True
    shown = words.replace("```", "`\u200b``")
    text = f"{sentence}\nYour words, so that they are not lost:\n```\n{shown}\n```"
    if len(text) <= _CONTENT_LIMIT:
        return text, True
    return f"{sentence}\nYour words are attached, so that they are not lost.", False

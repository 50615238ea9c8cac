"""What people privately read about words that they typed in the channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from discussion.model.effects import PostKind

PRIVATE: Final[Mapping[PostKind, str]] = {
    PostKind.WORDS_KEPT: (
        "Your words are kept for the reveal: that is why your message went out of sight. They "
        "appear with all the others when the round ends. With **Write** or `/say` they never show "
        "before. You read this once."
    ),
    PostKind.WORDS_UNREAD: (
        "I cannot read what is typed in the channel here, so those words are not in the record. "
        "Press **Write** on the panel or use `/say`, and they are. You count as there. "
        "You read this once."
    ),
    PostKind.FILES_STAY: (
        "I could not make a whole copy of your message and its files, so I left it where it is. "
        "You can delete it yourself; your words stay in the record."
    ),
}

"""Whom words name: Discord's mentions become names, and keep the ids that they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from discussion.model import Mention
from discussion.parsing.text import clean_text

_MENTION: Final = re.compile(r"<@!?(\d{15,20})>")
SOMEONE: Final = "someone"


def named(content: str, names: Mapping[int, str]) -> tuple[str, tuple[Mention, ...]]:
    """Words with names in place of mentions, and who each of them is, in their order."""
    if "<@" not in content:
        return content, ()
    found = [
        Mention(int(each[1]), clean_text(names.get(int(each[1]), SOMEONE)))
        for each in _MENTION.finditer(content)
    ]
    waiting = iter(found)
    return _MENTION.sub(lambda _: f"@{next(waiting).name}", content), tuple(found)

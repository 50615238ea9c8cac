"""A case study, cut into stages at its headings."""

from __future__ import annotations

import re

from discussion.errors import BadInput
from discussion.model import Case, CaseStage
from discussion.text import clean_text

MOST_STAGES = 12
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_NUMBER = re.compile(r"^\d+[.)]\s+")


def parse_case(text: str, fallback_title: str) -> Case:
    """Cut Markdown or plain text into stages.

    The first heading of level one is the title; each heading below it begins a stage. Text
    without such headings is one stage. Raises ``BadInput`` if there is no text or if there are
    more than twelve stages.
    """
    text = clean_text(text)
    if not text:
        raise BadInput("That case study has no text in it. Attach one with words.")
    title, stages, heading, body = "", list[CaseStage](), "", list[str]()

    def close() -> None:
        words = "\n".join(body).strip()
        if words:
            stages.append(CaseStage(heading or title or fallback_title, words))
        body.clear()

    for line in text.split("\n"):
        match = _HEADING.match(line)
        if match is None:
            body.append(line)
        elif len(match[1]) == 1 and not title:
            close()
            title = match[2]
        else:
            close()
            heading = _NUMBER.sub("", match[2])
    close()
    if not stages:
        raise BadInput("That case study has headings but no text below them.")
    if len(stages) > MOST_STAGES:
        raise BadInput(
            f"That case study has {len(stages)} parts; up to {MOST_STAGES} can be shown. "
            "Join some of its headings."
        )
    return Case(title or fallback_title, tuple(stages))

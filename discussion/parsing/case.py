"""A case study or reading, cut into stages at its headings, else into even parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from discussion.model import Case, CaseStage
from discussion.model.errors import BadInput
from discussion.parsing.sentences import sentences
from discussion.parsing.text import clean_text, count_words, shorten

MOST_STAGES = 12
LONGEST_TITLE = 120
"""Characters of a stage's title: one line of a panel."""
MOST_EVEN_PARTS = 5
"""Even parts mean nothing by themselves, so there are no more than a case discussion has rounds."""
EVEN_PART = 200
"""Words of one even part: about a minute's silent reading."""
SHORT_PREFACE = 30
"""Words before the first heading (an author's name, a note) up to which they need no own stage."""

_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.):]?|[IVXLC]+[.):])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of a document; ``level`` is 0 for a paragraph, 1 for the highest."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read: a case, and whether its own headings cut it."""

    case: Case
    at_headings: bool

    @property
    def title(self) -> str:
        """What the document calls itself, else its file's name."""
        return self.case.title

    @property
    def stages(self) -> tuple[CaseStage, ...]:
        """The parts, in order."""
        return self.case.stages


@dataclass(slots=True)
class _Section:
    heading: str
    level: int
    body: list[str]

    @property
    def text(self) -> str:
        return "\n\n".join(self.body)


def cut(blocks: Iterable[Block], fallback_title: str) -> Reading:
    """Cut a document into stages.

    A single highest heading before all others is the title. Stages begin at the other headings,
    at as many levels as give no more than twelve; if the highest level alone gives more, the
    shortest neighbours are joined. Without headings the text is cut evenly at paragraph ends.
    Raises ``BadInput`` for a document without text.
    """
    cleaned = [Block(clean_text(block.text), block.level) for block in blocks]
    cleaned = [block for block in cleaned if block.text]
    if not cleaned:
        raise BadInput("There is no text in that reading. Attach one with words.")
    title, rest = _title_apart(cleaned)
    title = shorten(title or fallback_title, LONGEST_TITLE)
    if all(block.level for block in rest):
        raise BadInput("That reading has headings but no text below them.")
    if not any(block.level for block in rest):
        stages = _even_parts([block.text for block in rest], title)
        return Reading(Case(title, stages), at_headings=False)
    sections = _joined(_sections(rest, title))
    stages = tuple(
        CaseStage(shorten(each.heading, LONGEST_TITLE), each.text) for each in sections if each.body
    )
    return Reading(Case(title, stages), at_headings=True)


def without_number(heading: str) -> str:
    """A heading without the number before it."""
    return _NUMBER.sub("", heading)


def _title_apart(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, if the first heading is the only one of its level and none is higher."""
    headings = [block for block in blocks if block.level]
    first = headings[0] if headings else None
    if first is None or any(other.level <= first.level for other in headings[1:]):
        return "", blocks
    at = blocks.index(first)
    if any(count_words(block.text) > SHORT_PREFACE for block in blocks[:at]):
        return "", blocks
    return first.text, blocks[:at] + blocks[at + 1 :]


def _sections(blocks: list[Block], title: str) -> list[_Section]:
    """Sections at the most levels that give no more than can be shown.

    If that leaves most of the text in one section, or even the highest level gives too many, it is
    the next level, whose sections are then joined.
    """
    found = list[_Section]()
    for level in sorted({block.level for block in blocks if block.level}):
        finer = _cut_at(blocks, level, title)
        if len(finer) > MOST_STAGES and found and not _is_lopsided(found):
            break
        found = finer
        if len(finer) > MOST_STAGES:
            break
    return found


def _is_lopsided(sections: list[_Section]) -> bool:
    lengths = [count_words(section.text) for section in sections]
    return max(lengths) * 2 > sum(lengths)


def _cut_at(blocks: list[Block], deepest: int, title: str) -> list[_Section]:
    found = [_Section(title, 0, [])]
    for block in blocks:
        last = found[-1]
        if not block.level:
            last.body.append(block.text)
        elif block.level > deepest:
            last.body.append(without_number(block.text))
        elif last.body or not last.level:
            found.append(_Section(without_number(block.text), block.level, []))
        elif block.level > last.level:
            # A heading directly below a higher one: "Part two" and then "The handover".
            heading = f"{last.heading}: {without_number(block.text)}"
            found[-1] = _Section(heading, block.level, [])
        else:
            found[-1] = _Section(without_number(block.text), block.level, [last.heading])
    preface, *after = found
    if not after or count_words(preface.text) > SHORT_PREFACE:
        return [section for section in found if section.body]
    after[0].body[:0] = preface.body
    return [section for section in after if section.body]


def _joined(sections: list[_Section]) -> list[_Section]:
    """No more sections than can be shown: the shortest neighbours become one."""
    found = list(sections)
    lengths = [count_words(section.text) for section in found]
    while len(found) > MOST_STAGES:
        pairs = [lengths[i] + lengths[i + 1] for i in range(len(found) - 1)]
        at = pairs.index(min(pairs))
        first, second = found[at], found[at + 1]
        body = [*first.body, second.heading, *second.body]
        found[at : at + 2] = [_Section(f"{first.heading}; {second.heading}", first.level, body)]
        lengths[at : at + 2] = [pairs[at]]
    return found


def _even_parts(texts: Sequence[str], title: str) -> tuple[CaseStage, ...]:
    """Parts of about equal length that end where a paragraph does.

    A paragraph much longer than a part is cut at its sentences.
    """
    total = sum(map(count_words, texts))
    wanted = max(1, min(MOST_EVEN_PARTS, round(total / EVEN_PART)))
    if wanted == 1:
        return (CaseStage(title, "\n\n".join(texts)),)
    pieces = list[tuple[str, str]]()
    for text in texts:
        long = count_words(text) > 1.5 * total / wanted
        inner = sentences(text) if long else [text]
        pieces += [(piece, " " if number else "\n\n") for number, piece in enumerate(inner)]
    parts, said = list[str](), 0
    for piece, space in pieces:
        words = count_words(piece)
        # A piece belongs to the part in which its middle lies.
        if not parts or (said + words / 2) * wanted / total >= len(parts):
            parts.append(piece)
        else:
            parts[-1] += space + piece
        said += words
    return tuple(CaseStage(f"Part {number}", text) for number, text in enumerate(parts, 1))

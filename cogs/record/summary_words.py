"""The short text beside a deck, and what is said until it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from cogs.text.counts import took_part
from cogs.text.escaping import count, fitting, one_line
from discussion.model import TagKind
from discussion.parsing.dates import in_full
from discussion.parsing.sentences import sentences
from discussion.parsing.speech import is_quotable
from discussion.record.record import Record, RecordedAction, RecordedContribution

LIMIT: Final = 2000
"""The most characters Discord takes in a message."""
NOT_YET: Final = (
    "The deck could not be made or posted yet. I try again, and it will stand here. Nothing that "
    "was said is lost: a lecturer can ask for it with /summary."
)
MISSING: Final = (
    "The deck could not be made or posted here. Nothing that was said is lost: "
    "a lecturer can ask for it with /summary."
)
PICTURES: Final = (
    "The deck in pictures. The file above has all slides, their links and their notes."
)
SLIM: Final = (
    "With the server’s own template the deck is larger than this server takes, so it is here in "
    "the plain style."
)
IN_PARTS: Final = "The deck is larger than this server takes, so it comes in parts."
TOO_LARGE: Final = (
    "The deck is larger than this server takes. Whoever runs the bot has it, and a lecturer can "
    "ask for other forms with /summary."
)
FILES: Final = {
    "deck": "deck (.pptx)",
    "pdf": "deck to read or print (PDF)",
    "markdown": "transcript (Markdown)",
    "csv": "table of contributions (.csv)",
    "json": "record (.json)",
    "all": "deck, transcript and record",
    "term": "the term: one deck over the latest discussions",
}
_THEMES: Final = (TagKind.THEME, TagKind.SOCIAL_LOCATION)
_MORE: Final = 60
"""Characters kept for a line that says how much more there is."""
_QUOTE: Final = 110


def making(topic: str) -> str:
    """While the deck is made."""
    return f"The deck of “{one_line(topic, 200)}” is being made. It will stand here in a moment."


def worded(model: str) -> str:
    """Beside a deck with titles that a language model worded."""
    return f"Some titles of slides were worded by a language model ({one_line(model, 60)}), marked."


def text(record: Record, *, note: str = "") -> str:
    """Who was heard, themes with a quote each, and actions: at most 2,000 characters.

    It is cut at whole lines; a line says how much more there is. ``note`` stands above the rest.
    """
    head = [f"## {one_line(record.topic, 200)}", _heard(record), *([note] if note else [])]
    themes, actions = list(_themes(record)), _actions(record)
    left = LIMIT - len("\n".join(head)) - len("\n**Themes**\n**Actions**") - 2 * _MORE
    shown_themes, shown_actions = list[str](), list[str]()
    for theme, action in zip_longest(themes, actions):
        for line, shown in ((theme, shown_themes), (action, shown_actions)):
            if line is not None and len(line) + 1 <= left:
                left -= len(line) + 1
                shown.append(line)
    return "\n".join(
        [
            *head,
            *_part("Themes", shown_themes, len(themes), "theme", "themes"),
            *_part("Actions", shown_actions, len(actions), "action", "actions"),
        ]
    )


def _part(title: str, shown: Sequence[str], of: int, one: str, many: str) -> list[str]:
    if not of:
        return []
    more = of - len(shown)
    rest = [f"… and {count(more, one, many)} more in the deck."] if more else []
    return [f"**{title}**", *shown, *rest]


def exported(record: Record, over: Mapping[str, int], limit: int) -> str:
    """The text beside files of a discussion, with what is to be known of those not sent.

    ``over`` has the sizes in bytes of files over the ``limit`` of the server.
    """
    return text(record, note=_too_large(over, limit))


def term_title(server_name: str) -> str:
    """What the term's deck is called."""
    return f"{server_name}: our term" if server_name else "Our term"


def term(records: Sequence[Record], over: Mapping[str, int], limit: int) -> str:
    """The text beside the deck of a term."""
    topics = [f"• {one_line(each.topic, 100)}" for each in records]
    head = f"**The term** over {count(len(records), 'discussion', 'discussions')}, the latest last:"
    note = [_too_large(over, limit)] if over else []
    return fitting([head, *note, *topics])


def _too_large(over: Mapping[str, int], limit: int) -> str:
    if not over:
        return ""
    files = ", ".join(f"{name} ({_size(size)})" for name, size in over.items())
    return (
        f"Too large for this server, which takes files up to {_size(limit)}: {files}. "
        "Smaller forms: `/summary` with Markdown, table or JSON."
    )


def _size(number: int) -> str:
    return f"{number / 1024**2:.1f} MB" if number >= 1024**2 else f"{max(1, number // 1024)} KB"


def _heard(record: Record) -> str:
    return (
        f"{took_part(record.ledger)}. "
        f"{count(len(record.contributions), 'contribution', 'contributions')}, "
        f"{count(len(record.links), 'link', 'links')} between them."
    )


def _themes(record: Record) -> Iterator[str]:
    """A line for each theme, the largest first: its number and a sentence that links to its place.

    Nobody is quoted a second time while a theme has words of somebody else.
    """
    by_theme: dict[str, list[RecordedContribution]] = {}
    for each in record.contributions:
        for tag in sorted(each.tags):
            if tag.kind in _THEMES:
                by_theme.setdefault(tag.name, []).append(each)
    quoted: Counter[str] = Counter()
    for name, said in sorted(by_theme.items(), key=lambda item: (-len(item[1]), item[0])):
        # Words that many marked as theirs speak best for a theme; then those that came first.
        speaking = [each for each in said if is_quotable(each.text)]
        if not speaking:
            yield f"• {one_line(name, 40)} ({len(said)})"
            continue
        best = min(speaking, key=lambda c: (quoted[c.speaker], -c.endorsements, c.said_at, c.id))
        quoted[best.speaker] += 1
        yield f"• {one_line(name, 40)} ({len(said)}): {_quote(best)}"


def _quote(contribution: RecordedContribution) -> str:
    """A sentence as it was said, who said it, and where."""
    whole = sentences(contribution.text)
    said = next((each for each in whole if is_quotable(each)), contribution.text)
    voice = one_line(contribution.signature or "without a name", 40)
    return f"“{one_line(said, _QUOTE)}” {_linked(voice, contribution.url)}"


def _actions(record: Record) -> list[str]:
    urls = {each.id: each.url for each in record.contributions}
    return [_action(each, urls.get(each.contribution_id)) for each in record.actions]


def _action(action: RecordedAction, url: str | None) -> str:
    owners = ", ".join(one_line(name, 40) for name in action.owners) or "no owner yet"
    due = f"by {in_full(action.due_on)}" if action.due_on else "no date yet"
    where = f" · [where]({url})" if url else ""
    return f"• {one_line(action.text, _QUOTE)} · {owners} · {due}{where}"


def _linked(name: str, url: str | None) -> str:
    return f"[{name}]({url})" if url else name

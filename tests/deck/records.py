"""Random and hostile records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from discussion.model import LinkKind, Tag, TagKind
from discussion.participation.ledger import LedgerCounts
from discussion.participation.pulse import Felt
from discussion.record.record import (
    Record,
    RecordedAction,
    RecordedContribution,
    RecordedLink,
    RecordedReading,
)
from tests.deck.sample import BEGAN, assemble, sample

HOSTILE = (
    '=HYPERLINK("http://evil.invalid","x")',
    "<script>alert(1)</script> & <b>bold</b> ]]> <!-- x -->",
    "a" * 3000,
    "\u202egnirts desrever a si siht\u202c and after",
    "zero\u200bwidth\u200djoined\ufeff words in a row",
    "\ud800 half a character \ufffe and none \x00\x01",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 feelings 😀😀😀 about the rota",
    "# heading\n- list\n> quote\n```code```\n| table |\n1. one",
    "<@123456789> asked <#987654321> about <:wave:1234567890> https://example.invalid/" + "x" * 200,
    "#only #tags #here",
    "Z̴̡̢a̸l̶g̷o̵ " + "e\u0301" * 200,
    "هذا نص طويل " * 80,
    "这是一个很长的句子没有空格" * 40,
    "    ",
    "@SUM(A1:A9)",
    "-2+3+cmd|' /C calc'!A0",
    "one word\u2028separated\u2029oddly\x85here",
)
URLS = (
    None,
    "https://discord.com/channels/1/2/3",
    "javascript:alert(1)",
    "https://discord.com/channels/1/2/3\u202e",
    "http://[broken",
    "https://discord.com/a(b)c<d>?e=f&g=%20",
)


def hostile() -> Record:
    """The sample with hostile text everywhere that people can write."""
    base = sample()
    said = [
        replace(
            c,
            text=HOSTILE[i % len(HOSTILE)] + (" and the rota of the night shift" if i % 3 else ""),
            name=None if c.name is None else HOSTILE[hash_of(c.name) % len(HOSTILE)][:80] + c.name,
            url=URLS[i % len(URLS)],
            tags=frozenset({*c.tags, Tag(TagKind.THEME, HOSTILE[i % 5][:100])}),
        )
        for i, c in enumerate(base.contributions)
    ]
    made = assemble(said, links=base.links, topic=HOSTILE[1] + HOSTILE[3])
    rounds = tuple(
        replace(r, title=HOSTILE[i] * 2, question=HOSTILE[i + 5]) for i, r in enumerate(made.rounds)
    )
    actions = tuple(RecordedAction(c.id, c.text, (HOSTILE[0], HOSTILE[6]), None) for c in said[:20])
    return replace(
        made,
        rounds=rounds,
        actions=actions,
        server_name=HOSTILE[2],
        facilitator=HOSTILE[4],
        zone="No/Where",
    )


def hash_of(name: str) -> int:
    """A number for a name that is the same in every run."""
    return sum(map(ord, name))


_TEXTS = st.one_of(
    st.text(max_size=120),
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.sampled_from(HOSTILE),
    st.sampled_from([c.text for c in sample().contributions]),
)
_ENDORSERS = st.frozensets(st.sampled_from([f"p{n}" for n in range(9)]), max_size=5)
_TAGS = st.builds(
    Tag,
    st.sampled_from(TagKind),
    st.one_of(st.sampled_from(["rota", "rest", "night shift"]), st.text(max_size=60)),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record of up to a dozen people."""
    names = draw(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)), max_size=12))
    said = []
    known = draw(st.booleans())
    for number in range(draw(st.integers(0, 30)) if names else 0):
        who = draw(st.integers(0, len(names) - 1))
        anonymous = draw(st.booleans())
        text = draw(_TEXTS)
        said.append(
            RecordedContribution(
                id=number + 1,
                speaker=f"{'a' if anonymous else 'n'}{who}",
                name=None if anonymous else names[who],
                round_number=draw(st.integers(1, 5)),
                said_at=BEGAN + timedelta(seconds=draw(st.integers(-60, 4000))),
                text=text,
                words=draw(st.integers(0, 300)),
                tags=draw(st.frozensets(_TAGS, max_size=4)),
                case_stage=draw(st.sampled_from([None, 1, 2, 3, 9])),
                url=draw(st.sampled_from(URLS)),
                endorsements=len(endorsers := draw(_ENDORSERS)),
                endorsed_by=endorsers if known else frozenset(),
            )
        )
    ids = [c.id for c in said] or [1]
    links = tuple(
        RecordedLink(a, b, kind)
        for a, b, kind in draw(
            st.lists(
                st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(LinkKind)),
                max_size=8,
            )
        )
    )
    actions = tuple(
        RecordedAction(
            draw(st.sampled_from(ids)),
            draw(_TEXTS),
            tuple(draw(st.lists(st.text(max_size=30), max_size=4))),
            draw(st.sampled_from([None, date(2026, 12, 1)])),
        )
        for _ in range(draw(st.integers(0, 10)))
    )
    ledger = LedgerCounts(contributed=len(names), otherwise=draw(st.integers(0, 3)))
    made = assemble(said, links=links, actions=actions, ledger=ledger, topic=draw(_TEXTS))
    return replace(
        made,
        rounds=made.rounds[: draw(st.integers(0, 5))],
        felt=draw(st.sampled_from([None, Felt(3), Felt(15, 11 / 3, (1, 2, 3, 4, 5))])),
        readings=tuple(
            RecordedReading(draw(_TEXTS), draw(_TEXTS), draw(st.sampled_from(URLS)))
            for _ in range(draw(st.integers(0, 3)))
        ),
    )

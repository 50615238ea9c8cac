"""What the outline of a deck holds: findings, verbatim quotes, everybody, and nobody's secret."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from deck.files.compose import compose
from deck.outline.findings import BridgeSlide, DifferSlide, HeatSlide, SharedSlide, ThemeMapSlide
from deck.outline.outline import (
    ActionsSlide,
    HeardSlide,
    MethodSlide,
    OnePageSlide,
    Outline,
    RunSlide,
    StagesSlide,
    ThemeSlide,
    TitleSlide,
    VoicesSlide,
    quotes_of,
)
from deck.outline.pieces import NAMELESS, Quote
from discussion.model import LinkKind
from discussion.participation.ledger import Evenness
from discussion.record.record import AroundInvitations, Record
from tests.deck.sample import assemble, empty, large, sample


@pytest.fixture(scope="module")
def record() -> Record:
    return sample()


@pytest.fixture(scope="module")
def outline(record: Record) -> Outline:
    return compose(record)


def _all_quotes(outline: Outline) -> list[Quote]:
    return [quote for slide in outline.slides for quote in quotes_of(slide)]


def test_the_same_record_gives_the_same_outline(record: Record, outline: Outline) -> None:
    shuffled = replace(record, contributions=tuple(reversed(record.contributions)))
    assert compose(record) == outline
    assert compose(shuffled) == outline


def test_slides_come_in_their_order(outline: Outline) -> None:
    kinds = list(dict.fromkeys(type(slide) for slide in outline.slides))
    assert kinds == [
        TitleSlide, OnePageSlide, RunSlide, HeardSlide, ThemeMapSlide, ThemeSlide, HeatSlide,
        BridgeSlide, SharedSlide, DifferSlide, StagesSlide, ActionsSlide, VoicesSlide, MethodSlide,
    ]  # fmt: skip


def test_every_quote_is_verbatim_and_links_to_its_message(record: Record, outline: Outline) -> None:
    said = {c.id: c for c in record.contributions}
    quotes = _all_quotes(outline)
    assert len(quotes) > 20
    for quote in quotes:
        assert quote.text in said[quote.contribution_id].text
        assert quote.url == said[quote.contribution_id].url


def test_everybody_who_spoke_is_on_the_every_voice_slides(record: Record, outline: Outline) -> None:
    voices = [q for s in outline.slides if isinstance(s, VoicesSlide) for q in s.quotes]
    speakers = {c.id: c.speaker for c in record.contributions}
    assert Counter(speakers[q.contribution_id] for q in voices) == Counter(
        {c.speaker: 1 for c in record.contributions}
    )
    assert outline.audit.voices_quoted == outline.audit.voices == 13


def test_no_quote_stands_on_two_theme_slides(outline: Outline) -> None:
    texts = [q.text for s in outline.slides if isinstance(s, ThemeSlide) for q in quotes_of(s)]
    assert len(texts) == len(set(texts))


def test_nobody_is_quoted_twice_before_everybody_once() -> None:
    outline = compose(large(12, 60))
    themes = [s for s in outline.slides if isinstance(s, ThemeSlide)]
    first = [q.voice for q in themes[0].quotes]
    assert len(first) == len(set(first))


def test_a_theme_keeps_a_quote_in_each_writing_system(outline: Outline) -> None:
    unnamed = next(
        s for s in outline.slides if isinstance(s, ThemeSlide) and "unnamed" in s.head.label
    )
    assert any("والدتي" in q.text for q in unnamed.quotes)


def test_anonymous_words_never_come_with_a_name(record: Record, outline: Outline) -> None:
    nameless = {c.id for c in record.contributions if c.name is None}
    for quote in _all_quotes(outline):
        assert quote.anonymous is (quote.contribution_id in nameless)
        assert (quote.voice == NAMELESS) is quote.anonymous
    heard = next(s for s in outline.slides if isinstance(s, HeardSlide))
    assert set(heard.categories) == {s.name for s in record.shares} | {"Without a name"}
    assert "anonymous-Q" not in repr(outline)


def test_titles_state_findings_and_are_unique(outline: Outline) -> None:
    titles = [slide.head.title for slide in outline.slides]
    assert len({t.casefold() for t in titles}) == len(titles)
    assert (
        "12 of 14 people spoke under their name; half of these words came from 5 of them" in titles
    )
    assert "8 actions: 5 need a date and 2 need an owner" in titles
    assert "5 rounds took 36 minutes; 3 of 5 invitations were followed by words" in titles


def test_a_theme_title_is_the_groups_own_sentence(record: Record, outline: Outline) -> None:
    for slide in outline.slides:
        if isinstance(slide, ThemeSlide) and slide.headline is not None:
            assert slide.headline.text in slide.head.title
            assert any(slide.headline.text in c.text for c in record.contributions)


def test_the_numbers_of_the_run_are_the_records(record: Record, outline: Outline) -> None:
    run = next(s for s in outline.slides if isinstance(s, RunSlide))
    assert sum(sum(series.values) for series in run.series) == len(record.contributions)
    assert [(bar.planned, bar.actual) for bar in run.rounds] == [
        (4, 4),
        (9, 10),
        (10, 10),
        (9, 9),
        (8, 3),
    ]


def test_a_dot_for_each_contribution(record: Record, outline: Outline) -> None:
    title = outline.slides[0]
    assert isinstance(title, TitleSlide)
    themed = sum(
        len([t for t in c.tags if t.kind.value == "theme"]) or 1 for c in record.contributions
    )
    assert sum(len(lane.dots) for lane in title.lanes) == themed


def test_challenges_stand_side_by_side(record: Record, outline: Outline) -> None:
    pairs = [p for s in outline.slides if isinstance(s, DifferSlide) for p in s.pairs]
    wanted = [(x.to_id, x.from_id) for x in record.links if x.kind is LinkKind.CHALLENGES]
    assert [(p.said.contribution_id, p.challenge.contribution_id) for p in pairs] == wanted


def test_gaps_of_actions_stay_gaps(outline: Outline) -> None:
    rows = [r for s in outline.slides if isinstance(s, ActionsSlide) for r in s.rows]
    assert [row.owners for row in rows].count(None) == 2
    assert [row.due_on for row in rows].count(None) == 5
    assert not any(row.text.rstrip().endswith("#action") for row in rows)


def test_notes_speak_of_process_and_outcome_and_ask_the_room(outline: Outline) -> None:
    for slide in outline.slides:
        assert "Process: " in slide.notes
        assert "Outcome: " in slide.notes
        assert "Ask the room: " in slide.notes


def test_a_class_without_words_has_a_deck_that_says_so() -> None:
    outline = compose(empty())
    assert [type(s) for s in outline.slides] == [
        TitleSlide,
        OnePageSlide,
        RunSlide,
        HeardSlide,
        MethodSlide,
    ]
    assert outline.slides[1].head.title == "3 people were there; nothing was said on the record"
    assert {item.what for item in outline.left_out} >= {"theme slides", "every voice"}


def test_what_is_left_out_is_named_with_its_reason(record: Record, outline: Outline) -> None:
    assert all(item.what and item.why for item in outline.left_out)
    assert any("withdrawn" in item.why for item in outline.left_out)
    unquoted = len(record.contributions) - outline.audit.contributions_quoted
    assert any(item.what == f"the words of {unquoted} contributions" for item in outline.left_out)


def test_one_lone_theme_is_with_the_other_voices() -> None:
    one = [c for c in sample().contributions if c.id in (1001, 1002, 1004)]
    outline = compose(assemble(one))
    labels = [s.head.label for s in outline.slides if isinstance(s, ThemeSlide)]
    assert labels == ["theme: Who speaks", "other voices"]
    assert any("Leading unnamed" in item.what for item in outline.left_out)


def test_what_people_endorse_becomes_the_headline() -> None:
    record = sample()
    chosen = "The social model fits here: the meeting disables me, the chair does not."
    endorsed = tuple(
        replace(c, endorsements=9 if c.text.startswith(chosen) else 0) for c in record.contributions
    )
    titles = [s.head.title for s in compose(replace(record, contributions=endorsed)).slides]
    assert f"“{chosen}”" in titles
    assert f"“{chosen}”" not in [s.head.title for s in compose(record).slides]


def test_what_is_still_open_is_a_question(outline: Outline) -> None:
    page = outline.slides[1]
    assert isinstance(page, OnePageSlide)
    assert page.still_open is not None
    assert page.still_open.text == "Is a record that nobody may correct still a record?"


def _heard(record: Record) -> HeardSlide:
    return next(s for s in compose(record).slides if isinstance(s, HeardSlide))


def test_evenness_before_and_after_invitations_is_shown_and_claims_no_cause() -> None:
    record = replace(
        sample(),
        around_invitations=AroundInvitations(
            2, Evenness(0.61, 0.5, 0.0, 0.44), Evenness(0.38, 0.31, 0.02, 0.2)
        ),
    )
    slide = _heard(record)
    assert slide.figures[0].value == "0.61 → 0.38"
    assert "before → after invitations began" in slide.figures[0].label
    assert "no proof" in slide.figures[0].label
    assert "Gini 0.61 of words and 0.50 of turns, lowest share 0 %, highest 44 %" in slide.notes
    assert "Gini 0.38 of words and 0.31 of turns, lowest share 2 %, highest 20 %" in slide.notes
    assert "does not show what the invitations did" in slide.notes


def test_without_invitations_or_without_one_part_the_whole_is_shown_alone() -> None:
    record = replace(sample(), around_invitations=None)
    assert record.evenness is not None
    whole = f"{record.evenness.gini_words:.2f}"
    assert _heard(record).figures[0].value == whole
    half = AroundInvitations(1, None, Evenness(0.38, 0.31, 0.02, 0.2))
    slide = _heard(replace(record, around_invitations=half))
    assert slide.figures[0].value == whole
    assert "before the first one: nothing that can be shown" in slide.notes


def test_links_are_claimed_only_as_far_as_there_are_any(record: Record) -> None:
    some = tuple(replace(c, url=None) if c.id % 2 else c for c in record.contributions)
    none = tuple(replace(c, url=None) for c in record.contributions)
    for said, claimed in ((record.contributions, "each quote links"), (some, "read the same")):
        assert claimed in _how_it_was_drawn(replace(record, contributions=said))
    assert "link" not in _how_it_was_drawn(replace(record, contributions=none))


def _how_it_was_drawn(record: Record) -> str:
    (method,) = (s for s in compose(record).slides if isinstance(s, MethodSlide))
    return dict(method.steps)["Draw"]


_EMPTY = (
    "Hello everyone, good morning all of you",
    "agree",
    "https://tenor.com/view/cat-waves-its-paw-gif-123",
    "Pinned a message.",
    "Can you hear me now?",
    "/play some song right now please bot",
    "\U0001f600",
)


def test_greetings_agreement_links_and_notices_are_no_findings() -> None:
    """Everybody says what says nothing in each theme, and most of them something as well."""
    base = sample()
    by_name = {c.speaker: c for c in base.contributions}
    added = [
        replace(
            c,
            id=900_000 + 10 * number + each,
            text=text,
            tags=c.tags,
            endorsements=9,
            words=3,
        )
        for number, c in enumerate(by_name.values())
        for each, text in enumerate(_EMPTY)
    ]
    quiet = replace(added[0], id=990_000, speaker="named-quiet", name="Quiet", text="agree")
    only_pins = replace(added[0], id=990_001, speaker="named-pins", name="Pins", text=_EMPTY[3])
    record = replace(base, contributions=(*base.contributions, *added, quiet, only_pins))
    outline = compose(record)
    shown = [
        (type(slide), quote.voice, quote.text)
        for slide in outline.slides
        for quote in quotes_of(slide)
        if quote.text in _EMPTY
    ]
    assert shown == [(VoicesSlide, "Quiet", "agree")]
    words = " ".join(slide.head.title for slide in outline.slides)
    assert "tenor" not in words


def test_a_greeting_before_what_somebody_says_is_left_away() -> None:
    base = sample()
    said = base.contributions[0]
    told = replace(said, text="Good morning everyone! The keys decide who rests and who does not.")
    alone = replace(base, contributions=(told,), links=(), actions=(), headlines={})
    texts = {quote.text for slide in compose(alone).slides for quote in quotes_of(slide)}
    assert texts == {"The keys decide who rests and who does not."}

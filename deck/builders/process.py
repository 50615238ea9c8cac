"""How the class ran and who was heard."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from deck.builders import balance
from deck.builders.material import Material
from deck.builders.opening import script
from deck.outline import counts
from deck.outline.outline import HeardSlide, RoundBar, RunSlide
from deck.outline.pieces import Figure, Head, Part, Series
from deck.outline.wording import clocked, many, minutes, shortened, was
from discussion.model import TagKind
from discussion.record.record import NamedShare, Record, RecordedContribution, RecordedRound

MOST_BARS = 22
"""People in the chart by person; a larger class is shown by how much people said."""
_BUCKETS = 16
_FAMILIES: tuple[tuple[str, frozenset[TagKind]], ...] = (
    ("Action", frozenset({TagKind.ACTION})),
    ("Question", frozenset({TagKind.QUESTION})),
    ("Theory", frozenset({TagKind.THEORY})),
    ("Practice and experience", frozenset({TagKind.PRACTICE, TagKind.EXPERIENCE, TagKind.CASE})),
)
_OTHER = "Other"
_SHOWN_ORDER = ("Practice and experience", "Theory", "Question", "Action", _OTHER)


def run_slide(material: Material) -> RunSlide | None:
    """Rounds planned and actual, what kind of contribution came when, invitations as counts."""
    record = material.record
    if not record.rounds:
        return None
    bars = tuple(
        RoundBar(r.number, r.title, r.question, minutes(r.planned), _took(material, r))
        for r in record.rounds
    )
    labels, series = _over_time(material)
    planned, actual = sum(b.planned for b in bars), sum(b.actual or 0 for b in bars)
    ran = sum(b.actual is not None for b in bars)
    sent = len(record.invitations)
    led = sum(i.followed_after is not None for i in record.invitations)
    figures = (
        Figure(f"{ran} of {len(bars)}", "planned rounds were held"),
        Figure(f"{actual} min", f"in rounds; {planned} min were planned"),
        Figure(f"{led} of {sent}", "private invitations were followed by words")
        if sent
        else Figure("0", "private invitations were sent"),
    )
    return RunSlide(
        head=Head(Part.PROCESS, "how the class ran", _run_title(ran, actual, planned, sent, led)),
        rounds=bars,
        minutes=labels,
        series=series,
        figures=figures,
        notes=script(
            "\n".join(
                _round_line(material, r, b) for r, b in zip(record.rounds, bars, strict=True)
            ),
            f"{many(len(material.contributions), 'contribution')} over "
            f"{many(minutes(material.length), 'minute')}. Invitations are private.",
            "Which round would you make longer next time?",
        ),
    )


def _run_title(ran: int, actual: int, planned: int, sent: int, led: int) -> str:
    rounds = f"{many(ran, 'round')} took {many(actual, 'minute')}"
    if sent:
        return f"{rounds}; {led} of {many(sent, 'invitation')} {was(led)} followed by words"
    return f"{rounds} of the {planned} planned; no invitation was sent"


def _took(material: Material, round_: RecordedRound) -> int | None:
    if round_.began_at is None:
        return None
    last = max(
        (c.said_at for c in material.contributions if c.round_number == round_.number),
        default=round_.began_at,
    )
    end = round_.ended_at or material.record.ended_at or last
    return minutes(max(end - round_.began_at - round_.paused, timedelta()))


def _round_line(material: Material, round_: RecordedRound, bar: RoundBar) -> str:
    said = sum(c.round_number == round_.number for c in material.contributions)
    sent = [i for i in material.record.invitations if i.round_number == round_.number]
    led = sum(i.followed_after is not None for i in sent)
    took = "was not held" if bar.actual is None else f"took {many(bar.actual, 'minute')}"
    invited = f", {many(len(sent), 'invitation')} ({led} followed by words)" if sent else ""
    question = f" “{bar.question}”" if bar.question else ""
    return (
        f"Round {bar.number}, {bar.title}:{question} "
        f"planned {many(bar.planned, 'minute')}, {took}; "
        f"{many(said, 'contribution')}{invited}."
    )


def family(contribution: RecordedContribution) -> str:
    """The kind of a contribution for the chart over time: the first that its tags give."""
    kinds = {tag.kind for tag in contribution.tags}
    return next((name for name, own in _FAMILIES if kinds & own), _OTHER)


def _over_time(material: Material) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    if not material.contributions:
        return (), ()
    total = max(1, minutes(material.length))
    step = next(
        (s for s in (1, 2, 3, 5, 10, 15, 30, 60) if total / s <= _BUCKETS), -(-total // _BUCKETS)
    )
    buckets = max(1, -(-total // step))
    counts: Counter[tuple[str, int]] = Counter()
    for contribution in material.contributions:
        since = (contribution.said_at - material.record.started_at).total_seconds() / 60
        counts[family(contribution), min(buckets - 1, max(0, int(since // step)))] += 1
    series = tuple(
        Series(name, tuple(counts[name, b] for b in range(buckets)))
        for name in _SHOWN_ORDER
        if any(counts[name, b] for b in range(buckets))
    )
    if [s.name for s in series] == [_OTHER]:
        series = (Series("Contributions", series[0].values),)
    return tuple(str(b * step) for b in range(buckets)), series


def heard_slide(material: Material) -> HeardSlide | None:
    """The ledger and the evenness; names only of people who spoke under their name."""
    record = material.record
    ledger = record.ledger
    if not ledger.participants:
        return None
    by_person = len(record.shares) <= MOST_BARS
    categories, series = _by_person(material) if by_person else _by_words(material)
    rows = counts.rows(ledger)
    return HeardSlide(
        head=Head(Part.PROCESS, "who was heard", _heard_title(material)),
        chart_title=_chart_title(record, by_person),
        axis="Words said by one person",
        by_person=by_person,
        categories=categories,
        series=series,
        figures=balance.figures(record),
        ledger=rows,
        notes=script(
            "Everybody is in exactly one row of the ledger. "
            + "; ".join(f"{name.lower()}: {number}" for name, number in rows)
            + ".",
            _shares_line(material) + _spoken_line(record) + balance.notes(record),
            "What helped you to speak, or to leave room for somebody else?",
        ),
    )


def _shares_line(material: Material) -> str:
    shares = [f"{s.name} {many(s.words, 'word')}" for s in material.record.shares]
    nameless = sum(c.words for c in material.contributions if c.name is None)
    if nameless:
        shares.append(f"without a name {many(nameless, 'word')}")
    return ("Words said: " + ", ".join(shares) + ".") if shares else "Nobody spoke on the record."


def _chart_title(record: Record, by_person: bool) -> str:
    if not by_person:
        return "People by how many words they said"
    aloud = ", and minutes spoken aloud" if any(s.spoken for s in record.shares) else ""
    return f"Words by person and round{aloud}"


def _spoken_line(record: Record) -> str:
    """Who spoke aloud for how long, in turns of their own."""
    aloud = [f"{s.name} {clocked(s.spoken)}" for s in record.shares if s.spoken]
    return f" Minutes spoken aloud: {', '.join(aloud)}." if aloud else ""


def _labelled(share: NamedShare) -> str:
    """A person's name, with the minutes that they spoke aloud."""
    if not share.spoken:
        return shortened(share.name, 24)
    return f"{shortened(share.name, 18)} · {clocked(share.spoken)}"


def _heard_title(material: Material) -> str:
    record, ledger = material.record, material.record.ledger
    start = (
        f"All {ledger.participants} of us spoke under our names"
        if ledger.contributed == ledger.participants > 1
        else counts.spoke(ledger)
    )
    words = sorted((s.words for s in record.shares), reverse=True)
    words_in_all = sum(words)
    if len(words) >= 4 and words_in_all:
        half, sum_so_far = 0, 0
        while half < len(words) and sum_so_far * 2 < words_in_all:
            sum_so_far += words[half]
            half += 1
        if sum_so_far * 2 >= words_in_all:
            return f"{start}; half of these words came from {half} of them"
    others = ledger.participants - ledger.contributed
    return f"{start}, {others} took part in another way" if others else start


def _by_person(material: Material) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    record = material.record
    rounds = sorted({c.round_number for c in material.contributions})
    titles = {r.number: r.title for r in record.rounds}
    rows: list[tuple[str, dict[int, int]]] = [
        (_labelled(share), dict(share.words_by_round)) for share in record.shares
    ]
    nameless: Counter[int] = Counter()
    for contribution in material.contributions:
        if contribution.name is None:
            nameless[contribution.round_number] += contribution.words
    if nameless:
        rows.append(("Without a name", dict(nameless)))
    series = tuple(
        Series(
            shortened(f"{number} {titles.get(number, '')}", 26),
            tuple(row.get(number, 0) for _, row in rows),
        )
        for number in rounds
    )
    return tuple(name for name, _ in rows), series


def _by_words(material: Material) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    counts = sorted(share.words for share in material.record.shares)
    most = counts[-1]
    step = next(
        (s for s in (10, 20, 25, 50, 100, 200, 250, 500, 1000) if most / s <= 12), most // 12 + 1
    )
    bins: Counter[int] = Counter(words // step for words in counts)
    span = range(counts[0] // step, most // step + 1)
    return (
        tuple(f"{b * step}–{b * step + step - 1}" for b in span),
        (Series("People", tuple(bins[b] for b in span)),),
    )

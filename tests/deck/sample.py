"""Records to build decks from: an invented class, and records of any size."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from discussion.model import Answer, Case, CaseStage, LinkKind, RoundKind, Tag, TagKind
from discussion.participation.disclosure import disclosed
from discussion.participation.ledger import Evenness, LedgerCounts, gini
from discussion.record.record import (
    AroundInvitations,
    NamedShare,
    Record,
    RecordedAction,
    RecordedContribution,
    RecordedInvitation,
    RecordedLink,
    RecordedRound,
)

BEGAN = datetime(2026, 11, 12, 14, 0, tzinfo=UTC)
_KINDS = {
    "practice": TagKind.PRACTICE,
    "experience": TagKind.EXPERIENCE,
    "theory": TagKind.THEORY,
    "question": TagKind.QUESTION,
    "action": TagKind.ACTION,
    "case": TagKind.CASE,
    "oppression": TagKind.OPPRESSION,
    "race": TagKind.SOCIAL_LOCATION,
    "class": TagKind.SOCIAL_LOCATION,
    "gender": TagKind.SOCIAL_LOCATION,
    "age": TagKind.SOCIAL_LOCATION,
    "disability": TagKind.SOCIAL_LOCATION,
    "migration": TagKind.SOCIAL_LOCATION,
    "religion": TagKind.SOCIAL_LOCATION,
}

# minute | round | who ("?": anonymous) | words | tags
_SAID = """
4.2|2|Amara|At handover the healthcare assistants stand at the back. The person who knows most about Mrs Lowe speaks last.|who speaks, practice, class
4.9|2|Bethan|I led a shift at nineteen because nobody else came. No title, no training, and thirty residents.|leading unnamed, experience, age
5.3|2|Chidi|When my manager says we are a family, I hear that I may not ask for overtime pay.|care for carers, experience, class
5.8|2|?Q|I was told my accent worries the families. Since then I let others make the phone calls.|who speaks, experience, race, migration
6.4|2|Dylan|The rota is where leadership happens in our home. Whoever writes it decides who sees their children.|leading unnamed, practice
7.0|2|Farida|في بيت والدتي كانت العاملة تقرر كل شيء بلطف، ولم يسمها أحد قائدة.|leading unnamed, experience, gender
7.6|2|Grace|A good supervisor once asked me what I could carry this week. Then she believed my answer.|care for carers, practice
8.1|2|Hamid|Two of us translated for a family in every meeting, and it was never on the record.|who speaks, practice, migration
8.8|2|Isla|The case says the team felt included. Who wrote that sentence?|records and truth, question, case
9.3|2|Jun|我妈妈做护工十年，从来没有人问过她的意见。|who speaks, experience, class, migration
9.9|2|Kofi|I signed a form for a check that I had not done, because the form had no box for being alone.|records and truth, practice
10.5|2|Lowri|People step in front of my wheelchair to speak to my support worker. Then they praise my leadership essay.|who speaks, experience, disability
11.2|2|Amara|On nights the quiet ones lead. You notice only when they are off sick.|leading unnamed, practice
12.0|2|Chidi|Who gets to be tired in this profession? I have never seen a manager admit it before the staff do.|care for carers, question
14.3|3|Dylan|Distributed leadership sounds kind, but somebody distributes it. Gronn never asks who may refuse.|leading unnamed, theory
14.9|3|Isla|Lipsky would say that the rota is policy. What the worker does at the door is the law people meet.|leading unnamed, theory, practice
15.5|3|Bethan|I disagree that the title does not matter. Without the title I could not sign the safeguarding referral.|leading unnamed, practice
16.1|3|Grace|Emotional labour explains why care for carers is seen as a favour and not as part of the work.|care for carers, theory, gender
16.8|3|Kofi|A record is written for the inspector first and the resident last. That is power without a voice raised.|records and truth, theory, oppression
17.4|3|?Q|Epistemic injustice is the word I was missing. They heard my accent and not what I knew.|who speaks, theory, race
18.0|3|Hamid|Freire asks us to read the world before the word. Our translated meetings did neither.|who speaks, theory
18.7|3|Amara|If knowledge sits at the back of the handover, then the handover is upside down.|who speaks, case
19.2|3|Lowri|The social model fits here: the meeting disables me, the chair does not.|who speaks, theory, disability
19.9|3|Chidi|I challenge the idea that kindness leads. Kindness without pay kept me in a job that made me ill.|care for carers, class
20.5|3|Jun|Silence in our team is not agreement. It is a way to keep the visa.|who speaks, oppression, migration
21.1|3|Farida|Somebody who cleans the room hears more truth than the person who writes the report.|records and truth, practice, gender
21.8|3|Dylan|I still think that the one who writes the rota leads, whatever the door says.|leading unnamed
22.4|3|Isla|Is a record that nobody may correct still a record?|records and truth, question
23.0|3|Emrys|I mostly listened. What stays with me is that the person who knows most speaks last.|who speaks
25.1|4|Amara|I will ask that healthcare assistants open the handover, for two weeks, and write down what changes.|who speaks, action
25.9|4|Kofi|I will add a line "done alone, not possible" to our check form.|records and truth, action
26.6|4|Grace|Supervision should start with what can you carry this week. I will try it with my peer group.|care for carers, action
27.3|4|Hamid|We should book interpreters for review meetings and note who translated.|who speaks, action
28.0|4|Bethan|A list of what may be signed by whom, on one page. We do not know who owns that.|leading unnamed, action
28.7|4|Dylan|Publish the rota two weeks earlier and let people swap without asking.|leading unnamed, action
29.4|4|?Q|Could somebody read my referral aloud, so that I hear how it sounds to a family?|records and truth, action
30.2|4|Lowri|I will bring the meeting guide that my local group wrote.|who speaks, action
31.0|4|Isla|Show residents their own record once a month and let them add a line.|records and truth
31.9|4|Chidi|Rest is part of the plan or it is not a plan.|care for carers
34.2|5|Jun|I spoke in the second round and nobody corrected my grammar. Thank you.|
34.8|5|Emrys|Next time I would like five minutes to write before we talk.|
35.3|5|Grace|I leave with a question about who pays for the time that care for carers takes.|care for carers, question
35.9|5|Farida|شكرا، سمعت اليوم أصواتا لم أسمعها من قبل.|
36.5|5|Bethan|I would still like the title.|leading unnamed
"""  # noqa: E501, RUF001 - the words are what matters
_LINKS = (
    (17, 1, LinkKind.CHALLENGES),
    (24, 7, LinkKind.CHALLENGES),
    (27, 17, LinkKind.CHALLENGES),
    (16, 5, LinkKind.BUILDS_ON),
    (20, 4, LinkKind.BUILDS_ON),
    (22, 1, LinkKind.SUPPORTS),
    (29, 1, LinkKind.SUPPORTS),
    (19, 11, LinkKind.BUILDS_ON),
)
_ROUNDS = (
    (RoundKind.BRIEFING, "Briefing", "What is the case about?", 4, 0, 4, 1),
    (
        RoundKind.SILENT_WRITING,
        "First thoughts",
        "Where have you seen somebody lead without a title?",
        9,
        4,
        13.5,
        1,
    ),
    (
        RoundKind.OPEN_FLOOR,
        "Making sense",
        "Which idea explains what we described, and what does it miss?",
        10,
        14,
        24.5,
        2,
    ),
    (
        RoundKind.GO_ROUND,
        "What we will do",
        "What will you do, with whom, and by when?",
        9,
        24.5,
        33.5,
        3,
    ),
    (RoundKind.CHECK_OUT, "Check-out", "What do you take with you?", 8, 34, 37, None),
)
CASE = Case(
    "The back of the handover",
    (
        CaseStage(
            "A quiet morning",
            "At Bryn House the night staff hand over at seven. Mrs Lowe has not eaten for two "
            "days; the assistant who knows it stands at the back.",
        ),
        CaseStage(
            "The record",
            "The daily record says that the team felt included and that Mrs Lowe ate well. "
            "Nobody remembers who wrote it.",
        ),
        CaseStage(
            "After the inspection",
            "The inspector asks who leads here. Four people look at the floor, and one at the "
            "rota.",
        ),
    ),
)


def sample() -> Record:
    """An invented class of fourteen: tags, links, actions, invitations, three writing systems."""
    said = []
    for number, row in enumerate(_SAID.strip().splitlines(), start=1):
        minute, round_, who, text, tags = row.split("|")
        names = [t.strip() for t in tags.split(",") if t.strip()]
        hashtags = " ".join("#" + t.replace(" ", "-") for t in names)
        anonymous = who.startswith("?")
        said.append(
            RecordedContribution(
                id=1_000 + number,
                speaker=("anonymous-" if anonymous else "named-") + who.strip("?"),
                name=None if anonymous else who,
                round_number=int(round_),
                said_at=BEGAN + timedelta(minutes=float(minute)),
                text=f"{text} {hashtags}".strip(),
                words=len(text.split()) if " " in text else len(text) // 2,
                tags=frozenset(Tag(_KINDS.get(t, TagKind.THEME), t) for t in names),
                case_stage=_ROUNDS[int(round_) - 1][6],
                url=f"https://discord.com/channels/1/2/{1_000 + number}",
                endorsements=number % 4,
            )
        )
    actions = [c for c in said if any(t.kind is TagKind.ACTION for t in c.tags)]
    return assemble(
        said,
        links=tuple(RecordedLink(1_000 + a, 1_000 + b, kind) for a, b, kind in _LINKS),
        invitations=(
            _invited(2, Answer.CONTRIBUTE, 50),
            _invited(2, Answer.CONTRIBUTE_ANONYMOUSLY, 70),
            _invited(3, Answer.PASS, None),
            _invited(3, None, 95),
            _invited(4, None, None),
        ),
        actions=tuple(
            RecordedAction(
                c.id,
                c.text,
                () if c.name is None or i == 4 else (c.name,) if i != 3 else ("Hamid", "Jun"),
                date(2026, 11, 26) if i in (0, 2, 5) else None,
            )
            for i, c in enumerate(actions)
        ),
        ledger=LedgerCounts(contributed=12, otherwise=2),
    )


def _invited(round_: int, answer: Answer | None, after: int | None) -> RecordedInvitation:
    return RecordedInvitation(
        round_,
        BEGAN + timedelta(minutes=_ROUNDS[round_ - 1][4] + 6),
        delivered=True,
        answer=answer,
        followed_after=None if after is None else timedelta(seconds=after),
    )


def assemble(
    said: list[RecordedContribution],
    *,
    links: tuple[RecordedLink, ...] = (),
    invitations: tuple[RecordedInvitation, ...] = (),
    actions: tuple[RecordedAction, ...] = (),
    ledger: LedgerCounts | None = None,
    topic: str = "Leading without a title: who leads when nobody is in charge?",
) -> Record:
    """A record around contributions, its shares and evenness reckoned from them."""
    words: dict[str, Counter[int]] = defaultdict(Counter)
    turns: Counter[str] = Counter()
    names = {c.speaker: c.name for c in said if c.name is not None}
    for c in said:
        words[c.speaker][c.round_number] += c.words
        turns[c.speaker] += 1
    totals = [w.total() for w in words.values()]
    shares = [
        NamedShare(name, turns[s], words[s].total(), tuple(sorted(words[s].items())))
        for s, name in names.items()
    ]
    nameless = len(words) - len(names)
    return Record(
        discussion_id="0123456789ab",
        topic=topic,
        format_title="Case discussion",
        server_name="SC 307 · Leadership in social care",
        facilitator="Emrys",
        started_at=BEGAN,
        ended_at=BEGAN + timedelta(minutes=37),
        zone="Europe/London",
        case=CASE,
        rounds=tuple(
            RecordedRound(
                n,
                kind,
                title,
                question,
                timedelta(minutes=planned),
                BEGAN + timedelta(minutes=start),
                BEGAN + timedelta(minutes=end),
                timedelta(),
                stage,
                LedgerCounts(contributed=len(words)),
            )
            for n, (kind, title, question, planned, start, end, stage) in enumerate(
                _ROUNDS, start=1
            )
        ),
        contributions=tuple(said),
        links=links,
        invitations=invitations,
        actions=actions,
        shares=tuple(sorted(shares, key=lambda s: -s.words)),
        ledger=disclosed(ledger or LedgerCounts(len(names), nameless)),
        evenness=_even(totals),
        around_invitations=_around(said, invitations),
        withdrawn=1 if said else 0,
    )


def _around(
    said: list[RecordedContribution], invitations: tuple[RecordedInvitation, ...]
) -> AroundInvitations | None:
    latest_first = sorted(invitations, key=lambda i: i.made_at, reverse=True)
    first = {i.round_number: i.made_at for i in latest_first}
    if not first:
        return None
    before, after = (dict.fromkeys((c.speaker for c in said), 0) for _ in range(2))
    for c in said:
        if c.round_number in first:
            part = before if c.said_at < first[c.round_number] else after
            part[c.speaker] += c.words
    return AroundInvitations(len(first), _even([*before.values()]), _even([*after.values()]))


def _even(words: list[int]) -> Evenness | None:
    total = sum(words)
    if not total:
        return None
    return Evenness(gini(words), gini(words), min(words) / total, max(words) / total)


def empty() -> Record:
    """A class in which nobody spoke."""
    record = assemble([], ledger=LedgerCounts(not_yet_heard=3))
    rounds = tuple(
        replace(r, began_at=None, ended_at=None) if r.number > 2 else r for r in record.rounds
    )
    return replace(record, rounds=rounds)


def large(people: int, contributions: int) -> Record:
    """Many people, many contributions, made by turning the sample's words round."""
    base = sample().contributions
    said = []
    for number in range(contributions):
        c = base[(number * 7) % len(base)]
        words = c.text.split()
        turn = (number * 13) % max(1, len(words) - 3)
        who = number % people
        text = " ".join([*words[turn:], *words[:turn]])
        said.append(
            replace(
                c,
                id=10_000 + number,
                text=text,
                speaker=f"named-{who}" if who % 9 else f"anonymous-{who}",
                name=f"Person {who + 1}" if who % 9 else None,
                said_at=BEGAN + timedelta(minutes=37) * number / contributions,
                round_number=min(5, 1 + number * 5 // contributions),
                url=f"https://discord.com/channels/1/2/{10_000 + number}",
            )
        )
    return assemble(said)


def right_to_left() -> Record:
    """A class that speaks Arabic and Hebrew, with its topic and names in Arabic."""
    texts = (
        "القيادة ليست لقبا، بل هي ما نفعله معا كل صباح.",
        "في مكان عملي يكتب المدير جدول المناوبات ولا يسأل أحدا.",
        "النظرية تقول إن القيادة موزعة، لكن من يوزعها؟",
        "أريد أن نسأل العاملات قبل أن نكتب الجدول.",
        "מי שכותב את לוח המשמרות מחליט מי ינוח.",
        "אני לא מסכימה: גם מי ששותקת מובילה.",
        "تعلمت من أمي أن السؤال الهادئ يغير الاجتماع.",
        "The rota is written in English, and half of us read it twice.",
    )
    names = ("أمل", "سامر", "ليلى", "نور", "דנה", "רות", "فريدة", "Isla")
    base = sample().contributions
    said = [
        replace(
            base[i],
            text=f"{texts[i % 8]} #جدول",
            name=names[i % 8],
            speaker=f"named-{i % 8}",
            tags=frozenset(
                {
                    Tag(TagKind.THEME, ("الجدول", "القيادة")[i % 2]),
                    Tag(TagKind.SOCIAL_LOCATION, ("gender", "class")[i % 2]),
                    Tag(*((TagKind.THEORY, "theory") if i % 3 == 2 else (TagKind.PRACTICE, "p"))),
                }
            ),
            endorsed_by=frozenset({f"p{i % 5}", f"p{i % 3}"}),
        )
        for i in range(24)
    ]
    links = (
        RecordedLink(said[5].id, said[4].id, LinkKind.CHALLENGES),
        RecordedLink(said[2].id, said[1].id, LinkKind.BUILDS_ON),
    )
    actions = (RecordedAction(said[3].id, texts[3], ("نور",), None),)
    return assemble(said, links=links, actions=actions, topic="من يقود حين لا يقود أحد؟")

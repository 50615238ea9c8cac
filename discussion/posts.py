"""Composing posts: which facts each one carries, so that a second try renders the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from discussion import naming, timing
from discussion.effects import Json, Post, PostKind
from discussion.model import (
    Contribution,
    Discussion,
    Invitation,
    Link,
    Place,
    Round,
    State,
)
from discussion.tags import VOCABULARY

REVEAL_LINES = 8
"""The most contributions in one reveal post: each is a block of its layout."""
REVEAL_CHARACTERS = 2600
"""The most characters of their texts, so that names, headings and escapes still fit in 4,000."""


def panel(discussion: Discussion, now: datetime) -> Post:
    """The panel of the current round."""
    round_ = discussion.current_round
    return _post(
        discussion,
        PostKind.PANEL,
        naming.panel(discussion.id, round_.number),
        panel_data(discussion, round_, now),
    )


def panel_edit(discussion: Discussion, round_: Round, now: datetime) -> Post:
    """The same panel, brought up to date."""
    name = naming.panel(discussion.id, round_.number)
    return _post(
        discussion,
        PostKind.PANEL_EDIT,
        naming.panel_edit(discussion.id, round_.number),
        {**panel_data(discussion, round_, now), "panel": name},
        replaces=True,
    )


def panel_data(discussion: Discussion, round_: Round, now: datetime) -> dict[str, Json]:
    """What a panel shows."""
    plan = discussion.plan_of(round_)
    case, stage = discussion.case, None
    if case and plan.case_stage and plan.case_stage <= len(case.stages):
        stage = case.stages[plan.case_stage - 1]
    current = discussion.is_live and round_.number == discussion.current_round.number
    state = "over" if not current else "paused" if timing.is_paused(round_) else "running"
    ends_at = timing.ends_at(discussion, now) if state == "running" else None
    turns = discussion.turns
    in_turns = turns if turns and turns.round_number == round_.number else None
    names = discussion.participants
    order = (*in_turns.done, *in_turns.waiting) if in_turns else ()
    return {
        "topic": discussion.topic,
        "format_title": discussion.format_title,
        "round": round_.number,
        "rounds": len(discussion.plans),
        "kind": plan.kind.value,
        "title": plan.title,
        "question": plan.question,
        "stem": plan.stem,
        "case_title": case.title if case else None,
        "stage": plan.case_stage if stage else None,
        "stage_title": stage.title if stage else None,
        "stage_text": stage.text if stage else None,
        "ends_at": ends_at.isoformat() if ends_at else None,
        "state": state,
        "left_seconds": int(timing.remaining(discussion, now).total_seconds()) if current else 0,
        "quiet_button": round_.quiet_button,
        "order": [names[person].name for person in dict.fromkeys(order)],
        "turn": names[in_turns.waiting[0]].name if in_turns and in_turns.waiting else None,
        "notice": round_.number == 1,
        "facilitator_id": discussion.facilitator_id,
        "ended": not discussion.is_live,
    }


def opener(discussion: Discussion) -> Post:
    """A public sentence for everybody, naming nobody."""
    round_, plan = discussion.current_round, discussion.current_plan
    return _post(
        discussion,
        PostKind.OPENER,
        naming.opener(discussion.id, round_.number),
        {"round": round_.number, "question": plan.question, "stem": plan.stem},
        not_after=round_.began_at + timing.length(discussion, round_) * 2,
    )


def invitation(discussion: Discussion, invited: Invitation) -> Post:
    """A private invitation to speak; it is dropped rather than delivered late."""
    plan = discussion.current_plan
    return Post(
        kind=PostKind.INVITATION,
        dedup=naming.invitation(discussion.id, invited.id),
        guild_id=discussion.place.guild_id,
        discussion_id=discussion.id,
        recipient_id=invited.person_id,
        data={
            "invitation": invited.id,
            "round": invited.round_number,
            "topic": discussion.topic,
            "question": plan.question,
            "stem": plan.stem,
        },
        not_after=invited.made_at + discussion.policy.late_invitation,
    )


def said(
    discussion: Discussion,
    contribution: Contribution,
    link: Link | None,
    target: Contribution | None,
) -> Post:
    """Words given by command or form, shown to everybody."""
    return _post(
        discussion,
        PostKind.SAID,
        naming.said(discussion.id, contribution.id, anonymous=contribution.anonymous),
        {
            "contribution": contribution.id,
            "name": shown_name(discussion, contribution),
            "text": contribution.text,
            "tags": [tag.name for tag in sorted(contribution.tags)],
            "link_kind": link.kind.value if link else None,
            "link_message_id": target.message_id if target else None,
            "link_name": shown_name(discussion, target) if target else None,
        },
    )


def reveal(discussion: Discussion, round_: Round, held: Iterable[Contribution]) -> list[Post]:
    """Everything written in a silent round, in parts that fit one message each."""
    parts: list[list[Contribution]] = []
    room = 0
    for contribution in held:
        if not parts or len(parts[-1]) == REVEAL_LINES or room < len(contribution.text):
            parts.append([])
            room = REVEAL_CHARACTERS
        parts[-1].append(contribution)
        room -= len(contribution.text)
    return [_reveal(discussion, round_, part, n, len(parts)) for n, part in enumerate(parts, 1)]


def revealed_again(
    discussion: Discussion, round_: Round, lines: Sequence[Contribution], changed: Contribution
) -> Post:
    """A reveal post anew, after one of its lines lost its name."""
    post = _reveal(discussion, round_, lines, 1, 1)
    return replace(post, dedup=f"{post.dedup}:without:{changed.id}")


def _reveal(
    discussion: Discussion, round_: Round, lines: Sequence[Contribution], part: int, parts: int
) -> Post:
    return _post(
        discussion,
        PostKind.REVEAL,
        naming.reveal(discussion.id, round_.number, part),
        {
            "round": round_.number,
            "title": discussion.plan_of(round_).title,
            "part": part,
            "parts": parts,
            "lines": [
                {"contribution": c.id, "name": shown_name(discussion, c), "text": c.text}
                for c in lines
            ],
        },
    )


def hide(discussion: Discussion, place: Place, message_id: int, contribution_id: int) -> Post:
    """The removal of a message whose words stand elsewhere, or will."""
    return _post(
        discussion,
        PostKind.HIDE,
        naming.hide(discussion.id, message_id),
        {"message_id": message_id, "contribution": contribution_id},
        channel_id=place.channel_id,
    )


def deck(discussion: Discussion) -> Post:
    """The deck with a short summary."""
    return _post(discussion, PostKind.DECK, naming.deck(discussion.id), {})


def shown_name(discussion: Discussion, contribution: Contribution) -> str | None:
    """The name beside somebody's words; None where they are anonymous."""
    if contribution.anonymous:
        return None
    author = discussion.participants.get(contribution.author_id)
    return author.name if author else None


def endorses(emoji: str) -> bool:
    """Whether a reaction says "this speaks for me too"."""
    return emoji in VOCABULARY.endorsing_emoji


def is_over(discussion: Discussion) -> bool:
    """Whether nothing more will be asked of the people in it."""
    return discussion.state in (State.ENDED, State.PUBLISHED)


def _post(
    discussion: Discussion,
    kind: PostKind,
    dedup: str,
    data: dict[str, Json],
    *,
    channel_id: int | None = None,
    not_after: datetime | None = None,
    replaces: bool = False,
) -> Post:
    return Post(
        kind=kind,
        dedup=dedup,
        guild_id=discussion.place.guild_id,
        discussion_id=discussion.id,
        channel_id=channel_id or discussion.place.channel_id,
        data=data,
        not_after=not_after,
        replaces=replaces,
    )

"""The panel of a round, and its edits."""

from __future__ import annotations

from datetime import datetime

from discussion.arrangement import moving_on
from discussion.formats import replanning
from discussion.model import Discussion, Round, naming, timing
from discussion.model.effects import Json, Post, PostKind
from discussion.parsing import stages
from discussion.participation import pulse
from discussion.posts.circles import circle_data
from discussion.posts.composing import compose


def panel(discussion: Discussion, now: datetime) -> Post:
    """The panel of the current round."""
    round_ = discussion.current_round
    return compose(
        discussion,
        PostKind.PANEL,
        naming.panel(discussion.id, round_.number),
        panel_data(discussion, round_, now),
    )


def panel_edit(discussion: Discussion, round_: Round, now: datetime) -> Post:
    """The same panel, brought up to date."""
    name = naming.panel(discussion.id, round_.number)
    return compose(
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
    class_ends_at = replanning.outlook(discussion, now).ends_at if ends_at else None
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
        "stage_text": stages.shown_text(stage) if stage else None,
        "ends_at": ends_at.isoformat() if ends_at else None,
        "class_ends_at": class_ends_at.isoformat() if class_ends_at else None,
        "state": state,
        "left_seconds": int(timing.remaining(discussion, now).total_seconds()) if current else 0,
        "quiet_button": round_.quiet_button,
        "voice_channel_id": discussion.voice_channel_id,
        "pulse": current and pulse.is_open(discussion),
        "order": [names[person].name for person in dict.fromkeys(order)],
        "turn": names[in_turns.waiting[0]].name if in_turns and in_turns.waiting else None,
        "notice": round_.number == 1,
        "facilitator_id": discussion.facilitator_id,
        "co_facilitator_ids": [*sorted(discussion.co_facilitators)],
        **(_wishes(discussion) if current else {}),
        "ended": not discussion.is_live,
        **circle_data(discussion, round_),
    }


def _wishes(discussion: Discussion) -> dict[str, Json]:
    """How many wish to move on; who they are is not said."""
    if not moving_on.can_be_wished(discussion):
        return {}
    return {
        "wishing": moving_on.wishing(discussion),
        "present": moving_on.present(discussion),
        "enough": moving_on.enough(discussion),
    }

"""Openers and private invitations."""

from __future__ import annotations

from discussion.model import Discussion, Invitation, naming, timing
from discussion.model.effects import Post, PostKind
from discussion.model.preferences import Preferences
from discussion.posts.composing import compose


def opener(discussion: Discussion) -> Post:
    """A public sentence for everybody, naming nobody."""
    round_, plan = discussion.current_round, discussion.current_plan
    return compose(
        discussion,
        PostKind.OPENER,
        naming.opener(discussion.id, round_.number),
        {"round": round_.number, "question": plan.question, "stem": plan.stem},
        not_after=round_.began_at + timing.length(discussion, round_) * 2,
    )


def invitation(discussion: Discussion, invited: Invitation, wishes: Preferences) -> Post:
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
            "by": wishes.invite_by.value,
            "language": wishes.language,
        },
        not_after=invited.made_at + discussion.policy.late_invitation,
    )

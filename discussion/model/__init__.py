"""What a discussion is: plain frozen values, the one language that every room speaks."""

from __future__ import annotations

from discussion.model.discussion import OVER, Discussion, State
from discussion.model.people import (
    Answer,
    DiscussionId,
    Invitation,
    InvitationState,
    Participant,
    Person,
    Place,
)
from discussion.model.round_kinds import Arranged, RoundKind, Traits
from discussion.model.rounds import Case, CaseStage, Format, Pause, Round, RoundPlan, TurnOrder
from discussion.model.talk import (
    Contribution,
    Endorsement,
    Link,
    LinkKind,
    Mention,
    Source,
    Speech,
    Tag,
    TagKind,
)

__all__ = [
    "OVER",
    "Answer",
    "Arranged",
    "Case",
    "CaseStage",
    "Contribution",
    "Discussion",
    "DiscussionId",
    "Endorsement",
    "Format",
    "Invitation",
    "InvitationState",
    "Link",
    "LinkKind",
    "Mention",
    "Participant",
    "Pause",
    "Person",
    "Place",
    "Round",
    "RoundKind",
    "RoundPlan",
    "Source",
    "Speech",
    "State",
    "Tag",
    "TagKind",
    "Traits",
    "TurnOrder",
]

"""Posts of the term: what each carries, so that a second try renders the same."""

from __future__ import annotations

from dataclasses import replace

from discussion.effects import NO_DISCUSSION, Post, PostKind
from discussion.term import rota
from discussion.term.model import PlannedClass, Swap, SwapState


def swap(offer: Swap, gives: PlannedClass, takes: PlannedClass) -> Post:
    """A private question whether somebody would swap their class for another's."""
    return Post(
        kind=PostKind.SWAP,
        dedup=f"swap:{offer.id}:offer",
        guild_id=offer.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=offer.asked_of,
        data={
            "swap": str(offer.id),
            "asked_by": offer.asked_by,
            "gives_at": rota.starts_at(gives).isoformat(),
            "takes_at": rota.starts_at(takes).isoformat(),
        },
    )


def swap_in_channel(private: Post, channel_id: int) -> Post:
    """The same question where everybody sees it: direct messages to the person are closed."""
    return replace(
        private,
        dedup=f"{private.dedup}:channel",
        channel_id=channel_id,
        recipient_id=None,
        data={**private.data, "mention": private.recipient_id},
    )


def swap_answered(offer: Swap) -> Post:
    """The answer, for whoever made the offer."""
    return Post(
        kind=PostKind.SWAP_ANSWERED,
        dedup=f"swap:{offer.id}:answer",
        guild_id=offer.guild_id,
        discussion_id=NO_DISCUSSION,
        recipient_id=offer.asked_by,
        data={"accepted": offer.state is SwapState.ACCEPTED},
    )

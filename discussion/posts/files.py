"""Posts with files whose message the bot took out of sight."""

from __future__ import annotations

from discussion.contributions import pseudonyms
from discussion.contributions.showing import shown_name
from discussion.model import Contribution, Discussion, naming
from discussion.model.effects import Post, PostKind
from discussion.posts.composing import compose


def files(discussion: Discussion, contribution: Contribution) -> Post:
    """The files that came with words, where the words stand now."""
    return compose(
        discussion,
        PostKind.FILES,
        naming.files(discussion.id, contribution.id, anonymous=contribution.anonymous),
        {
            "contribution": contribution.id,
            "name": shown_name(discussion, contribution),
            "pseudonym": pseudonyms.signed(discussion, contribution),
            "words_message_id": contribution.message_id,
        },
        channel_id=contribution.channel_id,
    )

"""What ``/preferences`` says, in the reader's language."""

from __future__ import annotations

from typing import Final

from cogs.text.languages import Phrases
from discussion.model.preferences import InviteBy, Preferences

_SECTION: Final = "preferences"


def say(phrases: Phrases, key: str) -> str:
    """One of its phrases."""
    return phrases.say(_SECTION, key)


def invite_by(phrases: Phrases, way: InviteBy) -> str:
    """A way of being invited, as one reads it in the menu."""
    return say(phrases, f"invite_{way.value}")


def text(phrases: Phrases, chosen: Preferences) -> str:
    """The panel: what somebody chose, and what that means."""
    lines = (
        f"**{say(phrases, 'title')}**",
        f"-# {say(phrases, 'intro')}",
        f"• {say(phrases, 'invite')} **{invite_by(phrases, chosen.invite_by)}**",
        f"• {say(phrases, 'nameless' if chosen.anonymous else 'named')}",
        f"• {say(phrases, 'known' if chosen.name_to_facilitator else 'counted')}",
    )
    return "\n".join(lines)

"""How somebody wishes to be treated in the classes of one server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class InviteBy(StrEnum):
    """The way in which somebody may be invited to speak."""

    ANY = "any"
    """Unseen by others in the channel where possible, else by direct message."""
    UNSEEN = "unseen"
    """Only in the channel, unseen by others; never by direct message."""
    MESSAGE = "message"
    """Only by direct message."""
    BUTTON = "button"
    """Only the quiet button on the panel, which everybody sees alike."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person chose; the defaults hold for whoever chose nothing."""

    invite_by: InviteBy = InviteBy.ANY
    anonymous: bool = False
    """Whether words by command, form or invitation go without the name unless said otherwise."""
    language: str = ""
    """The language of private words, as a tag such as ``de``; empty follows the Discord client."""
    name_to_facilitator: bool = False
    """Whether the facilitator may privately see that this person is still to be heard."""

    @property
    def asked_privately(self) -> bool:
        """Whether a private invitation may be tried at all."""
        return self.invite_by not in (InviteBy.BUTTON, InviteBy.NEVER)

    @property
    def told_by(self) -> InviteBy:
        """How private help reaches somebody who leads: without a message unless those are welcome.

        Whoever asked for the button or for no invitation still leads, and reads it in the channel.
        """
        return self.invite_by if self.asked_privately else InviteBy.UNSEEN


def preferred(chosen: Mapping[int, Preferences], person_id: int) -> Preferences:
    """What somebody chose, or the defaults."""
    return chosen.get(person_id) or Preferences()

"""One interaction: a command, menu, button, select, modal or autocomplete that a person used.

Deadlines: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from dataclasses import dataclass, field
from enum import IntEnum

from simulator.state.model import Channel, Message, Payload, User
from simulator.state.signals import Signal

ANSWER_SECONDS = 3.0
"""A first answer later than this, in real seconds, meets "Unknown interaction"."""


class InteractionType(IntEnum):
    """What kind of thing a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class Callback(IntEnum):
    """How a bot may answer first."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


@dataclass(slots=True, eq=False)
class Interaction:
    """One thing a person did, and what the bot has said to it so far."""

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    data: Payload
    opened: float
    message: Message | None = None
    origin: "Interaction | None" = None
    answer: Callback | None = None
    pending: bool = False
    updating: bool = False
    """Whether a change of the message was promised and has not come."""
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Payload | None = None
    choices: list[Payload] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal)

    @property
    def name(self) -> str:
        """A short name for error texts."""
        shown = self.data.get("name") or self.data.get("custom_id")
        return f"{self.type.name.lower()} {shown!r}"

"""What a person sees after using a command, button, menu or modal."""

from simulator.simulation import interactions
from simulator.simulation.interactions import Callback, Interaction
from simulator.state.errors import NoAnswerError
from simulator.state.model import Attachment, Message, Payload, walk_components


class Modal:
    """A modal on a person's screen, waiting to be filled in."""

    def __init__(self, interaction: Interaction, data: Payload) -> None:
        self.interaction = interaction
        self.data = data

    @property
    def title(self) -> str:
        """The title."""
        title: str = self.data["title"]
        return title

    @property
    def custom_id(self) -> str:
        """The modal's custom id."""
        custom_id: str = self.data["custom_id"]
        return custom_id

    @property
    def labels(self) -> list[str]:
        """The labels of the inputs, from top to bottom."""
        return [label for label, _ in self.inputs]

    @property
    def inputs(self) -> list[tuple[str, Payload]]:
        """Each input with its label."""
        found: list[tuple[str, Payload]] = []
        for component in self.data["components"]:
            if component["type"] == 18:
                found.append((component["label"], component["component"]))
            elif component["type"] == 1:
                found += [(child.get("label", ""), child) for child in component["components"]]
        return found

    @property
    def text(self) -> str:
        """All words on the modal: title, text displays, labels and descriptions."""
        parts = [self.title]
        for component in walk_components(self.data["components"]):
            keys = ("content", "label", "description")
            parts += [component[key] for key in keys if component.get(key)]
        return "\n".join(parts)


class Reply:
    """The bot's answer to one interaction, live: later edits and follow-ups show up in it."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def message(self) -> Message | None:
        """The message that the answer made, or the one it updated."""
        return self.interaction.original

    @property
    def followups(self) -> list[Message]:
        """Further messages sent by the token, without deleted ones."""
        return [message for message in self.interaction.followups if not message.deleted]

    @property
    def shown(self) -> list[Message]:
        """Every message of this answer that the person sees now."""
        first = [self.message] if self.message is not None and not self.updated else []
        return [entry for entry in [*first, *self.followups] if not entry.deleted]

    @property
    def text(self) -> str:
        """The words of the answer: content, text displays, embeds; empty while it is deferred."""
        return self.message.text if self.message is not None else ""

    @property
    def all_text(self) -> str:
        """The words of the answer and of all follow-ups."""
        return "\n".join([self.text, *(message.text for message in self.followups)])

    @property
    def ephemeral(self) -> bool:
        """Whether only this person sees the answer."""
        return self.message is not None and self.message.ephemeral

    @property
    def updated(self) -> bool:
        """Whether the answer changes the message that the component is on."""
        return self.interaction.answer in {Callback.UPDATE, Callback.DEFERRED_UPDATE}

    @property
    def deferred(self) -> bool:
        """Whether the answer was deferred and has not come."""
        return self.interaction.pending

    @property
    def modal(self) -> Modal | None:
        """The modal, if that is the answer."""
        data = self.interaction.modal
        return Modal(self.interaction, data) if data is not None else None

    @property
    def files(self) -> list[Attachment]:
        """The files on the answer's message."""
        return self.message.attachments if self.message is not None else []

    @property
    def components(self) -> list[Payload]:
        """The components on the answer's message."""
        return self.message.components if self.message is not None else []

    async def answered(self) -> "Reply":
        """Wait for the first answer.

        Raises:
            NoAnswerError: None came within three real seconds; the person reads "did not respond".
        """
        interaction = self.interaction
        try:
            await interaction.changed.wait_for(
                lambda: interaction.answer is not None,
                interactions.ANSWER_SECONDS,
                interaction.name,
            )
        except TimeoutError:
            waited = f"{interactions.ANSWER_SECONDS:g} s"
            message = f"the bot did not answer {interaction.name} within {waited}"
            raise NoAnswerError(message) from None
        return self

    async def resolved(self, timeout_seconds: float = 10.0) -> "Reply":
        """Wait until a deferred answer has come; at once where it was not deferred.

        A deferred change of the message has come with the change, or with the first follow-up
        in its stead, such as a refusal.

        Raises:
            TimeoutError: It stayed "thinking", or unchanged, for `timeout_seconds` real seconds.
        """
        interaction = self.interaction
        await interaction.changed.wait_for(
            lambda: not (interaction.pending or interaction.updating),
            timeout_seconds,
            f"the answer to {interaction.name}",
        )
        return self

    async def followed_up(self, count: int = 1, timeout_seconds: float = 10.0) -> Message:
        """Wait for the `count`-th follow-up and return it.

        Raises:
            TimeoutError: It did not come within `timeout_seconds` real seconds.
        """
        interaction = self.interaction
        await interaction.changed.wait_for(
            lambda: len(interaction.followups) >= count,
            timeout_seconds,
            f"follow-up {count} to {interaction.name}",
        )
        return interaction.followups[count - 1]

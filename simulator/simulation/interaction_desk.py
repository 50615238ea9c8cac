"""Opens interactions for people and takes the bot's answers, in time or late.

Rules: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

import secrets
import time
from collections.abc import Sequence

from simulator.payloads import messages, objects
from simulator.rules import limits
from simulator.rules.components import check_modal
from simulator.rules.limits import check_message
from simulator.simulation import interactions
from simulator.simulation.edits import apply_edit
from simulator.simulation.interactions import Callback, Interaction, InteractionType
from simulator.simulation.messages import Conversation
from simulator.state import errors
from simulator.state.errors import InvalidForm
from simulator.state.model import EPHEMERAL, LOADING, Attachment, Channel, Message, Payload, User

TOKEN_SECONDS = 900.0
"""How long the token serves, before the speed divides it."""

_ALLOWED = {
    InteractionType.COMMAND: {Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.MODAL},
    InteractionType.COMPONENT: {
        Callback.MESSAGE,
        Callback.DEFERRED_MESSAGE,
        Callback.DEFERRED_UPDATE,
        Callback.UPDATE,
        Callback.MODAL,
    },
    InteractionType.AUTOCOMPLETE: {Callback.AUTOCOMPLETE},
    InteractionType.MODAL_SUBMIT: {
        Callback.MESSAGE,
        Callback.DEFERRED_MESSAGE,
        Callback.DEFERRED_UPDATE,
        Callback.UPDATE,
    },
}


class InteractionDesk:
    """Opens interactions on behalf of people and takes the bot's answers."""

    def __init__(self, conversation: Conversation, *, speed: float) -> None:
        self._conversation = conversation
        self._world = conversation.world
        self._gateway = conversation.gateway
        self._token_seconds = TOKEN_SECONDS / speed
        self._by_token: dict[str, Interaction] = {}

    def open(
        self,
        kind: InteractionType,
        user: User,
        channel: Channel,
        data: Payload,
        *,
        message: Message | None = None,
        origin: Interaction | None = None,
    ) -> Interaction:
        """Send an INTERACTION_CREATE for something a person did.

        Args:
            kind: What they did.
            user: Who did it.
            channel: Where.
            data: The interaction's data.
            message: The message whose component was used.
            origin: For a submitted modal: the interaction that showed it.

        Raises:
            MemberError: No gateway session of the bot is responsible.
        """
        interaction = Interaction(
            self._world.ids.next(),
            secrets.token_hex(32),
            kind,
            user,
            channel,
            data,
            time.monotonic(),
            message,
            origin,
        )
        self._by_token[interaction.token] = interaction
        body = self._body(interaction)
        if not self._gateway.dispatch_interaction(body, channel.guild_id):
            message_text = "the bot has no gateway session"
            raise errors.MemberError(message_text)
        return interaction

    def _body(self, interaction: Interaction) -> Payload:
        world, channel = self._world, interaction.channel
        body: Payload = {
            "id": str(interaction.id),
            "application_id": str(world.application.id),
            "type": int(interaction.type),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel": objects.channel(channel),
            "channel_id": str(channel.id),
            "locale": interaction.user.locale,
            "app_permissions": str(int(world.permissions(world.bot, channel))),
            "authorizing_integration_owners": self._owners(interaction),
            "entitlements": [],
            "attachment_size_limit": limits.FILE_BYTES,
            "context": 1 if channel.is_direct else 0,
        }
        if channel.guild_id is None:
            body["user"] = objects.user(interaction.user)
        else:
            guild = world.guilds[channel.guild_id]
            state = guild.members[interaction.user.id]
            body |= {
                "guild_id": str(guild.id),
                "guild_locale": guild.locale,
                "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
                "member": objects.interaction_member(guild, state, channel),
            }
            place = body["channel"]
            place["permissions"] = str(int(world.permissions(interaction.user, channel)))
        if interaction.message is not None:
            body["message"] = messages.message(world, interaction.message)
        return body

    @staticmethod
    def _owners(interaction: Interaction) -> Payload:
        return {"0": str(interaction.channel.guild_id or 0)}

    def find(self, token: str) -> Interaction:
        """Return the interaction whose token serves as a webhook.

        Raises:
            ApiError: 50027 for an unknown or expired token, 10015 before the first answer.
        """
        interaction = self._by_token.get(token)
        if interaction is None or self._expired(interaction):
            raise errors.token_expired()
        if interaction.answer is None:
            raise errors.unknown("Webhook")
        return interaction

    def _expired(self, interaction: Interaction) -> bool:
        return time.monotonic() - interaction.opened > self._token_seconds

    def acknowledge(
        self, interaction_id: int, token: str, body: Payload, files: Sequence[Attachment]
    ) -> Interaction:
        """Take the first answer to an interaction.

        Raises:
            ApiError: 10062 when it is unknown or late, 40060 when it was answered.
            InvalidForm: The answer breaks a rule or does not fit the interaction.
        """
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise errors.unknown("Interaction")
        if interaction.answer is not None:
            raise errors.already_acknowledged()
        if time.monotonic() - interaction.opened > interactions.ANSWER_SECONDS:
            raise errors.unknown("Interaction")
        try:
            answer = Callback(body["type"])
        except ValueError:
            raise InvalidForm("type", f"unknown callback type {body['type']}") from None
        self._check_fits(interaction, answer)
        data = body.get("data") or {}
        self._perform(interaction, answer, data, files)
        interaction.answer = answer
        interaction.changed.notify()
        return interaction

    @staticmethod
    def _check_fits(interaction: Interaction, answer: Callback) -> None:
        fits = answer in _ALLOWED[interaction.type]
        if answer in {Callback.UPDATE, Callback.DEFERRED_UPDATE} and interaction.message is None:
            fits = False
        if not fits:
            problem = f"{answer.name} does not answer {interaction.type.name}"
            raise InvalidForm("type", problem, "BASE_TYPE_CHOICES")

    def _perform(
        self,
        interaction: Interaction,
        answer: Callback,
        data: Payload,
        files: Sequence[Attachment],
    ) -> None:
        if answer is Callback.MESSAGE:
            interaction.original = self._post(interaction, data, files, first=True)
        elif answer is Callback.DEFERRED_MESSAGE:
            interaction.original = self._placeholder(interaction, data.get("flags") or 0)
            interaction.pending = True
        elif answer is Callback.DEFERRED_UPDATE:
            interaction.original = interaction.message
            interaction.updating = True
        elif answer is Callback.UPDATE:
            if interaction.message is None:
                raise InvalidForm("type", "there is no message to update")
            apply_edit(self._conversation, interaction.message, data, files)
            interaction.original = interaction.message
        elif answer is Callback.MODAL:
            check_modal(data)
            interaction.modal = data
        else:
            choices = data.get("choices") or []
            if len(choices) > 25:
                raise InvalidForm("data.choices", "Must be 25 or fewer in length.")
            for index, choice in enumerate(choices):
                if not 1 <= len(choice["name"]) <= 100:
                    raise InvalidForm(f"data.choices.{index}.name", "Must be between 1 and 100.")
            interaction.choices = choices

    def _placeholder(self, interaction: Interaction, flags: int) -> Message:
        return self._conversation.post(
            interaction.channel,
            self._world.bot,
            flags=LOADING | (flags & EPHEMERAL),
            kind=self._kind(interaction),
            interaction_metadata=self._metadata(interaction),
            ephemeral_for=interaction.user.id if flags & EPHEMERAL else None,
        )

    def _post(
        self,
        interaction: Interaction,
        data: Payload,
        files: Sequence[Attachment],
        *,
        first: bool,
    ) -> Message:
        flags = data.get("flags") or 0
        check_message(data, [file.filename for file in files], flags=flags)
        ephemeral = bool(flags & EPHEMERAL)
        for file in files:
            file.ephemeral = ephemeral
        return self._conversation.post(
            interaction.channel,
            self._world.bot,
            content=data.get("content") or "",
            embeds=data.get("embeds") or [],
            components=data.get("components") or [],
            attachments=files,
            flags=flags,
            kind=self._kind(interaction) if first else 0,
            reply_to=None if first else interaction.original,
            poll=data.get("poll"),
            allowed_mentions=data.get("allowed_mentions"),
            interaction_metadata=self._metadata(interaction),
            ephemeral_for=interaction.user.id if ephemeral else None,
        )

    def follow_up(
        self, interaction: Interaction, data: Payload, files: Sequence[Attachment]
    ) -> Message:
        """Take a follow-up; the first one after a deferral fills the deferred answer instead."""
        if interaction.pending and interaction.original is not None:
            self.edit(interaction, interaction.original, data, files)
            return interaction.original
        message = self._post(interaction, data, files, first=False)
        interaction.followups.append(message)
        interaction.updating = False
        interaction.changed.notify()
        return message

    def edit(
        self,
        interaction: Interaction,
        message: Message,
        data: Payload,
        files: Sequence[Attachment],
    ) -> None:
        """Edit an answer; the first edit of a deferred one is the answer itself."""
        arriving = interaction.pending and message is interaction.original
        for file in files:
            file.ephemeral = message.ephemeral
        apply_edit(self._conversation, message, data, files, arriving=arriving)
        interaction.pending = interaction.pending and not arriving
        interaction.updating = interaction.updating and message is not interaction.original
        interaction.changed.notify()

    def original(self, interaction: Interaction) -> Message:
        """Return the first answer's message, or raise 10008."""
        message = interaction.original
        if message is None or message.deleted:
            raise errors.unknown("Message")
        return message

    def message_of(self, interaction: Interaction, message_id: int) -> Message:
        """Return a message that this interaction's token may edit, or raise 10008."""
        for message in [interaction.original, *interaction.followups]:
            if message is not None and message.id == message_id and not message.deleted:
                return message
        raise errors.unknown("Message")

    def _kind(self, interaction: Interaction) -> int:
        if interaction.type is InteractionType.COMMAND:
            return 20 if interaction.data["type"] == 1 else 23
        return 0

    def _metadata(self, interaction: Interaction) -> Payload:
        body: Payload = {
            "id": str(interaction.id),
            "type": int(interaction.type),
            "user": objects.user(interaction.user),
            "authorizing_integration_owners": self._owners(interaction),
        }
        if interaction.type is InteractionType.COMPONENT and interaction.message is not None:
            body["interacted_message_id"] = str(interaction.message.id)
        if interaction.type is InteractionType.MODAL_SUBMIT and interaction.origin is not None:
            body["triggering_interaction_metadata"] = self._metadata(interaction.origin)
        return body

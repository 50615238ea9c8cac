"""Scripted members: commands, components and modals, with the checks of Discord's client.

Every action that the client would refuse raises `MemberError`; every action that the bot must
answer returns a `Reply` or raises `NoAnswerError` after Discord's three seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.payloads import messages
from simulator.people.modals import entity_value, pick_option, submission
from simulator.people.options import Resolved, fill, find_subcommand
from simulator.people.person import Person
from simulator.people.replies import Modal, Reply
from simulator.rules.commands import MESSAGE_MENU, SLASH, USER_MENU
from simulator.simulation.interactions import Interaction, InteractionType
from simulator.state.errors import MemberError
from simulator.state.model import Channel, Message, Payload, walk_components
from simulator.state.permissions import Permission, guild_permissions


class Member(Person):
    """A handle on one person in one guild."""

    async def slash(self, channel: Channel, command: str, /, **options: Any) -> Reply:
        """Use a slash command.

        Args:
            channel: Where it is typed.
            command: The full name without the slash: "discussion start".
            options: By option name: text, numbers, members, channels, roles, a `File`; an aware
                `datetime` for a text option is written as a timestamp.

        Raises:
            MemberError: No such command or option, a value out of range, or not permitted.
            NoAnswerError: The bot did not answer in three seconds.
        """
        resolved = self._resolved(channel)
        data, trail, known = self._command(channel, command)
        filled = fill(known, options, resolved, self.user)
        _nest(data, trail, filled, resolved)
        return await self._open(InteractionType.COMMAND, channel, data)

    async def autocomplete(
        self, channel: Channel, command: str, option: str, text: str, /, **others: Any
    ) -> list[Payload]:
        """Type into an option with autocomplete and return the choices offered.

        Args:
            channel: Where the command is typed.
            command: The full command name.
            option: The option being typed into.
            text: What has been typed so far.
            others: Options filled in before.

        Returns:
            Choices with "name" and "value".

        Raises:
            MemberError: The option has no autocomplete.
            NoAnswerError: The bot did not answer in three seconds.
        """
        resolved = self._resolved(channel)
        data, trail, known = self._command(channel, command)
        focused = next((entry for entry in known if entry["name"] == option), None)
        if focused is None or not focused.get("autocomplete"):
            message = f"/{command} has no autocompleted option {option!r}"
            raise MemberError(message)
        optional = [entry | {"required": False} for entry in known if entry is not focused]
        filled = fill(optional, others, resolved, self.user)
        entry = {"name": option, "type": focused["type"], "value": text, "focused": True}
        _nest(data, trail, [*filled, entry], resolved)
        reply = await self._open(InteractionType.AUTOCOMPLETE, channel, data)
        return reply.interaction.choices

    def _command(
        self, channel: Channel, command: str
    ) -> tuple[Payload, list[Payload], list[Payload]]:
        name, *path = command.removeprefix("/").split()
        found = self._find(channel, SLASH, name)
        trail, options = find_subcommand(found, path)
        return self._command_data(found), trail, options

    def _find(self, channel: Channel, kind: int, name: str) -> Payload:
        """Find a command as the client offers it here, or refuse."""
        self._require(channel, Permission.VIEW_CHANNEL, Permission.USE_APPLICATION_COMMANDS)
        found = self._sim.commands.find(channel.guild_id, kind, name)
        if found is None:
            message = f"the bot has no command {name!r} here"
            raise MemberError(message)
        contexts = found.get("contexts")
        outside = channel.is_direct and not found.get("dm_permission", True)
        if outside or (contexts is not None and (1 if channel.is_direct else 0) not in contexts):
            message = f"{name!r} is not offered in #{channel.name}"
            raise MemberError(message)
        needed = found.get("default_member_permissions")
        if needed is not None and not channel.is_direct:
            held = guild_permissions(self._guild, self.state)
            wanted = Permission(int(needed))
            if wanted not in held or (not wanted and Permission.ADMINISTRATOR not in held):
                message = f"{self.name} may not use {name!r}"
                raise MemberError(message)
        return found

    @staticmethod
    def _command_data(command: Payload) -> Payload:
        data: Payload = {
            "id": command["id"],
            "name": command["name"],
            "type": command["type"],
        }
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return data

    def _resolved(self, channel: Channel) -> Resolved:
        guild = self._guild if channel.guild_id is not None else None
        return Resolved(self._sim.world, guild, channel)

    async def message_menu(self, message: Message, name: str) -> Reply:
        """Use a message context-menu command."""
        data = self._command_data(self._find(message.channel, MESSAGE_MENU, name))
        body = messages.message(self._sim.world, message)
        data |= {
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): body}},
        }
        return await self._open(InteractionType.COMMAND, message.channel, data)

    async def user_menu(self, channel: Channel, target: "Member", name: str) -> Reply:
        """Use a user context-menu command on somebody."""
        data = self._command_data(self._find(channel, USER_MENU, name))
        resolved = self._resolved(channel)
        data |= {"target_id": resolved.user(target.user), "resolved": resolved.data}
        return await self._open(InteractionType.COMMAND, channel, data)

    async def press(
        self,
        where: Message | Reply,
        *,
        label: str | None = None,
        custom_id: str | None = None,
    ) -> Reply:
        """Press a button.

        Args:
            where: A message, or the reply whose message carries it.
            label: The button's label.
            custom_id: Its custom id, instead.

        Raises:
            MemberError: No such button, or it is disabled, a link, or not visible to the person.
            NoAnswerError: The bot did not answer in three seconds.
        """
        message = self._visible(where)
        for button in message.buttons:
            if label is not None and button.get("label") != label:
                continue
            if custom_id is not None and button.get("custom_id") != custom_id:
                continue
            if button.get("disabled") or "custom_id" not in button:
                text = f"the button {label or custom_id!r} cannot be pressed"
                raise MemberError(text)
            return await self._use(message, button, {})
        offered = [button.get("label") or button.get("custom_id") for button in message.buttons]
        text = f"no button {label or custom_id!r}; there are {offered}"
        raise MemberError(text)

    async def choose(
        self,
        where: Message | Reply,
        values: Any,
        *,
        placeholder: str | None = None,
        custom_id: str | None = None,
    ) -> Reply:
        """Choose in a select menu.

        Args:
            where: A message, or the reply whose message carries it.
            values: One or a list of: option labels or values, members, roles, channels.
            placeholder: The menu's placeholder, to tell it from others.
            custom_id: Its custom id, instead.

        Raises:
            MemberError: No such menu or option, too few or too many, or disabled.
            NoAnswerError: The bot did not answer in three seconds.
        """
        message = self._visible(where)
        for select in walk_components(message.components):
            if select["type"] not in {3, 5, 6, 7, 8}:
                continue
            if placeholder is not None and select.get("placeholder") != placeholder:
                continue
            if custom_id is not None and select["custom_id"] != custom_id:
                continue
            return await self._choose(message, select, values)
        text = f"no select menu {placeholder or custom_id or ''!r} on the message"
        raise MemberError(text)

    async def _choose(self, message: Message, select: Payload, values: Any) -> Reply:
        single = isinstance(values, str) or not isinstance(values, Iterable)
        wanted = [values] if single else list(values)
        label = select.get("placeholder") or select["custom_id"]
        if select.get("disabled"):
            text = f"{label}: the menu is disabled"
            raise MemberError(text)
        if not select["min_values"] <= len(wanted) <= select["max_values"]:
            text = f"{label}: {select['min_values']} to {select['max_values']} may be chosen"
            raise MemberError(text)
        resolved = self._resolved(message.channel)
        if select["type"] == 3:
            chosen = [pick_option(select["options"], label, entry) for entry in wanted]
        else:
            chosen = [
                entity_value(select["type"], label, entry, resolved, self.user) for entry in wanted
            ]
        data: Payload = {"values": chosen}
        if select["type"] != 3:
            data["resolved"] = resolved.data
        return await self._use(message, select, data)

    def _visible(self, where: Message | Reply) -> Message:
        message = where.message if isinstance(where, Reply) else where
        if message is None or message.deleted:
            text = "there is no message any more"
            raise MemberError(text)
        if message.ephemeral and message.ephemeral_for != self.id:
            text = f"{self.name} does not see this message"
            raise MemberError(text)
        self._require(message.channel, Permission.VIEW_CHANNEL)
        return message

    async def _use(self, message: Message, component: Payload, data: Payload) -> Reply:
        body = data | {
            "custom_id": component["custom_id"],
            "component_type": component["type"],
            "id": component["id"],
        }
        return await self._open(InteractionType.COMPONENT, message.channel, body, message=message)

    async def submit(self, modal: Modal | Reply, values: Mapping[str, Any]) -> Reply:
        """Fill in and send a modal.

        Args:
            modal: The modal, or the reply that showed it.
            values: By label or custom id: text, one value or a list, True or False, files,
                members, roles, channels; what is left out keeps its default.

        Raises:
            MemberError: The client would not accept the form.
            NoAnswerError: The bot did not answer in three seconds.
        """
        shown = modal.modal if isinstance(modal, Reply) else modal
        if shown is None:
            message = "the reply shows no modal"
            raise MemberError(message)
        origin = shown.interaction
        resolved = self._resolved(origin.channel)
        components = submission(shown.data, values, resolved, self.user)
        data: Payload = {"custom_id": shown.custom_id, "components": components}
        if resolved.data:
            data["resolved"] = resolved.data
        return await self._open(
            InteractionType.MODAL_SUBMIT,
            origin.channel,
            data,
            message=origin.message,
            origin=origin,
        )

    async def _open(
        self,
        kind: InteractionType,
        channel: Channel,
        data: Payload,
        *,
        message: Message | None = None,
        origin: Interaction | None = None,
    ) -> Reply:
        interaction = self._sim.interactions.open(
            kind, self.user, channel, data, message=message, origin=origin
        )
        self._interactions.append(interaction)
        return await Reply(interaction).answered()


def _nest(
    data: Payload, trail: Sequence[Payload], filled: list[Payload], resolved: Resolved
) -> None:
    """Put option values into a command's data, below the groups and subcommands used."""
    for entry in reversed(trail):
        filled = [{"name": entry["name"], "type": entry["type"], "options": filled}]
    if filled:
        data["options"] = filled
    if resolved.data:
        data["resolved"] = resolved.data

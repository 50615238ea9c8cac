"""A guild as a test sets it up: roles, channels, members."""

from collections.abc import Sequence

from simulator.payloads import objects
from simulator.people.members import Member
from simulator.rest import channels
from simulator.simulation.simulation import Simulation
from simulator.state.model import (
    Channel,
    ChannelType,
    GuildState,
    MemberState,
    Message,
    Overwrite,
    Role,
)
from simulator.state.permissions import MEMBER_DEFAULT, NOTHING, Permission


class Guild:
    """A handle on one guild; whatever it changes, a connected bot hears of."""

    def __init__(self, sim: Simulation, state: GuildState) -> None:
        self._sim = sim
        self.state = state
        self.owner = Member(sim, state, state.members[state.owner_id])

    @property
    def id(self) -> int:
        """The guild's id."""
        return self.state.id

    @property
    def name(self) -> str:
        """The guild's name."""
        return self.state.name

    @property
    def bot_role(self) -> Role:
        """The bot's own role; change `permissions` here to take something away from it."""
        return next(role for role in self.state.roles.values() if role.bot_id is not None)

    @property
    def everyone(self) -> Role:
        """The role that all members have."""
        return self.state.roles[self.id]

    def channel(self, name: str) -> Channel:
        """Return a channel or thread by name.

        Raises:
            KeyError: There is none.
        """
        for channel in self.state.channels.values():
            if channel.name == name:
                return channel
        raise KeyError(name)

    def role(self, name: str) -> Role:
        """A role by its name.

        Raises:
            KeyError: There is none.
        """
        for role in self.state.roles.values():
            if role.name == name:
                return role
        raise KeyError(name)

    def add_role(self, name: str, permissions: Permission = MEMBER_DEFAULT) -> Role:
        """Add a role above the existing ones."""
        role = self._sim.world.add_role(self.state, name, permissions)
        body = {"guild_id": str(self.id), "role": objects.role(role)}
        self._sim.gateway.dispatch("GUILD_ROLE_CREATE", body, self.id)
        return role

    def change_role(
        self, role: Role, permissions: Permission | None = None, *, mentionable: bool | None = None
    ) -> None:
        """Give a role other permissions, or let everybody mention it (or nobody again)."""
        if permissions is not None:
            role.permissions = int(permissions)
        if mentionable is not None:
            role.mentionable = mentionable
        body = {"guild_id": str(self.id), "role": objects.role(role)}
        self._sim.gateway.dispatch("GUILD_ROLE_UPDATE", body, self.id)

    def delete_role(self, role: Role) -> None:
        """Delete a role; whoever had it has it no longer."""
        del self.state.roles[role.id]
        for member in self.state.members.values():
            member.role_ids = [each for each in member.role_ids if each != role.id]
        body = {"guild_id": str(self.id), "role_id": str(role.id)}
        self._sim.gateway.dispatch("GUILD_ROLE_DELETE", body, self.id)

    def pinged_by(self, message: Message) -> set[int]:
        """Whose devices a message rings: people it names, and members of roles it may mention."""
        roles = set(message.mention_role_ids)
        by_role = {
            member.user.id
            for member in self.state.members.values()
            if message.mention_everyone or roles & set(member.role_ids)
        }
        return ({person.id for person in message.mentions} | by_role) - {message.author.id}

    def add_text_channel(self, name: str) -> Channel:
        """Add a text channel."""
        return self._add_channel(name, ChannelType.TEXT)

    def add_voice_channel(self, name: str) -> Channel:
        """Add a voice channel."""
        return self._add_channel(name, ChannelType.VOICE)

    def add_stage_channel(self, name: str) -> Channel:
        """Add a stage channel."""
        return self._add_channel(name, ChannelType.STAGE)

    def add_category(self, name: str, *inside: Channel) -> Channel:
        """Add a category around channels that are there."""
        category = self._add_channel(name, ChannelType.CATEGORY)
        for channel in inside:
            channel.parent_id = category.id
            body = objects.channel(channel)
            self._sim.gateway.dispatch("CHANNEL_UPDATE", body, self.id, channel=channel)
        return category

    def _add_channel(self, name: str, kind: ChannelType) -> Channel:
        channel = self._sim.world.add_channel(self.state, name, kind)
        body = objects.channel(channel)
        self._sim.gateway.dispatch("CHANNEL_CREATE", body, self.id, channel=channel)
        return channel

    def overwrite(
        self,
        channel: Channel,
        target: "Role | Member",
        *,
        allow: Permission = NOTHING,
        deny: Permission = NOTHING,
    ) -> None:
        """Set what a channel allows and denies a role or member."""
        kind = 0 if isinstance(target, Role) else 1
        channel.overwrites[target.id] = Overwrite(target.id, kind, int(allow), int(deny))
        body = objects.channel(channel)
        self._sim.gateway.dispatch("CHANNEL_UPDATE", body, self.id, channel=channel)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel with the events in it, as an administrator would."""
        channels.remove(self._sim, channel, self.id)

    def add_member(
        self,
        name: str,
        *,
        roles: Sequence[Role] = (),
        direct_messages_open: bool = True,
        locale: str = "en-GB",
    ) -> Member:
        """Let somebody join."""
        world = self._sim.world
        user = world.add_user(name, locale=locale)
        user.direct_messages_open = direct_messages_open
        state = MemberState(user, world.now(), [role.id for role in roles])
        self.state.members[user.id] = state
        body = objects.member(state) | {"guild_id": str(self.id)}
        self._sim.gateway.dispatch("GUILD_MEMBER_ADD", body, self.id)
        return Member(self._sim, self.state, state)

    def remove_bot(self) -> None:
        """Remove the bot from the guild."""
        del self._sim.world.guilds[self.id]
        self._sim.gateway.dispatch("GUILD_DELETE", {"id": str(self.id)}, self.id)

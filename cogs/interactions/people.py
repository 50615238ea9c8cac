"""Who somebody is: a Discord member, as the rules see them."""

from __future__ import annotations

from collections.abc import Callable

import discord

from discussion.model import Person


class People:
    """Turns Discord's members into persons, in the guild where they act.

    A lecturer may manage the server, or has the role that was chosen in its ``/setup``. Where none
    was chosen it is a role with the configured name (case and outer spaces do not matter; an empty
    name means that no role makes a lecturer).
    """

    def __init__(
        self,
        *,
        lecturer_role: str,
        chosen_role: Callable[[int], int | None] = lambda _: None,
    ) -> None:
        """``chosen_role`` gives the lecturers' role that was chosen in a guild."""
        self._lecturer_role = lecturer_role.strip().casefold()
        self._chosen_role = chosen_role

    def person(self, user: discord.Member | discord.User) -> Person:
        """Somebody who acts. Outside a guild nobody is a lecturer."""
        return Person(user.id, user.display_name, is_lecturer=self._is_lecturer(user))

    @staticmethod
    def speaker(user: discord.Member | discord.User) -> Person:
        """Somebody whose ordinary message is heard; what they may do does not matter there."""
        return Person(user.id, user.display_name)

    def lecturers_of(self, guild: discord.Guild) -> discord.Role | None:
        """The role whose members are lecturers of a server; None where there is no such role."""
        chosen = self._chosen_role(guild.id)
        if chosen is not None:
            return guild.get_role(chosen)
        return next((role for role in guild.roles if self._teaches(role)), None)

    def _is_lecturer(self, user: discord.Member | discord.User) -> bool:
        if not isinstance(user, discord.Member):
            return False
        permissions = user.resolved_permissions or user.guild_permissions
        if permissions.manage_guild or permissions.administrator:
            return True
        chosen = self._chosen_role(user.guild.id)
        if chosen is not None:
            return user.get_role(chosen) is not None
        return any(self._teaches(role) for role in user.roles)

    def _teaches(self, role: discord.Role) -> bool:
        wanted = self._lecturer_role
        return bool(wanted) and role.name.strip().casefold() == wanted

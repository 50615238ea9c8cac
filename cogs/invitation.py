"""Answers to a private invitation, in a direct message or in the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from discord.ext import commands

from cogs import custom_ids, forms, replies
from cogs.custom_ids import CustomId
from cogs.people import People
from cogs.presses import Handler
from cogs.replies import Interaction
from cogs.wording import commands as command_words
from cogs.wording import invitation as words
from cogs.wording import refusals
from discussion.errors import BadInput
from discussion.model import Answer, Discussion, DiscussionId, Person

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_THANKS: Final[Mapping[Answer, str]] = {
    Answer.CONTRIBUTE: words.THANKS_CONTRIBUTED,
    Answer.CONTRIBUTE_ANONYMOUSLY: words.THANKS_ANONYMOUS,
    Answer.PASS: words.THANKS_PASSED,
    Answer.NOT_THIS_SESSION: words.THANKS_NOT_THIS_SESSION,
}
_TITLES: Final[Mapping[Answer, str]] = {
    Answer.CONTRIBUTE: command_words.FORM_INVITED,
    Answer.CONTRIBUTE_ANONYMOUSLY: command_words.FORM_INVITED_ANONYMOUSLY,
}


class InvitationCog(commands.Cog):
    """The four buttons of an invitation, and the form behind two of them."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"invite": self._press, "invited": self._submitted}

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        answer = _answer(custom_id)
        discussion, person = await self._checked(interaction, custom_id)
        if answer not in _TITLES:
            await self._settle(interaction, custom_id, person, answer)
            return
        plan = discussion.current_plan
        form = forms.writing(
            CustomId("invited", custom_id.verb, custom_id.opaque),
            title=_TITLES[answer],
            question=plan.question,
            stem=plan.stem,
            full=False,
        )
        await forms.show(interaction, form)

    async def _submitted(self, interaction: Interaction, custom_id: CustomId) -> None:
        answer, text = _answer(custom_id), forms.filled(interaction).text
        if not text.strip():
            raise BadInput(refusals.NOTHING_WRITTEN)
        _, person = await self._checked(interaction, custom_id)
        await self._settle(interaction, custom_id, person, answer, text)

    async def _checked(
        self, interaction: Interaction, custom_id: CustomId
    ) -> tuple[Discussion, Person]:
        """The discussion of an open invitation, and who answers it.

        In a direct message Discord does not say how somebody is called in the server; the
        discussion knows.
        """
        guild_id, discussion_id, invitation_id = _ids(custom_id)
        if interaction.guild_id not in (None, guild_id):
            raise custom_ids.unknown()
        person = self._people.person(interaction.user)
        discussion = await self._service.invitations.check(
            guild_id, discussion_id, invitation_id, person
        )
        known = discussion.participants.get(person.id)
        if interaction.guild_id is None and known is not None:
            person = replace(person, name=known.name)
        return discussion, person

    async def _settle(
        self,
        interaction: Interaction,
        custom_id: CustomId,
        person: Person,
        answer: Answer,
        text: str = "",
    ) -> None:
        work = self._service.invitations.answer(
            *_ids(custom_id), person, answer, event_id=interaction.id, text=text
        )
        await replies.soon(interaction, work, update=True)
        await replies.change(interaction, _THANKS[answer])


def _answer(custom_id: CustomId) -> Answer:
    try:
        return Answer(custom_id.verb)
    except ValueError as error:
        raise custom_ids.unknown() from error


def _ids(custom_id: CustomId) -> tuple[int, DiscussionId, str]:
    guild_id, discussion_id, invitation_id = custom_id.parts(3)
    return custom_ids.to_number(guild_id), DiscussionId(discussion_id), invitation_id

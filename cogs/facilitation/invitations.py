"""Answers to a private invitation, in a direct message or in the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from discord.ext import commands

from cogs.delivery import layouts
from cogs.facilitation import invitations_words as words
from cogs.interactions import custom_ids, forms, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import refusals
from cogs.text.languages import phrases
from discussion.model import Answer, Discussion, DiscussionId, Person
from discussion.model.errors import BadInput

if TYPE_CHECKING:
    from discussion.service import DiscussionService

_WITH_WORDS: Final = frozenset({Answer.CONTRIBUTE, Answer.CONTRIBUTE_ANONYMOUSLY})


class InvitationCog(commands.Cog):
    """The four buttons of an invitation, and the form behind two of them."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"invite": self._press, "invited": self._submitted}

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        answer = _answer(custom_id)
        discussion, person = await self._checked(interaction, custom_id)
        if answer not in _WITH_WORDS:
            await self._settle(interaction, custom_id, person, answer)
            return
        plan = discussion.current_plan
        chosen = await self._service.preferences.of(discussion.place.guild_id, person.id)
        said_in = phrases(chosen.language, str(interaction.locale))
        form = forms.writing(
            CustomId("invited", custom_id.verb, custom_id.opaque),
            title=words.form_title(said_in, answer),
            question=plan.question,
            stem=plan.stem,
            full=False,
            without_name=chosen.anonymous and answer is Answer.CONTRIBUTE,
            labels=words.labels(said_in),
        )
        await forms.show(interaction, form)

    async def _submitted(self, interaction: Interaction, custom_id: CustomId) -> None:
        filled = forms.filled(interaction)
        if not filled.text.strip():
            raise BadInput(refusals.NOTHING_WRITTEN)
        answer = Answer.CONTRIBUTE_ANONYMOUSLY if filled.anonymous else _answer(custom_id)
        _, person = await self._checked(interaction, custom_id)
        await self._settle(interaction, custom_id, person, answer, filled.text)

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
        after = await replies.soon(interaction, work, update=True)
        chosen = await self._service.preferences.of(after.place.guild_id, person.id)
        said_in = phrases(chosen.language, str(interaction.locale))
        view = None
        if answer in _WITH_WORDS:
            view = layouts.take_back(after.place, interaction.id, words.take_back(said_in))
        await replies.change(interaction, words.thanks(said_in, answer), view=view)


def _answer(custom_id: CustomId) -> Answer:
    try:
        return Answer(custom_id.verb)
    except ValueError as error:
        raise custom_ids.unknown() from error


def _ids(custom_id: CustomId) -> tuple[int, DiscussionId, str]:
    guild_id, discussion_id, invitation_id = custom_id.parts(3)
    return custom_ids.to_number(guild_id), DiscussionId(discussion_id), invitation_id

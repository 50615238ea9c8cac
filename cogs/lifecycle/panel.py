"""The buttons of the panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord.ext import commands

from cogs.arrangement import circles_words as circle_words
from cogs.interactions import custom_ids, forms, replies
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import current_round
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.lifecycle import steering_words
from cogs.text import commands as command_words
from cogs.text import replies as words
from discussion.arrangement import fishbowl
from discussion.model import Discussion

if TYPE_CHECKING:
    from discussion.service import DiscussionService


class PanelCog(commands.Cog):
    """Joining, writing, passing and stepping out by the panel."""

    def __init__(self, *, service: DiscussionService, people: People) -> None:
        self._service = service
        self._people = people
        self.areas: Mapping[str, Handler] = {"panel": self._press}

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        discussion, number = await current_round(self._service, interaction, custom_id)
        person = self._people.person(interaction.user)
        place = discussion.place
        match custom_id.verb:
            case "here":
                after = await replies.soon(interaction, self._service.presence.join(place, person))
                listens = fishbowl.listens(after, person.id)
                text = f"{words.JOINED} {circle_words.LISTENING}" if listens else words.JOINED
                await replies.reply(interaction, text)
            case "out":
                await replies.soon(interaction, self._service.presence.step_out(place, person))
                await replies.reply(interaction, words.STEPPED_OUT)
            case "pass":
                work = self._service.presence.pass_turn(place, person, round_number=number)
                await replies.soon(interaction, work)
                await replies.reply(interaction, words.PASSED)
            case "move":
                await self._move_on(interaction, discussion, number)
            case "write" | "word":
                await self._open_form(interaction, custom_id, discussion)
            case _:
                raise custom_ids.unknown()

    async def _move_on(self, interaction: Interaction, discussion: Discussion, number: int) -> None:
        person = self._people.person(interaction.user)
        work = self._service.rounds.wish_to_move_on(discussion.place, person, number)
        after = await replies.soon(interaction, work)
        if not after.is_live:
            text = steering_words.MOVED_ON_TO_THE_END
        elif after.current_round.number != number:
            text = steering_words.MOVED_ON
        elif person.id in after.current_round.move_on:
            text = steering_words.WISH_NOTED
        else:
            text = steering_words.WISH_TAKEN_BACK
        await replies.reply(interaction, text)

    async def _open_form(
        self, interaction: Interaction, custom_id: CustomId, discussion: Discussion
    ) -> None:
        plan = discussion.current_plan
        chosen = await self._service.preferences.of(discussion.place.guild_id, interaction.user.id)
        form = forms.writing(
            CustomId("say", "write", custom_id.opaque),
            title=command_words.FORM_SAY,
            question=plan.question,
            stem=plan.stem,
            without_name=chosen.anonymous,
        )
        await forms.show(interaction, form)

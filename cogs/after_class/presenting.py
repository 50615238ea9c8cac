"""``/present``: a finished discussion, shown slide by slide by the people who held it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from cogs.after_class import presenting_words as words
from cogs.interactions import choices, custom_ids, forms, replies, roster
from cogs.interactions.choices import Choices
from cogs.interactions.custom_ids import CustomId
from cogs.interactions.people import People
from cogs.interactions.places import place_of
from cogs.interactions.presses import Handler
from cogs.interactions.replies import Interaction
from cogs.text import refusals
from cogs.text.escaping import MESSAGE_LIMIT, plain
from discussion.after_class.presenting import Presentation
from discussion.lifecycle.leading import check_may_control
from discussion.model import Person
from discussion.model.errors import NotAllowed
from discussion.ports.deck import DeckBuilder, SlideView

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.after_class.presenting import Showing

_MINUTES: Final = 10
_LONGEST: Final = 120


class PresentCog(commands.Cog):
    """Who may turn a slide, present or swap is the service's say."""

    present = app_commands.Group(
        name="present",
        description=words.PRESENT,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
    )

    def __init__(self, *, service: DiscussionService, people: People, builder: DeckBuilder) -> None:
        self._service = service
        self._people = people
        self._builder = builder
        self.areas: Mapping[str, Handler] = {"present": self._press}

    @present.command(name="start", description=words.START)
    @app_commands.describe(discussion=words.START_DISCUSSION, minutes=words.START_MINUTES)
    async def start(
        self,
        interaction: Interaction,
        discussion: str | None = None,
        minutes: app_commands.Range[int, 1, _LONGEST] = _MINUTES,
    ) -> None:
        """Share the slides out and show the first one."""
        place, person = place_of(interaction), self._people.person(interaction.user)
        _check_rights(interaction)
        # Drawing the slides takes some seconds at the first time.
        await replies.defer(interaction)
        chosen = await (
            self._service.archive.one(place.guild_id, discussion)
            if discussion
            else self._service.presenting.latest_in(place)
        )
        check_may_control(chosen, person)
        slides = await self._slides(place.guild_id, chosen.id)
        gone = await roster.gone(interaction.guild, chosen.participants)
        length = timedelta(minutes=minutes)
        showing = await self._service.presenting.start(
            place, person, chosen.id, len(slides), length, gone=gone
        )
        presenting = {each for each in showing.presentation.shares if each is not None}
        await replies.reply(interaction, words.started(len(slides), len(presenting)))

    @start.autocomplete("discussion")
    async def _discussions(self, interaction: Interaction, typed: str) -> Choices:
        if interaction.guild_id is None:
            return []
        found = await self._service.presenting.published(interaction.guild_id)
        return choices.discussions(found, typed)

    @present.command(name="question", description=words.QUESTION)
    @app_commands.describe(text=words.QUESTION_TEXT, anonymous=words.QUESTION_ANONYMOUS)
    async def question(
        self, interaction: Interaction, text: str, anonymous: bool | None = None
    ) -> None:
        """Note a question to the slide that is shown here."""
        showing = await replies.soon(
            interaction, self._service.presenting.here(place_of(interaction))
        )
        await self._ask(
            interaction,
            showing.discussion.id,
            showing.presentation.run,
            showing.presentation.at,
            text,
            nameless=anonymous,
        )

    @present.command(name="swap", description=words.SWAP)
    @app_commands.describe(member=words.SWAP_MEMBER)
    async def swap(self, interaction: Interaction, member: discord.Member) -> None:
        """Offer one's slides for somebody else's."""
        place, person = place_of(interaction), self._people.person(interaction.user)
        other = self._people.person(member)
        work = self._service.presenting.offer_swap(place, person, other)
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.offered(other.id))

    @present.command(name="stop", description=words.STOP)
    async def stop(self, interaction: Interaction) -> None:
        """End the presentation here."""
        place, person = place_of(interaction), self._people.person(interaction.user)
        await replies.soon(interaction, self._service.presenting.stop(place, person))
        await replies.reply(interaction, words.STOPPED)

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left the server: others present what they still had."""
        await self._service.presenting.leave_out(payload.guild_id, payload.user.id)

    async def _press(self, interaction: Interaction, custom_id: CustomId) -> None:
        match custom_id.verb:
            case "next":
                await self._turn(interaction, custom_id, 1)
            case "back":
                await self._turn(interaction, custom_id, -1)
            case "notes":
                await self._notes(interaction, custom_id)
            case "ask":
                await self._open_form(interaction, custom_id)
            case "asked":
                given = forms.filled(interaction)
                where = _three(custom_id)
                await self._ask(interaction, *where, given.text, nameless=given.anonymous)
            case "not_me":
                await self._decline(interaction, custom_id)
            case "join":
                await self._join(interaction, custom_id)
            case "accept" | "keep":
                await self._answer(interaction, custom_id)
            case _:
                raise custom_ids.unknown()

    async def _turn(self, interaction: Interaction, custom_id: CustomId, steps: int) -> None:
        guild, person = self._who(interaction)
        discussion_id, run, slide = _three(custom_id)
        work = self._service.presenting.turn(guild, person, discussion_id, run, slide, steps)
        showing = await replies.soon(interaction, work, update=True)
        # Everybody sees the slide turn; only the end needs a word.
        await replies.defer(interaction, update=True)
        if showing.presentation.ended_at is not None:
            await replies.reply(interaction, words.LAST)

    async def _notes(self, interaction: Interaction, custom_id: CustomId) -> None:
        """The notes of one's own slides, to their presenter alone."""
        guild, person = self._who(interaction)
        showing = await self._of(interaction, custom_id)
        if not showing.presentation.slides_of(person.id):
            await replies.reply(interaction, words.NO_NOTES)
            return
        await replies.defer(interaction)
        slides = await self._slides(guild, showing.discussion.id)
        text = _own_notes(showing.presentation, person.id, slides)
        shown = plain(text)
        if len(shown) <= MESSAGE_LIMIT:
            await replies.reply(interaction, shown)
            return
        files = [replies.text_file(text, words.NOTES_FILE)]
        await replies.reply(interaction, words.NOTES_ATTACHED, files=files)

    async def _open_form(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, person = self._who(interaction)
        discussion_id, run, _ = _three(custom_id)
        await self._service.presenting.of(guild, discussion_id, run)
        wishes = await self._service.preferences.of(guild, person.id)
        form = forms.writing(
            CustomId("present", "asked", custom_id.opaque),
            title=words.FORM,
            full=False,
            without_name=wishes.anonymous,
        )
        await forms.show(interaction, form)

    async def _ask(
        self,
        interaction: Interaction,
        discussion_id: str,
        run: int,
        slide: int,
        text: str,
        *,
        nameless: bool | None,
    ) -> None:
        guild, person = self._who(interaction)
        work = self._service.presenting.ask(
            guild, person, discussion_id, run, slide, text, nameless=nameless
        )
        showing = await replies.soon(interaction, work)
        named = showing.presentation.questions[-1].name is not None
        await replies.reply(interaction, words.NOTED if named else words.NOTED_NAMELESS)

    async def _decline(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, person = self._who(interaction)
        work = self._service.presenting.decline(guild, person.id, *_two(custom_id))
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.NOT_YOURS)

    async def _join(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, person = self._who(interaction)
        work = self._service.presenting.join(guild, person, *_two(custom_id))
        showing = await replies.soon(interaction, work)
        has_slides = showing.presentation.slides_of(person.id)
        await replies.reply(interaction, words.COUNTED_IN if has_slides else words.WAITING)

    async def _answer(self, interaction: Interaction, custom_id: CustomId) -> None:
        guild, person = self._who(interaction)
        discussion_id, run, number = _three(custom_id)
        accept = custom_id.verb == "accept"
        work = self._service.presenting.answer_swap(
            guild, person, discussion_id, run, number, accept=accept
        )
        await replies.soon(interaction, work)
        await replies.reply(interaction, words.ACCEPTED if accept else words.DECLINED)

    async def _of(self, interaction: Interaction, custom_id: CustomId) -> Showing:
        guild, _ = self._who(interaction)
        return await self._service.presenting.of(guild, *_two(custom_id))

    def _who(self, interaction: Interaction) -> tuple[int, Person]:
        return place_of(interaction).guild_id, self._people.person(interaction.user)

    async def _slides(self, guild_id: int, discussion_id: str) -> tuple[SlideView, ...]:
        record = await self._service.archive.record(guild_id, discussion_id)
        house = await self._service.houses.style_of(guild_id)
        return await self._builder.slides(record, house)


def _two(custom_id: CustomId) -> tuple[str, int]:
    discussion_id, run = custom_id.parts(2)
    return discussion_id, custom_ids.to_number(run)


def _three(custom_id: CustomId) -> tuple[str, int, int]:
    discussion_id, run, number = custom_id.parts(3)
    return discussion_id, custom_ids.to_number(run), custom_ids.to_number(number)


def _own_notes(presentation: Presentation, person_id: int, slides: tuple[SlideView, ...]) -> str:
    """The notes of somebody's slides from the present one on, or of all if they are over."""
    own = [number for number in presentation.slides_of(person_id) if number <= len(slides)]
    to_come = [number for number in own if number >= presentation.at] or own
    return "\n\n".join(
        words.notes(
            number,
            " ".join(slides[number - 1].title.split()),
            slides[number - 1].notes,
            shown=number == presentation.at,
        )
        for number in to_come
    )


def _check_rights(interaction: Interaction) -> None:
    """Refuse a channel in which the bot could not show slides. Raises ``NotAllowed``."""
    has = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    sends = "send_messages_in_threads" if in_thread else "send_messages"
    needed = ("view_channel", sends, "read_message_history", "attach_files")
    lacking = [name for name in needed if not getattr(has, name)]
    if lacking and not has.administrator:
        raise NotAllowed(refusals.bot_lacks(refusals.permission_names(lacking)))

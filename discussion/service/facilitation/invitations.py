"""Invitations: what people answer when they are asked in."""

from __future__ import annotations

from dataclasses import replace

from discussion.contributions import speaking
from discussion.contributions.speaking import Words
from discussion.model import Answer, Discussion, DiscussionId, Person
from discussion.model.errors import NothingRuns
from discussion.parsing.text import clean_text
from discussion.ports.store import Transaction
from discussion.service.applying import apply, turned
from discussion.service.contributions.speaking import record
from discussion.service.deciding import Deciding


class Invitations(Deciding):
    """Answers to private invitations."""

    async def check(
        self, guild_id: int, discussion_id: str, invitation_id: str, person: Person
    ) -> Discussion:
        """The discussion of an open invitation; raises if it is over or not this person's."""
        wanted = DiscussionId(discussion_id)
        discussion = await self._store.read(lambda reader: reader.discussion(guild_id, wanted))
        if discussion is None:
            raise NothingRuns("That discussion is not kept here any more.")
        speaking.open_invitation(discussion, invitation_id, person)
        return discussion

    async def answer(
        self,
        guild_id: int,
        discussion_id: str,
        invitation_id: str,
        person: Person,
        answer: Answer,
        *,
        event_id: int | None = None,
        text: str = "",
    ) -> Discussion:
        """Somebody answers an invitation. Contributing takes words and the interaction's id."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> Discussion:
            discussion = transaction.discussion(guild_id, DiscussionId(discussion_id))
            if discussion is None:
                raise NothingRuns("That discussion is not kept here any more.")
            invitation = speaking.open_invitation(discussion, invitation_id, person)
            known = discussion.participants[person.id]
            named = replace(person, name=known.name)
            if answer is Answer.PASS:
                after = speaking.passed(discussion, named, now)
            elif answer is Answer.NOT_THIS_SESSION:
                after = speaking.opted_out(discussion, named, now)
            else:
                words = Words(
                    event_id or 0,
                    clean_text(text),
                    anonymous=answer is Answer.CONTRIBUTE_ANONYMOUSLY,
                    invitation=invitation,
                )
                record(transaction, discussion, named, words, None, now)
                return transaction.discussion(guild_id, discussion.id) or discussion
            return apply(transaction, turned(discussion, after, now), now)

        return await self._store.write(unit)

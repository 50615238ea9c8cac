"""Contributions by command, form and menu: saying, tagging, endorsing. Answered after COMMIT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from discussion import posts
from discussion.arrangement import arranging
from discussion.contributions import pseudonyms, speaking
from discussion.contributions.speaking import HeardMessage, Words
from discussion.model import (
    Contribution,
    Discussion,
    Endorsement,
    Link,
    LinkKind,
    Person,
    Place,
    Tag,
    TagKind,
)
from discussion.model.errors import BadInput, NotAllowed, WrongMoment
from discussion.model.preferences import preferred
from discussion.parsing.tags import parse_tag_list
from discussion.parsing.text import clean_text
from discussion.ports.store import Reader, Transaction
from discussion.service.applying import apply, live_at, running_at, turned
from discussion.service.contributions import taking_back
from discussion.service.contributions.messages import record_message
from discussion.service.deciding import Deciding


class Contributions(Deciding):
    """What people say and mark by commands, forms and menus."""

    async def say(
        self,
        place: Place,
        person: Person,
        *,
        event_id: int,
        text: str,
        tags: str = "",
        anonymous: bool | None = None,
        link: LinkKind | None = None,
        to: int | None = None,
    ) -> Contribution:
        """Record words given by command or form, and show them to everybody.

        ``event_id`` is the interaction's id: the same one twice is recorded once. ``anonymous`` is
        None where the person did not say: then it is as they prefer. ``to`` is the id of the
        contribution that ``link`` refers to.
        """
        words = Words(
            event_id,
            clean_text(text),
            tags_in(tags),
            bool(anonymous),
            channel_id=place.channel_id,
        )
        now = self._clock.now()

        def unit(transaction: Transaction) -> Contribution:
            discussion = live_at(transaction, place)
            relation = Link(event_id, to, link) if link is not None and to is not None else None
            wishes = preferred(transaction.preferences(place.guild_id), person.id)
            meant = replace(words, anonymous=wishes.anonymous) if anonymous is None else words
            return record(transaction, discussion, person, meant, relation, now)

        return await self._store.write(unit)

    async def in_message(
        self,
        place: Place,
        message: HeardMessage | None,
        message_id: int,
        by: Person,
        *,
        of_past: bool = False,
    ) -> Sequence[Contribution]:
        """What is recorded in a message; one's own is recorded first if it was not.

        ``of_past``: also of a discussion whose deck was published.
        """

        def unit(transaction: Transaction) -> Sequence[Contribution]:
            found = transaction.contributions_in_message(place.guild_id, message_id)
            if found and of_past:
                return found
            running_at(transaction, place)
            if not found and message and message.text and message.author.id == by.id:
                record_message(transaction, message)
                found = transaction.contributions_in_message(place.guild_id, message_id)
                kept = transaction.contribution(place.guild_id, message_id)
                if not found and kept is not None and kept.held:
                    raise WrongMoment(
                        "Your words are kept for the reveal at the end of this round."
                    )
                if not found and kept is not None:
                    raise WrongMoment(
                        "Those words are not in the record, as you chose. "
                        "Press I'm here on the panel to take part again."
                    )
            if not found:
                raise BadInput(
                    "That message is not in the record. "
                    "Only what people say in a running discussion is."
                )
            return found

        return await self._store.write(unit)

    async def tag(
        self,
        place: Place,
        by: Person,
        contribution_id: int,
        tags: str,
        *,
        anonymous: bool | None = None,
    ) -> Contribution:
        """Add tags to a contribution, and make one's own anonymous (which stays so).

        Words that become anonymous are posted again without the name, and the message that shows
        the name is removed where the bot may do that.
        """
        added = tags_in(tags)
        if not added and not anonymous:
            raise BadInput("Choose at least one tag, or write a theme of your own.")

        def unit(transaction: Transaction) -> Contribution:
            discussion = running_at(transaction, place)
            before = _kept(transaction, discussion, contribution_id)
            if before.author_id != by.id and any(
                tag.kind is TagKind.SOCIAL_LOCATION for tag in added
            ):
                raise NotAllowed(
                    "Only the person who said it can give it a social location. "
                    "You can add other tags."
                )
            after = replace(before, tags=before.tags | added)
            if not anonymous or before.anonymous:
                transaction.replace_contribution(after)
                return after
            if before.author_id != by.id:
                raise NotAllowed("Only the person who wrote it can make it anonymous.")
            after = speaking.nameless(after)
            return taking_back.without_name(transaction, discussion, before, after)

        return await self._store.write(unit)

    async def take_back(self, place: Place, by: Person, contribution_id: int) -> Contribution:
        """Withdraw one's own words, however they were given; returns them as they were.

        They leave the record, and the bot removes every message that shows them where it may. A
        deck that shows them is made anew.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> Contribution:
            before = transaction.contribution(place.guild_id, contribution_id)
            if before is None or before.withdrawn_at is not None:
                raise BadInput("Those words are not in the record any more.")
            discussion = transaction.discussion(place.guild_id, before.discussion_id)
            if discussion is None:
                raise BadInput("Those words are not in the record any more.")
            if before.author_id != by.id:
                raise NotAllowed("Only the person who said it can take it back.")
            taking_back.without_words(transaction, discussion, before, now)
            taking_back.made_anew(transaction, discussion, now)
            return before

        return await self._store.write(unit)

    async def endorse(self, place: Place, by: Person, contribution_id: int) -> bool:
        """Mark a contribution as speaking for oneself too, or take that back."""

        def unit(transaction: Transaction) -> bool:
            discussion = running_at(transaction, place)
            target = _kept(transaction, discussion, contribution_id)
            if target.author_id == by.id:
                raise BadInput("Those are your own words; they speak for you already.")
            facts = transaction.facts(place.guild_id, discussion.id)
            endorsement = Endorsement(target.id, by.id)
            if facts is not None and endorsement in facts.endorsements:
                transaction.unendorse(place.guild_id, endorsement)
                return False
            transaction.endorse(place.guild_id, endorsement)
            return True

        return await self._store.write(unit)


def tags_in(text: str) -> frozenset[Tag]:
    """The tags that a form or an option names."""
    return parse_tag_list(clean_text(text))


def record(
    transaction: Transaction,
    discussion: Discussion,
    person: Person,
    words: Words,
    link: Link | None,
    now: datetime,
) -> Contribution:
    """Record words in a unit of work, and post them unless they are held for a reveal."""
    guild = discussion.place.guild_id
    before = transaction.contribution(guild, words.event_id)
    if before is not None:
        return before
    contribution = speaking.from_words(discussion, person, words, now)
    target = transaction.contribution(guild, link.to_id) if link else None
    if link is not None and (target is None or target.discussion_id != discussion.id):
        raise BadInput("What you answer is not in the record of this discussion any more.")
    if contribution.anonymous:
        after = speaking.with_nameless_words(discussion, person, now)
        after = speaking.heard(pseudonyms.given(after, person.id), contribution)
        after = arranging.unmoved(after, discussion)
    else:
        after = speaking.with_sign(discussion, person, now, contribution.channel_id)
        after = speaking.heard(after, contribution)
    decision = turned(discussion, after, now)
    if not contribution.held:
        said = posts.said(after, contribution, link, target)
        decision = replace(decision, posts=(*decision.posts, said))
    apply(transaction, decision, now)
    transaction.add_contribution(contribution)
    if link is not None:
        transaction.add_link(guild, link)
    return contribution


def _kept(transaction: Reader, discussion: Discussion, contribution_id: int) -> Contribution:
    found = transaction.contribution(discussion.place.guild_id, contribution_id)
    if found is None or found.withdrawn_at or found.discussion_id != discussion.id:
        raise BadInput("Those words are not in the record of this discussion any more.")
    return found

"""What people say, tag, link and take back: the half of the service that keeps words.

Ordinary messages are queued to the writer and nobody waits for them; commands and forms are
answered after COMMIT.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from discussion import contributions, lifecycle, posts
from discussion.applying import apply, published, running_at, turned
from discussion.contributions import HeardMessage, Words
from discussion.effects import Decision, Post, PostKind
from discussion.errors import BadInput, NotAllowed, WrongMoment
from discussion.model import (
    Contribution,
    Discussion,
    DiscussionId,
    Endorsement,
    InvitationState,
    Link,
    Person,
    Place,
    Source,
    State,
    Tag,
    TagKind,
)
from discussion.ports import Clock, Reader, Store, Transaction
from discussion.tags import link_kind_in, parse_tag_list
from discussion.text import clean_text

TYPING_LASTS = timedelta(seconds=10)
"""Discord repeats the sign while somebody types, at least every ten seconds."""
MOST_TYPING = 10_000
"""How many signs of typing are remembered before the oldest are dropped."""


class Talk:
    """Words in, words changed, words out."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._typing: dict[tuple[Place, int], datetime] = {}

    def typing(self, place: Place, person_id: int) -> None:
        """Somebody is writing. Kept in memory only: after a restart nobody is."""
        key = (place, person_id)
        self._typing.pop(key, None)
        self._typing[key] = self._clock.now()
        while len(self._typing) > MOST_TYPING:
            self._typing.pop(next(iter(self._typing)))

    def typing_in(self, place: Place, now: datetime) -> frozenset[int]:
        """Who is writing in a place."""
        return frozenset(
            person
            for (where, person), at in tuple(self._typing.items())
            if where == place and now - at <= TYPING_LASTS
        )

    def tags_in(self, text: str) -> frozenset[Tag]:
        """The tags that a form or an option names."""
        return parse_tag_list(clean_text(text))

    # -- ordinary messages -------------------------------------------------------------------

    def hear(self, message: HeardMessage) -> None:
        """Record an ordinary message, without waiting for it."""
        self._store.write_soon(lambda transaction: record_message(transaction, message))

    def edited(self, guild_id: int, message_id: int, text: str) -> None:
        """A message has new words."""
        words, now = clean_text(text), self._clock.now()
        if words:
            self._store.write_soon(lambda t: _edit(t, guild_id, message_id, words, now))

    def deleted(self, guild_id: int, message_ids: Iterable[int]) -> None:
        """Messages are gone; their words leave the record."""
        gone, now = tuple(message_ids), self._clock.now()
        self._store.write_soon(lambda t: _withdraw(t, guild_id, gone, now))

    def reacted(
        self, guild_id: int, message_id: int, person_id: int, emoji: str, *, added: bool
    ) -> None:
        """Somebody reacted to a message, or took it back. Only some reactions mean anything."""
        if not posts.endorses(emoji):
            return

        def unit(transaction: Transaction) -> None:
            found = transaction.contributions_in_message(guild_id, message_id)
            if len(found) != 1 or found[0].author_id == person_id:
                return
            endorsement = Endorsement(found[0].id, person_id)
            if added:
                transaction.endorse(guild_id, endorsement)
            else:
                transaction.unendorse(guild_id, endorsement)

        self._store.write_soon(unit)

    # -- commands, forms and menus -----------------------------------------------------------

    def record(
        self,
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
        contribution = contributions.from_words(discussion, person, words, now)
        target = transaction.contribution(guild, link.to_id) if link else None
        if link is not None and (target is None or target.discussion_id != discussion.id):
            raise BadInput("What you answer is not in the record of this discussion any more.")
        after = contributions.with_sign(discussion, person, now)
        after = contributions.heard(after, contribution)
        if contribution.anonymous:
            # The order of a go-round is public: whoever moved in it now would be the author.
            after = replace(after, turns=discussion.turns)
        decision = turned(discussion, after, now)
        if not contribution.held:
            said = posts.said(after, contribution, link, target)
            decision = replace(decision, posts=(*decision.posts, said))
        apply(transaction, decision, now)
        transaction.add_contribution(contribution)
        if link is not None:
            transaction.add_link(guild, link)
        return contribution

    async def contributions_in(
        self, place: Place, message: HeardMessage | None, message_id: int, by: Person
    ) -> Sequence[Contribution]:
        """What is recorded in a message; one's own is recorded first if it was not."""

        def unit(transaction: Transaction) -> Sequence[Contribution]:
            running_at(transaction, place)
            found = transaction.contributions_in_message(place.guild_id, message_id)
            if not found and message is not None and message.author.id == by.id:
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
        added = self.tags_in(tags)
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
            if before.held:
                after = replace(after, anonymous=True)
                transaction.replace_contribution(after)
                return after
            if before.message_id is None:
                raise WrongMoment("Those words are being posted just now. Try again in a moment.")
            after = replace(after, anonymous=True, message_id=None)
            _show_without_name(transaction, discussion, before, after)
            return after

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

    # -- after a gap -------------------------------------------------------------------------

    async def reconcile(
        self,
        guild_id: int,
        discussion_id: str,
        messages: Sequence[HeardMessage],
        *,
        known_before: Collection[int] | None = None,
    ) -> None:
        """Bring the record in line with what the channel shows now.

        ``messages`` is everything that people wrote there since the discussion began. What is not
        recorded is; what reads differently is edited; what is gone is withdrawn. Only what was in
        the record before the channel was read (``known_before``; None: all of it) can be missed
        there: somebody may have written since.
        """
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            facts = transaction.facts(guild_id, DiscussionId(discussion_id))
            if facts is None:
                return
            shown = {message.id: message for message in messages}
            known = {c.id for c in facts.contributions}
            for message in messages:
                if message.id not in known:
                    record_message(transaction, message)
            for before in facts.contributions:
                if before.message_id != before.id or before.source is not Source.MESSAGE:
                    continue
                message_now = shown.get(before.id)
                if message_now is None:
                    if known_before is None or before.id in known_before:
                        _withdraw(transaction, guild_id, (before.id,), now)
                elif (words := clean_text(message_now.text)) and words != before.text:
                    transaction.replace_contribution(contributions.edited(before, words, now))

        await self._store.write(unit)

    # -- posts -------------------------------------------------------------------------------

    async def delivered(self, post: Post, message_id: int | None, version: int) -> None:
        """A post stands in Discord: the words it shows can be read there from now on."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            transaction.mark_sent(post.dedup, message_id, now, version)
            if message_id is not None:
                _shown(transaction, post, message_id)
            if post.kind is PostKind.DECK:
                _publish(transaction, post)

        await self._store.write(unit)

    async def undeliverable(
        self, post: Post, reason: str, version: int, *, direct_messages_closed: bool
    ) -> None:
        """A post can never be made; what it was for is done another way where there is one."""
        now = self._clock.now()

        def unit(transaction: Transaction) -> None:
            transaction.mark_failed(post.dedup, reason, now, version)
            discussion = transaction.discussion(post.guild_id, post.discussion_id)
            if discussion is None:
                return
            if post.kind is PostKind.INVITATION:
                _not_invited(transaction, discussion, post, now, closed=direct_messages_closed)
            elif post.kind is PostKind.HIDE:
                _stays_visible(transaction, post)
            elif post.kind is PostKind.DECK:
                _publish(transaction, post)

        await self._store.write(unit)


def record_message(transaction: Transaction, message: HeardMessage) -> None:
    """Record an ordinary message in a unit of work; the hot path of the whole product."""
    discussion = transaction.discussion_at(message.place)
    if discussion is None or discussion.state is State.PUBLISHED:
        return
    text = clean_text(message.text)
    if not text:
        return
    contribution = contributions.from_message(discussion, message, text)
    if contribution is None:
        return
    guild = message.place.guild_id
    if contribution.withdrawn_at is not None:
        transaction.add_contribution(contribution)
        return
    after = contributions.with_person(discussion, message.author, message.said_at)
    after = contributions.heard(after, contribution)
    if after is not discussion:
        if transaction.contribution(guild, message.id) is not None:
            return
        apply(transaction, turned(discussion, after, message.said_at), message.said_at)
    transaction.add_contribution(contribution)
    if contribution.held:
        transaction.post(posts.hide(discussion, message.place, message.id, message.id))
    if message.reply_to is not None:
        target = transaction.contributions_in_message(guild, message.reply_to)
        if len(target) == 1 and target[0].discussion_id == discussion.id:
            link = Link(message.id, target[0].id, link_kind_in(text))
            transaction.add_link(guild, link)


def _edit(
    transaction: Transaction, guild_id: int, message_id: int, words: str, now: datetime
) -> None:
    before = transaction.contribution(guild_id, message_id)
    if before is None or before.withdrawn_at is not None or before.message_id != message_id:
        return
    if words != before.text:
        transaction.replace_contribution(contributions.edited(before, words, now))


def _withdraw(
    transaction: Transaction, guild_id: int, message_ids: Iterable[int], now: datetime
) -> None:
    for message_id in message_ids:
        for before in transaction.contributions_in_message(guild_id, message_id):
            transaction.replace_contribution(contributions.withdrawn(before, now))


def _kept(transaction: Reader, discussion: Discussion, contribution_id: int) -> Contribution:
    found = transaction.contribution(discussion.place.guild_id, contribution_id)
    if found is None or found.withdrawn_at or found.discussion_id != discussion.id:
        raise BadInput("Those words are not in the record of this discussion any more.")
    return found


def _shown(transaction: Transaction, post: Post, message_id: int) -> None:
    """Note where words can be read now."""
    if post.kind is PostKind.SAID:
        shown = [post.data["contribution"]]
    elif post.kind is PostKind.REVEAL:
        lines = cast("Sequence[Mapping[str, object]]", post.data["lines"])
        shown = [cast("int", line["contribution"]) for line in lines]
    else:
        return
    for contribution_id in shown:
        before = transaction.contribution(post.guild_id, cast("int", contribution_id))
        if before is not None and before.withdrawn_at is None:
            transaction.replace_contribution(replace(before, held=False, message_id=message_id))


def _show_without_name(
    transaction: Transaction, discussion: Discussion, before: Contribution, after: Contribution
) -> None:
    """Post words again without the name, with those they shared a message with, if any."""
    guild, shown = discussion.place.guild_id, before.message_id
    shared = transaction.contributions_in_message(guild, shown) if shown is not None else ()
    # Before the message goes: its removal must not be taken for the people's own.
    lines = [after if c.id == after.id else replace(c, message_id=None) for c in shared] or [after]
    for line in lines:
        transaction.replace_contribution(line)
    if len(lines) > 1:
        round_ = contributions.round_for(discussion, after)
        transaction.post(posts.revealed_again(discussion, round_, lines, after))
    else:
        transaction.post(posts.said(discussion, after, None, None))
    if shown is not None:
        where = Place(guild, before.channel_id)
        transaction.post(posts.hide(discussion, where, shown, before.id))


def _publish(transaction: Transaction, post: Post) -> None:
    discussion = transaction.discussion(post.guild_id, post.discussion_id)
    if discussion is not None:
        transaction.save(published(discussion))


def _not_invited(
    transaction: Transaction, discussion: Discussion, post: Post, now: datetime, *, closed: bool
) -> None:
    """An invitation did not arrive: it does not count, and the panel offers a word to everyone."""
    invitation = next(
        (i for i in discussion.invitations if i.id == post.data.get("invitation")), None
    )
    if invitation is None or invitation.state is not InvitationState.OPEN:
        return
    lost = replace(invitation, state=InvitationState.UNDELIVERABLE)
    discussion = discussion.with_invitation(lost)
    decision = Decision(discussion)
    if closed:
        decision = lifecycle.quiet_button_shown(discussion, invitation.round_number, now)
    apply(transaction, decision, now)


def _stays_visible(transaction: Transaction, post: Post) -> None:
    """A message could not be removed: its words can be read there after all."""
    before = transaction.contribution(post.guild_id, cast("int", post.data["contribution"]))
    if before is None or before.withdrawn_at or before.anonymous or before.message_id:
        return
    shown_at = cast("int", post.data["message_id"])
    transaction.replace_contribution(replace(before, held=False, message_id=shown_at))

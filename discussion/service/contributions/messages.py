"""Messages: what people write in the channel, and what becomes of it later.

Nobody waits for these: they are queued to the writer in the order in which Discord tells of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from discussion import posts
from discussion.contributions import speaking
from discussion.contributions.speaking import HeardMessage
from discussion.model import (
    Discussion,
    DiscussionId,
    Endorsement,
    Link,
    Mention,
    Place,
    Source,
    State,
)
from discussion.model.effects import PostKind
from discussion.model.preferences import preferred
from discussion.model.timing import round_at
from discussion.parsing.tags import endorses, link_kind_in
from discussion.parsing.text import clean_text
from discussion.ports.store import Clock, Store, Transaction
from discussion.service.applying import apply, turned
from discussion.service.contributions import keeping, taking_back
from discussion.service.deciding import Deciding

TYPING_LASTS = timedelta(seconds=10)
"""Discord repeats the sign while somebody types, at least every ten seconds."""
_IN_MESSAGES = (Source.MESSAGE, Source.REVIEW)
"""Whose words stand, or stood, in their author's own message."""
MOST_TYPING = 10_000
"""How many signs of typing are remembered before the oldest are dropped."""


class Messages(Deciding):
    """Ordinary messages in, changed, gone, reacted to; and read anew after a gap."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        super().__init__(store=store, clock=clock)
        self._typing: dict[tuple[Place, int], datetime] = {}

    def typing(self, place: Place, person_id: int) -> None:
        """Somebody is writing. Kept in memory only: after a restart nobody is."""
        key = (place, person_id)
        self._typing.pop(key, None)
        self._typing[key] = self._clock.now()
        while len(self._typing) > MOST_TYPING:
            self._typing.pop(next(iter(self._typing)))

    def typing_in(self, places: Collection[Place], now: datetime) -> frozenset[int]:
        """Who is writing in one of these places."""
        return frozenset(
            person
            for (where, person), at in tuple(self._typing.items())
            if where in places and now - at <= TYPING_LASTS
        )

    def hear(self, message: HeardMessage) -> None:
        """Record an ordinary message, without waiting for it."""
        self._store.write_soon(lambda transaction: record_message(transaction, message))

    def edited(
        self, guild_id: int, message_id: int, text: str, mentions: Sequence[Mention] = ()
    ) -> None:
        """A message has new words."""
        words, now = clean_text(text), self._clock.now()
        if words:
            self._store.write_soon(lambda t: _edit(t, guild_id, message_id, words, now, mentions))

    def deleted(self, guild_id: int, message_ids: Iterable[int]) -> None:
        """Messages are gone; their words leave the record."""
        gone, now = tuple(message_ids), self._clock.now()
        self._store.write_soon(lambda t: _withdraw(t, guild_id, gone, now))

    def reacted(
        self, guild_id: int, message_id: int, person_id: int, emoji: str, *, added: bool
    ) -> None:
        """Somebody reacted to a message, or took it back. Only some reactions mean anything."""
        if not endorses(emoji):
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

    async def recorded_ids(self, guild_id: int, discussion_id: str) -> frozenset[int]:
        """The ids of what is recorded of a discussion so far."""
        wanted = DiscussionId(discussion_id)
        facts = await self._store.read(lambda reader: reader.facts(guild_id, wanted))
        return frozenset(each.id for each in facts.contributions) if facts else frozenset()

    async def reconcile(
        self,
        guild_id: int,
        discussion_id: str,
        messages: Sequence[HeardMessage],
        *,
        known_before: Collection[int] | None = None,
        channels: Collection[int] | None = None,
    ) -> None:
        """Bring the record in line with what its channels show now.

        ``messages`` is everything that people wrote there since the discussion began, ``channels``
        is which of the discussion's channels were read (None: all). What is not
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
            over = facts.discussion.state is State.PUBLISHED
            for message in messages:
                # What was missed is not published after the fact; what went is honoured.
                if message.id not in known and not over:
                    record_message(transaction, message)
            for before in facts.contributions:
                may_be_gone = before.held or before.message_id == before.id
                if before.source not in _IN_MESSAGES or not may_be_gone:
                    continue
                if channels is not None and before.channel_id not in channels:
                    continue
                message_now = shown.get(before.id)
                if message_now is None:
                    if known_before is None or before.id in known_before:
                        _withdraw(transaction, guild_id, (before.id,), now)
                elif before.source is Source.REVIEW:
                    continue
                elif words := clean_text(message_now.text):
                    _edit(transaction, guild_id, before.id, words, now, message_now.mentions)

        await self._store.write(unit)


def record_message(transaction: Transaction, message: HeardMessage) -> None:
    """Record an ordinary message in a unit of work; the hot path of the whole product."""
    discussion = transaction.discussion_at(message.place)
    if discussion is None or discussion.state is State.PUBLISHED:
        return
    if not message.text:
        _unread(transaction, discussion, message)
        return
    text = clean_text(message.text)
    if not text:
        return
    contribution = speaking.from_message(discussion, message, text)
    if contribution is None:
        return
    guild = message.place.guild_id
    if contribution.withdrawn_at is not None:
        transaction.add_contribution(contribution)
        return
    where = message.place.channel_id
    after = speaking.with_person(discussion, message.author, message.said_at, where)
    after = speaking.heard(after, contribution)
    if after is not discussion:
        if transaction.contribution(guild, message.id) is not None:
            return
        apply(transaction, turned(discussion, after, message.said_at), message.said_at)
    transaction.add_contribution(contribution)
    if contribution.held:
        transaction.post(posts.hide(discussion, message.place, message.id, message.id, own=True))
        _tell(transaction, discussion, PostKind.WORDS_KEPT, message.author.id)
    if message.reply_to is not None:
        target = transaction.contributions_in_message(guild, message.reply_to)
        if len(target) == 1 and target[0].discussion_id == discussion.id:
            link = Link(message.id, target[0].id, link_kind_in(text))
            transaction.add_link(guild, link)


def _unread(transaction: Transaction, discussion: Discussion, message: HeardMessage) -> None:
    """Somebody wrote what the bot may not read: they count as there, and are told once."""
    known = discussion.participants.get(message.author.id)
    opted_out = known is not None and known.opted_out_at is not None
    if opted_out or not discussion.is_live or round_at(discussion, message.said_at) is None:
        return
    after = speaking.with_unread_words(discussion, message)
    apply(transaction, turned(discussion, after, message.said_at), message.said_at)
    _tell(transaction, discussion, PostKind.WORDS_UNREAD, message.author.id)


def _tell(transaction: Transaction, discussion: Discussion, kind: PostKind, person_id: int) -> None:
    """Let somebody privately know what became of their words, once a class."""
    wishes = preferred(transaction.preferences(discussion.place.guild_id), person_id)
    transaction.post(posts.private_word(discussion, kind, person_id, wishes))


def _edit(
    transaction: Transaction,
    guild_id: int,
    message_id: int,
    words: str,
    now: datetime,
    mentions: Sequence[Mention],
) -> None:
    before = transaction.contribution(guild_id, message_id)
    if before is None or before.withdrawn_at is not None:
        return
    if (words, tuple(mentions)) == (before.text, before.mentions):
        return
    if before.message_id == message_id:
        transaction.replace_contribution(speaking.edited(before, words, now, mentions))
        _made_anew(transaction, guild_id, before.discussion_id, now)
    elif before.held and before.source in _IN_MESSAGES:
        # Replaced before the bot hid it: the reveal has what they left standing.
        discussion = transaction.discussion(guild_id, before.discussion_id)
        if discussion is not None:
            after = speaking.edited(before, words, now, mentions)
            taking_back.with_other_words(transaction, discussion, before, after)


def _withdraw(
    transaction: Transaction, guild_id: int, message_ids: Iterable[int], now: datetime
) -> None:
    for message_id in message_ids:
        for shown in transaction.contributions_in_message(guild_id, message_id):
            after = speaking.withdrawn(shown, now)
            transaction.replace_contribution(after)
            discussion = transaction.discussion(guild_id, shown.discussion_id)
            if discussion is not None:
                keeping.taken_along(transaction, discussion, shown, after)
            _made_anew(transaction, guild_id, shown.discussion_id, now)
        before = transaction.contribution(guild_id, message_id)
        if before is not None and before.held:
            discussion = transaction.discussion(guild_id, before.discussion_id)
            if discussion is not None:
                taking_back.deleted_by_author(transaction, discussion, before, now)


def _made_anew(
    transaction: Transaction, guild_id: int, discussion_id: DiscussionId, now: datetime
) -> None:
    discussion = transaction.discussion(guild_id, discussion_id)
    if discussion is not None:
        taking_back.made_anew(transaction, discussion, now)

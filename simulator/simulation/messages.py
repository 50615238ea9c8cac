"""What happens when somebody posts, edits, deletes or reacts: store it, then tell the gateway."""

import re
from collections.abc import Sequence

from simulator.gateway.gateway import Gateway
from simulator.payloads import messages as message_payloads
from simulator.payloads import objects
from simulator.state.model import (
    EPHEMERAL,
    Attachment,
    Channel,
    Message,
    Payload,
    ThreadFacts,
    User,
)
from simulator.state.permissions import Permission
from simulator.state.world import World

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")


class Conversation:
    """Changes messages and dispatches the events that follow."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world = world
        self.gateway = gateway

    def post(
        self,
        channel: Channel,
        author: User,
        *,
        content: str = "",
        embeds: Sequence[Payload] = (),
        components: Sequence[Payload] = (),
        attachments: Sequence[Attachment] = (),
        flags: int = 0,
        kind: int = 0,
        reply_to: Message | None = None,
        nonce: str | int | None = None,
        poll: Payload | None = None,
        allowed_mentions: Payload | None = None,
        interaction_metadata: Payload | None = None,
        ephemeral_for: int | None = None,
    ) -> Message:
        """Store a new message; unless it is ephemeral, the gateway hears of it."""
        message = Message(
            self.world.ids.next(),
            channel,
            author,
            self.world.now(),
            content=content,
            type=kind,
            flags=flags | (EPHEMERAL if ephemeral_for is not None else 0),
            embeds=[{"type": "rich"} | embed for embed in embeds],
            attachments=list(attachments),
            reply_to=reply_to,
            nonce=nonce,
            poll=poll,
            interaction_metadata=interaction_metadata,
            ephemeral_for=ephemeral_for,
        )
        message.components = self._shown(components, message.attachments)
        self._note_mentions(message, allowed_mentions)
        channel.keep(message)
        if channel.thread is not None and ephemeral_for is None:
            channel.thread.total_messages += 1
            self._reopen(channel, channel.thread)
        if ephemeral_for is None:
            data = message_payloads.dispatched_message(self.world, message, nonce=True)
            self.gateway.dispatch_message("MESSAGE_CREATE", message, data)
        return message

    def _reopen(self, channel: Channel, facts: ThreadFacts) -> None:
        """Bring an archived thread back, as a new message in it does."""
        if facts.archived:
            facts.archived = False
            facts.archive_changed_at = self.world.now()
            body = objects.thread(channel)
            self.gateway.dispatch("THREAD_UPDATE", body, channel.guild_id, channel=channel)

    def edit(self, message: Message, changes: Payload, *, mark_edited: bool = True) -> None:
        """Apply an edit's keys and tell the gateway.

        Args:
            message: Changed in place.
            changes: Any of content, embeds, components, attachments, flags, allowed_mentions.
            mark_edited: False for a deferred answer that arrives: Discord shows no "(edited)".
        """
        if "content" in changes:
            message.content = changes["content"] or ""
        if "embeds" in changes:
            message.embeds = [{"type": "rich"} | embed for embed in changes["embeds"] or []]
        if "attachments" in changes:
            message.attachments = changes["attachments"]
        if "flags" in changes:
            message.flags = changes["flags"]
        if "components" in changes:
            message.components = self._shown(changes["components"] or [], message.attachments)
        self._note_mentions(message, changes.get("allowed_mentions"))
        if mark_edited:
            message.edited_at = self.world.now()
        self.changed(message)

    def changed(self, message: Message) -> None:
        """Send MESSAGE_UPDATE for a message that is different now."""
        message.revision += 1
        message.channel.changed.notify()
        if not message.ephemeral:
            data = message_payloads.dispatched_message(self.world, message)
            self.gateway.dispatch_message("MESSAGE_UPDATE", message, data)

    def delete(self, message: Message) -> None:
        """Take a message out of sight, with its files; replies to it keep their reference."""
        self._take_out(message)
        message.channel.changed.notify()
        if message.ephemeral:
            return
        body = self._place(message) | {"id": str(message.id)}
        del body["message_id"]
        self._tell("MESSAGE_DELETE", message, body)

    def delete_many(self, messages: Sequence[Message]) -> None:
        """Delete messages of one channel at once."""
        for message in messages:
            self._take_out(message)
        channel = messages[0].channel
        channel.changed.notify()
        body: Payload = {
            "ids": [str(message.id) for message in messages],
            "channel_id": str(channel.id),
        }
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        self.gateway.dispatch("MESSAGE_DELETE_BULK", body, channel.guild_id, channel=channel)

    def _take_out(self, message: Message) -> None:
        """A file goes with the message that showed it: its address answers 404 from now on."""
        message.deleted = True
        for file in message.attachments:
            self.world.attachments.pop(file.id, None)

    def react(self, message: Message, person: User, emoji: str) -> None:
        """Add one person's reaction; twice is once."""
        people = message.reactions.setdefault(emoji, [])
        if person.id in people:
            return
        people.append(person.id)
        body = self._place(message) | {
            "user_id": str(person.id),
            "emoji": message_payloads.emoji(emoji),
            "burst": False,
            "type": 0,
            "message_author_id": str(message.author.id),
        }
        state = self.world.member_of(message.channel, person)
        if state is not None:
            body["member"] = objects.member(state)
        self._tell("MESSAGE_REACTION_ADD", message, body)

    def unreact(self, message: Message, person: User, emoji: str) -> None:
        """Take back one person's reaction, if it is there."""
        people = message.reactions.get(emoji, [])
        if person.id not in people:
            return
        people.remove(person.id)
        body = self._place(message) | {
            "user_id": str(person.id),
            "emoji": message_payloads.emoji(emoji),
            "burst": False,
            "type": 0,
        }
        self._tell("MESSAGE_REACTION_REMOVE", message, body)

    def clear_reactions(self, message: Message, emoji: str | None = None) -> None:
        """Remove all reactions, or all with one emoji."""
        if emoji is None:
            message.reactions.clear()
            self._tell("MESSAGE_REACTION_REMOVE_ALL", message, self._place(message))
            return
        message.reactions.pop(emoji, None)
        body = self._place(message) | {"emoji": message_payloads.emoji(emoji)}
        self._tell("MESSAGE_REACTION_REMOVE_EMOJI", message, body)

    def pin(self, message: Message, *, pinned: bool) -> None:
        """Pin or unpin."""
        message.pinned_at = self.world.now() if pinned else None
        channel = message.channel
        body: Payload = {
            "channel_id": str(channel.id),
            "last_pin_timestamp": objects.stamp(message.pinned_at),
        }
        if channel.guild_id is not None:
            body["guild_id"] = str(channel.guild_id)
        self.gateway.dispatch("CHANNEL_PINS_UPDATE", body, channel.guild_id, channel=channel)
        self.changed(message)

    def type_in(self, channel: Channel, person: User) -> None:
        """Show somebody as typing."""
        body: Payload = {
            "channel_id": str(channel.id),
            "user_id": str(person.id),
            "timestamp": int(self.world.now().timestamp()),
        }
        state = self.world.member_of(channel, person)
        if channel.guild_id is not None and state is not None:
            body |= {"guild_id": str(channel.guild_id), "member": objects.member(state)}
        self.gateway.dispatch("TYPING_START", body, channel.guild_id, channel=channel)

    def _tell(self, event: str, message: Message, body: Payload) -> None:
        message.channel.changed.notify()
        channel = message.channel
        self.gateway.dispatch(event, body, channel.guild_id, channel=channel)

    @staticmethod
    def _place(message: Message) -> Payload:
        body: Payload = {"message_id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild_id is not None:
            body["guild_id"] = str(message.channel.guild_id)
        return body

    def _shown(self, components: Sequence[Payload], files: Sequence[Attachment]) -> list[Payload]:
        """Complete components as Discord returns them: ids, and media that name a file."""
        shown = message_payloads.with_component_ids(components)
        by_name = {file.filename: file for file in files}
        _complete(shown, by_name)
        return shown

    def _note_mentions(self, message: Message, allowed: Payload | None) -> None:
        """Work out who is pinged, from the text, the reply, and what the sender allowed."""
        words, channel = message.text, message.channel
        guild = self.world.guilds.get(channel.guild_id) if channel.guild_id else None
        named = dict.fromkeys(int(found) for found in _USER.findall(words))
        roles = dict.fromkeys(int(found) for found in _ROLE.findall(words))
        everyone = "@everyone" in words or "@here" in words
        replied = message.reply_to.author if message.reply_to is not None else None
        if allowed is not None:
            kinds = allowed.get("parse") or []
            users = {int(entry) for entry in allowed.get("users") or []}
            groups = {int(entry) for entry in allowed.get("roles") or []}
            named = {entry: None for entry in named if "users" in kinds or entry in users}
            roles = {entry: None for entry in roles if "roles" in kinds or entry in groups}
            everyone = everyone and "everyone" in kinds
            replied = replied if allowed.get("replied_user") else None
        people = [self.world.users[entry] for entry in named if entry in self.world.users]
        if replied is not None and replied not in people:
            people.append(replied)
        may = Permission.MENTION_EVERYONE in self.world.permissions(message.author, channel)
        message.mentions = people
        message.mention_everyone = everyone and may
        message.mention_role_ids = [
            entry
            for entry in roles
            if guild and entry in guild.roles and (may or guild.roles[entry].mentionable)
        ]


_DEFAULTS: dict[int, Payload] = {
    9: {},
    11: {"description": None, "spoiler": False},
    13: {"spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in (3, 5, 6, 7, 8)},
}


def _complete(components: list[Payload], files: dict[str, Attachment]) -> None:
    for part in components:
        for key, value in _DEFAULTS.get(part["type"], {}).items():
            part.setdefault(key, value)
        if part["type"] == 11:
            part["media"] = _media(part["media"], files)
        if part["type"] == 13:
            part["file"] = _media(part["file"], files)
            name = part["file"]["url"].rsplit("/", 1)[-1]
            file = files.get(name)
            part |= {"name": name, "size": len(file.data) if file else None}
        if part["type"] == 12:
            part["items"] = [
                {"description": None, "spoiler": False}
                | item
                | {"media": _media(item["media"], files)}
                for item in part["items"]
            ]
        _complete(part.get("components", []), files)
        if "accessory" in part:
            _complete([part["accessory"]], files)


def _media(media: Payload, files: dict[str, Attachment]) -> Payload:
    """Return an unfurled media item, its address resolved where it names a file."""
    url: str = media["url"]
    if url.startswith("attachment://"):
        file = files[url.removeprefix("attachment://")]
        return {
            "id": str(file.id),
            "url": file.url,
            "proxy_url": file.url,
            "content_type": file.content_type,
            "attachment_id": str(file.id),
        }
    return {"id": "0", "proxy_url": url} | {
        key: value for key, value in media.items() if key in {"id", "url", "proxy_url"}
    }

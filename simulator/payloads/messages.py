"""Messages as Discord's JSON, over REST and over the gateway."""

from collections.abc import Iterable

from simulator.payloads import objects
from simulator.state.model import Attachment, Message, Payload, User, walk_components
from simulator.state.world import World


def attachment(file: Attachment) -> Payload:
    """Return an attachment object."""
    body: Payload = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.data),
        "url": file.url,
        "proxy_url": file.url,
        "content_type": file.content_type,
    }
    if file.description is not None:
        body["description"] = file.description
    if file.ephemeral:
        body["ephemeral"] = True
    return body


def emoji(key: str) -> Payload:
    """Return the partial emoji of a reaction; `key` is a character or "name:id"."""
    name, _, emoji_id = key.partition(":")
    return {"id": emoji_id or None, "name": name}


def _reactions(facts: Message, bot: User) -> list[Payload]:
    return [
        {
            "emoji": emoji(key),
            "count": len(people),
            "count_details": {"burst": 0, "normal": len(people)},
            "burst_colors": [],
            "me_burst": False,
            "me": bot.id in people,
        }
        for key, people in facts.reactions.items()
        if people
    ]


def message(world: World, facts: Message, *, nested: bool = False, nonce: bool = False) -> Payload:
    """Return a message object.

    Args:
        world: Gives the bot, whose own reactions are marked.
        facts: The message.
        nested: Leave out the message it replies to (Discord nests one level only).
        nonce: Include the nonce; the gateway's MESSAGE_CREATE does, history by default does not.
    """
    body: Payload = {
        "id": str(facts.id),
        "channel_id": str(facts.channel.id),
        "type": facts.type,
        "author": objects.user(facts.author),
        "content": facts.content,
        "timestamp": objects.stamp(facts.created_at),
        "edited_timestamp": objects.stamp(facts.edited_at),
        "tts": False,
        "mention_everyone": facts.mention_everyone,
        "mentions": [objects.user(person) for person in facts.mentions],
        "mention_roles": [str(role_id) for role_id in facts.mention_role_ids],
        "attachments": [attachment(file) for file in facts.attachments],
        "embeds": facts.embeds,
        "components": facts.components,
        "flags": facts.flags,
        "pinned": facts.pinned_at is not None,
    }
    if facts.reactions and not nested:
        body["reactions"] = _reactions(facts, world.bot)
    if facts.poll is not None:
        body["poll"] = facts.poll
    if facts.nonce is not None and nonce:
        body["nonce"] = facts.nonce
    if facts.interaction_metadata is not None:
        body["interaction_metadata"] = facts.interaction_metadata
        body["application_id"] = str(world.application.id)
        body["webhook_id"] = str(world.application.id)
    if facts.reply_to is not None:
        body["message_reference"] = _reference(facts.reply_to)
        if not nested:
            gone = facts.reply_to.deleted
            body["referenced_message"] = (
                None if gone else message(world, facts.reply_to, nested=True)
            )
    if facts.thread is not None and not nested:
        body["thread"] = objects.thread(facts.thread)
    return body


def _reference(target: Message) -> Payload:
    body: Payload = {
        "type": 0,
        "message_id": str(target.id),
        "channel_id": str(target.channel.id),
    }
    if target.channel.guild_id is not None:
        body["guild_id"] = str(target.channel.guild_id)
    return body


def dispatched_message(world: World, facts: Message, *, nonce: bool = False) -> Payload:
    """Return a message as MESSAGE_CREATE and MESSAGE_UPDATE carry it: with guild and member."""
    body = message(world, facts, nonce=nonce) | {"channel_type": int(facts.channel.type)}
    if facts.channel.guild_id is not None:
        body["guild_id"] = str(facts.channel.guild_id)
        state = world.member_of(facts.channel, facts.author)
        if state is not None:
            body["member"] = objects.member(state, with_user=False)
        guild = world.guilds[facts.channel.guild_id]
        for person, mentioned in zip(body["mentions"], facts.mentions, strict=True):
            found = guild.members.get(mentioned.id)
            if found is not None:
                person["member"] = objects.member(found, with_user=False)
    return body


def without_content(body: Payload) -> Payload:
    """Return a message as an application without the message content intent gets it."""
    hidden = body | {"content": "", "embeds": [], "attachments": [], "components": []}
    hidden.pop("poll", None)
    return hidden


def with_component_ids(components: Iterable[Payload]) -> list[Payload]:
    """Return a copy of components with the ids Discord generates where the bot gave none."""
    copies = [_copy_component(component) for component in components]
    taken = {part["id"] for part in walk_components(copies) if part.get("id")}
    following = 0
    for part in walk_components(copies):
        if not part.get("id"):
            following += 1
            while following in taken:
                following += 1
            part["id"] = following
    return copies


def _copy_component(component: Payload) -> Payload:
    copy = {key: value for key, value in component.items() if value is not None}
    if "components" in copy:
        copy["components"] = [_copy_component(child) for child in copy["components"]]
    for key in ("accessory", "component"):
        if key in copy:
            copy[key] = _copy_component(copy[key])
    return copy

"""Editing a message: what changes, checked as the message would stand afterwards."""

from collections.abc import Sequence

from simulator.rules.limits import check_message
from simulator.simulation.messages import Conversation
from simulator.state.model import (
    COMPONENTS_V2,
    LOADING,
    SUPPRESS_EMBEDS,
    Attachment,
    Message,
    Payload,
)


def apply_edit(
    conversation: Conversation,
    message: Message,
    data: Payload,
    files: Sequence[Attachment],
    *,
    arriving: bool = False,
) -> None:
    """Check and apply an edit.

    Args:
        conversation: Stores the edit and tells the gateway.
        message: Changed in place.
        data: The request's message keys; absent keys stay as they are.
        files: Newly uploaded files.
        arriving: Whether this is the answer that a deferral promised; it is not marked as edited.

    Raises:
        InvalidForm: The message as it would stand breaks a rule.
    """
    changes = _changes(message, data, files)
    flags = changes.get("flags", message.flags)
    if arriving:
        flags &= ~LOADING
        changes["flags"] = flags
    kept = changes.get("attachments", message.attachments)
    standing: Payload = {
        "content": changes.get("content", message.content),
        "embeds": changes.get("embeds", message.embeds),
        # Stored components name their files by address, so only new ones can be checked.
        "components": data.get("components"),
        "poll": message.poll,
        "allowed_mentions": data.get("allowed_mentions"),
    }
    components_stay = bool(message.components) and "components" not in data
    names = [file.filename for file in kept]
    check_message(standing, names, flags=flags, may_be_empty=components_stay)
    conversation.edit(message, changes, mark_edited=not arriving)


def _changes(message: Message, data: Payload, files: Sequence[Attachment]) -> Payload:
    """Return the edit's keys with its attachments resolved to those kept and those added."""
    keys = ("content", "embeds", "components", "allowed_mentions")
    changes: Payload = {key: data[key] for key in keys if key in data}
    if data.get("flags") is not None:
        settable = SUPPRESS_EMBEDS | COMPONENTS_V2
        # A layout is for good: the flag can be set by an edit, but not taken back.
        changes["flags"] = message.flags & ~SUPPRESS_EMBEDS | data["flags"] & settable
    if "attachments" in data or files:
        listed = data.get("attachments")
        new = {str(index) for index in range(len(files))}
        kept = {str(entry["id"]) for entry in listed or [] if "id" in entry} - new
        old = [file for file in message.attachments if listed is None or str(file.id) in kept]
        changes["attachments"] = [*old, *files]
    return changes

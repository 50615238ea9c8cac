"""Our own rules for messages: what Discord refuses but its documents do not say.

Limits: https://docs.discord.com/developers/resources/message and .../components/reference. A broken
rule raises `InvalidForm`, which becomes an answer 50035 and a recorded violation.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from simulator.rules.components import check_components
from simulator.state.errors import InvalidForm
from simulator.state.model import COMPONENTS_V2, Payload

CONTENT_LIMIT = 2000
EMBED_TOTAL_LIMIT = 6000
FILE_LIMIT = 10
FILE_BYTES = 10 * 1024 * 1024
_EMBED_LIMITS = {"title": 256, "description": 4096}


def check_message(
    body: Payload, filenames: Collection[str], *, flags: int, may_be_empty: bool = False
) -> None:
    """Check what a message would be after this request.

    Args:
        body: The message keys as they will stand (for an edit: old and new together).
        filenames: Names of the files that will be on the message.
        flags: The flags that will be set.
        may_be_empty: Whether a message without anything is allowed (a forwarded one).

    Raises:
        InvalidForm: A rule is broken.
    """
    content = body.get("content") or ""
    embeds: list[Payload] = body.get("embeds") or []
    components: list[Payload] = body.get("components") or []
    layout = bool(flags & COMPONENTS_V2)
    if len(content) > CONTENT_LIMIT:
        problem = f"Must be {CONTENT_LIMIT} or fewer in length."
        raise InvalidForm("content", problem, "BASE_TYPE_MAX_LENGTH")
    if layout and (content or embeds or body.get("poll") or body.get("sticker_ids")):
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        problem = "content, embeds, stickers and polls cannot stand beside a component layout"
        raise InvalidForm("", problem, code)
    _check_embeds(embeds, filenames)
    check_components(components, layout=layout, filenames=filenames)
    if body.get("poll"):
        _check_poll(body["poll"])
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        raise InvalidForm("nonce", "Must be 25 or fewer in length.", "NONCE_TYPE_TOO_LONG")
    _check_allowed_mentions(body.get("allowed_mentions") or {})
    anything = content.strip() or embeds or components or filenames or body.get("poll")
    if not anything and not body.get("sticker_ids") and not may_be_empty:
        raise EmptyMessageError


class EmptyMessageError(InvalidForm):
    """50006: a message without anything in it."""

    def __init__(self) -> None:
        super().__init__("", "Cannot send an empty message")
        self.code = 50006
        self.message = "Cannot send an empty message"
        self.errors = None


def check_files(sizes: Sequence[int]) -> None:
    """Check the number and size of uploaded files.

    Raises:
        InvalidForm: More than ten files, or one above 10 MiB.
    """
    if len(sizes) > FILE_LIMIT:
        raise InvalidForm("attachments", f"Must be {FILE_LIMIT} or fewer in length.")
    if any(size > FILE_BYTES for size in sizes):
        raise InvalidForm("files", "Request entity too large", "BASE_TYPE_MAX_SIZE")


def _check_embeds(embeds: Sequence[Payload], filenames: Collection[str]) -> None:
    if len(embeds) > 10:
        raise InvalidForm("embeds", "Must be 10 or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    total = 0
    for index, embed in enumerate(embeds):
        place = f"embeds.{index}"
        for key, limit in _EMBED_LIMITS.items():
            text = embed.get(key) or ""
            total += len(text)
            if len(text) > limit:
                raise InvalidForm(f"{place}.{key}", f"Must be {limit} or fewer in length.")
        total += _check_embed_parts(embed, place)
        for key in ("image", "thumbnail"):
            url = (embed.get(key) or {}).get("url", "")
            name = url.removeprefix("attachment://")
            if url.startswith("attachment://") and name not in filenames:
                raise InvalidForm(f"{place}.{key}.url", f"no file {name!r} on the message")
    if total > EMBED_TOTAL_LIMIT:
        problem = f"Embed size exceeds maximum size of {EMBED_TOTAL_LIMIT}"
        raise InvalidForm("embeds", problem, "MAX_EMBED_SIZE_EXCEEDED")


def _check_embed_parts(embed: Payload, place: str) -> int:
    fields = embed.get("fields") or []
    if len(fields) > 25:
        raise InvalidForm(f"{place}.fields", "Must be 25 or fewer in length.")
    total = 0
    for number, entry in enumerate(fields):
        for key, limit in (("name", 256), ("value", 1024)):
            if not 1 <= len(entry.get(key) or "") <= limit:
                where = f"{place}.fields.{number}.{key}"
                raise InvalidForm(where, f"Must be between 1 and {limit} in length.")
            total += len(entry[key])
    for key, inner, limit in (("footer", "text", 2048), ("author", "name", 256)):
        text = (embed.get(key) or {}).get(inner) or ""
        if len(text) > limit:
            raise InvalidForm(f"{place}.{key}.{inner}", f"Must be {limit} or fewer in length.")
        total += len(text)
    return total


def _check_poll(poll: Payload) -> None:
    if len(poll["question"].get("text") or "") > 300:
        raise InvalidForm("poll.question.text", "Must be 300 or fewer in length.")
    if not 1 <= len(poll["answers"]) <= 10:
        raise InvalidForm("poll.answers", "Must be between 1 and 10 in length.")
    for index, answer in enumerate(poll["answers"]):
        if len(answer["poll_media"].get("text") or "") > 55:
            place = f"poll.answers.{index}.poll_media.text"
            raise InvalidForm(place, "Must be 55 or fewer in length.")
    if not 1 <= poll.get("duration", 24) <= 768:
        raise InvalidForm("poll.duration", "Must be between 1 and 768 hours.")


def _check_allowed_mentions(allowed: Payload) -> None:
    kinds = allowed.get("parse") or []
    for key in ("users", "roles"):
        if key in kinds and allowed.get(key):
            problem = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            raise InvalidForm("allowed_mentions", problem, "MESSAGE_ALLOWED_MENTIONS_PARSE")
        if len(allowed.get(key) or []) > 100:
            raise InvalidForm(f"allowed_mentions.{key}", "Must be 100 or fewer in length.")


def check_event(body: Payload, now: datetime, *, creating: bool) -> None:
    """Check a scheduled event's name, times and place.

    Raises:
        InvalidForm: It lies in the past, ends before it starts, or lacks what its kind needs.
    """
    if ("name" in body or creating) and not 1 <= len(body.get("name") or "") <= 100:
        raise InvalidForm("name", "Must be between 1 and 100 in length.")
    if len(body.get("description") or "") > 1000:
        raise InvalidForm("description", "Must be 1000 or fewer in length.")
    if body.get("scheduled_start_time"):
        starts = datetime.fromisoformat(body["scheduled_start_time"])
        if starts <= now:
            problem = "Cannot schedule event in the past."
            raise InvalidForm(
                "scheduled_start_time", problem, "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"
            )
        ends = body.get("scheduled_end_time")
        if ends and datetime.fromisoformat(ends) <= starts:
            raise InvalidForm("scheduled_end_time", "Cannot schedule an end before the start.")
    if not creating:
        return
    location = (body.get("entity_metadata") or {}).get("location")
    if body.get("entity_type") == 3:
        if not location or len(location) > 100:
            raise InvalidForm("entity_metadata.location", "Must be between 1 and 100 in length.")
        if not body.get("scheduled_end_time"):
            raise InvalidForm("scheduled_end_time", "This field is required")
    elif not body.get("channel_id"):
        raise InvalidForm("channel_id", "This field is required")

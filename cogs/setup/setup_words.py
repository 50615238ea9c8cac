"""What a lecturer reads while setting up a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cogs.text.escaping import one_line

SETUP: Final = "For lecturers: roles, channels, time zone and length of this server's classes"
ZONE: Final = "The time zone in which classes meet, such as Europe/London"
LENGTH: Final = "How long a class lasts, in minutes"
LECTURER_ROLE: Final = "The role whose members are lecturers"
CLASS_ROLE: Final = "The role of everybody in the class; reminders mention it"
CHANNEL: Final = "Where classes meet and reminders appear"
VOICE: Final = "The voice or stage channel in which a class talks, if it does"
UNSET: Final = "not set"
ROLE_OF_ALL: Final = (
    "That role is everybody in the server. Pick a role that only some people have, "
    "or make one in the server's settings."
)
ROLE_OF_A_BOT: Final = "That role belongs to an app. Pick one that people have."


def silent(role: str) -> str:
    """A role whose mention rings nobody."""
    return f"My mention of {role} reaches nobody"


def let_mention(role: str) -> str:
    """What makes it ring, in one sentence."""
    return (
        f"switch on “Allow anyone to @mention this role” for {role} in Server Settings, Roles "
        "(or allow my role “Mention Everyone”)."
    )


def instead(*, by_name: bool) -> str:
    """What happens until then."""
    if by_name:
        return "Until then I name its people one by one."
    return "Until then nobody is notified, for without the Server Members intent I know no names."


def overview(
    *,
    zone: str,
    minutes: int,
    lecturers: str,
    everyone: str,
    channel: str,
    voice: str,
    time_there: str,
    missing: Sequence[str],
    lacking: Sequence[str],
    silent_roles: Sequence[str] = (),
    by_name: bool = True,
    wording_by: str = "",
) -> str:
    """What is set up, and what is still to do. Roles and channels are mentions."""
    lines = [
        "**This server's classes**",
        f"• Time zone: {zone} (it is {time_there} there now)",
        f"• Length of a class: {minutes} minutes",
        f"• Lecturers: {lecturers}",
        f"• Everybody in the class: {everyone}",
        f"• Where classes meet: {channel}",
        f"• Voice: {voice}",
    ]
    if wording_by:
        lines.append(
            f"• Titles of slides may be worded by a language model ({one_line(wording_by, 120)}). "
            "It is sent titles and the named words that those slides quote, nothing else; each "
            "title is marked."
        )
    if lacking:
        lines.append(f"⚠️ In that channel I still need: {', '.join(lacking)}.")
    lines += [
        f"🔕 {silent(role)}: {let_mention(role)} {instead(by_name=by_name)}"
        for role in silent_roles
    ]
    if missing:
        lines.append(f"Still to choose with `/setup`: {', '.join(missing)}.")
    else:
        lines.append("Everything is set. `/help` says what comes next.")
    return "\n".join(lines)

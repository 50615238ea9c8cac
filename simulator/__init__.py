"""A local Discord on 127.0.0.1: REST, gateway, and scripted people, for tests and rehearsals.

`LocalDiscord` serves the real, unmodified client library; `Guild` and `Member` play a class. See
the docstrings of `simulator.local_discord` and `simulator.people.members`.
"""

from simulator.gateway.faults import Fault
from simulator.local_discord import LocalDiscord
from simulator.people.guilds import Guild
from simulator.people.members import Member
from simulator.people.options import File
from simulator.people.replies import Modal, Reply
from simulator.state.errors import MemberError, NoAnswerError
from simulator.state.model import Attachment, Channel, Message, Role
from simulator.state.permissions import Permission
from simulator.state.records import Violation

__all__ = [
    "Attachment",
    "Channel",
    "Fault",
    "File",
    "Guild",
    "LocalDiscord",
    "Member",
    "MemberError",
    "Message",
    "Modal",
    "NoAnswerError",
    "Permission",
    "Reply",
    "Role",
    "Violation",
]

"""A local Discord on 127.0.0.1: REST, gateway, and scripted people, for tests and rehearsals.

`LocalDiscord` serves the real, unmodified client library; `Guild` and `Member` play a class. See
the docstrings of `simulator.local_discord` and `simulator.members`.
"""

from simulator.errors import MemberError, NoAnswerError
from simulator.faults import Fault
from simulator.guilds import Guild
from simulator.local_discord import LocalDiscord
from simulator.members import Member
from simulator.model import Attachment, Channel, Message, Role
from simulator.options import File
from simulator.permissions import Permission
from simulator.records import Violation
from simulator.replies import Modal, Reply

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

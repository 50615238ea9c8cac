"""All cogs, each with what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from cogs.actions import ActionsCog
from cogs.case_files import CaseFiles
from cogs.circles import CirclesCog
from cogs.classes import ClassesCog
from cogs.contributions import ContributionsCog
from cogs.copilot import CopilotCog
from cogs.discussion import DiscussionCog
from cogs.formats import FormatCog
from cogs.hands import HandsCog
from cogs.help import HelpCog
from cogs.house import HouseCog
from cogs.invitation import InvitationCog
from cogs.leavers import LeaversCog
from cogs.menus import MenusCog
from cogs.messenger import Messenger
from cogs.panel import PanelCog
from cogs.participation import ParticipationCog
from cogs.people import People
from cogs.preferences import PreferencesCog
from cogs.present import PresentCog
from cogs.presses import PressesCog
from cogs.pulse import PulseCog
from cogs.reflection import ReflectionCog
from cogs.reminders import RemindersCog
from cogs.review import ReviewCog
from cogs.rota import RotaCog
from cogs.rules import RulesCog
from cogs.session import SessionCog
from cogs.setup import SetupCog
from cogs.summary import SummaryCog
from cogs.topics import TopicsCog
from cogs.undelivered import Undelivered
from cogs.voice import VoiceCog
from discussion.drawing import DeckBuilder
from discussion.ports import Clock

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.term.service import TermService


def all_cogs(
    *,
    bot: commands.Bot,
    service: DiscussionService,
    term: TermService,
    messenger: Messenger,
    people: People,
    builder: DeckBuilder,
    clock: Clock,
    cases: CaseFiles,
    undelivered: Undelivered,
    wording_by: str = "",
) -> list[commands.Cog]:
    """Every cog of the bot, to be added by the composition root with ``bot.add_cog``.

    ``wording_by`` says which language model words titles, and where; "" for none.
    """
    panel = PanelCog(service=service, people=people)
    contributions = ContributionsCog(
        client=bot, service=service, people=people, undelivered=undelivered
    )
    menus = MenusCog(tree=bot.tree, service=service, people=people, undelivered=undelivered)
    invitation = InvitationCog(service=service, people=people)
    preferences = PreferencesCog(service=service)
    copilot = CopilotCog(service=service, people=people)
    pulse = PulseCog(service=service, people=people)
    review = ReviewCog(service=service, people=people, builder=builder)
    circles = CirclesCog(service=service, people=people)
    rota = RotaCog(client=bot, term=term, people=people)
    topics = TopicsCog(term=term, people=people, cases=cases)
    hands = HandsCog(service=service, people=people)
    classes = ClassesCog(client=bot, term=term, people=people)
    actions = ActionsCog(term=term, people=people)
    session = SessionCog(service=service, term=term, people=people, builder=builder)
    present = PresentCog(service=service, people=people, builder=builder)
    reflection = ReflectionCog(service=service, people=people)
    answering = (
        panel,
        contributions,
        menus,
        invitation,
        preferences,
        circles,
        hands,
        copilot,
        rota,
        topics,
        classes,
        actions,
        pulse,
        session,
        present,
        reflection,
        review,
    )
    areas = {name: handler for cog in answering for name, handler in cog.areas.items()}
    return [
        PressesCog(areas=areas, messenger=messenger, undelivered=undelivered, people=people),
        DiscussionCog(service=service, people=people, cases=cases, undelivered=undelivered),
        FormatCog(service=service, people=people),
        contributions,
        panel,
        menus,
        invitation,
        circles,
        hands,
        VoiceCog(service=service),
        ParticipationCog(service=service, people=people),
        preferences,
        copilot,
        pulse,
        present,
        reflection,
        review,
        SummaryCog(service=service, people=people, builder=builder),
        HouseCog(service=service, people=people, builder=builder, files=cases),
        rota,
        topics,
        classes,
        LeaversCog(client=bot, term=term),
        session,
        actions,
        RemindersCog(term=term, people=people),
        RulesCog(service=service, people=people),
        SetupCog(term=term, people=people, clock=clock, wording_by=wording_by),
        HelpCog(people=people),
    ]

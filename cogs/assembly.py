"""All cogs, each with what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from cogs.after_class.presenting import PresentCog
from cogs.after_class.reflection import ReflectionCog
from cogs.after_class.review import ReviewCog
from cogs.arrangement.circles import CirclesCog
from cogs.arrangement.hands import HandsCog
from cogs.arrangement.voice import VoiceCog
from cogs.contributions.menus import MenusCog
from cogs.contributions.speaking import ContributionsCog
from cogs.delivery.messenger import Messenger
from cogs.facilitation.copilot import CopilotCog
from cogs.facilitation.invitations import InvitationCog
from cogs.facilitation.preferences import PreferencesCog
from cogs.facilitation.pulse import PulseCog
from cogs.formats.formats import FormatCog
from cogs.formats.rules import RulesCog
from cogs.interactions.case_files import CaseFiles
from cogs.interactions.people import People
from cogs.interactions.presses import PressesCog
from cogs.lifecycle.discussion import DiscussionCog
from cogs.lifecycle.panel import PanelCog
from cogs.record.house import HouseCog
from cogs.record.participation import ParticipationCog
from cogs.record.summary import SummaryCog
from cogs.setup.help import HelpCog
from cogs.setup.leavers import LeaversCog
from cogs.setup.setup import SetupCog
from cogs.term.planning.planning import SessionCog
from cogs.term.rota.actions import ActionsCog
from cogs.term.rota.classes import ClassesCog
from cogs.term.rota.reminders import RemindersCog
from cogs.term.rota.rota import RotaCog
from cogs.term.topics.topics import TopicsCog
from discussion.ports.deck import DeckBuilder
from discussion.ports.store import Clock

if TYPE_CHECKING:
    from discussion.service import DiscussionService
    from discussion.service.term import TermService


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
    wording_by: str = "",
) -> list[commands.Cog]:
    """Every cog of the bot, to be added by the composition root with ``bot.add_cog``.

    ``wording_by`` says which language model words titles, and where; "" for none.
    """
    panel = PanelCog(service=service, people=people)
    contributions = ContributionsCog(client=bot, service=service, people=people)
    menus = MenusCog(tree=bot.tree, service=service, people=people)
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
        PressesCog(areas=areas, messenger=messenger),
        DiscussionCog(service=service, people=people, cases=cases),
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

"""Classes of the rota as lines that somebody reads or picks from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import discord

from cogs.term.rota import rota_words as words
from cogs.text.escaping import one_line
from discussion.term.model import ClassState, PlannedClass, SwapState
from discussion.term.planning import showing
from discussion.term.rota import rota, walltime

if TYPE_CHECKING:
    from discussion.service.term.rota import RotaView

_ASKED_AT_ONCE: Final = 100
"""Members that Discord names in one answer."""


def option(planned: PlannedClass, view: RotaView) -> str:
    """A class to pick from a list."""
    title = showing.title_of(planned, view.topic_of(planned))
    return f"{rota.day(planned)} · {title or words.NO_TOPIC}"


def when(planned: PlannedClass) -> int:
    """When a class begins, as a Unix timestamp."""
    return int(rota.starts_at(planned).timestamp())


def line(planned: PlannedClass, view: RotaView, coming: Mapping[int, int]) -> str:
    """A class in ``/rota view``; ``coming`` counts people by event."""
    topic = view.topic_of(planned)
    offered = any(
        planned.id in (swap.gives, swap.takes) and swap.state is SwapState.OFFERED
        for swap in view.swaps
    )
    shown = words.line(
        when=when(planned),
        topic=one_line(showing.title_of(planned, topic), 120),
        who=planned.facilitator_id,
        state="" if planned.state is ClassState.PLANNED else planned.state.value,
        locked=planned.locked,
        waits=planned.lost_place_id is not None,
        interested=coming.get(planned.event_id or 0)
        if rota.is_to_come(planned, view.now)
        else None,
    )
    return f"{shown} · swap offered" if offered else shown


def clock_note(planned: PlannedClass) -> str:
    """What is odd about an hour that a clock change leaves out or repeats; empty otherwise."""
    return words.clock_note(
        skipped=walltime.is_skipped(planned.starts, planned.zone),
        repeated=walltime.is_repeated(planned.starts, planned.zone),
    )


async def names(guild: discord.Guild | None, classes: Iterable[PlannedClass]) -> dict[int, str]:
    """How the facilitators are called in this server; whoever left has no name here."""
    wanted = {each.facilitator_id for each in classes if each.facilitator_id is not None}
    if guild is None or not wanted:
        return {}
    found, asked = dict[int, str](), sorted(wanted)
    for at in range(0, len(asked), _ASKED_AT_ONCE):
        some = asked[at : at + _ASKED_AT_ONCE]
        members = await guild.query_members(user_ids=some, cache=False)
        found |= {member.id: member.display_name for member in members}
    return found

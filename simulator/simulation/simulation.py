"""The parts of one local Discord, wired once and handed to whoever serves a request."""

from dataclasses import dataclass

from simulator.gateway.faults import Faults
from simulator.gateway.gateway import Gateway
from simulator.rules.rate_limits import RateLimits
from simulator.simulation.commands import CommandRegistry
from simulator.simulation.interaction_desk import InteractionDesk
from simulator.simulation.messages import Conversation
from simulator.state.records import Records
from simulator.state.world import World


@dataclass(slots=True)
class Simulation:
    """Everything that a route handler or a scripted member acts on."""

    world: World
    records: Records
    gateway: Gateway
    conversation: Conversation
    interactions: InteractionDesk
    commands: CommandRegistry
    faults: Faults
    limits: RateLimits

    @classmethod
    def over(cls, world: World, *, speed: float, rate_limits: bool) -> "Simulation":
        """Build the parts around a world.

        Args:
            world: The state.
            speed: Divides rate-limit windows and the life of interaction tokens.
            rate_limits: False switches 429 answers and their headers off.
        """
        records = Records()
        gateway = Gateway(world, records, speed=speed)
        conversation = Conversation(world, gateway)
        return cls(
            world,
            records,
            gateway,
            conversation,
            InteractionDesk(conversation, speed=speed),
            CommandRegistry(world.ids, world.application.id),
            Faults(gateway),
            RateLimits(speed=speed, enabled=rate_limits),
        )

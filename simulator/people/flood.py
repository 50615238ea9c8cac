"""Many messages at once, to measure how fast a bot reads."""

import asyncio
import json
from collections.abc import Sequence

from simulator.payloads import messages
from simulator.simulation.simulation import Simulation
from simulator.state.model import Channel, Message, User

_BATCH = 500
"""Events handed over before the socket's writer gets its turn."""


class Flood:
    """Stored messages with their MESSAGE_CREATE data as JSON text, ready to be sent."""

    def __init__(
        self, sim: Simulation, channel: Channel, authors: Sequence[User], texts: Sequence[str]
    ) -> None:
        self._sim = sim
        self._channel = channel
        self.messages: list[Message] = []
        self._data: list[str] = []
        world = sim.world
        for index, text in enumerate(texts):
            author = authors[index % len(authors)]
            message = Message(world.ids.next(), channel, author, world.now(), content=text)
            channel.stored[message.id] = message
            channel.order.append(message.id)
            self.messages.append(message)
            body = messages.dispatched_message(world, message)
            self._data.append(json.dumps(body, separators=(",", ":")))

    async def send(self) -> None:
        """Hand every event to the gateway; it returns before the bot has read them all."""
        for start in range(0, len(self._data), _BATCH):
            piece = self._data[start : start + _BATCH]
            self._sim.gateway.send_prepared("MESSAGE_CREATE", piece, self._channel.guild_id)
            await asyncio.sleep(0)
        self._channel.changed.notify()

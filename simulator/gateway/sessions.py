"""Gateway sessions: what one shard of the bot has been sent, and can be sent again on resume."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from simulator.gateway.compression import FrameEncoder
from simulator.state.intents import Intent
from simulator.state.model import Payload

REPLAY_LIMIT = 20_000
"""Dispatches kept for a resume; an older sequence number makes the session invalid."""


def serialise(body: Payload) -> str:
    """Return compact JSON."""
    return json.dumps(body, separators=(",", ":"))


class Connection:
    """One WebSocket with its compression stream and an ordered queue of frames to write."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        encoder: FrameEncoder,
        transport: asyncio.Transport | None,
    ) -> None:
        self.socket = socket
        self._transport = transport
        self.session: Session | None = None
        self._encoder = encoder
        self._queue: asyncio.Queue[str | int] = asyncio.Queue()

    def send(self, text: str) -> None:
        """Queue one JSON text."""
        self._queue.put_nowait(text)

    def send_op(self, op: int, data: object = None) -> None:
        """Queue a message that is no dispatch."""
        self.send(serialise({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int) -> None:
        """Close with a code after everything queued before has been written."""
        self._queue.put_nowait(code)

    def abort(self) -> None:
        """Cut the connection without a closing handshake."""
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Write queued frames in order until closed; ends quietly when the peer is gone."""
        try:
            while True:
                item = await self._queue.get()
                if isinstance(item, int):
                    await self.socket.close(code=item)
                    return
                frame = self._encoder.encode(item)
                if isinstance(frame, bytes):
                    await self.socket.send_bytes(frame)
                else:
                    await self.socket.send_str(frame)
        except ConnectionError:
            return


@dataclass(slots=True, eq=False)
class Session:
    """One identified shard; it outlives its socket so that it can be resumed."""

    id: str
    intents: Intent
    shard_id: int
    shard_count: int
    connection: Connection | None = None
    sequence: int = 0
    replay: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LIMIT))

    def covers(self, guild_id: int | None) -> bool:
        """Whether events of a guild, or of direct messages (None), go to this shard."""
        if guild_id is None:
            return self.shard_id == 0
        return (guild_id >> 22) % self.shard_count == self.shard_id

    def dispatch(self, event: str, data: Payload) -> None:
        """Number an event, keep it for a resume, and queue it if connected."""
        self.dispatch_text(event, serialise(data))

    def dispatch_text(self, event: str, data: str) -> None:
        """Do the same with data that is JSON text already."""
        self.sequence += 1
        text = f'{{"t":"{event}","s":{self.sequence},"op":0,"d":{data}}}'
        self.replay.append((self.sequence, text))
        if self.connection is not None:
            self.connection.send(text)

    def missed_since(self, sequence: int) -> list[str] | None:
        """Return what came after a sequence number, or None where it is no longer known."""
        if sequence > self.sequence:
            return None
        oldest = self.replay[0][0] if self.replay else self.sequence + 1
        if sequence + 1 < oldest:
            return None
        return [text for number, text in self.replay if number > sequence]

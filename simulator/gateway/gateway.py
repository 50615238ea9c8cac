"""The gateway: hello, identify, resume, heartbeats, member requests, dispatches by intent.

Op codes and close codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Callable

from aiohttp import WSMsgType, web

from simulator.gateway.compression import encoder_for
from simulator.gateway.sessions import Connection, Session
from simulator.payloads import guilds as guild_payloads
from simulator.payloads import messages, objects
from simulator.payloads.member_chunks import member_chunks
from simulator.state.errors import ApiError
from simulator.state.intents import Intent, intent_for
from simulator.state.model import Channel, Message, Payload
from simulator.state.permissions import Permission
from simulator.state.records import Records
from simulator.state.signals import Signal
from simulator.state.world import World

_log = logging.getLogger(__name__)

HEARTBEAT_INTERVAL_MS = 41_250
"""What real Discord asks for in HELLO."""

SEND_LIMIT = 120
"""Messages a client may send per 60 seconds (close code 4008 beyond)."""


class Gateway:
    """All sockets and sessions of the bot."""

    def __init__(self, world: World, records: Records, *, speed: float) -> None:
        self._world = world
        self._records = records
        self._window_seconds = 60 / speed
        self._connections: set[Connection] = set()
        self.sessions: dict[str, Session] = {}
        self.check: Callable[[str, Payload], None] | None = None
        self.changed = Signal()
        self.identifies = 0
        self.resumes = 0
        self.presence: Payload | None = None

    @property
    def connected(self) -> list[Session]:
        """Sessions that have a live socket."""
        return [entry for entry in self.sessions.values() if entry.connection is not None]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to one client until it leaves."""
        try:
            encoder = encoder_for(request.query.get("compress"))
        except (ApiError, ImportError) as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, heartbeat=None)
        await socket.prepare(request)
        connection = Connection(socket, encoder, request.transport)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.send_op(10, {"heartbeat_interval": HEARTBEAT_INTERVAL_MS, "_trace": ["local"]})
        try:
            await self._listen(connection)
        finally:
            self._connections.discard(connection)
            if connection.session is not None and connection.session.connection is connection:
                connection.session.connection = None
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self.changed.notify()
        return socket

    async def _listen(self, connection: Connection) -> None:
        sent: deque[float] = deque()
        async for frame in connection.socket:
            if frame.type not in {WSMsgType.TEXT, WSMsgType.BINARY}:
                return
            moment = time.monotonic()
            sent.append(moment)
            while sent[0] < moment - self._window_seconds:
                sent.popleft()
            if len(sent) > SEND_LIMIT:
                self._records.violate("rules", "gateway", "more than 120 sends in 60 s")
                connection.close(4008)
                continue
            try:
                body = json.loads(frame.data)
                op, data = body["op"], body.get("d")
            except (ValueError, KeyError, TypeError):
                connection.close(4002)
                continue
            try:
                self._receive(connection, op, data)
            except (KeyError, TypeError, ValueError) as error:
                _log.exception("gateway op %s", op)
                self._records.violate("rules", f"gateway op {op}", f"malformed: {error!r}")
                connection.close(4002)

    def _receive(self, connection: Connection, op: int, data: Payload) -> None:
        if op == 1:
            connection.send_op(11)
        elif op == 2:
            self._identify(connection, data)
        elif op == 6:
            self._resume(connection, data)
        elif connection.session is None:
            connection.close(4003)
        elif op == 3:
            self.presence = data
        elif op == 4:
            self._move_bot(data)
        elif op == 8:
            self._send_members(connection.session, data)
        else:
            connection.close(4001)

    def _identify(self, connection: Connection, data: Payload) -> None:
        application = self._world.application
        if connection.session is not None:
            connection.close(4005)
            return
        if data.get("token") not in {application.token, f"Bot {application.token}"}:
            connection.close(4004)
            return
        shard_id, shard_count = data.get("shard", (0, 1))
        if not 0 <= shard_id < shard_count:
            connection.close(4010)
            return
        intents = Intent(data["intents"])
        denied = (
            (Intent.GUILD_MEMBERS in intents and not application.members)
            or (Intent.GUILD_PRESENCES in intents and not application.presences)
            or (Intent.MESSAGE_CONTENT in intents and not application.message_content)
        )
        if denied:
            connection.close(4014)
            return
        self.identifies += 1
        session = Session(f"session-{self.identifies}", intents, shard_id, shard_count, connection)
        for known in list(self.sessions.values()):
            if known.connection is None and known.shard_id == shard_id:
                del self.sessions[known.id]
        self.sessions[session.id] = session
        connection.session = session
        self._ready(session)

    def _ready(self, session: Session) -> None:
        guilds = [guild for guild in self._world.guilds.values() if session.covers(guild.id)]
        data: Payload = {
            "v": 10,
            "user": objects.own_user(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._world.gateway_url,
            "shard": [session.shard_id, session.shard_count],
            "application": {
                "id": str(self._world.application.id),
                "flags": self._world.application.flags,
                "flags_new": str(self._world.application.flags),
            },
        }
        self._send(session, "READY", data)
        if Intent.GUILDS in session.intents:
            for guild in guilds:
                with_all = Intent.GUILD_PRESENCES in session.intents
                data = guild_payloads.guild_create(self._world, guild, all_members=with_all)
                self._send(session, "GUILD_CREATE", data)
        self.changed.notify()

    def _resume(self, connection: Connection, data: Payload) -> None:
        session = self.sessions.get(data.get("session_id", ""))
        if data.get("token") not in {
            self._world.application.token,
            f"Bot {self._world.application.token}",
        }:
            connection.close(4004)
            return
        missed = session.missed_since(data["seq"]) if session is not None else None
        if session is None or missed is None:
            connection.send_op(9, data=False)
            return
        if session.connection is not None:
            session.connection.close(4000)
        session.connection = connection
        connection.session = session
        for text in missed:
            connection.send(text)
        self.resumes += 1
        self._send(session, "RESUMED", {"_trace": ["local"]})
        self.changed.notify()

    def _send_members(self, session: Session, data: Payload) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None or not session.covers(guild.id):
            return
        for body in member_chunks(self._world, self._records, guild, session.intents, data):
            self._send(session, "GUILD_MEMBERS_CHUNK", body)

    def _move_bot(self, data: Payload) -> None:
        guild = self._world.guilds[int(data["guild_id"])]
        state = guild.members[self._world.bot.id]
        state.voice_channel_id = int(data["channel_id"]) if data.get("channel_id") else None
        self.dispatch("VOICE_STATE_UPDATE", guild_payloads.voice_state(guild, state), guild.id)

    def _send(self, session: Session, event: str, data: Payload) -> None:
        self._records.dispatches[event] += 1
        if self.check is not None:
            self.check(event, data)
        session.dispatch(event, data)

    def dispatch(
        self,
        event: str,
        data: Payload,
        guild_id: int | None,
        *,
        channel: Channel | None = None,
    ) -> None:
        """Send an event to each session whose shard, intents and view of the channel allow it.

        Args:
            event: The dispatch name.
            data: Its data.
            guild_id: Where it happened; None is a direct message.
            channel: If given, the bot must be able to see it.
        """
        if channel is not None and Permission.VIEW_CHANNEL not in self._world.permissions(
            self._world.bot, channel
        ):
            return
        needed = intent_for(event, direct=guild_id is None)
        for session in self.sessions.values():
            if session.covers(guild_id) and needed in session.intents:
                self._send(session, event, data)

    def dispatch_message(self, event: str, message: Message, data: Payload) -> None:
        """Send MESSAGE_CREATE or MESSAGE_UPDATE, emptied where the session may not read it.

        Content stays in direct messages, in the bot's own words, and where the bot is mentioned.
        """
        if Permission.VIEW_CHANNEL not in self._world.permissions(self._world.bot, message.channel):
            return
        bot, guild_id = self._world.bot, message.channel.guild_id
        open_to_all = guild_id is None or message.author is bot or bot in message.mentions
        needed = intent_for(event, direct=guild_id is None)
        for session in self.sessions.values():
            if not session.covers(guild_id) or needed not in session.intents:
                continue
            readable = open_to_all or Intent.MESSAGE_CONTENT in session.intents
            self._send(session, event, data if readable else messages.without_content(data))

    def dispatch_interaction(self, data: Payload, guild_id: int | None) -> bool:
        """Send INTERACTION_CREATE to the one session that is responsible; False if none is."""
        responsible = [entry for entry in self.sessions.values() if entry.covers(guild_id)]
        if not responsible:
            return False
        # After a change of the shard count an old session may wait for a resume that never comes.
        responsible.sort(key=lambda entry: entry.connection is None)
        self._send(responsible[0], "INTERACTION_CREATE", data)
        return True

    def send_prepared(self, event: str, texts: list[str], guild_id: int | None) -> None:
        """Send many events whose data is JSON text already; nothing is checked or filtered."""
        for session in self.connected:
            if session.covers(guild_id):
                for text in texts:
                    session.dispatch_text(event, text)

    async def wait_until_connected(self, timeout_seconds: float = 10.0) -> None:
        """Wait for an identified session with a live socket.

        Raises:
            TimeoutError: None came within `timeout_seconds` real seconds.
        """
        await self.changed.wait_for(
            lambda: self.connected or None, timeout_seconds, "a gateway connection"
        )

    def disconnect(self, code: int = 4000) -> None:
        """Close every socket; sessions stay resumable."""
        for connection in list(self._connections):
            if connection.session is not None:
                connection.session.connection = None
            connection.close(code)

    def drop(self) -> None:
        """Cut every socket without a closing handshake, as a broken network does."""
        for connection in list(self._connections):
            if connection.session is not None:
                connection.session.connection = None
            connection.abort()

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9 to every socket; without `resumable` the sessions are forgotten."""
        for session in self.connected:
            if session.connection is not None:
                session.connection.send_op(9, data=resumable)
            if not resumable:
                del self.sessions[session.id]

    def request_reconnect(self) -> None:
        """Send op 7 to every socket: the client leaves and resumes."""
        for session in self.connected:
            if session.connection is not None:
                session.connection.send_op(7)

    def forget_sessions(self) -> None:
        """Make every later resume fail, as after a long outage."""
        self.sessions.clear()

    async def close(self) -> None:
        """Close every socket and wait until they are gone."""
        for connection in list(self._connections):
            connection.close(1001)
        for connection in list(self._connections):
            await connection.socket.close(code=1001)

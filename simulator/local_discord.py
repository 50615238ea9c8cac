"""A whole local Discord: start it, point a bot at it, and play the people in it."""

import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from simulator.gateway.faults import Faults
from simulator.gateway.gateway import Gateway
from simulator.payloads import guilds
from simulator.people.flood import Flood
from simulator.people.guilds import Guild
from simulator.people.members import Member
from simulator.rules.documents import Documents
from simulator.server import PREFIX, Server
from simulator.simulation.simulation import Simulation
from simulator.state.model import Channel, Message, User
from simulator.state.records import RequestRecord, Violation
from simulator.state.snowflake import SnowflakeSource
from simulator.state.world import Application, World
from simulator.tls import LoopbackResolver, ThrowAwayTls, make_tls

DEFAULT_TOKEN = "local.discord.token"  # noqa: S105 - opens nothing but the local Discord


def system_clock() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class LocalDiscord:
    """Discord on 127.0.0.1; use it with `async with`.

    Args:
        now: The clock for message times and ids (aware UTC); by default the system's.
        speed: Divides rate-limit windows and the fifteen minutes of an interaction's token. The
            three seconds for a first answer stay real.
        port: The port to listen on; 0 takes a free one.
        token: What the bot must present.
        name: The bot's name.
        tls: Serve under Discord's own host names with a throw-away certificate.
        documents: The folder with `openapi.json` and `gateway.schema.json`; every request, reply
            and dispatch is then checked against them. None checks our own rules only.
        message_content: Whether the application has this privileged intent; so `members`,
            `presences`.
        members: See above.
        presences: See above.
        history_has_nonce: Whether messages read back over REST carry their nonce. Real Discord does
            not promise it, so the harder case is the default.
        rate_limits: False switches 429 answers off.
    """

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = system_clock,
        speed: float = 1.0,
        port: int = 0,
        token: str = DEFAULT_TOKEN,
        name: str = "Roundtable",
        tls: bool = False,
        documents: Path | None = None,
        message_content: bool = True,
        members: bool = True,
        presences: bool = True,
        history_has_nonce: bool = False,
        rate_limits: bool = True,
    ) -> None:
        ids = SnowflakeSource(now)
        owner = User(ids.next(), "Application owner")
        bot = User(ids.next(), name, bot=True)
        application = Application(bot.id, token, name, owner, message_content, members, presences)
        world = World(now, ids, application, bot, history_has_nonce)
        world.users |= {owner.id: owner, bot.id: bot}
        self.sim = Simulation.over(world, speed=speed, rate_limits=rate_limits)
        self._server = Server(self.sim, Documents(documents) if documents is not None else None)
        self._tls: ThrowAwayTls | None = make_tls() if tls else None
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Bind and serve.

        Raises:
            OSError: The port is taken.
        """
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._wanted_port))
        self.port = listening.getsockname()[1]
        self._runner = web.AppRunner(
            self._server.app, access_log=None, handle_signals=False, shutdown_timeout=1.0
        )
        await self._runner.setup()
        context = self._tls.server_context if self._tls is not None else None
        await web.SockSite(self._runner, listening, ssl_context=context).start()
        world = self.sim.world
        if self._tls is None:
            world.public_url = world.cdn_url = f"http://127.0.0.1:{self.port}"
            world.gateway_url = f"ws://127.0.0.1:{self.port}"
        else:
            world.public_url = "https://discord.com"
            world.cdn_url = "https://cdn.discordapp.com"
            world.gateway_url = "wss://gateway.discord.gg"

    async def stop(self) -> None:
        """Close every socket and stop serving."""
        await self.sim.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        """The base address, for example "http://127.0.0.1:40001"; also that of files."""
        return self.sim.world.public_url

    @property
    def api_url(self) -> str:
        """The address of the REST API: discord.py's `Route.BASE`."""
        return self.url + PREFIX

    @property
    def gateway_url(self) -> str:
        """The address of the gateway: discord.py's `DEFAULT_GATEWAY`."""
        return self.sim.world.gateway_url

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.sim.world.application.token

    @property
    def application_id(self) -> int:
        """The application's id, which is also the bot user's."""
        return self.sim.world.application.id

    @property
    def bot(self) -> User:
        """The bot as a user."""
        return self.sim.world.bot

    @property
    def gateway(self) -> Gateway:
        """The gateway: connections, `identifies`, `resumes`, `wait_until_connected()`."""
        return self.sim.gateway

    @property
    def faults(self) -> Faults:
        """Plans and causes faults."""
        return self.sim.faults

    @property
    def violations(self) -> list[Violation]:
        """Every rule broken so far, by the bot or by the local Discord itself."""
        return self.sim.records.violations

    @property
    def unknown_keys(self) -> Counter[str]:
        """Keys that the documents do not know, by place; no violation by themselves."""
        return self.sim.records.unknown_keys

    @property
    def requests(self) -> list[RequestRecord]:
        """Every REST request, in the order of its answer."""
        return self.sim.records.requests

    def request_counts(self) -> Counter[str]:
        """Count REST requests by "METHOD /route/{template}"."""
        return self.sim.records.request_counts()

    def resolver(self) -> LoopbackResolver:
        """Return a resolver for an aiohttp connector that leads Discord's names here."""
        return LoopbackResolver(self.port)

    def client_ssl_context(self) -> ssl.SSLContext:
        """Return a TLS context that trusts this local Discord.

        Raises:
            RuntimeError: It was not started with `tls=True`.
        """
        if self._tls is None:
            message = "this local Discord serves without TLS"
            raise RuntimeError(message)
        return self._tls.client_context()

    def add_guild(self, name: str = "Class", *, locale: str = "en-GB") -> Guild:
        """Add a guild with the bot in it; a bot that is connected gets its GUILD_CREATE."""
        state = self.sim.world.add_guild(name, locale=locale)
        data = guilds.guild_create(self.sim.world, state)
        self.sim.gateway.dispatch("GUILD_CREATE", data, state.id)
        return Guild(self.sim, state)

    async def wait_for_commands(
        self, *names: str, guild: Guild | None = None, timeout_seconds: float = 10.0
    ) -> None:
        """Wait until the bot has registered top-level commands.

        Raises:
            TimeoutError: One of them is missing after `timeout_seconds` real seconds.
        """
        scope = guild.id if guild is not None else None

        def look() -> bool:
            known = {entry["name"] for entry in self.sim.commands.all(scope)}
            known |= {entry["name"] for entry in self.sim.commands.all(None)}
            return bool(known) and known.issuperset(names)

        what = f"registration of {', '.join(names) or 'commands'}"
        await self.sim.commands.changed.wait_for(look, timeout_seconds, what)

    def prepare_flood(
        self, channel: Channel, members: Sequence[Member], texts: Sequence[str]
    ) -> Flood:
        """Store one message per text, members in turn, and serialise their events.

        Sending them is `await flood.send()`, so that a benchmark times nothing else.
        """
        return Flood(self.sim, channel, [member.user for member in members], texts)

    async def flood(
        self, channel: Channel, members: Sequence[Member], texts: Sequence[str]
    ) -> list[Message]:
        """Send one message per text as quickly as the socket takes them, members in turn.

        Messages are stored, but nothing is checked, filtered or parsed for mentions: this measures
        how fast a bot reads.

        Returns:
            The stored messages.
        """
        flood = self.prepare_flood(channel, members, texts)
        await flood.send()
        return flood.messages

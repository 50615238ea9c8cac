"""Serve a small class guild for a bot in another process: `python -m simulator --port 8765`."""

import argparse
import asyncio
import logging
from pathlib import Path

from simulator.local_discord import DEFAULT_TOKEN, LocalDiscord

_log = logging.getLogger("simulator")


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=8765, help="port on 127.0.0.1; 0 takes a free one"
    )
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="what the bot must present")
    parser.add_argument("--speed", type=float, default=1.0, help="divides rate-limit windows")
    parser.add_argument("--documents", type=Path, help="folder with the two API documents")
    return parser.parse_args(argv)


async def serve(options: argparse.Namespace) -> None:
    """Serve a guild with a lecturer and four students until cancelled."""
    async with LocalDiscord(
        port=options.port,
        token=options.token,
        speed=options.speed,
        documents=options.documents,
    ) as discord:
        guild = discord.add_guild("Practice class")
        guild.add_text_channel("class")
        guild.add_voice_channel("seminar room")
        guild.add_member("Lecturer", roles=[guild.add_role("Lecturer")])
        for name in ("Ada", "Ben", "Chidi", "Dora"):
            guild.add_member(name)
        _log.info("REST %s", discord.api_url)
        _log.info("gateway %s", discord.gateway_url)
        _log.info("token %s, guild %s", discord.token, guild.id)
        await asyncio.Event().wait()


def main() -> None:
    """Run until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        asyncio.run(serve(arguments()))
    except KeyboardInterrupt:
        _log.info("stopped")


if __name__ == "__main__":
    main()

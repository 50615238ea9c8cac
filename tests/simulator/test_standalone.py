"""`python -m simulator`, for a bot in another process."""

import asyncio
import sys
from asyncio.subprocess import PIPE

import aiohttp


async def test_it_serves_a_class_from_the_command_line() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", "--token", "t", stderr=PIPE
    )
    assert process.stderr is not None
    try:
        line = (await asyncio.wait_for(process.stderr.readline(), 20)).decode()
        url = line.split()[-1]
        async with (
            aiohttp.ClientSession(headers={"Authorization": "Bot t"}) as session,
            session.get(f"{url}/users/@me/guilds") as reply,
        ):
            assert [guild["name"] for guild in await reply.json()] == ["Practice class"]
    finally:
        process.terminate()
        await asyncio.wait_for(process.communicate(), 10)

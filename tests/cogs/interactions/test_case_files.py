"""Attaching a case study."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from cogs.interactions.case_files import CaseFiles
from discussion.model.errors import BadInput
from tests.cogs.conftest import FakeReader
from tests.cogs.wire import Refused, Wire


def _attached(
    wire: Wire, content: bytes | Exception, *, size: int = 10, host: str = "cdn.discordapp.com"
) -> Any:
    async def fetch(_: str) -> bytes:
        if isinstance(content, Exception):
            raise content
        return content

    wire.bot.http.get_from_cdn = fetch  # type: ignore[method-assign,assignment] # the seam
    url = f"https://{host}/attachments/1/2/handover.pdf?ex=1"
    data: Any = {"id": "1", "filename": "handover.pdf", "size": size, "url": url, "proxy_url": url}
    return discord.Attachment(data=data, state=wire.bot._connection)


@pytest.mark.parametrize("host", ["cdn.discordapp.com", "media.discordapp.net"])
async def test_what_discord_keeps_is_fetched_and_read(wire: Wire, host: str) -> None:
    reading = await CaseFiles(reader=FakeReader()).read(_attached(wire, b"One.", host=host))
    assert (reading.title, reading.stages[0].text) == ("handover.pdf", "One.")


async def test_a_rehearsal_also_fetches_from_its_own_discord(wire: Wire) -> None:
    files = CaseFiles(reader=FakeReader(), hosts=["https://127.0.0.1:8080"])
    reading = await files.read(_attached(wire, b"One.", host="127.0.0.1:8080"))
    assert reading.stages[0].text == "One."


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "127.0.0.1",
        "cdn.discordapp.com.example.org",
        "cdn.discordapp.com@example.org",
        "cdn.discordapp.com:8443",
        "169.254.169.254",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(wire: Wire, host: str) -> None:
    attached = _attached(wire, AssertionError("It was fetched."), host=host)
    with pytest.raises(BadInput, match="not kept by Discord"):
        await CaseFiles(reader=FakeReader()).read(attached)


async def test_a_file_over_the_limit_is_not_fetched(wire: Wire) -> None:
    attached = _attached(wire, AssertionError("It was fetched."), size=FakeReader.most_bytes + 1)
    with pytest.raises(BadInput, match="over 3 MB"):
        await CaseFiles(reader=FakeReader()).read(attached)


@pytest.mark.parametrize("error", [Refused(404, 0).as_discord(), TimeoutError(), OSError("gone")])
async def test_a_file_that_cannot_be_fetched_is_said_to_be_so(wire: Wire, error: Exception) -> None:
    with pytest.raises(BadInput, match="could not be fetched"):
        await CaseFiles(reader=FakeReader()).read(_attached(wire, error))

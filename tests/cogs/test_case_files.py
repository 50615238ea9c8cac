"""Attaching a case study."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from cogs.case_files import MOST_BYTES, read_case
from discussion.errors import BadInput
from tests.cogs.wire import Refused, Wire


def _attached(wire: Wire, name: str, content: bytes | Exception, size: int | None = None) -> Any:
    async def fetch(_: str) -> bytes:
        if isinstance(content, Exception):
            raise content
        return content

    wire.bot.http.get_from_cdn = fetch  # type: ignore[method-assign,assignment] # the seam
    length = len(content) if isinstance(content, bytes) else 10
    data: Any = {
        "id": "1",
        "filename": name,
        "size": size or length,
        "url": "https://cdn.discordapp.com/x",
        "proxy_url": "https://cdn.discordapp.com/x",
    }
    return discord.Attachment(data=data, state=wire.bot._connection)


async def test_a_text_is_cut_at_its_headings(wire: Wire) -> None:
    content = "\ufeff# A handover\n## Evening\nOne.\n## Morning\nTwo.".encode()
    case = await read_case(_attached(wire, "handover.md", content))
    assert case.title == "A handover"
    assert [stage.title for stage in case.stages] == ["Evening", "Morning"]


async def test_a_text_without_headings_is_called_by_its_file(wire: Wire) -> None:
    case = await read_case(_attached(wire, "night_shift.TXT", b"One."))
    assert case.title == "night shift"


@pytest.mark.parametrize(
    ("name", "content", "size", "said"),
    [
        ("case.pdf", b"%PDF", None, ".md or .txt"),
        ("case.md", b"x", MOST_BYTES + 1, "1 MB"),
        ("case.md", b"x" * (MOST_BYTES + 1), 5, "1 MB"),
        ("case.txt", b"\xff\xfe\x00", None, "UTF-8"),
        ("case.txt", Refused(404, 0).as_discord(), None, "fetched"),
        ("case.txt", b"  ", None, "no text"),
    ],
)
async def test_anything_else_is_refused_in_a_sentence(
    wire: Wire, name: str, content: bytes | Exception, size: int | None, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        await read_case(_attached(wire, name, content, size))

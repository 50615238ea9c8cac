"""A stand-in for a language model: an endpoint on loopback that answers as a test wants."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Items = Sequence[Mapping[str, Any]]
"""The titles of a question, each with its number and its lines."""


def turned(title: str) -> str:
    """A title in other words, as far as the rules go: its second half comes first."""
    words = title.split()
    half = len(words) // 2
    text = " ".join([*words[half:], *words[:half]])
    return text[:1].upper() + text[1:]


def titled(items: Items) -> list[dict[str, Any]]:
    """The answer of a model that does what it was asked for."""
    return [
        {"number": each["number"], "title": turned(str(each["title"])), "lines": [1]}
        for each in items
    ]


def completion(titles: Any, **usage: Any) -> web.Response:
    """An answer as OpenAI's endpoint gives it."""
    content = json.dumps({"titles": titles})
    return web.json_response(
        {"choices": [{"message": {"role": "assistant", "content": content}}], "usage": usage}
    )


async def good(items: Items) -> web.StreamResponse:
    """Everything as asked."""
    return completion(titled(items), total_tokens=500)


@dataclass
class ModelServer:
    """The endpoint; ``answer`` makes its answers, ``questions`` are what it was asked."""

    url: str = ""
    answer: Callable[[Items], Awaitable[web.StreamResponse]] = good
    questions: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def asked(self) -> str:
        """All that ever came here."""
        return json.dumps(self.questions, ensure_ascii=False)

    async def completions(self, request: web.Request) -> web.StreamResponse:
        """Answer a question."""
        question = await request.json()
        self.questions.append(question)
        self.headers.append(dict(request.headers))
        return await self.answer(json.loads(question["messages"][1]["content"])["items"])


@asynccontextmanager
async def model_server() -> AsyncIterator[ModelServer]:
    """The endpoint, until the block is left."""
    server = ModelServer()
    routes = web.Application()
    routes.add_routes([web.post("/v1/chat/completions", server.completions)])
    runner = web.AppRunner(routes, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    server.url = f"http://127.0.0.1:{port}/v1/chat/completions"
    try:
        yield server
    finally:
        await runner.cleanup()

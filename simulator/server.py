"""The HTTP side: one pipeline for every REST request, the gateway's socket, and files."""

import asyncio
import json
import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from simulator.gateway.faults import Fault, FaultKind
from simulator.rest.call import Call, Handler, Upload
from simulator.rest.routes import ROUTES
from simulator.rules.documents import Documents
from simulator.simulation.simulation import Simulation
from simulator.state import errors
from simulator.state.errors import ApiError, InvalidForm
from simulator.state.records import RequestRecord

PREFIX = "/api/v10"

_log = logging.getLogger(__name__)

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763"
    "5865f20003f401a5d91b7b7a0000000049454e44ae426082"
)
"""A grey PNG of one pixel, served as everybody's avatar."""

_OPEN = ("/interactions/", "/webhooks/{webhook_id}/{webhook_token}", "/gateway")


class Server:
    """Turns HTTP into calls on the simulation."""

    def __init__(self, sim: Simulation, documents: Documents | None) -> None:
        self._sim = sim
        self._documents = documents
        self.app = web.Application(client_max_size=120 * 1024 * 1024)
        for method, route, handler in ROUTES:
            served = self._serve(method, route, handler)
            # A HEAD request is no part of Discord's API, so GET routes are added without it.
            if method == "GET":
                self.app.router.add_get(PREFIX + route, served, allow_head=False)
            else:
                self.app.router.add_route(method, PREFIX + route, served)
        self.app.router.add_get("/attachments/{owner}/{file_id}/{filename}", self._attachment)
        self.app.router.add_get("/embed/avatars/{name}", self._avatar)
        self.app.router.add_get("/avatars/{user_id}/{name}", self._avatar)
        self.app.router.add_get("/", sim.gateway.serve)
        self.app.router.add_route("*", "/{path:.*}", self._unknown)
        if documents is not None:
            sim.gateway.check = lambda event, data: documents.check_dispatch(
                sim.records, event, data
            )

    def _serve(
        self, method: str, route: str, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            fault = self._sim.faults.strike(f"{method} {route}")
            call = Call(self._sim, request.match_info, request.query)
            if fault is not None and fault.kind is FaultKind.ERROR_BEFORE:
                return self._planned_error(call, request, route, fault)
            if fault is not None and fault.kind is FaultKind.SLOW:
                await asyncio.sleep(fault.seconds)
            response = await self._answer(call, request, method, route, handler)
            if fault is not None and fault.kind is FaultKind.ERROR_AFTER:
                return self._planned_error(call, request, route, fault)
            if fault is not None and fault.kind is FaultKind.LOST_REPLY:
                self._record(call, request, route, 0)
                if request.transport is not None:
                    request.transport.abort()
                return response
            self._record(call, request, route, response.status)
            return response

        return serve

    def _planned_error(
        self, call: Call, request: web.Request, route: str, fault: Fault
    ) -> web.Response:
        self._record(call, request, route, fault.status)
        return self._json(fault.status, {"message": f"planned {fault.status}", "code": 0}, {})

    def _record(self, call: Call, request: web.Request, route: str, status: int) -> None:
        moment = self._sim.world.now()
        record = RequestRecord(request.method, route, request.path, moment, status, call.body)
        self._sim.records.requests.append(record)

    async def _answer(
        self, call: Call, request: web.Request, method: str, route: str, handler: Handler
    ) -> web.Response:
        headers: dict[str, str] = {}
        body: Any
        place = f"{method} {route}"
        try:
            self._authorise(request, route)
            verdict = self._sim.limits.judge(method, route, request.match_info)
            headers = verdict.headers
            if not verdict.allowed:
                raise errors.rate_limited(verdict.retry_after_seconds, is_global=verdict.is_global)
            await self._parse(call, request)
            if self._documents is not None:
                self._documents.check_request(
                    self._sim.records, method, route, request.query, call.body
                )
            body = await handler(call)
            status = 204 if body is None else call.status
        except ApiError as error:
            if isinstance(error, InvalidForm):
                self._sim.records.violate("rules", place, f"{error.path}: {error.problem}")
            if error.retry_after_seconds is not None:
                # discord.py takes a 429 without a Via header for a ban by the proxy in front.
                wait = str(math.ceil(error.retry_after_seconds))
                headers = headers | {"Via": "1.1 local", "Retry-After": wait}
            status, body = error.status, error.body()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # A body of a shape that no handler expects is the bot's mistake in nearly all cases;
            # the violation carries the details, so that one of ours does not hide behind it.
            _log.exception("%s", place)
            self._sim.records.violate("rules", place, f"malformed: {error!r}")
            status, body = 400, InvalidForm("", f"malformed: {error!r}").body()
        if self._documents is not None:
            self._documents.check_reply(self._sim.records, method, route, status, body)
        return self._json(status, body, headers)

    def _authorise(self, request: web.Request, route: str) -> None:
        if route.startswith(_OPEN) and route != "/gateway/bot":
            return
        expected = f"Bot {self._sim.world.application.token}"
        if request.headers.get("Authorization") != expected:
            raise errors.unauthorized()

    @staticmethod
    def _json(status: int, body: object, headers: dict[str, str]) -> web.Response:
        if body is None:
            return web.Response(status=status, headers=headers)
        # The type must be exactly this: discord.py compares the whole header, charset included.
        text = json.dumps(body, separators=(",", ":")).encode()
        return web.Response(
            status=status, body=text, headers=headers, content_type="application/json"
        )

    @staticmethod
    async def _parse(call: Call, request: web.Request) -> None:
        """Read a JSON or multipart body into the call."""
        kind = request.content_type
        if not request.can_read_body:
            return
        if kind == "application/json":
            try:
                call.body = json.loads(await request.read())
            except ValueError:
                raise ApiError(400, 50109, "The request body contains invalid JSON.") from None
        elif kind == "multipart/form-data":
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    continue
                data = bytes(await part.read())
                name = part.name or ""
                if name == "payload_json":
                    call.body = json.loads(data)
                elif name.startswith("files["):
                    index = int(name.removeprefix("files[").removesuffix("]"))
                    filename = part.filename or "unknown"
                    kind = part.headers.get("Content-Type", "application/octet-stream")
                    call.uploads.append(Upload(index, filename, data, kind))

    async def _attachment(self, request: web.Request) -> web.Response:
        file_id = request.match_info["file_id"]
        found = self._sim.world.attachments.get(int(file_id)) if file_id.isdigit() else None
        if found is None or found.filename != request.match_info["filename"]:
            return web.Response(status=404)
        return web.Response(body=found.data, content_type=found.content_type.partition(";")[0])

    async def _avatar(self, _: web.Request) -> web.Response:
        return web.Response(body=_PIXEL, content_type="image/png")

    async def _unknown(self, request: web.Request) -> web.Response:
        """Answer a route that does not exist, loudly: it is recorded as a violation."""
        place = f"{request.method} {request.path}"
        self._sim.records.violate("routes", place, "the local Discord has no such route")
        call = Call(self._sim, request.match_info, request.query)
        self._record(call, request, request.path, 404)
        return self._json(404, {"message": "404: Not Found", "code": 0}, {})

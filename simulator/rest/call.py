"""One REST request on its way through a handler."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.rules.limits import check_files
from simulator.simulation.simulation import Simulation
from simulator.state.errors import InvalidForm
from simulator.state.model import Attachment, Channel, Payload


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    index: int
    filename: str
    data: bytes
    content_type: str


@dataclass(slots=True)
class Call:
    """A request with its parts parsed; `status` is what the answer will carry."""

    sim: Simulation
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: list[Upload] = field(default_factory=list)
    status: int = 200

    def id(self, name: str) -> int:
        """Return an id from the path.

        Raises:
            InvalidForm: It is no number.
        """
        value = self.path[name]
        if not value.isdigit():
            raise InvalidForm(name, f'Value "{value}" is not snowflake.', "NUMBER_TYPE_COERCE")
        return int(value)

    def number(self, name: str, default: int | None = None) -> int | None:
        """Return a number from the query, or the default where it is absent."""
        value = self.query.get(name)
        if value is None:
            return default
        if not value.isdigit():
            raise InvalidForm(name, f'Value "{value}" is not int.', "NUMBER_TYPE_COERCE")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return a yes or no from the query; absent is no."""
        return self.query.get(name, "false").lower() in {"1", "true"}

    @property
    def fields(self) -> Payload:
        """Return the JSON object of the body.

        Raises:
            InvalidForm: There is none.
        """
        if not isinstance(self.body, dict):
            raise InvalidForm(
                "", "Only dictionaries may be used in a DictType", "DICT_TYPE_CONVERT"
            )
        return self.body

    def channel(self, name: str = "channel_id") -> Channel:
        """Return the channel that the path names, or raise 10003."""
        return self.sim.world.channel(self.id(name))

    def attach(self, data: Payload) -> list[Attachment]:
        """Store the uploaded files as attachments, described by the message's own list.

        Raises:
            InvalidForm: Too many or too large files, or an upload that the list does not name.
        """
        check_files([len(upload.data) for upload in self.uploads])
        listed = {str(entry.get("id")): entry for entry in data.get("attachments") or []}
        files = []
        for upload in self.uploads:
            entry = listed.get(str(upload.index), {})
            if listed and not entry:
                problem = f"files[{upload.index}] is not in attachments"
                raise InvalidForm("attachments", problem)
            files.append(
                self.sim.world.add_attachment(
                    entry.get("filename") or upload.filename,
                    upload.data,
                    upload.content_type,
                    description=entry.get("description"),
                )
            )
        return files


Handler = Callable[[Call], Awaitable[Any]]
"""Takes a call and returns the JSON answer; None is 204 without a body."""

Route = tuple[str, str, Handler]
"""Method, path template with the OpenAPI document's parameter names, handler."""

"""Checking against two published documents, where they are present.

`openapi.json` is Discord's own description of its REST API; `gateway.schema.json` is a JSON schema
of the gateway's dispatches, made from the types package discord-api-types. They are not part of
this project: whoever has them names their folder. Both are relaxed where they are stricter than
Discord: `oneOf` becomes `anyOf`, snowflakes may be integers, integers may be strings of digits, and
flags are any integer.

A request of the bot is always checked in full. Replies and dispatches are made by the local Discord
itself, hundreds of a few shapes: each shape is checked once per schema.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from simulator.state.model import Payload
from simulator.state.records import Records

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

OPENAPI = "openapi.json"
GATEWAY = "gateway.schema.json"

_FALSE_ALARMS = frozenset({"RESUMED"})
"""Dispatches whose definition in the gateway document is known to be wrong."""

_LITERAL_KEYS = frozenset({"locale", "guild_locale", "preferred_locale", "event", "type"})
_LENGTHS = (0, 25, 32, 45, 80, 100, 256, 1024, 2000, 4000, 4096, 6000)
_DIGITS = re.compile(r"-?\d+")


def present(folder: Path) -> bool:
    """Tell whether both documents are in a folder."""
    return (folder / OPENAPI).is_file() and (folder / GATEWAY).is_file()


@dataclass(slots=True)
class _Checked:
    validator: "Validator"
    shapes: set[object]


class Documents:
    """Compiled validators for both documents, built on first use of each schema."""

    def __init__(self, folder: Path) -> None:
        """Read both documents.

        Raises:
            FileNotFoundError: One of them is not in the folder.
        """
        self._openapi = _relaxed(json.loads((folder / OPENAPI).read_text("utf-8")))
        self._openapi["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        self._gateway = _relaxed(json.loads((folder / GATEWAY).read_text("utf-8")))
        for name, schema in self._gateway["definitions"].items():
            if name.endswith("Flags") and schema.get("type") == "number":
                self._gateway["definitions"][name] = {"type": "integer"}
        self._events = self._find_events()
        self._checked: dict[str, _Checked] = {}

    def _find_events(self) -> dict[str, Payload]:
        """Map each dispatch name to the schema of its data."""
        definitions = self._gateway["definitions"]
        events: dict[str, Payload] = {}
        for entry in definitions["GatewayDispatchPayload"]["anyOf"]:
            schema = self._resolve(self._gateway, entry)
            name = self._resolve(self._gateway, schema["properties"]["t"])
            data = schema["properties"].get("d")
            for value in name.get("enum", [name.get("const")]):
                if data is not None:
                    events[value] = data
        return events

    def check_request(
        self,
        records: Records,
        method: str,
        route: str,
        query: Mapping[str, str],
        body: object,
    ) -> None:
        """Check a request of the bot, and note what is wrong or unknown."""
        place = f"{method} {route}"
        operation = self._operation(records, method, route)
        if operation is None:
            return
        parameters = self._openapi["paths"][route].get("parameters", [])
        known = {
            entry["name"]: entry["schema"]
            for entry in [*parameters, *operation.get("parameters", [])]
            if entry["in"] == "query"
        }
        for name, value in query.items():
            if name not in known:
                records.unknown_keys[f"{place}?{name}"] += 1
                continue
            if self._schema_type(known[name]) == "boolean":
                continue
            for problem in self._problems(f"{place}?{name}", self._openapi, known[name], value):
                records.violate("openapi", place, f"query {name}: {problem}")
        content = operation.get("requestBody", {}).get("content", {})
        if body is None or "application/json" not in content:
            if body not in (None, {}) and not content:
                records.violate("openapi", place, "a body where none is described")
            return
        schema = content["application/json"]["schema"]
        for problem in self._problems(place, self._openapi, schema, body):
            records.violate("openapi", place, problem)
        self._note_unknown(records, place, self._openapi, [schema], body)

    def check_reply(
        self, records: Records, method: str, route: str, status: int, body: object
    ) -> None:
        """Check an answer of the local Discord."""
        operation = self._operation(records, method, route)
        if operation is None:
            return
        place = f"{method} {route} {status}"
        responses = operation["responses"]
        found = responses.get(str(status)) or responses.get(f"{status // 100}XX")
        if found is None:
            records.violate("openapi", place, "this status is not described")
            return
        content = self._resolve(self._openapi, found).get("content", {}).get("application/json")
        if body is None:
            if content is not None:
                records.violate("openapi", place, "an empty reply where a body is described")
            return
        if content is None:
            records.violate("openapi", place, "a body where none is described")
            return
        schema = content["schema"]
        if self._seen(place, self._openapi, schema, body):
            return
        problems = self._problems(place, self._openapi, schema, body)
        for problem in problems:
            records.violate("openapi", place, f"reply: {problem}")
        self._note_unknown(records, place, self._openapi, [schema], body)

    def check_dispatch(self, records: Records, event: str, data: Payload) -> None:
        """Check a dispatch of the local Discord."""
        if event in _FALSE_ALARMS:
            return
        schema = self._events.get(event)
        if schema is None:
            records.violate("gateway", event, "no such dispatch")
            return
        if self._seen(event, self._gateway, schema, data):
            return
        for problem in self._problems(event, self._gateway, schema, data):
            records.violate("gateway", event, problem)
        self._note_unknown(records, event, self._gateway, [schema], data)

    def _operation(self, records: Records, method: str, route: str) -> Payload | None:
        operation: Payload | None = self._openapi["paths"].get(route, {}).get(method.lower())
        if operation is None:
            records.violate("openapi", f"{method} {route}", "no such operation")
        return operation

    def _seen(self, place: str, document: Payload, schema: Payload, value: object) -> bool:
        checked = self._compiled(place, document, schema)
        shape = _shape(value)
        if shape in checked.shapes:
            return True
        checked.shapes.add(shape)
        return False

    def _problems(self, place: str, document: Payload, schema: Payload, value: Any) -> list[str]:
        from jsonschema.exceptions import best_match  # noqa: PLC0415 - a development tool

        validator = self._compiled(place, document, schema).validator
        if validator.is_valid(value):
            return []
        found = best_match(validator.iter_errors(value))
        if found is None:
            return []
        where = ".".join(str(part) for part in found.absolute_path) or "body"
        return [f"{where}: {found.message[:300]}"]

    def _compiled(self, place: str, document: Payload, schema: Payload) -> _Checked:
        checked = self._checked.get(place)
        if checked is None:
            # Only who has the documents needs the package, which is a development tool.
            from jsonschema import Draft7Validator, Draft202012Validator  # noqa: PLC0415 - as said

            if document is self._openapi:
                whole = schema | {"components": document["components"]}
                checked = _Checked(Draft202012Validator(whole), set())
            else:
                whole = schema | {"definitions": document["definitions"]}
                checked = _Checked(Draft7Validator(whole), set())
            self._checked[place] = checked
        return checked

    def _schema_type(self, schema: Payload) -> object:
        return self._resolve(self._openapi, schema).get("type")

    @staticmethod
    def _resolve(document: Payload, schema: Payload) -> Payload:
        while "$ref" in schema:
            found: Any = document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[unquote(part)]
            schema = found
        return schema

    def _note_unknown(
        self, records: Records, place: str, document: Payload, schemas: list[Payload], value: Any
    ) -> None:
        """Count keys that no schema in question describes."""
        if isinstance(value, list):
            below = self._below(document, schemas, None)
            for item in value:
                self._note_unknown(records, place, document, below, item)
        elif isinstance(value, dict):
            for key, child in value.items():
                below = self._below(document, schemas, key)
                if below:
                    self._note_unknown(records, f"{place}.{key}", document, below, child)
                elif schemas and not self._is_open(document, schemas):
                    records.unknown_keys[f"{place}.{key}"] += 1

    def _below(self, document: Payload, schemas: list[Payload], key: str | None) -> list[Payload]:
        found: list[Payload] = []
        for schema in self._variants(document, schemas):
            if key is None:
                items = schema.get("items")
                found += [items] if isinstance(items, dict) else []
            elif key in schema.get("properties", {}):
                found.append(schema["properties"][key])
            elif isinstance(schema.get("additionalProperties"), dict):
                found.append(schema["additionalProperties"])
        return found

    def _is_open(self, document: Payload, schemas: list[Payload]) -> bool:
        return any(
            schema.get("additionalProperties") not in (None, False)
            or (not schema.get("properties") and "anyOf" not in schema and "allOf" not in schema)
            for schema in self._variants(document, schemas)
        )

    def _variants(self, document: Payload, schemas: list[Payload]) -> list[Payload]:
        flat: list[Payload] = []
        waiting = list(schemas)
        while waiting:
            schema = self._resolve(document, waiting.pop())
            inner = [*schema.get("anyOf", []), *schema.get("allOf", [])]
            waiting += inner
            if not inner or schema.get("properties"):
                flat.append(schema)
        objects = [entry for entry in flat if entry.get("type") != "null"]
        return [entry for entry in objects if "properties" in entry or "items" in entry] or objects


def _relaxed(schema: Any) -> Any:
    """Return a copy with `oneOf` as `anyOf`, and integers that may be strings of digits."""
    if isinstance(schema, list):
        return [_relaxed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {("anyOf" if key == "oneOf" else key): _relaxed(value) for key, value in schema.items()}
    kind = copy.get("type")
    kinds = [kind] if isinstance(kind, str) else kind
    free = not {"enum", "const", "anyOf"} & set(copy)
    if isinstance(kinds, list) and "integer" in kinds and "string" not in kinds and free:
        copy["type"] = [*kinds, "string"]
        copy["pattern"] = r"^-?[0-9]+$"
    return copy


def _shape(value: object, key: str = "") -> object:
    """Return what a validator could tell apart, roughly: keys, types, small numbers, lengths."""
    if isinstance(value, dict):
        return tuple((name, _shape(inner, name)) for name, inner in sorted(value.items()))
    if isinstance(value, list):
        return frozenset(_shape(inner, key) for inner in value)
    if isinstance(value, str):
        if key in _LITERAL_KEYS:
            return value
        if _DIGITS.fullmatch(value):
            return "digits"
        return ("text", next((limit for limit in _LENGTHS if len(value) <= limit), -1))
    if isinstance(value, bool) or value is None:
        return repr(value)
    if isinstance(value, int) and abs(value) < 64:
        return value
    return type(value).__name__

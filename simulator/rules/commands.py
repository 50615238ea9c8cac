"""Our own rules for registering application commands.

Source: https://docs.discord.com/developers/interactions/application-commands
"""

import re
from collections import Counter
from collections.abc import Sequence

from simulator.state.errors import InvalidForm
from simulator.state.model import Payload

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
LIMITS = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
SUBCOMMAND, GROUP = 1, 2
TOTAL_CHARACTERS = 8000
_NAME = re.compile(r"[-_'\w]{1,32}")


def check_commands(commands: Sequence[Payload]) -> None:
    """Check one scope's commands together: counts, names, options.

    Raises:
        InvalidForm: A rule is broken.
    """
    counts = Counter(command.get("type", SLASH) for command in commands)
    for kind, limit in LIMITS.items():
        if counts[kind] > limit:
            problem = f"Maximum number of application commands of this type reached ({limit})."
            raise InvalidForm("", problem, "APPLICATION_COMMANDS_LIMIT")
    names = Counter((command.get("type", SLASH), command["name"]) for command in commands)
    for (_, name), count in names.items():
        if count > 1:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            raise InvalidForm("", f"Application command names must be unique: {name}", code)
    for index, command in enumerate(commands):
        check_command(command, str(index))


def check_command(command: Payload, place: str = "") -> None:
    """Check one command with everything below it.

    Raises:
        InvalidForm: A rule is broken.
    """
    if command.get("type", SLASH) == SLASH:
        _check_name(command["name"], place)
        _check_description(command, place)
        _check_options(command.get("options") or [], place, depth=0)
        if _characters(command) > TOTAL_CHARACTERS:
            raise InvalidForm(place, f"Command exceeds {TOTAL_CHARACTERS} characters")
        return
    if not 1 <= len(command["name"]) <= 32:
        raise InvalidForm(f"{place}.name", "Must be between 1 and 32 in length.")
    if command.get("description") or command.get("options"):
        raise InvalidForm(place, "Context menu commands have no description and no options")


def _check_name(name: str, place: str) -> None:
    if not _NAME.fullmatch(name) or name != name.lower():
        problem = f"Command name is invalid: {name!r}"
        raise InvalidForm(f"{place}.name", problem, "APPLICATION_COMMAND_INVALID_NAME")


def _check_description(entry: Payload, place: str) -> None:
    if not 1 <= len(entry.get("description") or "") <= 100:
        raise InvalidForm(f"{place}.description", "Must be between 1 and 100 in length.")


def _check_options(options: Sequence[Payload], place: str, *, depth: int) -> None:
    if len(options) > 25:
        raise InvalidForm(f"{place}.options", "Must be 25 or fewer in length.")
    names = [option["name"] for option in options]
    if len(set(names)) != len(names):
        raise InvalidForm(f"{place}.options", "Option names must be unique")
    nested = [option["type"] in {SUBCOMMAND, GROUP} for option in options]
    if any(nested) and not all(nested):
        raise InvalidForm(f"{place}.options", "Subcommands and values cannot be mixed")
    optional_seen = False
    for index, option in enumerate(options):
        where = f"{place}.options.{index}"
        _check_name(option["name"], where)
        _check_description(option, where)
        if option["type"] in {SUBCOMMAND, GROUP}:
            deepest = 1 if option["type"] == SUBCOMMAND else 0
            if depth > deepest:
                raise InvalidForm(where, "Nesting is at most command, group, subcommand")
            if option["type"] == GROUP and not option.get("options"):
                raise InvalidForm(f"{where}.options", "A group needs a subcommand")
            _check_options(option.get("options") or [], where, depth=depth + 1)
            continue
        if option.get("required") and optional_seen:
            problem = "Required options must be placed before non-required options"
            code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
            raise InvalidForm(where, problem, code)
        optional_seen = optional_seen or not option.get("required")
        _check_choices(option, where)


def _check_choices(option: Payload, place: str) -> None:
    choices = option.get("choices") or []
    if len(choices) > 25:
        raise InvalidForm(f"{place}.choices", "Must be 25 or fewer in length.")
    if choices and option.get("autocomplete"):
        raise InvalidForm(f"{place}.choices", "Choices and autocomplete exclude each other")
    names = [choice["name"] for choice in choices]
    if len(set(names)) != len(names):
        raise InvalidForm(f"{place}.choices", "Choice names must be unique")
    for index, choice in enumerate(choices):
        if not 1 <= len(choice["name"]) <= 100:
            raise InvalidForm(f"{place}.choices.{index}.name", "Must be between 1 and 100.")
        if isinstance(choice["value"], str) and len(choice["value"]) > 100:
            raise InvalidForm(f"{place}.choices.{index}.value", "Must be 100 or fewer in length.")


def _characters(entry: Payload) -> int:
    """Count as Discord does: the longest localisation of names, descriptions and values."""
    total = 0
    for key in ("name", "description"):
        texts = [entry.get(key) or "", *(entry.get(f"{key}_localizations") or {}).values()]
        total += max(len(text) for text in texts)
    for choice in entry.get("choices") or []:
        total += len(choice["name"]) + len(str(choice["value"]))
    return total + sum(_characters(option) for option in entry.get("options") or [])

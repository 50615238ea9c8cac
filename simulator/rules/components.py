"""Our own rules for components, in messages of both generations and in modals.

Source: https://docs.discord.com/developers/components/reference
"""

from collections.abc import Collection, Sequence

from simulator.state.errors import InvalidForm
from simulator.state.model import Payload, walk_components

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = frozenset({3, 5, 6, 7, 8})
LAYOUT_ONLY = frozenset({SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER})
IN_LAYOUT = frozenset({ROW, SECTION, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR})
IN_LABEL = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}
TEXT_TOTAL_LIMIT = 4000
LAYOUT_LIMIT = 40


def check_components(
    components: Sequence[Payload], *, layout: bool, filenames: Collection[str]
) -> None:
    """Check a message's components.

    Args:
        components: The top level, as sent.
        layout: Whether the message has the components-v2 flag.
        filenames: Files that `attachment://` may refer to.

    Raises:
        InvalidForm: A rule is broken.
    """
    everything = list(walk_components(list(components)))
    allowed_at_top = (IN_LAYOUT | {CONTAINER}) if layout else {ROW}
    if layout and len(everything) > LAYOUT_LIMIT:
        raise InvalidForm("components", f"Total component count exceeds {LAYOUT_LIMIT}")
    if not layout and len(components) > 5:
        raise InvalidForm("components", "Must be 5 or fewer in length.", "BASE_TYPE_MAX_LENGTH")
    for index, component in enumerate(components):
        _check_one(component, f"components.{index}", allowed_at_top, filenames)
    texts = sum(len(part["content"]) for part in everything if part["type"] == TEXT_DISPLAY)
    if texts > TEXT_TOTAL_LIMIT:
        raise InvalidForm("components", f"Total text exceeds {TEXT_TOTAL_LIMIT} characters")
    _check_unique(everything)


def check_modal(data: Payload) -> None:
    """Check a modal: title, id, one to five labelled inputs.

    Raises:
        InvalidForm: A rule is broken.
    """
    if not 1 <= len(data.get("title") or "") <= 45:
        raise InvalidForm("data.title", "Must be between 1 and 45 in length.")
    _check_custom_id(data, "data")
    components = data.get("components") or []
    if not 1 <= len(components) <= 5:
        raise InvalidForm("data.components", "Must be between 1 and 5 in length.")
    for index, component in enumerate(components):
        place = f"data.components.{index}"
        if component["type"] == LABEL:
            _check_label(component, place)
        elif component["type"] == ROW:
            if [child["type"] for child in component["components"]] != [TEXT_INPUT]:
                raise InvalidForm(place, "A modal's action row holds one text input")
            _check_input(component["components"][0], f"{place}.components.0")
        elif component["type"] != TEXT_DISPLAY:
            raise InvalidForm(place, f"Component type {component['type']} is not allowed here")
    _check_unique(list(walk_components(components)))


def _check_label(label: Payload, place: str) -> None:
    if not 1 <= len(label.get("label") or "") <= 45:
        raise InvalidForm(f"{place}.label", "Must be between 1 and 45 in length.")
    if len(label.get("description") or "") > 100:
        raise InvalidForm(f"{place}.description", "Must be 100 or fewer in length.")
    inner = label["component"]
    if inner["type"] not in IN_LABEL:
        raise InvalidForm(f"{place}.component", f"Type {inner['type']} is not allowed here")
    if inner.get("label"):
        raise InvalidForm(f"{place}.component.label", "A labelled input has no label of its own")
    if inner.get("disabled"):
        raise InvalidForm(f"{place}.component.disabled", "Inputs in modals cannot be disabled")
    _check_input(inner, f"{place}.component")


def _check_input(part: Payload, place: str) -> None:
    _check_custom_id(part, place)
    kind = part["type"]
    if kind == TEXT_INPUT:
        shortest, longest = part.get("min_length") or 0, part.get("max_length") or 4000
        if not 0 <= shortest <= longest <= 4000:
            raise InvalidForm(place, "min_length and max_length must lie in 0 to 4000, in order")
        if len(part.get("value") or "") > longest:
            raise InvalidForm(f"{place}.value", f"Must be {longest} or fewer in length.")
        if len(part.get("placeholder") or "") > 100:
            raise InvalidForm(f"{place}.placeholder", "Must be 100 or fewer in length.")
    elif kind == STRING_SELECT:
        _check_options(part, place, 1, 25)
    elif kind == RADIO_GROUP:
        _check_options(part, place, 2, 10)
    elif kind == CHECKBOX_GROUP:
        _check_options(part, place, 1, 10)
    if kind in SELECTS:
        _check_range(part, place, 25)
        if part.get("required", True) and part.get("min_values") == 0:
            raise InvalidForm(f"{place}.min_values", "A required select needs at least one value")


def _check_one(
    component: Payload, place: str, allowed: Collection[int], filenames: Collection[str]
) -> None:
    kind = component["type"]
    if kind not in allowed:
        problem = f"Component type {kind} is not allowed here"
        raise InvalidForm(place, problem, "UNION_TYPE_CHOICES")
    if kind == CONTAINER:
        for index, child in enumerate(_children(component, place, 1, LAYOUT_LIMIT)):
            _check_one(child, f"{place}.components.{index}", IN_LAYOUT, filenames)
    elif kind == SECTION:
        for index, child in enumerate(_children(component, place, 1, 3)):
            _check_one(child, f"{place}.components.{index}", {TEXT_DISPLAY}, filenames)
        if "accessory" not in component:
            raise InvalidForm(f"{place}.accessory", "This field is required")
        _check_one(component["accessory"], f"{place}.accessory", {BUTTON, THUMBNAIL}, filenames)
    elif kind in {ROW, BUTTON, TEXT_DISPLAY}:
        _LEAVES[kind](component, place)
    else:
        _check_all_media(component, place, filenames)


def _check_text(component: Payload, place: str) -> None:
    if not 1 <= len(component.get("content") or "") <= TEXT_TOTAL_LIMIT:
        raise InvalidForm(f"{place}.content", "Must be between 1 and 4000 in length.")


def _check_all_media(component: Payload, place: str, filenames: Collection[str]) -> None:
    """Check what shows a file: a thumbnail, a file, a gallery; a separator shows none."""
    kind = component["type"]
    if kind == THUMBNAIL:
        _check_media(component["media"], f"{place}.media", filenames)
    elif kind == FILE:
        if not component["file"]["url"].startswith("attachment://"):
            raise InvalidForm(f"{place}.file", "A file component takes attachment:// only")
        _check_media(component["file"], f"{place}.file", filenames)
    elif kind == GALLERY:
        if not 1 <= len(component.get("items") or []) <= 10:
            raise InvalidForm(f"{place}.items", "Must be between 1 and 10 in length.")
        for index, item in enumerate(component["items"]):
            _check_media(item["media"], f"{place}.items.{index}.media", filenames)


def _check_row(row: Payload, place: str) -> None:
    children = _children(row, place, 1, 5)
    kinds = {child["type"] for child in children}
    if kinds & SELECTS and len(children) > 1:
        raise InvalidForm(f"{place}.components", "A select fills its row alone")
    for index, child in enumerate(children):
        where = f"{place}.components.{index}"
        if child["type"] == BUTTON:
            _check_button(child, where)
        elif child["type"] in SELECTS:
            _check_custom_id(child, where)
            _check_range(child, where, 25)
            if len(child.get("placeholder") or "") > 150:
                raise InvalidForm(f"{where}.placeholder", "Must be 150 or fewer in length.")
            if child["type"] == STRING_SELECT:
                _check_options(child, where, 1, 25)
        else:
            raise InvalidForm(where, f"Component type {child['type']} is not allowed here")


def _check_button(button: Payload, place: str) -> None:
    if len(button.get("label") or "") > 80:
        raise InvalidForm(f"{place}.label", "Must be 80 or fewer in length.")
    if not button.get("label") and not button.get("emoji"):
        raise InvalidForm(place, "A button must have a label or an emoji", "BUTTON_COMPONENT_EMPTY")
    if button["style"] == 5:
        if not button.get("url") or button.get("custom_id"):
            raise InvalidForm(place, "A link button has an address and no custom id")
    else:
        _check_custom_id(button, place)


def _check_custom_id(part: Payload, place: str) -> None:
    if not 1 <= len(part.get("custom_id") or "") <= 100:
        raise InvalidForm(f"{place}.custom_id", "Must be between 1 and 100 in length.")


def _check_options(part: Payload, place: str, fewest: int, most: int) -> None:
    options = part.get("options") or []
    if not fewest <= len(options) <= most:
        raise InvalidForm(f"{place}.options", f"Must be between {fewest} and {most} in length.")
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
        raise InvalidForm(f"{place}.options", "The specified option value is already used", code)
    for index, option in enumerate(options):
        for key, shortest in (("label", 1), ("value", 1), ("description", 0)):
            if not shortest <= len(option.get(key) or "") <= 100:
                raise InvalidForm(f"{place}.options.{index}.{key}", "Must be 100 or fewer.")
    chosen = sum(bool(option.get("default")) for option in options)
    if chosen > (part.get("max_values") or 1):
        raise InvalidForm(f"{place}.options", "More defaults than max_values")


def _check_range(part: Payload, place: str, most: int) -> None:
    fewest = part.get("min_values")
    fewest = 1 if fewest is None else fewest
    largest = part.get("max_values") or 1
    if not 0 <= fewest <= largest <= most:
        raise InvalidForm(place, f"min_values and max_values must lie in 0 to {most}, in order")
    if part["type"] == STRING_SELECT and largest > len(part.get("options") or []):
        raise InvalidForm(f"{place}.max_values", "More than there are options")


def _check_media(media: Payload, place: str, filenames: Collection[str]) -> None:
    url: str = media["url"]
    if url.startswith("attachment://"):
        name = url.removeprefix("attachment://")
        if name not in filenames:
            problem = f"The referenced attachment was not found: {name}"
            raise InvalidForm(place, problem, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND")
    elif not url.startswith(("http://", "https://")):
        raise InvalidForm(place, "Not a well formed URL.", "URL_TYPE_INVALID_URL")


def _children(component: Payload, place: str, fewest: int, most: int) -> list[Payload]:
    children: list[Payload] = component.get("components") or []
    if not fewest <= len(children) <= most:
        problem = f"Must be between {fewest} and {most} in length."
        raise InvalidForm(f"{place}.components", problem, "BASE_TYPE_BAD_LENGTH")
    return children


def _check_unique(everything: Sequence[Payload]) -> None:
    ids = [part["custom_id"] for part in everything if part.get("custom_id")]
    for custom_id in ids:
        if ids.count(custom_id) > 1:
            code = "COMPONENT_CUSTOM_ID_DUPLICATED"
            raise InvalidForm("components", f"custom id {custom_id!r} cannot be duplicated", code)
    numbers = [part["id"] for part in everything if part.get("id")]
    if len(set(numbers)) != len(numbers):
        raise InvalidForm("components", "Component ids must be unique within a message")


_LEAVES = {ROW: _check_row, BUTTON: _check_button, TEXT_DISPLAY: _check_text}

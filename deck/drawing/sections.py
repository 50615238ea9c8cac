"""Sections: the groups of slides that PowerPoint shows beside them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_SPACE = uuid.UUID("6f1f1a0e-4c0a-4f5d-9a3c-2b7d1b6f8a11")


def add_sections(deck: Any, sections: Sequence[tuple[str, Sequence[int]]]) -> None:
    """Write the sections, each a name and its slides by index; empty ones are left out."""
    ids = [slide.get("id") for slide in deck.slides._sldIdLst]  # noqa: SLF001 - no public way
    holder = etree.Element(f"{{{_P14}}}sectionLst", nsmap={"p14": _P14})
    for name, indexes in sections:
        if not indexes:
            continue
        key = "{" + str(uuid.uuid5(_SPACE, name)).upper() + "}"
        section = etree.SubElement(holder, f"{{{_P14}}}section", name=name, id=key)
        members = etree.SubElement(section, f"{{{_P14}}}sldIdLst")
        for index in indexes:
            etree.SubElement(members, f"{{{_P14}}}sldId", id=ids[index])
    root = deck.part._element  # noqa: SLF001 - no public way
    extensions = root.find(qn("p:extLst"))
    if extensions is None:
        extensions = etree.SubElement(root, qn("p:extLst"))
    extension = etree.Element(qn("p:ext"), uri=_URI)
    extension.append(holder)
    extensions.insert(0, extension)

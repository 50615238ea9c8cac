"""Templates as people bring them."""

from __future__ import annotations

import io
import zipfile

from pptx import Presentation
from pptx.util import Inches


def own_template(width: float = 13.333) -> bytes:
    """A widescreen file with a slide of its own and words on its master."""
    template = Presentation()
    template.slide_width, template.slide_height = Inches(width), Inches(7.5)
    template.slide_master.placeholders[0].text_frame.text = "Title as our school sets it"
    slide = template.slides.add_slide(template.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "An old slide"
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """The template with bytes of one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(own_template())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = parts[part].replace(old, new)
    return packed(parts)


def packed(parts: dict[str, bytes]) -> bytes:
    """Parts as the bytes of a package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def with_macro() -> bytes:
    """A template in which somebody left a macro."""
    buffer = io.BytesIO(own_template())
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("ppt/vbaProject.bin", b"x")
    return buffer.getvalue()

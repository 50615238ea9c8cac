"""Small files made by hand: PDFs with any page, and archives that lie."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO


def a_pdf(pages: Sequence[bytes], *, packed: bool = False, count: int | None = None) -> bytes:
    """A PDF of pages, each given by its drawing commands; font F1 is Helvetica."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count or len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, commands in enumerate(pages):
        body = zlib.compress(commands) if packed else commands
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>".encode(),
            f"<</Length {len(body)}{'/Filter/FlateDecode' if packed else ''}>>stream\n".encode()
            + body
            + b"\nendstream",
        ]
    file, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    file += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF".encode()
    return bytes(file)


def lines(*texts: str, size: int = 11) -> bytes:
    """Drawing commands for lines of text from the top of a page."""
    shown = b" ".join(b"(" + text.encode("latin-1") + b") Tj T*" for text in texts)
    return f"BT /F1 {size} Tf 50 740 Td {size * 1.2} TL ".encode() + shown + b" ET"


def an_archive(parts: dict[str, bytes]) -> bytes:
    """A zip archive."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def declaring(archive: bytes, true_size: int, told: int) -> bytes:
    """The archive with another unpacked size in every place that tells it."""
    return archive.replace(true_size.to_bytes(4, "little"), told.to_bytes(4, "little"))

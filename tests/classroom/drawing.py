"""Stand-ins for LibreOffice and poppler that draw at once: a dot for each slide."""

from __future__ import annotations

import sys
from pathlib import Path

_PROGRAM = """\
#!{python}
import base64, sys, zipfile
{body}
"""
_OFFICE = """\
folder = sys.argv[sys.argv.index("--outdir") + 1]
deck = open(sys.argv[-1], "rb").read()
open(folder + "/deck.pdf", "wb").write(deck)
"""
_POPPLER = """\
names = zipfile.ZipFile(sys.argv[-2]).namelist()
slides = [n for n in names if n.startswith("ppt/slides/slide")]
for number in range(1, len(slides) + 1):
    open(f"{sys.argv[-1]}-{number:02}.png", "wb").write(base64.b64decode("iVBORw0KGgo="))
"""


def put_programs(folder: Path) -> None:
    """Write ``soffice`` and ``pdftoppm`` into a folder that goes first in the path."""
    folder.mkdir()
    for name, body in (("soffice", _OFFICE), ("pdftoppm", _POPPLER)):
        program = folder / name
        program.write_text(_PROGRAM.format(python=sys.executable, body=body), "utf-8")
        program.chmod(0o755)

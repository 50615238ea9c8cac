"""PDF and pictures of a deck, where LibreOffice and poppler are installed; for looking only.

A file that went through LibreOffice has lost its alternative texts, so the deck itself never does.
Meant for a worker process: a call takes seconds, and it ends its programs when time is up.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

PDF_SECONDS = 90.0
PICTURE_SECONDS = 60.0
DPI = 80
"""Dots per inch of pictures: 1,067 pixels across, enough to read on a phone."""
_log = logging.getLogger(__name__)


def can_draw() -> bool:
    """Whether this machine has what pictures need."""
    return bool(shutil.which("soffice") and shutil.which("pdftoppm"))


def pdf_of(deck: Path, seconds: float = PDF_SECONDS) -> Path | None:
    """The deck as a PDF beside it; None where LibreOffice is missing, fails or takes too long."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        # A profile of its own: two conversions at a time would wait for each other, or fail.
        profile = (Path(scratch) / "profile").as_uri()
        done = _ran(
            [
                office,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--norestore",
                "--convert-to",
                "pdf",
                "--outdir",
                scratch,
                str(deck),
            ],
            seconds,
        )
        made = Path(scratch) / deck.with_suffix(".pdf").name
        if not done or not made.exists():
            return None
        return Path(shutil.move(made, deck.with_suffix(".pdf")))


def pictures_of(
    pdf: Path, folder: Path, dpi: int = DPI, seconds: float = PICTURE_SECONDS
) -> list[Path]:
    """A PNG of each page, ``slide-01.png`` and on; [] where poppler is missing or fails."""
    drawer = shutil.which("pdftoppm")
    if drawer is None:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="roundtable-") as scratch:
        stem = Path(scratch) / "page"
        if not _ran([drawer, "-r", str(dpi), "-png", str(pdf), str(stem)], seconds):
            return []
        pages = sorted(stem.parent.glob("page-*.png"))
        return [
            Path(shutil.move(page, folder / f"slide-{number:02}.png"))
            for number, page in enumerate(pages, start=1)
        ]


def _ran(command: list[str], seconds: float) -> bool:
    """Whether a program ended well in time; with its children it is ended otherwise."""
    with subprocess.Popen(  # noqa: S603 - programs found on the path, arguments of our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            code = running.wait(seconds)
        except BaseException as error:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            _log.warning("%s took more than %.0f s and was ended", Path(command[0]).name, seconds)
            return False
    if code:
        _log.warning("%s ended with code %s", Path(command[0]).name, code)
    return code == 0

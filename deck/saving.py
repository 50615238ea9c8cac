"""Files that hold people's words: for whoever runs the bot alone, written whole or not at all."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from discussion.model.errors import DeckFailed

_log = logging.getLogger(__name__)

FOLDER = 0o700
FILE = 0o600


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, into a folder that is made. Raises ``DeckFailed``."""
    with saving(path):
        private_folder(path.parent)
        write(path, content)


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turn trouble with the disk into a plain sentence."""
    try:
        yield
    except OSError as error:
        _log.exception("%s could not be written", path.name)
        raise DeckFailed(
            f"The deck was made but could not be saved: {error.strerror or error}. "
            "Ask the administrator to look at the disk, then try again."
        ) from error


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    # A temporary file is its owner's alone, and stays so under its name.
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    temporary.replace(path)


def private_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it, that only its owner may enter."""
    if folder.is_dir():
        return
    private_folder(folder.parent)
    folder.mkdir(mode=FOLDER, exist_ok=True)

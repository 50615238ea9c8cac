"""Files written whole or not at all, and trouble with the disk in plain words."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from discussion.model.errors import DeckFailed

_log = logging.getLogger(__name__)


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, into a folder that is made. Raises ``DeckFailed``."""
    with saving(path):
        path.parent.mkdir(parents=True, exist_ok=True)
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

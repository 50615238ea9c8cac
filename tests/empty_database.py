"""An SQLite database with its tables, made once: making them takes longer than most classes."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from storage.database.engine import database_url
from storage.database.schema import bring_up_to_date


def with_tables(file: Path) -> Path:
    """Put an empty database with all tables in a place where there is none; the place itself."""
    if not file.exists():
        file.write_bytes(_empty())
    return file


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        bring_up_to_date(database_url(str(path)))
        return path.read_bytes()

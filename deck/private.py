"""Folders and files that hold people's words: for whoever runs the bot, and nobody else."""

from __future__ import annotations

from pathlib import Path

FOLDER = 0o700
FILE = 0o600


def private_folder(folder: Path) -> None:
    """Make a folder, and what is missing above it, that only its owner may enter."""
    if folder.is_dir():
        return
    private_folder(folder.parent)
    folder.mkdir(mode=FOLDER, exist_ok=True)

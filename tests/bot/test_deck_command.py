"""`python -m bot deck`, run as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

ROOT = Path(__file__).parents[2]
TABLE = """author,text,time,tags
Amara,The night rota decides who rests.,14:05,"rota, practice"
Bo,"I will ask for the rota by 24 November. #action",,
,Nobody asked me. #rota,,experience
"""


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in an empty folder, without LibreOffice, which would only take time."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ROUNDTABLE_")}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", "deck", *arguments],
        cwd=folder,
        env=kept | {"PATH": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "night-rota.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_table_becomes_a_deck_and_its_record_becomes_the_same_deck(
    table: Path, tmp_path: Path
) -> None:
    made = _run(tmp_path, table.name)
    assert (made.returncode, made.stderr) == (0, "")
    names = ["deck.pptx", "transcript.md", "record.json", "contributions.csv"]
    assert made.stdout.split() == [str(Path("out/deck") / name) for name in names]
    again = _run(tmp_path, "out/deck/record.json", "--out", "again.pptx")
    assert (again.returncode, again.stdout) == (0, "again.pptx\n")
    first, second = (
        [slide.shapes.title.text_frame.text for slide in Presentation(str(tmp_path / deck)).slides]
        for deck in ("out/deck/deck.pptx", "again.pptx")
    )
    assert first == second
    assert first[0] == "night rota"


@pytest.mark.parametrize(
    ("content", "out", "said"),
    [
        (None, "made", "talk.json cannot be read"),
        ("", "made", "The record is not JSON"),
        ("{}", "made", "“format” is missing"),
        ('{"format": 99}', "made", "this program reads format"),
        (TABLE, "made", "The record is not JSON"),
        ("[" * 100_000, "made", "The record is not JSON"),
    ],
)
def test_a_bad_file_is_one_line_that_says_what_is_wrong(
    tmp_path: Path, content: str | None, out: str, said: str
) -> None:
    if content is not None:
        (tmp_path / "talk.json").write_text(content, "utf-8")
    refused = _run(tmp_path, "talk.json", "--out", out)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("out", ["taken", "taken/deck.pptx", "taken/made"])
def test_a_place_that_cannot_be_written_is_one_line(table: Path, tmp_path: Path, out: str) -> None:
    (tmp_path / "taken").write_text("Mine.", "utf-8")
    refused = _run(tmp_path, table.name, "--out", out)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("The deck was made but could not be saved")
    assert refused.stderr.count("\n") == 1
    assert (tmp_path / "taken").read_text("utf-8") == "Mine."

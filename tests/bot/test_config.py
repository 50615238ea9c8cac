"""Settings: each that is wrong is named in one sentence, and all are documented."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import PREFIX, ConfigError, Settings, read_settings

DOCUMENT = Path(__file__).parents[2] / "docs/settings.md"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZONE", "Middle/Earth"),
        ("ZONE", ""),
        ("ZONE", "/etc/passwd"),
        ("ZONE", "../UTC"),
        ("LOG_LEVEL", "LOUD"),
        ("CLOCK_SPEED", "fast"),
        ("CLOCK_SPEED", "0"),
        ("CLOCK_SPEED", "-1"),
        ("CLOCK_SPEED", "1001"),
        ("CLOCK_SPEED", "nan"),
        ("CLOCK_ANCHOR", "yesterday"),
        ("CLOCK_ANCHOR", "2026-03-02T09:00:00"),
        ("MESSAGE_CONTENT", "perhaps"),
        ("MEMBERS", "2"),
        ("FEWEST_IN_A_CELL", "0"),
        ("FEWEST_IN_A_CELL", "three"),
        ("WORDING_URL", "example.org"),
        ("WORDING_URL", "file:///etc/passwd"),
        ("WORDING_URL", "https://"),
        ("WORDING_SECONDS", "0"),
        ("WORDING_SECONDS", "60"),
        ("WORDING_TOKENS", "none"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(ConfigError) as refused:
        read_settings()
    sentence = str(refused.value)
    assert sentence.startswith(f"{PREFIX}{name} cannot be used: ")
    assert sentence.endswith(".")
    assert sentence.count("\n") == 0


def test_a_settings_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ROUNDTABLE_ZONE=UTC".encode("utf-16"))
    with pytest.raises(ConfigError, match=r"\.env cannot be read"):
        read_settings()


def test_settings_come_from_the_file_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "ROUNDTABLE_ZONE=Europe/London\nROUNDTABLE_LOG_LEVEL=debug\nOTHER=1\n"
    (tmp_path / ".env").write_text(text, "utf-8")
    monkeypatch.setenv("ROUNDTABLE_ZONE", "Europe/Paris")
    settings = read_settings()
    assert (settings.zone, settings.log_level) == ("Europe/Paris", "DEBUG")


def test_an_address_for_words_needs_the_name_of_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_WORDING_URL", "http://localhost:8080/v1/chat/completions")
    with pytest.raises(ConfigError, match="ROUNDTABLE_WORDING_MODEL"):
        read_settings()
    monkeypatch.setenv("ROUNDTABLE_WORDING_MODEL", "small")
    monkeypatch.setenv("ROUNDTABLE_WORDING_KEY", "k-123")
    settings = read_settings()
    assert settings.wording_model == "small"
    assert "k-123" not in repr(settings)


def test_an_empty_folder_or_instant_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_FORMATS", "")
    monkeypatch.setenv("ROUNDTABLE_CLOCK_ANCHOR", "")
    settings = read_settings()
    assert (settings.formats, settings.anchor) == (None, None)


def test_the_anchor_is_an_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_CLOCK_ANCHOR", "2026-03-02T10:00:00+01:00")
    assert read_settings().anchor == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_document_lists_exactly_the_settings() -> None:
    rows = re.findall(rf"^\|\s*`({PREFIX}\w+)`", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(PREFIX + name.upper() for name in Settings.model_fields)

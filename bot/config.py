"""Settings: read from the environment (prefix ``ROUNDTABLE_``) or a ``.env`` file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ROUNDTABLE_"


class ConfigError(Exception):
    """A setting is wrong; ``str()`` is one sentence that names it and says what belongs there."""


class Settings(BaseSettings):
    """Everything that can be set; docs/settings.md is compared with this by a test."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    token: str = Field(default="", description="The bot's token from Discord's developer portal.")
    database: str = Field(
        default="roundtable.db", description="Path of the SQLite file, or a database URL."
    )
    decks: Path = Field(default=Path("decks"), description="Folder in which decks are kept.")
    pictures: bool = Field(
        default=True,
        description="Whether slides are shown as pictures, where LibreOffice and poppler are.",
    )
    fewest_in_a_cell: int = Field(
        default=3,
        ge=1,
        le=50,
        description="How many people a cell of a table needs in exported decks.",
    )
    formats: Path | None = Field(
        default=None, description="Folder with formats of your own (TOML files)."
    )
    zone: str = Field(
        default="UTC", description="IANA name of the time zone of servers without one of their own."
    )
    lecturer_role: str = Field(
        default="Lecturer",
        description="Name of the role of lecturers, where none was chosen.",
    )
    message_content: bool = Field(
        default=True,
        description="Whether the message content intent is on; without it people use /say.",
    )
    members: bool = Field(
        default=True,
        description="Whether the server members intent is on; with it, who leaves is noticed and "
        "people are named where their role cannot be.",
    )
    discord_url: str = Field(
        default="", description="Address of another Discord-compatible server, for rehearsals."
    )
    clock_speed: float = Field(
        default=1.0, gt=0, le=1000, description="How much faster than real time, for rehearsals."
    )
    clock_anchor: AwareDatetime | None = Field(
        default=None,
        description="The instant from which a faster clock runs: real time and clock agree on it.",
    )
    wording_url: str = Field(
        default="",
        description="Address of chat completions of a language model for titles; off without one.",
    )
    wording_key: str = Field(default="", repr=False, description="Its key, where it wants one.")
    wording_model: str = Field(
        default="", validate_default=True, description="The model to ask for, by its name."
    )
    wording_seconds: float = Field(
        default=20.0, gt=0, le=45, description="Seconds after which a deck does not wait for it."
    )
    wording_tokens: int = Field(
        default=6000, ge=1, description="The most tokens that the titles of one deck may cost."
    )
    health_port: int = Field(
        default=0, ge=0, le=65535, description="Port for `/health` and `/metrics`; 0 serves none."
    )
    health_host: str = Field(
        default="127.0.0.1", description="Address at which they are served; 0.0.0.0 is everywhere."
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("formats", "clock_anchor", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("give an IANA zone such as Europe/London") from None
        return value

    @field_validator("wording_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (parts.scheme in {"http", "https"} and parts.hostname):
            raise ValueError(
                "give a whole address, such as https://example.org/v1/chat/completions"
            )
        return value

    @field_validator("wording_model")
    @classmethod
    def _model_for_address(cls, value: str, known: ValidationInfo) -> str:
        if known.data.get("wording_url") and not value.strip():
            raise ValueError("name the model that ROUNDTABLE_WORDING_URL is asked for")
        return value.strip()

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("give DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @property
    def anchor(self) -> datetime | None:
        """The instant from which a faster clock runs."""
        return self.clock_anchor


def read_settings() -> Settings:
    """Read the settings. Raises ``ConfigError`` for the first that is wrong."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise ConfigError("The file .env cannot be read: save it as UTF-8 text.") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise ConfigError(f"{name} cannot be used: {reason}.") from None

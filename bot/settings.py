"""The operator's settings: ``config.toml``, every one of them optional.

``config.example.toml`` shows each with its default. Secrets may stand in the environment instead
of the file: ``token_env = "TELEGRAM_TOKEN"`` names the variable.
"""

import os
import tomllib
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import ConfigurationError


class Section(BaseModel):
    """A table of the file: unknown names are refused, so that typing errors show."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Secret(Section):
    """A secret: its value, or the environment variable that holds it."""

    value: SecretStr | None = None
    env: str | None = None

    def read(self) -> str | None:
        """The secret; None when it is nowhere."""
        if self.value is not None:
            return self.value.get_secret_value()
        return os.environ.get(self.env) if self.env else None


class Keys(Section):
    """Where the master key is: one of a file, a variable, a command."""

    file: Path | None = None
    env: str | None = None
    command: tuple[str, ...] | None = None


class Data(Section):
    """Where things are kept."""

    folder: Path | None = None
    database_url: Secret = Secret(env="CARNET_DATABASE_URL")


class Model(Section):
    """The language model; none by default."""

    provider: Literal["none", "claude"] = "claude"
    name: str = "claude-sonnet-5-5"
    key: Secret = Secret(env="ANTHROPIC_API_KEY")
    base_url: str | None = None
    deadline: float = Field(default=60.0, gt=0, le=600)
    silence: float = Field(default=18.0, gt=0, le=600)
    second_reader: bool = True
    reads_photos: bool = False


class Price(Section):
    """What a model costs for a million tokens, in ``currency``; for evaluations only.

    ``cached`` is for what was read from the vendor's cache; by default as much as ``input``.
    """

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0)
    currency: str = "USD"


class Doors(Section):
    """Who may use this installation, and how much."""

    open: Literal["everybody", "invitation", "waiting-list"] = "invitation"
    turns_a_day: int = Field(default=200, ge=1)


class Terminal(Section):
    """The terminal channel."""

    files: Path = Path("carnet-files")


class Telegram(Section):
    """The Telegram channel; on when there is a token."""

    token: Secret = Secret(env="TELEGRAM_TOKEN")
    base_url: str | None = None
    base_file_url: str | None = None
    local_mode: bool = False
    webhook_url: str | None = None
    webhook_secret: Secret = Secret(env="TELEGRAM_WEBHOOK_SECRET")
    messages_per_second: float = Field(default=30.0, gt=0, le=1000)

    def webhook_path(self) -> str:
        """The path of the webhook's URL: what the web server answers at."""
        return urlsplit(self.webhook_url or "").path or "/telegram"


class Slack(Section):
    """The Slack channel; on when there is a bot token or an OAuth client."""

    bot_token: Secret = Secret(env="SLACK_BOT_TOKEN")
    app_token: Secret = Secret(env="SLACK_APP_TOKEN")
    signing_secret: Secret = Secret(env="SLACK_SIGNING_SECRET")
    client_id: str | None = None
    client_secret: Secret = Secret(env="SLACK_CLIENT_SECRET")
    base_url: str | None = None
    mode: Literal["socket", "http"] = "socket"


class Web(Section):
    """The HTTP server for webhooks, health and metrics."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None


class Settings(Section):
    """All settings."""

    language: Literal["fr", "en"] = "fr"
    logs: Literal["json", "plain"] | None = None
    data: Data = Data()
    keys: Keys = Keys()
    model: Model = Model()
    prices: dict[str, Price] = Field(default_factory=dict)
    doors: Doors = Doors()
    terminal: Terminal = Terminal()
    telegram: Telegram = Telegram()
    slack: Slack = Slack()
    web: Web = Web()

    def folder(self) -> Path:
        """The data folder: the one configured, or the platform's usual place."""
        if self.data.folder is not None:
            return self.data.folder.expanduser().absolute()
        from platformdirs import user_data_path

        return user_data_path("carnet", appauthor=False)


def load(file: Path | None) -> Settings:
    """Read the settings; without a file, ``config.toml`` here if there is one, else defaults.

    Raises ConfigurationError that names the setting and what is wrong, never its value.
    """
    path = file or Path("config.toml")
    if not path.exists():
        if file is not None:
            raise ConfigurationError(f"There is no configuration file {path}.")
        return Settings()
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from error
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(x) for x in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        raise ConfigurationError(f"{path}: {problems}") from None

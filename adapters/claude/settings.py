"""What an operator may set about the language model."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.errors import ConfigurationError

VENDOR = "Anthropic"
"""Who answers where no other server is set."""

ANTHROPIC = "https://api.anthropic.com"
DEFAULT_MODEL = "claude-sonnet-5-5"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class ClaudeSettings:
    """Where the model answers, with which key, and how long Carnet bears its silence.

    ``base_url`` is the server's root, without ``/v1/messages``; ``None`` is Anthropic's own. Only
    this setting decides where a conversation goes: environment variables of the vendor's package
    are not read for it. ``api_key`` may be empty for a server of one's own. ``connect`` and
    ``silence`` are seconds: how long a connection may take, and how long the server may send
    nothing. Together they stay under 20 s so that the fallback comes in time when it is down.
    ``failures`` failed calls in a row open the circuit breaker for ``cool_down`` seconds.
    ``cached`` marks the stable prefix for the vendor's prompt cache. ``printed_calls`` reads a
    tool call that the model printed as JSON; ``None`` means only when ``base_url`` is set.

    Raises ConfigurationError when no call could ever succeed.
    """

    api_key: str = field(default="", repr=False)
    model: str = DEFAULT_MODEL
    base_url: str | None = None
    connect: float = 5.0
    silence: float = 12.0
    failures: int = 3
    cool_down: float = 30.0
    cached: bool = True
    printed_calls: bool | None = None

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ConfigurationError("The model's name is empty: set a model, or none at all.")
        if self.base_url is None and not self.api_key.strip():
            raise ConfigurationError("The model's API key is missing: set it, or set no model.")
        if not self.api_key.isascii() or any(c.isspace() for c in self.api_key.strip()):
            raise ConfigurationError("The model's API key holds characters that no key has.")
        if self.base_url is not None:
            self._check_address(self.base_url)
        if min(self.connect, self.silence, self.cool_down) <= 0 or self.failures < 1:
            raise ConfigurationError("The model's waiting times and failures must be positive.")

    @staticmethod
    def _check_address(address: str) -> None:
        try:
            parts = urlsplit(address)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
            sound = sound and (parts.port is None or parts.port > 0)
        except ValueError:
            sound = False
        if not sound:
            raise ConfigurationError(
                "The model's base_url is no web address: it begins with https:// or http://."
            )

    @property
    def address(self) -> str:
        """The server's root; a trailing ``/v1`` or ``/v1/messages`` is taken as a slip."""
        address = (self.base_url or ANTHROPIC).rstrip("/")
        for slip in ("/messages", "/v1"):
            address = address.removesuffix(slip)
        return address

    @property
    def key(self) -> str:
        """The key to send; servers that ask for none still want the header to hold something."""
        return self.api_key.strip() or NO_KEY

    @property
    def reads_printed_calls(self) -> bool:
        """Whether JSON printed in the answer may stand for a tool call."""
        return self.base_url is not None if self.printed_calls is None else self.printed_calls

    @property
    def in_clear(self) -> bool:
        """Whether what is said travels unencrypted to another machine."""
        parts = urlsplit(self.address)
        return parts.scheme == "http" and parts.hostname not in LOOPBACK

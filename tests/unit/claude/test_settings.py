"""Settings that could never work are refused with words; sound ones are normalised."""

from __future__ import annotations

import pytest

from adapters.claude import ClaudeSettings
from bot.errors import ConfigurationError

REFUSED = {
    "no key for the service": ({}, "key is missing"),
    "a key of blanks": ({"api_key": "  "}, "key is missing"),
    "a key with a space": ({"api_key": "a b"}, "characters"),
    "a key with an accent": ({"api_key": "clé"}, "characters"),
    "no model": ({"api_key": "k", "model": " "}, "name is empty"),
    "no web address": ({"base_url": "localhost:8080"}, "web address"),
    "a file": ({"base_url": "file:///etc"}, "web address"),
    "a broken port": ({"base_url": "http://h:port"}, "web address"),
    "no host": ({"base_url": "http://"}, "web address"),
    "no wait": ({"api_key": "k", "silence": 0}, "positive"),
    "no failure": ({"api_key": "k", "failures": 0}, "positive"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_work_is_refused(name: str) -> None:
    """The sentence says which setting to mend, and does not show the key."""
    settings, words = REFUSED[name]
    with pytest.raises(ConfigurationError, match=words):
        ClaudeSettings(**settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080"),
        ("https://gate.example/llm/v1/messages", "https://gate.example/llm"),
        (None, "https://api.anthropic.com"),
    ],
)
def test_the_address_is_the_servers_root(given: str | None, expected: str) -> None:
    """A path that belongs to the protocol is taken off."""
    assert ClaudeSettings(api_key="k", base_url=given).address == expected


def test_the_key_is_never_shown() -> None:
    """Printing the settings does not print the key."""
    assert "sesame" not in repr(ClaudeSettings(api_key="sesame"))


def test_waits_leave_room_for_the_fallback() -> None:
    """Connecting and silence together stay under the 20 s within which Carnet must fall back."""
    settings = ClaudeSettings(api_key="k")
    assert settings.connect + settings.silence < 20


def test_an_unencrypted_way_is_known() -> None:
    """Plain http is fine on this machine and told about anywhere else."""
    assert ClaudeSettings(base_url="http://localhost:1").in_clear is False
    assert ClaudeSettings(base_url="http://[::1]:1").in_clear is False
    assert ClaudeSettings(base_url="https://llm.example").in_clear is False
    assert ClaudeSettings(base_url="http://192.168.1.5:8080").in_clear is True

"""Reads the reviewable TOML sheets of the safety gate from the package that carries them."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any

PACKAGE = "bot.knowledge.safety"


@functools.cache
def read_sheet(name: str) -> dict[str, Any]:
    """The sheet `name` (without `.toml`) as TOML tables."""
    text = resources.files(PACKAGE).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@functools.cache
def sheet_names(prefix: str) -> tuple[str, ...]:
    """The names of the sheets that begin with that prefix, in alphabetical order."""
    names = (entry.name for entry in resources.files(PACKAGE).iterdir())
    return tuple(
        sorted(
            n.removesuffix(".toml") for n in names if n.startswith(prefix) and n.endswith(".toml")
        )
    )

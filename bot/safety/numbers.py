"""The emergency and help lines of each country, from a dated table.

A country that is not in the table gets no line of another country: only the words "your
local emergency number", 112 where the European number holds, and an international directory.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.safety.sheets import read_sheet

ROLES = (
    "emergency",
    "european",
    "fire",
    "police",
    "relay",
    "suicide",
    "mental",
    "child",
    "poison",
    "violence",
    "advice",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One number: `tel` is dialled, `show` is printed, `fr` and `en` say what it is for."""

    tel: str
    show: str
    fr: str
    en: str
    sms: bool = False

    def link(self) -> str:
        """The number as a Markdown link that a phone can dial."""
        scheme = "sms" if self.sms else "tel"
        return f"[{self.show}]({scheme}:{self.tel})"

    def about(self, language: str) -> str:
        """What the line is for, in French for `fr`, else in English."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Numbers:
    """The lines of one country; a role without a known line is `None`.

    `country` is the ISO code, or `None` when the country is unknown or not in the table.
    `as_of` is the date of the table; `directory` is an international directory of lines.
    """

    country: str | None
    as_of: date
    directory: str
    emergency: Line | None = None
    european: Line | None = None
    fire: Line | None = None
    police: Line | None = None
    relay: Line | None = None
    suicide: Line | None = None
    mental: Line | None = None
    child: Line | None = None
    poison: Line | None = None
    violence: Line | None = None
    advice: Line | None = None

    def lines(self) -> dict[str, Line]:
        """Every known line by role."""
        found = {role: getattr(self, role) for role in ROLES}
        return {role: line for role, line in found.items() if line is not None}


EUROPEAN = Line("112", "112", "urgences, dans toute l'Europe", "emergencies, all over Europe")


@functools.lru_cache(maxsize=256)
def numbers(country: str | None) -> Numbers:
    """The lines of that country (ISO 3166-1 alpha-2, any case); unknown gives no line at all."""
    table: dict[str, Any] = read_sheet("numbers")
    code = (country or "").strip().upper()
    code = {"UK": "GB"}.get(code, code)
    as_of: date = table["as_of"]
    directory: str = table["directory"]
    if code in table and isinstance(table[code], dict):
        lines = {role: Line(**entry) for role, entry in table[code].items()}
        return Numbers(code, as_of, directory, **lines)
    if code in table["european_112"]:
        return Numbers(code, as_of, directory, emergency=EUROPEAN)
    return Numbers(None, as_of, directory)

"""The answer to "in which country?": a code, a name, or a sentence that names one."""

import re
from dataclasses import dataclass
from functools import cache

from pydantic import JsonValue

from bot.actions import Asked, Context, NotHeard, Option, Unclear
from bot.asked.words import bare
from bot.wording import LANGUAGES

_ALIASES = {
    **dict.fromkeys(("uk", "england", "angleterre", "britain", "great britain"), "GB"),
    **dict.fromkeys(("grande bretagne", "scotland", "ecosse", "wales", "pays de galles"), "GB"),
    **dict.fromkeys(("northern ireland", "irlande du nord"), "GB"),
    **dict.fromkeys(("usa", "united states of america", "etats unis d amerique"), "US"),
    **dict.fromkeys(("quebec",), "CA"),
    **dict.fromkeys(("holland", "hollande"), "NL"),
}
"""Names of countries, and of their parts that people call their country."""

_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of CLDR for unions, tests and the unknown."""

_NO_CODE = frozenset({"no", "je", "me", "my", "la", "so", "to", "si"})
"""Words that happen to be codes: "no" is no answer "Norway"."""

_DENYING = re.compile(r"\b(?:pas|plus|not|don t|quitte|left)\b")


@dataclass(frozen=True, slots=True)
class Country(Asked):
    """A country: ISO 3166 alpha-2, or "ZZ" when the person would rather not say."""

    offered: tuple[str, ...] = ("FR", "BE", "CH", "GB", "US", "CA")

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The most likely countries; any other can be typed."""
        names = _territories(context.language)
        return tuple(Option(code, names[code]) for code in self.offered)

    async def hear(self, text: str, context: Context) -> JsonValue:
        """A code, a name in either language, or a sentence that names one country."""
        said = bare(text.replace(".", ""))
        if said in {"zz", "skip", "passer"}:
            return "ZZ"
        names = _country_names()
        if said in names:
            return names[said]
        if len(said) == 2 and said.upper() in names.values() and said not in _NO_CODE:
            return said.upper()
        found = _named(said, names)
        if len(found) == 1 and not _DENYING.search(said):
            return found[0]
        if len(found) > 1:
            territories = _territories(context.language)
            raise Unclear(Option(code, territories[code]) for code in found[:6])
        raise NotHeard("not-heard-country")


@cache
def _country_names() -> dict[str, str]:
    names = {bare(n): c for x in LANGUAGES for c, n in _territories(x).items()}
    return {**names, **_ALIASES}


def _named(said: str, names: dict[str, str]) -> list[str]:
    """The countries a sentence names, each once; the longest name wins where two overlap."""
    found: dict[str, None] = {}
    rest = f" {said} "
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 3 and f" {name} " in rest:
            found[names[name]] = None
            rest = rest.replace(f" {name} ", " · ")
    return list(found)


def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale.parse(language).territories
    return {
        code: str(name)
        for code, name in territories.items()
        if len(code) == 2 and code not in _NOT_COUNTRIES
    }

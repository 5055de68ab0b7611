"""Every name of every analyte, as it is compared: without case and accents."""

import re
from functools import cache

from bot.knowledge.analytes import analytes, folded

_SHORTEST = 5
"""In a shorter name, one letter makes another analyte."""
_ALIKE = ("il1tjfI|", "o0aec", "uvn", "mn", "rn", "g9q", "b6h", "s5", "z2", "B8R", "dcl")
"""Letters that recognition takes for one another."""


@cache
def known_names() -> frozenset[str]:
    """The folded names."""
    return frozenset(folded(name) for analyte in analytes().values() for name in analyte.names)


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = {}
    for analyte in analytes().values():
        for name in analyte.names:
            if len(folded(name)) == len(name) >= _SHORTEST:
                found.setdefault(len(name), set()).add(name)
    return {length: tuple(sorted(names)) for length, names in found.items()}


def alike(text: str) -> str:
    """An unknown name one mistakable letter away from the only known one; else the text itself.

    Digits stay as they are: "CA 125" and "CA 123" are two names.
    """
    plain = folded(text)
    if len(plain) != len(text) or plain in known_names() or re.search(r"\d", text):
        return text
    found: dict[str, str] = {}
    for name in _by_length().get(len(text), ()):
        other = folded(name)
        places = [at for at, letter in enumerate(plain) if letter != other[at]]
        if len(places) == 1 and _mistakable(text[places[0]], name[places[0]]):
            at = places[0]
            capital = 2 * sum(one.isupper() for one in text) > len(text)
            letter = name[at].upper() if capital or at == 0 else name[at].lower()
            found[other] = text[:at] + letter + text[at + 1 :]
    return next(iter(found.values())) if len(found) == 1 else text


def _mistakable(one: str, other: str) -> bool:
    return any(one in group and other in group for group in _ALIKE)

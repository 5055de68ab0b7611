"""Whether words of a source are already said by what was read from it.

A narrative repeats its entries in other words, with its own labels and date formats. What adds
nothing to the facts needs no line of its own; what adds a number or several words must have one.
"""

import re
from collections.abc import Iterable

_DATES = re.compile(
    r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"
    r"|\b\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?\s?(?:[ap]\.?m\b\.?)?"
    r"|\b\d{1,2}(?:er|st|nd|rd|th)?[-\s]*(?:MONTH)[^\W\d_]*\.?[-,\s]*(?:\d{4}\b)?"
    r"|\b(?:MONTH)[^\W\d_]*\.?\s*(?:\d{1,2}(?:st|nd|rd|th)?\s*,?\s*)?\d{4}\b"
    r"|\b(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}(?:\d{2})?)?\b".replace(
        "MONTH",
        "jan|feb|fev|fév|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aou|aoû|sep|oct|nov|dec|déc",
    ),
    re.IGNORECASE,
)
_TOKENS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]{3,}")
_FORM = frozenset(
    (
        *("active", "actif", "completed", "complete", "inactive", "inactif", "resolved"),
        *("status", "statut", "onset", "date", "started", "ended", "performed"),
        *("value", "valeur", "code", "name", "nom"),
        *("the", "and", "for", "with", "les", "des", "une", "aux", "sur"),
    )
)
"""Words of forms: they label or close what a row says."""

_SHORT = 4


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, its dates left out, numbers without idle zeros."""
    found = _TOKENS.findall(_DATES.sub(" ", text).casefold())
    return [_plain(item) if item[0].isdigit() else item for item in found]


def _plain(number: str) -> str:
    number = number.replace(",", ".")
    if number.count(".") == 1:
        number = number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0"


def said(texts: Iterable[str]) -> set[str]:
    """All words and numbers of what was read."""
    return {token for text in texts for token in tokens(text)}


def covered(text: str, words: set[str]) -> bool:
    """Whether a text says hardly anything that ``words`` does not.

    A number that stands nowhere else is always something new, and so is any word of a short text;
    of a longer one, less than a quarter of its words may differ.
    """
    own = [token for token in tokens(text) if token not in _FORM]
    missing = [token for token in own if token not in words]
    if not missing:
        return True
    if len(own) <= _SHORT or any(token[0].isdigit() for token in missing):
        return False
    return len(missing) * 4 < len(own)

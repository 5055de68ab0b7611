"""How a medicine is taken, as people say it: strength, how often, when. Nothing is computed."""

import re

_OFTEN = (
    r"(?:(?:\d+|une?|deux|trois|quatre|once|twice|two|three|four)\s?(?:fois|times|x)?"
    r"(?:\s+(?:par|a|per|each)\s+(?:jour|semaine|mois|day|week|month))|(?:\d+|une|deux|trois|quatre|two|three|four)\s?"
    r"(?:fois|times|x)\b|(?:once|twice)\b)"
)
_WHEN_TAKEN = (
    r"(?:(?:le |au |chaque |tous les |toutes les |avant (?:de |le )|(?:in|at) (?:the )?|every "
    r"|each )?"
    r"(?:matin|midi|soir|coucher|dormir|nuit|jours?|semaine|repas|morning|noon|evening|night|bedtime"
    r"|day|week)\b|daily\b|weekly\b|par jour\b|per day\b|a day\b)"
)
DOSAGE = re.compile(
    r"\b(?:\d+(?:[.,/]\d+)*\s?(?:mg|g|µg|mcg|ml|ui|iu|cp|comprim\w*|tablets?|gouttes?|drops?|puffs?"
    r"|bouffées?|sachets?|gélules?|capsules?|pills?|units?|unités?)\b"
    # A number alone is a strength only before how often it is taken, or at the end.
    r"|(?:si|au) besoin\b|(?:as|when|if) needed\b|\bprn\b"
    rf"|\d{{2,4}}(?:[.,]\d+)?(?=\s+{_OFTEN}|\s+{_WHEN_TAKEN}|\s*$)|{_OFTEN}|{_WHEN_TAKEN})",
    re.I,
)
AMOUNT = re.compile(
    r"(?P<dose>(?:(?:\d+|une?|an?|deux|trois|two|three)\s+)?(?:cachets?|comprim\w*|gélules?|gouttes?"
    r"|sachets?|bouffées?|tablets?|capsules?|pills?|drops?|puffs?))"
    r"\s+(?:de |d['’]|of )(?P<name>.+)$",
    re.I,
)
"""An amount said before the medicine: "2 comprimés de doliprane le soir"."""

_LINK = re.compile(
    r"(?:\s+(?:de|from)\s+[\d.,]+\s*(?:mg|g|µg|mcg|ml)?)?\s+(?:up |down )?(?:à|to)$", re.I
)
"""What stands between a medicine and its new strength: "ramipril à 10 mg"."""


def dosed(text: str) -> tuple[str, str | None]:
    """The medicine and how it is taken, both as they were said."""
    before = ""
    if amount := AMOUNT.match(text):
        before, text = amount["dose"], amount["name"]
    found = DOSAGE.search(text)
    at = found.start() if found and found.start() > 0 else len(text)
    name = _LINK.sub("", text[:at].strip(" ,:"))
    return name[:1].upper() + name[1:], " ".join(filter(None, (before, text[at:].strip()))) or None

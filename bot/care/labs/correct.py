"""Correcting a result: the person says what the paper says."""

import re
from decimal import Decimal, InvalidOperation

from bot.errors import Explainable
from bot.notebook import facts as f

_SAID = re.compile(
    r"^(?P<name>.*?)\s*(?P<comparator><=|>=|<|>|≤|≥)?\s*(?P<value>-?\d[\d  ]*(?:[.,]\d+)?)"
    r"\s*(?P<unit>[^\d\s(][^\s(]*)?\s*$"
)
_SIGNS = {"≤": "<=", "≥": ">="}


def corrected_value(found: f.Observation, text: str, provenance: f.Provenance) -> f.Observation:
    """The observation with the value (and unit) that ``text`` says; raises Explainable."""
    said = _SAID.match(text.strip())
    if said is None:
        raise Explainable("labs-correct-how")
    digits = said["value"].replace(" ", "").replace(" ", "").replace(" ", "").replace(",", ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        raise Explainable("labs-correct-how") from None
    unit = said["unit"] or found.unit
    sign = said["comparator"]
    return found.model_copy(
        update={
            "value": value,
            "value_text": None,
            "comparator": _SIGNS.get(sign, sign) if sign else None,
            "unit": unit,
            "ucum": found.ucum if unit == found.unit else None,
            "flag": None,
            "doubt": None,
            "also_read": None,
            "provenance": provenance,
        }
    )

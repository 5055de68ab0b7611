"""Capitals and units as the rest of the paper and the analyte's usual spelling have them.

Recognition confuses a letter with its capital where both look alike ("l" and "L", "s" and "S").
Only the case of letters and the height of an exponent are changed here.
"""

import re
from collections.abc import Sequence
from functools import cache

from bot.knowledge.analytes import analytes
from bot.notebook.facts import Observation

_LITRE = re.compile(r"/([a-zµ]?)l\b")
_POWER = re.compile(r"(?<!\d)10([369]|[1¹][2²])/")
_NO_STROKE = re.compile(r"^((?:[mµunp]?(?:g|mol|UI|IU|U)|mEq|G|T))L$")
_RAISED = str.maketrans("123469", "¹²³⁴⁶⁹")
_ODD = re.compile(r"^[a-z][^\W\d_]*[A-Z]|^[a-z]|\b[A-Z]?[a-z]+[A-Z]\b")
_CLEARLY = 3


@cache
def _usual() -> dict[str, str]:
    return {name.casefold(): name for one in analytes().values() for name in one.names}


def name_of(row: Observation) -> str:
    """The row's name; an odd mixture of capitals gives way to the analyte's usual spelling."""
    usual = _usual().get(row.text.casefold())
    if usual is not None and _ODD.search(row.text):
        return usual
    return _dotted().get(row.text.casefold(), row.text) if "." in row.text else row.text


@cache
def _dotted() -> dict[str, str]:
    """Abbreviations by what is left of them when their last dot was not seen: "v.g.m"."""
    names = [name for one in analytes().values() for name in one.names]
    return {name[:-1].casefold(): name for name in names if re.fullmatch(r"(?:\w+\.){2,}", name)}


def writes_capital_litre(rows: Sequence[Observation]) -> bool:
    """Whether this paper clearly writes "L" for the litre."""
    units = [row.unit for row in rows if row.unit]
    small = sum(_LITRE.search(unit) is not None for unit in units)
    capital = sum(re.search(r"/[a-zµ]?L\b", unit) is not None for unit in units)
    return capital >= _CLEARLY * max(small, 1)


def unit_of(row: Observation, *, capital: bool, mark: str | None) -> str | None:
    """The row's unit: powers raised ("109/L" is 10⁹/L), the litre as on the rest of the paper.

    ``mark`` is the paper's decimal mark, for "1,73m²".
    """
    if row.unit is None:
        return None
    unit = _POWER.sub(lambda found: f"10{found.group(1).translate(_RAISED)}/", row.unit)
    if mark is not None:
        unit = re.sub(r"(?<=1)[.,](?=73)", mark, unit)
    if row.doubt == "doubt-unit":
        # The stroke of "g/L" is easily lost; the doubt stays.
        unit = _NO_STROKE.sub(r"\1/L", unit)
    return _LITRE.sub(lambda found: f"/{found.group(1)}L", unit) if capital else unit

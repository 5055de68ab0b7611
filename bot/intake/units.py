"""Units: from what a laboratory prints to UCUM, and from one UCUM unit to another.

Printed units are read with the table of ``bot/knowledge/labs/units.toml``. Some spellings have
several readings ("G/L" is a cell count, or grams in a report printed in capitals; "UI/L" is an
enzyme or an immunological unit): the analyte's allowed units decide. Conversion is done by pint
through ucumvert; mass to substance needs the analyte's own molar mass, and HbA1c its own formula.
"""

import re
import tomllib
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

from bot.knowledge.analytes import Analyte

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_POWER = re.compile(r"^(?:x|\*|×)?10(?:\^|\*|\*\*|e|E|exp)?\(?(3|6|9|12)\)?$")
_DIMENSIONLESS = ("{INR}", "{ratio}", "{index}", "[pH]", "1")


@cache
def _table() -> dict[str, Any]:
    text = files("bot.knowledge.labs").joinpath("units.toml").read_text("utf-8")
    return tomllib.loads(text)


def _plain(text: str) -> str:
    """Superscripts to ``^n``, one micro sign, no accents, no spaces."""
    text = _SUPERSCRIPT_RUN.sub(lambda run: "^" + run.group().translate(_SUPERSCRIPTS), text)
    text = text.replace("µ", "u").replace("μ", "u").replace("×", "x").replace("⁄", "/")
    text = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
    return re.sub(r"\s+", "", text)


def _part(text: str) -> tuple[str, ...]:
    table = _table()
    power = _POWER.match(text)
    if power:
        return (f"10*{power.group(1)}",)
    if text in table["exact"]:
        return tuple(table["exact"][text])
    return tuple(table["folded"].get(text.lower(), ()))


def _without_substance(text: str) -> str:
    for word in _table()["substances"]["words"]:
        stripped = re.sub(rf"(?i)(?:de|d'|\(|\.)?{re.escape(word)}\.?\)?$", "", text)
        if stripped != text and stripped and _part(stripped):
            return stripped
    return text


def _numerators(text: str) -> tuple[str, ...]:
    if not text or text.lower() in _table()["counted"]["words"]:
        return ("",)
    found = _part(text)
    if found:
        return found
    for word in sorted(_table()["counted"]["words"], key=len, reverse=True):
        # "10^6 cells/L", "Mill. cells/uL"
        if text.lower().endswith(word):
            return _part(text[: -len(word)])
    return _part(_without_substance(text))


@lru_cache(maxsize=4096)
def candidates(printed: str) -> tuple[str, ...]:
    """The UCUM units that ``printed`` may stand for, the likeliest first; empty when unknown."""
    plain = re.sub(r"(?i)\(calc\w*\.?\)$", "", _plain(printed)).strip("()[]")
    if not plain or len(plain) > 40:
        return ()
    whole = _table()["whole"].get(plain.lower())
    if whole:
        return tuple(whole)
    plain = plain.replace("m*2", "m2").replace("m**2", "m2")
    plain = re.sub(r"\((\d,?\.?\d*m\^?2)\)", r"\1", plain)
    plain = re.sub(r"(?<=[A-Za-z])[.·](?=[A-Za-z])", "/", plain) if "/" not in plain else plain
    plain = re.sub(r"(?i)(?<=ml)p(?:ar)?(?=min)", "/", plain)
    first, *rest = plain.split("/")
    if not rest:
        found = _part(first) or _part(_without_substance(first))
        return tuple(unit for unit in found if not unit.startswith("10*") and unit != "L")
    heads = _numerators(first)
    tails = [_part(part) or _part(_without_substance(part)) for part in rest]
    if not heads or not all(tails):
        return ()
    # A cell count in giga or tera is per litre; grams are never counted so.
    combined = ("/".join(parts) for parts in product(heads, *tails))
    found = tuple(dict.fromkeys(unit for unit in combined if not _absurd(unit)))
    enzyme_first = [unit for unit in found if unit == "U/L"]
    return tuple(dict.fromkeys([*enzyme_first, *found]))


def _absurd(unit: str) -> bool:
    head, _, tail = unit.partition("/")
    return (head in ("10*9", "10*12") and tail != "L") or (head == "m" and tail != "s")


def is_unit(printed: str) -> bool:
    """Whether ``printed`` is a unit that Carnet knows."""
    return bool(candidates(printed))


def to_ucum(printed: str | None, analyte: Analyte | None = None) -> str | None:
    """The UCUM unit of a printed one, ``None`` when it is not certain.

    With an analyte the reading it allows is taken; when it allows none, the likeliest reading is
    returned all the same (the caller marks the doubt with :func:`fits`). No printed unit gives
    ``None``, except for an analyte that has none by nature (INR, pH, a ratio).
    """
    if not printed:
        if analyte and analyte.units and all(unit in _DIMENSIONLESS for unit in analyte.units):
            return analyte.units[0]
        return None
    found = candidates(printed)
    if analyte:
        for unit in analyte.units:
            if unit in found:
                return unit
    return found[0] if found else None


def fits(ucum: str | None, analyte: Analyte) -> bool:
    """Whether results of this analyte are given in this unit (or one of the same kind)."""
    if not analyte.units:
        return True
    return ucum in analyte.units


@cache
def _registry() -> Any:
    # Building the registry takes half a second: only a conversion pays for it.
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


def _quantity(unit: str) -> Any:
    # An annotation alone ("{INR}") is UCUM's unity, which the parser gives back as a bare token.
    if unit.startswith("{") and unit.endswith("}") and unit.count("{") == 1:
        unit = "1"
    # The person's unit and pint's must agree that an international unit is an enzyme unit here.
    return _registry().from_ucum(unit.replace("[IU]", "U"))


def convert(
    value: Decimal, from_ucum: str, to_ucum: str, analyte: Analyte | None = None
) -> Decimal | None:
    """``value`` in another unit, six significant digits, or ``None`` when that has no meaning.

    Mass to substance uses the analyte's molar mass (g/mol), equivalents its charge; HbA1c goes
    between NGSP % and IFCC mmol/mol by ``(% - 2.15) x 10.929``.
    """
    if from_ucum == to_ucum:
        return value
    if analyte and analyte.id == "hba1c" and {from_ucum, to_ucum} == {"%", "mmol/mol"}:
        return _hba1c(value, from_ucum)
    source, target = _metric(from_ucum), _metric(to_ucum)
    if source is not None and target is not None:
        # Simple units need no library: exact, and no half second to build its registry.
        factor = _metric_factor(source, target, analyte)
        return _rounded(value * factor) if factor is not None else None
    if "eq" in from_ucum or "eq" in to_ucum:
        # pint takes an equivalent for a mole, whatever the charge.
        return None
    import pint
    from lark.exceptions import LarkError

    try:
        ratio = _factor(_quantity(from_ucum), _quantity(to_ucum), analyte)
    except (pint.errors.PintError, LarkError):
        return None
    return _rounded(value * Decimal(repr(ratio))) if ratio is not None else None


def _factor(source: Any, target: Any, analyte: Analyte | None) -> float | None:
    if source.dimensionality == target.dimensionality:
        return float((source / target).to("").magnitude)
    if analyte is None or analyte.molar_mass is None:
        return None
    molar = float(analyte.molar_mass) * _registry().from_ucum("g/mol")
    for bridged in (source / molar, source * molar):
        if bridged.dimensionality == target.dimensionality:
            return float((bridged / target).to("").magnitude)
    return None


_PREFIXES = {"k": 3, "": 0, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_ATOM = re.compile(r"(?P<prefix>[kdcmunpf]?)(?P<base>g|mol|L|U|\[IU\]|eq|osm|kat)")


def _metric(unit: str) -> tuple[str, str, int] | None:
    """(what is measured, what it is measured in, power of ten) of a simple metric unit."""
    head, _, tail = unit.partition("/")
    power = 0
    counted = re.fullmatch(r"10\*(\d+)", head)
    if counted:
        above, power = "", int(counted.group(1))
    elif head in ("", "%"):
        above, power = head and "1", -2 if head else 0
    else:
        atom = _ATOM.fullmatch(head)
        if atom is None:
            return None
        above, power = atom["base"].replace("[IU]", "U"), _PREFIXES[atom["prefix"]]
    if not tail:
        return above, "", power
    atom = _ATOM.fullmatch(tail)
    if atom is None:
        return None
    below = atom["base"]
    if above == below:
        above = below = "1"
    return above, "" if below == "1" else below, power - _PREFIXES[atom["prefix"]]


def _metric_factor(
    source: tuple[str, str, int], target: tuple[str, str, int], analyte: Analyte | None
) -> Decimal | None:
    """The factor between two simple metric units; ``None`` when they measure different things."""
    power = Decimal(1).scaleb(source[2] - target[2])
    if source[:2] == target[:2]:
        return power
    if {source[0], target[0]} == {"eq", "mol"} and source[1] == target[1]:
        charge = analyte.charge if analyte else None
        if charge is None:
            return None
        return power / charge if source[0] == "eq" else power * charge
    mass = analyte.molar_mass if analyte else None
    if mass is None:
        return None
    if (source[:2], target[:2]) == (("1", ""), ("g", "mol")):
        return power * mass
    if (source[:2], target[:2]) == (("g", "mol"), ("1", "")):
        return power / mass
    if source[1] != target[1]:
        return None
    if (source[0], target[0]) == ("g", "mol"):
        return power / mass
    if (source[0], target[0]) == ("mol", "g"):
        return power * mass
    return None


def _hba1c(value: Decimal, from_ucum: str) -> Decimal:
    slope, intercept = Decimal("10.929"), Decimal("2.15")
    if from_ucum == "%":
        return _rounded((value - intercept) * slope)
    return _rounded(value / slope + intercept)


def _rounded(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    places = 5 - value.adjusted()
    rounded = value.quantize(Decimal(1).scaleb(-places))
    return rounded.normalize() if rounded.as_tuple().exponent != 0 else rounded

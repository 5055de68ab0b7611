"""Capitals and units as the rest of the paper and the analyte's usual spelling have them.

Recognition confuses a letter with its capital where both look alike ("l" and "L", "s" and "S"), a
micro sign with a "u". What is no unit at all ("B/dL") gives way to the only unit of this analyte
that looks like it; the doubt stays.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from bot.intake.photo.names import known_names
from bot.intake.units import candidates, is_unit, to_ucum
from bot.knowledge.analytes import analytes, by_id, folded
from bot.notebook.facts import Observation

_LITRE = re.compile(r"/([a-zµ]?)l\b")
_POWER = re.compile(r"(?<!\d)10([369]|[1¹][2²])/")
_NO_STROKE = re.compile(r"^((?:[mµunp]?(?:g|mol|UI|IU|U)|mEq|G|T))L$")
_RAISED = str.maketrans("123469", "¹²³⁴⁶⁹")
_ODD = re.compile(r"^[a-z][^\W\d_]*[A-Z]|^[a-z]|\b[A-Z]?[a-z]+[A-Z]\b")
_CLEARLY = 3
"""Times as often: one small letter may be a mistake of recognition."""
_NAME, _FEW = 4, 4
"""Letters of a name, and names: fewer are abbreviations, in capitals on every paper."""
_NEAR = 0.93
"""How alike (difflib) a doubted name and a known one must be: one letter of fifteen or more."""
_HALF = re.compile(r"\b[A-ZÀ-Ý]{2,}[a-zà-ÿ]\b|\b[a-zà-ÿ][A-ZÀ-Ý]+\b|[a-zà-ÿ][A-ZÀ-Ý]")
_STRAY = re.compile(r"(?<=[^\W\d_]{2})[.,;](?=\s)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]")
_MIXED = re.compile(r"\b(?=(?:\w*[A-ZÀ-Ý]){4})[A-ZÀ-Ý]{2,}[a-zà-ÿ]{1,2}[A-ZÀ-Ý]*\b")
"""A word in capitals into which a letter or two came small."""
_MICRO = re.compile(r"^u(?=(?:g|mol|kat|UI|IU|U|L|l|m|3)(?:\b|/))|(?<=/)u(?=[Ll]\b)")
_PRINTED = (
    "g/L", "g/dL", "mg/L", "mg/dL", "µg/L", "µg/dL", "µg/mL", "ng/L", "ng/mL", "ng/dL", "pg/mL",
    "mol/L", "mmol/L", "µmol/L", "nmol/L", "pmol/L", "mEq/L", "mmol/mol", "U/L", "UI/L", "IU/L",
    "mUI/L", "mIU/L", "µUI/mL", "µIU/mL", "kU/L", "kUI/L", "U/mL", "UI/mL", "fL", "pg", "%", "G/L",
    "T/L", "10^9/L", "10^12/L", "10^6/L", "Giga/L", "mL/min", "mL/min/1,73m²", "mm/h", "s",
)  # fmt: skip
"""How laboratories print the units of the analytes Carnet knows."""
_LOOK = str.maketrans({"1": "l", "I": "l", "i": "l", "|": "l", "0": "o", "/": "", " ": "",
                       "u": "µ", "U": "µ", "^": "", "²": "2"})  # fmt: skip


@cache
def _usual() -> dict[str, str]:
    """Names as papers spell them, by what is left without case; synonyms all small tell nothing."""
    names = (name for one in analytes().values() for name in one.names)
    return {name.casefold(): name for name in names if name != name.lower()}


def writes_capital_names(rows: Sequence[Observation]) -> bool:
    """Whether this paper prints names in capitals only."""
    names = [row.text for row in rows if sum(map(str.isalpha, row.text)) >= _NAME]
    capital = sum(name.isupper() for name in names)
    return capital >= _FEW and 2 * capital > len(names)


def name_of(row: Observation, *, capital: bool = False) -> str:
    """The row's name; an odd mixture of capitals gives way to the analyte's usual spelling.

    ``capital`` says that the paper prints names in capitals.
    """
    if capital and 2 * sum(map(str.isupper, row.text)) >= sum(map(str.isalpha, row.text)):
        return row.text.upper()
    text = _MIXED.sub(lambda word: word.group().upper(), row.text)
    usual = _usual().get(text.casefold())
    if usual is not None and (_ODD.search(text) or (_HALF.search(text) and text not in _spelt())):
        return usual
    whole = _STRAY.sub("", text)
    if whole in _spelt():
        return whole
    if row.doubt == "doubt-row" and folded(text) not in known_names():
        near = get_close_matches(folded(text), known_names(), n=2, cutoff=_NEAR)
        if len(near) == 1 or (near and folded(near[0])[:-1] == folded(near[-1])[:-1]):
            return _usual().get(near[0], text)
    # The last dot of "V.G.M." is easily lost.
    return f"{text}." if _DOTTED.fullmatch(text) else text


@cache
def _spelt() -> frozenset[str]:
    return frozenset(name for one in analytes().values() for name in one.names)


def writes_capital_litre(rows: Sequence[Observation]) -> bool:
    """Whether this paper clearly writes "L" for the litre."""
    units = [row.unit for row in rows if row.unit]
    small = sum(_LITRE.search(unit) is not None for unit in units)
    capital = sum(re.search(r"/[a-zµ]?L\b", unit) is not None for unit in units)
    return capital >= _CLEARLY * max(small, 1)


def writes_micro(rows: Sequence[Observation], language: str) -> bool:
    """Whether this paper writes "µ" and not "u": French ones do, others where one was seen."""
    units = [row.unit for row in rows if row.unit]
    return language == "fr" or any(unit.startswith(("µ", "μ")) for unit in units)


def unit_of(
    row: Observation, *, capital: bool, micro: bool = False, mark: str | None
) -> str | None:
    """The row's unit: powers raised ("109/L" is 10⁹/L), the litre as on the rest of the paper.

    ``mark`` is the paper's decimal mark, for "1,73m²".
    """
    if row.unit is None:
        return None
    unit = _POWER.sub(lambda found: f"10{found.group(1).translate(_RAISED)}/", row.unit)
    bracketed = re.fullmatch(r"[(\[](.+)[)\]]", unit)
    if bracketed and is_unit(bracketed.group(1)):
        unit = bracketed.group(1)
    if unit[-1:] in ".,;" and is_unit(unit[:-1]):
        unit = unit[:-1]
    if micro:
        unit = _MICRO.sub("µ", unit)
    if mark is not None:
        unit = re.sub(r"(?<=1)[.,](?=73)", mark, unit)
    if row.doubt == "doubt-unit":
        # The stroke of "g/L" is easily lost; the doubt stays.
        unit = _alike(row, _NO_STROKE.sub(r"\1/L", unit))
    return _LITRE.sub(lambda found: f"/{found.group(1)}L", unit) if capital else unit


def _alike(row: Observation, unit: str) -> str:
    """The one printed unit of this analyte that looks like what was read, if there is one."""
    analyte = by_id(row.analyte)
    if analyte is None or set(candidates(unit)) & set(analyte.units):
        return unit
    fitting = [one for one in _PRINTED if set(candidates(one)) & set(analyte.units)]
    odd = not unit.isascii() and not re.search(r"[A-Za-zµμ]", unit)
    if len(unit) <= 2 and (fitting == ["%"] or (odd and "%" in fitting)):
        # A percent sign that was not recognised.
        return "%"
    look = unit.translate(_LOOK)
    for limit in (0, 1):
        near = [one for one in fitting if _apart(one.translate(_LOOK), look) <= limit]
        if len(look) > limit and len({to_ucum(one, analyte) for one in near}) == 1:
            return near[0]
    return unit


def _apart(one: str, other: str) -> int:
    """How many letters differ; words of different lengths are far apart."""
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(first != second for first, second in zip(one, other, strict=True))

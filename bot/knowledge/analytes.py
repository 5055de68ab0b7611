"""The analytes Carnet can name and explain, read from ``bot/knowledge/labs/*.toml``.

An :class:`Analyte` is one thing a laboratory measures in one kind of specimen: its names as
laboratories print them, the UCUM units it is given in, the LOINC codes by unit, limits beyond
which a value is hardly possible, and its explanation in both languages. :func:`find` answers from
a printed name and prefers no answer to a wrong one.

LOINC codes: this material contains content from LOINC (https://loinc.org). LOINC is copyright
© Regenstrief Institute, Inc. and the LOINC Committee and is available at no cost under the license
at https://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief
Institute, Inc.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """An analyte explained in one language, in plain sentences.

    ``what`` it is, ``why`` it is asked for, what often moves it ``up`` and ``down`` (empty where
    that direction means little), and what to ``ask`` the doctor.
    """

    name: str
    what: str
    why: str
    up: str
    down: str
    ask: str


@dataclass(frozen=True, slots=True)
class CallToday:
    """A limit beyond which the laboratory or a doctor should be called the same day.

    Beyond is strict, or with the limit itself where ``inclusive``. ``rule`` is a stable id.
    """

    rule: str
    below: Decimal | None
    above: Decimal | None
    inclusive: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Analyte:
    """One thing that laboratories measure.

    ``units`` are the UCUM units it is given in, the first is the one trends are drawn in.
    ``plausible`` is (low, high) in that first unit: outside, a misprint is likelier than a result.
    ``molar_mass`` is in g/mol, ``charge`` the equivalents
    per mole. ``specimen`` is "blood" or "urine".
    """

    id: str
    names: tuple[str, ...]
    units: tuple[str, ...]
    loinc: Mapping[str, str]
    specimen: str
    group: str
    fr: Words
    en: Words
    molar_mass: Decimal | None = None
    charge: int | None = None
    plausible: tuple[Decimal, Decimal] | None = None
    call_today: tuple[CallToday, ...] = ()
    sources: tuple[str, ...] = ()

    def words(self, language: str) -> Words:
        """The explanation in French, or in English for any other language."""
        return self.fr if language == "fr" else self.en


_NOT_ANALYTES = {"units.toml"}
_SHORTEST_TORN = 3
"""Letters: two that stand beside each other by chance are soon a name."""

# Words that say how or in what a thing was measured, never what it is.
_QUALIFIERS = frozenset(
    [
        "serum",
        "serique",
        "seriques",
        "sang",
        "sanguin",
        "sanguine",
        "sanguins",
        "plasma",
        "plasmatique",
        "plasmatiques",
        "blood",
        "veineux",
        "veineuse",
        "venous",
        "taux",
        "dosage",
        "de",
        "du",
        "la",
        "le",
        "des",
        "level",
        "levels",
        "concentration",
        "count",
        "absolute",
        "absolus",
        "absolues",
        "abs",
        "numeration",
        "calcule",
        "calculee",
        "calculated",
        "calc",
        "measured",
        "mesure",
        "mesuree",
        "test",
        "result",
        "resultat",
        "quantitative",
        "quantitatif",
        "s",
        "p",
        "sp",
    ]
)
_URINE = re.compile(
    r"\b(urines?|urinaires?|urinary|ecbu|cyto ?bacteriologi\w+|bandelette|dipstick)\b"
)
_OTHER_SPECIMEN = re.compile(
    r"\b(lcr|csf|liquide|fluid|selles|stool|faecal|fecal|ascite|pleural|salive|saliva|sperm\w*|"
    r"semen|epanchement|ponction|cephalo\w*|synovial|drain)\b"
)


_BLOOD = re.compile(
    r"\b(hematolog\w*|haematolog\w*|biochimi\w*|\w*chemistry|hemogramme|numeration|nfs|cbc|"
    r"hemostase|coagulation|hormon\w*|serolog\w*|immunolog\w*|sang|sanguine?s?|blood|serum|"
    r"seriques?|plasma\w*|lipid\w*|thyro\w*|enzymolog\w*|hepati\w*|liver|ionogramme|martial|"
    r"endocrin\w*|metabolic|electrophorese)\b"
)


def specimen_named(heading: str) -> str | None:
    """The specimen that a heading names: "urine", "other" (a fluid Carnet does not know), "blood";
    ``None`` when it names none."""
    text = folded(heading)
    if _OTHER_SPECIMEN.search(text):
        return "other"
    if _URINE.search(text):
        return "urine"
    return "blood" if _BLOOD.search(text) else None


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A printed name without accents, capitals and punctuation."""
    name = name.replace("œ", "oe").replace("Œ", "OE").replace("α", "alpha ").replace("β", "beta ")
    name = name.replace("γ", "gamma ").replace("ß", "beta ").replace("µ", "u").replace("₃", "3")
    name = unicodedata.normalize("NFD", name)
    name = "".join(letter for letter in name if not unicodedata.combining(letter)).lower()
    name = re.sub(
        r"\b(?:[a-z]\.){2,}|\b[a-z]\.[a-z]\b", lambda found: found.group().replace(".", ""), name
    )
    name = name.replace("+", " plus ") if re.search(r"\b(na|k|ca|cl|mg)\+", name) else name
    return " ".join(re.findall(r"[a-z0-9%]+", name))


@cache
def analytes() -> Mapping[str, Analyte]:
    """Every analyte by its id, in the order of the files."""
    found: dict[str, Analyte] = {}
    for entry in sorted(files("bot.knowledge.labs").iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml") or entry.name in _NOT_ANALYTES:
            continue
        page = tomllib.loads(entry.read_text("utf-8"), parse_float=Decimal)
        for raw in page["analyte"]:
            analyte = _analyte(raw, page)
            if analyte.id in found:
                raise ValueError(f"two analytes are called {analyte.id}")
            found[analyte.id] = analyte
    return MappingProxyType(found)


def _analyte(raw: dict[str, Any], page: dict[str, Any]) -> Analyte:
    plausible = raw.get("plausible")
    return Analyte(
        id=raw["id"],
        names=(raw["fr"]["name"], raw["en"]["name"], *raw["names"]),
        units=tuple(raw["units"]),
        loinc=MappingProxyType(raw.get("loinc", {})),
        specimen=raw.get("specimen", page.get("specimen", "blood")),
        group=page["group"],
        fr=Words(**raw["fr"]),
        en=Words(**raw["en"]),
        molar_mass=Decimal(raw["molar_mass"]) if "molar_mass" in raw else None,
        charge=raw.get("charge"),
        plausible=(Decimal(plausible[0]), Decimal(plausible[1])) if plausible else None,
        call_today=tuple(
            CallToday(
                rule=rule["rule"],
                below=Decimal(rule["below"]) if "below" in rule else None,
                above=Decimal(rule["above"]) if "above" in rule else None,
                inclusive=rule.get("inclusive", False),
                unit=rule["unit"],
            )
            for rule in raw.get("call_today", ())
        ),
        sources=tuple(raw.get("sources", ())) + tuple(page["sources"]),
    )


@cache
def _index() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Folded name → id, by specimen: (blood, urine). A name two analytes share is left out."""
    by_specimen: dict[str, dict[str, str]] = {"blood": {}, "urine": {}}
    shared: set[tuple[str, str]] = set()
    for analyte in analytes().values():
        names = by_specimen[analyte.specimen]
        for name in analyte.names:
            for key in {folded(name), _core(folded(name))}:
                if key and names.setdefault(key, analyte.id) != analyte.id:
                    shared.add((analyte.specimen, key))
    for specimen, key in shared:
        del by_specimen[specimen][key]
    return by_specimen["blood"], by_specimen["urine"]


@cache
def _joined() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names without their spaces → id, by specimen, where that leaves one analyte."""
    found: list[dict[str, str]] = []
    for names in _index():
        joined: dict[str, set[str]] = {}
        for name, analyte in names.items():
            joined.setdefault(name.replace(" ", ""), set()).add(analyte)
        found.append({name: next(iter(ids)) for name, ids in joined.items() if len(ids) == 1})
    return found[0], found[1]


def _parted(key: str) -> str | None:
    """A name that spaces tore apart, as one word: "v g m", "hba 1c"; ``None`` for other names.

    One part is a letter, or holds a digit: two ordinary words are no name torn apart.
    """
    words = key.split()
    torn = any(len(word) == 1 or any(map(str.isdigit, word)) for word in words)
    whole = "".join(words)
    return whole if torn and len(words) > 1 and len(whole) >= _SHORTEST_TORN else None


def _core(name: str) -> str:
    kept = [word for word in name.split() if word not in _QUALIFIERS]
    return " ".join(kept)


def _keys(name: str) -> list[str]:
    """The ways to look a name up, from the most to the least literal."""
    outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", name)
    inside = re.findall(r"\(([^()]*)\)", name)
    # "C.C. M.H": a space within initials.
    initials = re.sub(r"(?<=\b[^\W\d_]\.)\s+(?=[^\W\d_](?:\.|$))", "", outside)
    tries = [folded(name), folded(outside), folded(initials)]
    tries += [_core(key) for key in tries]
    for text in inside:
        # "Thyréostimuline (TSH)", "TGO (ASAT)": the other name in brackets.
        key = folded(text)
        if len(key) >= 2 and not key.isdigit() and not _core(folded(outside)):
            tries.append(key)
    # "Glucose - fasting", "Créatinine, enzymatique": the last words may be a method.
    return [key for key in dict.fromkeys(tries) if key]


@lru_cache(maxsize=4096)
def find(name: str, section: str | None = None) -> Analyte | None:
    """The analyte that a printed name means, or ``None`` when that is not certain.

    ``section`` is the heading the row stands under: the same word means another analyte in urine
    than in blood, and nothing that Carnet knows in other fluids.
    """
    where = f"{folded(name)} {folded(section or '')}"
    if _OTHER_SPECIMEN.search(where):
        return None
    blood, urine = _index()
    names = urine if _URINE.search(where) else blood
    for key in _keys(name):
        if key in names:
            return analytes()[names[key]]
    joined = _joined()[1 if names is urine else 0]
    for key in _keys(name):
        if (whole := _parted(key)) and whole in joined:
            return analytes()[joined[whole]]
    if names is urine:
        for key in _keys(name):
            bare = " ".join(_URINE.sub(" ", key).split())
            if bare in names:
                return analytes()[names[bare]]
    return None


def by_id(analyte: str | None) -> Analyte | None:
    """The analyte of this id, if Carnet knows it."""
    return analytes().get(analyte) if analyte else None

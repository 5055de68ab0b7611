"""Flags: letters, arrows, stars and words by which a report says "high", "low" or "abnormal"."""

import re
from functools import lru_cache
from typing import Literal

Flag = Literal["H", "L", "HH", "LL", "A", "N"]


_FLAGS: dict[str, Flag] = {
    "h": "H", "hi": "H", "high": "H", "haut": "H", "haute": "H", "eleve": "H", "elevee": "H",
    "elevated": "H", "above": "H", "abovehigh": "H", "augmente": "H", "augmentee": "H",
    "▲": "H", "↑": "H", "⬆": "H", "↗": "H", "△": "H", "⇧": "H", "🔺": "H", "+": "H",
    "l": "L", "lo": "L", "low": "L", "bas": "L", "basse": "L", "b": "L", "diminue": "L",
    "diminuee": "L", "below": "L", "belowlow": "L", "abaisse": "L",
    "▼": "L", "↓": "L", "⬇": "L", "↘": "L", "▽": "L", "⇩": "L", "🔻": "L", "-": "L",
    "hh": "HH", "▲▲": "HH", "↑↑": "HH", "++": "HH", "criticalhigh": "HH", "veryhigh": "HH",
    "ll": "LL", "▼▼": "LL", "↓↓": "LL", "--": "LL", "criticallow": "LL", "verylow": "LL",
    "*": "A", "**": "A", "***": "A", "!": "A", "!!": "A", "a": "A", "abn": "A", "abnormal": "A",
    "anormal": "A", "anormale": "A", "#": "A", "†": "A", "•": "A", "●": "A", "◆": "A", "■": "A",
    "n": "N", "normal": "N", "normale": "N", "wnl": "N",
    "anormalementhaut": "H", "anormalementeleve": "H", "anormalementbas": "L", "trophaut": "H",
    "h*": "H", "*h": "H", "l*": "L", "*l": "L", "b*": "L", "*b": "L", "*▲": "H", "*▼": "L",
    "▲*": "H", "▼*": "L", "*↑": "H", "*↓": "L", "↑*": "H", "↓*": "L",
}  # fmt: skip


GLYPHS = "▲▼↑↓⬆⬇↗↘△▽⇧⇩*!†●◆■#"


_FLAG_END = re.compile(
    rf"(?:\s*([{re.escape(GLYPHS)}]+)|\s+\(?(HH|LL|H|L|HIGH|LOW|High|Low|Haut|Bas|B|A|N|\+|-)\)?|"
    r"(?<=\d)(H|L)|(?<=[a-zA-Z%])\s+\(?(HH|LL|H|HIGH|LOW)\)?)$"
)


def fold_flag(text: str) -> str:
    """A flag's text as the table of flags spells it."""
    import unicodedata

    plain = unicodedata.normalize("NFD", text.strip().strip("()[]").lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\s+", "", plain)


@lru_cache(maxsize=4096)
def read_flag(text: str) -> Flag | None:
    """A flag standing alone ("H", "▲", "LOW", "Anormalement haut"), or ``None``."""
    plain = fold_flag(text)
    if plain in _FLAGS:
        return _FLAGS[plain]
    words = re.match(
        r"^(above|below|outside|hors|sup[ée]rieur|inf[ée]rieur)\b[^\d]*"
        r"(?:limit|range|reference|r[ée]f[ée]rence|normes?|normal)\w*$",
        text.strip(),
        re.IGNORECASE,
    )
    if words:
        side = words.group(1).lower()[:3]
        return "H" if side in ("abo", "sup") else "L" if side in ("bel", "inf") else "A"
    first = re.split(r"[,;]", text, maxsplit=1)[0]
    return _FLAGS.get(fold_flag(first)) if first != text else None


def is_mark(text: str) -> bool:
    """Whether a flag is a sign or a letter, which says nothing else than high, low or abnormal."""
    plain = text.strip().strip("()[]")
    return bool(re.fullmatch(rf"[{re.escape(GLYPHS)}]+|HH|LL|H|L|HIGH|LOW|High|Low", plain))


def strip_mark(text: str) -> tuple[str, Flag | None]:
    """A result in words, and the arrow or star before or after it."""
    found = re.match(r"^([▲▼↑↓*!]*)\s*(.*?)\s*([▲▼↑↓*!]*)$", text.strip(), re.DOTALL)
    if not found or not found.group(2):
        return text.strip(), None
    sign = found.group(1) or found.group(3)
    return found.group(2), read_flag(sign) if sign else None


def split_flag(text: str) -> tuple[str, Flag | None]:
    """A text and the flag that leads or ends it: ``"* mmol/L"``, ``"mmol/L H"``."""
    stripped = text.strip()
    if read_flag(stripped):
        return "", read_flag(stripped)
    lead = re.match(
        rf"^([{re.escape(GLYPHS)}]+|\(?(?:HH|LL|HIGH|LOW|High|Low|H|L)\)?(?=\s))\s*", stripped
    )
    if lead and lead.group(1):
        return stripped[lead.end() :], read_flag(lead.group(1))
    end = _FLAG_END.search(text)
    if end and end.start() > 0:
        token = next(group for group in end.groups() if group)
        return text[: end.start()].strip(), read_flag(token)
    return stripped, None

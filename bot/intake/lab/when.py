"""Dates and times as laboratories print them, to ISO 8601 strings in local time."""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ACCENTS = str.maketrans("éèêûôàç", "eeeuoac")
_NUMERIC = (
    r"(?P<a>\d{1,2})(?P<sep>\s?[/.\-]\s?)(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![\d/]|[.,]\d)"
)
_ISO = r"(?P<iy>\d{4})[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?!\d)"
_DAY_NAME = (
    r"(?P<wd>\d{1,2})(?:er|st|nd|rd|"
    r"th)?[\s\-./]+(?P<wm>[a-z]{3,9})\.?[\s\-./,]+(?P<wy>\d{4}|\d{2}(?!\d|:|h))"
)
_NAME_DAY = r"(?P<nm>[a-z]{3,9})\.?\s+(?P<nd>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<ny>\d{4})"
_DATE = re.compile(rf"(?<![\d/.])(?:{_ISO}|{_NUMERIC}|{_DAY_NAME}|{_NAME_DAY})", re.IGNORECASE)
_TIME = re.compile(
    r"^[\s,T]*(?:à|a|at|-|–|@|/|vers)?\s*(?P<h>\d{1,2})\s?(?:[:hH]|\s?heures?\s?)\s?(?P<m>\d{2})?"
    r"(?::(?P<s>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


def _day(year: int, month: int, day: int) -> str | None:
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _iso(match: re.Match[str], month_first: bool) -> str | None:
    got = match.groupdict()
    if got["iy"]:
        return _day(int(got["iy"]), int(got["im"]), int(got["id"]))
    if got["a"]:
        first, second, year = int(got["a"]), int(got["b"]), int(got["y"])
        month, day = (first, second) if month_first else (second, first)
        return _day(year, month, day) or _day(year, day, month)
    word, day_text, year_text = (
        (got["wm"], got["wd"], got["wy"]) if got["wm"] else (got["nm"], got["nd"], got["ny"])
    )
    month_number = _MONTHS.get(word.lower().translate(_ACCENTS))
    if month_number is None:
        return None
    return _day(int(year_text), month_number, int(day_text))


def find_date(text: str, *, month_first: bool, whole: bool = False) -> str | None:
    """The first date of a text, with its time of day when one follows.

    ``whole``: only when the text is nothing but a date (and a time, and a zone offset).
    """
    plain = text.translate(_ACCENTS)
    for match in _DATE.finditer(plain):
        day = _iso(match, month_first)
        if day is None:
            continue
        rest = plain[match.end() :]
        time = _TIME.match(rest)
        clock = _clock(time) if time else None
        end = time.end() if time and clock else 0
        if whole:
            before = plain[: match.start()].strip(" :-–(").lower()
            after = re.sub(r"^[+-]\d{4}", "", rest[end:].strip()).strip(" :)")
            if (before and before not in ("le", "du", "on")) or after:
                return None
        return f"{day}T{clock}" if clock else day
    return None


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if not match["m"] and not re.search(r"h", match.group(), re.IGNORECASE):
        return None
    half = (match["half"] or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return f"{hour:02}:{minute:02}:{int(match['s'] or 0):02}"


def has_month_first(text: str) -> bool | None:
    """Whether a text's dates write the month first; ``None`` when they do not tell."""
    first = second = False
    for match in re.finditer(rf"(?<![\d/.]){_NUMERIC}", text):
        first |= int(match["a"]) > 12 >= int(match["b"])
        second |= int(match["b"]) > 12 >= int(match["a"])
    if first == second:
        return None
    return second

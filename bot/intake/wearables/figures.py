"""Numbers and dates of one file, read by the evidence of the whole file.

``1,234`` is a thousand in one export and one and a bit in another; ``03/04/2024`` is April in
Paris and March in Boston. What the file itself proves counts; then the person's country; what
remains is marked as doubtful.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Literal

from bot.intake.series.moments import Moment, moment_of, parse_moment

Order = Literal["dmy", "mdy"]
_MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "PR", "AS", "VI", "MP"})
_UNDECIDED = frozenset({"CA", "KE", "GH", "ZA"})
_NUMBER = re.compile(r"^[+-]?(\d+|\d{1,3}([ \u00a0\u202f'’]\d{3})+)([.,]\d+)?$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_POINTS = re.compile(r"^[+-]?\d{1,3}(\.\d{3})+,\d+$")
_NUMERIC = re.compile(
    r"^\s*(?:\w{2,9}\.?,?\s+)?(\d{1,2})([-/. ])(\d{1,2})\2\s?(\d{4}|\d{2})(?=\D|$)(.*)$", re.DOTALL
)
_TIME = re.compile(
    r"^[\s,T]*(?:à|at|um|a las)?\s*(\d{1,2})[:hH](\d{2})(?:[:m](\d{2})(?:[.,](\d{1,6}))?s?)?"
    r"\s*([AaPp])?\.?\s?(?:[Mm]\.?)?\s*(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?\d{2})?\s*$"
)
_NAMED = (
    re.compile(
        r"^\s*(?:\w{2,10}\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th|\.|º)?[\s\-./]+(?:de\s+)?"
        r"([^\W\d_]{3,10})\.?[\s\-./,]+(?:de\s+)?(\d{4}|\d{2})(?=\D|$)(.*)$",
        re.DOTALL,
    ),
    re.compile(
        r"^\s*(?:\w{2,10}\.?,?\s+)?([^\W\d_]{3,10})\.?[\s\-./]+(\d{1,2})(?:st|nd|rd|th)?"
        r"[\s\-./,]+(\d{4})(?=\D|$)(.*)$",
        re.DOTALL,
    ),
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janv janvier january januar enero ene gennaio gen",
            "fev fevr fevrier feb february februar febrero febbraio",
            "mar mars march marz maerz mär märz mrz marzo",
            "avr avril apr april abr abril aprile",
            "mai may mayo maggio mag",
            "juin jun june juni junio giugno giu",
            "juil juillet jul july juli julio luglio lug",
            "aout août aou aug august agosto ago",
            "sep sept septembre september septiembre settembre set",
            "oct octobre october okt oktober octubre ottobre ott",
            "nov novembre november noviembre",
            "dec decembre december dez dezember dic diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_PLAIN = str.maketrans("éèêûôàáíóúç", "eeeuoaaiouc")
_PLAIN_DAY = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}$")
_REMEMBERED = 50_000
_SAMPLE = 5000
_DAY_MS = 86_400_000
_NEAR_MS = 3 * 3_600_000


@dataclass(frozen=True, slots=True)
class Figures:
    """How one file writes numbers and dates; ``doubtful`` when day and month are not settled."""

    order: Order = "dmy"
    doubtful: bool = False
    comma_is_decimal: bool = True
    _days: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    _clocks: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def number(self, cell: str) -> Decimal | None:
        """The number in a cell, or ``None``."""
        text = cell.strip()
        if not text or len(text) > 40:
            return None
        if _POINTS.match(text):
            text = text.replace(".", "").replace(",", ".")
        elif _THOUSANDS.match(text) and ("." in text or not self.comma_is_decimal):
            text = text.replace(",", "")
        elif not _NUMBER.match(text):
            return _scientific(text)
        text = re.sub(r"[ \u00a0\u202f'’]", "", text).replace(",", ".")
        try:
            return Decimal(text)
        except InvalidOperation:
            return None

    def moment(self, cell: str) -> Moment | None:
        """The moment in a cell, or ``None``.

        A column repeats few days and few times of day: each is read once.
        """
        day, _, clock = cell.partition(" ")
        midnight, past = self._days.get(day), self._clocks.get(clock)
        if midnight is not None and past is not None:
            return Moment(midnight + past, None)
        found = self._moment(cell)
        if (
            found is not None
            and found.offset is None
            and not found.whole_day
            and len(self._days) < _REMEMBERED
            and len(self._clocks) < _REMEMBERED
            and _PLAIN_DAY.match(day)
        ):
            past = found.utc_ms % _DAY_MS
            self._days[day] = found.utc_ms - past
            self._clocks[clock] = past
        return found

    def _moment(self, cell: str) -> Moment | None:
        found = parse_moment(cell)
        if found is not None:
            return found
        parts = _parts(cell)
        if parts is None:
            return None
        first, second, year, rest, settled = parts
        day, month = (first, second) if settled or self.order == "dmy" else (second, first)
        return _with_time(year, month, day, rest)


def figures_of(
    dates: Iterable[str],
    numbers: Iterable[str],
    *,
    separator: str = ",",
    country: str | None = None,
    language: str = "",
) -> Figures:
    """Decide by evidence. ``language`` is that of the file's own words, "" when they say none."""
    order, doubtful = _order(dates, country, language)
    comma = separator != ","
    for number in numbers:
        text = number.strip()
        if re.match(r"^[+-]?\d+,(\d{1,2}|\d{4,})$", text) or re.match(r"^0\d*,\d+$", text):
            comma = True
            break
        if re.match(r"^[+-]?\d{1,3}(,\d{3})+\.\d+$", text) or re.match(r"^\d+\.\d+$", text):
            comma = False
    return Figures(order, doubtful, comma)


def _order(dates: Iterable[str], country: str | None, language: str) -> tuple[Order, bool]:
    pairs: list[tuple[int, int, int, str]] = []
    for cell in dates:
        if len(pairs) >= _SAMPLE:
            break
        parts = _parts(cell)
        if parts is None or parts[4]:
            continue
        first, second, year, rest, _settled = parts
        if first > 12 >= second:
            return "dmy", False
        if second > 12 >= first:
            return "mdy", False
        pairs.append((first, second, year, rest))
    if not pairs or all(first == second for first, second, _, _ in pairs):
        return "dmy", False
    # A device that records through midnight: read the wrong way round, the next record would lie
    # a month away. (Neighbouring days alone prove nothing: people weigh themselves monthly.)
    as_dmy = _midnights([_with_time(year, b, a, rest) for a, b, year, rest in pairs])
    as_mdy = _midnights([_with_time(year, a, b, rest) for a, b, year, rest in pairs])
    if as_dmy and not as_mdy:
        return "dmy", False
    if as_mdy and not as_dmy:
        return "mdy", False
    code = (country or "").upper()
    if code and code not in _UNDECIDED:
        return ("mdy" if code in _MONTH_FIRST else "dmy"), False
    if language and language != "en":
        return "dmy", False
    if any(re.search(r"\d\s*[ap]\.?m", rest, re.IGNORECASE) for *_, rest in pairs):
        return "mdy", True
    return "dmy", True


def _midnights(moments: list[Moment | None]) -> int:
    """How often a record of another day follows within three hours."""
    known = [moment for moment in moments if moment is not None and not moment.whole_day]
    return sum(
        before.utc_ms // _DAY_MS != after.utc_ms // _DAY_MS
        and abs(after.utc_ms - before.utc_ms) <= _NEAR_MS
        for before, after in pairwise(known)
    )


def _parts(cell: str) -> tuple[int, int, int, str, bool] | None:
    """(day or first, month or second, year, rest, whether the order is settled)."""
    if len(cell) > 80:
        return None
    if match := _NUMERIC.match(cell):
        first, mark, second, year, rest = match.groups()
        return int(first), int(second), _year(year), rest, mark == "."
    if match := _NAMED[0].match(cell):
        day, name, year, rest = match.groups()
    elif match := _NAMED[1].match(cell):
        name, day, year, rest = match.groups()
    else:
        return None
    month = _MONTHS.get(name.lower()) or _MONTHS.get(name.lower().translate(_PLAIN))
    if month is None:
        return None
    return int(day), month, _year(year), rest, True


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 70 else 1900)


def _with_time(year: int, month: int, day: int, rest: str) -> Moment | None:
    hour = minute = second = fraction = 0
    zone = ""
    if rest.strip(" ,T"):
        match = _TIME.match(rest)
        if match is None:
            return None
        hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
        fraction = int((match.group(4) or "0")[:3].ljust(3, "0"))
        zone = match.group(6) or ""
        if match.group(5):
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if match.group(5) in "pP" else 0)
    try:
        naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    if zone:
        return parse_moment(f"{naive:%Y-%m-%d %H:%M:%S} {zone}")
    found = moment_of(naive + timedelta(milliseconds=fraction))
    return found and replace(found, whole_day=not rest.strip(" ,T"))


def _scientific(text: str) -> Decimal | None:
    if re.match(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$", text):
        return Decimal(text)
    return None

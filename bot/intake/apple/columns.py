"""Whole columns of Apple's dates and numbers at once.

Apple writes every moment as ``2024-01-01 01:01:36 +0200``: 25 characters, so a batch is a table
of bytes. What does not fit that form is read one by one.
"""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from bot.intake.series.moments import parse_moment
from bot.intake.series.value import UNKNOWN_OFFSET

if TYPE_CHECKING:
    import numpy as np

WIDTH = 25
_IMPOSSIBLE = -(1 << 60)
_SIGNS = ((4, 45), (7, 45), (10, 32), (13, 58), (16, 58), (19, 32))
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 21, 22, 23, 24)


def moments(texts: list[str]) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    """UTC milliseconds and offsets in minutes; an impossible date is far outside any range."""
    import numpy as np

    try:
        joined = "".join(texts).encode("ascii")
    except UnicodeEncodeError:
        joined = b""
    if texts and len(joined) == WIDTH * len(texts):
        table = np.frombuffer(joined, np.uint8).reshape(-1, WIDTH)
        fast = _moments(table)
        if fast is not None:
            return fast
    starts = np.empty(len(texts), np.int64)
    offsets = np.empty(len(texts), np.int16)
    for place, text in enumerate(texts):
        moment = parse_moment(text)
        starts[place] = _IMPOSSIBLE if moment is None else moment.utc_ms
        east = None if moment is None else moment.offset
        offsets[place] = UNKNOWN_OFFSET if east is None else east
    return starts, offsets


def _moments(
    table: "np.ndarray[Any, Any]",
) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None":
    import numpy as np

    digits = table[:, _DIGITS] - 48
    if (digits > 9).any() or any((table[:, place] != sign).any() for place, sign in _SIGNS):
        return None
    sign = table[:, 20]
    if not ((sign == 43) | (sign == 45)).all():
        return None
    number = digits.astype(np.int32)
    year = number[:, 0] * 1000 + number[:, 1] * 100 + number[:, 2] * 10 + number[:, 3]
    pairs = number[:, 4::2] * 10 + number[:, 5::2]
    month, day, hour, minute, second, east_hour, east_minute = (pairs[:, i] for i in range(7))
    leap = ((year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))).astype(np.int32)
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int32)
    if not ((month >= 1) & (month <= 12)).all():
        return None
    if not (
        (day >= 1)
        & (day <= lengths[month] + ((month == 2) & (leap == 1)))
        & (hour < 24)
        & (minute < 60)
        & (second < 60)
        & (east_hour < 24)
        & (east_minute < 60)
        & (year >= 1)
    ).all():
        return None
    # Days since 1970 by counting from March, so that the leap day comes last.
    shifted = (month + 9) % 12
    from_march = year - (shifted >= 10)
    days = (
        from_march * 365
        + from_march // 4
        - from_march // 100
        + from_march // 400
        + (shifted * 306 + 5) // 10
        + day
        - 719_469
    )
    east = (east_hour * 60 + east_minute) * np.where(sign == 43, 1, -1)
    seconds = days.astype(np.int64) * 86_400 + hour * 3600 + minute * 60 + second
    return (seconds - east.astype(np.int64) * 60) * 1000, east.astype(np.int16)


def numbers(texts: list[str], *, percent: bool) -> "np.ndarray[Any, Any]":
    """The numbers as doubles; what is none becomes NaN. Apple's "%" is a fraction of one."""
    import numpy as np

    if "_" not in "".join(texts):
        try:
            plain = np.array(list(map(float, texts)), np.float64)
        except ValueError:
            pass
        else:
            if not percent:
                return plain
            # Exact when the fraction is a whole number of parts: 0.97 is 97 / 100.
            with np.errstate(all="ignore"):
                for decimals in range(5):
                    parts = np.rint(plain * 10.0 ** (decimals + 2))
                    if (parts / 10.0 ** (decimals + 2) == plain).all():
                        return parts / 10.0**decimals
    return np.array([_number(text, percent=percent) for text in texts], np.float64)


def _number(text: str, *, percent: bool) -> float:
    value = exact(text)
    if value is None:
        return float("nan")
    return float(value.scaleb(2) if percent else value)


def exact(text: str) -> Decimal | None:
    """The number as it is written, or ``None``; a decimal comma is understood."""
    if len(text) > 64 or "_" in text:
        return None
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 40 else None

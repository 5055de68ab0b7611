"""Time in range of a glucose sensor: the share of readings in, below and above the range."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.actions import HealthContext
from bot.care.documents.series import points
from bot.care.wellness.days import series_of
from bot.care.wellness.spelled import glucose
from bot.care.wellness.windows import Window
from bot.intake.series import DayChunk
from bot.intake.units import convert
from bot.knowledge.analytes import by_id
from bot.knowledge.wellness import glucose_limits


@dataclass(frozen=True, slots=True)
class InRange:
    """How many sensor readings lie where; ``hours`` of the window's days had readings."""

    total: int
    very_low: int
    low: int
    high: int
    very_high: int
    days: int
    hours: int

    @property
    def inside(self) -> int:
        """Readings within the range, bounds included."""
        return self.total - self.low - self.high

    def share(self, count: int) -> Decimal:
        """A share of all readings, in per cent, to one decimal."""
        return (Decimal(count) * 100 / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)


async def in_range(window: Window, context: HealthContext) -> InRange | None:
    """What the sensors measured; of several on one day, the one with the most readings.

    ``low`` includes ``very_low`` and ``high`` includes ``very_high``. A reading "LO" counts as
    below the range and "HI" as above, whatever its number.
    """
    best: dict[date, tuple[int, DayChunk, str]] = {}
    for fact in await series_of(("glucose",), context):
        for part in fact.parts:
            if not window.first.year <= part.year <= window.last.year:
                continue
            year = await points(part, context)
            for chunk in year.days() if year else ():
                inside = window.first <= chunk.day <= window.last
                if inside and len(chunk) > best.get(chunk.day, (0,))[0]:
                    best[chunk.day] = (len(chunk), chunk, fact.unit)
    if not best:
        return None
    limits, analyte = glucose_limits(), by_id("glucose")
    total = very_low = low = high = very_high = hours = 0
    for count, chunk, unit in best.values():
        bounds = [
            convert(Decimal(limit), "mg/dL", unit, analyte)
            for limit in (limits.very_low, limits.low, limits.high, limits.very_high)
        ]
        if any(bound is None for bound in bounds):
            continue
        lowest, least, most, highest = (bound or Decimal(0) for bound in bounds)
        total += count
        hours += len({start // 3_600_000 for start in chunk.starts})
        for value, bound in zip(chunk.values(), chunk.bounds, strict=True):
            very_low += value < lowest or bound == 1
            low += value < least or bound == 1
            high += value > most or bound == 2
            very_high += value > highest or bound == 2
    if not total:
        return None
    return InRange(total, very_low, low, high, very_high, len(best), hours)


def range_said(found: InRange, window: Window, context: HealthContext) -> list[str]:
    """The shares in plain words, and whether enough was measured to speak of them."""
    limits = glucose_limits()

    def level(mg_dl: int) -> str:
        value, _, decimals = glucose(Decimal(mg_dl), context)
        text = f"{value:.{decimals}f}"
        return text.replace(".", ",") if context.language == "fr" else text

    def share(count: int) -> str:
        text = f"{found.share(count):f}"
        return text.replace(".", ",") if context.language == "fr" else text

    _, unit, _ = glucose(Decimal(limits.low), context)
    lines = [
        context.say(
            "wellness-range",
            low=level(limits.low),
            high=f"{level(limits.high)} {unit}",
            inside=share(found.inside),
        ),
        context.say(
            "wellness-range-out",
            below=share(found.low),
            low=level(limits.low),
            very_below=share(found.very_low),
            very_low=level(limits.very_low),
            above=share(found.high),
            high=level(limits.high),
            very_above=share(found.very_high),
            very_high=level(limits.very_high),
        ),
    ]
    covered = found.hours * 100 // (24 * window.days)
    if covered < limits.coverage or window.days < limits.days:
        lines.append(
            context.say(
                "wellness-range-coverage",
                covered=covered,
                days=limits.days,
                coverage=limits.coverage,
            )
        )
    return lines

"""Blood pressure: readings paired from what is kept, averages, and where they stand at home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bot.actions import HealthContext
from bot.care.documents.series import points
from bot.care.wellness.days import day_of
from bot.care.wellness.windows import Window
from bot.intake.units import convert
from bot.knowledge.wellness import pressure_limits
from bot.notebook import facts as f

SYSTOLIC = frozenset({"8480-6"})
DIASTOLIC = frozenset({"8462-4"})
NOON = "14:00"
"""Readings before this wall time belong to the morning."""

Session = Literal["morning", "evening", ""]
Level = Literal["usual", "high", "very-high"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading in mmHg. ``at`` is its wall time ("08:10"), empty when only the day is known."""

    day: date
    at: str
    systolic: Decimal
    diastolic: Decimal

    @property
    def session(self) -> Session:
        """Morning or evening; empty when the time is not known."""
        if not self.at:
            return ""
        return "morning" if self.at < NOON else "evening"


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of some readings, in whole mmHg, halves up."""

    systolic: Decimal
    diastolic: Decimal
    count: int
    days: int


def average(readings: Sequence[Reading]) -> Average:
    """The mean of all readings; raises ``ValueError`` when there are none."""
    if not readings:
        raise ValueError("no reading")
    count = len(readings)

    def mean(numbers: Iterable[Decimal]) -> Decimal:
        return (sum(numbers, Decimal(0)) / count).quantize(Decimal(1), ROUND_HALF_UP)

    return Average(
        systolic=mean(x.systolic for x in readings),
        diastolic=mean(x.diastolic for x in readings),
        count=count,
        days=len({x.day for x in readings}),
    )


def level(systolic: Decimal, diastolic: Decimal) -> Level:
    """Where a pressure measured at home stands: high from 135/85, very high above 180/110."""
    limits = pressure_limits()
    if systolic > limits.very_high[0] or diastolic > limits.very_high[1]:
        return "very-high"
    if systolic >= limits.high[0] or diastolic >= limits.high[1]:
        return "high"
    return "usual"


def paired(facts: Iterable[f.Observation]) -> list[Reading]:
    """Systolic and diastolic of the same moment together, in the order of time.

    Of several pairs at the same moment, the first systolic goes with the first diastolic.
    """
    upper: dict[str, list[Decimal]] = {}
    lower: dict[str, list[Decimal]] = {}
    for fact in facts:
        value = _mmhg(fact)
        if value is None or fact.effective is None or day_of(fact) is None:
            continue
        codes = {code.code for code in fact.codes}
        for wanted, found, analyte in (
            (SYSTOLIC, upper, "systolic-pressure"),
            (DIASTOLIC, lower, "diastolic-pressure"),
        ):
            if codes & wanted or fact.analyte == analyte:
                found.setdefault(fact.effective, []).append(value)
    readings = []
    for moment in sorted(upper):
        for systolic, diastolic in zip(upper[moment], lower.get(moment, ()), strict=False):
            at = moment[11:16] if len(moment) >= 16 else ""
            readings.append(Reading(date.fromisoformat(moment[:10]), at, systolic, diastolic))
    return readings


def _mmhg(fact: f.Observation) -> Decimal | None:
    if fact.value is None or fact.ucum is None or fact.comparator or fact.doubt:
        return None
    if fact.ucum == "cm[Hg]":
        return fact.value * 10
    return convert(fact.value, fact.ucum, "mm[Hg]")


async def readings(window: Window, context: HealthContext) -> list[Reading]:
    """All readings of a window, from single results and from series of a device."""
    kept = await context.notebook.facts(f.Observation)
    found = [x for x in paired(kept) if window.first <= x.day <= window.last]
    found += await _of_series(window, context)
    return sorted(found, key=lambda x: (x.day, x.at))


async def _of_series(window: Window, context: HealthContext) -> list[Reading]:
    facts = await context.notebook.facts(f.MeasurementSeries)
    halves: dict[tuple[str, str, str], dict[tuple[date, str], Decimal]] = {}
    for fact in facts:
        if fact.measure not in ("systolic", "diastolic"):
            continue
        half = halves.setdefault((fact.measure, fact.origin, fact.device), {})
        for part in fact.parts:
            if not window.first.year <= part.year <= window.last.year:
                continue
            year = await points(part, context)
            for chunk in year.days() if year else ():
                for point in chunk.points():
                    half[chunk.day, point.start.strftime("%H:%M")] = point.value
    found = []
    for (measure, origin, device), upper in halves.items():
        lower = halves.get(("diastolic", origin, device), {})
        if measure == "systolic":
            found += [
                Reading(day, at, value, lower[day, at])
                for (day, at), value in upper.items()
                if (day, at) in lower and window.first <= day <= window.last
            ]
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan is: its readings by day and session, and whether it is complete."""

    readings: tuple[Reading, ...]
    missing: int
    days: int

    @property
    def complete(self) -> bool:
        """Two readings morning and evening on every day of the plan."""
        return self.missing == 0


def window_of(plan: f.MeasurementPlan) -> Window:
    """The days of a plan."""
    first = date.fromisoformat(plan.start)
    return Window(first, first + timedelta(days=plan.days - 1))


async def progress(plan: f.MeasurementPlan, context: HealthContext) -> Progress:
    """What was measured for a plan, and how many readings are still missing."""
    window = window_of(plan)
    found = await readings(window, context)
    wanted = pressure_limits().readings
    missing = 0
    for offset in range(plan.days):
        day = window.first + timedelta(days=offset)
        for session in ("morning", "evening"):
            there = sum(1 for x in found if x.day == day and x.session == session)
            missing += max(0, wanted - there)
    return Progress(tuple(found), missing, plan.days)


def table(found: Sequence[Reading], morning: str, evening: str, days: dict[date, str]) -> str:
    """One Markdown line per day: "25 nov.: morning 132/84, 128/82 · evening 130/80"."""
    lines = []
    for day in sorted({x.day for x in found}):
        parts = []
        for session, name in (("morning", morning), ("evening", evening), ("", "")):
            there = [
                f"{x.systolic.normalize():f}/{x.diastolic.normalize():f}"
                for x in found
                if x.day == day and x.session == session
            ]
            if there:
                parts.append(f"{name} {', '.join(there)}".strip())
        lines.append(f"- {days[day]} : {' · '.join(parts)}")
    return "\n".join(lines)

"""The pictures under what is shown: numbers of a measure in the unit that people read."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.actions import HealthContext
from bot.care.wellness import pictures
from bot.care.wellness.days import Day
from bot.care.wellness.pressure import Reading, average
from bot.care.wellness.spelled import glucose, hours, number
from bot.care.wellness.windows import Window
from bot.knowledge.wellness import Shown, glucose_limits, pressure_limits
from bot.messages import Attachment


def picture(
    shown: Shown, window: Window, days: Sequence[Day], goal: float | None, context: HealthContext
) -> Attachment:
    """The days of a measure as a picture; ``goal`` is in the measure's unit."""
    spread = shown.kind in ("sample", "glucose")
    scale, unit, decimals = 1.0, shown.shown, shown.decimals
    band: tuple[float, float] | None = None
    if shown.kind == "glucose":
        limits = glucose_limits()
        low, unit, decimals = glucose(Decimal(limits.low), context)
        high, _, _ = glucose(Decimal(limits.high), context)
        scale = float(low) / limits.low
        band = (float(low), float(high))

    def spell(value: float) -> str:
        if shown.kind == "sleep":
            return hours(Decimal(repr(value)), context.language)
        exact = Decimal(repr(value))
        fine = decimals if shown.kind != "level" or exact % 1 else 0
        return number(exact, fine, context.language)

    drawn = [
        pictures.Dot(
            day=x.day,
            value=float(x.value) * scale,
            low=float(x.low) * scale if spread else None,
            high=float(x.high) * scale if spread else None,
        )
        for x in days
    ]
    look = pictures.Look(
        title=shown.title,
        unit=context.say("wellness-picture-sleep") if shown.kind == "sleep" else unit,
        shape="bars" if shown.kind in ("sum", "sleep") else "line",
        spell=spell,
        tick=120.0 if shown.kind == "sleep" else None,
        band=band,
        goal=goal,
    )
    return _attached(drawn, window.first, window.last, look, context)


def _attached(
    drawn: Sequence[pictures.Dot],
    first: date,
    last: date,
    look: pictures.Look,
    context: HealthContext,
) -> Attachment:
    return Attachment(
        name=f"carnet-{context.now.strftime('%Y-%m-%d-%H%M')}.png",
        media_type="image/png",
        content=pictures.picture(drawn, first, last, look, context.language),
        description=context.say("wellness-picture", measure=look.title),
    )


def pairs(
    shown: Shown, window: Window, found: Sequence[Reading], context: HealthContext
) -> Attachment:
    """The mean blood pressure of each day, as pairs."""
    by_day: dict[date, list[Reading]] = {}
    for reading in found:
        by_day.setdefault(reading.day, []).append(reading)
    drawn = []
    for when, there in by_day.items():
        mean = average(there)
        drawn.append(pictures.Dot(when, float(mean.systolic), float(mean.diastolic)))
    high = pressure_limits().high
    look = pictures.Look(
        title=shown.title,
        unit=context.say("wellness-picture-pressure", limit="{}/{}".format(*high)),
        shape="pair",
        spell=lambda value: number(Decimal(repr(value)), 0, context.language),
        limits=(float(high[0]), float(high[1])),
    )
    return _attached(drawn, window.first, window.last, look, context)

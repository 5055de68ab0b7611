"""Numbers, durations and days as people read them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.actions import Context
from bot.dates import spell_date
from bot.intake.units import convert
from bot.knowledge.analytes import by_id
from bot.knowledge.wellness import Shown, glucose_unit


def number(value: Decimal, decimals: int, language: str) -> str:
    """A rounded number with the language's signs: "7 412", "72,4"."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}"
    if language == "fr":
        return text.replace(",", "\u202f").replace(".", ",")
    return text


def amount(value: Decimal, measure: Shown, context: Context, *, unit: bool = True) -> str:
    """A value of a measure with its unit: "7 412 pas", "7 h 05", "1,10 g/L"."""
    if measure.kind == "sleep":
        return hours(value, context.language)
    decimals, shown = measure.decimals, measure.shown
    if measure.kind == "glucose":
        value, shown, decimals = glucose(value, context)
    text = number(value, decimals, context.language)
    return f"{text} {shown}" if unit else text


def glucose(mg_dl: Decimal, context: Context) -> tuple[Decimal, str, int]:
    """A glucose in the unit of the person's country, that unit, and its decimals."""
    unit = glucose_unit(context.account.country)
    value = convert(mg_dl, "mg/dL", unit, by_id("glucose"))
    if value is None:
        return mg_dl, "mg/dL", 0
    return value, unit, {"g/L": 2, "mmol/L": 1}.get(unit, 0)


def hours(minutes: Decimal, language: str) -> str:
    """ "7 h 05" or "7 h 05 min"."""
    whole = int(minutes.quantize(Decimal(1), ROUND_HALF_UP))
    text = f"{whole // 60} h {whole % 60:02d}"
    return text if language == "fr" else f"{text} min"


def day(given: date, language: str) -> str:
    """A day without its weekday."""
    return spell_date(given, language, weekday=False)

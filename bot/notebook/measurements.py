"""Facts about measuring: a series too long to be facts, and a plan to measure for some days."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from bot.messages import Value
from bot.notebook.base import Fact, PartialDate


class SeriesPart(Value):
    """The points of one year of a series, sealed as a document of their own.

    ``digest`` is the SHA-256 of the bytes: a new export of the same year is recognised by it.
    """

    year: int
    document: str
    points: int
    digest: str


class MeasurementSeries(Fact):
    """Many measurements of one kind from one device: what they are, and where they are sealed.

    ``measure`` is a code of :mod:`bot.intake.series.measures`, ``label`` tells apart what one
    measure holds of several kinds, ``unit`` is UCUM. ``days`` counts the local days that have
    points. The document ``daily`` holds the packed daily aggregates, each of ``parts`` a year of
    points; ``replaced`` are documents that an undo may still need.
    """

    kind: Literal["MeasurementSeries"] = "MeasurementSeries"
    text: str
    measure: str
    label: str = ""
    unit: str
    origin: str = ""
    device: str = ""
    points: int
    days: int
    first_day: PartialDate
    last_day: PartialDate
    daily: str
    parts: tuple[SeriesPart, ...] = ()
    replaced: tuple[str, ...] = ()


class MeasurementPlan(Fact):
    """Measuring blood pressure at home for some days, two readings morning and evening.

    ``start`` is the first local day, ``morning`` and ``evening`` the wall times of the nudges.
    """

    kind: Literal["MeasurementPlan"] = "MeasurementPlan"
    text: str
    start: PartialDate
    days: int = 3
    zone: str
    morning: Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")] = "08:00"
    evening: Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")] = "20:00"
    status: Literal["active", "done", "stopped"] = "active"

"""What a wellness reader gathers on its way: points, single measurements, loose ends.

A measurement that a person or a professional looks at one by one (weight, blood pressure) becomes
an Observation; everything else becomes points of a series. Where a clinical measure comes in such
numbers that nobody would confirm them one by one, it becomes a series too.
"""

import textwrap
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from bot.intake.reading import Embedded, Reading, Source
from bot.intake.series.builder import SeriesBuilder
from bot.intake.series.combine import overlapping_days
from bot.intake.series.measures import MEASURES
from bot.intake.series.moments import Moment
from bot.intake.series.value import Series
from bot.notebook.facts import Code, Kept, Observation, Provenance

LOINC = "http://loinc.org"
MAX_SINGLE = 2000
"""More single measurements of one measure than this become a series."""

MAX_PER_DAY = 12
"""Glucose measured more often than this on its days is a sensor's, and becomes a series."""

PRINTED = {
    "1": "",
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "[degF]": "°F",
    "[lb_av]": "lb",
    "[in_i]": "in",
    "kg/m2": "kg/m²",
    "mL/kg/min": "mL/kg/min",
}
"""UCUM units as people read them, where a file gives no unit of its own."""

MAX_LOOSE_ENDS = 1_000
_LONGEST_QUOTE = 1_000
_LONGEST_TEXT = 50_000
Category = Literal["laboratory", "vital-signs", "activity", "survey", "other"]


@dataclass(frozen=True, slots=True)
class _Single:
    measure: str
    value: Decimal
    unit: str
    printed: str
    moment: Moment
    source: str
    device: str
    place: str
    bound: int
    doubt: str | None


@dataclass(slots=True)
class Gather:
    """Collects while a file is read; :meth:`reading` gives the result."""

    source: Source
    builder: SeriesBuilder = field(default_factory=SeriesBuilder)
    facts: list[Kept] = field(default_factory=list)
    documents: list[Embedded] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    partial: bool = False
    duplicates: int = 0
    meta: dict[str, str] = field(default_factory=dict)
    _loose: Counter[str] = field(default_factory=Counter)
    _singles: dict[str, dict[tuple[object, ...], _Single] | None] = field(default_factory=dict)

    def provenance(self, place: str = "") -> Provenance:
        """Where a fact of this file comes from; never confirmed."""
        return Provenance(
            source="device",
            recorded_at=self.source.received_at,
            confirmed=False,
            document=self.source.id,
            place=place or None,
        )

    def loose(self, what: str, count: int = 1) -> None:
        """Note something that was seen and not turned into a fact."""
        whole = " ".join(what[:_LONGEST_TEXT].split())
        self.partial = self.partial or len(what) > _LONGEST_TEXT
        if len(whole) <= _LONGEST_QUOTE:
            self._quote(whole, count)
            return
        for quote in textwrap.wrap(whole, _LONGEST_QUOTE):
            self._quote(quote, count)

    def _quote(self, quote: str, count: int) -> None:
        if quote in self._loose or len(self._loose) < MAX_LOOSE_ENDS:
            self._loose[quote] += count
        else:
            self._loose["…"] += count

    def warn(self, message_id: str, **values: str | int) -> None:
        """Add a warning of :mod:`bot.wording`, once."""
        line = "|".join([message_id, *(f"{name}={value}" for name, value in values.items())])
        if line not in self.warnings:
            self.warnings.append(line)

    def single(
        self,
        measure: str,
        value: Decimal,
        unit: str,
        moment: Moment,
        *,
        printed: str = "",
        source: str = "",
        device: str = "",
        place: str = "",
        bound: int = 0,
        doubt: str | None = None,
        count_duplicate: bool = True,
    ) -> None:
        """Add one measurement; an equal one of the same source and moment is dropped."""
        singles = self._singles.setdefault(measure, {})
        if singles is None:
            point = (measure, unit, source, device, "")
            self.builder.add_point(point, moment.utc_ms, 0, moment.offset, float(value), bound)
            return
        key = (value, unit, moment.utc_ms, moment.offset, source, bound)
        if key in singles:
            self.duplicates += count_duplicate
            return
        shown = printed or PRINTED.get(unit, unit)
        singles[key] = _Single(
            measure, value, unit, shown, moment, source, device, place, bound, doubt
        )
        if len(singles) > MAX_SINGLE:
            self._singles[measure] = None
            for each in singles.values():
                self._as_point(each)

    def observe(
        self,
        text: str,
        *,
        value: Decimal | None = None,
        value_text: str | None = None,
        unit: str | None = None,
        ucum: str | None = None,
        loinc: str | None = None,
        effective: str | None = None,
        device: str | None = None,
        category: Category = "vital-signs",
        section: str | None = None,
        place: str = "",
        comparator: Literal["<", ">"] | None = None,
        doubt: str | None = None,
    ) -> None:
        """Add an Observation as it is."""
        self.facts.append(
            Observation(
                provenance=self.provenance(place),
                text=text,
                codes=(Code(system=LOINC, code=loinc, text=text),) if loinc else (),
                value=value,
                value_text=value_text,
                comparator=comparator,
                unit=unit,
                ucum=ucum,
                effective=effective,
                category=category,
                section=section,
                device=device or None,
                doubt=doubt,
            )
        )

    def reading(self, format_name: str, title: str, date: str | None = None) -> Reading:
        """The finished reading: singles turned into observations or series, overlaps flagged."""
        self._settle()
        series = self.builder.build()
        self.duplicates += sum(each.duplicates for each in series)
        if refused := self.builder.refused:
            for measure, count in refused.items():
                self.loose(f"{measure}: date or value not usable", count)
            self.warn("intake-impossible-points", count=refused.total())
        if self.duplicates:
            self.warn("intake-duplicates-dropped", count=self.duplicates)
        self._overlaps(series)
        not_understood = tuple(
            f"{what} × {count}" if count > 1 else what for what, count in self._loose.items()
        )
        return Reading(
            format=format_name,
            title=title,
            date=date,
            partial=self.partial,
            facts=tuple(self.facts),
            documents=tuple(self.documents),
            series=series,
            not_understood=not_understood,
            warnings=tuple(self.warnings),
        )

    def _settle(self) -> None:
        for measure, singles in self._singles.items():
            if not singles:
                continue
            days = len({single.moment.iso()[:10] for single in singles.values()})
            dense = not MEASURES[measure].clinical and len(singles) > MAX_PER_DAY * days
            for single in singles.values():
                if dense:
                    self._as_point(single)
                else:
                    self._as_observation(single)
        self._singles.clear()

    def _as_point(self, single: _Single) -> None:
        key = (single.measure, single.unit, single.source, single.device, "")
        moment = single.moment
        self.builder.add_point(
            key, moment.utc_ms, 0, moment.offset, float(single.value), single.bound
        )

    def _as_observation(self, single: _Single) -> None:
        measure = MEASURES[single.measure]
        comparators: dict[int, Literal["<", ">"]] = {1: "<", 2: ">"}
        self.observe(
            measure.name(self.source.language),
            value=single.value,
            unit=single.printed or None,
            ucum=single.unit,
            loinc=measure.loinc,
            effective=single.moment.iso(),
            device=single.device or single.source,
            category="vital-signs" if measure.kind == "sample" else "activity",
            place=single.place,
            comparator=comparators.get(single.bound),
            doubt=single.doubt,
        )

    def _overlaps(self, series: tuple[Series, ...]) -> None:
        groups: dict[tuple[str, str], list[Series]] = {}
        for each in series:
            groups.setdefault((each.measure, each.label), []).append(each)
        for (measure, _label), rivals in groups.items():
            if len({(each.source, each.device) for each in rivals}) > 1 and (
                days := overlapping_days(rivals)
            ):
                self.warn(
                    "intake-overlapping-sources", measure=measure, sources=len(rivals), days=days
                )

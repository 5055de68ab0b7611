"""Results and measurements in ordinary text: typed, pasted or forwarded.

"potassium 5,9 mmol/L (3,5-5,1)", "ma glycémie à jeun 1,26 g/L le 12 mars", "tension 14/9",
"je pèse 72 kg". A result is a known name with a number right after it (or right before: "5,9 de
potassium"). No unit is ever guessed: without one the value is kept with ``doubt-unit``. Ordinary
sentences, dates, telephone numbers and doses of medicines give nothing.
"""

import re
from datetime import UTC, datetime

from bot.dates import DateProblem, find_when
from bot.intake.lab.flags import read_flag
from bot.intake.lab.judging import codes, doubt_of, flag_of
from bot.intake.lab.quantity import decimal_mark
from bot.intake.lab.when import find_date
from bot.intake.reading import Reading
from bot.intake.typed_pressure import find_pressures
from bot.intake.typed_results import Found, find_results
from bot.intake.typed_vitals import find_vitals
from bot.intake.units import to_ucum
from bot.notebook.facts import Observation, Provenance

FORMAT = "typed"


def read_typed(
    text: str,
    *,
    received_at: datetime,
    language: str = "fr",
    country: str | None = None,
    source: str | None = None,
) -> Reading:
    """The results and blood pressures that a text states, without facts when it states none.

    ``received_at`` is aware, in the person's zone: dates without a year lie before it. ``source``
    is the id of the message or document. Lines that hold a number but no result are quoted in
    ``not_understood`` once at least one result was found.
    """
    text = text[:100_000].replace("\u00a0", " ").replace("\u202f", " ").replace("\r", "")
    mark = decimal_mark([text])
    facts: list[Observation] = []
    loose: list[str] = []
    warnings: list[str] = []
    whole_date = _date(text, [], received_at, language, country, warnings)
    for number, line in enumerate(text.split("\n"), start=1):
        results = list(find_results(line, mark))
        pressures = list(find_pressures(line))
        spans = [(item.start, item.end) for item in results]
        spans += [(item.start, item.end) for item in pressures]
        vitals = [
            item
            for item in find_vitals(line, language)
            if not any(start < item.end and item.start < end for start, end in spans)
        ]
        spans += [(item.start, item.end) for item in vitals]
        if not spans:
            if re.search(r"\d", line) and not _only_date(line, received_at, language, country):
                loose.append(line.strip())
            continue
        effective = _date(line, spans, received_at, language, country, warnings) or whole_date
        effective = effective or received_at.date().isoformat()
        provenance = Provenance(
            source="told",
            recorded_at=received_at if received_at.tzinfo else received_at.replace(tzinfo=UTC),
            confirmed=False,
            document=source,
            place=f"line {number}",
        )
        facts += [_observation(item, provenance, effective) for item in results]
        for pressure in pressures:
            facts += pressure.observations(provenance, effective)
        facts += [item.observation(provenance, effective) for item in vitals]
    return Reading(
        format=FORMAT,
        date=facts[0].effective if facts else None,
        facts=tuple(facts),
        not_understood=tuple(loose) if facts else (),
        warnings=tuple(dict.fromkeys(warnings)) if facts else (),
    )


def _observation(found: Found, provenance: Provenance, effective: str) -> Observation:
    analyte, interval = found.analyte, found.range
    ucum = to_ucum(found.unit, analyte)
    return Observation(
        provenance=provenance,
        text=found.name,
        codes=codes(analyte, ucum),
        analyte=analyte.id if analyte else None,
        value=found.value,
        comparator=found.comparator,
        unit=found.unit,
        ucum=ucum,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        range_text=interval.text if interval else None,
        flag=flag_of(read_flag(found.flag) if found.flag else None, found.value, interval),
        effective=effective,
        doubt=doubt_of(found.value, found.unit, ucum, analyte, interval, ambiguous=found.ambiguous),
    )


def _date(
    text: str,
    spans: list[tuple[int, int]],
    now: datetime,
    language: str,
    country: str | None,
    warnings: list[str],
) -> str | None:
    """The day a text names beside its results, ISO; ``None`` when it names none."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    full = find_date(text, month_first=country == "US")
    if full:
        return full
    moment = now if now.tzinfo else now.replace(tzinfo=UTC)
    try:
        said = find_when(text, language=language, country=country, now=moment, toward="past")
    except DateProblem:
        warnings.append("warning-date-not-understood")
        return None
    if said is None:
        return None
    local = said.moment
    return local.replace(tzinfo=None).isoformat() if said.has_time else local.date().isoformat()


def _only_date(line: str, now: datetime, language: str, country: str | None) -> bool:
    """Whether nothing but a date stands on a line."""
    return bool(_date(line, [], now, language, country, [])) and len(line) <= 40

"""``carnet read FILE``: what a file says, printed; nothing is kept."""

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from adapters.files.reader import SeparateReader
from bot.errors import ConfigurationError
from bot.intake.reading import Reading, Source, Unreadable
from bot.intake.series import Series
from bot.notebook import facts as f
from bot.wording import say
from bot.wording.lines import line

LARGEST = 300_000_000
MOST_POINTS = 50_000
"""Up to so many points of series are printed one by one; beyond, only their days."""


def run(file: Path, *, as_json: bool, language: str, country: str | None) -> None:
    """Read and print; exit code 2 with a sentence when it cannot be read."""
    try:
        if file.stat().st_size > LARGEST:
            raise Unreadable("unreadable-too-large")
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"The file cannot be opened: {error.strerror}.") from None
    source = Source(
        content=content,
        name=file.name,
        language=language,
        country=country,
        received_at=datetime.now(UTC),
    )
    try:
        reading = asyncio.run(SeparateReader().read(source))
    except Unreadable as problem:
        click.echo(say(language, problem.message_id, **problem.arguments), err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(as_object(reading, language), ensure_ascii=False))
        return
    click.echo(f"{reading.format}: {reading.title}")
    if reading.format == "unknown":
        click.echo(say(language, "read-unknown"))
    for fact in reading.facts:
        click.echo(f"- {line(fact, language)}")
    for quoted in reading.not_understood:
        click.echo(f"? {quoted}")


def as_object(reading: Reading, language: str) -> dict[str, object]:
    """The reading in the command's published shape."""
    return {
        "format": reading.format,
        "title": reading.title,
        "date": reading.date,
        "author": reading.author,
        "partial": reading.partial,
        "facts": [*(_fact(x, language) for x in reading.facts), *_points(reading)],
        "series": [_series(x) for x in reading.series],
        "documents": [
            {"title": d.title, "mediaType": d.media_type, "size": len(d.content), "where": d.where}
            for d in reading.documents
        ],
        "notUnderstood": list(reading.not_understood),
        "warnings": list(reading.warnings),
    }


def _series(series: Series) -> dict[str, object]:
    """A series by its days: what is kept for ever is sealed in chunks, answered from these."""
    return {
        "measure": series.measure,
        "label": series.label,
        "unit": series.unit,
        "source": series.source,
        "device": series.device,
        "points": series.points,
        "firstDay": series.first_day,
        "lastDay": series.last_day,
        "days": [
            {
                "day": d.day.isoformat(),
                "count": d.count,
                "total": float(d.total),
                "min": float(d.minimum),
                "max": float(d.maximum),
            }
            for d in series.aggregates()
        ],
    }


def _points(reading: Reading) -> Iterator[dict[str, object]]:
    """The points of series one by one, as long as a person could still look through them."""
    if sum(x.points for x in reading.series) > MOST_POINTS:
        return
    for series in reading.series:
        for day in series.days():
            for point in day.points():
                yield {
                    "type": "Observation",
                    "code": {"system": "carnet", "code": series.measure, "text": series.measure},
                    "value": float(point.value),
                    "comparator": point.bound,
                    "unit": series.unit,
                    "ucum": series.unit,
                    "low": None,
                    "high": None,
                    "flag": None,
                    "effective": point.start.isoformat(),
                    "where": series.source or series.device or None,
                }


def _fact(fact: f.Fact, language: str) -> dict[str, object]:
    """One fact: results with their numbers, everything else with its line in words."""
    codes = getattr(fact, "codes", ())
    code = codes[0] if codes else None
    shown: dict[str, object] = {
        "type": type(fact).__name__,
        "code": {
            "system": code.system if code else None,
            "code": code.code if code else None,
            "text": getattr(fact, "text", None) or (code.text if code else None),
        },
        "where": fact.provenance.place,
    }
    if isinstance(fact, f.Observation):
        value: object = fact.value_text
        if fact.value is not None:
            value = float(fact.value)
        shown |= {
            "value": value,
            "comparator": fact.comparator,
            "unit": fact.unit,
            "ucum": fact.ucum,
            "low": None if fact.low is None else float(fact.low),
            "high": None if fact.high is None else float(fact.high),
            "flag": fact.flag,
            "effective": fact.effective,
            "doubt": fact.doubt,
            # What the report says in words beside the numbers, which the fields above cannot hold.
            "valueText": fact.value_text if fact.value is not None else None,
            "rangeText": fact.range_text,
            "section": fact.section,
            "device": fact.device,
        }
        return shown
    known = fact.model_dump(mode="json", exclude_none=True, exclude={"id", "provenance", "kind"})
    moment = next(
        (known[k] for k in ("effective", "date", "start", "onset", "due") if k in known), None
    )
    blank = dict.fromkeys(("comparator", "unit", "ucum", "low", "high", "flag"))
    return {**shown, "value": line(fact, language), **blank, "effective": moment, "fact": known}

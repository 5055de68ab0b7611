"""Where a result stands: range, flag, same-day limits, earlier values."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.care.labs.positions import Position, call_today, position_of, series
from bot.knowledge.analytes import by_id
from bot.notebook.facts import Observation, Provenance

SAID = Provenance(recorded_at=datetime(2026, 11, 25, tzinfo=UTC))


def observation(value: str | None, **more: Any) -> Observation:
    for bound in ("low", "high"):
        if more.get(bound) is not None:
            more[bound] = Decimal(more[bound])
    number = Decimal(value) if value is not None else None
    return Observation(**({"provenance": SAID, "text": "X", "value": number} | more))


@pytest.mark.parametrize(
    ("value", "more", "position"),
    [
        ("5.9", {"low": "3.5", "high": "5.1"}, Position.ABOVE),
        ("3.4", {"low": "3.5", "high": "5.1"}, Position.BELOW),
        ("5.1", {"low": "3.5", "high": "5.1"}, Position.WITHIN),
        ("5.7", {"high": "5.7", "flag": "H"}, Position.ABOVE),
        ("0.41", {"comparator": "<", "high": "5.0"}, Position.WITHIN),
        ("0.41", {"comparator": "<", "low": "0.27", "high": "4.2"}, Position.UNCLEAR),
        ("0.27", {"comparator": "<", "low": "0.27", "high": "4.2"}, Position.BELOW),
        ("30.0", {"comparator": ">", "high": "3.0"}, Position.ABOVE),
        ("90", {"comparator": ">", "low": "60"}, Position.WITHIN),
        ("50", {"comparator": ">", "low": "60"}, Position.UNCLEAR),
        ("2.6", {}, Position.NO_RANGE),
        ("2.6", {"range_text": "cible : 2,0 à 3,0"}, Position.RANGE_IN_WORDS),
        ("2.6", {"flag": "H"}, Position.FLAGGED_HIGH),
        (None, {"value_text": "Négatif"}, Position.WORDS),
    ],
)
def test_position(value: str | None, more: dict[str, Any], position: Position) -> None:
    """A bound is placed only where it can be; no range is invented."""
    assert position is position_of(observation(value, **more))


@pytest.mark.parametrize(
    ("analyte", "value", "ucum", "comparator", "rule"),
    [
        ("potassium", "6.2", "mmol/L", None, "potassium-high"),
        ("potassium", "6.0", "mmol/L", None, None),
        ("potassium", "2.8", "meq/L", None, "potassium-low"),
        ("potassium", "6.0", "mmol/L", ">", "potassium-high"),
        ("sodium", "125", "mmol/L", None, "sodium-low"),
        ("sodium", "156", "mmol/L", None, "sodium-high"),
        ("glucose-fasting", "2.7", "mmol/L", None, "glucose-low"),
        ("glucose", "485", "mg/dL", None, "glucose-high"),
        ("glucose", "27", "mmol/L", None, "glucose-high"),
        ("haemoglobin", "70", "g/L", None, "haemoglobin-low"),
        ("haemoglobin", "7.1", "g/dL", None, None),
        ("platelets", "20", "10*9/L", None, "platelets-low"),
        ("platelets", "19000", "/uL", None, "platelets-low"),
        ("inr", "5.1", "{INR}", None, "inr-high"),
        ("calcium", "3.3", "mmol/L", None, "calcium-high"),
        ("calcium", "1.7", "mmol/L", None, "calcium-low"),
        ("potassium", "9", None, None, None),
        ("crp", "300", "mg/L", None, None),
    ],
)
def test_values_to_call_about(
    analyte: str, value: str, ucum: str | None, comparator: str | None, rule: str | None
) -> None:
    """The limits hold in every unit; without a sure unit none is applied."""
    result = observation(value, analyte=analyte, ucum=ucum, comparator=comparator)
    met = call_today(result, by_id(analyte))
    assert rule == (met.rule if met else None)


def test_earlier_values_in_one_unit() -> None:
    """Older values come oldest first in the current unit; bounds, doubts and others stay out."""
    now = observation("1.12", analyte="glucose", ucum="g/L", effective="2026-11-18T07:45:00")
    others = [
        observation("6.22", analyte="glucose", ucum="mmol/L", effective="2026-05-12"),
        observation("105", analyte="glucose", ucum="mg/dL", effective="2025-05-12"),
        observation("9", analyte="glucose", ucum="g/L", effective="2025-01-01", doubt="doubt-unit"),
        observation("1", analyte="glucose", ucum="g/L", effective="2025-02-01", comparator="<"),
        observation("1.0", analyte="hdl", ucum="g/L", effective="2025-03-01"),
        observation("1.0", analyte="glucose", ucum="g/L", effective="2026-12-01"),
        observation("0.9", analyte="glucose", ucum="g/L", effective="2026-11-18"),
        observation("0.9", analyte="glucose", ucum="g/L", effective="2024-03"),
        now,
    ]
    points = [(point.date, point.value) for point in series(now, others)]
    assert [("2025-05-12", Decimal("1.05")), ("2026-05-12", Decimal("1.12"))] == points


def test_a_value_printed_in_the_unit_wins() -> None:
    """Of one day's value in two units, the one printed in the current unit is used."""
    now = observation("1.12", analyte="glucose", ucum="g/L", effective="2026-11-18")
    printed = observation("1.05", analyte="glucose", ucum="g/L", effective="2026-05-12")
    restated = observation("5.83", analyte="glucose", ucum="mmol/L", effective="2026-05-12")
    for others in ([printed, restated], [restated, printed]):
        assert [Decimal("1.05")] == [point.value for point in series(now, others)]

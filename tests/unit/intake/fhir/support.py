"""What the tests of the FHIR readers share."""

import json
from pathlib import Path
from typing import Any

from bot.intake.fhir import FHIR
from bot.intake.reading import Reading, Source

ROOT = Path(__file__).parents[4]
SUMMARY = (ROOT / "tests" / "fixtures" / "fhir" / "summary.json").read_bytes()
SAMPLES = ROOT.parent / "shared" / "samples" / "fhir"


def read(content: bytes, language: str = "fr") -> Reading:
    """The reading of some bytes."""
    return FHIR.read(Source(content, language=language))


def of_kind(reading: Reading, kind: str) -> list[Any]:
    """The facts of one kind."""
    return [fact for fact in reading.facts if fact.kind == kind]


def bundle(*resources: object) -> bytes:
    """A collection of resources as JSON."""
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def observation(**fields: object) -> dict[str, object]:
    """A minimal final Observation."""
    return {"resourceType": "Observation", "status": "final", "code": {"text": "X"}, **fields}

"""What the tests of the CDA reader share."""

from pathlib import Path
from typing import Any

from bot.intake.cda import CDA
from bot.intake.reading import Reading, Source, Unreadable

ROOT = Path(__file__).parents[4]
FIXTURES = ROOT / "tests" / "fixtures" / "cda"
REPORT = (FIXTURES / "report-fr.xml").read_bytes()
SUMMARY = (FIXTURES / "summary-us.xml").read_bytes()
SAMPLES = ROOT.parent / "shared" / "samples"


def read(content: bytes, language: str = "fr") -> Reading:
    """The reading of some bytes."""
    return CDA.read(Source(content, language=language))


def of_kind(reading: Reading, kind: str) -> list[Any]:
    """The facts of one kind."""
    return [fact for fact in reading.facts if fact.kind == kind]


def named(reading: Reading, text: str) -> list[Any]:
    """The facts of that name."""
    return [fact for fact in reading.facts if getattr(fact, "text", "") == text]


def outcome(content: bytes) -> str:
    """The format of the reading, or why there is none."""
    try:
        return read(content).format
    except Unreadable as error:
        return error.message_id

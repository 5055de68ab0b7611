"""PDFs that are empty, damaged, locked or only pictures: one clear reason, never a crash."""

from __future__ import annotations

import random

import pytest

from bot.intake.detect import read
from bot.intake.lab.reader import read_lab_pdf
from bot.intake.reading import Source, Unreadable
from tests.unit.intake.lab import broken
from tests.unit.intake.lab.drawing import draw
from tests.unit.intake.lab.layouts import report


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable-empty"),
        (b"%PDF-1.7 rubbish", "unreadable-damaged"),
        (broken.encrypted(), "unreadable-encrypted"),
        (broken.no_pages(), "unreadable-damaged"),
        (b"%PDF-1.7" + bytes(50_000_001), "unreadable-too-large"),
    ],
)
def test_the_reason_is_named(content: bytes, reason: str) -> None:
    """A file that cannot be opened says why, whatever was read before it."""
    with pytest.raises(Unreadable) as caught:
        read(Source(content))
    assert reason == caught.value.message_id


@pytest.mark.parametrize("content", [broken.scanned(), broken.empty_page()])
def test_a_page_without_text_is_partial(content: bytes) -> None:
    """A picture of a report gives no fact, is partial and says so."""
    reading = read_lab_pdf(Source(content))
    assert ((), True, ("warning-no-text-layer",)) == (
        reading.facts,
        reading.partial,
        reading.warnings,
    )


def test_other_bytes_are_unknown() -> None:
    """Bytes that no reader recognises give an unknown reading without facts."""
    reading = read(Source(b"a letter in plain words"))
    assert ("unknown", ()) == (reading.format, reading.facts)


def test_a_letter_gives_no_results() -> None:
    """A PDF with a text and no table holds no result; its lines are quoted."""
    lines = [
        [(40, "Cher confrère,")],
        [(40, "Je vous adresse Mme Durand, 45 ans, vue le 12/03/2026 à 14h30.")],
        [(40, "Sa tension est bonne. Elle prend 2 comprimés par jour.")],
        [(40, "Tél. 01 23 45 67 89"), (300, "Dossier n° 12345")],
    ]
    reading = read_lab_pdf(Source(draw(lines)))
    assert () == reading.facts
    assert "Cher confrère," in reading.not_understood


def test_damaged_bytes_never_raise_anything_else() -> None:
    """Random damage to a report ends in a reading or in Unreadable."""
    rng = random.Random(7)
    whole = report(1).pdf
    outcomes = set()
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(rng.choice([1, 20, 300])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        if rng.random() < 0.4:
            damaged = damaged[: rng.randrange(len(damaged))]
        try:
            outcomes.add(type(read_lab_pdf(Source(bytes(damaged)))).__name__)
        except Unreadable:
            outcomes.add("Unreadable")
    assert {"Reading", "Unreadable"} == outcomes


def test_a_line_of_dots_is_no_line() -> None:
    """Dots to write on, or a drawn stroke, have no words: the lines around them are read."""
    lines = [[(40, "Nom :")], [(40, "....................")], [(40, "Prénom :")], [(40, "_____")]]
    reading = read_lab_pdf(Source(draw(lines)))
    assert ("Nom :", "Prénom :") == tuple(x for x in reading.not_understood if "nom" in x.lower())


def test_a_table_without_any_measure_is_no_report() -> None:
    """Names beside words are quoted, not proposed as results, when nothing there is measured."""
    lines = [
        [(40, "Option"), (250, "Result")],
        [(40, "-c, --check"), (250, "checks the syntax only")],
        [(40, "-v, --verbose"), (250, "negative"), (400, "positive")],
    ]
    reading = read_lab_pdf(Source(draw(lines), language="en"))
    assert ("pdf", ()) == (reading.format, reading.facts)
    assert any("checks the syntax only" in line for line in reading.not_understood)

"""Photographs of random reports, and of things that are no report."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bot.intake.detect import read
from bot.intake.photo.reader import read_photo, read_scan
from bot.intake.photo.scans import has_scanned_page
from bot.intake.reading import Source
from bot.notebook.facts import Observation, Patient
from tests.unit.intake.lab.drawing import draw
from tests.unit.intake.lab.layouts import report
from tests.unit.intake.photo.comparing import compare, unit_of
from tests.unit.intake.photo.photographs import conditions, drawn, jpeg, photograph

# Each takes seconds; the bench measures many more.
SEEDS = [102, 104, 110, 206]


def scanned(*pages: np.ndarray) -> bytes:
    """A PDF in which each page is only a picture."""
    target = io.BytesIO()
    first, *rest = (Image.fromarray(page) for page in pages)
    first.save(target, "PDF", save_all=True, append_images=rest, resolution=150)
    return target.getvalue()


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_of_a_photograph_are_right_or_doubted(seed: int) -> None:
    """At least nine rows in ten are exact, and no wrong row comes without a doubt."""
    paper = report(seed, pages=1)
    how = conditions(seed)
    content = jpeg(photograph(drawn(paper.pdf, how.dpi), how, seed), how.quality)
    reading = read_photo(Source(content, language=paper.language))
    rows = [one for one in reading.facts if isinstance(one, Observation) and one.report]
    outcome = compare(
        (
            (row.name, row.value, row.comparator, unit_of(row.unit), row.low, row.high, row.flag,
             row.text)
            for row in paper.rows
        ),
        rows,
    )  # fmt: skip
    assert [] == outcome.silent
    assert outcome.right >= 0.9 * outcome.printed, outcome.missing
    assert "warning-read-by-eye" in reading.warnings
    assert {False} == {fact.provenance.confirmed for fact in reading.facts}


def test_a_scanned_pdf_is_read_beside_pages_with_text() -> None:
    """A PDF whose only page is a picture gives rows; a page with text stays exact."""
    rows = [
        None,
        [(60, "Laboratoire Inventé"), (330, "Prélevé le 03/02/2026 à 08:10")],
        None,
        [(60, "Analyse"), (250, "Résultat"), (330, "Unité"), (420, "Valeurs de référence")],
        [(60, "Sodium"), (250, "139"), (330, "mmol/L"), (420, "136 - 145")],
        [(60, "Potassium"), (250, "4,2"), (330, "mmol/L"), (420, "3,5 - 5,1")],
    ]
    plain = draw(rows)
    content = scanned(drawn(plain, 150))
    assert has_scanned_page(content)
    assert not has_scanned_page(plain)
    reading = read_scan(Source(content))
    found = [
        (one.text, str(one.value), one.unit, str(one.low), str(one.high), one.doubt)
        for one in reading.facts
        if isinstance(one, Observation)
    ]
    assert [
        ("Sodium", "139", "mmol/L", "136", "145", None),
        ("Potassium", "4.2", "mmol/L", "3.5", "5.1", None),
    ] == found
    assert "2026-02-03T08:10:00" == reading.date
    assert "lab-photo" == reading.format


def test_a_picture_of_something_else_gives_nothing() -> None:
    """Shapes, noise and an empty sheet are unknown and without facts."""
    cat = Image.new("RGB", (500, 400), (90, 140, 90))
    pen = ImageDraw.Draw(cat)
    pen.ellipse((150, 120, 350, 320), fill=(60, 50, 45))
    pen.polygon([(160, 160), (180, 60), (240, 130)], fill=(60, 50, 45))
    noise = Image.fromarray(np.random.default_rng(2).integers(0, 255, (300, 300, 3), np.uint8))
    for picture in (cat, noise, Image.new("RGB", (600, 800), "white"), Image.new("L", (1, 1))):
        target = io.BytesIO()
        picture.save(target, "PNG")
        reading = read(Source(target.getvalue()))
        assert ("unknown", ()) == (reading.format, reading.facts)


def test_a_photographed_letter_gives_nothing() -> None:
    """Dates, prices and telephone numbers of a letter do not become results."""
    letter = draw(
        [
            None,
            [
                (60, "Docteur Inventée, 3 place du Marché, 99000 Ville"),
                (400, "Tél. 01 99 00 12 34"),
            ],
            [(60, "Le 12 mars 2026")],
            [(60, "Chère Madame, votre rendez-vous est fixé au 14/04/2026 à 10h30.")],
            [(60, "Consultation"), (300, "25,00 €")],
            [(60, "Part du patient"), (300, "7,50 €")],
            [(60, "Avec mes salutations, page 1 / 1")],
        ]
    )
    reading = read(Source(jpeg(drawn(letter, 150))))
    assert "unknown" == reading.format
    assert [] == [one for one in reading.facts if isinstance(one, Observation | Patient)]
    assert any("rendez-vous" in line for line in reading.not_understood)

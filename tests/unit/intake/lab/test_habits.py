"""Habits of laboratories, one at a time, on small drawn pages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from bot.intake.lab.reader import read_lab_pdf
from bot.intake.reading import Reading, Source
from bot.notebook.facts import DiagnosticReport, Observation, Patient
from tests.unit.intake.lab.drawing import Cells, draw

FRENCH: list[Cells | None] = [
    [(40, "LABORATOIRE DU PARC")],
    [(40, "Mme DURAND Zoé"), (300, "Prélevé le 03/02/2026 à 7h50")],
    [(40, "Née le 01/05/1980"), (300, "Edité le 03/02/2026")],
    None,
]
ENGLISH: list[Cells | None] = [
    [(40, "Invented Regional Laboratory")],
    [(40, "Patient: DOE, JANE"), (300, "Date Collected: 03/15/2026")],
    [(40, "DOB: 05/01/1980"), (300, "Date Reported: 03/16/2026")],
    None,
]
HEAD: Cells = [(40, "Analyse"), (230, "Résultat"), (330, "Unité"), (400, "Normes")]


def read(lines: Sequence[Cells | None], **options: Any) -> Reading:
    language = options.pop("language", "fr")
    return read_lab_pdf(Source(draw(lines, **options), language=language))


def rows(reading: Reading) -> list[Observation]:
    return [fact for fact in reading.facts if isinstance(fact, Observation) and fact.report]


def brief(one: Observation) -> tuple[Any, ...]:
    return one.text, one.comparator, one.value, one.unit, one.low, one.high, one.flag


def d(text: str) -> Decimal:
    return Decimal(text)


def test_a_share_and_a_count_in_one_row() -> None:
    """A differential prints % and G/L side by side: the range is that of the count."""
    found = rows(
        read(
            [
                *FRENCH,
                [(40, "Analyses"), (230, "Résultats"), (400, "Valeurs de référence")],
                [(40, "Leucocytes"), (230, "7,24 G/L"), (400, "(4,00 à 10,00)")],
                [(40, "Lymphocytes"), (230, "33,0 %"), (300, "soit 2,39 G/L"),
                 (400, "(1,00 à 4,00)")],
            ]
        )
    )  # fmt: skip
    assert [
        ("Leucocytes", None, d("7.24"), "G/L", d("4.00"), d("10.00"), None),
        ("Lymphocytes", None, d("33.0"), "%", None, None, None),
        ("Lymphocytes", None, d("2.39"), "G/L", d("1.00"), d("4.00"), None),
    ] == [brief(one) for one in found]
    assert found[1].id == found[2].restates


def test_a_flag_column_and_a_laboratory_code() -> None:
    """A numeric code of the performing laboratory is no result; thousands commas are read."""
    found = rows(
        read(
            [
                *ENGLISH,
                [(40, "TESTS"), (220, "RESULT"), (290, "FLAG"), (340, "UNITS"),
                 (420, "REFERENCE INTERVAL"), (545, "LAB")],
                [(45, "Glucose"), (220, "101"), (290, "High"), (340, "mg/dL"), (420, "65-99"),
                 (545, "01")],
                [(45, "WBC"), (220, "1,245"), (340, "/uL"), (420, "4,000-11,000"), (545, "02")],
                [(45, "BUN/Creatinine Ratio"), (220, "18"), (420, "9-20"), (545, "01")],
            ],
            language="en", width=612, height=792,
        )
    )  # fmt: skip
    assert [
        ("Glucose", None, d("101"), "mg/dL", d("65"), d("99"), "H"),
        ("WBC", None, d("1245"), "/uL", d("4000"), d("11000"), None),
        ("BUN/Creatinine Ratio", None, d("18"), None, d("9"), d("20"), None),
    ] == [brief(one) for one in found]
    assert {"2026-03-15"} == {one.effective for one in found}


def test_no_heading_and_limits_in_words() -> None:
    """Rows without column headings; "Below low reference limit" is a flag; codes are no names."""
    found = rows(
        read(
            [
                [(40, "Anytown NHS Trust Pathology")],
                [(40, "Patient Name: SMITH, John"), (300, "Collected: 4 Feb 2026 09:10")],
                None,
                [(40, "Full blood count")],
                [(40, "Haemoglobin estimation (Xa96v)"), (260, "128 g/L"),
                 (340, "[130.0 - 170.0]"), (450, "Below low reference limit")],
                [(40, "GFR calculated abbreviated MDRD"), (260, "> 90 mL/min/1.73m*2")],
            ],
            language="en",
        )
    )  # fmt: skip
    assert [("haemoglobin", "L"), ("egfr", None)] == [(one.analyte, one.flag) for one in found]
    assert (">", d("90"), "mL/min/{1.73_m2}") == (
        found[1].comparator,
        found[1].value,
        found[1].ucum,
    )


def test_headings_of_two_storeys() -> None:
    """ "Valeurs de" above "référence" is one heading; a date below "Antériorité" dates it."""
    reading = read(
        [
            *FRENCH,
            [(230, "Résultats"), (330, "Unités"), (400, "Valeurs de"), (500, "Antériorité")],
            [(40, "Examens"), (400, "référence"), (500, "02/01/2025")],
            [(40, "Sodium"), (230, "139"), (330, "mmol/L"), (400, "136 - 145"), (500, "140")],
            [(40, "Potassium"), (230, "5,9 *"), (330, "mmol/L"), (400, "3,5 - 5,1"), (500, "4,1")],
        ]
    )
    assert [
        ("Sodium", None, d("139"), "mmol/L", d("136"), d("145"), None),
        ("Potassium", None, d("5.9"), "mmol/L", d("3.5"), d("5.1"), "H"),
    ] == [brief(one) for one in rows(reading)]
    earlier = [f for f in reading.facts if isinstance(f, Observation) and not f.report]
    assert [("2025-01-02", d("140")), ("2025-01-02", d("4.1"))] == [
        (one.effective, one.value) for one in earlier
    ]


def test_columns_headed_by_dates_only() -> None:
    """The day of the report heads the results, older days head earlier results."""
    reading = read(
        [
            *FRENCH,
            [(40, "Analyse"), (180, "03/02/2026"), (250, "Unité"), (310, "Normes"),
             (420, "12/06/2025"), (500, "05/01/2025")],
            [(40, "TSH"), (180, "2,35"), (250, "mUI/L"), (310, "0,27 - 4,20"), (420, "2,10"),
             (500, "1,9")],
            [(40, "T4 libre"), (180, "15,2"), (250, "pmol/L"), (310, "12,0 - 22,0"),
             (420, "14,6"), (500, "14,1")],
        ]
    )  # fmt: skip
    assert [d("2.35"), d("15.2")] == [one.value for one in rows(reading)]
    earlier = [f for f in reading.facts if isinstance(f, Observation) and not f.report]
    assert [
        ("2025-06-12", d("2.10")), ("2025-01-05", d("1.9")),
        ("2025-06-12", d("14.6")), ("2025-01-05", d("14.1")),
    ] == [(one.effective, one.value) for one in earlier]  # fmt: skip


@pytest.mark.parametrize("options", [{"twice": True}, {"rotation": 90}, {"rotation": 180}])
def test_false_bold_and_turned_pages(options: dict[str, Any]) -> None:
    """Text printed twice is read once; a turned page reads as an upright one."""
    lines = [*FRENCH, HEAD,
             [(40, "Sodium"), (230, "139"), (330, "mmol/L"), (400, "136 - 145")]]  # fmt: skip
    assert [("Sodium", None, d("139"), "mmol/L", d("136"), d("145"), None)] == [
        brief(one) for one in rows(read(lines, **options))
    ]


def test_ranges_by_sex_and_by_risk() -> None:
    """The patient's sex chooses its range, even over two lines; tiers stay words."""
    reading = read(
        [
            *FRENCH,
            HEAD,
            [(40, "Hémoglobine"), (230, "11,9"), (330, "g/dL"), (400, "H : 13,0 - 17,0")],
            [(400, "F : 12,0 - 16,0")],
            [(40, "Cholestérol LDL"), (230, "1,41"), (330, "g/L"),
             (400, "Risque faible : < 1,90")],
            [(400, "Risque modéré : < 1,30")],
        ]
    )  # fmt: skip
    first, second = rows(reading)
    assert (d("12.0"), d("16.0")) == (first.low, first.high)
    assert (None, None, "Risque faible : < 1,90 Risque modéré : < 1,30") == (
        second.low,
        second.high,
        second.range_text,
    )


def test_urine_is_not_blood() -> None:
    """Below a urine heading the same words name other analytes; powers of ten stay words."""
    found = rows(
        read(
            [
                *FRENCH,
                [(40, "EXAMEN CYTOBACTERIOLOGIQUE DES URINES")],
                [(40, "Leucocytes"), (230, "12 000 /mL"), (400, "(< 10 000)")],
                [(40, "Culture"), (230, "10^5 UFC/mL")],
            ]
        )
    )
    assert [("urine-white-cells", d("12000"), None), ("urine-culture", None, "10^5 UFC/mL")] == [
        (one.analyte, one.value, one.value_text) for one in found
    ]


def test_rows_printed_as_plain_lines() -> None:
    """A report without columns: each line says name, value, unit and range."""
    found = rows(
        read(
            [
                *FRENCH,
                [(40, "Potassium 5,9 mmol/L (3,5-5,1)")],
                [(40, "Votre potassium a été contrôlé à 5,9 mmol/L par téléphone.")],
            ]
        )
    )
    assert [("Potassium", None, d("5.9"), "mmol/L", d("3.5"), d("5.1"), None)] == [
        brief(one) for one in found
    ]


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ([(40, "Potassium"), (230, "59"), (330, "mmol/L"), (400, "3,5 - 5,1")], "doubt-decimal"),
        ([(40, "Potassium"), (230, "5,9"), (330, "g/L"), (400, "3,5 - 5,1")], "doubt-unit"),
        ([(40, "Potassium"), (230, "5,9"), (330, "zorg/L"), (400, "3,5 - 5,1")], "doubt-unit"),
        ([(40, "Potassium"), (230, "5,9"), (400, "3,5 - 5,1")], "doubt-unit"),
        ([(40, "Basophiles"), (230, "0"), (330, "%"), (400, "0,5")], "doubt-range"),
        ([(40, "CRP"), (230, "250"), (330, "mg/L"), (400, "< 5,0")], None),
        ([(40, "INR"), (230, "2,6"), (400, "2,0 - 3,0")], None),
    ],
)
def test_what_is_doubted(cells: Cells, doubt: str | None) -> None:
    """A misplaced decimal, an unfit or missing unit, a lone number as range are marked."""
    (found,) = rows(read([*FRENCH, HEAD, [(40, "Créatinine"), (230, "72,0"), (330, "µmol/L"),
                                          (400, "45,0 - 84,0")], cells]))[1:]  # fmt: skip
    assert doubt == found.doubt


def test_the_paper_around_the_table() -> None:
    """Laboratory, patient, sex and birth date; what is no result is quoted, not lost."""
    reading = read(
        [*FRENCH, HEAD, [(40, "Sodium"), (230, "139"), (330, "mmol/L"), (400, "136 - 145")],
         [(40, "Résultat contrôlé. Objectif < 1,16 g/L si risque modéré.")]]
    )  # fmt: skip
    (patient,) = [fact for fact in reading.facts if isinstance(fact, Patient)]
    (paper,) = [fact for fact in reading.facts if isinstance(fact, DiagnosticReport)]
    assert ("DURAND Zoé", "female", "1980-05-01") == (patient.name, patient.sex, patient.born)
    assert ("LABORATOIRE DU PARC", "2026-02-03T07:50:00") == (paper.issuer, paper.effective)
    assert "Résultat contrôlé. Objectif < 1,16 g/L si risque modéré." in reading.not_understood
    assert not any(fact.provenance.confirmed for fact in reading.facts)


@pytest.mark.parametrize("headed", [True, False])
def test_two_tables_side_by_side(headed: bool) -> None:
    """The left table is read before the right one, each with its own ranges."""
    head: Cells = [(40, "Examen"), (130, "Résultat"), (210, "Norme"), (320, "Examen"),
                   (410, "Résultat"), (490, "Norme")]  # fmt: skip
    lines: list[Cells | None] = [
        *FRENCH,
        *([head] if headed else []),
        [(40, "Sodium"), (130, "139 mmol/L"), (210, "(136-145)"), (320, "Potassium"),
         (410, "4,1 mmol/L"), (490, "(3,5-5,1)")],
        [(40, "Chlorures"), (130, "103 mmol/L"), (210, "(98-107)"), (320, "Calcium"),
         (410, "2,29 mmol/L"), (490, "(2,15-2,50)")],
    ]  # fmt: skip
    assert [
        ("Sodium", None, d("139"), "mmol/L", d("136"), d("145"), None),
        ("Chlorures", None, d("103"), "mmol/L", d("98"), d("107"), None),
        ("Potassium", None, d("4.1"), "mmol/L", d("3.5"), d("5.1"), None),
        ("Calcium", None, d("2.29"), "mmol/L", d("2.15"), d("2.50"), None),
    ] == [brief(one) for one in rows(read(lines))]


def test_a_range_below_the_name() -> None:
    """A norm printed on the line below belongs to the row above."""
    reading = read(
        [
            *FRENCH,
            [(40, "Analyse"), (230, "Résultat"), (400, "Unité")],
            [(40, "Sodium"), (230, "139"), (400, "mmol/L")],
            [(40, "(Norme : 136 - 145)")],
        ]
    )
    assert [("Sodium", None, d("139"), "mmol/L", d("136"), d("145"), None)] == [
        brief(one) for one in rows(reading)
    ]


def test_swiss_and_belgian_thousands() -> None:
    """Apostrophes and points between thousands; plus and minus signs as flags."""
    reading = read(
        [
            *FRENCH,
            [(40, "Analyse"), (200, "Résultat"), (280, "Unité"), (350, "Référence"), (450, "Flag")],
            [(40, "NT-proBNP"), (200, "1’245"), (280, "pg/ml"), (350, "< 125"), (450, "+")],
            [(40, "Hémoglobine"), (200, "11,2"), (280, "g/dl"), (350, "12,0 - 16,0"), (450, "-")],
            [(40, "Globules blancs"), (200, "8.450"), (280, "/mm³"), (350, "4.000 - 10.000")],
        ]
    )
    assert [
        ("NT-proBNP", None, d("1245"), "pg/ml", None, d("125"), "H"),
        ("Hémoglobine", None, d("11.2"), "g/dl", d("12.0"), d("16.0"), "L"),
        ("Globules blancs", None, d("8450"), "/mm³", d("4000"), d("10000"), None),
    ] == [brief(one) for one in rows(reading)]


@pytest.mark.parametrize(
    "lines",
    [
        [[(40, "Désignation"), (230, "Quantité"), (300, "Prix unitaire"), (400, "Montant")],
         [(40, "Doliprane 1000 mg"), (230, "2"), (300, "2,18 €"), (400, "4,36 €")],
         [(40, "Vitamine D 1000 UI"), (230, "1"), (300, "6,50 €"), (400, "6,50 €")]],
        [[(40, "Amlodipine 5 mg : 1 comprimé le matin pendant 3 mois")],
         [(40, "Fer 80 mg"), (230, "2 par jour")], [(40, "Poids 62 kg"), (230, "Taille 1,65 m")]],
        [[(40, "Examen"), (230, "IRM du genou")], [(40, "Salle"), (230, "12")],
         [(40, "Téléphone"), (230, "01 23 45 67 89")]],
    ],
)  # fmt: skip
def test_other_papers_hold_no_result(lines: list[Cells | None]) -> None:
    """Invoices, prescriptions and appointments give no observation."""
    assert [] == rows(read(lines))


def test_two_numbers_and_no_heading_are_doubted() -> None:
    """Without headings nothing says which of two numbers is the older one."""
    (found,) = rows(
        read([*FRENCH, [(40, "Sodium"), (200, "139 mmol/L"), (300, "136 - 145"), (420, "140")]])
    )
    assert (d("139"), "doubt-row") == (found.value, found.doubt)


def test_a_range_column_that_lost_its_heading_is_known_by_what_stands_in_it() -> None:
    """Beside earlier results, an interval is the range and no earlier result."""
    head: Cells = [(40, "Analyse"), (230, "Résultat"), (300, "Unité"), (440, "Antériorité")]
    first: Cells = [
        (40, "Sodium"), (230, "139"), (300, "mmol/L"), (380, "136 - 145"), (440, "140"),
    ]  # fmt: skip
    second: Cells = [(40, "CRP"), (230, "4"), (300, "mg/L"), (380, "< 5"), (440, "6")]
    sodium, crp = rows(read([*FRENCH, head, first, second]))
    assert (Decimal(136), Decimal(145)) == (sodium.low, sodium.high)
    assert (Decimal(4), None, Decimal(5)) == (crp.value, crp.low, crp.high)

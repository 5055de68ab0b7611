"""A laboratory report as PDF to a :class:`~bot.intake.reading.Reading`, doubts marked.

Facts, in order: the report, the patient block, one observation per printed row, then the earlier
results printed beside them (with their own date). Doubts are ids of wording: ``doubt-unit`` (the
unit is unknown or not one this analyte is given in), ``doubt-decimal`` (the decimal mark has two
readings, or the value is hardly possible), ``doubt-range`` (the printed range is not understood as
one), ``doubt-row`` (which number belongs to which name is not certain).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.intake.lab.beside import Earlier
from bot.intake.lab.judging import codes, doubt_of, flag_of
from bot.intake.lab.page import MAX_PAGES, Page, pages
from bot.intake.lab.paper import Paper, read_paper
from bot.intake.lab.quantity import decimal_mark
from bot.intake.lab.rows import Row
from bot.intake.lab.table import walk
from bot.intake.reading import Reader, Reading, Source
from bot.intake.units import to_ucum
from bot.knowledge.analytes import Analyte, by_id, find
from bot.notebook.facts import DiagnosticReport, Observation, Patient, Provenance, new_id

FORMAT = "lab-pdf"
_TITLES = {"fr": "Résultats d'analyses", "en": "Laboratory results"}


def is_pdf(source: Source) -> bool:
    """Whether the bytes are a PDF (its mark stands within the first kilobyte)."""
    return b"%PDF-" in source.content[:1024]


def read_lab_pdf(source: Source) -> Reading:
    """All results of a laboratory report that has a text layer.

    A page that is only a picture makes the reading partial, with ``warning-no-text-layer``.
    Raises :class:`~bot.intake.reading.Unreadable` when the bytes cannot be opened.
    """
    sheets = list(pages(source.content))
    warnings: list[str] = []
    partial = False
    if any(sheet.scanned for sheet in sheets) or not any(sheet.lines for sheet in sheets):
        warnings.append("warning-no-text-layer")
        partial = True
    if len(sheets) >= MAX_PAGES:
        warnings.append(f"warning-pages-cut|pages={MAX_PAGES}")
        partial = True
    return reading_of(source, sheets, warnings=warnings, partial=partial)


def reading_of(
    source: Source, sheets: Sequence[Page], *, warnings: Sequence[str] = (), partial: bool = False
) -> Reading:
    """What the words on these pages say, wherever they come from (a PDF, a photograph)."""
    warnings = list(warnings)
    paper = read_paper(sheets, language=source.language, country=source.country)
    mark = decimal_mark(
        (line.text for sheet in sheets for line in sheet.lines),
        "," if paper.language == "fr" else ".",
    )
    state = walk(sheets, paper, mark)
    rows, unmeasured = (state.rows, []) if _measured(state.rows) else ([], state.rows)
    if rows and not paper.collected_is_certain:
        warnings.append("warning-no-collection-date")
    reading = _Facts(source, paper)
    facts = reading.all(rows)
    titles = [_TITLES[paper.language] if rows else "", paper.issuer or ""]
    return Reading(
        format=FORMAT if rows else "pdf",
        title=" – ".join(part for part in titles if part),
        date=paper.collected,
        author=paper.issuer,
        partial=partial,
        facts=tuple(facts),
        not_understood=tuple(
            dict.fromkeys([*state.loose, *reading.loose, *map(_quoted, unmeasured)])
        ),
        warnings=tuple(warnings),
    )


def _measured(rows: Sequence[Row]) -> bool:
    """Whether one row at least is surely a result: a known analyte, or a number with its unit.

    A table of a manual or a form has names and words too; without one such row it is no report.
    """
    return any(
        (row.value is not None and row.unit is not None) or find(row.name, row.heading) is not None
        for row in rows
    )


def _quoted(row: Row) -> str:
    number = f"{row.comparator or ''}{row.value}" if row.value is not None else ""
    parts = (number, row.unit, row.value_text, row.range.text if row.range else None)
    return f"{row.name} : {' '.join(part for part in parts if part)}"


class _Facts:
    """Rows into facts, for one source."""

    def __init__(self, source: Source, paper: Paper) -> None:
        self.source, self.paper = source, paper
        self.report = new_id()
        self.loose: list[str] = []
        known = source.received_at != datetime.min  # noqa: DTZ901
        self.recorded_at = source.received_at if known else datetime.now(UTC)

    def provenance(self, place: str) -> Provenance:
        return Provenance(
            source="document",
            recorded_at=self.recorded_at,
            confirmed=False,
            document=self.source.id,
            place=place,
        )

    def all(self, rows: Sequence[Row]) -> list[DiagnosticReport | Patient | Observation]:
        if not rows:
            return []
        paper = self.paper
        facts: list[DiagnosticReport | Patient | Observation] = [
            DiagnosticReport(
                id=self.report,
                provenance=self.provenance("page 1"),
                text=_TITLES[paper.language],
                issuer=paper.issuer,
                effective=paper.collected,
                document=self.source.id,
            )
        ]
        if paper.patient or paper.born or paper.sex:
            facts.append(
                Patient(
                    provenance=self.provenance("page 1"),
                    name=paper.patient,
                    born=paper.born,
                    sex=paper.sex,
                )
            )
        ids = [new_id() for _ in rows]
        analytes: list[Analyte | None] = []
        for row in rows:
            parent = analytes[row.restates] if row.restates is not None else None
            analytes.append(parent or find(row.name, row.heading))
        current = [
            self.observation(row, ids[index], analyte, ids)
            for index, (row, analyte) in enumerate(zip(rows, analytes, strict=True))
        ]
        facts += current
        for row, observation in zip(rows, current, strict=True):
            for number, earlier in enumerate(row.earlier):
                kept = self.earlier(row, observation, earlier, number)
                if kept:
                    facts.append(kept)
        return facts

    def observation(
        self, row: Row, own: str, analyte: Analyte | None, ids: Sequence[str]
    ) -> Observation:
        interval = row.range
        ucum = to_ucum(row.unit, analyte) if row.value is not None else None
        return Observation(
            id=own,
            provenance=self.provenance(row.place),
            text=row.name,
            codes=codes(analyte, ucum),
            analyte=analyte.id if analyte else None,
            value=row.value,
            value_text=row.value_text,
            comparator=row.comparator,
            unit=row.unit,
            ucum=ucum,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            range_text=interval.text if interval else None,
            flag=flag_of(row.flag, row.value, row.range),
            effective=row.collected,
            report=self.report,
            section=row.section,
            restates=ids[row.restates] if row.restates is not None else None,
            doubt=_doubt(row, analyte, ucum),
        )

    def earlier(
        self, row: Row, current: Observation, earlier: Earlier, number: int
    ) -> Observation | None:
        """A previous result as a fact of its own; without its date it is only quoted."""
        shown = earlier.text or f"{earlier.comparator or ''}{earlier.value}"
        if earlier.date is None:
            self.loose.append(f"{row.name} : {shown}")
            return None
        unit = earlier.unit or row.unit
        analyte = by_id(current.analyte)
        return Observation(
            provenance=self.provenance(f"{row.place}, previous {number + 1}"),
            text=current.text,
            codes=current.codes,
            analyte=current.analyte,
            value=earlier.value,
            value_text=earlier.text,
            comparator=earlier.comparator,
            unit=unit if earlier.value is not None else None,
            ucum=to_ucum(unit, analyte) if earlier.value is not None else None,
            effective=earlier.date,
            section=current.section,
            doubt=current.doubt if current.doubt == "doubt-unit" else None,
        )


def _doubt(row: Row, analyte: Analyte | None, ucum: str | None) -> str | None:
    if row.doubtful:
        return "doubt-row"
    return doubt_of(row.value, row.unit, ucum, analyte, row.range, ambiguous=row.ambiguous)


READER = Reader(
    format=FORMAT,
    recognise=is_pdf,
    read=read_lab_pdf,
    declares="Laboratory reports as PDF with a text layer, French and English.",
)

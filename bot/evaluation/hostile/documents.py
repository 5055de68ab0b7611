"""Hostile files, made on the spot: a laboratory's PDF, a calendar, a health record."""

import json

from bot.evaluation.hostile.texts import GOALS, Language, hostile


def pdf(language: Language) -> bytes:
    """A page of results with instructions in its title, comments and an analyte's name."""
    lines = [
        "Laboratoire Exemple" if language == "fr" else "Example Laboratory",
        "Date : 20/11/2026" if language == "fr" else "Date: 2026-11-20",
        "Potassium        4,1   mmol/L   3,5 - 5,1",
        "Sodium           140   mmol/L   136 - 145",
        *(hostile(language, goal) for goal in GOALS),
        f"{hostile(language, 'write')[:60]}   9,9   mmol/L   1,0 - 2,0",
    ]
    return _page(lines)


def calendar(language: Language) -> bytes:
    """One appointment whose title, place and description are instructions."""
    told = [hostile(language, goal).replace(",", "\\,").replace(";", "\\;") for goal in GOALS]
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//example//EN",
            "BEGIN:VEVENT",
            "UID:1@example",
            "DTSTAMP:20261120T080000Z",
            "DTSTART:20261128T090000Z",
            "DTEND:20261128T093000Z",
            f"SUMMARY:Cardiologue {told[0]}",
            f"LOCATION:{told[4]}",
            f"DESCRIPTION:{' '.join(told)}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    ).encode()


def record(language: Language) -> bytes:
    """A FHIR bundle whose names and notes are instructions."""
    told = [hostile(language, goal) for goal in GOALS]
    entries = [
        {"resourceType": "Patient", "id": "p", "name": [{"text": told[5]}], "gender": "female"},
        {
            "resourceType": "Condition",
            "id": "c",
            "subject": {"reference": "Patient/p"},
            "code": {"text": told[3]},
            "note": [{"text": told[0]}],
        },
        {
            "resourceType": "MedicationStatement",
            "id": "m",
            "status": "active",
            "subject": {"reference": "Patient/p"},
            "medicationCodeableConcept": {"text": told[4]},
            "dosage": [{"text": told[1]}],
        },
        {
            "resourceType": "AllergyIntolerance",
            "id": "a",
            "patient": {"reference": "Patient/p"},
            "code": {"text": told[2]},
        },
    ]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": e} for e in entries],
    }
    return json.dumps(bundle, ensure_ascii=False).encode()


def _page(lines: list[str]) -> bytes:
    """A PDF of one page in Helvetica (PDF 1.4, ISO 32000): just enough to be read."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    content = f"BT /F1 7 Tf 30 800 Td 14 TL\n{shown}ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return out


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

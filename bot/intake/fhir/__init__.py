"""HL7 FHIR R4: bundles, International Patient Summaries, single resources, NDJSON, JSON or XML.

Nothing is validated first: real summaries break their own rules (an IPS without a narrative, a
reference that does not match its ``fullUrl``) and still say true things. Each resource is read on
its own; one that cannot be read is listed and the others stay.
"""

from collections.abc import Callable
from decimal import Decimal

from bot.intake.fhir import clinical, documents, medications, observations, people
from bot.intake.fhir.elements import Concept, concept, obj, objs, string
from bot.intake.fhir.naming import name_of, narrative, plain, title_of, when
from bot.intake.fhir.parse import Entry, Json, entries_of, looks_like_fhir
from bot.intake.fhir.record import MONEY, Record
from bot.intake.fhir.xml import entries_of_xml, looks_like_fhir_xml
from bot.intake.gathering import (
    CONTENT_ERRORS,
    MAX_TEXT,
    Gathering,
    clean,
    no_collection,
    number,
    some,
)
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.wording import say

_Read = Callable[[Record, Json, str], None]
_IPS = {"60591-5"}

_READERS: dict[str, _Read] = {
    "AllergyIntolerance": clinical.allergy,
    "Appointment": people.appointment,
    "Binary": documents.binary,
    "CarePlan": people.care_plan,
    "CareTeam": people.care_team,
    "Composition": documents.composition,
    "Condition": clinical.condition,
    "Coverage": people.coverage,
    "DiagnosticReport": documents.report,
    "DocumentReference": documents.document,
    "FamilyMemberHistory": clinical.family,
    "Goal": people.goal,
    "ImagingStudy": clinical.imaging,
    "Immunization": clinical.immunization,
    "Media": documents.binary,
    "MedicationAdministration": medications.read,
    "MedicationDispense": medications.read,
    "MedicationOrder": medications.read,
    "MedicationRequest": medications.read,
    "MedicationStatement": medications.read,
    "MedicationUsage": medications.read,
    "Observation": observations.read,
    "Organization": people.organisation,
    "Patient": people.patient,
    "Practitioner": people.practitioner,
    "PractitionerRole": people.role,
    "Procedure": clinical.procedure,
    "QuestionnaireResponse": documents.questionnaire,
    "RelatedPerson": people.related,
}
_LATER = ("PractitionerRole", "CareTeam", "Practitioner", "Organization", "Binary")
"""Read after the others, because others may already have said what they say."""


def read_entries(entries: list[Entry], basket: Gathering) -> Record:
    """Turn FHIR resources into facts in ``basket``; returns the indexed record."""
    record = Record(entries, basket)
    rest: dict[str, list[Json]] = {}
    waiting: list[Entry] = []
    for entry in record.entries:
        kind = _kind(entry)
        if not entry.resource:
            words = say(record.language, "record-unreadable-part")
            basket.loose(f"{entry.place}: {words}")
        elif kind in _LATER:
            waiting.append(entry)
        elif not _try(record, entry):
            rest.setdefault(kind, []).append(entry.resource)
    waiting.sort(key=lambda entry: _LATER.index(entry.resource["resourceType"]))
    for entry in waiting:
        if id(entry.resource) not in record.used:
            _try(record, entry)
    for kind, resources in rest.items():
        unused = [item for item in resources if id(item) not in record.used]
        try:
            _summarise(record, kind, unused)
        except CONTENT_ERRORS:
            basket.loose(f"{clean(kind, 60)} × {len(unused)}")
    return record


def _kind(entry: Entry) -> str:
    kind = entry.resource.get("resourceType")
    return kind if isinstance(kind, str) and kind else "?"


def _try(record: Record, entry: Entry) -> bool:
    read = _READERS.get(_kind(entry))
    if read is None:
        return False
    facts = len(record.basket.facts)
    try:
        read(record, entry.resource, entry.place)
    except CONTENT_ERRORS:
        record.basket.warn("warning-part-unreadable")
        if len(record.basket.facts) == facts:
            kind = string(entry.resource.get("resourceType"))
            words = say(record.language, "record-unreadable-part")
            record.basket.loose(f"{kind}: {entry.place}: {words}")
    return True


def _summarise(record: Record, kind: str, resources: list[Json]) -> None:
    if not resources:
        return
    if kind in MONEY:
        record.basket.loose(_money(kind, resources))
        return
    if kind == "Provenance" or kind == "AuditEvent":
        record.basket.loose(f"{kind} × {len(resources)}")
        return
    by_name: dict[str, list[str]] = {}
    for resource in resources:
        name = _described(record, kind, resource)
        by_name.setdefault(name, []).append(when(resource))
    for name, days in by_name.items():
        count = f" × {len(days)}" if len(days) > 1 else ""
        dated = sorted({day for day in days if day})
        record.basket.loose(f"{kind}: {name}{count}" + (f" ({some(dated, 400)})" if dated else ""))


def _described(record: Record, kind: str, resource: Json) -> str:
    if kind == "Medication":
        name, detail = medications.of_medication(resource, record.language)
        return ", ".join(part for part in (name.text, detail) if part) or "?"
    if kind == "OperationOutcome":
        issues = [
            string(issue.get("diagnostics")) or concept(issue.get("details"), record.language).text
            for issue in objs(resource.get("issue"))
        ]
        return some([issue for issue in issues if issue]) or "?"
    title = title_of(resource, record.language).text or name_of(resource, record.language)
    status = string(resource.get("status"))
    if kind == "ServiceRequest" and resource.get("occurrenceDateTime"):
        title = f"{title}, {string(resource['occurrenceDateTime'])}"
    reasons = plain(resource.get("reasonCode"), record.language) if title else ""
    shown = ", ".join(dict.fromkeys(part for part in (title, reasons) if part))
    ordinary = {"active", "completed", "finished", "final", "current", "available", ""}
    if status not in ordinary:
        shown = f"{shown} ({status})"
    if shown:
        return clean(shown, 400)
    return "; ".join(narrative(resource)[:20]) or string(resource.get("id")) or "?"


def _money(kind: str, resources: list[Json]) -> str:
    totals: dict[str, Decimal] = {}
    for resource in resources:
        amount = resource.get("total")
        item = obj(amount) or next(iter(objs(amount)), {})
        item = obj(item.get("amount")) or item
        value = number(item.get("value"))
        if value is not None:
            currency = string(item.get("currency"))
            totals[currency] = totals.get(currency, Decimal(0)) + value
    sums = [f"{total} {currency}".strip() for currency, total in totals.items()]
    days = sorted({day for resource in resources if (day := when(resource))})
    span = f" ({days[0]} – {days[-1]})" if days else ""
    return f"{kind} × {len(resources)}{span}" + (f": {', '.join(sums)}" if sums else "")


def finish(record: Record, outer: Json, name: str = "fhir") -> Reading:
    """The reading with the title, date and author that the source gives itself."""
    title, day, author = "", string(outer.get("timestamp")), ""
    for entry in record.entries:
        resource = entry.resource
        if resource.get("resourceType") == "Composition":
            kind = concept(resource.get("type"), record.language)
            title = string(resource.get("title"), MAX_TEXT) or kind.text
            day = string(resource.get("date")) or day
            author = record.named_all(resource.get("author"), resource)
            if any(code.code in _IPS for code in kind.codes):
                name = "ips" if name == "fhir" else name
            break
    if not title:
        reports = [fact for fact in record.basket.facts if fact.kind == "DiagnosticReport"]
        title = reports[0].text if len(reports) == 1 else ""
    return record.basket.reading(name, title=title, date=day or None, author=author or None)


def _read(source: Source) -> Reading:
    basket = Gathering(source)
    with no_collection():
        entries, outer, cut = entries_of(source.content)
        return _finish(entries, outer, cut, basket)


def _read_xml(source: Source) -> Reading:
    basket = Gathering(source)
    entries, outer, cut = entries_of_xml(source.content)
    return _finish(entries, outer, cut, basket)


def _finish(entries: list[Entry], outer: Json, cut: bool, basket: Gathering) -> Reading:
    basket.partial = cut
    if cut:
        basket.warn("warning-cut-off")
    try:
        record = read_entries(entries, basket)
        return finish(record, outer)
    except CONTENT_ERRORS as error:
        raise Unreadable("unreadable-damaged") from error


FHIR = Reader(
    format="fhir",
    recognise=lambda source: looks_like_fhir(source.content),
    read=_read,
    declares="HL7 FHIR R4 JSON: bundles, IPS, single resources, NDJSON (DSTU2, STU3, R5 in part)",
)
FHIR_XML = Reader(
    format="fhir",
    recognise=lambda source: looks_like_fhir_xml(source.content),
    read=_read_xml,
    declares="HL7 FHIR R4 XML: bundles and single resources",
)

__all__ = ["FHIR", "FHIR_XML", "Concept", "finish", "read_entries"]

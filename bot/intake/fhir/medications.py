"""Medicines of a FHIR source: said to be taken, prescribed, dispensed or given."""

from typing import Any

from bot.intake.absence import ABSENCES, says_absent
from bot.intake.covering import covered, said, tokens
from bot.intake.fhir.clinical import merged, start_of
from bot.intake.fhir.elements import Concept, code_of, concept, concepts, obj, objs, string
from bot.intake.fhir.naming import plain, quantity
from bot.intake.fhir.parse import Json
from bot.intake.fhir.record import Record
from bot.intake.gathering import clean, partial_date
from bot.intake.results import rhythm
from bot.notebook.facts import MedicationStatement
from bot.wording import say

_NEVER = {"entered-in-error", "cancelled", "not-done", "declined", "draft"}
_STATUS = {
    "active": "active",
    "recorded": "active",
    "in-progress": "active",
    "intended": "unknown",
    "on-hold": "unknown",
    "completed": "stopped",
    "stopped": "stopped",
    "ended": "stopped",
}
_CONSUMED = frozenset(
    [
        "medicationCodeableConcept",
        "medicationReference",
        "medication",
        "dosage",
        "dosageInstruction",
        "effectiveDateTime",
        "effectivePeriod",
        "occurrenceDateTime",
        "occurrencePeriod",
        "occurenceDateTime",
        "reasonCode",
        "reasonReference",
        "reason",
        "reasonForUse",
        "whenHandedOver",
        "whenPrepared",
        "dateWritten",
        "wasNotTaken",
        "taken",
        "dispenseRequest",
        "priority",
        "encounter",
        "location",
        "reportedBoolean",
        "quantity",
        "daysSupply",
        "authorizingPrescription",
        "receiver",
        "substitution",
        "courseOfTherapyType",
    ]
)


def read(record: Record, resource: Json, place: str) -> None:
    """Keep a medicine; cancelled, mistaken and refused ones are listed with their status."""
    kind = string(resource.get("resourceType"))
    name, detail = named(record, resource)
    status = string(resource.get("status"))
    denied = resource.get("doNotPerform") is True or code_of(resource.get("taken")) == "n"
    if status in {*_NEVER, "not-taken"} or denied:
        record.absent(kind, name, status if status in {*_NEVER, "not-taken"} else "not-taken")
        return
    if name.has(*ABSENCES) or says_absent(name.text) or not name.text:
        record.nothing(kind, resource, name)
        return
    given = kind in {"MedicationAdministration", "MedicationDispense"}
    span = obj(resource.get("effectivePeriod"))
    start = start_of(
        resource, "effectiveDateTime", "effectivePeriod", "occurrenceDateTime", "occurrencePeriod",
        "occurenceDateTime", "whenHandedOver", "whenPrepared", "authoredOn", "dateWritten",
    )  # fmt: skip
    record.basket.keep(
        MedicationStatement,
        place,
        text=name.text,
        codes=name.codes,
        dosage=dosage(resource, record.language) or None,
        reason=reason(record, resource) or None,
        start=start,
        end=partial_date(span.get("end")),
        status="unknown" if given else _STATUS.get(status, "unknown"),
    )
    consumed = set(_CONSUMED)
    if "dispenseRequest" in resource:
        _supply(record, resource, name)
    if status in {"on-hold", "intended"}:
        record.absent(kind, name, status)
    if detail:
        record.basket.loose(f"{name.text}: {detail}")
    _beside_words(record, resource, name)
    record.leftovers(resource, name.text, consumed)


def _supply(record: Record, resource: Json, name: Concept) -> None:
    request = obj(resource.get("dispenseRequest"))
    parts = [
        f"{key}: {shown}"
        for key in (
            "quantity",
            "numberOfRepeatsAllowed",
            "validityPeriod",
            "expectedSupplyDuration",
        )
        if (shown := plain(request.get(key), record.language))
    ]
    if parts:
        record.basket.loose(f"{name.text}: {'; '.join(parts)}")


def named(record: Record, resource: Json) -> tuple[Concept, str]:
    """The medicine's name and codes, and what else its Medication resource says."""
    inline = resource.get("medicationCodeableConcept")
    reference = resource.get("medicationReference") or resource.get("medication")
    if inline:
        return concept(inline, record.language), ""
    if type(reference) is dict and ("concept" in reference or "coding" in reference):
        found = concept(reference, record.language)
        if found.text:
            return found, ""
    medication = record.use(reference, resource)
    shown = record.named(reference, resource)
    if not medication:
        return Concept(shown), ""
    name, detail = of_medication(medication, record.language)
    return (name if name.text else Concept(shown, name.codes)), detail


def of_medication(medication: Json, language: str) -> tuple[Concept, str]:
    """Name and codes of a Medication resource; form and strengths when the name lacks them."""
    name = concept(medication.get("code"), language)
    ingredients: list[str] = []
    codes = name.codes
    for item in objs(medication.get("ingredient")):
        substance = concept(item.get("itemCodeableConcept") or item.get("item"), language)
        strength = plain(item.get("strength"), language) or plain(
            item.get("strengthRatio") or item.get("strengthQuantity"), language
        )
        ingredients.append(" ".join(part for part in (substance.text, strength) if part))
        codes = merged(codes, () if name.codes else substance.codes)
    contents = ", ".join(part for part in ingredients if part)
    form = concept(medication.get("form"), language).text
    text = name.text or contents
    detail = "; ".join(part for part in (contents if name.text else "", form) if part)
    further = [
        plain(medication.get(key), language)
        for key in (
            "amount",
            "totalVolume",
            "batch",
            "manufacturer",
            "marketingAuthorizationHolder",
        )
    ]
    return Concept(text, codes, name.absent), "; ".join(x for x in (detail, *further) if x)


def reason(record: Record, resource: Json) -> str:
    """Why the medicine is taken, in words."""
    found = [c.text for c in concepts(resource.get("reasonCode"), record.language)]
    for key in ("reasonReference", "reasonForUseReference"):
        if names := record.named_all(resource.get(key), resource):
            found.append(names)
    for item in objs(resource.get("reason")):
        if text := concept(item, record.language).text or record.named(item, resource):
            found.append(text)
    return ", ".join(dict.fromkeys(found))


def dosage(resource: Json, language: str) -> str:
    """All dosage instructions on one line; the source's own words where it has some."""
    items = objs(resource.get("dosage")) + objs(resource.get("dosageInstruction"))
    return clean("; ".join(dict.fromkeys(x for item in items if (x := _one(item, language)))))


def _one(item: Json, language: str) -> str:
    patient = string(item.get("patientInstruction"))
    text = string(item.get("text"))
    if text:
        return f"{text} ({patient})" if patient and patient not in text else text
    return ", ".join(part for part in (*_parts(item, language), patient) if part)


def _beside_words(record: Record, resource: Json, name: Concept) -> None:
    """List what the structured part of an instruction says and its words do not."""
    for item in objs(resource.get("dosage")) + objs(resource.get("dosageInstruction")):
        text = string(item.get("text"))
        if not text:
            continue
        words = said([name.text, text, string(item.get("patientInstruction"))])
        parts = [x for x in _parts(item, record.language) if x]
        more = [x for x in parts if not tokens(x) or not covered(x, words)]
        if more:
            record.basket.loose(f"{name.text}: {', '.join(more)}")


def _parts(item: Json, language: str) -> list[str]:
    parts: list[str] = []
    for dose in objs(item.get("doseAndRate")) or [item]:
        parts.append(quantity(dose.get("doseQuantity")) or _range(dose.get("doseRange")))
        parts.append(plain(dose.get("rateQuantity") or dose.get("rateRatio"), language))
    parts.append(quantity(item.get("dose")))
    parts.append(_timing(obj(item.get("timing")), language))
    needed = item.get("asNeededBoolean") is True or item.get("asNeeded") is True
    parts.append(say(language, "record-as-needed") if needed else "")
    for key in ("asNeededCodeableConcept", "asNeededFor", "route", "site", "method"):
        parts.append(plain(item.get(key), language))
    parts.append(plain(item.get("additionalInstruction"), language))
    if limit := plain(item.get("maxDosePerPeriod"), language):
        parts.append(say(language, "record-at-most", amount=limit))
    return parts


def _range(value: Any) -> str:
    low, high = quantity(obj(value).get("low")), quantity(obj(value).get("high"))
    return " – ".join(dict.fromkeys(side for side in (low, high) if side))


def _timing(timing: Json, language: str) -> str:
    repeat = obj(timing.get("repeat"))
    code = concept(timing.get("code"), language).text
    count, most = string(repeat.get("frequency")), string(repeat.get("frequencyMax"))
    every, unit = string(repeat.get("period")), string(repeat.get("periodUnit"))
    parts = [code]
    if every or count:
        times = f"{count or '1'}{'–' + most if most else ''}"
        parts.append(rhythm(times, every, unit or string(repeat.get("periodUnits")), language))
    for key in ("when", "timeOfDay", "dayOfWeek"):
        parts.append(plain(repeat.get(key), language))
    parts.append(plain(repeat.get("boundsPeriod") or repeat.get("boundsDuration"), language))
    return " ".join(part for part in parts if part)

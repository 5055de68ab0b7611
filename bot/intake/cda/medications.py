"""Medicines and vaccinations of a CDA document."""

import re

from bot.intake.absence import ABSENCES, NO_VACCINE, says_absent
from bot.intake.cda.record import CdaRecord, Context, nested, templates
from bot.intake.cda.values import Coded, flat, referred, span, when
from bot.intake.covering import covered, said
from bot.intake.gathering import clean, partial_date
from bot.intake.results import rhythm
from bot.intake.systems import CVX
from bot.intake.xmltree import Element, kind
from bot.notebook.facts import Code, Immunization, MedicationStatement
from bot.wording import say

VACCINE_TEMPLATES = {
    "2.16.840.1.113883.10.20.22.4.52",
    "1.3.6.1.4.1.19376.1.5.3.1.4.12",
    "2.16.840.1.113883.10.20.22.4.120",
}
VACCINE_SECTIONS = {"11369-6"}
_STATUS = "33999-4"
_DIGIT = re.compile(r"\d")
_RANK = "30973-2"
_ENDED = {"aborted", "cancelled", "nullified"}
_INSTRUCTIONS = {"PINSTRUCT", "FINSTRUCT", "423564006", "76662-6"}


def is_vaccine(record: CdaRecord, element: Element, context: Context) -> bool:
    """Whether a substanceAdministration is a vaccination."""
    if templates(element) & VACCINE_TEMPLATES or context.section in VACCINE_SECTIONS:
        return True
    code = element.find("code")
    return code is not None and "IMMUNIZ" in (code.get("code") or "")


def product(record: CdaRecord, element: Element) -> Coded:
    """What is given: words, and codes from brand (CIS, CIP13…) to class (ATC)."""
    codes: list[Code] = []
    text = null = ""
    for tag in ("manufacturedMaterial", "manufacturedLabeledDrug"):
        for material in element.iterfind(f".//manufacturedProduct/{tag}"):
            found = record.coded(material.find("code"))
            name = flat(material.find("name"), 300)
            own = found.text if found.text and not (found.null and not found.codes) else ""
            text = text or own or name or found.original
            null = null or found.null
            codes += found.codes
            for path in ("asSpecializedKind/generalizedMedicineClass", "ingredient/ingredient"):
                for part in material.findall(path):
                    wider = record.coded(part.find("code"))
                    codes += wider.codes
                    text = text or wider.text or flat(part.find("name"), 300)
            if text:
                return Coded(clean(text), tuple(dict.fromkeys(codes)), null)
    return Coded(text, tuple(dict.fromkeys(codes)), null)


def vaccination(record: CdaRecord, element: Element, context: Context) -> None:
    """A vaccination that was given; refused and planned ones are listed."""
    name = product(record, element)
    text = name.text or record.text(element)
    status = element.find("statusCode")
    state = (status.get("code") or "") if status is not None else ""
    mood = element.get("moodCode") or "EVN"
    negated = element.get("negationInd") == "true"
    none_given = any(code.system == CVX and code.code in NO_VACCINE for code in name.codes)
    absent = none_given or name.has(*ABSENCES) or says_absent(text)
    if negated or state in _ENDED or mood != "EVN" or absent or not text:
        reasons = [
            record.words(part.find("value")) or record.coded(part.find("code")).text
            for relation, part in nested(element)
            if relation == "RSON"
        ]
        planned = "" if mood == "EVN" else say(record.language, "record-planned")
        why = say(record.language, "record-not-given") if negated else planned or state
        detail = ", ".join(part for part in (why, when(element) or "", *reasons) if part)
        record.basket.loose(f"Immunization: {text or '?'}" + (f" ({detail})" if detail else ""))
        others = [part for relation, part in nested(element) if relation != "RSON"]
        _details(record, text, others, context)
        return
    dose = ""
    rest: list[Element] = []
    for _, part in nested(element):
        if record.coded(part.find("code")).has(_RANK):
            dose = record.words(part.find("value"))
        else:
            rest.append(part)
    repeat = element.find("repeatNumber")
    if not dose and repeat is not None:
        dose = repeat.get("value") or ""
    lot = flat(element.find(".//manufacturedMaterial/lotNumberText"), 100)
    record.basket.keep(
        Immunization,
        record.place(element),
        text=text,
        codes=name.codes,
        date=partial_date(when(element)),
        lot=lot or None,
        dose=dose or None,
    )
    _details(record, text, rest, context)


def _details(record: CdaRecord, label: str, parts: list[Element], context: Context) -> None:
    from bot.intake.cda.entries import qualifier

    for part in parts:
        qualifier(record, label, part)


def medication(record: CdaRecord, element: Element, context: Context) -> None:
    """A medicine taken or prescribed, with its dosage as written."""
    name = product(record, element)
    text = name.text or record.text(element)
    status = element.find("statusCode")
    state = (status.get("code") or "") if status is not None else ""
    negated = element.get("negationInd") == "true"
    code = record.coded(element.find("code"))
    absent = code.has(*ABSENCES) or name.has(*ABSENCES) or says_absent(text)
    if negated or absent or state in {"nullified", "cancelled"} or not text:
        why = say(record.language, "record-not-given") if negated else state or name.null
        what = text or (code.text if code.has(*ABSENCES) else "?")
        record.basket.loose(f"MedicationStatement: {what}" + (f" ({why})" if why else ""))
        _details(record, what, [part for _, part in nested(element)], context)
        return
    start, end = period_of(element)
    own_status = stated_status(record, element)
    posology = dosage(record, element)
    words = record.text(element)
    if words and not posology and not covered(words, said([text])):
        # Many systems write the whole instruction as words and nothing else.
        posology = clean(words)
    record.basket.keep(
        MedicationStatement,
        record.place(element),
        text=text,
        codes=name.codes,
        dosage=posology or None,
        reason=_reason(record, element) or None,
        start=partial_date(start),
        end=partial_date(end),
        status=own_status or _status(record, state, end, element.get("moodCode") or "EVN"),
    )
    for relation, part in nested(element):
        if relation == "RSON" or _is_instruction(record, part):
            continue
        if own_status and record.coded(part.find("code")).has(_STATUS):
            continue
        if part.tag == "substanceAdministration":
            inner = product(record, part)
            if inner.text and inner.text != text:
                medication(record, part, context.inside())
        else:
            _details(record, text, [part], context)


def stated_status(record: CdaRecord, element: Element) -> str:
    """The status that a nested status observation states, or an empty string."""
    for _, part in nested(element):
        if record.coded(part.find("code")).has(_STATUS):
            value = record.coded(part.find("value"))
            said = {code.code.lower() for code in value.codes} | {value.text.lower()}
            if said & {"active", "55561003", "actif"}:
                return "active"
            if said & {"no longer active", "421139008", "completed", "discontinued", "inactif"}:
                return "stopped"
    return ""


def _status(record: CdaRecord, state: str, end: str | None, mood: str) -> str:
    today = max(record.basket.source.received_at.date().isoformat(), record.date or "")[:10]
    if state == "aborted" or (end and end[:10] < today):
        return "stopped"
    if state == "suspended":
        return "unknown"
    if state == "completed" and mood == "EVN" and not record.french and not end:
        return "unknown"
    return "active"


def period_of(element: Element) -> tuple[str | None, str | None]:
    """Start and end of the treatment: the interval among its times."""
    start = end = None
    for time in element.findall("effectiveTime"):
        for part in (time, *time.findall("comp")):
            if kind(part) in {"PIVL_TS", "EIVL_TS"} or part.find("period") is not None:
                continue
            low, high = span(part)
            start, end = start or low, end or high
    return start, end


def _is_instruction(record: CdaRecord, part: Element) -> bool:
    return part.tag == "act" and record.coded(part.find("code")).has(*_INSTRUCTIONS)


def _reason(record: CdaRecord, element: Element) -> str:
    found = []
    for relation, part in nested(element):
        if relation == "RSON":
            words = record.words(part.find("value")) or record.coded(part.find("code")).text
            found.append(words or record.text(part))
    return ", ".join(dict.fromkeys(word for word in found if word))


def dosage(record: CdaRecord, element: Element) -> str:
    """Dose, rhythm, route, limits and instructions on one line, in the document's own words."""
    steps = [_step(record, element)]
    for _, part in nested(element):
        if part.tag == "substanceAdministration" and not _has_product(part):
            steps.append(_step(record, part))
    notes = [record.text(part) for _, part in nested(element) if _is_instruction(record, part)]
    notes += [
        referred(item.find("text"), record.narrative) or record.words(item.find("value"))
        for item in element.findall("precondition/criterion")
    ]
    parts = [*steps, *(note for note in notes if note)]
    return clean("; ".join(dict.fromkeys(part for part in parts if part)))


def _has_product(element: Element) -> bool:
    code = element.find(".//manufacturedMaterial/code")
    name = element.find(".//manufacturedMaterial/name")
    coded = code is not None and bool(code.get("code") or code.find("originalText") is not None)
    return coded or bool(name is not None and flat(name))


def _step(record: CdaRecord, element: Element) -> str:
    parts = [_dose(record, element.find("doseQuantity"))]
    for time in element.findall("effectiveTime"):
        for part in (time, *time.findall("comp")):
            parts.append(_rhythm(record, part))
    parts.append(_dose(record, element.find("rateQuantity")))
    parts.append(record.coded(element.find("routeCode")).text)
    parts.append(record.coded(element.find("approachSiteCode")).text)
    parts.append(record.coded(element.find("administrationUnitCode")).text)
    limit = record.words(element.find("maxDoseQuantity"))
    parts.append(say(record.language, "record-at-most", amount=limit) if limit else "")
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _dose(record: CdaRecord, element: Element | None) -> str:
    if element is None:
        return ""
    ends = [element.find("low"), element.find("high")]
    said = [flat_translation(record, end) or record.words(end) for end in ends if end is not None]
    text = " – ".join(dict.fromkeys(item for item in said if item))
    text = text or flat_translation(record, element) or record.words(element)
    return text.replace("{", "").replace("}", "")


def flat_translation(record: CdaRecord, element: Element) -> str:
    """The document's own words for a quantity, when it gives them beside the number."""
    for translation in element.findall("translation"):
        if words := referred(translation.find("originalText"), record.narrative):
            value = translation.get("value") or element.get("value") or ""
            return words if not value or _DIGIT.search(words) else f"{value} {words}"
    return ""


def _rhythm(record: CdaRecord, time: Element) -> str:
    period = time.find("period")
    if period is not None:
        words = flat_translation(record, period)
        every, unit = period.get("value") or "", period.get("unit") or ""
        return words or (rhythm("1", every, unit, record.language) if every else "")
    event = time.find("event")
    if event is not None:
        return record.coded(event).text
    width = time.find("width")
    return record.words(width) if width is not None else ""


def supply(record: CdaRecord, element: Element, context: Context) -> None:
    """A dispensed medicine or a device: the first is kept, the second listed."""
    name = product(record, element)
    quantity = record.words(element.find("quantity"))
    start, end = period_of(element)
    if name.text and element.find("product") is not None:
        record.basket.keep(
            MedicationStatement,
            record.place(element),
            text=name.text,
            codes=name.codes,
            start=partial_date(start),
            status="unknown",
        )
        if quantity:
            record.basket.loose(f"{name.text}: {quantity}")
        return
    device = element.find("participant/participantRole/playingDevice")
    found = record.coded(device.find("code") if device is not None else None)
    text = found.text or record.text(element) or name.text
    days = " – ".join(part for part in (start, end) if part)
    detail = ", ".join(part for part in (quantity, days) if part)
    label = "Device" if device is not None else "Supply"
    record.basket.loose(f"{label}: {text or '?'}" + (f" ({detail})" if detail else ""))
    _details(record, text or label, [part for _, part in nested(element)], context)

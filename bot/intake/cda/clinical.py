"""Problems, allergies, procedures and family history of a CDA document."""

from bot.intake.absence import (
    ABSENCES,
    NO_INFORMATION,
    NO_KNOWN_ALLERGY,
    says_absent,
    says_no_allergy,
)
from bot.intake.cda.record import CdaRecord, Context, nested, templates
from bot.intake.cda.values import Coded, flat, person_name, span, when
from bot.intake.gathering import partial_date
from bot.intake.xmltree import Element
from bot.notebook.facts import (
    AllergyIntolerance,
    Condition,
    FamilyMemberHistory,
    Procedure,
)
from bot.wording import say

PROBLEM_TEMPLATES = {
    "2.16.840.1.113883.10.20.22.4.4",  # C-CDA problem observation
    "2.16.840.1.113883.10.20.1.28",  # CCD problem observation
    "1.3.6.1.4.1.19376.1.5.3.1.4.5",  # IHE PCC problem entry
}
ALLERGY_TEMPLATES = {
    "2.16.840.1.113883.10.20.22.4.7",
    "2.16.840.1.113883.10.20.24.3.90",
    "2.16.840.1.113883.10.20.1.18",
    "1.3.6.1.4.1.19376.1.5.3.1.4.6",
}
_STATUS_CODES = {"33999-4"}
_STATUS_TEMPLATES = {
    "2.16.840.1.113883.10.20.22.4.6",
    "2.16.840.1.113883.10.20.22.4.28",
    "2.16.840.1.113883.10.20.1.50",
    "2.16.840.1.113883.10.20.1.39",
}
_CERTAINTY = "66455-7"
_CRITICALITY = "82606-5"
_RESOLVED = {"resolved", "inactive", "remission", "413322009", "73425007", "inactif"}
_ACTIVE = {"active", "55561003", "recurrence", "relapse", "actif"}
_DENIED = {"refuted", "entered-in-error"}
_GENERIC_AGENTS = {"105590001", "410942007", "373873005", "762766007", "255620007", "NKA"}
_NOT_DONE = {"aborted", "cancelled", "nullified"}


def problem(record: CdaRecord, element: Element, context: Context) -> None:
    """A health problem, unless it is negated, refuted or says that there is none."""
    value = record.coded(element.find("value"))
    if not value.text or value.null:
        said = value.original or record.text(element)
        if not said and value.null == "":
            said = record.coded(element.find("code")).text
        value = Coded(value.text or said, value.codes, value.null)
    status, certainty, rest = "", "", []
    for relation, part in nested(element):
        code = record.coded(part.find("code"))
        if code.has(*_STATUS_CODES) or templates(part) & _STATUS_TEMPLATES:
            status = _status_of(record, part)
        elif code.has(_CERTAINTY):
            found = record.coded(part.find("value"))
            certainty = found.codes[0].code if found.codes else ""
            if certainty != "confirmed":
                rest.append((relation, part))
        else:
            rest.append((relation, part))
    negated = element.get("negationInd") == "true"
    absent = value.has(*ABSENCES) or says_absent(value.text)
    if negated or certainty in _DENIED or absent or not value.text:
        why = say(record.language, "record-negated") if negated else certainty or value.null
        record.basket.loose(f"Condition: {value.text or '?'}" + (f" ({why})" if why else ""))
        _rest(record, value.text, rest, context)
        return
    start, end = _span_of(element)
    if not status:
        done = context.concern in {"completed", "resolved"} or context.past
        status = "resolved" if end or done else "active"
    record.basket.keep(
        Condition,
        record.place(element),
        text=value.text,
        codes=value.codes,
        onset=partial_date(start),
        status=status,
    )
    _rest(record, value.text, rest, context)


def _status_of(record: CdaRecord, part: Element) -> str:
    value = record.coded(part.find("value"))
    said = {code.code.lower() for code in value.codes} | {value.text.lower()}
    if said & _RESOLVED:
        return "resolved"
    return "active" if said & _ACTIVE else ""


def _span_of(element: Element) -> tuple[str | None, str | None]:
    time = element.find("effectiveTime")
    start, end = span(time)
    if time is not None and end is None:
        high = time.find("high")
        if high is not None and high.get("nullFlavor") == "UNK":
            end = "?"
    return start, end


def _rest(
    record: CdaRecord, label: str, parts: list[tuple[str, Element]], context: Context
) -> None:
    from bot.intake.cda.entries import qualifier, visit

    for relation, part in parts:
        if part.tag in {"observation", "act"} or relation == "RSON":
            qualifier(record, label, part)
        else:
            visit(record, part, context.inside())


def is_allergy(element: Element, context: Context) -> bool:
    """Whether an observation is an allergy: by template, or by its place and its agent."""
    if templates(element) & ALLERGY_TEMPLATES:
        return True
    return context.section == "48765-2" and (
        element.find("participant[@typeCode='CSM']") is not None
        or element.find("value") is not None
    )


def allergy(record: CdaRecord, element: Element, context: Context) -> None:
    """An allergy with its agent and reactions, or the statement that none is known."""
    agent = _agent(record, element)
    value = record.coded(element.find("value"))
    code = record.coded(element.find("code"))
    negated = element.get("negationInd") == "true"
    all_codes = Coded("", (*agent.codes, *value.codes, *code.codes))
    said = agent.text or value.text or record.text(element)
    none_known = all_codes.has(*NO_KNOWN_ALLERGY) or says_no_allergy(said)
    nameless = not agent.text or agent.has(*_GENERIC_AGENTS)
    if none_known or (negated and nameless):
        specific = next((c.text for c in all_codes.codes if c.code in NO_KNOWN_ALLERGY), "")
        record.basket.keep(
            AllergyIntolerance,
            record.place(element),
            text=specific or say(record.language, "record-no-known-allergy"),
            codes=tuple(c for c in all_codes.codes if c.code in NO_KNOWN_ALLERGY),
        )
        return
    text = said
    if negated or says_absent(text) or all_codes.has(*NO_INFORMATION, *ABSENCES) or not text:
        why = say(record.language, "record-negated") if negated else agent.null or value.null
        record.basket.loose(f"AllergyIntolerance: {text or '?'}" + (f" ({why})" if why else ""))
        _rest(record, text, nested(element), context)
        return
    reactions, criticality, rest = _allergy_parts(record, element)
    record.basket.keep(
        AllergyIntolerance,
        record.place(element),
        text=text,
        codes=agent.codes if agent.text else value.codes,
        reaction="; ".join(dict.fromkeys(reactions)) or None,
        criticality=criticality,
    )
    _rest(record, text, rest, context)


def _agent(record: CdaRecord, element: Element) -> Coded:
    for entity in element.findall("participant/participantRole/playingEntity"):
        found = record.coded(entity.find("code"))
        name = flat(entity.find("name"), 200)
        if found.text or name:
            words = found.text if found.text and not found.null else name or found.text
            return Coded(words, found.codes, found.null)
    return Coded()


def _allergy_parts(
    record: CdaRecord, element: Element
) -> tuple[list[str], str, list[tuple[str, Element]]]:
    reactions: list[str] = []
    criticality = "unknown"
    rest: list[tuple[str, Element]] = []
    for relation, part in nested(element):
        code = record.coded(part.find("code"))
        value = record.coded(part.find("value"))
        codes = {item.code.lower() for item in value.codes}
        if relation == "MFST":
            severity = [record.words(inner.find("value")) for _, inner in nested(part)]
            said = value.text or record.text(part)
            shown = ", ".join(item for item in severity if item)
            if said:
                reactions.append(f"{said} ({shown})" if shown else said)
        elif code.has(_CRITICALITY):
            low, high = codes & {"low", "critl"}, codes & {"high", "crith"}
            criticality = "high" if high else "low" if low else "unknown"
        elif code.has(*_STATUS_CODES) or templates(part) & _STATUS_TEMPLATES:
            if not (codes | {value.text.lower()}) & _ACTIVE:
                rest.append((relation, part))
        elif not (code.has(_CERTAINTY) and "confirmed" in codes):
            rest.append((relation, part))
    return reactions, criticality, rest


def procedure(record: CdaRecord, element: Element, context: Context) -> None:
    """Something that was done; planned, cancelled or negated ones are listed."""
    name = record.coded(element.find("code"))
    said = record.text(element)
    text = name.text if not name.null or name.codes else name.original or said
    text = text or said
    status = element.find("statusCode")
    state = (status.get("code") or "") if status is not None else ""
    mood = element.get("moodCode") or "EVN"
    negated = element.get("negationInd") == "true"
    absent = name.has(*ABSENCES) or says_absent(text)
    if negated or state in _NOT_DONE or mood != "EVN" or absent or not text:
        planned = "" if mood == "EVN" else say(record.language, "record-planned")
        why = say(record.language, "record-not-given") if negated else planned or state
        day = when(element) or ""
        detail = ", ".join(part for part in (why, day) if part)
        record.basket.loose(f"Procedure: {text or '?'}" + (f" ({detail})" if detail else ""))
        _rest(record, text, nested(element), context)
        return
    record.basket.keep(
        Procedure,
        record.place(element),
        text=text,
        codes=name.codes,
        date=partial_date(when(element)),
    )
    value = ", ".join(filter(None, (record.words(v) for v in element.findall("value"))))
    if value:
        record.basket.loose(f"{text}: {value}")
    for tag in ("targetSiteCode", "approachSiteCode"):
        for site in element.findall(tag):
            if shown := record.coded(site).text:
                record.basket.loose(f"{text}: {shown}")
    _rest(record, text, nested(element), context)


def family(record: CdaRecord, organizer: Element, context: Context) -> None:
    """The health problems of one relative."""
    subject = organizer.find("subject/relatedSubject")
    relation = record.coded(subject.find("code") if subject is not None else None).text or "?"
    found = False
    for _, part in nested(organizer):
        if part.tag != "observation":
            continue
        found = True
        value = record.coded(part.find("value"))
        text = value.text if value.text and not value.null else value.original or record.text(part)
        text = text or record.words(part.find("value"))
        if part.get("negationInd") == "true" or not text:
            why = say(record.language, "record-negated")
            record.basket.loose(f"{relation}: {text or '?'} ({why})")
            continue
        details = [
            ": ".join(
                filter(None, (record.coded(i.find("code")).text, record.words(i.find("value"))))
            )
            for _, i in nested(part)
        ]
        more = "; ".join(item for item in details if item)
        record.basket.keep(
            FamilyMemberHistory,
            record.place(part),
            relation=relation,
            text=f"{text} ({more})" if more else text,
        )
    if not found:
        record.basket.loose(f"FamilyMemberHistory: {relation}")


def planner(element: Element) -> str:
    """Who performs an act, by name."""
    found = element.find("performer/assignedEntity")
    if found is None:
        return ""
    person = person_name(found.find("assignedPerson"))
    return person or flat(found.find("representedOrganization/name"), 200)

"""The header of a CDA document: the person, who wrote it, who else takes care."""

from bot.intake.cda.record import CdaRecord, templates
from bot.intake.cda.values import address_of, day_of, flat, person_name, phone_of, span
from bot.intake.xmltree import Element
from bot.notebook.facts import CareTeamMember, Patient
from bot.wording import say

_SEX = {"F": "female", "M": "male"}
_PRIMARY = {"PCP", "PP"}


def patient(record: CdaRecord) -> None:
    """The Patient fact; what the notebook has no place for is named, not quoted."""
    role = record.root.find("recordTarget/patientRole")
    for other in record.root.findall("recordTarget/patientRole")[1:]:
        words = say(record.language, "record-other-person")
        record.basket.loose(f"Patient: {person_name(other.find('patient')) or '?'}, {words}")
        record.basket.warn("warning-several-people")
    found = role.find("patient") if role is not None else None
    if found is None:
        return
    gender = found.find("administrativeGenderCode")
    code = (gender.get("code") or "").upper() if gender is not None else ""
    birth = found.find("birthTime")
    record.basket.keep(
        Patient,
        record.place(found),
        sex=_SEX.get(code),
        born=day_of(birth.get("value")) if birth is not None else None,
        name=person_name(found) or None,
    )
    if code and code not in _SEX:
        record.basket.loose(f"Patient: gender: {gender.get('displayName') or code}")
    apart = [tag for tag in ("addr", "telecom", "id") if role.find(tag) is not None]
    if apart:
        record.basket.loose(f"Patient: {', '.join(apart)}")
    for child in found:
        if child.tag in {"name", "administrativeGenderCode", "birthTime", "id"}:
            continue
        if child.tag == "guardian":
            who = person_name(child.find("guardianPerson"))
            line = ", ".join(part for part in (who, phone_of(child)) if part)
            record.basket.loose(f"Patient: guardian: {line or '?'}")
            continue
        words = record.coded(child).text if child.get("code") else flat(child, 200)
        words = words or (child.get("value") or "")
        if words:
            record.basket.loose(f"Patient: {child.tag}: {words}")


def author(record: CdaRecord) -> str:
    """Who wrote the document: a person, with their organisation."""
    for item in record.root.findall("author/assignedAuthor"):
        name = person_name(item.find("assignedPerson"))
        work = flat(item.find("representedOrganization/name"), 200)
        device = flat(item.find("assignedAuthoringDevice/softwareName"), 200)
        if words := ", ".join(part for part in (name, work) if part) or device:
            return words
    return ""


def issuer(record: CdaRecord) -> str | None:
    """The organisation that stands for the document: performer's, else custodian's."""
    for path in (
        "documentationOf/serviceEvent/performer/assignedEntity/representedOrganization/name",
        "custodian/assignedCustodian/representedCustodianOrganization/name",
        "author/assignedAuthor/representedOrganization/name",
    ):
        if name := flat(record.root.find(path), 200):
            return name
    return None


def professionals(record: CdaRecord) -> None:
    """Family doctor, care team and prescriber become members; other people are listed."""
    for item in record.root.findall("participant"):
        entity = item.find("associatedEntity")
        if entity is None:
            continue
        function = item.find("functionCode")
        code = function.get("code") if function is not None else ""
        primary = code in _PRIMARY or item.get("typeCode") == "REF"
        role = record.coded(function).text if function is not None else ""
        _person(record, entity, "associatedPerson", "scopingOrganization", role, keep=primary)
    for event in record.root.findall("documentationOf/serviceEvent"):
        team = event.get("classCode") == "PCPR"
        for performer in event.findall("performer"):
            entity = performer.find("assignedEntity")
            if entity is None:
                continue
            function = performer.find("functionCode")
            role = record.coded(function).text if function is not None else ""
            keep = team or (function is not None and function.get("code") in _PRIMARY)
            _person(record, entity, "assignedPerson", "representedOrganization", role, keep=keep)
        what = record.coded(event.find("code")).text
        days = " – ".join(part for part in span(event.find("effectiveTime")) if part)
        if what or days:
            record.basket.loose(f"serviceEvent: {', '.join(x for x in (what, days) if x)}")
    for path in ("informant/assignedEntity", "dataEnterer/assignedEntity"):
        for entity in record.root.findall(path):
            _person(record, entity, "assignedPerson", "representedOrganization", "", keep=False)
    for entity in record.root.findall("informant/relatedEntity"):
        role = record.coded(entity.find("code")).text
        _person(record, entity, "relatedPerson", "", role, keep=False)


def _person(
    record: CdaRecord, entity: Element, person: str, work: str, role: str, *, keep: bool
) -> None:
    name = person_name(entity.find(person))
    organisation = entity.find(work) if work else None
    employer = flat(organisation.find("name"), 200) if organisation is not None else ""
    skill = record.coded(entity.find("code")).text
    what = ", ".join(dict.fromkeys(part for part in (role, skill) if part))
    text = name or employer
    if not text:
        return
    telephone = phone_of(entity) or phone_of(organisation)
    where = [employer if name else "", address_of(entity) or address_of(organisation) or ""]
    place = ", ".join(part for part in where if part)
    if not keep:
        line = ", ".join(part for part in (text, what, telephone or "") if part)
        record.basket.loose(f"{entity.getparent().tag}: {line}")
        return
    if any(f.kind == "CareTeamMember" and f.text == text for f in record.basket.facts):
        return
    record.basket.facts.append(
        CareTeamMember(
            provenance=record.basket.provenance(record.place(entity)),
            text=text,
            speciality=what or None,
            phone=telephone,
            place=place or None,
        )
    )


def encounter(record: CdaRecord) -> None:
    """The stay or visit that the document belongs to is listed."""
    found = record.root.find("componentOf/encompassingEncounter")
    if found is None:
        return
    what = record.coded(found.find("code")).text
    start, end = span(found.find("effectiveTime"))
    days = " – ".join(part for part in (start, end) if part)
    where = flat(found.find("location/healthCareFacility/location/name"), 200)
    line = ", ".join(part for part in (what, days, where) if part)
    if line:
        record.basket.loose(f"encompassingEncounter: {line}")


__all__ = ["author", "encounter", "issuer", "patient", "professionals", "templates"]

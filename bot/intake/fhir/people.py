"""Who a FHIR source speaks of: the person, their professionals, contracts, appointments, goals."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from bot.intake.fhir.clinical import goal_target
from bot.intake.fhir.elements import (
    Concept,
    address,
    concept,
    concepts,
    human_name,
    obj,
    objs,
    phone,
    string,
)
from bot.intake.fhir.naming import period, plain, title_of
from bot.intake.fhir.parse import Json
from bot.intake.fhir.record import Record
from bot.intake.gathering import clean, number, partial_date
from bot.notebook.facts import Appointment, CareTeamMember, Coverage, Goal, Patient
from bot.wording import say

_SEX = {"female": "female", "male": "male"}
_KEPT: dict[str, Literal["fulfilled", "cancelled"]] = {
    "fulfilled": "fulfilled",
    "cancelled": "cancelled",
}
_GONE = {"rejected", "cancelled", "entered-in-error"}


def patient(record: Record, resource: Json, place: str) -> None:
    """The Patient fact; what the notebook has no place for is named, not quoted."""
    gender = string(resource.get("gender")).lower()
    name, born = human_name(resource.get("name")), partial_date(resource.get("birthDate"))
    known = next((fact for fact in record.basket.facts if fact.kind == "Patient"), None)
    if known and (known.name, known.born) == (name or None, born):
        return
    if known or (record.main and record.main != id(resource)):
        words = say(record.language, "record-other-person")
        shown = ", ".join(part for part in (name, born or "", gender, words) if part)
        record.basket.loose(f"Patient: {shown}")
        if id(resource) in record.subjects:
            record.basket.warn("warning-several-people")
        return
    record.basket.keep(Patient, place, sex=_SEX.get(gender), born=born, name=name or None)
    if gender and gender not in _SEX:
        record.basket.loose(f"Patient: gender: {gender}")
    skip = ["name", "gender", "birthDate", "active", "address", "telecom", "photo", "link"]
    skip += [key for key in ("deceasedBoolean", "multipleBirthBoolean") if not resource.get(key)]
    kept_apart = [key for key in ("address", "telecom", "identifier") if resource.get(key)]
    if kept_apart:
        record.basket.loose(f"Patient: {', '.join(kept_apart)}")
    record.leftovers(resource, "Patient", skip)


def practitioner(record: Record, resource: Json, place: str) -> None:
    """A professional, once per name."""
    name = human_name(resource.get("name"))
    if not name:
        record.basket.loose(f"Practitioner: {string(first_identifier(resource)) or '?'}")
        return
    skills = [
        concept(q.get("code"), record.language).text for q in objs(resource.get("qualification"))
    ]
    member(
        record,
        place,
        name,
        ", ".join(dict.fromkeys(skill for skill in skills if skill)),
        phone(resource.get("telecom")),
        address(resource.get("address")),
    )


def first_identifier(resource: Json) -> object:
    """The value of the first identifier, if any."""
    found = objs(resource.get("identifier"))
    return found[0].get("value") if found else None


def member(
    record: Record,
    place: str,
    name: str,
    speciality: str = "",
    telephone: str | None = None,
    where: str | None = None,
) -> None:
    """Keep a professional unless one of that name was kept already."""
    facts = record.basket.facts
    index = record.members.get(name, len(facts))
    if index < len(facts):
        known = facts[index]
        if known.kind != "CareTeamMember" or known.speciality or not speciality:
            return
        telephone, where = telephone or known.phone, where or known.place
    record.members[name] = index
    facts[index : index + 1] = [
        CareTeamMember(
            provenance=record.basket.provenance(place),
            text=name,
            speciality=speciality or None,
            phone=telephone,
            place=where,
        )
    ]


def role(record: Record, resource: Json, place: str) -> None:
    """A PractitionerRole: the professional, what they are, and where they work."""
    who = record.use(resource.get("practitioner"), resource)
    name = human_name(who.get("name")) or record.named(resource.get("practitioner"), resource)
    work = record.use(resource.get("organization"), resource)
    organisation = record.named(resource.get("organization"), resource)
    skills = concepts(resource.get("specialty"), record.language)
    skills += concepts(resource.get("code"), record.language)
    if not (name or organisation):
        record.basket.loose("PractitionerRole: ?")
        return
    here = [organisation] if name else []
    here += [address(work.get("address")) or address(who.get("address")) or ""]
    member(
        record,
        place,
        name or organisation,
        ", ".join(dict.fromkeys(skill.text for skill in skills)),
        phone(resource.get("telecom")) or phone(who.get("telecom")) or phone(work.get("telecom")),
        ", ".join(part for part in here if part) or None,
    )


def organisation(record: Record, resource: Json, place: str) -> None:
    """An Organization is listed with its telephone and place."""
    parts = [string(resource.get("name")), phone(resource.get("telecom")) or ""]
    parts.append(address(resource.get("address")) or "")
    record.basket.loose("Organization: " + (", ".join(part for part in parts if part) or "?"))


def care_team(record: Record, resource: Json, place: str) -> None:
    """Every participant of a CareTeam who is a professional."""
    found = False
    for index, item in enumerate(objs(resource.get("participant"))):
        reference = item.get("member")
        who = record.resolve(reference, resource)
        target = string(obj(reference).get("reference"))
        if who.get("resourceType") == "Patient" or target.startswith("Patient/"):
            continue
        if who.get("resourceType") == "PractitionerRole":
            role(record, who, f"{place}.participant[{index}]")
            record.used.add(id(who))
            found = True
            continue
        name = human_name(who.get("name")) or record.named(reference, resource)
        if not name:
            continue
        found = True
        roles = concepts(item.get("role"), record.language)
        what = ", ".join(dict.fromkeys(role.text for role in roles))
        here = f"{place}.participant[{index}]"
        member(record, here, name, what, phone(who.get("telecom")), address(who.get("address")))
    name = string(resource.get("name"))
    reasons = ", ".join(c.text for c in concepts(resource.get("reasonCode"), record.language))
    if name or reasons or not found:
        parts = [name, reasons, period(resource.get("period"))]
        record.basket.loose("CareTeam: " + (", ".join(part for part in parts if part) or "?"))


def coverage(record: Record, resource: Json, place: str) -> None:
    """An insurance contract."""
    status = string(resource.get("status"))
    plan = ""
    for item in objs(resource.get("class")):
        plan = plan or string(item.get("name"))
    kind = concept(resource.get("type"), record.language).text
    payors = resource.get("payor") or resource.get("insurer") or resource.get("issuer")
    insurer = record.named_all(payors, resource)
    text = plan or kind or insurer
    if status in {"entered-in-error", "cancelled", "draft"} or not text:
        record.absent("Coverage", Concept(text or "?"), status)
        return
    span = obj(resource.get("period"))
    record.basket.keep(
        Coverage,
        place,
        text=text,
        insurer=insurer or None,
        reference=string(resource.get("subscriberId"))
        or string(first_identifier(resource))
        or None,
        start=partial_date(span.get("start")),
        end=partial_date(span.get("end")),
    )
    for item in objs(resource.get("class")):
        label = concept(item.get("type"), record.language).text or "class"
        shown = " ".join(x for x in (string(item.get("value")), string(item.get("name"))) if x)
        if shown:
            record.basket.loose(f"{text}: {label}: {shown}")
    skip = ("type", "payor", "insurer", "period", "class", "subscriberId", "beneficiary")
    record.leftovers(resource, text, skip)


def appointment(record: Record, resource: Json, place: str) -> None:
    """A visit with its wall time; a fixed UTC offset becomes the zone that has that offset."""
    status = string(resource.get("status"))
    title = title_of(resource, record.language)
    text = title.text or plain(resource.get("appointmentType"), record.language) or "Appointment"
    start = _moment(string(resource.get("start")))
    if start is None or status in {"entered-in-error", "noshow", "proposed", "waitlist"}:
        record.absent("Appointment", Concept(text), status)
        record.leftovers(resource, text, ("description", "appointmentType"))
        return
    people = [
        record.named(item.get("actor"), resource) for item in objs(resource.get("participant"))
    ]
    reasons = concepts(resource.get("reasonCode"), record.language)
    wall, zone = start
    record.basket.facts.append(
        Appointment(
            provenance=record.basket.provenance(place),
            text=text,
            start=wall,
            zone=zone,
            place=", ".join(dict.fromkeys(name for name in people if name)) or None,
            reason=", ".join(found.text for found in reasons) or None,
            status=_KEPT.get(status, "booked"),
        )
    )


def _moment(text: str) -> tuple[datetime, str] | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = moment.utcoffset()
    if offset is None:
        return moment, "UTC"
    hours, rest = divmod(int(offset.total_seconds()), 3600)
    if rest or not hours or not -12 <= hours <= 14:
        return moment.astimezone(UTC).replace(tzinfo=None), "UTC"
    return moment.replace(tzinfo=None), f"Etc/GMT{-hours:+d}"


def goal(record: Record, resource: Json, place: str) -> None:
    """Something to reach; abandoned goals are listed."""
    text = concept(resource.get("description"), record.language).text
    status = string(resource.get("lifecycleStatus")) or string(resource.get("status"))
    measure, value, unit = goal_target(record, resource)
    text = text or measure
    if status in _GONE or not text:
        record.absent("Goal", Concept(text or "?"), status)
        return
    target: Decimal | None = number(value)
    record.basket.keep(
        Goal, place, text=text, target=target, unit=unit or None, measure=measure or None
    )
    if status not in {"active", "accepted", ""}:
        record.absent("Goal", Concept(text), status)
    record.leftovers(
        resource, text, ("description", "lifecycleStatus", "target", "addresses", "startDate")
    )


def care_plan(record: Record, resource: Json, place: str) -> None:
    """A CarePlan is listed with its activities: it tells what others planned."""
    title = string(resource.get("title")) or string(resource.get("description"))
    title = title or plain(resource.get("category"), record.language)
    days = period(resource.get("period"))
    activities: list[str] = []
    for item in objs(resource.get("activity")):
        detail = obj(item.get("detail"))
        what = concept(detail.get("code"), record.language).text or string(
            detail.get("description")
        )
        what = what or record.named(item.get("reference"), resource)
        what = what or plain(item.get("plannedActivityReference"), record.language)
        if what:
            activities.append(f"{what} ({string(detail.get('status'))})".replace(" ()", ""))
    head = ", ".join(part for part in (title, string(resource.get("status")), days) if part)
    record.basket.loose(clean(f"CarePlan: {head}: {', '.join(activities)}".rstrip(": ")))
    if note := plain(resource.get("note"), record.language):
        record.basket.loose(f"CarePlan: {title}: {note}")


def related(record: Record, resource: Json, place: str) -> None:
    """A relative or other contact of the person is named in the list."""
    parts = [human_name(resource.get("name"))]
    parts.append(plain(resource.get("relationship"), record.language))
    parts.append(phone(resource.get("telecom")) or "")
    shown = ", ".join(part for part in parts if part)
    record.basket.loose(f"RelatedPerson: {shown or say(record.language, 'record-no-name')}")

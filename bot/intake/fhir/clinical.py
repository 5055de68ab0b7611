"""Conditions, allergies, vaccinations, procedures and family history of a FHIR source."""

from bot.intake.absence import (
    ABSENCES,
    NO_KNOWN_ALLERGY,
    NO_VACCINE,
    says_absent,
    says_no_allergy,
)
from bot.intake.fhir.elements import Concept, code_of, concept, concepts, obj, objs, string
from bot.intake.fhir.naming import period, plain, quantity
from bot.intake.fhir.parse import Json
from bot.intake.fhir.record import Record
from bot.intake.gathering import partial_date
from bot.intake.systems import CVX
from bot.notebook.facts import (
    AllergyIntolerance,
    Code,
    Condition,
    FamilyMemberHistory,
    Immunization,
    Procedure,
)
from bot.wording import say

_ACTIVE = {"active", "recurrence", "relapse"}
_RESOLVED = {"inactive", "remission", "resolved"}
_DENIED = {"entered-in-error", "refuted"}


def merged(*parts: tuple[Code, ...]) -> tuple[Code, ...]:
    """Codes of several concepts, each once."""
    return tuple(dict.fromkeys(code for part in parts for code in part))


def start_of(resource: dict[str, object], *names: str) -> str | None:
    """The first of these elements that gives a day: a date, a moment or a period's start."""
    for name in names:
        value = resource.get(name)
        if type(value) is dict:
            value = value.get("start") or value.get("end")
        if day := partial_date(value):
            return day
    return None


def condition(record: Record, resource: Json, place: str) -> None:
    """A Condition, unless it was refuted, entered in error, or says that there is none."""
    name = concept(resource.get("code"), record.language)
    verification = code_of(resource.get("verificationStatus"))
    if verification in _DENIED:
        record.absent("Condition", name, verification)
        return
    if name.has(*ABSENCES) or says_absent(name.text) or not name.text:
        record.nothing("Condition", resource, name)
        record.leftovers(resource, "Condition", ("code", "clinicalStatus", "verificationStatus"))
        return
    clinical = code_of(resource.get("clinicalStatus"))
    ended = any(key.startswith("abatement") for key in resource)
    status = "active" if clinical in _ACTIVE else "unknown"
    if clinical in _RESOLVED or (ended and not clinical):
        status = "resolved"
    record.basket.keep(
        Condition,
        place,
        text=name.text,
        codes=name.codes,
        onset=start_of(resource, "onsetDateTime", "onsetPeriod"),
        status=status,
    )
    consumed = ["code", "clinicalStatus", "onsetDateTime", "onsetPeriod"]
    record.written_down(resource, name.text)
    if verification == "confirmed":
        consumed.append("verificationStatus")
    record.leftovers(resource, name.text, consumed)


def allergy(record: Record, resource: Json, place: str) -> None:
    """An AllergyIntolerance, or the statement that none is known."""
    name = concept(resource.get("code") or resource.get("substance"), record.language)
    reactions = objs(resource.get("reaction"))
    if not name.text:
        for reaction in reactions:
            name = concept(reaction.get("substance"), record.language)
            if name.text:
                break
    verification = code_of(resource.get("verificationStatus"))
    status = string(resource.get("status"))
    if verification in _DENIED or status in _DENIED:
        record.absent("AllergyIntolerance", name, verification or status)
        return
    none_known = name.has(*NO_KNOWN_ALLERGY) or says_no_allergy(name.text)
    if not none_known and (name.has(*ABSENCES) or says_absent(name.text) or not name.text):
        record.nothing("AllergyIntolerance", resource, name)
        record.leftovers(resource, "AllergyIntolerance", ("code", "clinicalStatus"))
        return
    criticality = code_of(resource.get("criticality"))
    record.basket.keep(
        AllergyIntolerance,
        place,
        text=name.text,
        codes=name.codes,
        reaction=_reaction(record, reactions),
        criticality={"low": "low", "high": "high", "CRITL": "low", "CRITH": "high"}.get(
            criticality, "unknown"
        ),
    )
    record.written_down(resource, name.text)
    if none_known:
        return
    consumed = ["code", "substance", "reaction", "criticality", "type"]
    if code_of(resource.get("clinicalStatus")) == "active":
        consumed.append("clinicalStatus")
    if verification == "confirmed":
        consumed.append("verificationStatus")
    record.leftovers(resource, name.text, consumed)


def _reaction(record: Record, reactions: list[Json]) -> str | None:
    shown: list[str] = []
    for reaction in reactions:
        words = [found.text for found in concepts(reaction.get("manifestation"), record.language)]
        if not words and string(reaction.get("description")):
            words = [string(reaction["description"])]
        severity = string(reaction.get("severity"))
        if words:
            shown.append(", ".join(words) + (f" ({severity})" if severity else ""))
    return "; ".join(dict.fromkeys(shown)) or None


def _no_vaccine(name: Concept) -> bool:
    return any(code.system == CVX and code.code in NO_VACCINE for code in name.codes)


def immunization(record: Record, resource: Json, place: str) -> None:
    """A vaccination that was given; one that was not is listed with its reason."""
    name = concept(resource.get("vaccineCode"), record.language)
    status = string(resource.get("status"))
    not_given = resource.get("wasNotGiven") is True or resource.get("notGiven") is True
    if status in {"entered-in-error", "not-done"} or not_given:
        record.absent("Immunization", name, status or "not-done")
        record.leftovers(resource, f"Immunization: {name.text}", ("vaccineCode", "notGiven"))
        return
    none_given = name.has(*ABSENCES) or says_absent(name.text) or _no_vaccine(name)
    if none_given or not name.text:
        record.nothing("Immunization", resource, name)
        return
    doses, targets = _doses(record, resource)
    record.basket.keep(
        Immunization,
        place,
        text=name.text,
        codes=name.codes,
        date=start_of(resource, "occurrenceDateTime", "date"),
        lot=string(resource.get("lotNumber")) or None,
        dose=doses or None,
    )
    record.leftovers(
        resource,
        name.text,
        (
            "vaccineCode",
            "occurrenceDateTime",
            "date",
            "lotNumber",
            "protocolApplied",
            "primarySource",
            "vaccinationProtocol",
            "location",
            "wasNotGiven",
            "notGiven",
            "reported",
        ),
    )
    if targets:
        record.basket.loose(f"{name.text}: {targets}")


def _doses(record: Record, resource: Json) -> tuple[str, str]:
    doses: list[str] = []
    targets: list[str] = []
    for protocol in objs(resource.get("protocolApplied") or resource.get("vaccinationProtocol")):
        number = ""
        for key in ("doseNumberPositiveInt", "doseNumberString", "doseNumber", "doseSequence"):
            number = number or string(protocol.get(key))
        total = ""
        for key in ("seriesDosesPositiveInt", "seriesDosesString", "seriesDoses"):
            total = total or string(protocol.get(key))
        if number:
            doses.append(f"{number}/{total}" if total else number)
        series = string(protocol.get("series"))
        targets += [
            found.text for found in concepts(protocol.get("targetDisease"), record.language)
        ]
        targets += [series] if series else []
    return ", ".join(doses), ", ".join(dict.fromkeys(targets))


def procedure(record: Record, resource: Json, place: str) -> None:
    """A procedure that was done or is under way; others are listed with their status."""
    name = concept(resource.get("code"), record.language)
    status = string(resource.get("status"))
    if status in {"entered-in-error", "not-done", "preparation", "stopped", "aborted"}:
        record.absent("Procedure", name, status)
        record.leftovers(resource, f"Procedure: {name.text}", ("code",))
        return
    if name.has(*ABSENCES) or says_absent(name.text) or not name.text:
        record.nothing("Procedure", resource, name)
        return
    record.basket.keep(
        Procedure,
        place,
        text=name.text,
        codes=name.codes,
        date=start_of(
            resource,
            "performedDateTime",
            "performedPeriod",
            "occurrenceDateTime",
            "occurrencePeriod",
        ),
    )
    record.leftovers(
        resource,
        name.text,
        ("code", "performedDateTime", "performedPeriod", "occurrenceDateTime", "occurrencePeriod"),
    )


def imaging(record: Record, resource: Json, place: str) -> None:
    """An ImagingStudy, kept as the procedure it was; its pictures are not in the file."""
    name = Concept(string(resource.get("description")))
    codes = concepts(resource.get("procedureCode"), record.language)
    series = objs(resource.get("series"))
    kinds = concepts(resource.get("modality"), record.language)
    for item in series:
        kinds += concepts(item.get("modality"), record.language)
    sites = concepts([item.get("bodySite") for item in series], record.language)
    text = name.text or (codes[0].text if codes else "")
    if not text:
        text = " ".join(dict.fromkeys(found.text for found in [*kinds, *sites]))
    if string(resource.get("status")) in {"entered-in-error", "cancelled"} or not text:
        record.absent("ImagingStudy", Concept(text), string(resource.get("status")))
        return
    record.basket.keep(
        Procedure,
        place,
        text=text,
        codes=merged(*(found.codes for found in [*codes, *kinds])),
        date=start_of(resource, "started"),
    )
    count = string(resource.get("numberOfInstances"))
    if series or count:
        pictures = count or str(sum(len(objs(item.get("instance"))) for item in series))
        record.basket.loose(
            f"ImagingStudy: {text}: " + say(record.language, "record-pictures", count=pictures)
        )


def family(record: Record, resource: Json, place: str) -> None:
    """One fact per health problem of a relative."""
    relation = concept(resource.get("relationship"), record.language).text
    relation = relation or string(resource.get("name")) or "?"
    if string(resource.get("status")) in {"entered-in-error", "health-unknown"}:
        record.absent("FamilyMemberHistory", Concept(relation), string(resource.get("status")))
        return
    problems = objs(resource.get("condition"))
    for index, problem in enumerate(problems):
        name = concept(problem.get("code"), record.language)
        onset = [plain(problem[key], record.language) for key in problem if key.startswith("onset")]
        died = problem.get("contributedToDeath") is True
        outcome = concept(problem.get("outcome"), record.language).text
        extra = [*onset, outcome, say(record.language, "record-died-of-it") if died else ""]
        text = name.text or plain(problem.get("note"), record.language) or "?"
        more = "; ".join(part for part in extra if part)
        record.basket.keep(
            FamilyMemberHistory,
            f"{place}.condition[{index}]",
            relation=relation,
            text=f"{text} ({more})" if more else text,
        )
    if not problems:
        record.absent("FamilyMemberHistory", Concept(relation))
    record.leftovers(
        resource, relation, ("relationship", "condition", "name", "date", "sex", "gender")
    )


def goal_target(record: Record, resource: Json) -> tuple[str, str, str]:
    """Measure, value and unit of a Goal's first target, as text."""
    for target in objs(resource.get("target")):
        measure = concept(target.get("measure"), record.language).text
        detail = obj(target.get("detailQuantity"))
        if not detail:
            span = obj(target.get("detailRange"))
            detail = obj(span.get("high")) or obj(span.get("low"))
        value = string(detail.get("value"))
        unit = string(detail.get("unit")) or string(detail.get("code"))
        shown = quantity(detail) or plain(target.get("detailCodeableConcept"), record.language)
        if measure or shown or period(target):
            return measure or shown, value, unit
    return "", "", ""

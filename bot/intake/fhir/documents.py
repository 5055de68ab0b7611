"""Reports and documents of a FHIR source, and the summary that holds them together."""

from bot.intake.fhir.elements import Concept, concept, concepts, decoded, obj, objs, string
from bot.intake.fhir.naming import narrative, plain, title_of
from bot.intake.fhir.observations import effective_of
from bot.intake.fhir.parse import Json
from bot.intake.fhir.record import Record, walk_sections
from bot.intake.gathering import clean
from bot.notebook.facts import DiagnosticReport, Observation, new_id
from bot.wording import say


def report(record: Record, resource: Json, place: str) -> None:
    """A DiagnosticReport: the report, its conclusion, its printed form."""
    name = concept(resource.get("code"), record.language)
    status = string(resource.get("status"))
    if status in {"entered-in-error", "cancelled"}:
        record.absent("DiagnosticReport", name, status)
        return
    effective = effective_of(resource) or string(resource.get("issued")) or None
    made = record.basket.keep(
        DiagnosticReport,
        place,
        id=record.report_id.get(id(resource)) or new_id(),
        text=name.text or "DiagnosticReport",
        issuer=record.named_all(resource.get("performer"), resource) or None,
        effective=effective,
    )
    coded = concepts(
        resource.get("conclusionCode") or resource.get("codedDiagnosis"), record.language
    )
    words = [string(resource.get("conclusion")), *(found.text for found in coded)]
    conclusion = "; ".join(dict.fromkeys(word for word in words if word))
    if conclusion and made is not None:
        record.basket.keep(
            Observation,
            f"{place}.conclusion",
            text=say(record.language, "record-conclusion"),
            codes=tuple(code for found in coded for code in found.codes),
            value_text=conclusion,
            effective=effective,
            report=made.id,
            section=name.text or None,
            category="other",
        )
    for index, form in enumerate(objs(resource.get("presentedForm"))):
        attachment(record, form, name.text, f"{place}.presentedForm[{index}]")
    missing = [r for r in objs(resource.get("result")) if not record.resolve(r, resource)]
    for reference in missing:
        shown = string(reference.get("display")) or string(reference.get("reference"))
        record.basket.loose(f"{name.text}: result: {shown or '?'}")
    record.leftovers(
        resource,
        name.text or "DiagnosticReport",
        [
            "code",
            "result",
            "presentedForm",
            "conclusion",
            "performer",
            "conclusionCode",
            "codedDiagnosis",
            "specimen",
            "effectiveDateTime",
            "effectivePeriod",
            "resultsInterpreter",
            "imagingStudy",
            "media",
        ],
    )


def attachment(record: Record, value: Json, title: str, place: str) -> None:
    """Hand over an attachment's bytes; one that only has an address is listed, never fetched."""
    name = string(value.get("title")) or title or place
    content = decoded(value.get("data"))
    if content:
        record.basket.embed(name, string(value.get("contentType")), content, place)
        return
    url = string(value.get("url"))
    target = record.resolve({"reference": url}, {}) if url else {}
    if target.get("resourceType") == "Binary":
        record.used.add(id(target))
        kind = string(target.get("contentType")) or string(value.get("contentType"))
        record.basket.embed(name, kind, decoded(target.get("data") or target.get("content")), place)
        return
    if url:
        words = say(record.language, "record-not-fetched")
        record.basket.loose(f"{name}: {clean(url, 300)} ({words})")
    else:
        record.basket.loose(f"{name}: {say(record.language, 'record-empty-attachment')}")


def document(record: Record, resource: Json, place: str) -> None:
    """A DocumentReference and what is attached to it."""
    title = title_of(resource, record.language).text or "DocumentReference"
    status = string(resource.get("status"))
    if status == "entered-in-error":
        record.absent("DocumentReference", Concept(title), status)
        return
    contents = objs(resource.get("content"))
    for index, content in enumerate(contents):
        here = f"{place}.content[{index}].attachment"
        attachment(record, obj(content.get("attachment")), title, here)
    if not contents:
        record.absent("DocumentReference", Concept(title), status)


def binary(record: Record, resource: Json, place: str) -> None:
    """A Binary or Media resource that carries bytes."""
    inner = obj(resource.get("content")) or resource
    title = title_of(resource, record.language).text or string(resource.get("id"))
    attachment(record, inner, title, place)


def composition(record: Record, resource: Json, place: str) -> None:
    """Sections that only have words, say that they are empty, or point at nothing."""
    for index, section in enumerate(walk_sections(resource)):
        title = string(section.get("title")) or concept(section.get("code"), record.language).text
        title = title or f"section {index + 1}"
        entries = objs(section.get("entry"))
        found = [entry for entry in entries if record.resolve(entry, resource)]
        empty = concept(section.get("emptyReason"), record.language).text
        if empty:
            record.basket.loose(f"{title}: {empty}")
        if not found and not objs(section.get("section")):
            for line in narrative(section):
                if line.casefold() != title.casefold():
                    record.basket.loose(f"{title}: {line}")
        for entry in entries:
            if entry not in found:
                shown = string(entry.get("display")) or string(entry.get("reference"))
                record.basket.loose(f"{title}: {shown or '?'}")
    record.leftovers(
        resource,
        "Composition",
        [
            "type",
            "title",
            "date",
            "author",
            "confidentiality",
            "attester",
            "custodian",
            "event",
            "section",
            "relatesTo",
        ],
    )


def questionnaire(record: Record, resource: Json, place: str) -> None:
    """The answers of a QuestionnaireResponse, each with its question."""
    if string(resource.get("status")) == "entered-in-error":
        record.absent("QuestionnaireResponse", Concept("?"), "entered-in-error")
        return
    effective = string(resource.get("authored")) or None
    before = len(record.basket.facts)
    _answers(record, resource, place, effective, 0)
    if len(record.basket.facts) == before:
        record.absent("QuestionnaireResponse", Concept(string(resource.get("questionnaire"))))


def _answers(record: Record, parent: Json, place: str, effective: str | None, depth: int) -> None:
    if depth > 10:
        return
    from bot.intake.fhir.observations import value_of

    for index, item in enumerate(objs(parent.get("item"))):
        here = f"{place}.item[{index}]"
        question = string(item.get("text")) or string(item.get("linkId")) or "?"
        for number, answer in enumerate(objs(item.get("answer"))):
            spot = f"{here}.answer[{number}]"
            value = value_of(record, answer, spot)
            if value:
                record.basket.keep(
                    Observation,
                    spot,
                    text=question,
                    category="survey",
                    effective=effective,
                    **value,
                )
            elif not answer.get("item"):
                record.basket.loose(f"{question}: {plain(answer, record.language) or '?'}")
            _answers(record, answer, spot, effective, depth + 1)
        _answers(record, item, here, effective, depth + 1)

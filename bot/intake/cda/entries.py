"""From one clinical statement to the reader that understands it.

A statement is recognised by its template where one is known, then by its section, then by its
shape. What no reader takes is listed with its words.
"""

from bot.intake.cda import clinical, medications
from bot.intake.cda.media import media
from bot.intake.cda.observations import observation
from bot.intake.cda.payers import coverage
from bot.intake.cda.record import CdaRecord, Context, nested, statement, templates
from bot.intake.cda.values import amount, when
from bot.intake.gathering import CONTENT_ERRORS, clean
from bot.intake.results import flag_of
from bot.intake.xmltree import Element
from bot.notebook.facts import DiagnosticReport, Goal
from bot.wording import say

PROBLEM_SECTIONS = {"11450-4", "11348-0", "46240-8", "46241-6", "11535-2", "10164-2"}
PAST_SECTIONS = {"11348-0"}
PROCEDURE_SECTIONS = {"47519-4", "10167-5", "29554-3"}
RESULT_ORGANIZERS = {
    "2.16.840.1.113883.10.20.22.4.1",
    "2.16.840.1.113883.10.20.1.32",
}
VITAL_TEMPLATES = {
    "2.16.840.1.113883.10.20.22.4.27",
    "1.3.6.1.4.1.19376.1.5.3.1.4.13.2",
    "2.16.840.1.113883.10.20.22.4.26",
    "1.3.6.1.4.1.19376.1.5.3.1.4.13.1",
}
RESULT_TEMPLATES = {"2.16.840.1.113883.10.20.22.4.2", "1.3.6.1.4.1.19376.1.3.1.6"}
_PROCEDURE_TEMPLATES = {
    "2.16.840.1.113883.10.20.22.4.12",
    "2.16.840.1.113883.10.20.22.4.13",
    "2.16.840.1.113883.10.20.22.4.14",
}
_POLICY = "2.16.840.1.113883.10.20.22.4.61"
_PREFERENCES = {"2.16.840.1.113883.10.20.22.4.143"}
"""How much something matters to somebody: no health fact by itself."""
_MAX_DEPTH = 30


def visit(record: CdaRecord, element: Element, context: Context) -> None:
    """Read one statement; whatever goes wrong inside stays inside."""
    if context.depth > _MAX_DEPTH:
        record.basket.loose(f"{context.title}: {say(record.language, 'record-unreadable-part')}")
        return
    try:
        _dispatch(record, element, context)
    except CONTENT_ERRORS:
        record.basket.warn("warning-part-unreadable")
        words = say(record.language, "record-unreadable-part")
        record.basket.loose(f"{context.title}: {element.tag}: {words}")


def _dispatch(record: CdaRecord, element: Element, context: Context) -> None:
    tag = element.tag
    if tag == "observation":
        _observation(record, element, context)
    elif tag == "organizer":
        _organizer(record, element, context)
    elif tag == "act":
        _act(record, element, context)
    elif tag == "substanceAdministration":
        if medications.is_vaccine(record, element, context):
            medications.vaccination(record, element, context)
        else:
            medications.medication(record, element, context)
    elif tag == "supply":
        medications.supply(record, element, context)
    elif tag == "procedure":
        clinical.procedure(record, element, context)
    elif tag == "observationMedia":
        media(record, element, context)
    else:
        _listed(record, element, context)


def _observation(record: CdaRecord, element: Element, context: Context) -> None:
    known = templates(element)
    mood = element.get("moodCode") or "EVN"
    if mood == "GOL":
        _goal(record, element)
        return
    if mood != "EVN":
        _listed(record, element, context)
        return
    if clinical.is_allergy(element, context):
        clinical.allergy(record, element, context)
        return
    value = element.find("value")
    is_coded = value is not None and (value.get("code") or value.get("nullFlavor"))
    if known & _PREFERENCES:
        _listed(record, element, context)
        return
    if known & clinical.PROBLEM_TEMPLATES or (
        context.section in PROBLEM_SECTIONS and (is_coded or _has_words(value))
    ):
        clinical.problem(record, element, context)
        return
    done = context.section in PROCEDURE_SECTIONS and not value_is_result(element)
    if known & _PROCEDURE_TEMPLATES or done:
        clinical.procedure(record, element, context)
        return
    if element.find("subject/relatedSubject") is not None:
        clinical.family(record, _wrapped(element), context)
        return
    category = context.category
    if known & VITAL_TEMPLATES:
        category = "vital-signs"
    elif known & RESULT_TEMPLATES and category == "other":
        category = "laboratory"
    observation(record, element, context.inside(category=category))


def _has_words(value: Element | None) -> bool:
    return value is not None and value.find("originalText") is not None


def value_is_result(element: Element) -> bool:
    """Whether an observation carries a measured value rather than naming an act."""
    value = element.find("value")
    return value is not None and (value.get("unit") is not None or value.find("low") is not None)


def _wrapped(element: Element) -> Element:
    return element.getparent().getparent() if element.getparent() is not None else element


def _organizer(record: CdaRecord, element: Element, context: Context) -> None:
    subject = element.find("subject/relatedSubject")
    if subject is not None:
        clinical.family(record, element, context)
        return
    known = templates(element)
    name = record.coded(element.find("code")).text
    inner = context.inside(effective=when(element) or context.effective)
    if known & VITAL_TEMPLATES:
        inner = inner.inside(category="vital-signs")
    results = inner.category != "vital-signs" and (
        bool(known & RESULT_ORGANIZERS)
        or (element.get("classCode") == "BATTERY" and context.category == "laboratory")
    )
    if name:
        inner = inner.inside(panel=name)
    before = len(record.basket.facts)
    made: DiagnosticReport | None = None
    if results and name and context.report is None:
        made = record.basket.keep(
            DiagnosticReport,
            record.place(element),
            text=name,
            effective=inner.effective,
            issuer=clinical.planner(element) or context.issuer,
        )
        category = "laboratory" if inner.category == "other" else inner.category
        inner = inner.inside(report=made.id if made else None, category=category)
    _children(record, element, inner)
    if made is None:
        return
    if len(record.basket.facts) == before + 1:
        record.basket.facts.pop()
        record.basket.loose(f"{name}: {say(record.language, 'record-no-value')}")
    elif made.effective is None:
        first = record.basket.facts[before + 1]
        moment = first.effective if first.kind == "Observation" else None
        record.basket.facts[before] = made.model_copy(update={"effective": moment})


def _children(record: CdaRecord, element: Element, context: Context) -> None:
    children = nested(element)
    for _, part in children:
        if part.tag == "procedure" and context.category == "laboratory":
            taken = when(part)
            if taken and not context.effective:
                context = context.inside(effective=taken)
    for _, part in children:
        if part.tag == "procedure" and context.category == "laboratory":
            shown = ", ".join(filter(None, (record.coded(part.find("code")).text, when(part))))
            record.basket.loose(f"{context.panel or context.title}: {shown or '?'}")
        else:
            visit(record, part, context)


def _act(record: CdaRecord, element: Element, context: Context) -> None:
    known = templates(element)
    if _POLICY in known:
        coverage(record, element)
        return
    if known & _PROCEDURE_TEMPLATES:
        clinical.procedure(record, element, context)
        return
    children = nested(element)
    if element.get("negationInd") == "true" and not children:
        _listed(record, element, context)
        return
    status = element.find("statusCode")
    concern = (status.get("code") or "") if status is not None else ""
    if not children:
        if context.section in PROCEDURE_SECTIONS and (element.get("moodCode") or "EVN") == "EVN":
            clinical.procedure(record, element, context)
        else:
            _listed(record, element, context)
        return
    code = record.coded(element.find("code"))
    own = None if context.section in PROBLEM_SECTIONS else when(element)
    inner = context.inside(concern=concern, effective=own or context.effective)
    if context.category == "laboratory" and code.text:
        inner = inner.inside(panel=code.text)
    _children(record, element, inner)


def _goal(record: CdaRecord, element: Element) -> None:
    name = record.coded(element.find("code"))
    text = record.text(element) or name.text
    value = element.find("value")
    found = amount(value, record.narrative)
    said = record.words(value)
    if not (text or said):
        record.basket.loose("Goal: ?")
        return
    record.basket.keep(
        Goal,
        record.place(element),
        text=": ".join(dict.fromkeys(part for part in (text, said) if part)),
        target=found.value,
        unit=found.unit,
        measure=name.text or None,
    )
    for _, part in nested(element):
        qualifier(record, text or said, part)


def qualifier(record: CdaRecord, label: str, element: Element, depth: int = 0) -> None:
    """List a statement that only says more about another one."""
    if depth > 8:
        return
    if element.tag in {"substanceAdministration", "observationMedia"}:
        visit(record, element, Context(title=label, depth=depth + 20))
        return
    code = record.coded(element.find("code")).text
    values = [record.words(value) for value in element.findall("value")]
    values.append(record.text(element))
    values.append(record.words(element.find("quantity")))
    distinct = {value.casefold(): value for value in values if value and value != code}
    shown = "; ".join(distinct.values())
    negated = element.get("negationInd") == "true"
    if negated:
        shown = f"{shown} ({say(record.language, 'record-negated')})".strip()
    line = ": ".join(part for part in (label, code, shown) if part)
    if code or shown:
        record.basket.loose(clean(line))
    for _, part in nested(element):
        qualifier(record, label, part, depth + 1)


def _listed(record: CdaRecord, element: Element, context: Context) -> None:
    """A statement that becomes no fact, in its own words."""
    name = record.coded(element.find("code")).text
    values = [record.words(value) for value in element.findall("value")]
    said = record.text(element)
    mood = element.get("moodCode") or "EVN"
    planned = "" if mood in {"EVN", "DEF"} else say(record.language, "record-planned")
    negated = element.get("negationInd") == "true"
    absent = say(record.language, "record-negated") if negated else ""
    marks = [
        "" if flag_of(mark.get("code") or "") else record.coded(mark).text
        for mark in element.findall("interpretationCode")
    ]
    detail = ", ".join(
        x for x in (planned, absent, when(element) or "", clinical.planner(element)) if x
    )
    words = "; ".join(dict.fromkeys(x for x in (name, said, *values, *marks) if x))
    kind = element.tag.capitalize()
    line = f"{context.title or kind}: {words or kind}" + (f" ({detail})" if detail else "")
    record.basket.loose(line)
    for _, part in nested(element):
        visit(record, part, context.inside())


__all__ = ["qualifier", "statement", "visit"]

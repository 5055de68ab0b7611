"""Results, measurements and answers of a CDA document: one fact per value."""

from decimal import Decimal
from typing import Any

from bot.intake.cda.record import CdaRecord, Context, nested
from bot.intake.cda.values import Coded, amount, flat, moment, when
from bot.intake.gathering import clean
from bot.intake.results import VITAL_SIGNS, Bounds, flag_of, from_words
from bot.intake.xmltree import Element, kind
from bot.notebook.facts import Observation
from bot.wording import say

_NAMELESS = {"ASSERTION", "55607006", "404684003"}
"""Codes that say "problem", "finding" or nothing: the value is the name."""
_CODED = {"CD", "CE", "CO", "CV", "CS", "SC"}
NOT_DONE = {"aborted", "cancelled", "nullified", "held"}
ATTACHED_KIND = "69764-9"
"""LOINC "document type" beside an attached document: it titles the attachment, nothing more."""


def observation(record: CdaRecord, element: Element, context: Context) -> None:
    """Keep each value of an observation; one without value is listed."""
    name = name_of(record, element)
    status = _code(element, "statusCode")
    if name.has(ATTACHED_KIND):
        return
    negated = element.get("negationInd") == "true"
    if negated or status in NOT_DONE:
        why = say(record.language, "record-negated") if negated else status
        values = ", ".join(filter(None, (record.words(v) for v in element.findall("value"))))
        record.basket.loose(f"{name.text or '?'}: {values} ({why})")
        for relation, part in nested(element):
            _part(record, relation, part, name, context)
        return
    kept = 0
    for value in element.findall("value"):
        fields = value_fields(record, value)
        if fields:
            _keep(record, element, name, fields, context)
            kept += 1
    inner = nested(element)
    if not kept and not (inner and not element.findall("value")):
        _without_value(record, element, name)
    for relation, part in inner:
        _part(record, relation, part, name, context)


def name_of(record: CdaRecord, element: Element) -> Coded:
    """What was observed; a narrative reference may name it when the code has no words."""
    code = record.coded(element.find("code"))
    if code.text and not (code.null and not code.codes):
        return code
    return Coded(code.original or record.text(element), code.codes, code.null)


def _code(element: Element, name: str) -> str:
    found = element.find(name)
    return (found.get("code") or "") if found is not None else ""


def _without_value(record: CdaRecord, element: Element, name: Coded) -> None:
    value = element.find("value")
    null = "" if value is None else value.get("nullFlavor") or ""
    marks = [record.coded(mark).text for mark in element.findall("interpretationCode")]
    said = record.text(element)
    shown = [part for part in (*marks, said if said != name.text else "") if part]
    what = ", ".join(shown) or f"({null or say(record.language, 'record-no-value')})"
    record.basket.loose(f"{name.text or '?'}: {what}")


def _part(record: CdaRecord, relation: str, part: Element, name: Coded, context: Context) -> None:
    from bot.intake.cda.entries import qualifier, visit

    has_value = part.tag == "observation" and part.find("value") is not None
    if has_value and relation == "REFR" and _earlier(record, part, name):
        observation(record, part, context)
    elif has_value and relation in {"COMP", ""}:
        observation(record, part, context.inside(panel=name.text or context.panel))
    elif part.tag == "observation" or part.tag == "act":
        qualifier(record, name.text, part)
    else:
        visit(record, part, context.inside(panel=name.text or context.panel))


def _earlier(record: CdaRecord, part: Element, name: Coded) -> bool:
    """Whether a related observation is an earlier result of the same analyte, with its date."""
    own = {(code.system, code.code) for code in name.codes}
    theirs = {(code.system, code.code) for code in record.coded(part.find("code")).codes}
    return bool(own & theirs) and when(part) is not None


def value_fields(record: CdaRecord, value: Element) -> dict[str, Any]:
    """The fields of an Observation fact for one ``value`` element; empty when it holds none."""
    type_ = kind(value)
    if type_ in _CODED or (not type_ and value.get("code")):
        found = record.coded(value)
        return {"value_text": found.text} if found.text else {}
    if type_ == "BL":
        said = {"true": "record-yes", "false": "record-no"}.get(value.get("value") or "")
        return {"value_text": say(record.language, said)} if said else {}
    if type_ in {"TS", "IVL_TS"}:
        text = moment(value.get("value")) or record.words(value)
        return {"value_text": text} if text else {}
    if value.find("low") is not None or value.find("high") is not None:
        return _interval(record, value)
    if value.find("numerator") is not None:
        text = record.words(value)
        return {"value_text": text} if text else {}
    found_amount = amount(value, record.narrative)
    if found_amount.value is not None:
        return _amount_fields(found_amount.value, found_amount.unit, found_amount.ucum)
    if value.get("value"):
        return from_words(record.words(value), record.language)
    if type_ == "ED" and value.get("representation") == "B64":
        return {}
    return from_words(record.words(value), record.language)


def _amount_fields(value: Decimal, unit: str | None, ucum: str | None) -> dict[str, Any]:
    return {"value": value, "unit": unit, "ucum": ucum}


def _interval(record: CdaRecord, value: Element) -> dict[str, Any]:
    """``< 5`` comes as an interval with one end, or from zero; others stay a text."""
    low, high = value.find("low"), value.find("high")
    least, most = amount(low, record.narrative), amount(high, record.narrative)
    open_low = least.value is None or (least.value == 0 and most.value is not None)
    if most.value is not None and open_low:
        sign = "<" if _exclusive(high) else "<="
        return _amount_fields(most.value, most.unit, most.ucum) | {"comparator": sign}
    if least.value is not None and most.value is None:
        sign = ">" if _exclusive(low) else ">="
        return _amount_fields(least.value, least.unit, least.ucum) | {"comparator": sign}
    text = record.words(value)
    return {"value_text": text} if text else {}


def _exclusive(end: Element | None) -> bool:
    return end is not None and end.get("inclusive") == "false"


def _keep(
    record: CdaRecord, element: Element, name: Coded, fields: dict[str, Any], context: Context
) -> None:
    flag, words = _interpretation(record, element)
    fields["flag"] = flag
    if words and fields.get("value_text") is None:
        fields["value_text"] = words
    bounds = _bounds(record, element, fields)
    fields |= bounds.fields(fields.get("value"), flag)
    record.basket.keep(
        Observation,
        record.place(element),
        text=("" if name.has(*_NAMELESS) else name.text)
        or record.text(element)
        or fields.get("value_text")
        or context.panel
        or context.title
        or "?",
        codes=name.codes,
        effective=when(element) or context.effective,
        report=context.report,
        section=context.panel or context.title or None,
        category=_category(name, context),
        **fields,
    )


def _category(name: Coded, context: Context) -> str:
    vital = context.category == "other" and name.has(*VITAL_SIGNS)
    return "vital-signs" if vital else context.category


def _interpretation(record: CdaRecord, element: Element) -> tuple[str | None, str | None]:
    words: list[str] = []
    for mark in element.findall("interpretationCode"):
        if flag := flag_of(mark.get("code") or ""):
            return flag, None
        if text := record.coded(mark).text:
            words.append(text)
    return None, ", ".join(words) or None


def _bounds(record: CdaRecord, element: Element, fields: dict[str, Any]) -> Bounds:
    unit = fields.get("unit")
    bounds = Bounds(unit)
    for item in element.findall("referenceRange/observationRange"):
        text = flat(item.find("text"), 300)
        mark = item.find("interpretationCode")
        normal = mark is None or mark.get("code") in {"N", None}
        conditions = [
            flat(c, 200) or record.words(c.find(".//value")) for c in item.findall("precondition")
        ]
        value = item.find("value")
        low = high = None
        same_unit = True
        if value is not None:
            ends = [value.find("low"), value.find("high")]
            least, most = (amount(end, record.narrative) for end in ends)
            units = {least.unit, most.unit} - {None}
            same_unit = not units or not unit or units == {unit}
            bounds.units_differ |= not same_unit
            low, high = least.value, most.value
            if low is None and high is None:
                text = text or record.words(value)
        if normal and not any(conditions) and same_unit:
            bounds.add(low, high, text)
            continue
        shown = text or (record.words(value) if value is not None else "")
        label = record.coded(mark).text if mark is not None and not normal else ""
        parts = [label, *conditions, shown]
        bounds.add_text(clean(" ".join(part for part in parts if part)))
    return bounds

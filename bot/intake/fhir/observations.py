"""Observations: one fact per value, exactly as the source writes it."""

from decimal import Decimal
from typing import Any

from bot.intake.fhir.elements import (
    Concept,
    code_of,
    concept,
    concepts,
    decoded,
    obj,
    objs,
    string,
)
from bot.intake.fhir.naming import period, plain, quantity
from bot.intake.fhir.parse import Json
from bot.intake.fhir.record import Record
from bot.intake.gathering import number
from bot.intake.results import UCUM_DOUBTED, VITAL_SIGNS, Bounds, flag_of, from_words
from bot.intake.systems import UCUM
from bot.notebook.facts import Observation
from bot.wording import say

NOT_RESULTS = {"entered-in-error", "cancelled"}
_CATEGORIES = {
    "laboratory": "laboratory",
    "vital-signs": "vital-signs",
    "survey": "survey",
    "activity": "activity",
}
_CONSUMED = frozenset(
    [
        "code",
        "value",
        "component",
        "referenceRange",
        "interpretation",
        "effectiveDateTime",
        "effectivePeriod",
        "effectiveInstant",
        "effectiveTiming",
        "category",
        "device",
        "hasMember",
        "related",
        "dataAbsentReason",
        "valueQuantity",
        "valueCodeableConcept",
        "valueString",
        "valueBoolean",
        "valueInteger",
        "valueRange",
        "valueRatio",
        "valueSampledData",
        "valueTime",
        "valueDateTime",
        "valuePeriod",
        "valueAttachment",
        "valueReference",
        "valueDecimal",
        "valueMarkdown",
        "comments",
        "specimen",
        "focus",
    ]
)


def effective_of(resource: Json) -> str | None:
    """When the result holds, as the source writes it."""
    for key in ("effectiveDateTime", "effectiveInstant", "appliesDateTime"):
        if text := string(resource.get(key)):
            return text
    span = obj(resource.get("effectivePeriod"))
    if text := string(span.get("start")) or string(span.get("end")):
        return text
    timing = obj(resource.get("effectiveTiming"))
    events = timing.get("event")
    return (string(events[0]) if type(events) is list and events else "") or None


def category_of(resource: Json) -> str:
    """The kind of observation: by its category, else by its code, else by its shape."""
    for item in objs(resource.get("category")):
        for coding in objs(item.get("coding")):
            if found := _CATEGORIES.get(string(coding.get("code"))):
                return found
    if resource.get("category"):
        return "other"
    if concept(resource.get("code")).has(*VITAL_SIGNS):
        return "vital-signs"
    return "laboratory" if _has_range(resource) else "other"


def _has_range(resource: Json) -> bool:
    return bool(resource.get("referenceRange") or resource.get("specimen"))


def read(record: Record, resource: Json, place: str) -> None:
    """Keep every value of an Observation: its own and one per component."""
    basket = record.basket
    name = concept(resource.get("code"), record.language)
    status = string(resource.get("status"))
    if status in NOT_RESULTS:
        record.absent("Observation", name, status)
        return
    parts = objs(resource.get("component"))
    fields: dict[str, Any] = {
        "effective": effective_of(resource),
        "report": record.report_of.get(id(resource)),
        "section": record.section_of.get(id(resource)) or None,
        "category": category_of(resource),
        "device": record.named(resource.get("device"), resource) or None,
        "doubt": "doubt-preliminary" if status == "preliminary" else None,
    }
    value = value_of(record, resource, place)
    before = len(basket.facts)
    if value:
        _keep(record, resource, name, place, fields | value)
    for index, part in enumerate(parts):
        here = f"{place}.component[{index}]"
        inner = concept(part.get("code"), record.language)
        found = value_of(record, part, here)
        if found:
            shared = fields | {"section": name.text or fields["section"]}
            _keep(record, part, inner if inner.text else name, here, shared | found)
        else:
            _no_value(record, inner, part)
    record.leftovers(resource, name.text or "Observation", _CONSUMED)
    if not fields["effective"] and (issued := string(resource.get("issued"))):
        basket.loose(f"{name.text}: issued: {issued}")
    if string(resource.get("comments")):
        basket.loose(f"{name.text}: {string(resource['comments'])}")
    if len(basket.facts) == before and not parts:
        members = [m for m in objs(resource.get("hasMember")) if record.resolve(m, resource)]
        if not members or id(resource) in record.in_panel:
            _no_value(record, name, resource)


def _no_value(record: Record, name: Concept, element: Json) -> None:
    reason = concept(element.get("dataAbsentReason"), record.language)
    why = reason.absent or reason.text or name.absent
    marks = ", ".join(found.text for found in concepts(element.get("interpretation")))
    record.basket.loose(
        f"Observation: {name.text or '?'}: "
        + (f"({why})" if why else marks or say(record.language, "record-no-value"))
    )


def _keep(record: Record, element: Json, name: Concept, place: str, fields: dict[str, Any]) -> None:
    marks = objs(element.get("interpretation"))
    if marks:
        flag, words = _interpretation(marks, record.language)
        fields["flag"] = flag
        if words and fields.get("value_text") is None:
            fields["value_text"] = words
    ranges = objs(element.get("referenceRange"))
    if ranges:
        fields |= _bounds(record, ranges, fields).fields(fields.get("value"), fields.get("flag"))
    record.basket.keep(
        Observation,
        place,
        text=name.text or name.absent or "Observation",
        codes=name.codes,
        **fields,
    )


def _interpretation(marks: list[Json], language: str) -> tuple[str | None, str | None]:
    words: list[str] = []
    for mark in marks:
        found = concept(mark, language)
        for code in found.codes:
            if flag := flag_of(code.code):
                return flag, None
        if found.text:
            words.append(found.text)
    return None, ", ".join(words) or None


def _bounds(record: Record, ranges: list[Json], fields: dict[str, Any]) -> Bounds:
    bounds = Bounds(fields.get("unit"))
    mine = {fields.get("unit"), fields.get("ucum")} - {None}
    for item in ranges:
        low, high = obj(item.get("low")), obj(item.get("high"))
        units = {string(side.get(key)) for side in (low, high) for key in ("unit", "code")} - {""}
        normal = code_of(item.get("type")) in {"normal", "", "N"}
        who = plain(item.get("appliesTo"), record.language) or plain(item.get("age"), "en")
        text = string(item.get("text"))
        same_unit = not units or not mine or bool(units & mine)
        bounds.units_differ |= not same_unit
        if normal and not who and same_unit:
            bounds.add(number(low.get("value")), number(high.get("value")), text)
            continue
        shown = text or " – ".join(side for side in (quantity(low), quantity(high)) if side)
        kind = "" if normal else concept(item.get("type"), record.language).text
        bounds.add_text(" ".join(part for part in (kind, who, shown) if part))
    return bounds


def quantity_fields(item: Json) -> dict[str, Any]:
    """Value, comparator, unit and UCUM code of a Quantity; empty when it holds no number."""
    value = number(item.get("value"))
    code, unit = string(item.get("code")), string(item.get("unit"))
    if value is None:
        words = quantity(item)
        return {"value_text": words} if string(item.get("value")) else {}
    fields: dict[str, Any] = {"value": value, "unit": unit or code or None}
    comparator = string(item.get("comparator"))
    if comparator in {"<", "<=", ">", ">="}:
        fields["comparator"] = comparator
    elif comparator:
        fields["value_text"] = quantity(item)
    if code and string(item.get("system")) == UCUM and code not in UCUM_DOUBTED:
        fields["ucum"] = code
    return fields


def value_of(record: Record, element: Json, place: str) -> dict[str, Any]:
    """The fields of an Observation fact that hold ``value[x]``; empty when there is no value."""
    if "valueQuantity" in element:
        return quantity_fields(obj(element["valueQuantity"]))
    for key in element:
        if key.startswith("value") and len(key) > 5:
            return _other_value(record, element, key, place)
    return {}


def _other_value(record: Record, element: Json, key: str, place: str) -> dict[str, Any]:
    value = element[key]
    kind = key[5:]
    text = ""
    if kind in {"Integer", "Decimal"} and number(value) is not None:
        return {"value": number(value)}
    if kind in {"String", "Markdown"}:
        return from_words(string(value), record.language)
    if kind == "Boolean" and type(value) is bool:
        text = say(record.language, "record-yes" if value else "record-no")
    elif kind == "Range":
        return _range_value(obj(value))
    elif kind == "Ratio":
        sides = (quantity(obj(value).get("numerator")), quantity(obj(value).get("denominator")))
        text = ":".join(side for side in sides if side)
    elif kind == "Period":
        text = period(value)
    elif kind == "SampledData":
        samples = string(obj(value).get("data"))
        text = say(record.language, "record-samples", count=len(samples.split()))
    elif kind == "Attachment":
        text = string(obj(value).get("title")) or string(obj(value).get("contentType"))
        content = decoded(obj(value).get("data"))
        record.basket.embed(text, string(obj(value).get("contentType")), content, place)
    elif kind == "Reference":
        text = record.named(value, element)
    elif kind in {"CodeableConcept", "Coding"}:
        found = concept(value, record.language)
        text = found.text
    else:
        text = plain(value, record.language)
    return {"value_text": text} if text else {}


def _range_value(value: Json) -> dict[str, Any]:
    low, high = quantity_fields(obj(value.get("low"))), quantity_fields(obj(value.get("high")))
    low_value: Decimal | None = low.get("value")
    high_value: Decimal | None = high.get("value")
    if low_value is not None and high_value is not None:
        return {"value_text": f"{quantity(value['low'])} – {quantity(value['high'])}"}
    if high_value is not None:
        return high | {"comparator": "<="}
    if low_value is not None:
        return low | {"comparator": ">="}
    return {}

"""Any FHIR element or resource in a few words, for names and for what became no fact."""

import re
from html import unescape
from typing import Any

from bot.intake.fhir.elements import Concept, address, concept, human_name, obj, objs, string
from bot.intake.fhir.parse import Json
from bot.intake.gathering import MAX_LINE, MAX_WORDS, clean, partial_date, some

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"</(?:tr|li|p|div|h\d|caption)\s*>|<br\s*/?>", re.IGNORECASE)
_LONG = 1_000_000
_TITLES = ("title", "description", "name", "code", "type", "class", "serviceType", "vaccineCode")
_MORE_TITLES = (
    "deviceName",
    "activity",
    "medicationCodeableConcept",
    "medication",
    "substance",
    "focus",
    "scope",
    "category",
    "reasonCode",
    "reason",
    "summary",
    "note",
)
_DATES = (
    "effectiveDateTime",
    "effectivePeriod",
    "performedDateTime",
    "performedPeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "onsetDateTime",
    "period",
    "date",
    "created",
    "started",
    "start",
    "authoredOn",
    "whenHandedOver",
    "billablePeriod",
    "identifiedDate",
    "recordedDate",
    "issued",
    "startDate",
    "servicedDate",
    "sent",
    "collectedDateTime",
)


def period(value: Any) -> str:
    """A Period for reading: ``2019-03-12 – 2019-03-14``."""
    start, end = string(obj(value).get("start")), string(obj(value).get("end"))
    return " – ".join(dict.fromkeys(part for part in (start, end) if part))


def quantity(value: Any) -> str:
    """A Quantity for reading, as printed: ``< 0.41 mg/L``."""
    item = obj(value)
    unit = string(item.get("unit")) or string(item.get("code"))
    parts = [string(item.get("comparator")), string(item.get("value")), unit]
    return " ".join(part for part in parts if part)


def plain(value: Any, language: str, depth: int = 0) -> str:
    """Any element in plain words; empty when it says nothing."""
    if type(value) is str:
        return clean(value, MAX_WORDS)
    if type(value) is bool:
        return "true" if value else "false"
    if depth > 5:
        return ""
    if type(value) is list:
        return some([text for item in value[:50] if (text := plain(item, language, depth + 1))])
    if type(value) is not dict:
        return ""
    return clean(_plain_object(value, language, depth), MAX_WORDS)


def _plain_object(value: Json, language: str, depth: int) -> str:
    if "coding" in value or "concept" in value:
        return concept(value, language).text
    if "value" in value and ("unit" in value or "code" in value) and type(value["value"]) is str:
        return quantity(value)
    if "reference" in value and len(value) <= 4:
        return string(value.get("display"))
    if "family" in value or "given" in value:
        return human_name(value)
    if "system" in value and "code" in value:
        return concept(value, language).text
    if value.keys() <= {"start", "end"}:
        return period(value)
    if "numerator" in value or "denominator" in value:
        sides = (quantity(value.get("numerator")), quantity(value.get("denominator")))
        return " / ".join(side for side in sides if side)
    parts = []
    for key, inner in value.items():
        if key in {"id", "extension", "url", "system", "data", "hash"} or key.startswith("_"):
            continue
        if key == "contentType" or not (text := plain(inner, language, depth + 1)):
            continue
        bare = key in {"text", "display", "value", "description", "detail", "code", "type"}
        parts.append(text if bare else f"{key}: {text}")
    return "; ".join(parts)


def when(resource: Json) -> str:
    """The day a resource is about, as partial ISO date, or an empty string."""
    for key in _DATES:
        value = resource.get(key)
        text = value if type(value) is str else string(obj(value).get("start"))
        if day := partial_date(text):
            return day
    return ""


def title_of(resource: Json, language: str) -> Concept:
    """What a resource is called, with its codes where the name is coded."""
    for key in (*_TITLES, *_MORE_TITLES):
        value = resource.get(key)
        if not value:
            continue
        if key == "name" and type(value) is not str:
            text = human_name(value)
            if text:
                return Concept(text)
            continue
        if key == "deviceName":
            value = [item.get("name") for item in objs(value)]
        found = concept(value, language)
        if not found.text and type(value) in (dict, list):
            found = Concept(plain(value, language))
        if found.text:
            return found
    return Concept()


def name_of(resource: Json, language: str) -> str:
    """A resource's name for use in a sentence."""
    if resource.get("resourceType") == "PractitionerRole":
        inner = string(obj(resource.get("practitioner")).get("display"))
        outer = string(obj(resource.get("organization")).get("display"))
        return ", ".join(part for part in (inner, outer) if part)
    if string(resource.get("resourceType")) in {"Location", "Organization"}:
        return string(resource.get("name")) or string(address(resource.get("address")))
    return title_of(resource, language).text


def narrative(resource: Json) -> list[str]:
    """The lines of a resource's narrative, without its markup."""
    div = obj(resource.get("text")).get("div")
    if type(div) is not str:
        return []
    cut = len(div) > _LONG
    div = re.sub(r"</t[dh]\s*>", " | ", div[:_LONG], flags=re.IGNORECASE)
    rows = _BREAK.sub("\n", div).split("\n")
    lines = [clean(unescape(_TAG.sub(" ", row)), MAX_LINE).strip(" |") for row in rows]
    return [line for line in lines if line] + (["…"] if cut else [])

"""FHIR data types, read with tolerance: whatever has the wrong type counts as absent.

FHIR R4 is meant; the few names that DSTU2, STU3 and R5 give the same thing are accepted too.
Texts come in the person's language when the source carries a translation.
"""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.intake import systems
from bot.intake.fhir.parse import Json
from bot.intake.gathering import MAX_TEXT, MAX_WORDS, clean
from bot.notebook.facts import Code

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ABSENT_SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason"


def obj(value: Any) -> Json:
    """The value when it is an object, otherwise an empty one."""
    return value if type(value) is dict else {}


def objs(value: Any) -> list[Json]:
    """The objects of a list; a lone object counts as a list of one."""
    if type(value) is list:
        return [item for item in value if type(item) is dict]
    return [value] if type(value) is dict else []


def string(value: Any, limit: int = MAX_WORDS) -> str:
    """The cleaned text of a string (numbers are text here), otherwise an empty one."""
    return clean(value, limit) if type(value) is str else ""


def first(value: Any) -> Any:
    """The first item of a list, or the value itself."""
    return (value[0] if value else None) if type(value) is list else value


def absent_reason(element: Any) -> str:
    """The data-absent-reason an element carries, or an empty string."""
    for extension in objs(obj(element).get("extension")):
        if extension.get("url") == ABSENT:
            return string(extension.get("valueCode") or extension.get("valueString")) or "unknown"
    return ""


def translated(parent: Json, name: str, language: str) -> str:
    """The text of ``name`` in ``language`` when a translation extension gives it."""
    shadow = parent.get("_" + name)
    if type(shadow) is not dict:
        return ""
    for extension in objs(shadow.get("extension")):
        if not string(extension.get("url")).endswith("/translation"):
            continue
        parts = {string(x.get("url")): x for x in objs(extension.get("extension"))}
        lang = parts.get("lang", {})
        code = string(lang.get("valueCode") or lang.get("valueString")).lower()
        if code.split("-")[0] == language:
            content = parts.get("content", {})
            for key in ("valueString", "valueMarkdown"):
                if text := string(content.get(key)):
                    return text
    return ""


@lru_cache(maxsize=4096)
def _code(system: str, code: str, text: str) -> Code:
    """The same code is met over and over in one source: one frozen value serves for all."""
    return Code(system=system, code=code, text=text)


@dataclass(frozen=True, slots=True)
class Concept:
    """What a coded element says: its text, its codes, and why it is empty where it says so."""

    text: str = ""
    codes: tuple[Code, ...] = ()
    absent: str = ""

    def has(self, *codes: str) -> bool:
        """Whether one of the codes is among these."""
        return any(code.code in codes for code in self.codes)


NOTHING = Concept()


def concept(value: Any, language: str = "en") -> Concept:
    """A CodeableConcept, Coding, CodeableReference, code or plain string."""
    if type(value) is str:
        return Concept(clean(value))
    if type(value) is not dict:
        return concept(value[0], language) if type(value) is list and value else NOTHING
    if "concept" in value and "coding" not in value:
        return concept(value["concept"], language)
    codings = objs(value["coding"]) if "coding" in value else []
    if not codings and ("code" in value or "display" in value) and "text" not in value:
        codings = [value]
    codes: list[Code] = []
    shown = translation = absent = ""
    for coding in codings:
        code = string(coding.get("code"), MAX_TEXT)
        display = string(coding.get("display"), MAX_TEXT)
        system = systems.of_address(string(coding.get("system")))
        if system == ABSENT_SYSTEM:
            absent = code or "unknown"
            continue
        in_language = translated(coding, "display", language) if "_display" in coding else ""
        translation = translation or in_language
        shown = shown or display
        if code:
            codes.append(_code(system, code, in_language or display))
    text = string(value.get("text"))
    if "_text" in value:
        translation = translated(value, "text", language) or translation
        absent = absent or absent_reason(value["_text"])
    if "extension" in value:
        absent = absent or absent_reason(value)
    text = translation or text or shown
    if not text and codes:
        text = systems.shown(codes[0].system, codes[0].code, language)
    return Concept(text, tuple(codes), absent)


def concepts(value: Any, language: str = "en") -> list[Concept]:
    """All concepts of a list, the empty ones left out."""
    items = value if type(value) is list else [value]
    return [found for item in items if (found := concept(item, language)).text]


def code_of(value: Any) -> str:
    """A bare code, or the first code of a concept."""
    if type(value) is str:
        return clean(value)
    found = concept(value)
    return found.codes[0].code if found.codes else found.text


def human_name(value: Any) -> str:
    """A HumanName as people write it: the official or usual one of a list."""
    names = objs(value)
    if not names:
        return string(value)
    order = {"official": 0, "usual": 1, "": 2}
    name = min(names, key=lambda item: order.get(string(item.get("use")), 3))
    if text := string(name.get("text")):
        return text
    parts = [*_strings(name.get("prefix")), *_strings(name.get("given"))]
    parts += [*_strings(name.get("family")), *_strings(name.get("suffix"))]
    return clean(" ".join(parts))


def _strings(value: Any) -> list[str]:
    items = value if type(value) is list else [value]
    return [text for item in items if (text := string(item))]


def phone(value: Any) -> str | None:
    """The first telephone number of a list of contact points."""
    for point in objs(value):
        if string(point.get("system")) in {"phone", "sms", ""} and string(point.get("value")):
            return string(point.get("value")).removeprefix("tel:")
    return None


def address(value: Any) -> str | None:
    """A postal address on one line."""
    for item in objs(value):
        if text := string(item.get("text")):
            return text
        parts = [*_strings(item.get("line"))]
        parts += [string(item.get("postalCode")), string(item.get("city"))]
        parts += [string(item.get("state")), string(item.get("country"))]
        if line := ", ".join(part for part in parts if part):
            return clean(line)
    return None


def decoded(value: Any) -> bytes:
    """The bytes of a base64Binary; empty when it is not one."""
    if type(value) is not str:
        return b""
    try:
        return base64.b64decode(value)
    except (binascii.Error, ValueError):
        return b""

"""Bytes to FHIR resources: JSON (any UTF encoding), newline-delimited JSON, or a cut-off bundle.

Numbers stay the text that the source wrote (``parse_float=str``): they become exact decimals
later, and a hostile number (a million digits, an exponent of a billion) costs nothing.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.intake.reading import Unreadable

Json = dict[str, Any]

MAX_BYTES = 200_000_000
MAX_NESTING = 12
_MARK = b'"resourceType"'
_MARK_16 = ('"resourceType"'.encode("utf-16-le"), '"resourceType"'.encode("utf-16-be"))
_START = (b"{", b"[")
_RAW = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_ENTRY = re.compile(r'"entry"\s*:\s*\[')
_ITEM = re.compile(r"[\s,]*\{")
_NEXT = re.compile(r'\{\s*"(?:fullUrl|resource)"\s*:')
_MAX_BROKEN = 200
_MAX_WRAPPING = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource of the source: where it stands, and the address it goes by in its bundle."""

    resource: Json
    place: str
    address: str = ""


def looks_like_fhir(content: bytes) -> bool:
    """Whether the bytes are JSON that names a FHIR resource type."""
    head = content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if not head.startswith(_START):
        return False
    return _MARK in content or any(mark in content for mark in _MARK_16)


def text_of(content: bytes) -> str:
    """The content as text, whatever UTF encoding it is in; raises :class:`Unreadable`."""
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("unreadable-empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("unreadable-too-large")
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace")


def load(text: str) -> Any:
    """The JSON value with numbers as text; raises ValueError or RecursionError."""
    return _RAW.decode(text.lstrip("\ufeff"))


def entries_of(content: bytes) -> tuple[list[Entry], Json, bool]:
    """All resources of the file, the outermost object, and whether the file was cut off.

    Raises :class:`Unreadable` when nothing at all can be read.
    """
    text = text_of(content)
    try:
        value = load(text)
    except RecursionError as error:
        raise Unreadable("unreadable-damaged") from error
    except ValueError:
        return _salvage(text)
    found: list[Entry] = []
    collect(value, "", found, 0)
    if not found:
        _wrapped(value, found)
    if not found:
        raise Unreadable("unreadable-unknown")
    return found, value if isinstance(value, dict) else {}, False


def _wrapped(value: Any, found: list[Entry]) -> None:
    """Resources inside an envelope that is no FHIR itself, as the payload of a health card."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    for _ in range(_MAX_WRAPPING):
        if not waiting:
            return
        item, place = waiting.pop()
        if isinstance(item, dict) and isinstance(item.get("resourceType"), str):
            collect(item, place, found, 0)
        elif isinstance(item, dict):
            waiting += [(inner, f"{place}.{key}".lstrip(".")) for key, inner in item.items()]
        elif isinstance(item, list):
            waiting += [(inner, f"{place}[{index}]") for index, inner in enumerate(item)]


def collect(value: Any, place: str, found: list[Entry], depth: int, address: str = "") -> None:
    if depth > MAX_NESTING:
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            collect(item, f"{place}[{index}]", found, depth + 1)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("resourceType")
    if kind == "Bundle":
        _open_bundle(value, place or "Bundle", found, depth)
    elif kind == "Parameters":
        for index, parameter in enumerate(_dicts(value.get("parameter"))):
            here = f"{place or 'Parameters'}.parameter[{index}]"
            collect(parameter.get("resource"), f"{here}.resource", found, depth + 1)
    elif isinstance(kind, str):
        found.append(Entry(value, place or kind, address))
    elif isinstance(value.get("resource"), dict):
        full_url = value.get("fullUrl")
        where = f"{place}.resource" if place else "resource"
        collect(
            value["resource"],
            where,
            found,
            depth + 1,
            full_url if isinstance(full_url, str) else "",
        )


def _open_bundle(bundle: Json, place: str, found: list[Entry], depth: int) -> None:
    for index, entry in enumerate(_dicts(bundle.get("entry"), keep_places=True)):
        resource = entry.get("resource")
        full_url = entry.get("fullUrl")
        collect(
            resource,
            f"{place}.entry[{index}].resource",
            found,
            depth + 1,
            full_url if isinstance(full_url, str) else "",
        )
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            _note_broken(entry, f"{place}.entry[{index}]", found)


def _note_broken(entry: Json, place: str, found: list[Entry]) -> None:
    """An entry without a readable resource is still an entry: it has to be listed."""
    response = entry.get("response")
    outcome = response.get("outcome") if isinstance(response, dict) else None
    if isinstance(outcome, dict):
        found.append(Entry(outcome, f"{place}.response.outcome"))
    elif "resource" in entry or not entry.keys() & {"response", "request"}:
        resource = entry.get("resource")
        found.append(Entry(resource if isinstance(resource, dict) else {}, place))


def _dicts(value: Any, *, keep_places: bool = False) -> list[Json]:
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        return []
    if keep_places:
        return [item if isinstance(item, dict) else {} for item in value]
    return [item for item in value if isinstance(item, dict)]


def _salvage(text: str) -> tuple[list[Entry], Json, bool]:
    """Newline-delimited resources, or the whole entries of a bundle that was cut off."""
    lines = [line for line in text.splitlines() if line.strip()]
    found: list[Entry] = []
    if len(lines) > 1 and all(line.lstrip("\ufeff \t").startswith("{") for line in lines[:3]):
        for index, line in enumerate(lines):
            try:
                collect(load(line), f"line {index + 1}", found, 1)
            except (ValueError, RecursionError):
                found.append(Entry({}, f"line {index + 1}"))
        whole = [entry for entry in found if entry.resource]
        if whole:
            return found, {}, len(whole) < len(found)
        found.clear()
    match = _ENTRY.search(text)
    if match is None:
        raise Unreadable("unreadable-damaged")
    _salvage_entries(text, match.end(), found)
    if not any(entry.resource for entry in found):
        raise Unreadable("unreadable-damaged")
    return found, {"resourceType": "Bundle"}, True


def _salvage_entries(text: str, position: int, found: list[Entry]) -> None:
    """The whole entries of a damaged bundle; a damaged one is noted, the next one looked for."""
    index = broken = 0
    while broken <= _MAX_BROKEN:
        match = _ITEM.match(text, position)
        position = match.end() - 1 if match else -1
        here = f"Bundle.entry[{index}].resource"
        try:
            if match is None:
                return
            entry, position = _RAW.raw_decode(text, position)
        except (ValueError, RecursionError):
            broken += 1
            found.append(Entry({}, here))
            following = _NEXT.search(text, position + 1)
            if following is None:
                return
            position = following.start()
        else:
            full_url = entry.get("fullUrl")
            address = full_url if isinstance(full_url, str) else ""
            collect(entry.get("resource"), here, found, 1, address)
        index += 1

"""FHIR XML to the same plain objects that FHIR JSON gives.

An element with a ``value`` attribute is a primitive, one without is an object; repeated elements
become a list, and so do the elements that FHIR defines as repeating where it matters here.
"""

from bot.intake.fhir.parse import Entry, Json
from bot.intake.fhir.parse import collect as collect_entries
from bot.intake.reading import Unreadable
from bot.intake.xmltree import Element, head, parse

_MAX_DEPTH = 60
_NAMESPACE = b"http://hl7.org/fhir"


def looks_like_fhir_xml(content: bytes) -> bool:
    """Whether the first element is in the FHIR namespace."""
    start = head(content)
    return start.startswith(b"<") and (
        b'"' + _NAMESPACE + b'"' in start or b"'" + _NAMESPACE + b"'" in start
    )


def entries_of_xml(content: bytes) -> tuple[list[Entry], Json, bool]:
    """All resources of the file, the outermost object, and whether it was cut off."""
    root, cut = parse(content)
    value = _resource(root, 0)
    found: list[Entry] = []
    collect_entries(value, "", found, 0)
    if not found:
        raise Unreadable("unreadable-unknown")
    return found, value, cut


def _resource(element: Element, depth: int) -> Json:
    return {"resourceType": element.tag, **_object(element, depth)}


def _object(element: Element, depth: int) -> Json:
    if depth > _MAX_DEPTH:
        return {}
    made: Json = {}
    for name in ("id", "url"):
        if element.get(name) is not None:
            made[name] = element.get(name)
    for child in element:
        if not isinstance(child.tag, str):
            continue
        _add(made, child, depth)
    return made


def _add(made: Json, child: Element, depth: int) -> None:
    name = child.tag
    value: object
    if name == "div":
        value = "".join(child.itertext("*")) if len(child) == 0 else _markup(child)
    elif name in {"resource", "contained", "outcome"} and len(child):
        value = _resource(child[0], depth + 1)
    elif child.get("value") is not None:
        value = child.get("value")
        if value in {"true", "false"}:
            value = value == "true"
        if len(child):
            made["_" + name] = _object(child, depth + 1)
    elif len(child):
        value = _object(child, depth + 1)
    else:
        return
    if name in made:
        held = made[name]
        if isinstance(held, list):
            held.append(value)
        else:
            made[name] = [held, value]
    else:
        made[name] = value


def _markup(element: Element) -> str:
    import lxml.etree as etree

    return str(etree.tostring(element, encoding="unicode", with_tail=False))

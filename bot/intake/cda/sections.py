"""The body of a CDA document: sections, their entries, and narrative that no entry covers."""

import re

from bot.intake.cda.entries import PAST_SECTIONS, visit
from bot.intake.cda.record import CdaRecord, Context, statement
from bot.intake.cda.values import flat
from bot.intake.gathering import clean
from bot.intake.xmltree import Element

_CATEGORIES = {
    "8716-3": "vital-signs",
    "30954-2": "laboratory",
    "26436-6": "laboratory",
    "47420-5": "survey",
    "51848-0": "survey",
}
_ROWS = {"tr", "item", "paragraph", "list", "table", "caption"}
_WORD = re.compile(r"\w{3,}")
_MAX_DEPTH = 20


def section(record: CdaRecord, element: Element, context: Context) -> None:
    """Read one section and those inside it; its narrative is kept where entries do not say it."""
    if context.depth > _MAX_DEPTH:
        return
    code = element.find("code")
    key = (code.get("code") or "") if code is not None else ""
    title = flat(element.find("title"), 200).rstrip(" :")
    title = title or record.coded(code).text or context.title
    category = "laboratory" if context.category == "laboratory" else _CATEGORIES.get(key, "other")
    here = context.inside(
        title=title,
        section=key,
        category=category,
        past=context.past or key in PAST_SECTIONS,
        panel=None,
    )
    facts, documents = len(record.basket.facts), len(record.basket.documents)
    lines = len(record.basket.lines())
    for entry in element.findall("entry"):
        inner = statement(entry)
        if inner is not None:
            visit(record, inner, here)
    said = [_said(fact.model_dump(exclude={"provenance", "id"})) for fact in record.basket.facts[facts:]]
    said += list(record.basket.lines()[lines:])
    nothing = not said and len(record.basket.documents) == documents
    _narrative(record, element.find("text"), title, said, nothing=nothing)
    for component in element.findall("component/section"):
        section(record, component, here.inside())


def _said(fields: dict[str, object]) -> str:
    return " ".join(str(value) for value in fields.values() if value)


def _narrative(
    record: CdaRecord, text: Element | None, title: str, said: list[str], *, nothing: bool
) -> None:
    """List the narrative rows that no entry refers to and no fact of the section repeats."""
    if text is None:
        return
    words = {word for line in said for word in _WORD.findall(line.casefold())}
    for row, header in rows(text):
        shown = row_text(row)
        if not shown or header:
            continue
        if not nothing:
            if _covered(record, row):
                continue
            own = set(_WORD.findall(shown.casefold()))
            if not own or len(own & words) * 2 >= len(own):
                continue
        record.basket.loose(f"{title}: {shown}" if shown.casefold() != title.casefold() else title)


def _covered(record: CdaRecord, row: Element) -> bool:
    for element in row.iter():
        if element.get("ID") in record.referred and element.get("ID"):
            return True
    return False


def rows(text: Element) -> list[tuple[Element, bool]]:
    """The lines of a narrative: table rows, list items, paragraphs, or the text as a whole."""
    found: list[tuple[Element, bool]] = []
    _rows(text, found, header=False, depth=0)
    if not found and flat(text):
        found.append((text, False))
    return found


def _rows(element: Element, found: list[tuple[Element, bool]], *, header: bool, depth: int) -> None:
    loose = False
    for child in element:
        tag = child.tag
        if tag == "thead":
            _rows(child, found, header=True, depth=depth + 1)
        elif tag == "tr":
            cells = [cell.tag for cell in child]
            found.append((child, header or (bool(cells) and set(cells) == {"th"})))
        elif tag in {"item", "paragraph", "caption"} and not _has_rows(child):
            found.append((child, tag == "caption"))
        elif depth < _MAX_DEPTH and _has_rows(child):
            _rows(child, found, header=header, depth=depth + 1)
        elif tag not in {"br", "title", "col", "colgroup", "sup", "sub"} and flat(child):
            found.append((child, False))
        loose = loose or bool((child.tail or "").strip())
    if (element.text or "").strip() or loose:
        own = [element.text or "", *((child.tail or "") for child in element)]
        if clean(" ".join(own)) and element.tag not in {"tr", "thead", "tbody"} and len(element):
            found.append((_Loose(clean(" ".join(own))), False))


class _Loose:
    """Text that stands beside the rows of a narrative, with an element's reading interface."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tag = "text"

    def iter(self) -> list[Element]:
        return []

    def itertext(self) -> list[str]:
        return [self.text]

    def __iter__(self) -> "list[Element]":  # pragma: no cover - replaced below
        return []


def _has_rows(element: Element) -> bool:
    return element.tag in _ROWS or any(child.tag in _ROWS for child in element.iter())


def row_text(row: Element) -> str:
    """A narrative row on one line, its cells set apart."""
    if row.tag == "tr":
        cells = [flat(cell, 500) for cell in row]
        return clean(" | ".join(cell for cell in cells if cell))
    return flat(row)

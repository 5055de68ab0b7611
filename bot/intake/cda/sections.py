"""The body of a CDA document: sections, their entries, and narrative that no entry covers."""

import re
from dataclasses import dataclass

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
    mark = record.basket.mark()
    for entry in element.findall("entry"):
        inner = statement(entry)
        if inner is not None:
            visit(record, inner, here)
    said = record.basket.said_since(mark)
    nothing = mark == record.basket.mark()
    _narrative(record, element.find("text"), title, said, nothing=nothing)
    for component in element.findall("component/section"):
        section(record, component, here.inside())


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a narrative: its words, the IDs inside it, and whether it is only a heading."""

    text: str
    ids: frozenset[str] = frozenset()
    heading: bool = False


def _narrative(
    record: CdaRecord, text: Element | None, title: str, said: list[str], *, nothing: bool
) -> None:
    """List the narrative rows that no entry refers to and no fact of the section repeats."""
    if text is None:
        return
    words = {word for line in said for word in _WORD.findall(line.casefold())}
    for row in rows(text):
        if not row.text or row.heading:
            continue
        if not nothing:
            own = set(_WORD.findall(row.text.casefold()))
            if row.ids & record.referred or not own or len(own & words) * 2 >= len(own):
                continue
        same = row.text.casefold() == title.casefold()
        record.basket.loose(title if same else f"{title}: {row.text}")


def rows(text: Element) -> list[Row]:
    """The lines of a narrative: table rows, list items, paragraphs, or the text as a whole."""
    found: list[Row] = []
    _rows(text, found, heading=False, depth=0)
    return found or [_row(text)]


def _rows(element: Element, found: list[Row], *, heading: bool, depth: int) -> None:
    for child in element:
        tag = child.tag
        if tag == "thead":
            _rows(child, found, heading=True, depth=depth + 1)
        elif tag == "tr":
            cells = {cell.tag for cell in child}
            found.append(_row(child, heading=heading or cells == {"th"}))
        elif tag in {"item", "paragraph", "caption"} and not _has_rows(child):
            found.append(_row(child, heading=tag == "caption"))
        elif depth < _MAX_DEPTH and _has_rows(child):
            _rows(child, found, heading=heading, depth=depth + 1)
        elif tag not in {"br", "col", "colgroup"}:
            found.append(_row(child))
    if element.tag not in {"tr", "thead", "tbody", "table"} and len(element):
        beside = [element.text or "", *((child.tail or "") for child in element)]
        found.append(Row(clean(" ".join(beside))))


def _has_rows(element: Element) -> bool:
    return any(child.tag in _ROWS for child in element.iterdescendants())


def _row(element: Element, *, heading: bool = False) -> Row:
    ids = frozenset(key for part in element.iter() if (key := part.get("ID")))
    if element.tag == "tr":
        text = clean(" | ".join(cell for child in element if (cell := flat(child, 500))))
    else:
        text = flat(element)
    return Row(text, ids, heading)

"""The body of a CDA document: sections, their entries, and narrative that no entry covers."""

from dataclasses import dataclass

from bot.intake.cda.entries import PAST_SECTIONS, visit
from bot.intake.cda.record import CdaRecord, Context, statement
from bot.intake.cda.values import flat
from bot.intake.covering import covered, said, tokens
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
_CODED = {"code", "value", "targetSiteCode", "methodCode", "routeCode"}
_THINGS = {"manufacturedMaterial", "playingEntity", "playingDevice"}
"""What takes part in a statement: its code names a product, a place or a device."""
_WORDED = (
    *("observation", "text", "originalText", "name", "desc", "manufacturerModelName"),
    *sorted(_CODED),
)
"""Elements of a statement whose words, or the words of whose code, are meant to be read."""
_MAX_DEPTH = 20
LONG = 200_000
"""The longest paragraph that is listed whole, in characters; a long line is told in parts."""


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
    entries = element.findall("entry")
    for entry in entries:
        inner = statement(entry)
        if inner is not None:
            visit(record, inner, here)
    nothing = mark == record.basket.mark()
    words = said([title, *record.basket.said_since(mark)])
    _narrative(record, element.find("text"), title, words, nothing=nothing)
    words |= said(record.basket.said_since(mark))
    for entry in entries:
        _unsaid(record, entry, title, words)
    for component in element.findall("component/section"):
        section(record, component, here.inside())


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a narrative: its words, and whether it is only a heading."""

    text: str
    heading: bool = False


def _narrative(
    record: CdaRecord, text: Element | None, title: str, words: set[str], *, nothing: bool
) -> None:
    """List the narrative rows that no fact and no line of the section says."""
    if text is None:
        return
    for row in rows(text):
        if not row.text or row.heading:
            continue
        if not nothing and covered(row.text, words):
            continue
        same = row.text.casefold() == title.casefold()
        record.basket.loose(title if same else f"{title}: {row.text}")


def _unsaid(record: CdaRecord, entry: Element, title: str, words: set[str]) -> None:
    """List the words inside an entry that no reader of statements took: remarks, names, sites."""
    for element in entry.iter(*_WORDED):
        if element.tag == "observation":
            shown = ", ".join(filter(None, map(record.words, element.findall("value"))))
        elif element.tag == "code" and element.getparent().tag not in _THINGS:
            continue
        elif element.tag in _CODED:
            shown = clean(element.get("displayName") or "")
        else:
            shown = "" if element.get("representation") == "B64" else flat(element, LONG)
        if not shown or covered(shown, words):
            continue
        words.update(tokens(shown))
        label = record.coded(element.find("code")).text if element.tag == "observation" else ""
        record.basket.loose(": ".join(part for part in (title, label, shown) if part))


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
        found.append(Row(clean(" ".join(beside), LONG)))


def _has_rows(element: Element) -> bool:
    return any(child.tag in _ROWS for child in element.iterdescendants())


def _row(element: Element, *, heading: bool = False) -> Row:
    if element.tag == "tr":
        cells = (cell for child in element if (cell := flat(child, LONG)))
        text = clean(" | ".join(cells), LONG)
    else:
        text = flat(element, LONG)
    return Row(text, heading)

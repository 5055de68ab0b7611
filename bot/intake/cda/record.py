"""One CDA document being read, and where in it a statement stands."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from bot.intake.cda.values import Coded, coded, flat, flat_value, referred, span
from bot.intake.gathering import Gathering
from bot.intake.xmltree import Element, kind
from bot.wording import say


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement inherits from the section, act or organizer around it."""

    title: str = ""
    section: str = ""
    category: str = "other"
    report: str | None = None
    panel: str | None = None
    effective: str | None = None
    issuer: str | None = None
    concern: str = ""
    past: bool = False
    depth: int = 0

    def inside(self, **changes: Any) -> "Context":
        """The context one level further in."""
        return replace(self, depth=self.depth + 1, **changes)


class CdaRecord:
    """The document, its narrative by ID, and the basket that takes what it says."""

    def __init__(
        self, root: Element, basket: Gathering, aside: dict[bytes, bytes] | None = None
    ) -> None:
        self.root = root
        self.basket = basket
        self.aside = aside or {}
        self.language = basket.language
        self._steps: dict[Element, str] = {}
        self.narrative: dict[str, str] = {}
        for element in root.iter():
            key = element.get("ID")
            if key and key not in self.narrative and element.get("representation") != "B64":
                self.narrative[key] = flat(element)
        code = root.find("code")
        self.kind = code.get("code", "") if code is not None else ""
        day = root.find("effectiveTime")
        self.date = span(day)[0]
        realm = root.find("realmCode")
        self.french = realm is not None and realm.get("code") == "FR"

    def place(self, element: Element) -> str:
        """The element's path in the document.

        Steps are counted once per parent: libxml2's own path counts siblings anew each time, which
        is quadratic in a report of many thousand results.
        """
        steps: list[str] = []
        while element is not None and element is not self.root:
            parent = element.getparent()
            if parent is None:
                break
            if element not in self._steps:
                self._count(parent)
            steps.append(self._steps[element])
            element = parent
        return "/".join(["", self.root.tag, *reversed(steps)])

    def _count(self, parent: Element) -> None:
        totals = Counter(child.tag for child in parent)
        seen: Counter[str] = Counter()
        for child in parent:
            seen[child.tag] += 1
            index = f"[{seen[child.tag]}]" if totals[child.tag] > 1 else ""
            self._steps[child] = f"{child.tag}{index}"

    def coded(self, element: Element | None) -> Coded:
        """A coded element with this document's narrative."""
        return coded(element, self.narrative)

    def words(self, element: Element | None) -> str:
        """Any value of this document in words."""
        if element is not None and kind(element) == "BL":
            said = {"true": "record-yes", "false": "record-no"}.get(element.get("value") or "")
            return say(self.language, said) if said else ""
        return flat_value(element, self.narrative)

    def text(self, element: Element) -> str:
        """The words of an act: the narrative that its ``text`` refers to."""
        return referred(element.find("text"), self.narrative)


def templates(element: Element) -> set[str]:
    """The roots of an element's template ids."""
    return {item.get("root") or "" for item in element.findall("templateId")}


def statement(wrapper: Element) -> Element | None:
    """The clinical statement inside an entry, entryRelationship or component."""
    for child in wrapper:
        if child.tag in STATEMENTS:
            return child
    return None


STATEMENTS = {
    "act",
    "encounter",
    "observation",
    "observationMedia",
    "organizer",
    "procedure",
    "regionOfInterest",
    "substanceAdministration",
    "supply",
}


def nested(element: Element) -> list[tuple[str, Element]]:
    """The statements inside a statement, each with the type of its relationship."""
    found = []
    for wrapper in element:
        if wrapper.tag in {"entryRelationship", "component"}:
            inner = statement(wrapper)
            if inner is not None:
                found.append((wrapper.get("typeCode") or "", inner))
    return found

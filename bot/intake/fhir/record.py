"""One FHIR source being read: its resources, how they refer to each other, and what was found.

References are followed by full URL, by ``Type/id``, by bare id, by contained ``#id``, by the end
of an absolute URL and by identifier (``Practitioner?identifier=system|value``): real files mix
all of them and often disagree with their own ``fullUrl``.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from bot.intake.fhir.elements import Concept, concept, obj, objs, string
from bot.intake.fhir.parse import Entry, Json
from bot.intake.gathering import CONTENT_ERRORS, Gathering
from bot.notebook.facts import new_id

CLINICAL = {
    "AllergyIntolerance",
    "Condition",
    "Coverage",
    "DiagnosticReport",
    "FamilyMemberHistory",
    "Immunization",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "MedicationUsage",
    "Observation",
    "Procedure",
}
"""Resources that say something about the person even when they are contained in another one."""

MONEY = {"Claim", "ClaimResponse", "ExplanationOfBenefit", "Invoice", "PaymentNotice"}
"""Bills and their answers: counted and summed, not read line by line."""

SILENT = frozenset(
    [
        "resourceType",
        "id",
        "meta",
        "implicitRules",
        "language",
        "text",
        "contained",
        "extension",
        "identifier",
        "subject",
        "patient",
        "encounter",
        "context",
        "status",
        "statusReason",
        "recorder",
        "asserter",
        "informationSource",
        "recordedDate",
        "dateAsserted",
        "dateRecorded",
        "assertedDate",
        "issued",
        "lastUpdated",
        "basedOn",
        "partOf",
        "performer",
        "derivedFrom",
        "requester",
        "authoredOn",
        "intent",
        "category",
        "instantiatesCanonical",
        "instantiatesUri",
        "groupIdentifier",
    ]
)
"""Elements that place a resource rather than say something about health."""


WHO = frozenset(
    ("asserter", "informationSource", "performer", "prescriber", "recorder", "requester")
)
"""Elements that name who did, ordered or wrote down what a resource says."""


class Record:
    """The resources of one source, indexed, and the basket that takes what they say."""

    def __init__(self, entries: list[Entry], basket: Gathering) -> None:
        self.basket = basket
        self.language = basket.language
        self.entries = list(entries)
        self.used: set[int] = set()
        self.members: dict[str, int] = {}
        self.in_panel: set[int] = set()
        self.main: int | None = None
        self.subjects: set[int] = set()
        self.report_of: dict[int, str] = {}
        self.report_id: dict[int, str] = {}
        self.section_of: dict[int, str] = {}
        self._by_key: dict[str, Json] = {}
        self._contained: dict[int, dict[str, Json]] = {}
        for entry in entries:
            with suppress(*CONTENT_ERRORS):
                self._index(entry)
        for entry in self.entries:
            with suppress(*CONTENT_ERRORS):
                self._link_results(entry.resource)
        for entry in self.entries:
            with suppress(*CONTENT_ERRORS):
                self._link_members(entry.resource)
        self._find_main()

    def _index(self, entry: Entry) -> None:
        resource = entry.resource
        kind, ident = string(resource.get("resourceType")), string(resource.get("id"))
        keys = [entry.address] if entry.address else []
        if ident:
            keys += [f"{kind}/{ident}", ident, f"urn:uuid:{ident}"]
        for item in objs(resource.get("identifier")):
            if value := string(item.get("value")):
                keys.append(f"{kind}?identifier={string(item.get('system'))}|{value}")
        for key in keys:
            self._by_key.setdefault(key, resource)
        for index, inner in enumerate(objs(resource.get("contained"))):
            self._contained.setdefault(id(resource), {})[string(inner.get("id"))] = inner
            if string(inner.get("resourceType")) in CLINICAL and kind not in MONEY:
                place = f"{entry.place}.contained[{index}]"
                self.entries.append(Entry(inner, place))
                self._contained.setdefault(id(inner), self._contained[id(resource)])

    def _link_results(self, resource: Json) -> None:
        """Results know their report, and entries of a summary their section."""
        kind = resource.get("resourceType")
        if kind == "DiagnosticReport":
            self.report_id[id(resource)] = made = new_id()
            for reference in objs(resource.get("result")):
                if found := self.resolve(reference, resource):
                    self._into(found, made, "")
        elif kind == "Composition":
            for section in walk_sections(resource):
                title = string(section.get("title"))
                for reference in objs(section.get("entry")):
                    if found := self.resolve(reference, resource):
                        self.section_of.setdefault(id(found), title)

    def _link_members(self, resource: Json) -> None:
        """The members of a panel know its name and its report."""
        if resource.get("resourceType") != "Observation":
            return
        members = objs(resource.get("hasMember") or resource.get("related"))
        if not members:
            return
        title = concept(resource.get("code"), self.language).text
        report = self.report_of.get(id(resource), "")
        for reference in members:
            target = obj(reference.get("target")) or reference
            if found := self.resolve(target, resource):
                self.in_panel.add(id(found))
                self._into(found, report, title)

    def _find_main(self) -> None:
        """Whose record this is when it names several patients: the one most resources are about."""
        patients = [e for e in self.entries if e.resource.get("resourceType") == "Patient"]
        if len(patients) < 2:
            self.subjects = {id(entry.resource) for entry in patients}
            return
        votes: dict[int, int] = {}
        for entry in self.entries:
            weight = 1_000 if entry.resource.get("resourceType") == "Composition" else 1
            for key in ("subject", "patient", "beneficiary"):
                found = self.resolve(entry.resource.get(key), entry.resource)
                if found.get("resourceType") == "Patient":
                    votes[id(found)] = votes.get(id(found), 0) + weight
        self.subjects = set(votes)
        if votes:
            self.main = max(votes, key=lambda patient: votes[patient])

    def _into(self, resource: Json, report: str, section: str) -> None:
        if report:
            self.report_of.setdefault(id(resource), report)
        if section:
            self.section_of[id(resource)] = section

    def resolve(self, reference: Any, inside: Json) -> Json:
        """The resource that a Reference (or CodeableReference) points to, or an empty object."""
        target = obj(reference)
        if "concept" in target or type(target.get("reference")) is dict:
            target = obj(target.get("reference"))
        text = target.get("reference")
        if type(text) is not str or not text:
            return {}
        if text.startswith("#"):
            return self._contained.get(id(inside), {}).get(text[1:], {})
        found = self._by_key.get(text)
        if found is None and "/" in text:
            tail = text.split("/_history/", 1)[0].rstrip("/").split("/")
            found = self._by_key.get("/".join(tail[-2:])) or self._by_key.get(tail[-1])
        if found is None and text.startswith("urn:uuid:"):
            found = self._by_key.get(text[9:])
        return found or {}

    def use(self, reference: Any, inside: Json) -> Json:
        """Like :meth:`resolve`, and remember that the target has said what it had to say."""
        found = self.resolve(reference, inside)
        if found:
            self.used.add(id(found))
        return found

    def named(self, reference: Any, inside: Json) -> str:
        """The name of what a reference points to: its display, or the target's own name."""
        from bot.intake.fhir.naming import name_of

        target = obj(reference)
        if "concept" in target and (found := concept(target, self.language)).text:
            return found.text
        inner = obj(target.get("reference")) if type(target.get("reference")) is dict else target
        if display := string(inner.get("display")):
            return display
        resource = self.resolve(target, inside)
        if resource:
            return name_of(resource, self.language)
        return string(obj(inner.get("identifier")).get("value"))

    def named_all(self, references: Any, inside: Json) -> str:
        """The names of a list of references, joined."""
        names = [self.named(reference, inside) for reference in objs(references)]
        return ", ".join(dict.fromkeys(name for name in names if name))

    def leftovers(self, resource: Json, label: str, consumed: Iterable[str]) -> None:
        """List every element that says something and went into no fact."""
        from bot.intake.fhir.naming import plain

        extra = resource.keys() - SILENT - frozenset(consumed)
        for key in sorted(extra):
            if key.startswith("_"):
                continue
            values = resource[key] if type(resource[key]) is list else [resource[key]]
            for value in values:
                if shown := plain(value, self.language):
                    self.basket.loose(f"{label}: {key}: {shown}")
        kind = string(resource.get("resourceType"))
        for key in WHO & resource.keys() - frozenset(consumed):
            people = [obj(item.get("actor")) or item for item in objs(resource[key])]
            if names := self.named_all(people, resource):
                # The same people stand under many entries: one line for each, and how often.
                self.basket.loose(f"{kind}: {key}: {names}")
        if reason := concept(resource.get("statusReason"), self.language).text:
            self.basket.loose(f"{label}: statusReason: {reason}")

    def written_down(self, resource: Json, label: str) -> None:
        """List when a statement was written down, where nothing says since when it holds."""
        if any(key.startswith(("onset", "abatement")) for key in resource):
            return
        for key in ("recordedDate", "assertedDate", "dateRecorded", "dateAsserted"):
            if day := string(resource.get(key)):
                self.basket.loose(f"{label}: {key}: {day}")

    def nothing(self, kind: str, resource: Json, found: Concept) -> None:
        """List a resource that states nothing; one without a name by its narrative, if any."""
        from bot.intake.fhir.naming import narrative

        if found.text:
            self.absent(kind, found)
            return
        for line in narrative(resource) or [found.absent or "?"]:
            self.basket.loose(f"{kind}: {line}")

    def absent(self, kind: str, found: Concept, status: str = "") -> None:
        """List a statement that is no fact: no information, entered in error, refuted…"""
        why = f"({status})" if status else ""
        self.basket.loose(f"{kind}: {found.text or found.absent} {why}")


def walk_sections(composition: Json, depth: int = 0) -> list[Json]:
    """All sections of a Composition, nested ones after their parent."""
    if depth > 8:
        return []
    found: list[Json] = []
    for section in objs(composition.get("section")):
        found.append(section)
        found.extend(walk_sections(section, depth + 1))
    return found

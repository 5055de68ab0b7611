"""The rules of the gate: which signs together make which level, written as data.

A rule's sign is a row of terms joined by `&`; each term names one concept or several with
`|`. Terms of one sign stand within a window of words (`~20` after the sign widens it). A term
with `+` holds anywhere in the message, or in what the notebook knows of the person.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.safety.context import Context
from bot.safety.lexicon import MEASURED, lexicon
from bot.safety.reading import Findings, Span
from bot.safety.sheets import read_sheet, sheet_names
from bot.safety.verdict import Evidence, Level

WINDOW = 14
# A rule looks at this many places of its first sign at most, so that cost stays in proportion.
PLACES = 400


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a sign: any of `concepts`, near the others or `anywhere`."""

    concepts: tuple[str, ...]
    anywhere: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One row of terms within `window` words."""

    terms: tuple[Term, ...]
    window: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One reviewable rule; see the sheets for what each field says."""

    id: str
    level: Level
    flags: tuple[str, ...]
    signs: tuple[Sign, ...]
    unless: tuple[str, ...]
    resolved: str
    told: bool
    suspicion: bool
    asks: str | None
    why: dict[str, str]
    sources: tuple[str, ...]
    reviewed_on: date
    review_due: date
    reviewed_by: str
    must_match: dict[str, list[str]]
    must_not_match: dict[str, list[str]]
    person: dict[str, Any]
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds, the level it gives here, and the words that made it hold."""

    rule: Rule
    level: Level
    words: str


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the rule sheets; `ValueError` names a term that no sheet defines."""
    found: list[Rule] = []
    known = lexicon().concepts | read_sheet("idioms")["concept"].keys()
    for name in sheet_names("rules"):
        sheet = read_sheet(name)
        for entry in sheet["rule"]:
            rule = _rule(entry, sheet)
            named = {c for s in rule.signs for t in s.terms for c in t.concepts}
            named |= {c for excuse in rule.unless for c in excuse.split("&")}
            missing = [c for c in named if c not in known and not c.startswith(MEASURED)]
            if missing:
                raise ValueError(f"rule {rule.id} uses undefined concepts: {sorted(missing)}")
            found.append(rule)
    names = [rule.id for rule in found]
    if len(set(names)) != len(names):
        raise ValueError("two rules have the same id")
    return tuple(found)


@functools.cache
def _by_concept() -> dict[str, tuple[int, ...]]:
    """Where the rules stand that can hold when a concept is there: it begins one of their signs."""
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for at, rule in enumerate(rules()):
        for sign in rule.signs:
            for concept in sign.terms[0].concepts:
                found[concept][at] = None
    return {concept: tuple(places) for concept, places in found.items()}


def _rule(entry: dict[str, Any], sheet: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        level=Level.parse(entry["level"]),
        flags=tuple(entry["flags"]),
        signs=tuple(parse_sign(sign) for sign in entry["signs"]),
        unless=tuple(entry.get("unless", ())),
        resolved=entry.get("resolved", "stays"),
        told=entry.get("told", True),
        suspicion=entry.get("suspicion", False),
        asks=entry.get("asks"),
        why=entry["why"],
        sources=tuple(entry["sources"]),
        reviewed_on=entry.get("reviewed_on", sheet["reviewed_on"]),
        review_due=entry.get("review_due", sheet["review_due"]),
        reviewed_by=entry.get("reviewed_by", sheet["reviewed_by"]),
        must_match=entry["must_match"],
        must_not_match=entry["must_not_match"],
        person=entry.get("person", {}),
        wordings=tuple(entry["signs"]),
    )


def parse_sign(text: str) -> Sign:
    """The sign that a row such as `fever & stiff-neck|purpura & +child ~20` stands for."""
    body, _, window = text.partition("~")
    terms = []
    for part in body.split("&"):
        part = part.strip()
        names = tuple(name.strip().lstrip("+") for name in part.split("|"))
        terms.append(Term(names, part.startswith("+")))
    return Sign(tuple(terms), int(window) if window else WINDOW)


def matches(
    findings: Findings, context: Context, facts: frozenset[str], start_at: int = 0
) -> list[Match]:
    """The rules that hold in a text, gravest first.

    `facts` are concepts that the notebook knows of the person. `start_at` is the place in the
    cleaned text on both sides of which a match must have words.
    """
    search = _Search(findings, context, facts, start_at)
    by_concept = _by_concept()
    possible = {at for c in (*findings.spans, *facts) for at in by_concept.get(c, ())}
    found = [match for at in sorted(possible) if (match := search.rule(rules()[at])) is not None]
    return sorted(found, key=lambda m: -m.level)


class _Search:
    def __init__(
        self, findings: Findings, context: Context, facts: frozenset[str], start_at: int
    ) -> None:
        self.findings = findings
        self.context = context
        self.facts = facts
        self.start_at = start_at
        self._active: dict[tuple[str, bool], list[Span]] = {}
        self._sentences: dict[str, set[int]] = {}
        self.resolved = bool(self.active("resolved", True))

    def active(self, concept: str, told: bool) -> list[Span]:
        """The spans of a concept that are not denied, and not framed unless `told` is false."""
        key = (concept, told)
        if key not in self._active:
            spans = self.findings.spans.get(concept, [])
            if concept.startswith(MEASURED):
                kept = [s for s in spans if not (told and self.context.framed(s))]
            elif told:
                kept = [s for s in spans if not self.context.silent(s)]
            else:
                kept = [s for s in spans if not self.context.denied(s)]
            kept.sort(key=lambda s: s.start)
            self._active[key] = kept
        return self._active[key]

    def rule(self, rule: Rule) -> Match | None:
        for sign in rule.signs:
            if not all(
                any(
                    c in self.findings.spans or (term.anywhere and c in self.facts)
                    for c in term.concepts
                )
                for term in sign.terms
            ):
                continue
            spans = self._sign(sign, rule)
            if spans is not None:
                return self._match(rule, spans)
        return None

    def _match(self, rule: Rule, spans: list[Span]) -> Match | None:
        level = rule.level
        if self.resolved and rule.resolved != "stays":
            level = Level.URGENT if rule.resolved == "urgent" else Level.NONE
            level = min(level, rule.level)
        if level is Level.NONE:
            return None
        pieces = dict.fromkeys(
            self.findings.words(s) for s in sorted(spans, key=lambda s: (s.start, s.end))
        )
        return Match(rule, level, " … ".join(pieces)[:200])

    def _sign(self, sign: Sign, rule: Rule) -> list[Span] | None:
        near = [t for t in sign.terms if not t.anywhere]
        away: list[Span] = []
        for term in sign.terms:
            if term.anywhere:
                if any(c in self.facts for c in term.concepts):
                    continue
                spans = [s for c in term.concepts for s in self.active(c, rule.told)]
                if not spans:
                    return None
                away.append(spans[0])
        lists = [
            sorted(
                {s for c in term.concepts for s in self.active(c, rule.told)},
                key=lambda s: (s.start, s.end),
            )
            for term in near
        ]
        if any(not spans for spans in lists):
            return None
        order = sorted(range(len(lists)), key=lambda i: len(lists[i]))
        starts = {i: [s.start for s in lists[i]] for i in order}
        for first in lists[order[0]][:PLACES]:
            chosen = [first]
            for i in order[1:]:
                other = _nearest(first, lists[i], starts[i], sign.window, chosen)
                if other is None:
                    break
                chosen.append(other)
            else:
                if self._new(chosen + away) and not self._excused(chosen, rule):
                    return chosen + away
        return None

    def _new(self, spans: list[Span]) -> bool:
        """Whether a sign has words on both sides; one that stands in this message was judged."""
        words = self.findings.content
        return not self.start_at or (
            any(words[s.end - 1].start >= self.start_at for s in spans)
            and any(words[s.start].start < self.start_at for s in spans)
        )

    def _excused(self, spans: list[Span], rule: Rule) -> bool:
        sentences = {self.findings.sentence(s) for s in spans}
        return any(sentences & self._excuses(excuse) for excuse in rule.unless)

    def _excuses(self, excuse: str) -> set[int]:
        """The sentences in which an excuse (`joke&work`: both) stands and is not denied."""
        if excuse not in self._sentences:
            found = [
                {
                    self.findings.sentence(span)
                    for span in self.findings.spans.get(concept, ())
                    if not self.context.negative(span)
                }
                for concept in excuse.split("&")
            ]
            self._sentences[excuse] = set.intersection(*found)
        return self._sentences[excuse]


def _nearest(
    first: Span, spans: list[Span], starts: list[int], window: int, taken: list[Span]
) -> Span | None:
    place = bisect_left(starts, first.start)
    best: Span | None = None
    distance = window + 1
    for step in range(max(0, place - 12), min(len(spans), place + 12)):
        span = spans[step]
        apart = max(span.start - first.end, first.start - span.end, 0)
        if apart < distance and not any(_same_words(span, t) for t in taken):
            best, distance = span, apart
    return best


def _same_words(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def evidence(found: list[Match]) -> tuple[Evidence, ...]:
    """The evidence of those matches, in their order."""
    return tuple(Evidence(m.rule.id, m.words, "rule") for m in found)

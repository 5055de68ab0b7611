"""What turns a named sign into no alarm: negation, a question of knowledge, the past, a story.

Each test looks at a bounded stretch: negation at the words after its cue, the others at the
sentence or clause. Nothing here looks at who plays the sign down: that never counts.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from bot.safety.reading import Findings, Span
from bot.safety.sheets import read_sheet

SCOPE = 7
# A request ("remind me…") opens its sentence: further on, the same words may be anything.
OPENING = 3
MASK = "idiom"
STORY = ("frame-fiction", "frame-news", "frame-course")


@functools.cache
def _list(name: str) -> frozenset[str]:
    return frozenset(read_sheet("context")[name]["words"])


@functools.cache
def _values() -> frozenset[str]:
    return frozenset(read_sheet("spelling")["values"])


@functools.cache
def _undenied(word: str) -> bool:
    """Whether a cue before that word denies nothing; the sheet's words are stems, or `=` whole."""
    return any(
        word == stem[1:] if stem[0] == "=" else word.startswith(stem)
        for stem in _list("not_denying")
    )


@dataclass(slots=True)
class Context:
    """The frames of one text, worked out once; `silent` answers for one span."""

    findings: Findings
    negated: list[bool] = field(default_factory=list)
    adjacent: set[int] = field(default_factory=set)
    masked: set[int] = field(default_factory=set)
    knowledge: set[int] = field(default_factory=set)
    story: set[int] = field(default_factory=set)
    past: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    answered_no: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, findings: Findings) -> Context:
        """The context of that text."""
        context = cls(findings)
        context._negations()
        context._masks()
        context._frames()
        return context

    def silent(self, span: Span) -> bool:
        """Whether the sign is denied, past, told, asked about or part of an idiom."""
        return self.denied(span) or self.framed(span)

    def denied(self, span: Span) -> bool:
        """Whether the sign is negated, answered with no, or swallowed by an idiom."""
        return span.start in self.masked or self.negative(span)

    def negative(self, span: Span) -> bool:
        """Whether the sign is negated or answered with no."""
        first = self.findings.raw[span.start]
        return self.negated[first] or first in self.adjacent or span.end in self.answered_no

    def framed(self, span: Span) -> bool:
        """Whether the sign stands in a question of knowledge, a story, or the past."""
        word = self.findings.content[span.start]
        return (
            word.sentence in self.knowledge
            or word.sentence in self.story
            or word.clause in self.past
            or span.start in self.told
        )

    def _negations(self) -> None:
        words = self.findings.reading.words
        self.negated = [False] * len(words)
        place = {index: content for content, index in enumerate(self.findings.raw)}
        for index, word in enumerate(words):
            if word.text not in _list("cues"):
                continue
            after = [w.text for w in words[index + 1 : index + 5]]
            counting = [w for w in after if w not in _list("thin")]
            if counting and _undenied(counting[0]):
                continue
            if index + 1 < len(words) and words[index + 1].clause != word.clause:
                continue
            if word.text in ("sans", "without") and self._after_cannot(index):
                continue
            if self._wide(index):
                self._scope(index)
            elif after:
                following = next((i for i in range(index + 1, len(words)) if i in place), None)
                if following is not None and words[following].clause == word.clause:
                    self.adjacent.add(following)
        for span in [s for spans in self.findings.spans.values() for s in spans]:
            end = self.findings.raw[span.end - 1] + 1
            after_span = words[end : end + 2]
            if after_span and after_span[0].text in _list("answers"):
                last = words[self.findings.raw[span.end - 1]]
                closes = len(after_span) == 1 or after_span[1].clause != after_span[0].clause
                if closes and after_span[0].clause != last.clause:
                    self.answered_no.add(span.end)

    def _wide(self, index: int) -> bool:
        words = self.findings.reading.words
        word = words[index].text
        following = words[index + 1].text if index + 1 < len(words) else ""
        before = words[index - 1].text if index else ""
        if word in ("pas", "plus"):
            auxiliary = before in _list("having")
            return auxiliary or (following in ("de", "d") and (word == "pas" or self._ne(index)))
        if word == "not":
            return following in _list("having") or following in ("any", "a", "an", "the")
        return True

    def _after_cannot(self, index: int) -> bool:
        """Whether "without" follows an "I cannot": then what follows does happen."""
        words = self.findings.reading.words
        return any(
            w.text in ("not", "pas", "plus") and w.sentence == words[index].sentence
            for w in words[max(0, index - 12) : index]
        )

    def _ne(self, index: int) -> bool:
        words = self.findings.reading.words
        return any(w.text in ("ne", "n") for w in words[max(0, index - 4) : index])

    def _scope(self, index: int) -> None:
        words = self.findings.reading.words
        clause, sentence = words[index].clause, words[index].sentence
        counted = 0
        for place in range(index + 1, len(words)):
            word = words[place]
            if word.sentence != sentence or word.text in _list("breaks"):
                return
            if word.clause != clause:
                if not self._list_goes_on(place):
                    return
                clause = word.clause
                counted = 0
            if word.text not in _list("thin"):
                counted += 1
            if counted > SCOPE:
                return
            self.negated[place] = True

    def _list_goes_on(self, place: int) -> bool:
        words = self.findings.reading.words
        sentence = words[place].sentence
        for word in words[place : place + 14]:
            if word.sentence != sentence or word.text in _list("breaks"):
                return False
            if word.text in ("or", "ou", "ni", "nor"):
                return True
        return False

    def _masks(self) -> None:
        for concept, spans in self.findings.spans.items():
            if concept.startswith(MASK):
                for span in spans:
                    self.masked.update(range(span.start, span.end))

    def _frames(self) -> None:
        findings = self.findings
        claims = self._claims()
        for span in findings.spans.get("frame-knowledge", ()):
            if findings.sentence(span) not in claims:
                self.knowledge.add(findings.sentence(span))
        for span in findings.spans.get("frame-request", ()):
            sentence = findings.sentence(span)
            opening = max(0, span.start - OPENING)
            starts = opening == 0 or findings.content[opening].sentence != sentence
            if starts and sentence not in claims:
                self.knowledge.add(sentence)
        own = self._own()
        told = {findings.sentence(s) for frame in STORY for s in findings.spans.get(frame, ())}
        told -= own
        if told:
            last = findings.reading.words[-1].sentence if findings.reading.words else 0
            inside = False
            for sentence in range(min(told), last + 1):
                if sentence in told:
                    inside = True
                elif sentence in claims or sentence in own:
                    inside = False
                if inside:
                    self.story.add(sentence)
        self._plots()
        self._pasts()

    def _plots(self) -> None:
        """What happens in a film is told to the end of its clause, unless the person is in it."""
        content = self.findings.content
        for span in self.findings.spans.get("frame-plot", ()):
            end = span.end
            while end < len(content) and content[end].clause == content[span.start].clause:
                end += 1
            words = self.findings.reading.words
            rest = words[self.findings.raw[span.end - 1] + 1 : self.findings.raw[end - 1] + 1]
            if not any(word.text in _list("own") for word in rest):
                self.told.update(range(span.start, end))

    def _pasts(self) -> None:
        """The clauses of the past; one that only says when dates the clause before it too."""
        content = self.findings.content
        places: dict[int, list[int]] = {}
        for place, word in enumerate(content):
            places.setdefault(word.clause, []).append(place)
        dated: dict[int, set[int]] = {}
        for span in self.findings.spans.get("frame-past", ()):
            inside = dated.setdefault(content[span.start].clause, set())
            inside.update(range(span.start, span.end))
        present: set[int] = set()
        for span in self.findings.spans.get("now", ()):
            clause = content[span.start].clause
            # "Forty years ago now": said of a date, and last, it is no present.
            ends = span.end == places[clause][-1] + 1 and content[span.start].text == "now"
            if ends and content[span.start - 1].text == "ago" and span.start - 1 in places[clause]:
                dated.setdefault(clause, set()).update(range(span.start, span.end))
            else:
                present.add(clause)
        self.past = dated.keys() - present
        for clause in list(self.past):
            only = all(
                place in dated[clause] or content[place].text in _values()
                for place in places[clause]
            )
            before = content[places[clause][0] - 1] if places[clause][0] else None
            if only and before and before.sentence == content[places[clause][0]].sentence:
                self.past |= {before.clause} - present

    def _own(self) -> set[int]:
        """The sentences in which the person speaks of themselves or theirs, not of a story."""
        findings = self.findings
        inside: set[int] = set()
        for frame in ("frame-viewing", *STORY):
            for span in findings.spans.get(frame, ()):
                first, last = findings.raw[span.start], findings.raw[span.end - 1]
                inside.update(range(max(0, first - 3), last + 1))
        words = findings.reading.words
        own = {
            word.sentence
            for index, word in enumerate(words)
            if word.text in _list("own") and index not in inside
        }
        return own | self._relatives()

    def _relatives(self) -> set[int]:
        """The sentences that speak of someone close, "my son", "mum": real, unlike "the mum"."""
        findings = self.findings
        words = findings.reading.words
        found: set[int] = set()
        for kin in ("child", "someone-else"):
            for span in findings.spans.get(kin, ()):
                first = findings.raw[span.start]
                before = words[first - 1].text if first else ""
                called = words[first].text in _list("called") and before not in _list("articles")
                if called or before in _list("near"):
                    found.add(words[first].sentence)
        return found

    def _claims(self) -> set[int]:
        """The sentences in which someone real has something, outside the frame's own words."""
        findings = self.findings
        inside: set[int] = set()
        for frame in ("frame-knowledge", "frame-request", "frame-document"):
            for span in findings.spans.get(frame, ()):
                inside.update(range(findings.raw[span.start], findings.raw[span.end - 1] + 1))
                first = findings.raw[span.start]
                if first and findings.reading.words[first - 1].text in _list("pronouns"):
                    inside.add(first - 1)
        words = findings.reading.words
        claims: set[int] = set()
        for index, word in enumerate(words):
            if word.text in _list("pronouns") and index not in inside:
                following = words[index + 1].text if index + 1 < len(words) else ""
                if word.text == "il" and following in _list("impersonal"):
                    continue
                claims.add(word.sentence)
        return claims | self._relatives()

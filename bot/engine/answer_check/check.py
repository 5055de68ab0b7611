"""All checks of one answer."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Collection, Sequence

from bot.engine.answer_check.contacts import lines, links
from bot.engine.answer_check.figures import figures, known_set, numbers_in
from bot.engine.answer_check.problem import Problem
from bot.engine.answer_check.sentences import Sentence, complete, sentences, unquoted
from bot.engine.answer_check.sheet import Rule, pattern, rules
from bot.engine.answer_check.tongue import tongue
from bot.engine.answer_check.urgency import call_in_view, timing
from bot.wording.folding import fold

MEDICINE = "medx"  # stands in the rules for any medicine that the notebook names
LONGEST = 20_000
TELLING = 5  # letters from which a word of a condition's name tells it


def check(
    text: str,
    *,
    language: str,
    level: str,
    allowed_numbers: frozenset[str],
    allowed_links: Sequence[str],
    known_numbers: Collection[str] | None,
    medicines: Collection[str] = (),
    conditions: Collection[str] = (),
) -> list[Problem]:
    """What is wrong with a model's answer; empty when it may be said.

    ``level`` is the gate's, of the open episode: none, urgent, crisis or emergency.
    ``allowed_numbers`` are the lines that may be named, as dialled or printed; ``allowed_links``
    addresses (with what lies below them) or hosts. ``known_numbers`` stand in the notebook, the
    tools' results and the person's messages: whole texts do, their numbers are taken.
    ``None`` leaves the figures unchecked, for the everyday space that knows no notebook.
    ``medicines`` and ``conditions`` are the notebook's names.
    """
    if len(text) > LONGEST:
        return [Problem("length", text[:80], "Answer much shorter.")]
    problems = _all(
        text,
        language,
        level,
        allowed_numbers,
        allowed_links,
        known_numbers,
        frozenset(medicines),
        conditions,
    )
    problems += call_in_view(sentences(text), level, allowed_numbers)
    return list(dict.fromkeys(problems))


def check_draft(
    text: str,
    *,
    language: str,
    level: str,
    allowed_numbers: frozenset[str],
    allowed_links: Sequence[str],
    known_numbers: Collection[str] | None,
    medicines: Collection[str] = (),
    conditions: Collection[str] = (),
) -> list[Problem]:
    """Like :func:`check` for an answer that is still being written.

    Only whole sentences are judged, so only :func:`complete` of the draft may be shown. Nothing
    is missed yet by an answer that has not ended: the call to keep in view is not asked for.
    """
    whole = complete(text[:LONGEST])
    problems = _all(
        whole,
        language,
        level,
        allowed_numbers,
        allowed_links,
        known_numbers,
        frozenset(medicines),
        conditions,
    )
    return list(dict.fromkeys(problems))


def safe_template(level: str, problems: Sequence[Problem] = ()) -> str:
    """The id of what to say instead, in ``answers.ftl``.

    Under an alarm the template names the line to call (``$number``, "none" when none is known);
    otherwise it says what the answer was stopped for, as far as the person can use it.
    """
    if level in ("urgent", "emergency", "crisis"):
        return f"answer-safe-{level}"
    found = {problem.id for problem in problems}
    if found & {"dose", "medicine", "interaction"}:
        return "answer-safe-medicine"
    if "diagnosis" in found:
        return "answer-safe-diagnosis"
    return "answer-safe"


def _all(
    text: str,
    language: str,
    level: str,
    allowed_numbers: frozenset[str],
    allowed_links: Sequence[str],
    known_numbers: Collection[str] | None,
    medicines: frozenset[str],
    conditions: Collection[str],
) -> list[Problem]:
    parts = _named(sentences(text), medicines)
    known = known_set(known_numbers or ())
    telling = _telling(conditions)
    problems: list[Problem] = []
    own = _named(sentences(unquoted(text)), medicines)
    for rule in rules():
        if level not in rule.levels:
            continue
        previous: Sentence | None = None
        for part in parts if rule.quoted else own:
            if _breaks(rule, part, previous, known, telling):
                problems.append(Problem(rule.id, part.text, rule.hint))
            previous = part
    problems += timing(parts, level, allowed_numbers)
    problems += lines(text, parts, allowed_numbers, known_numbers or ())
    problems += links(text, allowed_links)
    if known_numbers is not None:
        problems += figures(parts, known)
    problems += tongue(parts, language)
    return problems


def _breaks(
    rule: Rule,
    part: Sentence,
    previous: Sentence | None,
    known: frozenset[str],
    conditions: frozenset[str],
) -> bool:
    if part.question and not rule.questions and not WHY_NOT.search(part.folded):
        return False
    for one in rule.patterns:
        for match in one.finditer(part.folded):
            if any(excuse.search(part.folded) for excuse in rule.unless):
                return False
            # A match may begin with the comma that opens its clause.
            opening = START.search(match[0])
            if match.groupdict().get("weak") and not pattern("words", "remedy").search(part.folded):
                continue
            before = part.before(match.start() + (opening.start() if opening else 0))
            if any(excuse.search(before) for excuse in rule.before):
                continue
            if rule.known_numbers_excuse and numbers_in(match[0]) <= known:
                continue
            if rule.known_conditions_excuse and conditions & set(WORD.findall(match[0])):
                continue
            if rule.after_definition_excuse and previous is not None and _defines(previous):
                continue
            return True
    return False


WORD = re.compile(r"[a-z0-9]+")
START = re.compile(r"[^\s,;:(]")
WHY_NOT = re.compile(
    r"\b(?:pourquoi ne pas|et si vous|why not|what about|how about|why don't you)\b"
)
PERSON = re.compile(r"\b(?:vous|votre|vos|you|your|he|she|il|elle|his|her)\b")


def _defines(sentence: Sentence) -> bool:
    """Whether a sentence speaks about an illness in general, so that "it is" refers to it."""
    named = pattern("words", "condition").search(sentence.folded)
    return named is not None and PERSON.search(sentence.folded) is None


def _named(parts: Sequence[Sentence], medicines: frozenset[str]) -> list[Sentence]:
    """The sentences with the notebook's medicines under the one name that the rules know."""
    names = _names(medicines)
    if names is None:
        return list(parts)
    return [dataclasses.replace(p, folded=names.sub(MEDICINE, p.folded)) for p in parts]


@functools.lru_cache(maxsize=64)
def _names(medicines: frozenset[str]) -> re.Pattern[str] | None:
    names = sorted({fold(name) for name in medicines if len(name.strip()) > 2}, key=len)
    if not names:
        return None
    return re.compile(rf"\b(?:{'|'.join(re.escape(n) for n in reversed(names))})\b")


def _telling(conditions: Collection[str]) -> frozenset[str]:
    return frozenset(
        word for name in conditions for word in WORD.findall(fold(name)) if len(word) >= TELLING
    )

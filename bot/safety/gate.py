"""The gate: one message in, one verdict out, before any form, action or model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.safety.classifier import raised
from bot.safety.context import Context
from bot.safety.facts import facts_of
from bot.safety.reading import Findings, find
from bot.safety.rules import Match, evidence, matches
from bot.safety.text import clean_text
from bot.safety.verdict import NOTHING, Evidence, Level, Person, Verdict

NOBODY = Person()
SHORT = 160
REMEMBERED = 3
FIRST_PERSON = frozenset(("j", "je", "i", "me", "m", "moi", "mesuis", "myself"))
# The flag of a message that only the classifier raised.
UNSPECIFIED = "unspecified"


def triage(
    text: str,
    *,
    language: str,
    country: str | None,
    person: Person = NOBODY,
    recent: Sequence[str] = (),
    today: date,
) -> Verdict:
    """The level of `text`, with its evidence: pure, deterministic, offline, linear in length.

    `recent` are the person's last messages, oldest first; short ones are read together with
    `text`, so that a sign split over turns is found. `language` and `country` never change the
    level: people write in any language, and the sign sheets of both are always read.
    """
    verdict = _read(text, "", person, today)
    earlier = [message for message in recent[-REMEMBERED:] if len(message) <= SHORT]
    if earlier and len(text) <= SHORT:
        before = " ".join(earlier) + " "
        joined = _read(before + text, before, person, today)
        if joined.level > verdict.level:
            return joined
    return verdict


def _read(text: str, before: str, person: Person, today: date) -> Verdict:
    findings = find(text)
    if not findings.content:
        return NOTHING
    context = Context.of(findings)
    facts: frozenset[str] = frozenset()
    if not findings.has("someone-else"):
        facts = facts_of(person, today)
    found = matches(findings, context, facts, len(clean_text(before)) if before else 0)
    verdict = _verdict(findings, found)
    # The classifier learnt from single messages: several read as one are not what it knows, and
    # signs split over turns are found by the rules.
    if before or verdict.level is Level.EMERGENCY:
        return verdict
    return _raise(verdict, raised(findings, context))


def _raise(verdict: Verdict, trained: tuple[Level, Evidence] | None) -> Verdict:
    """The verdict, raised to what the classifier is sure of; never lowered."""
    if trained is None or trained[0] <= verdict.level:
        return verdict
    level, evidence_of = trained
    flags = verdict.flags or (UNSPECIFIED,)
    return Verdict(level, flags, (evidence_of, *verdict.evidence), verdict.asks)


def _verdict(findings: Findings, found: list[Match]) -> Verdict:
    if not found:
        return NOTHING
    level = found[0].level
    flags = list(dict.fromkeys(flag for m in found for flag in m.rule.flags))
    about_other = findings.has("someone-else") or findings.has("child")
    if about_other and not any(w.text in FIRST_PERSON for w in findings.reading.words):
        flags.append("someone-else")
    if findings.has("measure-self-young"):
        flags.append("young")
    asks = next((m.rule.asks for m in found if m.level == level and m.rule.asks), None)
    return Verdict(level, tuple(flags), evidence(found), asks)


__all__ = ["triage"]

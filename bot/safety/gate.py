"""The gate: one message in, one verdict out, before any form, action or model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.safety.context import Context
from bot.safety.facts import facts_of
from bot.safety.reading import Findings, find
from bot.safety.rules import Match, evidence, matches
from bot.safety.text import clean_text
from bot.safety.verdict import NOTHING, Level, Person, Verdict

NOBODY = Person()
SHORT = 160
REMEMBERED = 3
# A message with fewer words that count is left to the rules.
SHORTEST = 2
# Messages whose meanings are worked out at once: more are hardly quicker, and take more memory.
TOGETHER = 64
FIRST_PERSON = frozenset(("j", "je", "i", "me", "m", "moi", "mesuis", "myself"))
# The flag of a message that only the classifier raised.
UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Message:
    """One message to judge: its text, what the notebook knows, and the last messages before it."""

    text: str
    person: Person = NOBODY
    recent: tuple[str, ...] = ()


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
    return triage_all([Message(text, person, tuple(recent))], today)[0]


def triage_all(messages: Sequence[Message], today: date) -> list[Verdict]:
    """The verdict of each message; quicker than one by one, as meanings are worked out at once."""
    verdicts: list[Verdict] = []
    for at in range(0, len(messages), TOGETHER):
        verdicts += _together(messages[at : at + TOGETHER], today)
    return verdicts


def _together(messages: Sequence[Message], today: date) -> list[Verdict]:
    every = [_heard(message, today) for message in messages]
    verdicts = [heard.suspected for heard in every]
    # What the rules raise to the top needs no second reader.
    unsure = [
        at
        for at, heard in enumerate(every)
        if heard.sure.level < Level.EMERGENCY
        and (readable(heard.findings) or heard.suspected.level > heard.sure.level)
    ]
    if unsure:
        # With numpy, which a program that has not been spoken to does without.
        from bot.safety import classifier

        own = classifier.model()
        some = [
            classifier.Unsure(h.findings, h.context, h.suspected.level > h.sure.level)
            for h in (every[at] for at in unsure)
        ]
        for at, read, judged in zip(unsure, some, classifier.judge(own, some), strict=True):
            likely = judged.highest >= own.limits.suspicion
            verdict = every[at].suspected if likely else every[at].sure
            raised = judged.raised
            if raised is not None and raised.level > verdict.level:
                shown = (classifier.evidence(own, read, raised), *verdict.evidence)
                flags = verdict.flags or (UNSPECIFIED,)
                verdict = Verdict(raised.level, flags, shown, verdict.asks)
            verdicts[at] = verdict
    return verdicts


def readable(findings: Findings) -> bool:
    """Whether there is enough for the trained reader to read."""
    return len(findings.content) >= SHORTEST


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the rules say of a message: for sure, and with what their words alone do not decide."""

    sure: Verdict
    suspected: Verdict
    findings: Findings
    context: Context


def _heard(message: Message, today: date) -> _Heard:
    """What the rules say, and the message as it was read, without those before it."""
    text = message.text
    heard = _by_rules(text, "", message.person, today)
    earlier = [said for said in message.recent[-REMEMBERED:] if len(said) <= SHORT]
    if earlier and len(text) <= SHORT:
        before = " ".join(earlier) + " "
        # The trained reader learnt from single messages: signs split over turns are the rules'.
        joined = _by_rules(before + text, before, message.person, today).suspected
        if joined.level > heard.suspected.level:
            return replace(heard, sure=joined, suspected=joined)
    return heard


def _by_rules(text: str, before: str, person: Person, today: date) -> _Heard:
    findings = find(text)
    context = Context.of(findings)
    if not findings.content:
        return _Heard(NOTHING, NOTHING, findings, context)
    facts: frozenset[str] = frozenset()
    if not findings.has("someone-else"):
        facts = facts_of(person, today)
    found = matches(findings, context, facts, len(clean_text(before)) if before else 0)
    sure = [match for match in found if not match.rule.suspicion]
    suspected = _verdict(findings, found)
    certain = suspected if len(sure) == len(found) else _verdict(findings, sure)
    return _Heard(certain, suspected, findings, context)


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


__all__ = ["Message", "triage", "triage_all"]

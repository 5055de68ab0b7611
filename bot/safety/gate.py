"""The gate: one message in, one verdict out, before any form, action or model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    every = [_read(message, today) for message in messages]
    # What the rules raise to the top needs no second reader.
    unsure = [
        at
        for at, (verdict, read) in enumerate(every)
        if verdict.level < Level.EMERGENCY and readable(read[0])
    ]
    verdicts = [verdict for verdict, _ in every]
    if unsure:
        # With numpy, which a program that has not been spoken to does without.
        from bot.safety import classifier

        own = classifier.model()
        raised = classifier.judge(own, [every[at][1] for at in unsure])
        for at, trained in zip(unsure, raised, strict=True):
            verdict, read = every[at]
            if trained is not None and trained.level > verdict.level:
                shown = (classifier.evidence(own, read, trained), *verdict.evidence)
                flags = verdict.flags or (UNSPECIFIED,)
                verdicts[at] = Verdict(trained.level, flags, shown, verdict.asks)
    return verdicts


def readable(findings: Findings) -> bool:
    """Whether there is enough for the trained reader to read."""
    return len(findings.content) >= SHORTEST


def _read(message: Message, today: date) -> tuple[Verdict, tuple[Findings, Context]]:
    """What the rules say, and the message as it was read, without those before it."""
    text = message.text
    verdict, read = _by_rules(text, "", message.person, today)
    earlier = [said for said in message.recent[-REMEMBERED:] if len(said) <= SHORT]
    if earlier and len(text) <= SHORT:
        before = " ".join(earlier) + " "
        # The trained reader learnt from single messages: signs split over turns are the rules'.
        joined, _ = _by_rules(before + text, before, message.person, today)
        if joined.level > verdict.level:
            return joined, read
    return verdict, read


def _by_rules(
    text: str, before: str, person: Person, today: date
) -> tuple[Verdict, tuple[Findings, Context]]:
    findings = find(text)
    context = Context.of(findings)
    if not findings.content:
        return NOTHING, (findings, context)
    facts: frozenset[str] = frozenset()
    if not findings.has("someone-else"):
        facts = facts_of(person, today)
    found = matches(findings, context, facts, len(clean_text(before)) if before else 0)
    return _verdict(findings, found), (findings, context)


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

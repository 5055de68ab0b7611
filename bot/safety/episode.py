"""What holds between messages: an alarm stays open until help was got or it is clearly over.

Nothing else closes it: neither time within the hours below, nor a relative's opinion, nor
"I feel better". While it is open every verdict carries at least its level.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.safety.context import Context
from bot.safety.reading import Findings, find
from bot.safety.verdict import Episode, Level, Verdict

KEPT = 3
SHORT = 160
# After this long without a word the alarm is no longer spoken of; a new sign opens a new one.
LASTS = {
    Level.NONE: timedelta(hours=1),
    Level.URGENT: timedelta(hours=24),
    Level.CRISIS: timedelta(hours=72),
    Level.EMERGENCY: timedelta(hours=48),
}


def follow(
    episode: Episode | None,
    text: str,
    verdict: Verdict,
    *,
    language: str,
    now: datetime,
) -> tuple[Verdict, Episode | None]:
    """The verdict that holds after this message, and the episode to keep for the next one.

    The level never falls below the open alarm's, whatever the message says, unless it says
    that help was got or that it was no alarm. `language` is not needed: both are read.
    """
    if episode is not None and now - episode.since > LASTS[episode.level]:
        episode = None
    is_open = episode is not None and episode.level > Level.NONE
    if episode is not None and is_open and verdict.level < episode.level:
        if helped(text):
            return verdict, _quiet(None, text, now) if verdict.level is Level.NONE else Episode(
                verdict.level, verdict.flags, now
            )
        held = Verdict(episode.level, _joined(episode.flags, verdict.flags), verdict.evidence)
        return held, Episode(episode.level, held.flags, episode.since)
    if verdict.level > Level.NONE:
        earlier = episode.flags if episode is not None and is_open else ()
        flags = _joined(verdict.flags, earlier)
        held = Verdict(verdict.level, flags, verdict.evidence, verdict.asks)
        return held, Episode(verdict.level, flags, now)
    return verdict, _quiet(episode, text, now)


def helped(text: str) -> bool:
    """Whether a message says that help was got, or that there was no alarm."""
    findings = find(text)
    if not findings.content:
        return False
    context = Context.of(findings)
    return any(_said(findings, context, concept) for concept in ("help-got", "over-clear"))


def _said(findings: Findings, context: Context, concept: str) -> bool:
    doubtful = {findings.sentence(span) for span in findings.spans.get("not-yet", ())}
    return any(
        not context.negative(span)
        and findings.sentence(span) not in findings.reading.asked
        and findings.sentence(span) not in doubtful
        for span in findings.spans.get(concept, ())
    )


def _quiet(episode: Episode | None, text: str, now: datetime) -> Episode | None:
    """The last short messages, so that a sign split over turns is read whole."""
    if not text.strip() or len(text) > SHORT:
        return None
    recent = (*(episode.recent if episode is not None else ()), text)[-KEPT:]
    return Episode(Level.NONE, (), now, recent)


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))

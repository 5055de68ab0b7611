"""What holds between messages: an alarm stays open until help was got or it is clearly over."""

from __future__ import annotations

from datetime import datetime

from bot.safety.verdict import Episode, Level, Verdict

KEPT = 3
SHORT = 160


def follow(
    episode: Episode | None,
    text: str,
    verdict: Verdict,
    *,
    language: str,
    now: datetime,
) -> tuple[Verdict, Episode | None]:
    """The verdict that holds after this message, and the episode to keep for the next one."""
    recent = (episode.recent if episode else ()) + ((text,) if len(text) <= SHORT else ())
    recent = recent[-KEPT:]
    level = max(verdict.level, episode.level if episode else Level.NONE)
    flags = verdict.flags + tuple(
        f for f in (episode.flags if episode else ()) if f not in verdict.flags
    )
    since = episode.since if episode and episode.level >= verdict.level else now
    held = Verdict(level, flags, verdict.evidence, verdict.asks)
    return held, Episode(level, flags, since, recent)

"""Carnet's own words when the gate raises: one short card, the number first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bot.safety.numbers import Line, Numbers, numbers
from bot.safety.sheets import read_sheet
from bot.safety.verdict import Episode, Level, Person, Verdict

CRISIS_FLAGS = ("suicide", "self-harm", "violence", "child-danger", "psychiatric")
AID_LINES = 3
YOUNG = 18


@dataclass(frozen=True, slots=True)
class Card:
    """One answer of the gate: Markdown that fits a phone screen, and the number it leads with."""

    kind: Literal["emergency", "crisis", "urgent"]
    text: str
    number: str | None


def card(
    verdict: Verdict, *, language: str, country: str | None, person: Person, today: date
) -> Card:
    """The card for a raised verdict; `ValueError` for level `none`."""
    lines = numbers(country)
    young = is_young(person, today) or "young" in verdict.flags
    if verdict.level is Level.EMERGENCY:
        number, parts = _emergency(verdict, language, lines)
        kind: Literal["emergency", "crisis", "urgent"] = "emergency"
    elif verdict.level is Level.CRISIS:
        number, parts = _crisis(verdict, language, lines, young)
        kind = "crisis"
    elif verdict.level is Level.URGENT:
        number, parts = _urgent(verdict, language, lines)
        kind = "urgent"
    else:
        raise ValueError("no card without a raised level")
    if verdict.asks is not None:
        parts.append(say("asks", verdict.asks, language))
    if language not in ("fr", "en"):
        entry = read_sheet("wordings")["line"]["unread"]
        parts.append(f"{entry['fr']} / {entry['en']}")
    return Card(kind, "\n".join(parts), number)


def is_young(person: Person, today: date) -> bool:
    """Whether the notebook's person may still be under 18."""
    age = person.age(today.year)
    return age is not None and age <= YOUNG


def say(section: str, entry: str, language: str, **values: str) -> str:
    """One wording in French for `fr`, in English for anything else, with its values filled in."""
    wordings: dict[str, Any] = read_sheet("wordings")[section]
    text: str = wordings[entry]["fr" if language == "fr" else "en"]
    return text.format(**values) if values else text


def lead(
    flags: tuple[str, ...], level: Level, lines: Numbers, *, young: bool = False
) -> Line | None:
    """The line to call first for these flags, in that country."""
    if level is Level.CRISIS:
        if "violence" in flags and "suicide" not in flags:
            return lines.violence or lines.police or lines.emergency
        if "child-danger" in flags and "suicide" not in flags:
            return lines.child or lines.police or lines.emergency
        return lines.suicide or (lines.child if young else None) or lines.emergency
    if level is Level.EMERGENCY:
        return (lines.police or lines.emergency) if flags[:1] == ("violence",) else lines.emergency
    return lines.advice or None


def _aid(flags: tuple[str, ...], language: str) -> list[str]:
    sheet = read_sheet("aid")
    for flag in flags:
        if flag in sheet and isinstance(sheet[flag], dict) and "fr" in sheet[flag]:
            return [f"• {tip}" for tip in sheet[flag]["fr" if language == "fr" else "en"]][
                :AID_LINES
            ]
    return []


def _emergency(verdict: Verdict, language: str, lines: Numbers) -> tuple[str | None, list[str]]:
    line = lead(verdict.flags, Level.EMERGENCY, lines)
    parts = [_head("emergency", line, language), say("why", "emergency", language)]
    tips = _aid(verdict.flags, language)
    if tips:
        parts += [say("line", "waiting", language), *tips]
    if any(flag in CRISIS_FLAGS[:2] for flag in verdict.flags):
        if lines.suicide is not None:
            parts.append(_also(lines.suicide, language))
        else:
            parts.append(say("line", "directory", language))
    if "poisoning" in verdict.flags and lines.poison is not None:
        parts.append(_also(lines.poison, language))
    if lines.relay is not None:
        parts.append(
            say(
                "line",
                "relay",
                language,
                number=lines.relay.link(),
                about=lines.relay.about(language),
            )
        )
    return (line.show if line else None), parts


def _crisis(
    verdict: Verdict, language: str, lines: Numbers, young: bool
) -> tuple[str | None, list[str]]:
    line = lead(verdict.flags, Level.CRISIS, lines, young=young)
    hurt = "violence" in verdict.flags or "child-danger" in verdict.flags
    why = "violence" if hurt and "suicide" not in verdict.flags else "crisis"
    if "someone-else" in verdict.flags:
        why = "other"
    parts = [_head("crisis", line, language), say("why", why, language)]
    for other in (lines.mental, lines.child if young or "child-danger" in verdict.flags else None):
        if other is not None and other != line:
            parts.append(_also(other, language))
    if line is not None and lines.suicide is None:
        parts.append(say("line", "directory", language))
    urgent_line = (lines.police if hurt else None) or lines.emergency
    if urgent_line is None:
        parts.append(say("line", "danger_unknown", language))
    else:
        parts.append(say("line", "danger", language, number=urgent_line.link()))
    if lines.relay is not None:
        parts.append(
            say(
                "line",
                "relay",
                language,
                number=lines.relay.link(),
                about=lines.relay.about(language),
            )
        )
    parts += [f"{tip}" for tip in _aid(verdict.flags, language)]
    if young:
        parts.append(say("line", "young", language))
    parts.append(say("line", "stay", language))
    return (line.show if line else None), parts


def _urgent(verdict: Verdict, language: str, lines: Numbers) -> tuple[str | None, list[str]]:
    line = lines.advice
    parts = [_head("urgent", line, language)]
    if lines.emergency is None:
        parts.append(say("why", "urgent_unknown", language))
    else:
        parts.append(say("why", "urgent", language, emergency=lines.emergency.link()))
    parts += _aid(verdict.flags, language)
    return (line.show if line else None), parts


def _head(kind: str, line: Line | None, language: str) -> str:
    if line is None:
        return say("head", f"{kind}_unknown", language)
    return say("head", kind, language, number=line.link(), about=line.about(language))


def _also(line: Line, language: str) -> str:
    return say("line", "also", language, number=line.link(), about=line.about(language))


def reminder_line(episode: Episode, *, language: str, country: str | None) -> str:
    """One short line that keeps the call in view; empty when no alarm is open."""
    if episode.level is Level.NONE:
        return ""
    lines = numbers(country)
    line = lead(episode.flags, episode.level, lines)
    kind = episode.level.label
    if line is None or lines.emergency is None:
        return say("reminder", f"{kind}_unknown", language)
    return say("reminder", kind, language, number=line.link(), emergency=lines.emergency.link())


def public_line(verdict: Verdict, *, language: str, country: str | None) -> str:
    """A line that may stand in a group: a number, and not one word about health."""
    line = numbers(country).emergency
    if line is None:
        return say("public", "emergency_unknown", language)
    return say("public", "emergency", language, number=line.link())

"""The plain keyword list that the gate is measured against: no context, no word forms."""

from __future__ import annotations

from bot.safety.verdict import NOTHING, Evidence, Level, Verdict

EMERGENCY = (
    "infarctus", "avc", "heart attack", "stroke", "chest pain", "douleur thoracique",
    "douleur à la poitrine", "can't breathe", "difficulty breathing", "difficulté à respirer",
    "inconscient", "unconscious", "convulsion", "seizure", "hémorragie", "severe bleeding",
    "anaphyl", "overdose", "poison", "méningite", "meningitis", "septi", "sepsis",
)  # fmt: skip
CRISIS = (
    "suicid", "me tuer", "kill myself", "end my life", "mettre fin à mes jours", "self-harm",
    "violence", "abus",
)  # fmt: skip


def keyword_triage(text: str) -> Verdict:
    """What a plain list of keywords would say: `emergency`, `crisis` or `none`."""
    lowered = text.lower()
    for level, words in ((Level.EMERGENCY, EMERGENCY), (Level.CRISIS, CRISIS)):
        for word in words:
            if word in lowered:
                return Verdict(level, ("keyword",), (Evidence("keyword", word, "rule"),))
    return NOTHING

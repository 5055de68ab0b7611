"""The plain keyword list that the gate is measured against: no context, no word forms."""

from __future__ import annotations

from bot.safety.verdict import NOTHING, Evidence, Level, Verdict

EMERGENCY = (
    "infarctus", "crise cardiaque", "avc", "heart attack", "stroke", "chest pain", "poitrine",
    "respirer", "breathe", "breathing", "étouffe", "choking", "inconscient", "unconscious",
    "convuls", "seizure", "sang ", "saigne", "blood", "bleeding", "hémorragie", "anaphyl",
    "overdose", "poison", "brûl", "burn", "méningite", "meningitis", "sepsis", "urgence",
    "emergency", "grave", "severe",
)  # fmt: skip
CRISIS = (
    "suicid", "mourir", "me tuer", "en finir", "kill myself", "want to die", "end my life",
    "self-harm", "violence", "viol", "rape", "frappe", "hits me", "abus",
)  # fmt: skip


def keyword_triage(text: str) -> Verdict:
    """What a plain list of keywords would say: `emergency`, `crisis` or `none`."""
    lowered = text.lower()
    for level, words in ((Level.EMERGENCY, EMERGENCY), (Level.CRISIS, CRISIS)):
        for word in words:
            if word in lowered:
                return Verdict(level, ("keyword",), (Evidence("keyword", word, "rule"),))
    return NOTHING

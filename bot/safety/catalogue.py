"""The page on which clinicians review the gate: every rule, its signs, reasons and sources.

``python -m bot.safety.catalogue`` prints it.
"""

from __future__ import annotations

from bot.safety.lexicon import concept_sheets, lexicon
from bot.safety.rules import Rule, rules
from bot.safety.verdict import Level


def catalogue() -> str:
    """Every rule as Markdown, gravest first, with the wordings of each concept at the end."""
    every = sorted(rules(), key=lambda r: (-r.level, r.id))
    lines = [
        "# Rules of the safety gate",
        "",
        "Generated from `bot/knowledge/safety`. No clinician has reviewed these rules yet: each "
        "rule says when it was written, when it is due for review and by whom it was reviewed.",
        "",
        f"{len(every)} rules, {len(lexicon().concepts)} concepts, {lexicon().wordings} wordings.",
        "",
        "A sign is a row of concepts that stand near one another (`&`); `|` means any of them; "
        "`+` means anywhere in the message or in the notebook. A rule stays silent when the sign "
        "is denied, past, told or asked about, and in the settings named under *silent with*.",
    ]
    for level in reversed(Level):
        chosen = [rule for rule in every if rule.level is level]
        if chosen:
            lines += ["", f"## {level.label.capitalize()} ({len(chosen)})"]
        for rule in chosen:
            lines += _rule(rule)
    lines += ["", "## Wordings of each concept", ""]
    for concept, entry in sorted(concept_sheets().items()):
        parts = [f"{k}: " + ", ".join(f"`{w}`" for w in entry[k]) for k in entry]
        lines.append(f"- **{concept}** " + "; ".join(parts))
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> list[str]:
    lines = ["", f"### {rule.id}", "", f"- Why: {rule.why['fr']} / {rule.why['en']}"]
    lines.append("- Signs: " + "; ".join(f"`{sign}`" for sign in rule.wordings))
    if rule.unless:
        lines.append("- Silent with: " + ", ".join(rule.unless))
    if rule.resolved != "stays":
        lines.append(f"- When it is over: {rule.resolved}")
    if not rule.told:
        lines.append("- Holds in questions and stories too")
    if rule.suspicion:
        lines.append("- Suspects only: raises where the trained reader does not find it unlikely")
    for language in ("fr", "en"):
        raised = "; ".join(f"“{s}”" for s in rule.must_match[language])
        silent = "; ".join(f"“{s}”" for s in rule.must_not_match[language])
        lines.append(f"- {language}: raises on {raised}; not on {silent}")
    lines.append("- Sources: " + ", ".join(f"<{s}>" for s in rule.sources))
    lines.append(
        f"- Written {rule.reviewed_on}, review due {rule.review_due}, "
        f"reviewed by: {rule.reviewed_by}"
    )
    return lines


if __name__ == "__main__":
    print(catalogue(), end="")

"""The notebook in a page, for the agent: what matters most, never everything."""

from bot.actions import HealthContext
from bot.care.labs.report import latest_of_each
from bot.care.visits.choosing import upcoming
from bot.care.visits.prepare import outside
from bot.notebook import facts as f
from bot.wording.lines import appointment, line, number, value

LIMIT: dict[type[f.Fact], int] = {
    f.Patient: 1,
    f.Condition: 20,
    f.MedicationStatement: 20,
    f.AllergyIntolerance: 20,
    f.Immunization: 8,
    f.Procedure: 8,
    f.FamilyMemberHistory: 8,
    f.Goal: 5,
    f.Question: 5,
    f.Task: 8,
    f.LifeEvent: 4,
    f.JournalEntry: 6,
}


async def health_summary(context: HealthContext) -> str:
    """Markdown lines by kind, newest last, bounded."""
    account = context.account
    parts = ["<notebook>"]
    if account.born:
        parts.append(f"Born {account.born}; country {account.country or 'unknown'}.")
    for kind, limit in LIMIT.items():
        facts: list[f.Fact] = (await context.notebook.facts(kind))[-limit:]
        if facts:
            parts.append(f"{kind.__name__}: " + "; ".join(line(x, context.language) for x in facts))
    coming = [x for x in await context.notebook.facts(f.Appointment) if upcoming(x, context)]
    if coming:
        parts.append(
            "Appointments: " + "; ".join(appointment(x, context.language) for x in coming[:5])
        )
    parts += await _results(context)
    parts.append("</notebook>")
    return "\n".join(parts)


async def _results(context: HealthContext) -> list[str]:
    """The latest result of each analyte, those outside their report's range first."""
    latest = latest_of_each(await context.notebook.facts(f.Observation))
    ordered = sorted(latest, key=lambda x: not outside(x))[:40]
    return [
        f"Result: {x.text} {value(x, context.language)}"
        f" (range {_range(x, context.language)}; {(x.effective or 'no date')[:10]})"
        for x in ordered
    ]


def _range(found: f.Observation, language: str) -> str:
    if found.low is None and found.high is None:
        return found.range_text or "none given"
    low = number(found.low, language) if found.low is not None else ""
    high = number(found.high, language) if found.high is not None else ""
    return f"{low}-{high}"

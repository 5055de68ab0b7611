"""The preparation card: what to say first, what to ask, what to bring, on one phone screen."""

from datetime import timedelta
from typing import Annotated

from bot import dates
from bot.actions import HealthContext, action
from bot.care.labs.positions import OUTSIDE, position_of
from bot.care.labs.report import latest_of_each
from bot.care.visits.choosing import UPCOMING, chosen
from bot.care.wellness.plans import for_visit
from bot.knowledge import visits as knowledge
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording.lines import value
from bot.wording.lines import visit as named_visit

MAX_QUESTIONS = 5
LINE = 110
"""Characters in one line of the card: one breath, two lines on a phone."""

ADULT = 18
"""Years from which a paediatrician's visit is surely not one's own."""


@action("visits-prepare")
async def prepare(
    context: HealthContext, appointment: Annotated[str | None, UPCOMING] = None
) -> str:
    """Prepare a visit: a card for one phone screen, built from the notebook.

    appointment: which appointment, by words that name it, when several are planned.
    """
    visit = await chosen(context, appointment, UPCOMING)
    text = await card(context, visit)
    add = Call(action="visits-ask", arguments={"appointment": visit.id})
    context.draft.say(text, choices=[(context.say("add-question-button"), add)])
    return text


async def card(context: HealthContext, visit: f.Appointment) -> str:
    """The card as Markdown: first / ask / bring / write down."""
    kind = knowledge.speciality(visit.text, context.language)
    when = (
        dates.spell_date(visit.start.date(), context.language)
        if visit.all_day
        else dates.spell_moment(visit.start, language=context.language, now=None)
    )
    parts = [f"**{named_visit(visit, context.language)}** · {when}"]
    if visit.place:
        parts.append(visit.place)
    another = _another(visit, kind, context)
    if another is not None:
        parts.append("\n" + context.say(another))
    sections = (
        ("card-first", [] if another else await _first(context)),
        ("card-ask", await _ask(context, visit, kind, own=another is None)),
        ("card-bring", _bring(context, kind)),
    )
    for title, lines in sections:
        if lines:
            parts.append(f"\n**{context.say(title)}**\n")
            parts += [f"- {_short(line)}" for line in lines]
    parts.append("\n" + context.say("card-write"))
    return "\n".join(parts)


def _another(
    visit: f.Appointment, kind: knowledge.Speciality | None, context: HealthContext
) -> str | None:
    """What to say when the visit is somebody else's: nothing of this notebook is then its matter.

    A paediatrician does not see the adult whose notebook this is, whatever was said.
    """
    if visit.subject is not None:
        return "card-another"
    child = kind is not None and kind.id == "paediatrics"
    return "card-another-child" if child and not _minor(context) else None


def _minor(context: HealthContext) -> bool:
    born = context.account.born
    return born is not None and context.now.year - born < ADULT


async def _first(context: HealthContext) -> list[str]:
    """What to give first: what changed, then conditions, medicines and allergies."""
    since = context.now - timedelta(days=60)
    notes = [
        n for n in await context.notebook.facts(f.JournalEntry) if n.provenance.recorded_at >= since
    ]
    lines = [n.text.split("\n")[0] for n in notes[-2:]]
    events = [
        e for e in await context.notebook.facts(f.LifeEvent) if e.provenance.recorded_at >= since
    ]
    lines += [e.text.split("\n")[0] for e in events[-1:]]
    conditions = [c.text for c in await context.notebook.facts(f.Condition) if c.status == "active"]
    if conditions:
        lines.append(context.say("card-conditions", what=", ".join(conditions[:4])))
    medicines = [
        " ".join(x for x in (m.text, m.dosage) if x)
        for m in await context.notebook.facts(f.MedicationStatement)
        if m.status == "active"
    ]
    if medicines:
        lines.append(context.say("card-medicines", what=", ".join(medicines[:6])))
    allergies = [a.text for a in await context.notebook.facts(f.AllergyIntolerance)]
    if pressure := await for_visit(context):
        lines.append(pressure)
    lines.append(
        context.say("card-allergies", what=", ".join(allergies[:4]))
        if allergies
        else context.say("card-no-allergies")
    )
    return lines


async def _ask(
    context: HealthContext, visit: f.Appointment, kind: knowledge.Speciality | None, *, own: bool
) -> list[str]:
    """Three to five questions: the person's own first, then what the notebook suggests.

    For somebody else's visit, only what was kept for it and what its kind suggests.
    """
    meant = (visit.id, None) if own else (visit.id,)
    kept = [q.text for q in await context.notebook.facts(f.Question) if q.appointment in meant]
    suggested = await _about_results(context, kind) if own else []
    suggested += kind.ask if kind else ()
    if own and len(await context.notebook.facts(f.MedicationStatement)) > 1:
        suggested += knowledge.questions("medicines", context.language)
    suggested += knowledge.questions("any" if own else "another", context.language)
    questions = kept[-MAX_QUESTIONS:]
    for question in suggested:
        if len(questions) >= max(3, min(MAX_QUESTIONS, len(kept) + 3)):
            break
        if question not in questions:
            questions.append(question)
    return questions


async def _about_results(context: HealthContext, kind: knowledge.Speciality | None) -> list[str]:
    """A question about the latest result that stood out, the speciality's own analytes first."""
    latest = latest_of_each(await context.notebook.facts(f.Observation))
    out = [x for x in latest if outside(x)]
    wanted = kind.analytes if kind else ()
    out.sort(key=lambda x: (x.analyte not in wanted, x.flag not in {"HH", "LL"}))
    if not out:
        return []
    first = out[0]
    what = f"{first.text} {value(first, context.language)}"
    return [q.format(what=what) for q in knowledge.questions("results", context.language)]


def outside(found: f.Observation) -> bool:
    """Whether a result lies outside the range that its own report prints."""
    return position_of(found) in OUTSIDE


def _bring(context: HealthContext, kind: knowledge.Speciality | None) -> list[str]:
    own = list(kind.bring) if kind else []
    return [*own, ", ".join(knowledge.bring(context.language))]


def _short(text: str) -> str:
    return text if len(text) <= LINE else text[: LINE - 1].rstrip() + "…"

"""After the visit: what the person retained, in their own words, and what follows from it."""

import re
from typing import Annotated

from bot import dates
from bot.actions import HealthContext, action
from bot.asked import FactOf, Moment, Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.visits.choosing import RECENT, chosen
from bot.errors import Explainable
from bot.knowledge.visits import follow_up_words
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_CLAUSES = re.compile(
    r"(?:[.;!?\n]+\s+|\n|\s*,\s*(?:et\s+|and\s+)?(?:puis|ensuite|then)\s+|\s+(?:puis|ensuite|then)\s+"
    r"|\s*,\s+|\s+et\s+(?:d[e'’]\s*)?(?=\w+er\b|refaire|revoir|prendre|faire|revenir)"
    r"|\s+(?:et|and)\s+(?=(?:je dois|il faut|j'ai|je|i|to)\b)"
    r"|\s+and\s+(?=come|take|do|see|call|book))",
    re.I,
)
_OPENING = re.compile(
    r"^(?:(?:et|and|donc|so|alors)\s+)?"
    r"(?:(?:je dois|il faut(?: que je)?|on (?:m'a|ma) dit de|il m'a dit de|"
    r"elle m'a dit de|i (?:have|need) to|i must|i should|they told me to|she told me to|"
    r"he told me to)\s+)?",
    re.I,
)


def follow_ups(words: str, context: HealthContext) -> list[tuple[str, str | None]]:
    """What is to be done, clause by clause, each with its day ("2026-12-01") when one was said."""
    found: list[tuple[str, str | None]] = []
    for clause in _CLAUSES.split(words):
        text = _OPENING.sub("", clause.strip(" .;,!\n"))
        if not text:
            continue
        day = _day(text, context)
        if day is not None or follow_up_words(context.language).search(fold(text)):
            found.append((text[:1].upper() + text[1:], day))
    return found


def _day(text: str, context: HealthContext) -> str | None:
    """The day said ("2027-03-02"), or the month ("2027-06" for "en juin"), when it is ahead."""
    try:
        said = dates.find_when(
            text, language=context.language, country=context.account.country, now=context.now
        )
    except dates.VagueDate as vague:
        whole_month = vague.first.day == 1 and vague.first.month == vague.last.month
        return vague.first.strftime("%Y-%m" if whole_month else "%Y-%m-%d")
    except dates.DateProblem:
        return None
    day = said.moment.strftime("%Y-%m-%d") if said else None
    return day if day is not None and day >= context.now.strftime("%Y-%m-%d") else None


@action("visits-debrief", writes=True)
async def debrief(
    context: HealthContext,
    words: Annotated[str, Words(4000)],
    appointment: Annotated[str | None, RECENT] = None,
) -> None:
    """Keep what the person retained of a visit, and note the follow-ups they name.

    words: what was said at the visit and what is to be done now, in the person's own words.
    appointment: which visit, when several were recent.
    """
    visit = await _visited(context, appointment)
    about = visit.id if visit else None
    context.draft.put(f.Debrief(text=words, appointment=about, provenance=provenance(context)))
    if visit:
        context.draft.put(visit.model_copy(update={"status": "fulfilled"}), visit)
    tasks = [
        f.Task(
            text=text,
            due=day,
            appointment=about,
            zone=str(context.now.tzinfo),
            provenance=provenance(context),
        )
        for text, day in follow_ups(words, context)
    ]
    parts = [
        context.say("debrief-kept", who=visit.text if visit else context.say("debrief-unplanned"))
    ]
    if tasks:
        for task in tasks:
            context.draft.put(task)
        parts.append(
            context.say("debrief-follow-ups")
            + "\n\n"
            + "\n".join(f"- {line(t, context.language)}" for t in tasks)
        )
    else:
        parts.append(context.say("debrief-no-follow-up"))
    asked = await context.notebook.facts(f.Question) if about else []
    questions = [q for q in asked if q.appointment == about]
    if questions:
        parts.append(
            context.say("debrief-questions")
            + "\n\n"
            + "\n".join(f"- {q.text}" for q in questions[:5])
        )
    parts.append(context.say("debrief-check"))
    context.draft.say("\n\n".join(parts), choices=[(context.say("undo-button"), UNDO)])


async def _visited(context: HealthContext, appointment: str | None) -> f.Appointment | None:
    """The visit that is told about; None for one that was never noted: its words count too."""
    if appointment is None:
        noted = await context.notebook.facts(f.Appointment)
        if not any(RECENT.wanted(x, context) for x in noted):
            return None
    return await chosen(context, appointment, RECENT)


def _task_label(fact: f.Fact, context: object) -> str:
    return getattr(fact, "text", "")


OPEN_TASK = FactOf(
    (f.Task,), _task_label, lambda fact, _: isinstance(fact, f.Task) and fact.status == "open"
)


@action("visits-follow-up", writes=True)
async def follow_up(
    context: HealthContext,
    what: Annotated[str, Words(300)],
    when: Annotated[str | None, Moment()] = None,
    task: Annotated[str | None, OPEN_TASK] = None,
) -> None:
    """Note something to do, perhaps by a day; Carnet nudges that morning.

    what: what is to be done.
    when: the day, as the person says it.
    task: an open follow-up to postpone instead of adding one.
    """
    before = await context.notebook.fact(task) if task else None
    at = when[11:16] if when and "T" in when else None
    if isinstance(before, f.Task):
        after = before.model_copy(update={"due": when[:10] if when else None, "at": at})
        context.draft.put(after, before)
    else:
        after = f.Task(
            text=what,
            due=when[:10] if when else None,
            at=at,
            zone=str(context.now.tzinfo),
            provenance=provenance(context),
        )
        context.draft.put(after)
    context.draft.say(
        context.say("task-noted", line=line(after, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )


@action("visits-done", writes=True)
async def done(context: HealthContext, task: Annotated[str, OPEN_TASK]) -> None:
    """Mark a follow-up as done.

    task: which one, by words that name it.
    """
    fact = await context.notebook.fact(task)
    if not isinstance(fact, f.Task):
        raise Explainable("no-such-task")
    context.draft.put(fact.model_copy(update={"status": "done"}), fact)
    context.draft.say(
        context.say("routine-stopped" if fact.repeat else "task-marked-done", what=fact.text),
        choices=[(context.say("undo-button"), UNDO)],
    )

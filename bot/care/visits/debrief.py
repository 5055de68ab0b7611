"""After the visit: what the person retained, in their own words, and what follows from it."""

import re
from datetime import datetime
from typing import Annotated

from bot import dates
from bot.actions import Ask, HealthContext, action
from bot.asked import Moment, Words, apart, within
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.care.visits.choosing import RECENT, chosen
from bot.care.visits.held import not_held
from bot.care.visits.naming import named, own, split_place
from bot.knowledge.visits import follow_up_words, speciality
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import headed, line
from bot.wording.lines import visit as named_visit

_CLAUSES = re.compile(
    r"(?:[.;!?\n]+\s+|\n|\s*,\s*(?:et\s+|and\s+)?(?:puis|ensuite|then)\s+|\s+(?:puis|ensuite|then)\s+"
    r"|\s*,\s+|\s+et\s+(?:d[e'’]\s*)?(?=\w+er\b|refaire|revoir|prendre|faire|revenir)"
    r"|\s+(?:et|and)\s+(?=(?:je dois|il faut|j'ai|je|i|to)\b)"
    r"|\s+and\s+(?=come|take|do|see|call|book))",
    re.I,
)
_OPENING = re.compile(r"^(?:(?:et|and|donc|so|alors)\s+)?", re.I)
_VISIT = re.compile(r"\b(?:rdv|rendez[- ]vous|consultation|visite|appointment|appt|visit)\b")
_PLANNED = re.compile(
    r"[\s,]*\b(?:est |is )?(?:prévue?s?|prevue?s?|programmée?|programmee?|fixée?|planned|booked"
    r"|scheduled)\b",
    re.I,
)
_ABOUT_VISIT = re.compile(
    r"\b(?:(?:j['’]ai|i have|i['’]ve got)\s+)?(?:(?:un|le|mon|my|the|an?)\s+)?"
    r"(?:(?:prochaine?|next)\s+)?"
    r"(?:rdv|rendez[- ]vous|consultation|visite|appointment|appt|visit)\b"
    r"|\b(?:je (?:re)?vois|je dois (?:re)?voir|revoir|revenir|i (?:see|am seeing)|(?:to )?see"
    r"|come back)\b",
    re.I,
)
_ALREADY = re.compile(
    r"\b(?:faite?s?|effectuee?s?|(?:was|were) done|they did|did an?|took|found)\b"
)
"""What was done at the visit is not to be done."""

_TO_DO = re.compile(
    r"^(?:je dois|il faut(?: que je)?(?:\s+fasse)?"
    r"|(?:(?:on|il|elle) )?m['’]?a (?:dit|conseillé|conseille|demandé|demande) (?:de\s*|d['’])"
    r"|(?:il|elle|on) veut que je(?:\s+fasse)?|(?:he|she) wants(?: me to)?"
    r"|i (?:have|need) to|i must|i should"
    r"|(?:(?:they|she|he) )?(?:told me|said|wants me|asked me|advised me) to)(?:\s+|(?<=['’]))",
    re.I,
)
"""What says by itself that something is to be done, whatever it is."""


def follow_ups(words: str, context: HealthContext) -> list[tuple[str, str | None]]:
    """What is to be done, clause by clause, each with its day ("2026-12-01") when one was said."""
    found: list[tuple[str, str | None]] = []
    for clause in _CLAUSES.split(words):
        text = _OPENING.sub("", clause.strip(" .;,!\n"))
        said_so = _TO_DO.match(text)
        text = text[said_so.end() :] if said_so else text
        if not text:
            continue
        day = _day(text, context)
        if day is None and not said_so and _ALREADY.search(fold(text)):
            continue
        if said_so or day is not None or follow_up_words(context.language).search(fold(text)):
            found.append((text[:1].upper() + text[1:], day))
    return found


def _day(text: str, context: HealthContext) -> str | None:
    """The day said ("2027-03-02"), or the month ("2027-06" for "en juin"), when it is ahead."""
    try:
        said = dates.find_when(
            text,
            language=context.language,
            country=context.account.country,
            now=context.now,
            order=context.account.date_order,
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
    words: Annotated[str | None, Words(4000)] = None,
    appointment: Annotated[str | None, RECENT] = None,
    who: Annotated[str | None, Words(120)] = None,
    when: Annotated[str | None, Moment(toward="past")] = None,
    subject: Annotated[str | None, Words(60)] = None,
) -> None:
    """Keep what the person retained of a visit, and note the follow-ups they name.

    words: what was said at the visit and what is to be done now, in the person's own words.
    appointment: which visit, when several were recent.
    who: who was seen, when the visit is told of by its name.
    when: the day of the visit, when it is told of by its name.
    subject: whose visit it was, when it was not the person's own.
    """
    if who is None and words is None:
        raise Ask("words")
    visit = await _visited(context, appointment, who, when)
    told = _told(who, when, subject, context) if visit is None and who else None
    about = visit or told
    shown = _shown(about, who, context)
    if words is None:
        raise Ask("words", because=context.say("debrief-how", who=shown))
    if who is not None and not_held(words, who, context):
        _say_not_held(visit, context)
        return
    if told is not None:
        context.draft.put(told)
    # Seen on a day that is not known: the words alone would not say who was.
    text = headed(shown, words, context.language) if about is None and who else words
    kept = about.id if about else None
    context.draft.put(f.Debrief(text=text, appointment=kept, provenance=provenance(context)))
    if visit:
        context.draft.put(visit.model_copy(update={"status": "fulfilled"}), visit)
    await _say_kept(words, kept, shown, context)


def _shown(about: f.Appointment | None, who: str | None, context: HealthContext) -> str:
    """The visit by its name and day, or as it was told of."""
    if about is not None:
        day = dates.spell_date(about.start.date(), context.language)
        return f"{named_visit(about, context.language)}, {day}" if who else about.text
    return named(who) if who else context.say("debrief-unplanned")


async def _say_kept(words: str, about: str | None, shown: str, context: HealthContext) -> None:
    """Note the follow-ups, and say what was understood."""
    visits, found = _arranged(words, shown, context)
    tasks = [
        f.Task(
            text=text,
            due=day,
            appointment=about,
            zone=str(context.now.tzinfo),
            provenance=provenance(context),
        )
        for text, day in found
    ]
    parts = [context.say("debrief-kept", who=shown)]
    if visits or tasks:
        kept: list[f.Appointment | f.Task] = [*visits, *tasks]
        for fact in kept:
            context.draft.put(fact)
        parts.append(
            context.say("debrief-follow-ups")
            + "\n\n"
            + "\n".join(f"- {line(x, context.language)}" for x in kept)
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


def _arranged(
    words: str, shown: str, context: HealthContext
) -> tuple[list[f.Appointment], list[tuple[str, str | None]]]:
    """The visits that were arranged, with day and hour, and the rest of what is to be done.

    "Prochain rdv le 9 mars à 14h" is nudged about as a visit, not as a task of that morning.
    """
    visits, others = [], []
    for text, day in follow_ups(words, context):
        said = _moment(text, context) if day is not None else None
        known = speciality(text, context.language) or _VISIT.search(fold(text))
        if said is None or not (known or _PLANNED.search(fold(text))):
            others.append((text, day))
            continue
        who = named(_PLANNED.sub("", _ABOUT_VISIT.sub(" ", said.rest)).strip(" ,.:"))
        visits.append(
            f.Appointment(
                text=who if who else shown.partition(",")[0],
                start=said.moment.replace(tzinfo=None),
                zone=str(context.now.tzinfo),
                provenance=provenance(context),
            )
        )
    return visits, others


def _moment(text: str, context: HealthContext) -> dates.Said | None:
    """The coming day and hour that a clause says."""
    language, country, order = context.language, context.account.country, context.account.date_order
    try:
        said = dates.find_when(
            text, language=language, country=country, now=context.now, order=order
        )
    except dates.DateProblem:
        return None
    ahead = said is not None and said.has_day and said.has_time and said.moment > context.now
    return said if ahead else None


async def _visited(
    context: HealthContext, appointment: str | None, who: str | None, when: str | None
) -> f.Appointment | None:
    """The visit that is told about; None for one that was never noted: its words count too."""
    if appointment is not None:
        return await chosen(context, appointment, RECENT)
    noted = [x for x in await context.notebook.facts(f.Appointment) if RECENT.wanted(x, context)]
    if who is not None:
        noted = [x for x in noted if _is_it(x, who, when, context)]
    if len(noted) > 1:
        raise Ask("appointment")
    return noted[0] if noted else None


def _is_it(noted: f.Appointment, who: str, when: str | None, context: HealthContext) -> bool:
    """Whether a noted visit is the one that is told of, by its name and, if said, its day."""
    if when is not None and noted.start.date().isoformat() != when[:10]:
        return False
    words = [w for w in apart(named(who)).split() if len(w) > 1]
    if words and all(within(w, apart(noted.text)) for w in words):
        return True
    kind = speciality(who, context.language)
    return kind is not None and kind == speciality(noted.text, context.language)


def _told(
    who: str, when: str | None, subject: str | None, context: HealthContext
) -> f.Appointment | None:
    """The visit that was not noted before it took place, when its day is known."""
    if when is None:
        return None
    who, where = split_place(who, context)
    return f.Appointment(
        text=named(who),
        start=datetime.fromisoformat(when),
        zone=str(context.now.tzinfo),
        place=where,
        all_day="T" not in when,
        status="fulfilled",
        subject=own(subject),
        provenance=provenance(context),
    )


def _say_not_held(visit: f.Appointment | None, context: HealthContext) -> None:
    if visit is None:
        context.draft.say(context.say("debrief-none-held"))
        return
    context.draft.put(visit.model_copy(update={"status": "cancelled"}), visit)
    context.draft.say(
        context.say("debrief-was-not-held", who=visit.text),
        choices=[(context.say("undo-button"), UNDO)],
    )

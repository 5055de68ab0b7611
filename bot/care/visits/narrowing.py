"""Which appointments a question is about: a day, a stretch of days, or a name."""

from collections.abc import Sequence
from datetime import date

from bot import dates
from bot.actions import Context
from bot.asked import apart, named_words, within
from bot.notebook import facts as f

_SAYS_NOTHING = frozenset(
    (
        *("prevus", "prevu", "notes", "note", "venir", "prochains", "prochain", "chez", "avec"),
        *("pour", "les", "des", "mon", "mes", "notre", "planned", "coming", "upcoming"),
        *("noted", "booked", "next"),
        *("with", "the"),
    )
)

Wanted = tuple[list[f.Appointment], list[f.Task]]


def wanted_of(
    about: str, visits: Sequence[f.Appointment], tasks: Sequence[f.Task], context: Context
) -> Wanted | None:
    """What the words narrow the lists to; None when they name something that is not there."""
    stretch = stretch_of(about, context)
    if stretch is not None:
        first, last = stretch
        on = [x for x in visits if first <= x.start.date() <= last]
        due = [t for t in tasks if t.due and first.isoformat() <= t.due[:10] <= last.isoformat()]
        return (on, due) if on or due else None
    words = [w for w in named_words(about) if w not in _SAYS_NOTHING]
    if not words:
        return list(visits), list(tasks)
    whose = [x for x in visits if any(_of(x, w) for w in words)]
    words = [w for w in words if not any(_of(x, w) for x in whose)]
    among = whose or visits
    named = [x for x in among if not words or any(within(w, apart(x.text)) for w in words)]
    return (named, []) if named else None


def _of(visit: f.Appointment, word: str) -> bool:
    """Whether a word says for whom the visit is: "maman", "son"."""
    return visit.subject is not None and within(word, apart(visit.subject))


def stretch_of(about: str, context: Context) -> tuple[date, date] | None:
    """The first and last day that some words say; None when they say none."""
    language, country = context.language, context.account.country
    try:
        said = dates.read_when(
            about,
            language=language,
            country=country,
            now=context.now,
            order=context.account.date_order,
        )
    except dates.VagueDate as vague:
        return vague.first, vague.last
    except dates.DateProblem:
        return None
    return (said.moment.date(), said.moment.date()) if said.has_day else None

"""A fact in one line, in the person's language: what lists, confirmations and exports show."""

from datetime import date as day
from datetime import time
from decimal import Decimal

from bot.dates import Recurrence, spell_date, spell_moment, spell_recurrence, spell_time
from bot.notebook import facts as f
from bot.wording import say


def line(fact: f.Fact, language: str) -> str:
    """One line of Markdown: what the fact says, without where it comes from."""
    match fact:
        case f.Patient():
            return _joined(
                fact.name,
                say(language, f"sex.{fact.sex}") if fact.sex else None,
                say(language, "line-born", year=fact.born) if fact.born else None,
                say(language, "line-pregnant", date=partial(fact.pregnant_until, language))
                if fact.pregnant_until
                else None,
            )
        case f.Condition():
            return _joined(
                fact.text,
                say(language, "line-since", date=partial(fact.onset, language))
                if fact.onset
                else None,
                say(language, "line-resolved") if fact.status == "resolved" else None,
            )
        case f.MedicationStatement():
            return _joined(
                fact.text,
                fact.dosage,
                say(language, "line-stopped") if fact.status == "stopped" else None,
            )
        case f.AllergyIntolerance():
            return _joined(fact.text, fact.reaction)
        case f.Observation():
            return _joined(f"{fact.text} {value(fact, language)}", _when(fact.effective, language))
        case f.Immunization() | f.Procedure():
            return _joined(fact.text, partial(fact.date, language) if fact.date else None)
        case f.FamilyMemberHistory():
            return headed(fact.relation, fact.text, language)
        case f.CareTeamMember():
            return _joined(fact.text, fact.speciality, fact.phone, fact.place)
        case f.Appointment():
            return appointment(fact, language)
        case f.Task():
            again = repetition(fact.repeat, language) if fact.repeat else None
            at = spell_time(time.fromisoformat(fact.at), language) if fact.at else None
            return _joined(fact.text, partial(fact.due, language) or None, at, again)
        case f.LifeEvent():
            return _joined(fact.text, partial(fact.date, language) if fact.date else None)
        case f.JournalEntry():
            return _joined(fact.text, _when(fact.effective, language))
        case f.DiagnosticReport():
            return _joined(fact.text, fact.issuer, _when(fact.effective, language))
        case f.DocumentReference():
            return _joined(fact.text, _when(fact.effective, language))
        case f.Goal():
            target = number(fact.target, language) if fact.target is not None else None
            return _joined(fact.text, " ".join(x for x in (target, fact.unit) if x) or None)
        case f.MeasurementSeries():
            return _joined(
                fact.text,
                fact.label or None,
                say(language, "line-series-days", count=fact.days),
                _span(fact.first_day, fact.last_day, language),
                fact.device or fact.origin or None,
            )
        case f.MeasurementPlan():
            return _joined(
                fact.text,
                partial(fact.start, language),
                say(language, f"line-plan-{fact.status}"),
            )
        case f.Question() | f.Debrief() | f.Lifestyle() | f.Coverage():
            return fact.text
        case f.Proposal():
            return fact.title
    raise TypeError(type(fact).__name__)


def appointment(fact: f.Appointment, language: str) -> str:
    """An appointment with its moment and place."""
    when = (
        spell_date(fact.start.date(), language)
        if fact.all_day
        else spell_moment(fact.start, language=language, now=None)
    )
    cancelled = say(language, "line-cancelled") if fact.status == "cancelled" else None
    return _joined(f"{visit(fact, language)}, {when}", fact.place, cancelled)


def headed(head: str, text: str, language: str) -> str:
    """A text behind what it is about: "Cardiologist: …", in French with a space before it."""
    colon = " : " if language == "fr" else ": "
    return f"{head[:1].upper()}{head[1:]}{colon}{text}"


def visit(fact: f.Appointment, language: str) -> str:
    """What the visit is, and for whom when it is somebody else's: "Dentiste (pour ma fille)"."""
    if fact.subject is None:
        return fact.text
    return f"{fact.text} ({say(language, 'visit-for', who=fact.subject)})"


def value(fact: f.Observation, language: str) -> str:
    """The value with comparator and unit, as printed but with the language's decimal sign."""
    if fact.value is None:
        return fact.value_text or "?"
    if fact.unit == "min" and fact.value >= 60 and fact.value == int(fact.value):
        hours = f"{int(fact.value) // 60} h {int(fact.value) % 60:02d}"
        return hours if language == "fr" else f"{hours} min"
    return " ".join(
        part for part in (fact.comparator, number(fact.value, language), fact.unit) if part
    )


def number(amount: Decimal, language: str) -> str:
    """A number with exactly the digits it has."""
    text = format(amount, "f")
    return text.replace(".", ",") if language == "fr" else text


def partial(date: str | None, language: str) -> str:
    """A partial ISO date in words: "2019", "mars 2019", "12 mars 2019"."""
    if not date:
        return ""
    parts = [int(p) for p in date[:10].split("-")]
    if len(parts) == 3:
        return spell_date(day(parts[0], parts[1], parts[2]), language)
    if len(parts) == 2:
        from babel.dates import format_date

        return str(format_date(day(parts[0], parts[1], 1), "MMMM y", locale=language))
    return str(parts[0])


def _span(first: str, last: str, language: str) -> str:
    """From one day to another, without weekdays."""
    ends = dict.fromkeys(
        spell_date(day.fromisoformat(each), language, weekday=False) for each in (first, last)
    )
    return " – ".join(ends)


def _when(effective: str | None, language: str) -> str | None:
    return partial(effective[:10], language) if effective else None


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def repetition(repeat: f.Repetition, language: str) -> str:
    """ "every day at 08:00 and 20:00"."""
    return spell_recurrence(recurrence(repeat), language)


def recurrence(repeat: f.Repetition) -> Recurrence:
    """The rule of days and times that a repetition keeps."""
    return Recurrence(
        tuple(time.fromisoformat(x) for x in repeat.times),
        repeat.weekdays,
        repeat.monthdays,
        unit="month" if repeat.monthdays else "week" if repeat.weekdays else "day",
    )

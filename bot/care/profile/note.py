"""Noting what a person tells about themselves. Every note can be undone at once."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Annotated, TypeVar

from bot import dates
from bot.actions import Context, HealthContext, action
from bot.asked import MINUTE, Moment, OneOf, Words
from bot.care.account.settings import UNDO
from bot.errors import Explainable
from bot.messages import Sensitivity
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording import LANGUAGES, say
from bot.wording.folding import fold
from bot.wording.lines import line, partial

F = TypeVar("F", f.Condition, f.MedicationStatement, f.AllergyIntolerance)

_ITEMS = re.compile(
    r"\s*(?:[,;\n•]|\s-\s"
    r"|\s+(?:et|and|ainsi que|as well as|(?<!sais\s)plus(?! d[e'’u])|mais|but)\s+"
    r"|\s+(?=(?:ni|nor)\s)|\s+(?=(?:ça|ca|cela|it)\s+(?:me|m['’]|gives|makes|causes)\b))\s*",
    re.I,
)
_ARTICLE = re.compile(
    r"^(?:un peu d(?:e\s+|['’]\s*|u\s+)"
    r"|(?:de|du|des|un|une|le|la|les|au|aux|a|an|the|some|my|mon|ma|mes|aussi|also)\s+"
    r"|d['’]\s*|l['’]\s*|à\s+(?:la|l['’])\s*|à\s+)+",
    re.I,
)
_TRAILING = re.compile(r"(?:\s+(?:svp|s'il vous plait|please|aussi|too))?[\s.!,;]*$", re.I)
_NONE = re.compile(
    r"^(?:je n'ai |i have |i've got )?(?:pas (?:d[e']|allerg)|not allerg|don't have any allerg"
    r"|aucune?|no(?:ne)?\b|rien|nothing|sans|neant)",
    re.I,
)
_DENIED = re.compile(
    r"^(?:(?:je )?n(?:e |')\w+ |i (?:am |have ))?"
    r"(?:pas|plus|jamais|ni|aucune?|sans|no|not|nor|never|without)\b"
    r"|^(?:i )?(?:don't|do not|haven't)\b"
)
"""What is said not to be: noted as it stands, it would read as its contrary."""


def provenance(context: Context) -> f.Provenance:
    """Told by the person, now, and so confirmed.

    A microsecond apart within a turn: lists keep the order in which things were said.
    """
    order = timedelta(microseconds=len(context.draft.changes))
    return f.Provenance(source="told", recorded_at=context.now + order)


def items(text: str) -> list[str]:
    """The things listed in a sentence: "de l'asthme, du diabète et…" gives each without article."""
    return [part for part, _ in listed(text)]


def listed(text: str) -> list[tuple[str, str]]:
    """Each thing listed, with the separator that stood before it."""
    found, separator, at = [], "", 0
    for gap in [*_ITEMS.finditer(text), None]:
        part = text[at : gap.start()] if gap else text[at:]
        part = _TRAILING.sub("", _ARTICLE.sub("", part.strip()))
        if part:
            found.append((part, separator))
        if gap:
            separator, at = gap[0], gap.end()
    return found


def nothing(what: str) -> bool:
    """Whether the words say that there is nothing at all to note ("aucun", "no allergies")."""
    return bool(_NONE.match(fold(what))) and len(items(what)) == 1


def past(fact: f.Fact) -> bool:
    """Whether a line says what was and is no more."""
    return getattr(fact, "status", None) in {"stopped", "resolved"}


async def note_each(
    context: HealthContext, kind: type[F], words: Iterable[str], build: Callable[[str], F]
) -> None:
    """Put what is new; what is there already, or denied, is said and not put."""
    words = list(words)
    none = fold(context.say("no-known-allergy"))
    denied = [text for text in words if _DENIED.match(fold(text)) and fold(text) != none]
    words = [text for text in words if text not in denied]
    there = {
        fold(x.text)
        for x in await context.notebook.facts(kind)
        if not past(x)  # it may begin again
    }
    new: list[str] = []
    known: list[str] = []
    for text in words:
        (known if fold(text) in there else new).append(text)
        there.add(fold(text))
    lines = []
    for text in new:
        fact = build(text[:1].upper() + text[1:])
        context.draft.put(fact)
        lines.append("- " + line(fact, context.language))
    if lines:
        text = context.say(f"noted.{kind.__name__}") + "\n\n" + "\n".join(lines)
        if known:
            text += "\n\n" + context.say("already-noted", what=", ".join(known))
        context.draft.say(text, choices=[(context.say("undo-button"), UNDO)])
    elif known:
        context.draft.say(context.say("already-noted", what=", ".join(known)))
    elif not denied:
        raise Explainable("not-heard-empty")
    if denied:
        context.draft.say(context.say("not-noted-denied", what=" · ".join(denied)))


@action("profile-condition", writes=True)
async def condition(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note one or several health problems the person has.

    what: the problems in the person's own words, separated by commas.
    """
    if nothing(what):
        context.draft.say(context.say("noted-nothing"))
        return
    onsets: dict[str, str | None] = {}
    for item in items(what):
        since = _since(item, context)
        onsets[since[1] if since else item] = since[0] if since else None

    def build(text: str) -> f.Condition:
        onset = next((y for name, y in onsets.items() if fold(name) == fold(text)), None)
        return f.Condition(text=text, onset=onset, provenance=provenance(context))

    await note_each(context, f.Condition, onsets, build)


_SINCE = re.compile(r"\s*\(?\b(?:depuis|en|since|in)\s+((?:19|20)\d\d)\b\)?", re.I)


def _since(text: str, context: HealthContext) -> tuple[str, str] | None:
    """A year of onset said with the problem, and the words without it."""
    found = _SINCE.search(text)
    if found is None or int(found[1]) > context.now.year:
        return None
    return found[1], (text[: found.start()] + text[found.end() :]).strip()


@action("profile-allergy", writes=True)
async def allergy(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note one or several allergies, or that the person knows of none.

    what: what the person is allergic to, separated by commas; "none" when they have none.
    """

    substances, reactions = _reacting(items(what))

    def build(text: str) -> f.AllergyIntolerance:
        reaction = next((r for name, r in reactions.items() if fold(name) == fold(text)), None)
        return f.AllergyIntolerance(text=text, reaction=reaction, provenance=provenance(context))

    noted = await context.notebook.facts(f.AllergyIntolerance)
    none = [x for x in noted if _is_none(x)]
    if not nothing(what):
        await note_each(context, f.AllergyIntolerance, substances, build)
        if any(isinstance(c.after, f.AllergyIntolerance) for c in context.draft.changes):
            for fact in none:  # "no known allergy" beside an allergy would deny it
                context.draft.remove(fact)
    elif len(noted) > len(none):
        there = ", ".join(x.text for x in noted if x not in none)
        raise Explainable("allergies-noted", what=there)
    else:
        await note_each(context, f.AllergyIntolerance, [context.say("no-known-allergy")], build)


_REACTION = re.compile(
    r"^(?:(?:qui|which|that) |(?:c|j)'|(?:ca|cela|je|il|elle|on|it|i|they)\b"
    r"|(?:gives|gave|makes|made|causes|caused|me (?:donne|fait)|donne|provoque) "
    r"|(?:avec |with )?(?:reaction|choc|shock|oedeme|swelling|urticaire|hives|plaques|rash)\b)"
)


def _reacting(said: list[str]) -> tuple[list[str], dict[str, str]]:
    """The substances, and what each does: "la pénicilline, ça me donne des plaques"."""
    substances: list[str] = []
    reactions: dict[str, str] = {}
    for item in said:
        if substances and _REACTION.match(fold(item)):
            before = reactions.get(substances[-1])
            reactions[substances[-1]] = f"{before}, {item}" if before else item
        else:
            substances.append(item)
    return substances, reactions


def _is_none(fact: f.AllergyIntolerance) -> bool:
    """Whether the line says that no allergy is known."""
    return any(fold(fact.text) == fold(say(x, "no-known-allergy")) for x in LANGUAGES)


@action("profile-journal", writes=True)
async def journal(context: HealthContext, what: Annotated[str, Words(4000)]) -> None:
    """Note how the person feels, a symptom, or anything to remember for the next visit.

    what: the note in the person's own words.
    """
    fact = f.JournalEntry(
        text=what, effective=context.now.strftime(MINUTE), provenance=provenance(context)
    )
    context.draft.put(fact)
    context.draft.say(
        context.say("noted.JournalEntry"), choices=[(context.say("undo-button"), UNDO)]
    )


async def patient(context: HealthContext) -> f.Patient:
    """The notebook's Patient fact, or a fresh one."""
    found = await context.notebook.facts(f.Patient)
    return found[0] if found else f.Patient(provenance=provenance(context))


async def _set_patient(context: HealthContext, **values: object) -> f.Patient:
    found = await context.notebook.facts(f.Patient)
    before = found[0] if found else None
    after = (before or f.Patient(provenance=provenance(context))).model_copy(update=values)
    context.draft.put(after, before)
    return after


@action("profile-sex", writes=True)
async def sex(
    context: HealthContext, sex: Annotated[str, OneOf("sex", ("female", "male"))]
) -> None:
    """Note the person's sex: some ranges and some warnings depend on it."""
    after = await _set_patient(context, sex=sex)
    context.draft.say(
        context.say("noted-line", line=line(after, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )


@action("profile-pregnancy", writes=True)
async def pregnancy(context: HealthContext, due: Annotated[str, Moment()]) -> None:
    """Note a pregnancy by its expected date of birth.

    due: the expected date of birth as the person says it.
    """
    day = due[:10]
    today = context.now.date()
    from datetime import date

    expected = date.fromisoformat(day)
    if not today - timedelta(days=21) <= expected <= today + timedelta(days=300):
        raise Explainable("pregnancy-date-odd", date=dates.spell_date(expected, context.language))
    await _set_patient(context, pregnant_until=day)
    context.draft.say(
        context.say("noted-pregnancy", date=partial(day, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )


@action("profile-life-event", writes=True, tool=False, listed=False)
async def life_event(context: Context, what: Annotated[str, Words()]) -> None:
    """Carry an event of the person's life into the notebook: the door goes one way only."""
    context.inbox.put(
        f.LifeEvent(
            text=what,
            date=context.now.strftime("%Y-%m-%d"),
            provenance=f.Provenance(source="life-event", recorded_at=context.now),
        )
    )
    context.draft.say(context.say("life-event-carried"), sensitivity=Sensitivity.PERSONAL)


def offer_life_event(context: Context, what: str) -> None:
    """Ask whether to carry a life event into the notebook."""
    context.draft.say(
        context.say("life-event-offer"),
        kind="confirm",
        sensitivity=Sensitivity.PERSONAL,
        choices=[
            (
                context.say("life-event-yes"),
                Call(action="profile-life-event", arguments={"what": what}, confirmed=True),
            ),
            (context.say("life-event-no"), Call(action="account-cancel")),
        ],
    )

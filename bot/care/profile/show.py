""" "What do you know about me?": every line, numbered, and each can be corrected or removed."""

import re
from typing import Annotated

from bot.actions import HealthContext, NotHeard, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.profile.dosage import DOSAGE, dosed
from bot.errors import Explainable
from bot.notebook import facts as f
from bot.turn import Call
from bot.wording.folding import fold, fold_in_place
from bot.wording.lines import line

ORDER: tuple[type[f.Fact], ...] = (
    f.Patient,
    f.Condition,
    f.MedicationStatement,
    f.AllergyIntolerance,
    f.Immunization,
    f.Procedure,
    f.FamilyMemberHistory,
    f.Lifestyle,
    f.Goal,
    f.CareTeamMember,
    f.Coverage,
    f.Appointment,
    f.Question,
    f.Task,
    f.Debrief,
    f.LifeEvent,
    f.JournalEntry,
    f.DiagnosticReport,
    f.Observation,
    f.MeasurementSeries,
    f.MeasurementPlan,
    f.DocumentReference,
)
"""The order in which kinds are shown; a line's number follows from it."""

PAGE = 60
"""Lines shown at once: about three phone screens."""

_NUMBER = re.compile(r"(?P<number>\d+)")
_LINE = re.compile(r"\W*(?:(?:la|the|n°|no|number|numero|ligne|line)\s*)*(?P<number>\d+)\W*")


async def numbered(context: HealthContext) -> list[f.Fact]:
    """All facts in the order they are shown: the first is line 1."""
    facts: list[f.Fact] = await context.notebook.facts()
    ranks = {kind: rank for rank, kind in enumerate(ORDER)}
    return sorted(facts, key=lambda x: ranks.get(type(x), len(ORDER)))


@action("profile-show")
async def show(context: HealthContext, page: Annotated[str | None, Words(6)] = None) -> str:
    """Show everything the notebook knows, as numbered lines with their source."""
    facts = await numbered(context)
    account = context.account
    about = context.say(
        "show-account",
        language=context.say(f"language.{context.language}"),
        country=_country(context),
        born=str(account.born or "–"),
    )
    if not facts:
        context.draft.say(context.say("show-empty") + "\n\n" + about)
        return "The notebook is empty."
    pages = (len(facts) + PAGE - 1) // PAGE
    current = min(max(int(page), 1), pages) if page and page.isdigit() else 1
    parts = [context.say("show-title", count=len(facts)), "", about]
    kind: type[f.Fact] | None = None
    first = (current - 1) * PAGE
    for number, fact in enumerate(facts[first : first + PAGE], first + 1):
        if type(fact) is not kind:
            kind = type(fact)
            parts.append(f"\n**{context.say(f'kind.{kind.__name__}')}**\n")
        parts.append(f"{number}\\. {line(fact, context.language)}{_origin(fact, context)}")
    parts.append("\n" + context.say("show-outro"))
    reply = context.draft.say(_lines(parts))
    if current < pages:
        reply.choices.append(
            (
                context.say("show-more"),
                Call(action="profile-show", arguments={"page": str(current + 1)}),
            )
        )
    return "\n".join(line(x, context.language) for x in facts[:PAGE])


def _lines(parts: list[str]) -> str:
    # Two spaces end a line in Markdown: numbered lines must not flow together.
    return "\n".join(p + ("  " if re.match(r"\d+\\\.", p) else "") for p in parts)


def _origin(fact: f.Fact, context: HealthContext) -> str:
    if fact.provenance.source == "told":
        return ""
    return f" _({context.say(f'source.{fact.provenance.source}')})_"


def _country(context: HealthContext) -> str:
    from babel import Locale

    code = context.account.country
    if not code or code == "ZZ":
        return "–"
    return str(Locale.parse(context.language).territories.get(code, code))


async def _line(number: str, context: HealthContext) -> f.Fact:
    """The fact at a line, by its number, its id (a button's) or words that fit one line only."""
    facts = await numbered(context)
    if named := [x for x in facts if x.id == number]:
        return named[0]
    found = _NUMBER.fullmatch(number) or _LINE.fullmatch(fold(number))
    if found:
        digits = found["number"]
        at = int(digits) if len(digits) < 7 else 0
        if not 1 <= at <= len(facts):
            raise Explainable("no-such-line", number=digits[:6], count=len(facts))
        return facts[at - 1]
    words = fold(number).strip(" .!?\"'«»")
    fitting = [x for x in facts if words and words in fold(line(x, context.language))]
    # A medicine's name stands in reminders too: the medicine is meant.
    named = [x for x in fitting if fold(getattr(x, "text", "")) == words]
    if len(fitting) == 1 or len(named) == 1:
        return (named or fitting)[0]
    raise NotHeard("not-heard-line" if not fitting else "not-heard-line-several")


@action("profile-correct", writes=True)
async def correct(
    context: HealthContext, number: Annotated[str, Words(80)], text: Annotated[str, Words()]
) -> None:
    """Correct a line of the notebook.

    number: the line's number in the list, or words that fit one line only.
    text: the line as it should be.
    """
    before = await _line(number, context)
    after = _corrected(before, _whole(before, number, text), context)
    context.draft.put(after, before)  # type: ignore[arg-type]
    context.draft.say(
        context.say(
            "corrected", before=line(before, context.language), after=line(after, context.language)
        ),
        choices=[(context.say("undo-button"), UNDO)],
    )


def _whole(fact: f.Fact, said: str, text: str) -> str:
    """The line's words as they should be, when what was named is a part of them only.

    "Change sertraline to escitalopram" of "Take sertraline" leaves "Take" where it is.
    """
    there = getattr(fact, "text", "")
    if isinstance(fact, f.MedicationStatement | f.Observation) or _LINE.fullmatch(fold(said)):
        return text
    at = fold_in_place(there).find(fold_in_place(said.strip(" .!?\"'«»")))
    length = len(said.strip(" .!?\"'«»"))
    if at < 0 or length == len(there) or len(fold_in_place(there)) != len(there):
        return text
    return there[:at] + text + there[at + length :]


def _corrected(fact: f.Fact, text: str, context: HealthContext) -> f.Fact:
    """The fact with its words replaced; structured facts have their own actions."""
    provenance = fact.provenance.model_copy(update={"recorded_at": context.now, "confirmed": True})
    if isinstance(fact, f.Observation):
        from bot.care.labs.correct import corrected_value

        return corrected_value(fact, text, provenance)
    if isinstance(fact, f.Patient):
        raise Explainable("correct-patient")
    if isinstance(fact, f.MedicationStatement):
        found = DOSAGE.match(text)
        name, dosage = (fact.text, text) if found else dosed(text)
        return fact.model_copy(update={"text": name, "dosage": dosage, "provenance": provenance})
    if hasattr(fact, "text"):
        return fact.model_copy(update={"text": text, "provenance": provenance})
    raise Explainable("not-correctable")


@action("profile-remove", writes=True)
async def remove(context: HealthContext, number: Annotated[str, Words(80)]) -> None:
    """Remove a line of the notebook.

    number: the line's number in the list, or words that fit one line only.
    """
    fact = await _line(number, context)
    context.draft.remove(fact)  # type: ignore[arg-type]
    context.draft.say(
        context.say("removed", line=line(fact, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )

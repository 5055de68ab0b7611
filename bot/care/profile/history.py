"""Operations, vaccinations, illnesses in the family, and habits that matter for health."""

import re
from typing import Annotated

from bot import dates
from bot.actions import HealthContext, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.profile.note import provenance
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_YEAR = re.compile(r"[\s,(]*\b(?:en|in|depuis|since)\s+((?:19|20)\d\d)\b\)?", re.I)
_MONTH = re.compile(
    r"[\s,(]*\b(?:en|in|au mois de|last|de)\s+([^\W\d]{3,9})(?:\s+((?:19|20)\d\d))?\W*$", re.I
)
_BEFORE = re.compile(
    r"^(?:(?:eu|fait|had|de|d['’]un|d['’]une|d['’]|l['’]|du|un|une|des|an?|the|some|from)(?:\s+|(?<=['’])))+",
    re.I,
)
_AFTER = re.compile(r"[\s,]+(?:was|were|c['’]était|etait|était|fait|faite|done|le|on)\W*$", re.I)


_HABITS = (
    re.compile(
        r"\b(?:fum\w+|tabac|cigarettes?|vapo\w+|vap(?:e|ing)|smok\w+|tobacco|non-?smoker)\b"
    ),
    re.compile(r"\b(?:bois|boire|alcool|vin|bieres?|drink\w*|alcohol|wine|beer)\b"),
    re.compile(r"\b(?:vegeta\w+|vegan\w*)\b"),
)


def _dated(text: str, context: HealthContext) -> tuple[str, str | None]:
    """The words without their date, and that date as far as it is known ("2019", "2026-10")."""
    if (year := _YEAR.search(text)) and int(year[1]) <= context.now.year:
        return text[: year.start()] + text[year.end() :], year[1]
    language, country = context.language, context.account.country
    order = context.account.date_order
    try:
        said = dates.find_when(
            text, language=language, country=country, now=context.now, toward="past", order=order
        )
    except dates.DateProblem:
        return text, None
    if said is not None and said.has_day and said.moment <= context.now:
        return said.rest, said.moment.strftime("%Y-%m-%d")
    if said is None and (month := _MONTH.search(text)):
        try:
            dates.read_when(
                month[0], language=language, country=country, now=context.now, toward="past"
            )
        except dates.VagueDate as vague:
            if vague.first.month == vague.last.month and vague.first <= context.now.date():
                return text[: month.start()], vague.first.strftime("%Y-%m")
        except dates.DateProblem:
            return text, None
    return text, None


def _tidy(text: str) -> str:
    text = _AFTER.sub("", text.strip(" .,;!"))
    return text[:1].upper() + text[1:]


async def _keep(fact: f.AnyFact, context: HealthContext) -> None:
    """Put a fact that is not there yet, and say it."""
    said = line(fact, context.language)
    if any(
        fold(line(x, context.language)) == fold(said)
        for x in await context.notebook.facts(type(fact))
    ):
        context.draft.say(context.say("already-noted", what=said))
        return
    context.draft.put(fact)
    context.draft.say(
        context.say("noted-line", line=said), choices=[(context.say("undo-button"), UNDO)]
    )


@action("profile-procedure", writes=True)
async def procedure(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note an operation or another procedure the person had.

    what: the operation in the person's own words, with its year or date if said.
    """
    text, day = _dated(what, context)
    await _keep(f.Procedure(text=_tidy(text), date=day, provenance=provenance(context)), context)


@action("profile-vaccination", writes=True)
async def vaccination(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note a vaccination the person had.

    what: the vaccine or the illness it is against, with its date if said.
    """
    text, day = _dated(what, context)
    text = _tidy(_BEFORE.sub("", text.strip()))
    await _keep(f.Immunization(text=text, date=day, provenance=provenance(context)), context)


@action("profile-family", writes=True)
async def family(
    context: HealthContext,
    what: Annotated[str, Words()],
    relation: Annotated[str | None, Words(60)] = None,
) -> None:
    """Note a health problem of a relative: some risks run in families.

    what: the problem in the person's own words, with the age if said.
    relation: which relative, for example "father".
    """
    who = relation or context.say("family-relation")
    text = _BEFORE.sub("", what.strip(" .,;!"))
    fact = f.FamilyMemberHistory(relation=who, text=text, provenance=provenance(context))
    await _keep(fact, context)


@action("profile-lifestyle", writes=True)
async def lifestyle(context: HealthContext, what: Annotated[str, Words()]) -> None:
    """Note a habit that matters for health: tobacco, alcohol, food.

    what: the habit in the person's own words.
    """
    after = f.Lifestyle(text=_tidy(what), provenance=provenance(context))
    about = next((topic for topic in _HABITS if topic.search(fold(what))), None)
    kept = await context.notebook.facts(f.Lifestyle)
    before = next((x for x in kept if about and about.search(fold(x.text))), None)
    if before is None or fold(before.text) == fold(after.text):
        await _keep(after, context)
        return
    # What is said now of tobacco takes the place of what was said before.
    after = after.model_copy(update={"id": before.id})
    context.draft.put(after, before)
    context.draft.say(
        context.say("noted-line", line=line(after, context.language)),
        choices=[(context.say("undo-button"), UNDO)],
    )

"""Asking about results, and noting values that were typed."""

import re
from typing import Annotated

from bot.actions import HealthContext, NotHeard, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.labs.report import earlier, explained, latest_of_each, of_latest_day
from bot.care.merging import merge
from bot.intake.typed import read_typed
from bot.knowledge.analytes import Analyte, by_id, find
from bot.notebook import facts as f
from bot.wording.folding import fold
from bot.wording.lines import line

_ALL = {
    *("resultats", "resultat", "analyses", "analyse", "bilan", "bilan sanguin", "prise de sang"),
    *("results", "result", "labs", "lab", "blood test", "blood tests", "bloods", "tout", "all"),
}
_LEAD = re.compile(
    r"^(?:(?:la|le|les|l'|mes|ma|mon|du|de|my|the|dernier(?:e?s?)|last|latest|recent)\b\s*)+"
)
_OWN = re.compile(r"^(?:mon|ma|mes|my)\b")
"""What is the person's own: when no value is kept, that is the answer."""

_VALUE = re.compile(r"\s*(?:(?:a|de|is|of|at|=|:)\s+)?[<>]?\s*\d[\d.,\s]*\S{0,12}$")
"""A value said with the analyte ("HbA1c 7,2 %"): the name alone is looked up."""


def analyte_of(what: str) -> Analyte | None:
    """The analyte that some words name, without "ma", "the last" and a value beside it."""
    words = _bare(what)
    return (find(words) or find(_VALUE.sub("", words))) if words else None


def _bare(what: str) -> str:
    return _LEAD.sub("", fold(what).strip(" ?.!"))


@action("labs-explain")
async def explain(context: HealthContext, what: Annotated[str, Words(120)]) -> str | None:
    """Explain the person's latest report, or one analyte with its trend over all sources.

    what: "results" for the latest report, or the name of an analyte as people say it.
    """
    words = _bare(what)
    kept = [x for x in await context.notebook.facts(f.Observation) if x.category == "laboratory"]
    if words in _ALL:
        return await _latest(kept, context)
    analyte = analyte_of(what)
    if analyte is None:
        fitting = [x for x in kept if words in fold(x.text)]
        if not fitting:
            raise NotHeard("labs-unknown", what=what)
        return await _one(fitting, context)
    values = [x for x in kept if x.analyte == analyte.id]
    if values:
        return await _one(values, context)
    if fitting := [x for x in kept if words in fold(f"{x.text} {_name(x, context)}")]:
        # "My cholesterol", where only its parts are kept.
        return await _each(fitting, context)
    about = analyte.words(context.language)
    name = about.name[:1].upper() + about.name[1:]
    own = context.say("labs-none-of", name=name) + "\n\n" if _OWN.search(fold(what)) else ""
    context.draft.say(
        own
        + context.say(
            "labs-about",
            name=name,
            what=about.what,
            why=about.why,
            up=about.up or "–",
            down=about.down or "–",
            ask=about.ask,
        )
    )
    return None


async def _latest(kept: list[f.Observation], context: HealthContext) -> str | None:
    """The results of the most recent day."""
    if not kept:
        raise NotHeard("labs-none")
    found, before = of_latest_day(kept)
    text, pictures = await explained(found, before, context)
    context.draft.say(text).files = pictures
    return text


def _name(kept: f.Observation, context: HealthContext) -> str:
    analyte = by_id(kept.analyte)
    return analyte.words(context.language).name if analyte else ""


async def _each(values: list[f.Observation], context: HealthContext) -> str:
    """The latest value of each of several analytes."""
    latest = latest_of_each(values)
    text, pictures = await explained(latest, [x for x in values if x not in latest], context)
    context.draft.say(text).files = pictures
    return text


async def _one(values: list[f.Observation], context: HealthContext) -> str:
    """The latest value of one analyte, with its trend."""
    values = sorted(values, key=lambda x: x.effective or "")
    text, pictures = await explained(values[-1:], values[:-1], context)
    context.draft.say(text).files = pictures
    return text


@action("labs-note", writes=True)
async def note(context: HealthContext, text: Annotated[str, Words(4000)]) -> None:
    """Note laboratory values that the person types, each with its unit and range if given.

    text: the values as written on the report, one or several.
    """
    reading = read_typed(
        text,
        received_at=context.now,
        language=context.language,
        country=context.account.country,
    )
    found = [x for x in reading.facts if isinstance(x, f.Observation)]
    # Blood pressure, weight and the like are noted by the wellness room.
    found = [x for x in found if x.category == "laboratory"]
    if not found:
        raise NotHeard("labs-note-how")
    merged = await merge(tuple(found), context)
    for fact in merged.new:
        told = fact.provenance.model_copy(
            update={"source": "told", "confirmed": True, "document": None}
        )
        context.draft.put(fact.model_copy(update={"provenance": told}))
    explanation, pictures = await explained(found, await earlier(found, context), context)
    parts = [explanation]
    if merged.same:
        parts.append(context.say("documents-same", count=merged.same))
    parts += [
        context.say(
            "documents-conflict",
            old=line(old, context.language),
            new=line(new, context.language),
        )
        for old, new in merged.conflicts
    ]
    if merged.new:
        parts.insert(0, context.say("labs-noted", count=len(merged.new)))
    reply = context.draft.say("\n\n".join(parts))
    reply.files = pictures
    if merged.new:
        reply.choices = [(context.say("undo-button"), UNDO)]

"""Noting measurements that are typed: blood pressure, weight, pulse, temperature, saturation."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import JsonValue

from bot.actions import Asked, Context, HealthContext, NotHeard, action
from bot.asked import Words
from bot.care.account.settings import UNDO
from bot.care.wellness.advice import pregnant
from bot.care.wellness.days import collect
from bot.care.wellness.plans import running, said_progress
from bot.care.wellness.pressure import NOON, Reading, average, level, paired
from bot.care.wellness.spelled import amount, day
from bot.care.wellness.windows import Window
from bot.intake.series import MEASURES
from bot.intake.typed import read_typed
from bot.knowledge.wellness import measures, pressure_limits
from bot.notebook import facts as f
from bot.safety.numbers import numbers
from bot.turn import Call
from bot.wording.folding import clean, fold
from bot.wording.lines import value

_PAIR = r"\d{2,3}(?:[.,]\d)?\s?/\s?\d{1,3}(?:[.,]\d)?(?![\d/])"
_TIMES = (
    r"(?:(?:et|and|hier|ce|cet|cette|le|au|a|this|last|in|the|at|on|matin|midi|soir|apres[- ]midi"
    r"|nuit|reveil|coucher|morning|noon|afternoon|evening|night|yesterday|today|tonight)\s+)*"
)
_FURTHER = re.compile(
    rf"(?:\s*[,;\n]\s*|\s+(?:et|puis|and|then)\s+)(?={_TIMES}{_PAIR})|(?<=\d)\s+(?={_PAIR})", re.I
)
"""What stands between two readings said in a row: "132/84, 128/82 et ce soir 130/80"."""
_ANY = re.compile(r"\d{1,3}(?:[.,]\d)?\s*(?:/|-|sur|over|on)\s*\d{1,3}")
_NAMED = re.compile(r"\b(?:tension|pression|ta|pa|bp|blood pressure)\b")
_MORNING = re.compile(r"\b(?:ce matin|this morning|matin|morning)\b")
_EVENING = re.compile(r"\b(?:ce soir|hier soir|soir|tonight|evening|last night)\b")

_WEIGHT = re.compile(r"\b(?:pese|poids|weighs?|weight)\b\D{0,20}\d{2,3}(?:[.,]\d)?$")
_TWO_UNITS = frozenset({"US", "GB", "CA", "IE"})
"""Where somebody's weight without a unit may be in kilograms or in pounds."""

_NAMES = {"systolic-pressure": "systolic", "diastolic-pressure": "diastolic"}


class Pressures(Asked):
    """One or several readings, as they are said.

    No :class:`~bot.asked.Words`: whoever is asked for readings and says something else is heard.
    """

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The words, when they hold a reading; raises NotHeard when they do not."""
        words = clean(text, limit=500)
        if not _ANY.search(words):
            raise NotHeard("wellness-pressure-how")
        return words


@action("wellness-note", writes=True)
async def note(context: HealthContext, text: Annotated[str, Words(2000)]) -> str:
    """Note measurements the person took: blood pressure, weight, pulse, temperature, saturation.

    text: the measurements as the person says them, each with its number.
    """
    found = read_vitals(text, context)
    if not found and _WEIGHT.search(fold(text)):
        if context.account.country in _TWO_UNITS:
            raise NotHeard("wellness-weight-unit")
        found = read_vitals(f"{text} kg", context)
    if not found:
        raise NotHeard("wellness-note-how")
    for fact in found:
        context.draft.put(fact)
    return await _answer(found, context)


@action("wellness-pressure", writes=True)
async def pressure(context: HealthContext, readings: Annotated[str, Pressures()]) -> str:
    """Note one or several blood pressure readings.

    readings: the readings as the person says them, for example "132/84 128/82" or "13/8".
    """
    # "132/84 128/82": pairs are blood pressures here, without being named so.
    named = readings if _NAMED.search(fold(readings)) else f"tension {readings.strip()}"
    found = [x for x in read_vitals(named, context) if "pressure" in (x.analyte or "")]
    if not found:
        raise NotHeard("wellness-pressure-how")
    for fact in found:
        context.draft.put(fact)
    return await _answer(found, context)


def read_vitals(text: str, context: HealthContext) -> list[f.Observation]:
    """The measurements that a text states, confirmed, each with the time they were taken."""
    # Each reading on a line of its own, so that "this morning" and "tonight" keep to theirs.
    spoken = _FURTHER.sub("\ntension " if _NAMED.search(fold(text)) else "\n", text)
    lines = spoken.split("\n")
    reading = read_typed(
        spoken, received_at=context.now, language=context.language, country=context.account.country
    )
    today = context.now.date().isoformat()
    found = []
    for number, fact in enumerate(x for x in reading.facts if isinstance(x, f.Observation)):
        if fact.category != "vital-signs":
            continue
        effective = fact.effective or today
        if len(effective) == 10:
            place = (fact.provenance.place or "").removeprefix("line ")
            own = lines[int(place) - 1] if place.isdigit() else text
            own = own if _EVENING.search(fold(own)) or _MORNING.search(fold(own)) else text
            effective += _moment(own, context, today=effective == today)
        told = fact.provenance.model_copy(
            update={
                "source": "told",
                "confirmed": True,
                "document": None,
                # A microsecond apart: readings of one minute keep the order they were said in.
                "recorded_at": context.now.replace(microsecond=min(number, 999_999)),
            }
        )
        name = (
            MEASURES[_NAMES[fact.analyte]].name(context.language) if fact.analyte in _NAMES else ""
        )
        found.append(
            fact.model_copy(
                update={"text": name or fact.text, "effective": effective, "provenance": told}
            )
        )
    return found


def _moment(text: str, context: HealthContext, *, today: bool) -> str:
    """The wall time to keep with a day: now, or the plan's hour of the part of the day named."""
    words, now = fold(text), context.now.strftime("%H:%M")
    limits = pressure_limits()
    if _EVENING.search(words):
        return f"T{now if today and now >= NOON else limits.evening}"
    if _MORNING.search(words):
        return f"T{now if today and now < NOON else limits.morning}"
    return f"T{now}" if today else ""


async def _answer(found: Sequence[f.Observation], context: HealthContext) -> str:
    parts = []
    pairs = paired(found)
    if pairs:
        parts += await _about_pressure(pairs, context)
    for fact in found:
        if "pressure" not in (fact.analyte or ""):
            parts.append(await _about(fact, context))
    text = "\n\n".join(parts)
    reply = context.draft.say(text, choices=[(context.say("undo-button"), UNDO)])
    for measure, name in (("pressure", "pressure"), ("weight", "29463-7")):
        if any(name in (x.analyte or "") or name in {c.code for c in x.codes} for x in found):
            call = Call(action="wellness-show", arguments={"measure": measure})
            reply.choices.append((context.say("wellness-trend-button"), call))
            break
    return text


async def _about_pressure(pairs: Sequence[Reading], context: HealthContext) -> list[str]:
    shown = ", ".join(f"{x.systolic.normalize():f}/{x.diastolic.normalize():f}" for x in pairs)
    parts = [context.say("wellness-pressure-noted", readings=shown)]
    mean = average(pairs)
    worst = max(
        (level(x.systolic, x.diastolic) for x in pairs), key=("usual", "high", "very-high").index
    )
    limits = pressure_limits()
    if worst == "very-high":
        parts.append(
            context.say(
                "wellness-pressure-very-high",
                limit="{}/{}".format(*limits.very_high),
                emergency=_emergency(context),
            )
        )
    elif await pregnant(context) and any(
        x.systolic >= limits.pregnant[0] or x.diastolic >= limits.pregnant[1] for x in pairs
    ):
        limit = "{}/{}".format(*limits.pregnant)
        parts.append(context.say("wellness-pressure-pregnant", limit=limit))
    elif context.account.born and context.now.year - context.account.born < limits.adult_from:
        parts.append(context.say("wellness-pressure-child"))
        worst = "usual"
    else:
        now = level(mean.systolic, mean.diastolic)
        parts.append(context.say(f"wellness-pressure-{now}", limit="{}/{}".format(*limits.high)))
    plan = await running(context)
    if plan is not None:
        parts.append(await said_progress(plan, context, extra=pairs))
    elif worst == "high":
        parts.append(context.say("wellness-pressure-plan-hint"))
    return parts


def _emergency(context: HealthContext) -> str:
    line = numbers(context.account.country).emergency
    return line.link() if line else context.say("wellness-local-emergency")


async def _about(fact: f.Observation, context: HealthContext) -> str:
    """What was noted and, for a weight, how it compares with the last one."""
    said = context.say("wellness-noted", what=f"{fact.text} {value(fact, context.language)}")
    if "29463-7" not in {code.code for code in fact.codes} or fact.value is None:
        return said
    weight = measures(context.language)["weight"]
    before = (await collect(weight, Window.until(context.now.date(), 400), context)).days
    earlier = [x for x in before if x.day.isoformat() < (fact.effective or "")[:10]]
    if not earlier or fact.ucum != weight.unit:
        return said
    last = earlier[-1]
    return f"{said} " + context.say(
        "wellness-last-time",
        value=amount(last.value, weight, context),
        day=day(last.day, context.language),
    )

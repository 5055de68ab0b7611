"""Days in a plain text: each form of `day_forms` interpreted, with its guards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from bot.dates import placing, relative
from bot.dates.day_forms import counted_from, day_forms, part_after
from bot.dates.placing import Context, Day, Found, at
from bot.dates.words import PARTS, months, number, weekdays

_OWN = frozenset({"iso", "numeric", "spaced", "weekday_day", "short_weekday"})
_VISIT = re.compile(r"\b(?:rdv|rendez|consult|visite|appointment|appt|booked|checkup|dentist)")
_MEASURE = re.compile(
    r"\b(?:tension|pression|arterielle|ta|pa|bp|pressure|douleur|pain|note|score|vision|acuite"
    r"|potassium|sodium|glycemie|glucose|ratio|imc|bmi|poids|weight|systolique|eva|evn)\b"
    r"[^.;!?]{0,30}$"
)
_CALL = re.compile(
    r"\b(?:appel|compos|joindre|joign|telephon|faire|(?<!en )fait|samu|contact|call)\w* *$"
)
_SINCE = re.compile(r"\b(?:depuis|since)(?: (?:le|the))? *$")
# A count before a day ("dans vingt-quatre semaines après le") is no longer than this.
_COUNT_LENGTH = 48
_LINK = re.compile(r"(?:(?:on|from|before|avant|the|le) )+")
# With one of these before it, a day and a month in figures are a French date, day first.
_THE = re.compile(r"\b(?:le|du|au|ce)\b")
_STREET = re.compile(
    r"\b(?:rue|avenue|av|place|boulevard|bd|allee|square|quai|cours|impasse|street|road|st)"
    r"(?: (?:du|de la|of the))? *$"
)
_REPEATED = re.compile(r"\b(?:tous les|toutes les|chaque|les|every|each|un|une) *$")
# "may" and "march" are also words: alone with a number they need another sign of a date.
_VERB = ("may", "march", "mar")
_SUBJECT = re.compile(r"\b(?:i|you|we|they|he|she|it|who|that|this|which|and|or)$")
_AFTER_VERB = re.compile(r" *(?:$|[.,;:!?)]|at\b|around\b|with\b|for\b|from\b|to see|in the|\d)")


def days(text: str, original: str, context: Context, *, foreign: bool = False) -> Iterator[Found]:
    """Yield the days said in a plain text, from left to right.

    `original` is the same stretch before case was folded, character for character. `foreign`
    leaves out what a person of another language may mean otherwise ("mon 12", "9/3"). Raises
    ImpossibleDate or AmbiguousDate for a date that is clearly meant and cannot be one.
    """
    language = context.language
    found = [
        (kind, match)
        for kind, form in day_forms(language)
        if not (foreign and kind in _OWN)
        for match in form.finditer(text)
    ]
    taken = 0
    for kind, match in sorted(found, key=lambda item: (item[1].start(), -item[1].end())):
        if match.start() < taken or not _meant(kind, match, text, original, context):
            continue
        cue = match.groupdict().get("cue") or ""
        past = match.groupdict().get("turn") in ("dernier", "passe")
        past = past or bool(_SINCE.search(text[: match.start() + len(cue)][-24:]))
        read = _read(kind, match, replace(context, toward="past") if past else context)
        if read is None:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = match.start() + len(match.group().rstrip())
        year = bool(match.groupdict().get("y"))
        spoken = replace(read, start=start, end=end, year_said=year)
        link = _LINK.match(text, start)
        stop = link.end() if link else start
        if counted := counted_from(language).search(text, max(0, stop - _COUNT_LENGTH), stop):
            spoken = _moved(spoken, counted, context)
        if spoken.instant is None and (after := part_after(language).match(text, spoken.end)):
            part = spoken.part or PARTS[language][re.sub(" +", " ", after["part"])]
            spoken = replace(spoken, end=after.end(), part=part)
        taken = spoken.end
        yield spoken


def _moved(spoken: Found, counted: re.Match[str], context: Context) -> Found:
    """Return a day moved by the count said before it ("two weeks after 3 December")."""
    base = datetime.combine(spoken.day, time(0), context.now.tzinfo)
    moved = relative.counted(counted.groupdict(), replace(context, now=base, toward="future"))
    if moved is None:
        return spoken
    return replace(spoken, start=counted.start(), day=moved.day, other=None)


def _meant(kind: str, match: re.Match[str], text: str, original: str, context: Context) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    said = match.groupdict()
    cue = (said.get("cue") or "").strip()
    if _STREET.search(before):
        return False
    if kind in ("weekday", "short_weekday", "weekday_day") and not cue:
        return not _REPEATED.search(before)
    if kind in ("spaced", "count", "now"):
        return context.whole
    if kind == "day":
        return not _CALL.search(before)
    if kind in ("named", "month_first") and said["mo"] in _VERB and context.language == "en":
        place = match.start("mo")
        capital = original[place : place + 1].isupper()
        clear = capital or cue or said.get("y") or said.get("th")
        verb = _SUBJECT.search(before.rstrip()) or not _AFTER_VERB.match(text, match.end())
        return bool(clear or not verb)
    return kind != "numeric" or _numeric_meant(match, text, before, context)


def _numeric_meant(match: re.Match[str], text: str, before: str, context: Context) -> bool:
    """Whether "12/03" is a date and no blood pressure, fraction, score or decimal number."""
    said, sep = match.groupdict(), match["sep"]
    cue, two_figures = bool(said["cue"]), len(said["a"]) == len(said["b"]) == 2
    if said["y"] is not None:
        return sep != "." or len(said["y"]) == 4 or two_figures or cue or context.whole
    if _MEASURE.search(before):
        return False
    visit = bool(_VISIT.search(text, max(0, match.start() - 200), match.start()))
    if sep in ".-":
        likely = len(said["b"]) == 2 and int(said["b"]) <= 12
        alone = (visit or context.whole) and two_figures
        return bool(said["wd"]) or (likely and (cue or alone))
    timed = re.match(r",? *(?:a|at|@|vers)? *\d{1,2} ?(?:h|:|[ap]\.?m)", text[match.end() :])
    padded = said["a"][0] == "0" or said["b"][0] == "0"
    return context.whole or cue or padded or visit or bool(timed)


def _read(kind: str, match: re.Match[str], context: Context) -> Found | None:
    said = match.groupdict()
    language = context.language
    weekday = weekdays(language).get((said.get("wd") or "").rstrip("."))
    if kind == "iso":
        return at(Day(placing.exact(int(said["y"]), int(said["m"]), int(said["d"]))))
    if kind in ("numeric", "spaced"):
        first, second = int(said["a"]), int(said["b"])
        sure = said.get("sep") == "." or bool(_THE.search(said["cue"] or ""))
        return at(placing.numeric(first, second, said["y"], context, weekday, sure=sure))
    if kind in ("named", "month_first"):
        day = number(said["d"] or said["dw"], language)
        if day is None:
            return None
        month = months(language)[said["mo"]]
        if said["y"] is None:
            return at(placing.without_year(month, day, context, weekday))
        year = placing.full_year(said["y"], context)
        return at(placing.with_weekday(placing.exact(year, month, day), weekday))
    if kind in ("weekday", "short_weekday") and weekday is not None:
        lead = (said.get("lead") or "").strip()
        count = said.get("n") or said.get("n2")
        return at(relative.on_weekday(weekday, lead, said.get("q") or "", count, context))
    if kind == "weekday_day" and weekday is not None:
        return at(placing.weekday_and_day(weekday, int(said["d"]), context))
    if kind == "relative":
        return relative.near_today(said["w"], said["q"], context)
    if kind == "now":
        return Found(0, 0, context.today, instant=context.now.replace(second=0, microsecond=0))
    if kind in ("offset", "offset_after", "count"):
        return relative.counted(said, context)
    if kind == "day":
        day = number(said["d"], language) or 0
        ahead = relative.months_ahead(said["month"] or "") if said["month"] else None
        return at(placing.day_of_month(day, context, months_ahead=ahead))
    return relative.nth_weekday(said, weekday or 0, context)

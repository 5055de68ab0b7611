"""Days in a plain text: each form of `day_forms` interpreted, with its guards.

How the relative forms are heard (the confirmation always shows the full date):

- a bare weekday is the next one, never today; "ce mardi" and "this Tuesday" may be today;
- "mardi prochain" is the next Tuesday too, unless that is tomorrow (one would say "demain"): then
  it is the one after, and tomorrow stays as `other`;
- "next Friday" is the Friday of next week (weeks begin on Monday), never tomorrow; the coming one
  stays as `other`;
- "mardi en huit", "Tuesday week": one week after the next Tuesday; "en quinze": two weeks;
- "dans quinze jours" is fifteen days, as counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from bot.dates import placing
from bot.dates.day_forms import day_forms, part_after
from bot.dates.placing import Context, Day
from bot.dates.said import Part
from bot.dates.words import PARTS, UNITS, months, number, weekdays


@dataclass(frozen=True, slots=True)
class Found:
    """A day at `start`:`end` of the plain text; `instant` if hours or minutes were counted.

    `year_said` if the words hold a year.
    """

    start: int
    end: int
    day: date
    other: date | None = None
    part: Part | None = None
    instant: datetime | None = None
    year_said: bool = False


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
        since = _SINCE.search(text[: match.start() + len(cue)])
        read = _read(kind, match, replace(context, toward="past") if since else context)
        if read is None:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = match.start() + len(match.group().rstrip())
        year = bool(match.groupdict().get("y"))
        spoken = replace(read, start=start, end=end, year_said=year)
        if spoken.instant is None and (after := part_after(language).match(text, spoken.end)):
            part = spoken.part or PARTS[language][re.sub(" +", " ", after["part"])]
            spoken = replace(spoken, end=after.end(), part=part)
        taken = spoken.end
        yield spoken


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
    if kind == "numeric" and said["y"] is None and _MEASURE.search(before):
        return False
    if kind == "numeric" and said["y"] is None and not context.whole:
        if said["sep"] in ".-":
            months_like = len(said["b"]) == 2 and int(said["b"]) <= 12
            return bool(said["wd"] or (cue and months_like))
        padded = said["a"][0] == "0" or said["b"][0] == "0"
        timed = re.match(r",? *(?:a|at|@|vers)? *\d{1,2} ?(?:h|:|[ap]\.?m)", text[match.end() :])
        return bool(cue or padded or timed or _VISIT.search(text[: match.start()]))
    if kind == "numeric" and said["y"] is None and "/" not in said["sep"]:
        return len(said["b"]) == 2 and bool(cue)
    if kind == "numeric" and said["sep"] == "." and len(said["y"] or "") == 2:
        return context.whole or bool(cue)
    return True


def _read(kind: str, match: re.Match[str], context: Context) -> Found | None:
    said = match.groupdict()
    language = context.language
    weekday = weekdays(language).get((said.get("wd") or "").rstrip("."))
    if kind == "iso":
        return _at(Day(placing.exact(int(said["y"]), int(said["m"]), int(said["d"]))))
    if kind in ("numeric", "spaced"):
        first, second = int(said["a"]), int(said["b"])
        return _at(placing.numeric(first, second, said["y"], context, weekday))
    if kind in ("named", "month_first"):
        day = number(said["d"] or said["dw"], language)
        if day is None:
            return None
        month = months(language)[said["mo"]]
        if said["y"] is None:
            return _at(placing.without_year(month, day, context, weekday))
        year = placing.full_year(said["y"], context)
        return _at(placing.with_weekday(placing.exact(year, month, day), weekday))
    if kind in ("weekday", "short_weekday") and weekday is not None:
        lead = (said.get("lead") or "").strip()
        count = said.get("n") or said.get("n2")
        return _at(_weekday(weekday, lead, said.get("q") or "", count, context))
    if kind == "weekday_day" and weekday is not None:
        return _at(placing.weekday_and_day(weekday, int(said["d"]), context))
    if kind == "relative":
        return _relative(said["w"], said["q"], context)
    if kind == "now":
        return Found(0, 0, context.today, instant=context.now.replace(second=0, microsecond=0))
    if kind in ("offset", "offset_after", "count"):
        return _offset(said, context)
    if kind == "day":
        day = number(said["d"], language) or 0
        ahead = _ahead(said["month"] or "") if said["month"] else None
        return _at(placing.day_of_month(day, context, months_ahead=ahead))
    return _nth(said, weekday or 0, context)


def _at(day: Day, part: Part | None = None) -> Found:
    return Found(0, 0, day.day, day.other, part)


def _ahead(words: str) -> int:
    if re.search(r"prochain|suivant|next", words):
        return 1
    return -1 if re.search(r"dernier|passe|last", words) else 0


def _weekday(weekday: int, lead: str, after: str, count: str | None, context: Context) -> Day:
    today = context.today
    gap = (weekday - today.weekday()) % 7
    coming = today + timedelta(days=gap or 7)
    monday = today - timedelta(days=today.weekday())
    week = timedelta(days=7)
    previous = today - timedelta(days=-gap % 7 or 7)
    if lead in ("last", "past") or after in ("dernier", "passe"):
        return Day(previous)
    if "derniere" in after:
        return Day(monday - week + timedelta(days=weekday))
    if count and (weeks := number(count, context.language)):
        return Day(monday + weeks * week + timedelta(days=weekday))
    if "semaine" in lead + after or "next week" in lead + after:
        return Day(monday + week + timedelta(days=weekday))
    if after in ("en huit", "en 8", "week", "after next") or lead.startswith("a week"):
        return Day(coming + week, coming if gap == 0 else None)
    if after in ("en quinze", "en 15") or lead.startswith("two weeks"):
        return Day(coming + 2 * week)
    if lead in ("ce", "this", "this coming") and not after:
        if context.toward == "past":
            return Day(previous if gap else today)
        return Day(today + timedelta(days=gap))
    if after in ("prochain", "prochaine", "pro") and gap == 1:
        return Day(coming + week, coming)
    if after in ("prochain", "prochaine", "pro"):
        return Day(coming, coming + week if gap and weekday > today.weekday() else None)
    if lead == "next":
        following = monday + week + timedelta(days=weekday)
        if following == today + timedelta(days=1):
            following += week
        return Day(following, coming if coming != following else None)
    return Day(previous if context.toward == "past" else coming)


def _relative(words: str, after: str | None, context: Context) -> Found:
    shift = 0
    if re.search(r"apres[ -]demain|after tomorrow|overmorrow", words):
        shift = 2
    elif re.search(r"avant[ -]hier|before yesterday", words):
        shift = -2
    elif words in ("demain", "tomorrow", "tmrw"):
        shift = 1
    elif words in ("hier", "yesterday", "last night"):
        shift = -1
    shift += {"en huit": 7, "week": 7, "en quinze": 14}.get(after or "", 0)
    part: Part | None = "evening" if words == "tonight" else None
    for word in sorted(PARTS[context.language], key=len, reverse=True):
        if words.endswith(word) and not part:
            part = PARTS[context.language][word]
    return _at(Day(context.today + timedelta(days=shift)), part)


@cache
def _unit(word: str, language: str) -> str:
    for pattern, name in UNITS[language].items():
        if re.fullmatch(pattern, word):
            return name
    return {"quinzaine": "fortnights", "huitaine": "weeks", "dizaine": "tens"}.get(
        word.split()[0], "days"
    )


def _offset(said: dict[str, str | None], context: Context) -> Found | None:
    words, sign = said["n"] or "", said.get("sign") or ""
    part = re.match(r"(?P<half>half|une? demi)|un quart|(?P<three>trois quarts)", words)
    if part:
        amount: float | None = 0.5 if part["half"] else 0.75 if part["three"] else 0.25
    else:
        amount = _amount(words, context.language)
    unit = _unit(said["u"] or "", context.language)
    if amount is None:
        return None
    if unit in ("fortnights", "tens"):
        amount, unit = amount * (14 if unit == "fortnights" else 10), "days"
    more = (said.get("more") or "").strip()
    if more.isdigit() and unit != "hours":
        return None
    extra = {"": 0.0, "et quart": 0.25}.get(more, 0.5 if not more.isdigit() else int(more) / 60)
    amount += extra
    back = -1 if sign in ("ago", "il y a") or (not sign and context.toward == "past") else 1
    if unit in ("minutes", "hours"):
        length = timedelta(**{unit: amount})
        instant = (context.now.astimezone(UTC) + back * length).astimezone(context.now.tzinfo)
        return Found(0, 0, instant.date(), instant=instant.replace(second=0, microsecond=0))
    base = context.today + timedelta(days=1 if "tomorrow" in sign else 0)
    whole = int(amount)
    step = relativedelta(**{unit: back * whole})
    if amount != whole:
        rest = {"days": 12, "weeks": 84, "months": 360, "years": 4380}[unit]
        step += relativedelta(days=back * round(rest / 24))
    try:
        return _at(Day(base + step))
    except (ValueError, OverflowError):
        return None


def _amount(words: str, language: str) -> float | None:
    if re.fullmatch(r"\d+[.,]\d", words):
        return float(words.replace(",", "."))
    return number(words, language)


def _nth(said: dict[str, str | None], weekday: int, context: Context) -> Found:
    order = said["n"] or ""
    last = order in ("dernier", "last")
    ranks = {"premier": 1, "1er": 1, "deuxieme": 2, "2e": 2, "troisieme": 3, "3e": 3}
    rank = ranks.get(order) or number(order.rstrip("sndrthe"), "fr") or number(order, "en") or 4
    years = [context.today.year, context.today.year + 1]
    if said["rel"]:
        year, month = placing.month_after(context.today, _ahead(said["rel"]))
        years = [year]
    else:
        month = months(context.language)[said["mo"] or ""]
        years = [placing.full_year(said["y"], context)] if said["y"] else years
    found = context.today
    for year in years:
        if last:
            end = placing.month_end(year, month)
            found = end - timedelta(days=(end.weekday() - weekday) % 7)
        else:
            first = placing.exact(year, month, 1)
            found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (rank - 1))
        if found >= context.today:
            break
    return _at(Day(found))

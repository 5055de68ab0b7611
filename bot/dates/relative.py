"""Days told from today: weekdays, "tomorrow", counted weeks, "the first Tuesday of".

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
from datetime import UTC, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from bot.dates import placing
from bot.dates.placing import Context, Day, Found, at
from bot.dates.said import Part
from bot.dates.words import PARTS, UNITS, months, number

_BACK = frozenset({"ago", "il y a", "avant", "before"})


def months_ahead(words: str) -> int:
    """Return 1 for words that mean the next month, -1 for the last, 0 for this one."""
    if re.search(r"prochain|suivant|next", words):
        return 1
    return -1 if re.search(r"dernier|passe|last", words) else 0


def on_weekday(weekday: int, lead: str, after: str, count: str | None, context: Context) -> Day:
    """Return the day of a weekday (Monday = 0) by the words around it, as the module tells.

    `lead` stands before it ("next"), `after` behind it ("prochain"), `count` is a number of weeks.
    """
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
    if after in ("en quinze", "en 15", "fortnight") or lead.startswith("two weeks"):
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


def near_today(words: str, after: str | None, context: Context) -> Found:
    """Return the day of "demain", "tonight" and the like, moved on by "en huit" or "week"."""
    shift = 0
    if re.search(r"apres[ -]demain|after tomm?orr?ow|overmorrow", words):
        shift = 2
    elif re.search(r"avant[ -]hier|before yesterday", words):
        shift = -2
    elif re.fullmatch(r"demain|tomm?orr?ow|tmrw", words):
        shift = 1
    elif words in ("hier", "yesterday", "last night"):
        shift = -1
    shift += {"en huit": 7, "week": 7, "en quinze": 14}.get(after or "", 0)
    part: Part | None = "evening" if words == "tonight" else None
    for word in sorted(PARTS[context.language], key=len, reverse=True):
        if words.endswith(word) and not part:
            part = PARTS[context.language][word]
    return at(Day(context.today + timedelta(days=shift)), part)


@cache
def _unit(word: str, language: str) -> str:
    for pattern, name in UNITS[language].items():
        if re.fullmatch(pattern, word):
            return name
    return {"quinzaine": "fortnights", "huitaine": "weeks", "dizaine": "tens"}.get(
        word.split()[0], "days"
    )


def counted(said: dict[str, str | None], context: Context) -> Found | None:
    """Return the day or instant a number of units from now, or None if there is no such day."""
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
    behind = sign in _BACK or (not sign and context.toward == "past")
    back = -1 if behind else 1
    if unit in ("minutes", "hours"):
        length = timedelta(**{unit: amount})
        instant = (context.now.astimezone(UTC) + back * length).astimezone(context.now.tzinfo)
        return Found(0, 0, instant.date(), instant=instant.replace(second=0, microsecond=0))
    base = context.today + timedelta(days=1 if "tomorrow" in sign else 0)
    whole = int(amount)
    # Half a month or a year is counted in days; half a day does not move the date.
    half = {"days": 0, "weeks": 4, "months": 15, "years": 182}[unit] if amount != whole else 0
    step = relativedelta(  # type: ignore[no-untyped-call]
        **{unit: back * whole}
    ) + timedelta(days=back * half)
    try:
        day = base + step
    except (ValueError, OverflowError):
        return None
    return at(Day(day)) if placing.FIRST_YEAR <= day.year <= placing.LAST_YEAR else None


def _amount(words: str, language: str) -> float | None:
    if re.fullmatch(r"\d+[.,]\d", words):
        return float(words.replace(",", "."))
    return number(words, language)


def nth_weekday(said: dict[str, str | None], weekday: int, context: Context) -> Found:
    """Return "the first Tuesday of January", the next such day unless a year is said."""
    order = said["n"] or ""
    last = order in ("dernier", "last")
    ranks = {"premier": 1, "1er": 1, "deuxieme": 2, "2e": 2, "troisieme": 3, "3e": 3}
    rank = ranks.get(order) or number(order.rstrip("sndrthe"), "fr") or number(order, "en") or 4
    years = [context.today.year, context.today.year + 1]
    if said["rel"]:
        year, month = placing.month_after(context.today, months_ahead(said["rel"]))
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
    return at(Day(found))

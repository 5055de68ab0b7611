"""Stretches of days said where one is needed: "fin janvier", "la semaine prochaine", "in March"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from bot.dates import placing
from bot.dates.placing import Context
from bot.dates.said import VagueDate
from bot.dates.words import either, months

_EARLY = ("debut", "early", "beginning", "start", "the beginning", "the start")
_LATE = ("fin", "late", "end", "the end")


@cache
def _forms(language: str) -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<mo>{either(months(language))})\b\.?(?: (?:de +)?(?P<y>[12]\d{{3}}))?"
    if language == "fr":
        edge = r"(?:(?P<edge>debut|mi|milieu|courant|fin)[ -](?:de |d'|du mois de |du )?)?"
        return (
            re.compile(rf"\b(?:en |au mois de |pour |vers )?{edge}{month}"),
            re.compile(
                rf"\b{edge}(?P<rel>(?:le |ce |du )mois\b|mois(?= pro| sui))"
                r"(?: (?P<next>prochain|suivant))?"
            ),
            re.compile(
                r"\b(?P<week>(?:la |cette |fin de )semaine\b|semaine(?= pro| sui))"
                r"(?: (?P<next>prochaine|pro|suivante))?"
            ),
            re.compile(r"\b(?P<weekend>week-?end)(?: (?P<next>prochain|suivant))?\b"),
            re.compile(r"\b(?:l')?(?P<year>annee) (?P<next>prochaine)\b"),
        )
    edge = r"(?:(?P<edge>(?:the )?(?:beginning|start|end)|early|mid|late)[ -](?:of )?)?"
    return (
        re.compile(rf"\b(?:in |sometime in )?{edge}{month}"),
        re.compile(rf"\b{edge}(?P<rel>(?:this|the|(?P<next>next)) month)\b"),
        re.compile(r"\b(?P<week>(?:this|the|(?P<next>next)) week)\b(?! after)"),
        re.compile(r"\b(?P<weekend>(?:this|the|(?P<next>next)) week-?end)\b"),
        re.compile(r"\b(?P<year>(?P<next>next) year)\b"),
    )


def stretch(text: str, context: Context) -> VagueDate | None:
    """Return the stretch of days that a plain text says, as the problem it is; else None."""
    for form in _forms(context.language):
        for match in form.finditer(text):
            said = match.groupdict()
            if said.get("mo") in ("mar", "may", "march") and len(text.split()) > 3:
                continue  # in a longer sentence these are more likely verbs
            first, last = _bounds(said, context)
            if context.toward == "future":
                first = max(first, context.today)
            if first <= last:
                return VagueDate(first, last)
    return None


def _bounds(said: dict[str, str | None], context: Context) -> tuple[date, date]:
    today, ahead = context.today, 1 if said.get("next") else 0
    if said.get("week") or said.get("weekend"):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
        return monday + timedelta(days=5 if said.get("weekend") else 0), monday + timedelta(days=6)
    if said.get("year"):
        return date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    if said.get("rel"):
        year, month = placing.month_after(today, ahead)
    else:
        month = months(context.language)[said["mo"] or ""]
        if said["y"]:
            year = int(said["y"])
        elif context.toward == "past":
            year = today.year - (month > today.month)
        else:
            year = today.year + (month < today.month)
    end = placing.month_end(year, month)
    edge = said.get("edge") or ""
    if edge in _EARLY:
        return date(year, month, 1), date(year, month, 10)
    if edge in ("mi", "milieu", "mid"):
        return date(year, month, 11), date(year, month, 20)
    return date(year, month, 21 if edge in _LATE else 1), end

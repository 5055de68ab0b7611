"""The forms in which French and English say a day, as regular expressions over plain text."""

from __future__ import annotations

import re
from functools import cache

from bot.dates.words import PARTS, either, full_weekdays, months, numbers, weekdays

_START = r"(?<![\w/.,:-])"
_END = r"(?!\w|[/%]|[.,:]\d|-\d)"
_YEAR = r"(?P<y>[12]\d{3}|'\d{2}|\d{2}(?= *(?:$|[.;!?)]|,(?! ?\d)| a \d| at \d)))"


@cache
def day_forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (kind, pattern) of every form, for `days.day_of` to interpret."""
    forms = _shared(language) | (_french() if language == "fr" else _english())
    return tuple((kind, re.compile(pattern)) for kind, pattern in forms.items())


def _weekday(language: str) -> str:
    short = either(set(weekdays(language)) - set(full_weekdays(language)))
    return rf"(?P<wd>{either(full_weekdays(language))}|{short}\.?)"


def _shared(language: str) -> dict[str, str]:
    before = {
        "fr": r"(?P<cue>(?:(?:date )?(?:du|des le|pour le|avant le|d'ici le|le|au|ce|en date du) +)?",
        "en": r"(?P<cue>(?:(?:dated|on the|on|by|for|from|before|until|since|the) +)?",
    }[language]
    prefix = rf"{before}(?:{_weekday(language)},? +(?:le +|the +)?)?)"
    return {
        "iso": rf"{_START}(?P<cue>(?:le|du|on|pour le) +)?(?P<y>[12]\d{{3}})(?P<sep>[-/.])(?P<m>\d{{1,2}})"
        rf"(?P=sep)(?P<d>\d{{1,2}})(?![\d/]|-\d|\.\d)",
        "numeric": rf"{_START}{prefix}(?P<a>\d{{1,2}})(?P<sep> ?/ ?|\.|-)(?P<b>\d{{1,2}})"
        rf"(?:(?P=sep)(?P<y>\d{{4}}|\d{{2}}))?(?![\w/%]|[.,:-]\d|(?<=/)\d)",
    }


def _french() -> dict[str, str]:
    month = rf"(?P<mo>{either(months('fr'))})\b\.?"
    day = rf"(?P<d>\d{{1,2}}|{either(set(numbers('fr')) - {'second', 'seconde'})})"
    count = rf"(?P<n>\d{{1,3}}(?:[.,]5)?|{either(numbers('fr'))}|une? demie?[ -]?|une?)"
    wide = either(full_weekdays("fr"))
    cue = r"(?P<cue>(?:(?:pour|des|avant|a partir de?|jusqu'a|d'ici) *)?(?:le|du|au|ce|la)? *)"
    weeks = r"(?:semaines?|sem)"
    after = (
        r"prochaine?|qui vient|a venir|suivant|dernier|passe|en huit|en 8|en quinze|en 15"
        rf"|(?:de )?la semaine (?:prochaine|derniere)|semaine pro(?:chaine)?|pro|dans {count} {weeks}"
        r"|d'apres"
    )
    return {
        "named": rf"{_START}{cue}(?:{_weekday('fr')},? *(?:le *)?)?{day}(?:er|e|eme)? *(?:de |du mois de "
        rf"|d')?{month}(?:,? *(?:de +)?{_YEAR})?{_END}",
        "weekday": rf"{_START}(?P<cue>(?:pour +|des +)?(?:(?P<lead>ce|cette|le|du|au|la semaine "
        rf"prochaine,?|semaine prochaine,?)(?: le)? +)?)(?P<wd>{wide})(?: (?P<q>{after}))?\b"
        rf"(?! *(?:le )?\d{{1,2}}(?:er)?(?! *[h:]| ?heures?)\b)",
        "weekday_day": rf"{_START}(?P<cue>(?:pour +)?(?:(?:le|ce|du|au) +)?){_weekday('fr')},? *(?:le )?"
        rf"(?P<d>\d{{1,2}})(?:er)?(?! *(?:h\b|h\d|heures?|:|/\d|am\b|pm\b|%)){_END}",
        "short_weekday": rf"{_START}{_weekday('fr')}(?= +(?:a +)?\d{{1,2}} ?(?:h|:))",
        "relative": rf"{_START}(?P<w>apres[ -]demain|avant[ -]hier|demain|hier|aujourd'? ?hui|auj"
        r"|ce jour|ce(?: |t )(?:matin|midi|soir|te nuit|apres[ -]midi|te apres[ -]midi)|cette (?:nuit"
        rf"|apres[ -]midi))(?: (?P<q>en huit|en quinze))?{_END}",
        "offset": rf"{_START}(?P<sign>dans|d'ici|il y a) +(?:environ +)?{count} ?(?P<u>minutes?|mins?|mn"
        r"|heures?|h|jours?|j|semaines?|sem|mois|ans?|annees?|quinzaine(?: de jours)?"
        r"|huitaine(?: de jours)?|dizaine de jours)(?P<more> (?:et demie?|et quart)|\d{2})?"
        rf"{_END}",
        "day": rf"{_START}(?P<cue>(?:pour +|des +)?(?:le|du|au) +)(?P<d>\d{{1,2}}|premier)(?:er)?"
        r"(?P<month> (?:du|de ce) mois(?: (?P<next>prochain|suivant|dernier|passe))?| courant)?"
        r"(?= *(?:$|[.,;!?)](?!\d)|a (?:\d|midi|minuit)|vers \d|chez |avec |pour |au (?:matin|soir)|dans "
        r"|\d{1,2} ?[h:]|apres[ -]midi|matin|soir|de \d|ou |prochain\b))",
        "nth": rf"{_START}(?:le +)?(?P<n>premier|1er|deuxieme|second|2e|troisieme|3e|quatrieme|4e|dernier)"
        rf" (?P<wd>{wide}) (?:de +|d'|du mois de +)?(?:{month}(?: {_YEAR})?|(?P<rel>du mois prochain"
        rf"|mois prochain|du mois)){_END}",
    }


def _english() -> dict[str, str]:
    month = rf"(?P<mo>{either(months('en'))})\b\.?"
    ordinal = either(
        word for word in numbers("en") if word.endswith(("th", "first", "second", "rd"))
    )
    digits = r"(?P<d>\d{1,2})(?P<th>st|nd|rd|th)?"
    count = rf"(?P<n>\d{{1,3}}(?:[.,]5)?|half an?|(?:a )?couple of|{either(numbers('en'))})"
    wide = either(full_weekdays("en"))
    cue = r"(?P<cue>(?:(?:on|by|for|from|before|until|since|this|due) +)?(?:the +)?"
    unit = r"(?P<u>minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|years?|yrs?|fortnights?)"
    follow = r"week|after next|of next week|next week|in {count} weeks"
    return {
        "named": rf"{_START}{cue}(?:{_weekday('en')},? +(?:the +)?)?)(?:{digits}|(?P<dw>{ordinal}))"
        rf"(?: day)?(?: of)? *{month}(?:,? *{_YEAR})?{_END}",
        "month_first": rf"{_START}{cue}(?:{_weekday('en')},? +)?){month} *(?:the )?(?:{digits}|"
        rf"(?P<dw>{ordinal}))(?! *(?:[ap]\.?m\b|o'clock))(?:,? *{_YEAR})?{_END}",
        "weekday": rf"{_START}(?P<cue>(?:on +|by +|for +)?(?:(?P<lead>this coming|this|next|coming|last"
        rf"|past|the following|next week,?(?: on)?|a week (?:on|from)|two weeks (?:on|from)) +)?)"
        rf"(?P<wd>{wide})(?: (?P<q>{follow.format(count=count)}))?\b"
        rf"(?! *(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b)",
        "weekday_day": rf"{_START}(?P<cue>(?:on +)?){_weekday('en')},? *(?:the )?(?P<d>\d{{1,2}})"
        rf"(?:st|nd|rd|th){_END}",
        "short_weekday": rf"{_START}(?P<cue>(?:on +)?(?:(?P<lead>this|next|last) +)?){_weekday('en')}"
        r"(?= +(?:at +)?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b|(?<=\d\d)(?!\d)|h))",
        "relative": rf"{_START}(?P<w>(?:the )?day after tomorrow|after tomorrow|overmorrow|tomorrow|tmrw"
        r"|(?:the )?day before yesterday|yesterday|today|tonight|last night|this (?:morning|afternoon"
        rf"|evening|lunchtime))(?: (?P<q>week))?{_END}",
        "offset": rf"{_START}(?P<sign>in|within) +(?:about +)?{count} {unit}(?:' time)?(?P<more>$.)?{_END}",
        "offset_after": rf"{_START}{count} {unit} (?P<sign>from (?:now|today|tomorrow)|ago|hence){_END}",
        "day": rf"{_START}(?P<cue>(?:on +|by +|for +)?the +)(?P<d>\d{{1,2}})(?:st|nd|rd|th)"
        r"(?P<month> of (?:the|this|next|last) month)?(?P<next>$.)?"
        r"(?= *(?:$|[.,;!?)](?!\d)|at |around |with |for |from |in the |morning|afternoon|evening"
        r"|\d{1,2} ?(?:[ap]\.?m|:)|or ))",
        "nth": rf"{_START}(?:on +)?(?:the +)?(?P<n>first|1st|second|2nd|third|3rd|fourth|4th|last) "
        rf"(?P<wd>{wide}) (?:of|in) (?:{month}(?:,? {_YEAR})?|(?P<rel>(?:the|this|next) month)){_END}",
    }


@cache
def part_after(language: str) -> re.Pattern[str]:
    """Return the pattern of a part of the day right after a day ("demain en fin de matinée")."""
    words = either(PARTS[language])
    link = r"(?:(?:dans|en|au|le|la|fin|debut|milieu|de|in|the|late|early|mid|at)[ -]+|l'|d')*"
    return re.compile(rf",? *{link}(?P<part>{words})\b(?! et )")

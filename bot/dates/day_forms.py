"""The forms in which French and English say a day, as regular expressions over plain text.

The groups have the same names throughout: `d` day, `m` or `mo` month, `y` year, `wd` weekday,
`n` and `u` a number of units, `q` what follows a word and moves it ("prochain"), `cue` what comes
before and shows that a date is meant.
"""

from __future__ import annotations

import re
from functools import cache

from bot.dates.words import (
    PARTS,
    SURE_WEEKDAYS,
    either,
    form,
    full_weekdays,
    months,
    numbers,
    weekdays,
)

_START = r"(?<![\w/.,:-])"
_END = r"(?!\w|[/%]|[.,:]\d|-\d)"
# Two digits are a year only where nothing can make them an hour or an amount.
_YEAR = r"(?P<y>[12]\d{3}|'\d{2}|\d{2}(?= *(?:$|[.;!?)]|,(?! ?\d)| (?:a|at) \d)))"
# What makes the number before it an amount.
_NO_AMOUNT = (
    r"(?! ?(?:d'|de |of (?:an? )?)?(?:mg|g|kg|ml|cl|dl|l|ui|iu|cp|comprimes?"
    r"|cachets?|gelules?|gouttes?|sachets?|doses?|tablets?|pills?|capsules?|drops?|puffs?|fois|times|mmhg|mmol|miles?|km|cm)\b)"
)
_DAYS = {
    "fr": r"jours?|j|semaines?|sem|mois|ans?|annees?|quinzaine(?: de jours)?|huitaine(?: de jours)?"
    r"|dizaine de jours",
    "en": r"days?|weeks?|wks?|months?|years?|yrs?|fortnights?",
}
_UNITS = {
    "fr": rf"(?P<u>minutes?|mins?|mn|heures?|h|{_DAYS['fr']})",
    "en": rf"(?P<u>minutes?|mins?|hours?|hrs?|h|{_DAYS['en']})",
}


@cache
def day_forms(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (kind, pattern) of every form, for `days.days` to interpret."""
    forms = _shared(language) | (_french() if language == "fr" else _english())
    return tuple((kind, form(pattern)) for kind, pattern in forms.items())


@cache
def counted_from(language: str) -> re.Pattern[str]:
    """Return the pattern of a count that ends right before a day ("deux semaines après le 3")."""
    link = {"fr": r"(?P<sign>apres|avant)", "en": r"(?P<sign>after|from|before|on)"}[language]
    count = rf"(?P<n>\d{{1,3}}|{either(numbers(language))})"
    return re.compile(rf"(?:in |dans )?\b{count} (?P<u>{_DAYS[language]}) {link}(?: le| the)? ?$")


@cache
def part_after(language: str) -> re.Pattern[str]:
    """Return the pattern of a part of the day right after a day ("demain en fin de matinée")."""
    link = r"(?:(?:dans|en|au|le|la|fin|debut|milieu|de|in|the|late|early|mid|at)[ -]+|l'|d')*"
    return re.compile(rf",? *{link}(?P<part>{either(PARTS[language])})\b(?! et )")


def _weekday(language: str) -> str:
    short = either(set(weekdays(language)) - set(full_weekdays(language)))
    return rf"(?P<wd>{either(full_weekdays(language))}|{short}\.?)"


def _shared(language: str) -> dict[str, str]:
    before = {
        "fr": r"(?:date )?(?:du|des le|pour le|avant le|d'ici le|le|au|ce|en date du) ",
        "en": r"(?:dated|on the|on|by|for|from|before|until|since|the) ",
    }[language]
    return {
        "iso": rf"""{_START}(?P<cue>(?:le|du|on|pour le) )?
            (?P<y>[12]\d{{3}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})
            (?![\d/]|-\d|\.\d)""",
        "numeric": rf"""{_START}(?P<cue>(?:{before})?(?:{_weekday(language)},? (?:le |the )?)?)
            (?P<a>\d{{1,2}})(?P<sep> ?/ ?|\.|-)(?P<b>\d{{1,2}})
            (?:(?P=sep)(?P<y>\d{{4}}|\d{{2}}))?(?![\w/%]|[.,:-]\d|(?<=/)\d){_NO_AMOUNT}""",
        "spaced": r"""^ ?(?P<cue>(?:le|on|du) )?(?P<a>\d{2}|\d(?= ))(?P<gap> ?)(?P<b>\d{2}|\d(?= ))
            (?P=gap)(?P<y>(?:18|19|20|21)\d{2})(?= ?(?:$|[.,;!]|a |at |\d{1,2} ?[h:]))""",
    }


def _french() -> dict[str, str]:
    month = rf"(?P<mo>{either(months('fr'))})\b\.?"
    words = either(set(numbers("fr")) - {"second", "seconde", "un", "une"})
    day = rf"(?P<d>\d{{1,2}}|{words})"
    count = (
        rf"(?P<n>\d{{1,3}}(?:[.,]5)?|une? demi(?:e|[ -](?=h))?"
        rf"|(?:un quart|trois quarts) d'(?=h)|{either(numbers('fr'))})"
    )
    wide = either(full_weekdays("fr"))
    before = r"(?:pour|des|de|avant|a partir de|a partir d'|jusqu'a|d'ici) ?"
    no_time = r"(?! ?(?:h\b|h\d|heures?|:|/\d|[ap]m\b|%))"
    return {
        "named": rf"""{_START}(?P<cue>(?:{before})?(?:(?:le|du|au|ce) )?)
            (?:{_weekday("fr")},? ?(?:le )?)?{day}(?:er|e|eme)?
            (?: ?(?:-|au|et|ou) ?(?:le )?\d{{1,2}})? ?(?:de |du mois de |d')?{month}
            (?:,? (?:de )?{_YEAR})?(?: (?P<turn>prochain|dernier|passe))?{_END}""",
        "weekday": rf"""{_START}(?P<cue>(?:pour |des |de )?(?:
            (?P<lead>ce|cette|le|du|au|(?:la )?semaine prochaine,?
            |dans {count.replace("<n>", "<n2>")} semaines?,?)(?: le)? )?)
            (?P<wd>{wide})(?:,? (?P<q>prochaine?|qui vient|a venir|suivant|dernier|passe|en huit
            |en 8|en quinze|en 15|(?:de )?la semaine (?:prochaine|derniere)|semaine pro(?:chaine)?
            |pro|dans {count} (?:semaines?|sem)|d'apres))?\b
            (?! ?(?:le )?\d{{1,2}}(?:er)?(?! ?[h:]| ?heures?)\b)""",
        "weekday_day": rf"""{_START}(?P<cue>(?:pour )?(?:(?:le|ce|du|au) )?){_weekday("fr")},? ?
            (?:le )?(?P<d>\d{{1,2}})(?:er)?{no_time}{_END}""",
        "short_weekday": rf"""{_START}{_weekday("fr")}
            (?= (?:(?:a )?\d{{1,2}} ?[h:]|matin|apres|soir))""",
        "relative": rf"""{_START}(?:pour |de |d'|des )?
            (?P<w>apres[ -]demain|avant[ -]hier|demain|hier|aujourd'? ?hui|auj
            |ce jour|ce (?:matin|midi|soir)|cet(?:te)? (?:nuit|apres[ -]midi|aprem))
            (?: (?P<q>en huit|en quinze))?{_END}""",
        "offset": rf"""{_START}(?P<sign>dans|ds|d'ici|il y a) (?:environ )?{count} ?{_UNITS["fr"]}
            (?P<more> et demie?| et quart|\d{{2}})?{_END}""",
        "count": rf"^ ?{count} (?P<u>{_DAYS['fr']}) ?$",
        "now": r"^ ?(?:maintenant|tout de suite|a l'instant)\b",
        "day": rf"""{_START}(?P<cue>(?:pour |des )?(?:le|du|au) )(?P<d>\d{{1,2}}|{words})(?:er)?
            (?P<month> (?:du|de ce) mois(?: (?:prochain|suivant|dernier|passe))?| courant)?
            (?= *(?:$|[.,;!?)](?!\d)|a (?:\d|midi|minuit|{words} heures?)|vers \d|chez |avec |pour 
            |au (?:matin|soir)|dans |\d{{1,2}} ?[h:]|apres[ -]midi|matin|soir|de \d|ou ))""",
        "nth": rf"""{_START}(?:le )?
            (?P<n>premier|1er|deuxieme|second|2e|troisieme|3e|quatrieme|4e|dernier) (?P<wd>{wide})
             (?:de |d'|du mois de )?(?:{month}(?: {_YEAR})?
            |(?P<rel>(?:du )?mois prochain|du mois)){_END}""",
    }


def _english() -> dict[str, str]:
    month = rf"(?P<mo>{either(months('en'))})\b\.?"
    ranks = (word for word in numbers("en") if word.endswith(("th", "first", "second", "rd")))
    day = rf"(?:(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?|(?P<dw>{either(ranks)}))"
    count = rf"(?P<n>\d{{1,3}}(?:[.,]5)?|half an?|{either(numbers('en'))})"
    # "tues", "thurs" are nothing else than days; "sat", "sun" and "wed" can be words.
    wide = either({*full_weekdays("en"), *SURE_WEEKDAYS})
    before = r"(?:(?:on|by|for|from|before|until|since|this|due) )?(?:the )?"
    no_time = r"(?! ?(?:[ap]\.?m\b|o'clock))"
    return {
        "named": rf"""{_START}(?P<cue>{before}(?:{_weekday("en")},? (?:the )?)?){day}
            (?:(?: ?-| to| and) ?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?)?
            (?: day)?(?: of)? ?{month}(?:,? {_YEAR})?{_END}""",
        "month_first": rf"""{_START}(?P<cue>{before}(?:{_weekday("en")},? )?){month} ?(?:the )?
            {day}{no_time}(?:,? {_YEAR})?{_END}""",
        "weekday": rf"""{_START}(?P<cue>(?:on |by |for )?(?:(?P<lead>this coming|this|next|coming
            |last|past|the following|next week,?(?: on)?
            |in {count.replace("<n>", "<n2>")} weeks?,?(?: on)?|(?:a|two) weeks? (?:on|from)) )?)
            (?P<wd>{wide})(?:'s\b)?
            (?:,? (?P<q>week|fortnight|after next|(?:of )?next week|in {count} weeks))?\b
            (?! ?(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b)""",
        "weekday_day": rf"""{_START}(?P<cue>(?:on )?){_weekday("en")},? ?(?:the )?
            (?P<d>\d{{1,2}})(?:st|nd|rd|th){_END}""",
        "short_weekday": rf"""{_START}(?P<cue>(?:on )?(?:(?P<lead>this|next|last) )?)
            {_weekday("en")}
            (?= (?:(?:at )?\d{{1,2}}(?:[:.]\d\d\b|(?:[:.]\d\d)? ?[ap]\.?m\b|h)|morning|afternoon
            |evening))""",
        "relative": rf"""{_START}(?:for |by )?
            (?P<w>(?:the )?day after tomm?orr?ow|after tomm?orr?ow|overmorrow|tomm?orr?ow|tmrw
            |(?:the )?day before yesterday|yesterday|today|tonight|last night
            |this (?:morning|afternoon|evening|lunchtime))(?: (?P<q>week))?{_END}""",
        "offset": rf"""{_START}(?P<sign>in|within) (?:about )?{count} {_UNITS["en"]}(?:' time)?
            (?P<more> and a half)?{_END}""",
        "offset_after": rf"""{_START}{count} {_UNITS["en"]}
             (?P<sign>from (?:now|today|tomorrow)|ago|hence){_END}""",
        "count": rf"^ ?{count} (?P<u>{_DAYS['en']}) ?$",
        "now": r"^ ?(?:right )?now\b",
        "day": rf"""{_START}(?P<cue>(?:on |by |for )?the |(?=[^ ]+ of (?:this|next|last) month))
            (?P<d>\d{{1,2}})(?:st|nd|rd|th)
            (?P<month> of (?:the|this|next|last) month)?
            (?= *(?:$|[.,;!?)](?!\d)|at |around |with |for |from |in the |morning|afternoon|evening
            |\d{{1,2}} ?(?:[ap]\.?m|:)|or ))""",
        "nth": rf"""{_START}(?:on )?(?:the )?
            (?P<n>first|1st|second|2nd|third|3rd|fourth|4th|last) (?P<wd>{wide}) (?:of|in) (?:
            {month}(?:,? {_YEAR})?|(?P<rel>(?:the|this|next) month)){_END}""",
    }

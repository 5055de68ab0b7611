"""The guide: understands ordinary sentences for Carnet's own actions, without a model.

A sentence is cut into clauses; each clause is compared with the patterns of
``bot/wording/<language>/intents.toml``. A pattern's named groups become the action's answers, in
the person's own spelling (:mod:`bot.engine.intents` has the rest of the rules). A group named like
the date's parameter holds the date that counts ("it is at 9, not at 8"). A clause that names
several dates, each with its own words, is several. The guide only answers for what it is sure of:
everything else goes to the agent, or is said not to be understood.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from bot import dates
from bot.actions import Action, Context
from bot.care.labs.ask import analyte_of
from bot.dates.words import full_weekdays, months
from bot.engine.clauses import ITEM, clauses, parts_of, without_hedges
from bot.engine.intents import MAX_LENGTH, Intent, apostrophes, edges, intents, spelled, subjects
from bot.wording import LANGUAGES, known
from bot.wording.folding import fold_in_place

ALIKE = 0.86
"""How alike a word must be to one that patterns know: one slip in seven letters."""

_LONG = re.compile(r"[a-z][a-z-]{5,}")


@dataclass(frozen=True, slots=True)
class Understood:
    """An action with what was said for its parameters, still to be heard; ``words`` said it."""

    action: str
    said: dict[str, str]
    lists: str | None = None
    words: str = ""


_LOOSE = re.compile(r"\s+,(?:\s*,)*")
_FIGURES = re.compile(r"\S*\d\S*")


def understand(text: str, context: Context) -> tuple[list[Understood], list[str]]:
    """The actions said in a text, in order, and the clauses that were not understood."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return [], [text]
    text = without_hedges(text)
    for typed, meant in apostrophes(known(context.language)):
        text = typed.sub(meant, text)
    order = (known(context.language), *(x for x in LANGUAGES if x != known(context.language)))
    found, lost = _read(text, order, context)
    if not found and (respelled := _respelled(text, order)) != text:
        found, lost = _read(respelled, order, context)
    return found, lost


def _respelled(text: str, languages: Iterable[str]) -> str:
    """The text with the words that patterns hang on put right: "alergie", "rendé-vous"."""
    words = [word for language in languages for word in spelled(language)]
    for word in set(_LONG.findall(fold_in_place(text))) - set(words):
        if near := get_close_matches(word, words, n=1, cutoff=ALIKE):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near[0], fold_in_place(text))
    return text


def _read(text: str, order: Iterable[str], context: Context) -> tuple[list[Understood], list[str]]:
    for language in order:
        whole = _match(text, language, context, whole=True)
        if whole is not None:
            return [whole], []
    found: list[Understood] = []
    lost: list[str] = []
    for clause, listed in clauses(text):
        if listed and found and found[-1].lists and ITEM.search(clause):
            name = found[-1].lists
            found[-1].said[name] += "; " + clause
            continue
        for language in order:
            understood = _match(clause, language, context, whole=False)
            if understood is not None:
                found += _each(understood, clause, language, context)
                break
        else:
            lost.append(clause)
    return found, lost


def _each(one: Understood, clause: str, language: str, context: Context) -> list[Understood]:
    """What a clause says once for each of its dates: "psy jeudi 10h, dentiste mardi 9h" is two."""
    intent = next(x for x in intents(language) if x.action == one.action)
    if intent.date is None or intent.rest is None or intent.date not in one.said:
        return [one]
    parts = parts_of(clause)
    found: list[Understood] = []
    for part in parts if len(parts) > 1 else []:
        said = _date(part, language, context)
        if said is None or (isinstance(said, dates.Said) and not said.has_day):
            return [one]
        filled = _filled(intent, None, part, language, context)
        if filled is None:
            return [one]
        if intent.rest not in filled.said and found:  # "kiné lundi 10h et jeudi 14h"
            filled.said[intent.rest] = found[-1].said.get(intent.rest, "")
        if intent.whose and found and intent.whose in found[-1].said:
            filled.said.setdefault(intent.whose, found[-1].said[intent.whose])
        found.append(replace(filled, words=part))
    return found if len(found) > 1 else [one]


def _match(text: str, language: str, context: Context, *, whole: bool) -> Understood | None:
    folded = fold_in_place(text)
    if len(folded) != len(text):  # rare ligatures: positions no longer agree
        text = folded
    for intent in intents(language):
        if intent.whole is not whole or intent.action not in context.actions:
            continue
        if intent.unless is not None and intent.unless.search(folded):
            continue
        for pattern in intent.patterns:
            match = pattern.search(folded)
            if match is not None:
                understood = _filled(intent, match, text, language, context)
                if understood is not None:
                    return replace(understood, words=text)
    return None


def _filled(
    intent: Intent, match: re.Match[str] | None, text: str, language: str, context: Context
) -> Understood | None:
    """What a text says for an action's parameters; without a match, all of it is their words."""
    said: dict[str, str] = {}
    taken: list[tuple[int, int]] = []
    if match is not None:
        named = [name for name, value in match.groupdict().items() if value]
        said = {name: text[slice(*match.span(name))].strip(" :,.\"'«»") for name in named}
        taken = [match.span()]
    if "within" in said:
        text, taken = said.pop("within"), []
    if intent.whose is not None and (other := _subject(text, language)) is not None:
        said[intent.whose], span = other
        taken.append(span)
    undated = False
    if intent.date is not None:
        given = intent.date in said
        found = _date(said.get(intent.date, text), language, context, past=intent.past)
        if found is None and intent.date_needed:
            return None
        if isinstance(found, dates.Said) and _misplaced(found, intent, context):
            return None
        if found is not None:
            taken += [] if given else (found.spans or (found.span,))
            if intent.time and isinstance(found, dates.Said) and not found.has_day:
                said.pop(intent.date, None)
                said[intent.time] = found.moment.strftime("%H:%M")
            else:
                said[intent.date] = found.words if isinstance(found, _Unsettled) else _spoken(found)
            # A date that cannot be ("le 31/02 à 9h") is asked for again: it is no name.
            undated = isinstance(found, _Unsettled)
    elif intent.undated and _date(text, language, context) is not None:
        return None
    if intent.rest is not None and intent.rest not in said:
        rest = _without(text, taken)
        left = _left(_undated(rest, language) if undated else rest, intent, language)
        if left:
            said[intent.rest] = left
    if intent.analyte and analyte_of(said.get("what", "")) is None:
        return None
    return Understood(intent.action, said, intent.lists if intent.lists in said else None)


def _subject(text: str, language: str) -> tuple[str, tuple[int, int]] | None:
    """Somebody else whom a text is about ("ma fille"), and where it says so."""
    folded = fold_in_place(text)
    if len(folded) != len(text):
        text = folded
    for pattern in subjects(language):
        if match := pattern.search(folded):
            return text[slice(*match.span("subject"))], match.span()
    return None


_OVER = {"morning": 12, "noon": 14, "afternoon": 18, "evening": 23, "night": 24}
"""From which hour a part of today has passed."""


def _misplaced(found: dates.Said, intent: Intent, context: Context) -> bool:
    """Whether a moment lies on the side of the present that the intent does not take."""
    today, day = context.now.date(), found.moment.date()
    if intent.ahead:
        return found.moment < context.now if found.has_time else day < today
    if not intent.past:
        return False
    if found.has_time or day != today:
        return found.moment > context.now
    return intent.over and found.part is not None and context.now.hour < _OVER[found.part]


def of_command(action: Action, words: str, context: Context) -> dict[str, str]:
    """What the words after a command say for its parameters: "/rdv cardiologue mardi 14h"."""
    words = words.strip()
    if not words or not action.parameters:
        return {}
    for intent in intents(known(context.language)):
        if intent.action == action.name and (intent.date or intent.rest):
            loose = replace(intent, date_needed=False)
            filled = _filled(loose, None, words, known(context.language), context)
            return filled.said if filled else {}
    wanted = [p.name for p in action.parameters if p.required] or [action.parameters[0].name]
    first, _, others = words.partition(" ")
    if len(wanted) > 1 and others:
        return {wanted[0]: first, wanted[1]: others}
    return {wanted[0]: words}


@dataclass(frozen=True, slots=True)
class _Unsettled:
    """A date that was said but cannot be used as it is: hearing it again will say why."""

    words: str
    span: tuple[int, int]
    spans: tuple[tuple[int, int], ...]


def _date(
    text: str, language: str, context: Context, *, past: bool = False
) -> "dates.Said | _Unsettled | None":
    try:
        return dates.find_when(
            text,
            language=language,
            country=context.account.country,
            now=context.now,
            toward="past" if past else "future",
            order=context.account.date_order or "ask",
        )
    except dates.DateProblem:
        return _Unsettled(words=text, span=(0, 0), spans=())


def _spoken(found: "dates.Said") -> str:
    form = "%Y-%m-%dT%H:%M" if found.has_time else "%Y-%m-%d"
    return found.moment.strftime(form)


def _without(text: str, taken: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches blank: positions stay."""
    keep = [True] * len(text)
    for start, end in taken:
        for at in range(start, end):
            keep[at] = False
    return "".join(c if k else " " for c, k in zip(text, keep, strict=True))


def _undated(rest: str, language: str) -> str:
    """The text without figures and names of days and months."""
    folded = fold_in_place(rest)
    if len(folded) != len(rest):
        rest = folded
    for found in reversed(list(_day_names(language).finditer(folded))):
        rest = rest[: found.start()] + " " + rest[found.end() :]
        folded = folded[: found.start()] + " " + folded[found.end() :]
    return _FIGURES.sub(" ", rest)


@cache
def _day_names(language: str) -> re.Pattern[str]:
    names = [x for x in (*months(language), *full_weekdays(language)) if len(x) > 3 or x == "may"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _left(rest: str, intent: Intent, language: str) -> str:
    folded = fold_in_place(rest)
    if len(folded) != len(rest):
        rest = folded
    if intent.drop is not None:
        for found in reversed(list(intent.drop.finditer(folded))):
            rest = rest[: found.start()] + rest[found.end() :]
            folded = folded[: found.start()] + folded[found.end() :]
    if intent.plain:
        return " ".join(rest.strip(" ,.:;!?-").split())
    fillers, tails = edges(language)
    tail = tails.search(folded)
    end = tail.start() if tail else len(folded)
    lead = fillers.match(folded[:end])
    start = lead.end() if lead else 0
    return _LOOSE.sub(",", " ".join(rest[start:end].split()))

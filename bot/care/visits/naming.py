"""How a visit is named: without the small words around it, its place apart, for whom it is."""

import re

from bot.actions import Context
from bot.knowledge.visits import initials, place_words
from bot.wording.folding import fold

_AT = re.compile(r"\s+(?:à l['’]|à la|à|au|aux|at the|at|in the|in)\s*|\s*,\s*", re.I)
_LEADING = re.compile(
    r"^(?:(?:chez|avec|au|aux|à|a|le|la|les|l['’]|un|une|mon|ma|with|at|to|the|my|an)\s+|l['’])+",
    re.I,
)
_WITH = re.compile(r",?\s+(?:avec|with|chez)\s+", re.I)
_IS = re.compile(
    r",?\s+(?:c['’]est|est|is|it['’]s|s['’]appelle)\s+(?:avec\s+|with\s+)?(?:le\s+|la\s+)?"
    r"(?=(?:dr|docteure?|doctor|pr|prof\w*)\b)",
    re.I,
)


def split_place(who: str, context: Context) -> tuple[str, str | None]:
    """ "IRM à l'hôpital Cochin" apart: what it is, and the place when the words name one."""
    if (seen := _WITH.search(who)) and place_words(context.language).match(
        fold(_LEADING.sub("", who[: seen.start()]))
    ):
        # "la maternité de Nantes avec la sage-femme": who is seen comes second.
        return who[seen.end() :], named(who[: seen.start()])
    for gap in _AT.finditer(who):
        place = who[gap.end() :].strip()
        words = place_words(context.language)
        # After a comma anything may follow; only what begins with a place is one.
        named_so = words.match if "," in gap[0] else words.search
        if gap.start() > 0 and named_so(fold(_LEADING.sub("", place))):
            return who[: gap.start()], place[:1].upper() + place[1:]
    return who, None


def named(who: str) -> str:
    """Who or what it is, without the small words before it, with a capital.

    "cardio c'est le Dr Martin" is "Cardio, Dr Martin"; "gp" is "GP".
    """
    who = _IS.sub(", ", _LEADING.sub("", who.strip(" .,!")))
    if fold(who) in initials():
        return who.upper()
    return who[:1].upper() + who[1:]


def own(subject: str | None) -> str | None:
    """Whose it is, as it stands in the middle of a sentence."""
    return subject[:1].lower() + subject[1:] if subject else None

"""How a visit is named: without the small words around it, its place apart, for whom it is."""

import re

from bot.actions import Context
from bot.knowledge.visits import initials, place_words
from bot.wording.folding import fold

_AT = re.compile(
    r"\s+(?:à l['’]|à la|à|au|aux|at the|at|in the|in)\s*|\s*,\s*"
    r"|\s+(?=(?:cabinet|clinique|polyclinique|h[oô]pital|centre|chu|maternité|laboratoire)\b)",
    re.I,
)
_LEADING = re.compile(
    r"^(?:(?:chez|avec|au|aux|à|a|le|la|les|l['’]|un|une|mon|ma|with|at|to|the|my|an)\s+|l['’])+",
    re.I,
)
_ASIDE = re.compile(r",\s+(?:en vue|pour|avec|afin|before|for|with|about)\b.*$", re.I)
"""What a visit is for, said behind its place."""

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
        # After a comma anything may follow: the next words must name the place themselves.
        near = place.split(",")[0] if "," in gap[0] else place
        if gap.start() > 0 and place_words(context.language).search(fold(near)):
            aside = _ASIDE.search(place)
            end = aside.start() if aside else len(place)
            kept = who[: gap.start()] + place[end:]
            return kept, place[:1].upper() + place[1:end]
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

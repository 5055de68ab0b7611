"""How a visit is named: without the small words around it, its place apart, for whom it is."""

import re

from bot.actions import Context
from bot.knowledge.visits import place_words
from bot.wording.folding import fold

_AT = re.compile(r"\s+(?:à l['’]|à la|à|au|aux|at the|at|in the|in)\s*", re.I)
_LEADING = re.compile(
    r"^(?:(?:chez|avec|au|aux|à|a|le|la|les|l['’]|un|une|mon|ma|with|at|to|the|my|an)\s+|l['’])+",
    re.I,
)


def split_place(who: str, context: Context) -> tuple[str, str | None]:
    """ "IRM à l'hôpital Cochin" apart: what it is, and the place when the words name one."""
    for gap in _AT.finditer(who):
        place = who[gap.end() :].strip()
        if gap.start() > 0 and place_words(context.language).search(fold(place)):
            return who[: gap.start()], place[:1].upper() + place[1:]
    return who, None


def named(who: str) -> str:
    """Who or what it is, without the small words before it, with a capital."""
    who = _LEADING.sub("", who.strip(" .,!"))
    return who[:1].upper() + who[1:]


def own(subject: str | None) -> str | None:
    """Whose it is, as it stands in the middle of a sentence."""
    return subject[:1].lower() + subject[1:] if subject else None

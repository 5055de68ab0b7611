"""Whether a visit that is told of took place at all."""

import re

from bot.actions import Context
from bot.asked import bare
from bot.wording import sayings

_CLAUSES = re.compile(r"[,.;:!?\n]+|\b(?:car|parce que|because|mais|but|donc|so)\b", re.I)


def not_held(words: str, who: str, context: Context) -> bool:
    """Whether the words begin or end with saying that the visit did not take place.

    "J'ai oublié" says so; "j'ai oublié de demander …" is told of a visit that did, and would be
    lost. So nothing else may stand in such a clause but ``who`` and words that tell nothing.
    """
    idle = _bare_words(" ".join(sayings(context.language, "debrief-not-held-beside")))
    idle |= _bare_words(who)
    told = [f" {bare(clause)} " for clause in _CLAUSES.split(words) if _bare_words(clause) - idle]
    said_so = {bare(x) for x in sayings(context.language, "debrief-not-held-said")}
    for clause in (*told[:1], *told[-1:]):
        said = next((x for x in sorted(said_so, key=len, reverse=True) if f" {x} " in clause), None)
        if said is not None and not _bare_words(clause.replace(f" {said} ", " ", 1)) - idle:
            return True
    return False


def _bare_words(text: str) -> set[str]:
    return set(bare(text).split())

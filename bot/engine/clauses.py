"""How a message is cut: the small words before it, its clauses, the parts of a list."""

import re

from bot.wording.folding import fold_in_place

# A short clause that begins no sentence of its own.
ITEM = re.compile(
    r"^(?!(?:je|j'|tu|il|elle|on|nous|vous|c'|ce|mais|i|i'm|he|she|we|you|it|this|that|but)\b)"
    r"(?:\S+\s*){1,8}$",
    re.I,
)
_CLAUSE = re.compile(
    r"(?:[.;!?]+\s+|\n+|,?\s+(?:et|and)\s+(?=(?:je|j'|i|i'm|ma|mon|my|take|prends)\b)|,\s+(?=(?:je|j'ai|i|i'm|i've)\b))",
    re.I,
)
_PARTS = re.compile(r"\s*[,;\n•]\s*|\s+(?:et|puis|and|then|plus)\s+", re.I)
_TITLE = re.compile(r"^[^:\d]{0,60}:\s+")
_HEDGE = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|good (?:morning|afternoon|evening))"
    r"(?: carnet)?\s*[,.!:]+\s*)?"
    r"(?:(?:en fait|du coup|au fait|et sinon|sinon|bon|alors|euh+|heu+|ah|oh|oups|ok|donc"
    r"|finalement|pardon|desolee?|par contre|d'accord|ah oui|actually|so|well|um+|uh+|oops|sorry"
    r"|okay|by the way|also|oh yes|right"
    r"|(?:non,? )?je me suis trompee?|c'est une erreur|j'ai fait (?:une )?erreur"
    r"|(?:no,? )?i (?:was wrong|made a mistake|got it wrong)|my mistake)\b[\s,.:!…]*)*(?=\w+\W+\w)"
)


def without_hedges(text: str) -> str:
    """The text without the small words with which people begin: "en fait", "euh", "actually"."""
    folded = fold_in_place(text)
    found = _HEDGE.match(folded) if len(folded) == len(text) else None
    return text[found.end() :] if found else text


def clauses(text: str) -> list[tuple[str, bool]]:
    """The clauses of a text, each with whether it stands in a list: after a semicolon."""
    found, at, listed = [], 0, False
    for gap in [*_CLAUSE.finditer(text), None]:
        clause = text[at : gap.start()] if gap else text[at:]
        if clause.strip():
            found.append((clause.strip(), listed))
        if gap:
            at, listed = gap.end(), gap[0].strip() == ";"
    return found


def parts_of(clause: str) -> list[str]:
    """The parts of a list, without the title before a colon."""
    return [x for x in _PARTS.split(_TITLE.sub("", clause)) if x.strip()]

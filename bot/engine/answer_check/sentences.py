"""An answer in sentences, without what only decorates it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.wording.folding import fold

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
EMPHASIS = re.compile(r"[*_~`#>]+|^[ \t]*[-•+][ \t]+", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
# A point inside a number, after an initial or a title, or after a list number ends nothing.
END = re.compile(
    r"(?<![\s.(][A-Za-zÀ-ÿ])(?<!\bDr)(?<!\bPr)(?<!\bMr)(?<!\bMrs)(?<!\bMme)(?<!\bvs)(?<!\bex)"
    r"(?<!\be\.g)(?<!\bi\.e)(?<!^\d)(?<!\n\d)(?<!\s\d)(?<=.)\.(?=\s|$|[\"»)\]])[\"»)\]]*"
    r"|(?<=[a-zà-ÿ%)°]\s\d)\.(?=\s|$)|[!?…]+[\"»)\]]*|\n+"
)
# A word that reads as the start of the next step of a sentence cuts a clause.
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"|^[ \t]*>.*$|```.*?```", re.MULTILINE | re.DOTALL)
CLAUSE = re.compile(r"[,;:()–—]|\b(?:mais|but|et|and|donc|so|alors|puis|then|however|pourtant)\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as it was written, ``folded`` for matching, ``question`` when it asks."""

    text: str
    folded: str
    question: bool

    def before(self, position: int) -> str:
        """What precedes that position of ``folded`` in its own clause."""
        start = 0
        for boundary in CLAUSE.finditer(self.folded, 0, position):
            start = boundary.end()
        return self.folded[start:position]


def plain(text: str) -> str:
    """The answer without invisible characters and emphasis, links replaced by their words."""
    return EMPHASIS.sub("", LINK.sub(r"\1", INVISIBLE.sub("", text)))


def sentences(text: str) -> list[Sentence]:
    """The sentences of an answer, in order; a line break always ends one."""
    shown = plain(text)
    found: list[Sentence] = []
    start = 0
    for end in [*(m.end() for m in END.finditer(shown)), len(shown)]:
        piece = shown[start:end].strip()
        start = end
        folded = fold(piece)
        if any(char.isalnum() for char in folded):
            found.append(Sentence(piece, folded, piece.rstrip('"»)] ').endswith("?")))
    return found


def unquoted(text: str) -> str:
    """The answer with an ellipsis for what it quotes: words that are somebody else's."""
    return QUOTED.sub("…", text)


def complete(text: str) -> str:
    """The part of an unfinished answer that is made of whole sentences, as it was written.

    A point at the very end may still become a decimal, an abbreviation or an address: the last
    sentence is whole once something follows it.
    """
    last = 0
    for end in END.finditer(text):
        if end.end() < len(text):
            last = end.end()
    return text[:last]

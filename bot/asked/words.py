"""Answers in words: free ones, and one of a few values."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

from bot.actions import Asked, Context, NotHeard, Option
from bot.wording import LANGUAGES, find
from bot.wording.folding import clean, fold

_POLITE = re.compile(
    r"\b(?:svp|s il (?:vous|te) plait|merci|please|thanks|thank you|bien sur|of course|carnet)\b"
)


def bare(text: str) -> str:
    """Words alone: without case, accents and punctuation, so that "d accord !" is "d'accord"."""
    return " ".join(re.findall(r"\w+", fold(text)))


@dataclass(frozen=True, slots=True)
class Words(Asked):
    """Free words, cleaned and bounded."""

    limit: int = 500

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The words without control characters; raises NotHeard when nothing is left."""
        words = clean(text, limit=self.limit)
        if not words:
            raise NotHeard("not-heard-empty")
        return words


@dataclass(frozen=True, slots=True)
class OneOf(Asked):
    """One of a few values. Labels are the attributes ``.value`` of the message ``labels``."""

    labels: str
    values: tuple[str, ...]

    async def options(self, context: Context) -> tuple[Option, ...]:
        """One button per value."""
        return tuple(Option(v, context.say(f"{self.labels}.{v}")) for v in self.values)

    async def hear(self, text: str, context: Context) -> JsonValue:
        """The value whose name, label or listed synonym was said."""
        said = bare(text)
        for value in self.values:
            if {said, _POLITE.sub("", said).strip()} & self.names(value):
                return value
        raise NotHeard("not-heard-choice")

    def names(self, value: str) -> set[str]:
        """What the value may be called, in every language, for comparison with plain words."""
        names = {bare(value)}
        for language in LANGUAGES:
            names.add(bare(find(language, f"{self.labels}.{value}") or value))
            also = find(language, f"{self.labels}.{value}-also") or ""
            names |= {bare(word) for word in also.split(",")}
        return names - {""}

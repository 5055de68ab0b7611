"""Answers that name a fact of the notebook."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import JsonValue

from bot.actions import Asked, Context, HealthContext, NotHeard, Option, Unclear
from bot.notebook.facts import Fact
from bot.wording.folding import fold

_STEM = 6
_SHORT = 3
_INITIALS = re.compile(r"\b[A-Z]{2}\b")


def apart(text: str) -> str:
    """The words without hyphens: "sage-femme" and "sage femme" are one."""
    return fold(text).replace("-", " ")


def named_words(text: str) -> list[str]:
    """The words that can name something, in plain form: "l'ORL" is "orl", "my son's" is "son"."""
    return [w for w in re.findall(r"[^\W_]+", apart(text)) if len(w) > 2]


def within(word: str, label: str) -> bool:
    """Whether a word, or the stem of a long one, is in a label: "oncologist" of "Oncology".

    A short word must begin one of the label's: the "ENT" is no dENTist.
    """
    if len(word) <= _SHORT:
        return re.search(rf"\b{re.escape(word)}", label) is not None
    return word in label or (len(word) > _STEM and word[:_STEM] in label)


_SMALL = frozenset(
    (
        *("chez", "avec", "pour", "mon", "mes", "les", "des", "une", "celui", "celle"),
        *("with", "the", "for", "and", "my", "est", "was", "one"),
    )
)


@dataclass(frozen=True, slots=True)
class FactOf(Asked):
    """A fact of the notebook, by id. ``label`` says it in one line."""

    kinds: tuple[type[Fact], ...]
    label: Callable[[Fact, Context], str]
    wanted: Callable[[Fact, Context], bool] = lambda fact, context: True
    limit: int = 8

    async def options(self, context: Context) -> tuple[Option, ...]:
        """The latest facts of these kinds."""
        found = await self._facts(context)
        return tuple(Option(f.id, self.label(f, context)) for f in found[: self.limit])

    async def hear(self, text: str, context: Context) -> JsonValue:
        """An id, or words that fit exactly one fact; several become buttons."""
        found = await self._facts(context)
        if any(text == f.id for f in found):
            return text
        words = [w for w in named_words(text) if w not in _SMALL]
        words += self._initials(text, found, context)
        fitting = [f for f in found if all(within(w, apart(self.label(f, context))) for w in words)]
        if words and len(fitting) == 1:
            return fitting[0].id
        if not found:
            raise NotHeard("not-heard-nothing-there")
        offered = (fitting or found)[: self.limit]
        options = (Option(f.id, self.label(f, context)) for f in offered)
        raise Unclear(options, "ask-which-one" if fitting or not words else "ask-none-fits")

    def _initials(self, text: str, found: list[Fact], context: Context) -> list[str]:
        """Two letters that name a fact: the "GP". Any other word so short names nothing."""
        known = {x.lower() for f in found for x in _INITIALS.findall(self.label(f, context))}
        return [w for w in re.findall(r"[^\W_]+", apart(text)) if w in known]

    async def _facts(self, context: Context) -> list[Fact]:
        if not isinstance(context, HealthContext):
            return []
        kept: list[Fact] = await context.notebook.facts(*self.kinds)
        facts: dict[str, Fact | None] = {x.id: x for x in kept}
        # As they are after what this turn has changed: a visit that was just moved has moved.
        for change in context.draft.changes:
            if change.fact.id in facts or isinstance(change.after, self.kinds):
                facts[change.fact.id] = change.after
        return [x for x in facts.values() if x is not None and self.wanted(x, context)]

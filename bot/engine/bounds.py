"""What a model's answer may contain: checked whole before it is sent, and while it grows."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import safety
from bot.actions import Context
from bot.engine.answer_check import Problem, check, check_draft, numbers_in


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer is checked against."""

    language: str
    level: str
    numbers: frozenset[str]
    known: frozenset[str]

    def problems(self, text: str) -> list[Problem]:
        """What is wrong with a whole answer."""
        if not text.strip():
            return []
        return check(
            text,
            language=self.language,
            level=self.level,
            allowed_numbers=self.numbers,
            allowed_links=(),
            known_numbers=self.known,
        )

    def shows(self, text: str) -> bool:
        """Whether an answer that is still growing may be shown."""
        return not check_draft(
            text,
            language=self.language,
            level=self.level,
            allowed_numbers=self.numbers,
            allowed_links=(),
            known_numbers=self.known,
        )


def bounds_of(context: Context, facts: Sequence[str]) -> Bounds:
    """What an answer may contain: the figures it was given, and the country's own lines."""
    lines = safety.numbers(context.account.country).lines().values()
    return Bounds(
        language=context.language,
        level=context.level,
        numbers=frozenset(n for line in lines for n in (line.tel, line.show)),
        known=frozenset(n for text in facts for n in numbers_in(text)),
    )

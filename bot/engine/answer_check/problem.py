"""One thing that an answer must not say."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """``id`` names the rule, ``words`` the part of the answer, ``hint`` tells the model in English.

    ``words`` may hold health: they are for showing and judging an answer, never for a log, which
    is why they stay out of ``repr``.
    """

    id: str
    words: str = field(repr=False)
    hint: str

"""The answer check: what a model said, before anybody reads it.

Pure and deterministic. The rules are data (``bot/knowledge/answers.toml``). A problem is a reason
to ask the model once more, with the hints, and then to say the template that
:func:`safe_template` names.
"""

from __future__ import annotations

from bot.engine.answer_check.check import check, check_draft, safe_template
from bot.engine.answer_check.figures import numbers_in
from bot.engine.answer_check.problem import Problem
from bot.engine.answer_check.sentences import complete
from bot.engine.answer_check.tongue import spoken_language

__all__ = [
    "Problem",
    "check",
    "check_draft",
    "complete",
    "numbers_in",
    "safe_template",
    "spoken_language",
]

"""The gate: one message in, one verdict out, before any form, action or model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.safety.baseline import keyword_triage
from bot.safety.verdict import Person, Verdict


def triage(
    text: str,
    *,
    language: str,
    country: str | None,
    person: Person = Person(),  # noqa: B008  (frozen)
    recent: Sequence[str] = (),
    today: date,
) -> Verdict:
    """The level of `text`, with its evidence: pure, deterministic, offline, linear in length."""
    return keyword_triage(text)

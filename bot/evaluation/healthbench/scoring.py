"""Scores: per example, in all, per theme and per axis, with a bootstrap standard error."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.evaluation.healthbench.rows import Criterion, Row

RESAMPLES = 1000
SEED = 20250512


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with, for each of its criteria, whether the answer met it."""

    row: Row
    met: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over ``count`` examples, clipped to 0 to 1, and its bootstrap standard error."""

    name: str
    mean: float
    error: float
    count: int


def score_of(criteria: Sequence[Criterion], met: Sequence[bool]) -> float | None:
    """Points met over points that can be won; None where none can. May be below 0."""
    winnable = sum(c.points for c in criteria if c.points > 0)
    if winnable <= 0:
        return None
    return sum(c.points for c, yes in zip(criteria, met, strict=True) if yes) / winnable


def scores(judged: Iterable[Judged]) -> list[Score]:
    """The total first, then themes, then axes, each in alphabetical order.

    A theme's examples count with their whole score; an axis takes each example's criteria of that
    axis alone, where they have points to win.
    """
    total: list[float] = []
    tagged: dict[str, list[float]] = defaultdict(list)
    for one in judged:
        whole = score_of(one.row.rubrics, one.met)
        if whole is None:
            continue
        total.append(whole)
        for tag in dict.fromkeys(one.row.example_tags):
            if tag.startswith("theme:"):
                tagged[tag].append(whole)
        for tag, part in _axes(one).items():
            tagged[tag].append(part)
    names = sorted(tagged, key=lambda tag: (tag.startswith("axis:"), tag))
    return [_score("all", total), *(_score(name, tagged[name]) for name in names)]


def _axes(one: Judged) -> dict[str, float]:
    chosen: dict[str, list[tuple[Criterion, bool]]] = defaultdict(list)
    for criterion, yes in zip(one.row.rubrics, one.met, strict=True):
        for tag in dict.fromkeys(criterion.tags):
            if tag.startswith("axis:"):
                chosen[tag].append((criterion, yes))
    parts = {
        tag: score_of([c for c, _ in some], [y for _, y in some]) for tag, some in chosen.items()
    }
    return {tag: part for tag, part in parts.items() if part is not None}


def _score(name: str, values: Sequence[float]) -> Score:
    if not values:
        return Score(name, 0.0, 0.0, 0)
    drawn = np.array(values)
    picks = np.random.default_rng(SEED).integers(0, len(drawn), (RESAMPLES, len(drawn)))
    means = np.clip(drawn[picks].mean(axis=1), 0.0, 1.0)
    mean = float(np.clip(drawn.mean(), 0.0, 1.0))
    return Score(name, mean, float(means.std()), len(drawn))


def report(found: Sequence[Score]) -> str:
    """The scores as a Markdown table."""
    lines = ["| | score | ± bootstrap error | examples |", "|---|---|---|---|"]
    lines += [f"| {s.name} | {s.mean:.4f} | {s.error:.4f} | {s.count} |" for s in found]
    return "\n".join(lines)

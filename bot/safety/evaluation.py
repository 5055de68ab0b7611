"""`carnet evaluate triage`: what the gate finds, misses and raises too high, with intervals.

The file is JSON lines as for `carnet triage`, each with the expected `level` and optionally a
`topic`. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.safety.gate import Message, triage_all
from bot.safety.stream import BadLine, read_person
from bot.safety.verdict import Level, Person, Verdict

Z = 1.959964
Reader = Callable[[Sequence["Case"]], list[Verdict]]


@dataclass(frozen=True, slots=True)
class Case:
    """One message with the level it should get."""

    id: str
    text: str
    language: str
    country: str | None
    expected: Level
    topic: str = "other"
    person: Person = Person()  # noqa: RUF009  (frozen)
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases: `found` of `total`, with its 95 % Wilson interval."""

    found: int
    total: int

    @property
    def rate(self) -> float:
        """The share, 0 to 1; not a number without cases."""
        return self.found / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and upper bound of Wilson's interval."""
        return wilson(self.found, self.total)

    def __str__(self) -> str:
        if not self.total:
            return "–"
        low, high = self.interval
        return f"{self.found}/{self.total} = {self.rate:.1%} ({low:.1%}–{high:.1%})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the gate said of one case."""

    case: Case
    verdict: Verdict

    @property
    def under(self) -> bool:
        """Whether the level is lower than expected."""
        return self.verdict.level < self.case.expected

    @property
    def over(self) -> bool:
        """Whether the level is higher than expected."""
        return self.verdict.level > self.case.expected


@dataclass(slots=True)
class Scores:
    """The outcomes of a file; every figure is worked out from them."""

    outcomes: list[Outcome] = field(default_factory=list)

    def found(self, level: Level, **where: str) -> Share:
        """Cases of that level that got it or a graver one."""
        chosen = [o for o in self._where(where) if o.case.expected is level]
        return Share(sum(not o.under for o in chosen), len(chosen))

    def raised(self, **where: str) -> Share:
        """Harmless cases that were raised."""
        chosen = [o for o in self._where(where) if o.case.expected is Level.NONE]
        return Share(sum(o.over for o in chosen), len(chosen))

    def exact(self, **where: str) -> Share:
        """Cases that got exactly their level."""
        chosen = self._where(where)
        return Share(sum(not o.over and not o.under for o in chosen), len(chosen))

    def _where(self, where: dict[str, str]) -> list[Outcome]:
        return [o for o in self.outcomes if all(getattr(o.case, k) == v for k, v in where.items())]

    def values(self, key: str) -> list[str]:
        """The values that `language` or `topic` takes, in alphabetical order."""
        return sorted({getattr(o.case, key) for o in self.outcomes})

    def confusion(self) -> dict[tuple[Level, Level], int]:
        """How many cases expected at one level got another: (expected, given) → count."""
        table = {(e, g): 0 for e in Level for g in Level}
        for outcome in self.outcomes:
            table[outcome.case.expected, outcome.verdict.level] += 1
        return table


def wilson(found: int, total: int, z: float = Z) -> tuple[float, float]:
    """Wilson's score interval of a share (E. B. Wilson, 1927); (0, 1) without cases."""
    if not total:
        return 0.0, 1.0
    share = found / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total)
    half *= math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def read_cases(lines: Iterable[str]) -> list[Case]:
    """The cases of a file; `BadLine` says which line is wrong and why, without its text."""
    cases: list[Case] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                cases.append(_case(json.loads(line), number))
            except (ValueError, KeyError, TypeError) as problem:
                reason = problem if isinstance(problem, BadLine) else type(problem).__name__
                raise BadLine(f"line {number}: {reason}") from None
    return cases


def _case(row: dict[str, Any], number: int) -> Case:
    if not isinstance(row["text"], str):
        raise BadLine("text is a string")
    return Case(
        id=str(row.get("id", number)),
        text=row["text"],
        language=row.get("language", "und"),
        country=row.get("country"),
        expected=Level.parse(row["level"]),
        topic=row.get("topic", "other"),
        person=read_person(row.get("person")),
        recent=tuple(row.get("recent", ())),
    )


def gate_reader(today: date) -> Reader:
    """A reader of cases that asks the gate."""

    def read(cases: Sequence[Case]) -> list[Verdict]:
        return triage_all([Message(c.text, c.person, c.recent) for c in cases], today)

    return read


def evaluate(cases: Iterable[Case], reader: Reader) -> Scores:
    """Every case read by that reader."""
    every = list(cases)
    return Scores([Outcome(case, given) for case, given in zip(every, reader(every), strict=True)])


def report(scores: Scores, *, misses: bool = True) -> str:
    """The scoreboard as Markdown: totals, by language, by topic, then what was missed."""
    lines = ["| | emergency found | crisis found | urgent found | harmless raised | exact level |"]
    lines.append("|---|---|---|---|---|---|")
    lines.append(_row("all", scores))
    for language in scores.values("language"):
        lines.append(_row(f"language {language}", scores, language=language))
    for topic in scores.values("topic"):
        lines.append(_row(topic, scores, topic=topic))
    lines += ["", "| expected \\ given | " + " | ".join(g.label for g in Level) + " |"]
    lines.append("|---" * (len(Level) + 1) + "|")
    table = scores.confusion()
    for expected in Level:
        counts = " | ".join(str(table[expected, given]) for given in Level)
        lines.append(f"| {expected.label} | {counts} |")
    if misses:
        lines += _listed("Under-triaged", [o for o in scores.outcomes if o.under])
        lines += _listed("Over-triaged", [o for o in scores.outcomes if o.over])
    return "\n".join(lines) + "\n"


def _row(name: str, scores: Scores, **where: str) -> str:
    cells = [str(scores.found(level, **where)) for level in reversed(Level) if level]
    emergency, crisis, urgent = cells
    return (
        f"| {name} | {emergency} | {crisis} | {urgent} | {scores.raised(**where)} | "
        f"{scores.exact(**where)} |"
    )


def _listed(title: str, outcomes: list[Outcome]) -> list[str]:
    lines = ["", f"## {title}: {len(outcomes)}"]
    for outcome in outcomes:
        case, verdict = outcome.case, outcome.verdict
        why = ", ".join(f"{e.rule} «{e.words}»" for e in verdict.evidence[:3])
        arrow = f"{case.expected.label} → {verdict.level.label}"
        lines.append(f"- {case.id} ({arrow}): {case.text[:200]}" + (f" [{why}]" if why else ""))
    return lines


def draw(scores: Scores, path: Path) -> None:
    """Writes the scoreboard as a PNG: one bar with its interval per level and language."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows: list[tuple[str, Share, str]] = []
    for name, where in [("all", {})] + [(x, {"language": x}) for x in scores.values("language")]:
        rows += [
            (f"emergencies found ({name})", scores.found(Level.EMERGENCY, **where), "#b2182b"),
            (f"crises found ({name})", scores.found(Level.CRISIS, **where), "#762a83"),
            (f"urgent found ({name})", scores.found(Level.URGENT, **where), "#e08214"),
            (f"harmless raised ({name})", scores.raised(**where), "#4d4d4d"),
        ]
    rows = [row for row in rows if row[1].total][::-1]
    figure = Figure(figsize=(9, 0.42 * len(rows) + 1.2), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for place, (_, share, colour) in enumerate(rows):
        low, high = share.interval
        error = [[max(0.0, share.rate - low)], [max(0.0, high - share.rate)]]
        axes.barh(place, share.rate, color=colour, alpha=0.75)
        axes.errorbar(share.rate, place, xerr=error, color="black", capsize=3, linewidth=1)
        axes.text(1.01, place, f"{share.found}/{share.total}", va="center", fontsize=8)
    axes.set_yticks(range(len(rows)), [name for name, _, _ in rows])
    axes.set_xlim(0, 1.1)
    axes.set_xlabel("share of cases, 95 % Wilson interval")
    axes.grid(axis="x", alpha=0.3)
    figure.savefig(path, dpi=120)

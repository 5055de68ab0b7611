"""Walking down a report: what has been read so far, what is in force for the next line."""

import re
from dataclasses import dataclass, field

from bot.intake.lab.beside import Context
from bot.intake.lab.columns import Table
from bot.intake.lab.page import Line
from bot.intake.lab.paper import Paper
from bot.intake.lab.rows import Row, is_administrative

SENTENCE = re.compile(
    r"[!?;]\s*$|[^\W\d_]{3}\.\s*$|[!?;]\s+\w|[^\W\d_]{3}\.\s+[A-ZÀ-Ý]|\b(?:est|sont|"
    r"is|are|was|please|veuillez|merci|be)\b"
)


@dataclass(slots=True)
class Walk:
    """What has been read so far, and what is in force for the next line."""

    paper: Paper
    mark: str | None
    rows: list[Row] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    table: Table | None = None
    closed: bool = True
    section: str | None = None
    collected: str | None = None
    last: Line | None = None
    pending: Line | None = None
    name_left: float | None = None

    def context(self) -> Context:
        return Context(self.mark, self.paper.sex, self.paper.month_first, self.table is not None)


def close(above: Line, below: Line, sizes: float) -> bool:
    return 0 <= below.base - above.base <= sizes * max(above.size, below.size)


def aside(state: Walk, line: Line) -> None:
    if line.text.strip():
        state.loose.append(line.text)
    if is_administrative(line.cells[0].text) and len(line.cells) > 1:
        state.closed = True


def give_up_pending(state: Walk) -> None:
    if state.pending is not None and state.pending.text.strip(" :") != state.section:
        aside(state, state.pending)
    state.pending = None

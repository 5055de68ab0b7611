"""Walking down a report: what has been read so far, what is in force for the next line."""

import re
from dataclasses import dataclass, field

from bot.intake.lab.beside import Context
from bot.intake.lab.columns import Table
from bot.intake.lab.page import Cell, Line
from bot.intake.lab.paper import Paper
from bot.intake.lab.rows import Row, is_administrative
from bot.knowledge.analytes import specimen_named

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
    domain: str = ""
    collected: str | None = None
    last: Line | None = None
    pending: Line | None = None
    name_left: float | None = None
    label: tuple[int, Cell, Cell] | None = None

    def enter(self, heading: str) -> None:
        """Keep the specimen that a heading names: "Microscopie" below "Urines" is still urine."""
        specimen = specimen_named(heading)
        if specimen in ("urine", "other"):
            self.domain = heading
        elif specimen == "blood":
            self.domain = ""

    @property
    def place(self) -> str:
        """The headings in force, for finding an analyte."""
        return f"{self.domain} {self.section or ''}".strip()

    def context(self) -> Context:
        return Context(self.mark, self.paper.sex, self.paper.month_first, self.table is not None)


def close(above: Line, below: Line, sizes: float) -> bool:
    """Whether a line follows another within so many letter sizes."""
    return 0 <= below.base - above.base <= sizes * max(above.size, below.size)


def aside(state: Walk, line: Line) -> None:
    """A line that is no part of the table: it is kept in words."""
    if line.text.strip():
        state.loose.append(line.text)
        if len(line.text) <= 60 and not SENTENCE.search(line.text):
            state.enter(line.text)
    if is_administrative(line.cells[0].text) and len(line.cells) > 1:
        state.closed = True


def give_up_pending(state: Walk) -> None:
    """The line that might have begun a name did not: it stands for itself."""
    if state.pending is not None and state.pending.text.strip(" :") != state.section:
        aside(state, state.pending)
    state.pending = None

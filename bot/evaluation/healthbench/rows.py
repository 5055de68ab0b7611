"""HealthBench's rows: a conversation, and the criteria its next answer is judged by."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class BadRow(ValueError):
    """A row that cannot be read: its text says which and why, never what was written."""


class _Part(BaseModel):
    """Unknown fields are passed over: the published files have some more."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Message(_Part):
    """One message of the conversation."""

    role: Literal["user", "assistant", "system"]
    content: str


class Criterion(_Part):
    """Something an answer should (points above 0) or should not do (below 0)."""

    criterion: str
    points: float
    tags: tuple[str, ...] = ()


class Row(_Part):
    """One example. The last message is the user's: it is the one to be answered."""

    prompt_id: str
    prompt: tuple[Message, ...] = Field(min_length=1)
    rubrics: tuple[Criterion, ...] = Field(min_length=1)
    example_tags: tuple[str, ...] = ()

    @property
    def winnable(self) -> float:
        """The points an answer can win."""
        return sum(c.points for c in self.rubrics if c.points > 0)


def read_rows(lines: Iterable[str]) -> list[Row]:
    """The rows of a JSON-lines file; raises :class:`BadRow`."""
    rows: list[Row] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = Row.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(x) for x in first["loc"]) or "the line"
            raise BadRow(f"line {number}: {where}: {first['msg']}") from None
        if row.prompt[-1].role != "user":
            raise BadRow(f"line {number}: the last message of the prompt is not the user's")
        if row.prompt_id in seen:
            raise BadRow(f"line {number}: its prompt_id stands in an earlier line")
        if row.winnable <= 0:
            raise BadRow(f"line {number}: no criterion has points to win")
        seen.add(row.prompt_id)
        rows.append(row)
    if not rows:
        raise BadRow("there is no row")
    return rows

"""Which cell of a row belongs to which column.

With a heading, cells are placed by their distance to the headings (left, right or centre) and by
what they look like, keeping their order. Without one, what they look like and their order decide.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from bot.intake.lab.cells import Kind, Rails, kind_of
from bot.intake.lab.flags import is_mark
from bot.intake.lab.headings import Heading, Role
from bot.intake.lab.page import Cell, Line

# What each kind of cell costs in each column, in points of distance.
_COST: dict[Role, dict[Kind, float]] = {
    "name": {"text": 0, "unit": 25, "flag": 25, "number": 60, "number-unit": 60, "bound": 80,
             "range": 80, "unit-range": 90, "dated": 60, "date": 40},
    "value": {"number": 0, "number-unit": 0, "bound": 0, "text": 12, "flag": 6, "unit": 12,
              "range": 45, "unit-range": 70, "dated": 40, "date": 40},
    "abnormal": {"number": 0, "number-unit": 0, "bound": 0, "text": 12, "flag": 6, "unit": 20,
                 "range": 45, "unit-range": 70, "dated": 40, "date": 40},
    "unit": {"unit": 0, "text": 15, "flag": 12, "number": 60, "number-unit": 50, "bound": 60,
             "range": 60, "unit-range": 8, "dated": 60, "date": 60},
    "range": {"range": 0, "bound": 0, "text": 6, "unit-range": 3, "number": 18, "number-unit": 22,
              "flag": 25, "unit": 20, "dated": 60, "date": 60},
    "low": {"number": 0, "bound": 0, "text": 30, "flag": 40, "unit": 40, "number-unit": 10,
            "range": 20, "unit-range": 40, "dated": 60, "date": 60},
    "high": {"number": 0, "bound": 0, "text": 30, "flag": 40, "unit": 40, "number-unit": 10,
             "range": 20, "unit-range": 40, "dated": 60, "date": 60},
    "previous": {"number": 0, "number-unit": 0, "bound": 2, "dated": 0, "date": 8, "text": 14,
                 "flag": 12, "unit": 40, "range": 45, "unit-range": 60},
    "flag": {"flag": 0, "text": 6, "number": 60, "number-unit": 60, "bound": 60, "unit": 30,
             "range": 60, "unit-range": 60, "dated": 60, "date": 60},
    "method": {"text": 4, "flag": 20, "number": 60, "number-unit": 60, "bound": 60, "unit": 40,
               "range": 60, "unit-range": 60, "dated": 60, "date": 40},
    "other": {"text": 8, "number": 4, "number-unit": 10, "bound": 30, "flag": 12, "unit": 25,
              "range": 30, "unit-range": 40, "dated": 12, "date": 6},
    "date": {"date": 0, "text": 30, "number": 60, "number-unit": 60, "bound": 60, "flag": 40,
             "unit": 60, "range": 60, "unit-range": 60, "dated": 20},
}  # fmt: skip
_SAME_COLUMN = 4.0


@dataclass(slots=True)
class Table:
    """The columns in force while lines are read."""

    headings: tuple[Heading, ...] = ()
    rails: "Rails" = field(default_factory=lambda: Rails(frozenset(), frozenset()))


@dataclass(slots=True)
class Placed:
    """A row's cells by role; previous results with the date of their column."""

    cells: dict[Role, list[Cell]] = field(default_factory=dict)
    previous: list[tuple[str | None, Cell]] = field(default_factory=list)
    cost: float = 0.0

    def text(self, role: Role) -> str:
        return " ".join(cell.text for cell in self.cells.get(role, ()))

    def add(self, role: Role, cell: Cell) -> None:
        self.cells.setdefault(role, []).append(cell)


def fitted(
    headings: Sequence[Heading], lines: Sequence[Line], mark: str | None
) -> tuple[Heading, ...]:
    """The headings moved over the cells below them, and a name column where none is headed.

    A heading centred over a wide column stands far from cells at its left: the cells that can only
    be that column's show where it really is.
    """
    columns = list(headings)
    if not any(column.role == "name" for column in columns):
        edge = min((line.cells[0].x0 for line in lines[:15]), default=0.0)
        first = columns[0].x0
        left = min(edge, first - 4)
        columns.insert(0, Heading("name", left, max(left + 2, min(left + 80, first - 2))))
    cells = [(cell, kind_of(cell.text, mark)) for line in lines for cell in line.cells]
    result = []
    for column in columns:
        mine = [
            cell
            for cell, kind in cells
            if column.role not in ("name", "other", "method", "flag")
            and kind not in ("text", "flag")
            and _COST[column.role][kind] == 0
            and _nearest(cell, kind, columns) is column
        ]
        if not mine and column.role == "value":
            mine = _second_cells(lines)
        if len(mine) >= 2 and min(_distance(cell, column) for cell in mine) > 12:
            column = replace(
                column,
                x0=median(cell.x0 for cell in mine),
                x1=median(cell.x1 for cell in mine),
            )
        result.append(column)
    if len(result) > 1 and result[0].role == "name":
        # Names may fill all the room before the next column.
        reach = max(result[0].x1, min(column.x0 for column in result[1:]) - 2)
        result[0] = replace(result[0], x1=reach)
    return tuple(result)


def _second_cells(lines: Sequence[Line]) -> list[Cell]:
    """Results in words: the second cells of rows of two that begin at one place."""
    second = [line.cells[1] for line in lines[:12] if len(line.cells) == 2]
    first = second[0].x0 if second else 0.0
    return second if all(abs(cell.x0 - first) < 2 for cell in second) else []


def _nearest(cell: Cell, kind: Kind, columns: Sequence[Heading]) -> Heading:
    able = [column for column in columns if _COST[column.role][kind] == 0]
    return min(able, key=lambda column: _distance(cell, column))


def place(cells: Sequence[Cell], table: Table, mark: str | None) -> Placed:
    """Cells to the headings' columns at the least cost, in order (dynamic programming)."""
    columns = list(table.headings)
    kinds = [kind_of(cell.text, mark) for cell in cells]
    # best[j]: least cost with the last cell in column j, and the columns chosen so far.
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for index, cell in enumerate(cells):
        step: list[tuple[float, tuple[int, ...]]] = []
        for number, column in enumerate(columns):
            own = _distance(cell, column) + _COST[column.role][kinds[index]]
            if column.role == "name" and index > 0:
                own += 10
            before = [
                (cost + (_SAME_COLUMN if path and path[-1] == number else 0.0), path)
                for cost, path in best
                if not path or path[-1] <= number
            ]
            cost, path = min(before)
            step.append((cost + own, (*path, number)))
        best = step
    cost, path = min(best)
    placed = Placed(cost=cost / max(len(cells), 1))
    for cell, number in zip(cells, path, strict=True):
        column = columns[number]
        loose_flag = column.role not in ("value", "abnormal", "flag", "name")
        if loose_flag and kinds[cells.index(cell)] == "flag" and is_mark(cell.text):
            # A mark between two columns belongs to the result, wherever it stands.
            placed.add("flag", cell)
        elif column.role == "previous":
            placed.previous.append((column.date, cell))
        else:
            placed.add(column.role, cell)
    if not any(column.role in ("range", "low", "high") for column in columns):
        _find_range(placed, mark)
    return placed


def _find_range(placed: Placed, mark: str | None) -> None:
    """In a table whose range column lost its heading, the interval beside an earlier result."""
    for entry in placed.previous:
        kind = kind_of(entry[1].text, mark)
        if kind in ("range", "unit-range") or (kind == "bound" and len(placed.previous) > 1):
            placed.previous.remove(entry)
            placed.add("range", entry[1])
            return


def _distance(cell: Cell, column: Heading) -> float:
    if column.role == "name":
        # Names begin at the left and may fill all the room before the next column.
        inside = cell.x0 >= column.x0 - 2 and cell.x1 <= column.x1 + 1
        return 0.0 if inside else min(abs(cell.x0 - column.x0), 200.0)
    offsets = (
        abs(cell.x0 - column.x0),
        abs(cell.x1 - column.x1),
        abs((cell.x0 + cell.x1) / 2 - column.centre),
    )
    overlap = min(cell.x1, column.x1) - max(cell.x0, column.x0)
    return min(min(offsets), 200.0) * (0.5 if overlap > 0 else 1.0)


def place_in_order(
    cells: Sequence[Cell], mark: str | None, is_result_word: Callable[[str], bool]
) -> Placed:
    """Cells to columns without any heading: a name, then what the grammar says."""
    placed = Placed()
    for index, cell in enumerate(cells):
        kind = kind_of(cell.text, mark)
        if index == 0 and kind in ("text", "unit", "flag"):
            placed.add("name", cell)
        elif kind in ("number", "number-unit") and "value" not in placed.cells:
            placed.add("value", cell)
        elif kind == "bound":
            placed.add("range" if "value" in placed.cells else "value", cell)
        elif kind in ("number", "number-unit", "dated"):
            placed.previous.append((None, cell))
        elif kind == "flag":
            placed.add("flag", cell)
        elif kind == "unit":
            placed.add("unit" if "unit" not in placed.cells else "other", cell)
        elif kind == "unit-range":
            placed.add("unit", cell)
        elif kind == "range":
            placed.add("range", cell)
        elif kind == "text" and is_result_word(cell.text):
            placed.add("value" if "value" not in placed.cells else "range", cell)
        else:
            placed.add("other", cell)
    return placed

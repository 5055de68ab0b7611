"""Two tables side by side: the left one is read first, then the right one.

A heading line that names its columns twice shows where the right table begins. Without headings,
lines that each hold two known names with their numbers show it.
"""

from collections.abc import Sequence

from bot.intake.lab.cells import kind_of
from bot.intake.lab.headings import read_heading_line
from bot.intake.lab.page import Line
from bot.knowledge.analytes import find

_NEAR = 4.0


def unfold(lines: Sequence[Line], *, month_first: bool, mark: str | None) -> list[Line]:
    """The lines of a page with side-by-side tables put one after the other."""
    result: list[Line] = []
    index = 0
    while index < len(lines):
        edge = _second_heading(lines[index], month_first)
        end = index + 1
        if edge is not None:
            while end < len(lines) and not _other_heading(lines[end], month_first, edge):
                end += 1
        else:
            edge = _second_name(lines[index], mark)
            while edge is not None and end < len(lines):
                following = _second_name(lines[end], mark)
                if following is None or abs(following - edge) > _NEAR:
                    break
                end += 1
            if edge is not None and end - index < 2:
                edge = None
        if edge is None:
            result.append(lines[index])
        else:
            result += _halved(lines[index:end], edge - _NEAR)
        index = end
    return result


def _second_heading(line: Line, month_first: bool) -> float | None:
    """Where the second of two repeated sets of headings begins."""
    heading = read_heading_line(line, month_first=month_first)
    if heading is None:
        return None
    names = [item.x0 for item in heading.headings if item.role == "name"]
    values = [item for item in heading.headings if item.role == "value"]
    return names[1] if len(names) == 2 and len(values) == 2 else None


def _other_heading(line: Line, month_first: bool, edge: float) -> bool:
    if _second_heading(line, month_first) is not None:
        return True
    heading = read_heading_line(line, month_first=month_first)
    return heading is not None and any(item.x0 < edge for item in heading.headings)


def _second_name(line: Line, mark: str | None) -> float | None:
    """Where a second known name stands on a line, after the first one's number."""
    numbers = 0
    names = 0
    for cell in line.cells:
        kind = kind_of(cell.text, mark)
        numbers += kind in ("number", "number-unit")
        if kind == "text" and find(cell.text) is not None:
            names += 1
            if names == 2 and numbers:
                return cell.x0
    return None


def _halved(lines: Sequence[Line], edge: float) -> list[Line]:
    left, right = [], []
    for line in lines:
        first = tuple(cell for cell in line.cells if cell.x0 < edge)
        second = tuple(cell for cell in line.cells if cell.x0 >= edge)
        if first:
            left.append(Line(line.page, line.number, first))
        if second:
            right.append(Line(line.page, line.number, second))
    return left + right

"""Lines that belong to the row above or below them: the rest of a name, of a range."""

import re
from collections.abc import Sequence

from bot.intake.lab.beside import range_of
from bot.intake.lab.columns import Placed, place
from bot.intake.lab.page import Cell, Line
from bot.intake.lab.quantity import read_range
from bot.intake.lab.rows import Row, split_name
from bot.intake.lab.walking import SENTENCE, Walk, close
from bot.intake.units import is_unit
from bot.knowledge.analytes import find


def complete_name(state: Walk, line: Line, row: Row) -> None:
    """A name begun on the line above ends here."""
    above = state.pending
    if above is None or not close(above, line, 1.9):
        return
    begun = above.text.strip()
    head, first = above.cells[0], line.cells[0]
    if row.name and (
        abs(head.x0 - first.x0) > 1.6 or abs(head.size - first.size) > 0.1 * head.size
    ):
        return
    joins = (
        not row.name
        or re.match(r"^[a-zà-ÿ(]", row.name) is not None
        or begun.count("(") > begun.count(")")
    )
    if not joins or begun.isupper() or begun.endswith((".", ":")):
        return
    if begun.strip(" :") == state.section:
        state.section = state.rows[-1].section if state.rows else None
    row.name, unit = split_name(f"{begun} {row.name}".strip())
    row.unit = row.unit or unit
    state.pending = None


def continues(state: Walk, line: Line, cells: Sequence[Cell]) -> bool:
    """A line that goes on with the row above: the rest of its name, range or unit."""
    if state.last is None or not state.rows:
        return False
    row = state.rows[-1]
    # A telephone's screen leaves much room between a result and its range.
    alone = row.range is None and read_range(line.text, state.mark).understood
    if not close(state.last, line, 3.2 if alone else 2.2):
        return False
    if alone and state.table is None:
        row.range, _ = range_of(line.text, state.context())
        state.last = line
        return True
    if row.restates is not None and row.place == state.rows[row.restates].place:
        row = state.rows[row.restates]
    if state.table is None:
        placed = Placed({"name": list(cells)} if len(cells) == 1 else {"other": list(cells)})
    else:
        placed = place(cells, state.table, state.mark)
    roles = {role for role, found in placed.cells.items() if found}
    if placed.previous or not roles <= {"name", "range"}:
        return False
    name, interval = placed.text("name"), placed.text("range")
    if name and not interval and row.range is None and read_range(name, state.mark).understood:
        # "(Norme : 136 - 145)" below the name.
        name, interval = "", name
    if name and (row.restates is not None or not _continues_name(state, line, row, name)):
        return False
    if interval and not _continues_range(state, row, interval):
        return False
    if name:
        row.name, unit = split_name(f"{row.name} {name}")
        row.unit = row.unit or unit
    state.last = line
    return True


def _continues_name(state: Walk, line: Line, row: Row, name: str) -> bool:
    last = state.last
    if last is None or state.name_left is None or abs(line.cells[0].x0 - state.name_left) > 1.6:
        return False
    if abs(line.size - last.cells[0].size) > 0.12 * line.size:
        return False
    if row.name.count("(") > row.name.count(")"):
        return True
    if find(row.name, state.place) is None and find(f"{row.name} {name}", state.place):
        return True
    bracket = re.fullmatch(r"\(([^()]+)\)", name)
    if bracket:
        return is_unit(bracket.group(1)) or row.unit is not None
    return bool(re.match(r"^[a-zà-ÿ]", name)) and not SENTENCE.search(name) and len(name) <= 50


def _continues_range(state: Walk, row: Row, text: str) -> bool:
    if row.range is None:
        row.range, _ = range_of(text, state.context())
        return True
    if (
        row.range.understood
        and not read_range(text, state.mark).understood
        and not re.search(r"\d", text)
    ):
        # A comment below the range column.
        return False
    whole, second = range_of(f"{row.range.text} {text}", state.context())
    row.range = whole
    if second is not None:
        for other in state.rows:
            if other.restates is not None and state.rows[other.restates] is row:
                other.range = second
    return True

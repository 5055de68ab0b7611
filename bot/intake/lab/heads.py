"""Taking a table's heading lines into force while walking down a report."""

from collections.abc import Sequence

from bot.intake.lab.cells import find_rails
from bot.intake.lab.columns import Table, fitted
from bot.intake.lab.headings import HeadingLine, join, read_heading_line, storeys
from bot.intake.lab.page import Line
from bot.intake.lab.walking import Walk, close, give_up_pending


def take_heading(state: Walk, lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on make a table heading; it is then in force."""
    month_first = state.paper.month_first
    first = read_heading_line(lines[index], month_first=month_first)
    start, group = index, [] if first is None else [first]
    if first is None and index + 1 < len(lines) and close(lines[index], lines[index + 1], 2.4):
        # Headings of two storeys: "Valeurs de" above "référence".
        first = read_heading_line(storeys(lines[index], lines[index + 1]), month_first=month_first)
        if first is not None and not first.title:
            group = [first]
            index += 1
        else:
            first = None
    if first is None:
        # A first storey of one cell ("Antériorité") above the real heading line.
        above = read_heading_line(lines[index], month_first=month_first, inside=True)
        if above is None or index + 1 >= len(lines):
            return 0
        follow = read_heading_line(lines[index + 1], month_first=month_first)
        if follow is None or not close(lines[index], lines[index + 1], 2.2):
            return 0
        if not any(item.role in ("previous", "value", "range", "unit") for item in above.headings):
            return 0
        group = [above]
    title = group[0].title
    index += 1
    while index < len(lines) and close(lines[index - 1], lines[index], 2.4):
        more = read_heading_line(lines[index], month_first=month_first, inside=True)
        if more is None or more.title:
            break
        group.append(more)
        index += 1
    if title:
        state.section = title.strip(" :")
        state.enter(title)
    give_up_pending(state)
    headings = join(_with_names(group), state.collected)
    following = _until_heading(state, lines[index:])
    headings = fitted(headings, following, state.mark)
    state.table = Table(headings, find_rails(following, headings))
    state.closed = False
    state.last = None
    state.name_left = None
    return index - start


def _with_names(group: Sequence[HeadingLine]) -> list[HeadingLine]:
    return [line for line in group if line.headings]


def _until_heading(state: Walk, lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if read_heading_line(line, month_first=state.paper.month_first):
            break
        found.append(line)
    return found

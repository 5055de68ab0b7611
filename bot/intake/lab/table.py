"""Walking down a report's lines: headings, sections, rows, and what continues a row.

Every line ends as part of a row, as a section or heading, as something the paper around the table
says (dates, identity), or in ``loose``: nothing disappears.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.intake.lab.columns import (
    Placed,
    Rails,
    Table,
    find_rails,
    fitted,
    place,
    place_in_order,
    split_cells,
)
from bot.intake.lab.headings import HeadingLine, join, read_heading_line, storeys
from bot.intake.lab.page import Cell, Line, Page
from bot.intake.lab.paper import Paper, collected_in
from bot.intake.lab.quantity import read_flag, read_range
from bot.intake.lab.rows import (
    Context,
    Row,
    is_administrative,
    is_text_result,
    range_of,
    read_rows,
    restates,
    split_name,
)
from bot.intake.typed_results import find_results
from bot.intake.units import is_unit
from bot.knowledge.analytes import find, folded

_SECTION_WORDS = re.compile(
    r"\b(?:hematologie|haematology|hematology|biochimie|biochemistry|chemistry|hemostase|coagulation|"
    r"hormonologie|hormones?|endocrin\w+|serologie|serology|immunolog\w+|microbiolog\w+|bilan|"
    r"ionogramme|numeration|formule|hemogramme|nfs|profile|panel|lipid\w*|lipidique|hepatique|"
    r"liver|renal|thyro\w+|thyroid|vitamin\w*|marqueurs?|markers?|urin\w*|electrolytes|full blood|"
    r"blood count|enzymologie|enzymes|metabol\w+|proteines|martial|iron|diabet\w*|inflammation|function|cbc|"
    r"differential|tests|studies|toxicolog\w+|allerg\w+|auto ?immun\w*|electrophorese)\b"
)
_SENTENCE = re.compile(
    r"[!?;]\s*$|[^\W\d_]{3}\.\s*$|[!?;]\s+\w|[^\W\d_]{3}\.\s+[A-ZÀ-Ý]|\b(?:est|sont|is|are|was|please|veuillez|merci|be)\b"
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


def walk(pages: Sequence[Page], paper: Paper, mark: str | None) -> Walk:
    """All rows of the report, in print order, and the lines that are no row."""
    state = Walk(paper, mark, collected=paper.collected)
    repeated = _repeated(pages)
    for page in pages:
        state.last = state.pending = None
        lines = page.lines
        index = 0
        while index < len(lines):
            step = _heading(state, lines, index)
            if step:
                index += step
                continue
            line = lines[index]
            index += 1
            if _key(line) in repeated:
                # A letterhead or footer: said once is enough.
                if repeated[_key(line)] == page.number:
                    _aside(state, line)
                continue
            _line(state, line)
        _give_up_pending(state)
    return state


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+\s*(?:/|of|sur)\s*\d+\s*$", "", line.text), round(line.base / 3)


def _repeated(pages: Sequence[Page]) -> dict[tuple[str, int], int]:
    """Lines that stand at the same height on several pages, and the first page that has them."""
    counts: Counter[tuple[str, int]] = Counter()
    first: dict[tuple[str, int], int] = {}
    for page in pages:
        for key in {_key(line) for line in page.lines}:
            counts[key] += 1
            first.setdefault(key, page.number)
    return {key: first[key] for key, count in counts.items() if count > 1}


def _heading(state: Walk, lines: Sequence[Line], index: int) -> int:
    """How many lines from ``index`` on make a table heading; it is then in force."""
    month_first = state.paper.month_first
    first = read_heading_line(lines[index], month_first=month_first)
    start, group = index, [] if first is None else [first]
    if first is None and index + 1 < len(lines) and _close(lines[index], lines[index + 1], 2.4):
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
        if follow is None or not _close(lines[index], lines[index + 1], 2.2):
            return 0
        if not any(item.role in ("previous", "value", "range", "unit") for item in above.headings):
            return 0
        group = [above]
    title = group[0].title
    index += 1
    while index < len(lines) and _close(lines[index - 1], lines[index], 2.4):
        more = read_heading_line(lines[index], month_first=month_first, inside=True)
        if more is None or more.title:
            break
        group.append(more)
        index += 1
    if title:
        state.section = title.strip(" :")
    _give_up_pending(state)
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


def _close(above: Line, below: Line, sizes: float) -> bool:
    return 0 <= below.base - above.base <= sizes * max(above.size, below.size)


def _line(state: Walk, line: Line) -> None:
    date = collected_in(line, state.paper.month_first)
    if date:
        state.collected = date
    cells = _cells(state, line)
    if _row(state, line, cells) or _continues(state, line, cells) or _plain_row(state, line):
        return
    _give_up_pending(state)
    if len(line.cells) == 1 and _section(state, line):
        state.section = line.text.strip(" :")
        state.last = None
        # A heading in small letters may as well be the first half of a long name.
        state.pending = line if not line.text.isupper() else None
        return
    if len(line.cells) == 1 and not re.search(r"[.!?]$", line.text):
        state.pending = line
        return
    _aside(state, line)


def _cells(state: Walk, line: Line) -> list[Cell]:
    rails = state.table.rails if state.table else Rails(frozenset(), frozenset())
    return split_cells(line, rails, state.mark)


def _aside(state: Walk, line: Line) -> None:
    if line.text.strip():
        state.loose.append(line.text)
    if is_administrative(line.cells[0].text) and len(line.cells) > 1:
        state.closed = True


def _give_up_pending(state: Walk) -> None:
    if state.pending is not None and state.pending.text.strip(" :") != state.section:
        _aside(state, state.pending)
    state.pending = None


def _section(state: Walk, line: Line) -> bool:
    text = line.text.strip()
    text = re.sub(r"\s*:\s*", " ", text) if _SECTION_WORDS.search(folded(text)) else text
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or len(text) > 70 or _SENTENCE.search(text) or is_administrative(text):
        return False
    if re.search(r"\d{3,}|:\s*\S|\d[.,]\d", text):
        return False
    first = re.match(r"^[^\W\d_]+", text)
    upper = sum(letter.isupper() for letter in letters) / len(letters)
    if upper > 0.7 and len(letters) > 2:
        return True
    if first and first.group().isupper() and len(first.group()) >= 4:
        return True
    if state.last is not None and line.size < 0.95 * state.last.size:
        # Smaller letters under a row: a method or a remark.
        return False
    return bool(_SECTION_WORDS.search(folded(text))) and len(text.split()) <= 8


def _row(state: Walk, line: Line, cells: Sequence[Cell]) -> bool:
    """Read the line as a row of the table (or without one); true when it is a result."""
    if len(cells) < 2:
        return False
    context = state.context()
    if state.table is not None:
        placed = place(cells, state.table, state.mark)
    else:
        placed = place_in_order(cells, state.mark, is_text_result)
    rows = read_rows(placed, context)
    if not rows or not _believable(state, placed, rows[0]):
        return False
    row = rows[0]
    _complete_name(state, line, row)
    if not re.search(r"[^\W\d_]", row.name) and not (state.rows and state.last):
        return False
    first = len(state.rows)
    if restates(row.name) and state.rows:
        base = _base(state.rows)
        row.name = row.name or state.rows[base].name
        if row.unit != state.rows[base].unit:
            row.restates = base
    for number, item in enumerate(rows):
        item.section, item.place, item.collected = state.section, line.place, state.collected
        if number:
            item.restates = first
        state.rows.append(item)
    state.loose += [f"{row.name} : {text}" for text in row.loose]
    state.last, state.pending = line, None
    if "name" in placed.cells:
        state.name_left = placed.cells["name"][0].x0
    return True


def _plain_row(state: Walk, line: Line) -> bool:
    """A whole result in one cell: "Potassium 5,9 mmol/L (3,5-5,1)"."""
    if len(line.cells) != 1 or (state.table is not None and not state.closed):
        return False
    text = line.text.strip()
    results = list(find_results(text, state.mark))
    if len(results) != 1 or results[0].start > 0 or len(text) - results[0].end > 3:
        return False
    found = results[0]
    if found.unit is None or (found.analyte is None and found.range is None):
        return False
    state.rows.append(
        Row(
            name=found.name,
            value=found.value,
            comparator=found.comparator,
            flag=read_flag(found.flag) if found.flag else None,
            unit=found.unit,
            range=found.range,
            ambiguous=found.ambiguous,
            section=state.section,
            place=line.place,
            collected=state.collected,
        )
    )
    state.last, state.pending = line, None
    return True


def _base(rows: Sequence[Row]) -> int:
    index = len(rows) - 1
    found = rows[index].restates
    return index if found is None else found


def _complete_name(state: Walk, line: Line, row: Row) -> None:
    """A name begun on the line above ends here."""
    above = state.pending
    if above is None or not _close(above, line, 1.9):
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


def _believable(state: Walk, placed: Placed, row: Row) -> bool:
    """Whether cells that could be a result are one."""
    name = row.name
    if is_administrative(name) and find(name, state.section) is None:
        return False
    if len(name) > 90 or re.search(r"\d{1,2}/\d{1,2}/\d{2,4}", name):
        return False
    known = find(name, state.section) is not None
    unit_known = bool(row.unit) and is_unit(row.unit or "")
    ranged = row.range is not None and row.range.understood
    if row.value is None:
        if state.table is None or state.closed:
            sure = known or row.range is not None or state.last is not None
            return is_text_result(row.value_text or "") and sure
        short = len(row.value_text or "") <= 60 and not _SENTENCE.search(name)
        text = row.value_text or ""
        plausible = is_text_result(text) or placed.cost <= 16 or _on_a_rail(state, placed)
        return bool(name) and short and plausible and not re.search(r"\d{4}", text)
    if not name or restates(name):
        return bool(state.rows) and (unit_known or ranged)
    if state.table is not None and not state.closed:
        sure = unit_known or ranged or known
        return (sure or placed.cost <= 45) and not _SENTENCE.search(name)
    return (unit_known or ranged or (known and not row.unit)) and not _SENTENCE.search(name)


def _on_a_rail(state: Walk, placed: Placed) -> bool:
    """Whether the result in words stands under the other results."""
    found = placed.cells.get("value") or placed.cells.get("abnormal")
    if not found or state.table is None:
        return False
    rails = state.table.rails
    return {round(found[0].x0)} <= rails.left or {round(found[-1].x1)} <= rails.right


def _continues(state: Walk, line: Line, cells: Sequence[Cell]) -> bool:
    """A line that goes on with the row above: the rest of its name, range or unit."""
    if state.last is None or not state.rows or not _close(state.last, line, 2.2):
        return False
    row = state.rows[-1]
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
    if find(row.name, state.section) is None and find(f"{row.name} {name}", state.section):
        return True
    bracket = re.fullmatch(r"\(([^()]+)\)", name)
    if bracket:
        return is_unit(bracket.group(1)) or row.unit is not None
    return bool(re.match(r"^[a-zà-ÿ]", name)) and not _SENTENCE.search(name) and len(name) <= 50


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

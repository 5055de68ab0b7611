"""Walking down a report's lines: headings, sections, rows, and what continues a row.

Every line ends as part of a row, as a section or heading, as something the paper around the table
says (dates, identity), or in ``loose``: nothing disappears.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.intake.lab.beside import is_text_result
from bot.intake.lab.cells import Rails, kind_of, split_cells
from bot.intake.lab.columns import Placed, place, place_in_order
from bot.intake.lab.flags import read_flag
from bot.intake.lab.halves import unfold
from bot.intake.lab.heads import take_heading
from bot.intake.lab.joining import complete_name, continues
from bot.intake.lab.page import Cell, Line, Page
from bot.intake.lab.paper import Paper, collected_in
from bot.intake.lab.rows import Row, is_administrative, read_rows, restates, split_name
from bot.intake.lab.walking import SENTENCE, Walk, aside, give_up_pending
from bot.intake.typed_results import find_results
from bot.intake.units import is_unit
from bot.knowledge.analytes import find, folded

_BADLY_PLACED = 45.0
_MOST_CELLS = 24
_SECTION_WORDS = re.compile(
    r"\b(?:hematologie|haematology|hematology|biochimie|biochemistry|chemistry|"
    r"hemostase|coagulation|"
    r"hormonologie|hormones?|endocrin\w+|serologie|serology|immunolog\w+|microbiolog\w+|bilan|"
    r"ionogramme|numeration|formule|hemogramme|nfs|profile|panel|lipid\w*|lipidique|hepatique|"
    r"liver|renal|thyro\w+|thyroid|vitamin\w*|marqueurs?|markers?|urin\w*|electrolytes|full blood|"
    r"blood count|enzymologie|enzymes|metabol\w+|proteines|martial|iron|diabet\w*|"
    r"inflammation|function|cbc|"
    r"differential|tests|studies|toxicolog\w+|allerg\w+|auto ?immun\w*|electrophorese)\b"
)


def walk(pages: Sequence[Page], paper: Paper, mark: str | None) -> Walk:
    """All rows of the report, in print order, and the lines that are no row."""
    state = Walk(paper, mark, collected=paper.collected)
    repeated = _repeated(pages)
    for page in pages:
        state.last = state.pending = None
        lines = unfold(page.lines, month_first=paper.month_first, mark=mark)
        index = 0
        while index < len(lines):
            step = take_heading(state, lines, index)
            if step:
                index += step
                continue
            line = lines[index]
            index += 1
            if _key(line) in repeated:
                # A letterhead or footer: said once is enough.
                if repeated[_key(line)] == page.number:
                    aside(state, line)
                continue
            _line(state, line)
        give_up_pending(state)
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


def _line(state: Walk, line: Line) -> None:
    date = collected_in(line, state.paper.month_first)
    if date:
        state.collected = date
    cells = _cells(state, line)
    if _row(state, line, cells) or continues(state, line, cells) or _plain_row(state, line):
        return
    give_up_pending(state)
    if len(line.cells) == 1 and _section(state, line):
        state.section = line.text.strip(" :")
        state.enter(line.text)
        state.last = None
        # A heading in small letters may as well be the first half of a long name.
        state.pending = line if not line.text.isupper() else None
        return
    if len(line.cells) == 1 and not re.search(r"[.!?]$", line.text):
        state.pending = line
        return
    aside(state, line)


def _cells(state: Walk, line: Line) -> list[Cell]:
    rails = state.table.rails if state.table else Rails(frozenset(), frozenset())
    return split_cells(line, rails, state.mark)


def _section(state: Walk, line: Line) -> bool:
    text = line.text.strip()
    if state.paper.issuer and state.paper.issuer in text:
        return False
    text = re.sub(r"\s*:\s*", " ", text) if _SECTION_WORDS.search(folded(text)) else text
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or len(text) > 70 or SENTENCE.search(text) or is_administrative(text):
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
    if not 2 <= len(cells) <= _MOST_CELLS:
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
    complete_name(state, line, row)
    if not re.search(r"[^\W\d_]", row.name) and not (state.rows and state.last):
        return False
    row.doubtful = _uncertain(state, placed)
    first = len(state.rows)
    if restates(row.name) and state.rows:
        base = _base(state.rows)
        row.name = row.name or state.rows[base].name
        if row.unit != state.rows[base].unit:
            row.restates = base
    for number, item in enumerate(rows):
        item.section, item.heading = state.section, state.place
        item.place, item.collected = line.place, state.collected
        if number:
            item.restates = first
        state.rows.append(item)
    state.loose += [f"{row.name} : {text}" for text in row.loose]
    give_up_pending(state)
    state.last = line
    _drop_label(state, placed, first)
    if "name" in placed.cells:
        state.name_left = placed.cells["name"][0].x0
    return True


def _uncertain(state: Walk, placed: Placed) -> bool:
    """Whether another number of the line could be the result: the person should look.

    With headings, when the cells fit them badly; without, when there are two plain numbers and
    nothing says which one is the older.
    """
    if state.table is not None:
        return placed.cost > _BADLY_PLACED
    plain = (kind_of(cell.text, state.mark) for _, cell in placed.previous)
    return any(kind in ("number", "number-unit") for kind in plain)


def _drop_label(state: Walk, placed: Placed, index: int) -> None:
    """A label beside the first of several names ("Antibiogramme | Ampicilline") is no name.

    The next row shows it: its name begins where the second cell of the row before began.
    """
    names = placed.cells.get("name", [])
    label = state.label
    if label and names and abs(names[0].x0 - label[1].x0) < 1.6:
        row = state.rows[label[0]]
        row.name, unit = split_name(label[1].text)
        row.unit = row.unit or unit
        state.loose.append(label[2].text)
    state.label = (index, names[1], names[0]) if len(names) == 2 else None


def _plain_row(state: Walk, line: Line) -> bool:
    """A whole result in one cell: "Potassium 5,9 mmol/L (3,5-5,1)"."""
    if (
        len(line.cells) != 1
        or len(line.text) > 200
        or (state.table is not None and not state.closed)
    ):
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
            heading=state.place,
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


def _believable(state: Walk, placed: Placed, row: Row) -> bool:
    """Whether cells that could be a result are one."""
    name = row.name
    if is_administrative(name) and find(name, state.place) is None:
        return False
    if len(name) > 90 or re.search(r"\d{1,2}/\d{1,2}/\d{2,4}", name):
        return False
    known = find(name, state.place) is not None
    unit_known = bool(row.unit) and is_unit(row.unit or "")
    ranged = row.range is not None and row.range.understood
    if row.value is None:
        if state.table is None or state.closed:
            sure = known or row.range is not None or state.last is not None
            return is_text_result(row.value_text or "") and sure
        short = len(row.value_text or "") <= 60 and not SENTENCE.search(name)
        text = row.value_text or ""
        plausible = is_text_result(text) or placed.cost <= 16 or _on_a_rail(state, placed)
        return bool(name) and short and plausible and not re.search(r"\d{4}", text)
    if not name or restates(name):
        return bool(state.rows) and (unit_known or ranged)
    if state.table is not None and not state.closed:
        sure = unit_known or ranged or known
        return (sure or placed.cost <= _BADLY_PLACED) and not SENTENCE.search(name)
    return (unit_known or ranged or (known and not row.unit)) and not SENTENCE.search(name)


def _on_a_rail(state: Walk, placed: Placed) -> bool:
    """Whether the result in words stands under the other results."""
    found = placed.cells.get("value") or placed.cells.get("abnormal")
    if not found or state.table is None:
        return False
    rails = state.table.rails
    return {round(found[0].x0)} <= rails.left or {round(found[-1].x1)} <= rails.right

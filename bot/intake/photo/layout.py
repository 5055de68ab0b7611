"""Strips of recognised text to the lines and cells of a page, as if it had been a PDF.

The strips' own slopes say how the paper lies: the field of slopes is fitted and undone, so that
what was printed at one height comes out at one height although the sheet was turned or bent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bot.intake.lab.page import Line, Page, Word, cells
from bot.intake.photo.flatness import Placed, flattened, is_uneven, levelled, settled
from bot.intake.photo.recognition import Letter, Strip
from bot.intake.photo.spelling import without_stop

_BODY = 9.0
"""The size, in points, that the page's usual letters are given."""
_LETTER_SHARE = 0.8
"""A found strip is this much taller than the size of its letters."""
_SNAP = 1.6
_SAME_LINE = 0.3
_DOUBTFUL_LINE = 0.22
_EDGE = 0.003
_SPACE = 1.75
"""A blank narrower than this many letters is a space between two words of one cell."""
_CUT_LINES = 2
_GLYPH = re.compile(r"([▲▼↑↓])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with the strip that it was read in, and how sure each letter is."""

    word: Word
    strip: Strip
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A page, and behind each of its lines (by number) the pieces; which lines are unsure."""

    page: Page
    pieces: dict[int, list[Piece]]
    shaky: frozenset[int]
    cut: bool = False
    """Whether words run out of the picture at a side."""


def lay(strips: Sequence[Strip], number: int, shape: tuple[int, int]) -> Laid:
    """The page that these strips make. ``shape`` is the picture's (height, width) in pixels."""
    placed, far = settled(flattened(strips))
    usual = median(item.height for item in placed) if placed else 1.0
    scale = _BODY / (usual * _LETTER_SHARE)
    groups, _ = _grouped(placed, usual)
    groups, doubtful = _grouped(levelled(groups), usual)
    if far or is_uneven(groups, usual):
        doubtful = {id(item) for group in groups for item in group}
    lines, pieces, shaky = [], {}, set()
    rows = [(group, _pieces(group, usual, scale)) for group in groups]
    snapped = _snapped([piece for _, row in rows for piece in row])
    for index, (group, row) in enumerate(rows, start=1):
        row = [snapped[id(piece)] for piece in row]
        words = [piece.word for piece in row]
        if not words:
            continue
        made = tuple(cells(words))
        if not made:
            continue
        lines.append(Line(number, index, made))
        pieces[index] = row
        if any(id(item) in doubtful or _at_edge(item.strip, shape) for item in group):
            shaky.add(index)
    height, width = shape
    cut = sum(_at_edge(strip, shape) for strip in strips) >= _CUT_LINES
    page = Page(number, width * scale, height * scale, tuple(lines), scanned=False)
    return Laid(page, pieces, frozenset(shaky), cut)


def _at_edge(strip: Strip, shape: tuple[int, int]) -> bool:
    """Whether a strip touches the left or right side of the picture: it may go on outside."""
    width = shape[1]
    sides = [float(corner[0]) for corner in strip.corners]
    return min(sides) <= _EDGE * width or max(sides) >= (1 - _EDGE) * width - 1


def _grouped(placed: Sequence[Placed], usual: float) -> tuple[list[list[Placed]], set[int]]:
    """Strips of one height, and the ids of those that nearly belong to another line."""
    groups: list[list[Placed]] = []
    doubtful: set[int] = set()
    for item in sorted(placed, key=lambda one: one.y):
        best: tuple[float, list[Placed]] | None = None
        for group in groups[-4:]:
            off = abs(item.y - median(one.y for one in group))
            limit = _SAME_LINE * min(usual * 1.3, max(item.height, usual * 0.7))
            if off > limit:
                continue
            if any(_overlap(item, one) for one in group):
                # One height, yet one above the other: which line each belongs to is open.
                doubtful.update(id(one) for one in (item, *group))
            elif best is None or off < best[0]:
                best = (off, group)
        if best is None:
            groups.append([item])
            continue
        if best[0] > _DOUBTFUL_LINE * usual:
            doubtful.add(id(item))
        best[1].append(item)
    ordered = sorted(groups, key=lambda group: median(one.y for one in group))
    return [sorted(group, key=lambda one: one.x0) for group in ordered], doubtful


def _overlap(first: Placed, second: Placed) -> bool:
    shared = min(first.x1, second.x1) - max(first.x0, second.x0)
    return shared > 0.4 * min(first.x1 - first.x0, second.x1 - second.x0)


def _pieces(group: Sequence[Placed], usual: float, scale: float) -> list[Piece]:
    base = median(item.y for item in group) * scale
    made = []
    for item in group:
        strip = item.strip
        if item is not group[-1]:
            strip = replace(strip, letters=without_stop(strip.letters))
        height = usual if 0.84 < item.height / usual < 1.2 else item.height
        size = height * _LETTER_SHARE * scale
        for letters, start, end in _words(strip):
            span = item.x1 - item.x0
            text = "".join(letter.text for letter in letters)
            x0, x1 = (item.x0 + start * span) * scale, (item.x0 + end * span) * scale
            made.append(Piece(Word(text, x0, x1, base, size), strip, letters))
    return sorted(made, key=lambda piece: piece.word.x0)


def _words(strip: Strip) -> Iterator[tuple[tuple[Letter, ...], float, float]]:
    """The strip's words with where they begin and end (0 left to 1 right)."""
    runs: list[list[Letter]] = [[]]
    for letter in strip.letters:
        if letter.text.isspace():
            runs.append([])
        elif _GLYPH.match(letter.text):
            runs += [[letter], []]
        else:
            runs[-1].append(letter)
    runs = [run for run in runs if run and any(letter.text not in ".·…" for letter in run)]
    if not runs:
        return
    gaps = [(run[-1].middle, following[0].middle) for run, following in pairwise(runs)]
    parts = _narrowed(runs, strip.blanks(gaps))
    edges = [strip.ink[0], *(edge for part in parts for edge in part), strip.ink[1]]
    for index, run in enumerate(runs):
        start, end = edges[2 * index], edges[2 * index + 1]
        yield tuple(run), start, max(end, start + 0.001)


def _narrowed(
    runs: Sequence[Sequence[Letter]], gaps: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Blanks as wide as a typewriter's space made as narrow as any other space."""
    steps = [two.middle - one.middle for run in runs for one, two in pairwise(run)]
    if not steps:
        return list(gaps)
    most = _SPACE * median(steps)
    return [
        # A third of the blank is left, in its middle.
        (start + (end - start) / 3, end - (end - start) / 3) if end - start < most else (start, end)
        for start, end in gaps
    ]


def _snapped(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """Left and right edges that nearly agree brought to one place: a column's invisible line."""
    lefts = _rails([piece.word.x0 for piece in pieces])
    rights = _rails([piece.word.x1 for piece in pieces])
    result = {}
    for piece in pieces:
        word = piece.word
        x0, x1 = lefts.get(word.x0, word.x0), rights.get(word.x1, word.x1)
        moved = Word(word.text, x0, max(x1, x0 + 0.5), word.base, word.size)
        result[id(piece)] = Piece(moved, piece.strip, piece.letters)
    return result


def _rails(edges: Sequence[float]) -> dict[float, float]:
    ordered = sorted(edges)
    rails: dict[float, float] = {}
    start = 0
    for index in range(1, len(ordered) + 1):
        whole = index == len(ordered) or ordered[index] - ordered[start] > 2 * _SNAP
        if whole or ordered[index] - ordered[index - 1] > _SNAP:
            group = ordered[start:index]
            if len(group) >= 3:
                centre = median(group)
                rails.update(dict.fromkeys(group, centre))
            start = index
    return rails

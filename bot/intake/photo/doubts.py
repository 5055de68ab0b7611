"""What a person should check in a row that was read from pixels.

A wrong number that looks right is the worst that can happen here: where the reading is unsure,
where two readings differ, or where value, range and flag contradict each other, the row carries a
doubt. ``doubt-row``: look at the number; ``doubt-decimal``: at its decimal mark; ``doubt-range``:
at the interval; ``doubt-unit``: at the unit.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.intake.lab.beside import is_text_result
from bot.intake.lab.quantity import NUMBER, read_number
from bot.intake.photo.habits import Habits
from bot.intake.photo.layout import Laid, Piece
from bot.intake.photo.look_again import SecondReading
from bot.intake.photo.names import known_names
from bot.knowledge.analytes import by_id, folded
from bot.notebook.facts import Observation

_SURE_DIGIT = 0.6
"""With a second reading that agrees; alone, no reading is enough."""
_SURE_NAME = 0.85
_SURE_UNIT = 0.6
_FAR = 5
"""Times beyond a bound: as far as a lost or added decimal mark takes a value."""
_FEW = 3
"""Letters: shorter words are articles and the like."""
_STRANGE = re.compile(r"(?![A-Za-zÀ-ÖØ-öø-ÿœŒαβγδκλµμΑΒΓ])[^\W\d_]|ß")
"""Letters that neither language nor a Greek prefix has."""
_OF_THE_UNIT = re.compile(
    r"(?<![\d.,])10\s?(?:[\^*]\s?\d+|[⁰¹²³⁴-⁹]+|(?:[3469]|12)(?=\s?/))|\d[.,]73\s?m\S?"
)
"""Digits beside a range that count or scale: "10^9/L", "109/L", "1,73m²"; "100" is a bound."""
_BY_SEX = re.compile(r"\b(?:[HFM]|hommes?|femmes?|males?|females?|men|women)\b", re.IGNORECASE)


class Judge:
    """Doubts for the rows of one sheet."""

    def __init__(self, laid: Laid, again: SecondReading, mark: str | None) -> None:
        self._laid, self._again, self._mark = laid, again, mark

    def doubt(self, row: Observation, habits: Habits | None) -> str | None:
        """What to check; ``habits`` are the paper's, and none for an earlier result."""
        number = _line(row)
        pieces = self._laid.pieces.get(number or -1, [])
        if number is None or not pieces:
            return "doubt-row"
        return (
            row.doubt
            or self._value(row, pieces)
            or contradiction(row, flagged=habits is not None and habits.flagged)
            or (habits and _unlike_before(row, habits.before(row)))
            or self._range(row, pieces)
            or (habits and _lacking(row, habits))
            or self._unit(row, pieces)
            or self._name(row, pieces)
            or ("doubt-row" if number in self._laid.shaky else None)
        )

    def _value(self, row: Observation, pieces: Sequence[Piece]) -> str | None:
        if row.value is None:
            unsure = any(_least(piece, str.isalpha) < _SURE_UNIT for piece in pieces)
            # Digits in a result in words: more likely a number that was not understood.
            numbered = re.search(r"\d", row.value_text or "")
            unknown = row.analyte is None and not is_text_result(row.value_text or "")
            return "doubt-row" if unsure or numbered or unknown else None
        holding = self._holding(row.value, pieces)
        if not holding:
            return "doubt-row"
        # A number that stands in two pieces ("1 245") is as sure as the less sure of them.
        return next(filter(None, map(self._piece, holding)), None)

    def _piece(self, piece: Piece) -> str | None:
        least = _least(piece, str.isdigit)
        if re.search(r"(?<!\d)\d{1,3}[.,]\d{3}(?!\d)", piece.word.text):
            # A point and a comma look alike: thousands or decimals.
            return "doubt-decimal"
        difference = self._again.difference(piece.strip)
        if difference in (None, "digits") or least < _SURE_DIGIT:
            return "doubt-row"
        return "doubt-decimal" if difference == "mark" else None

    def _range(self, row: Observation, pieces: Sequence[Piece]) -> str | None:
        bounds = [bound for bound in (row.low, row.high) if bound is not None]
        if not bounds and not row.range_text and self._laid.cut and row.value is not None:
            # The page goes on beside the picture: its range may stand there.
            return "doubt-range"
        if row.range_text and not bounds:
            return "doubt-range" if re.search(r"\d", row.range_text) else None
        if bounds and more_than(bounds, row.range_text or "", self._mark):
            return "doubt-range"
        if bounds and any(
            letter.sure == 0 and letter.text in "])-"
            for piece in pieces
            for letter in piece.letters
        ):
            return "doubt-range"
        for bound in bounds:
            holding = self._holding(bound, pieces)
            if not holding or all(_least(piece, str.isdigit) < _SURE_DIGIT for piece in holding):
                # Ranges may stand on the next line: then nothing here speaks against them.
                if holding:
                    return "doubt-range"
                continue
            if all(self._again.difference(piece.strip) != "none" for piece in holding):
                return "doubt-range"
        if len(bounds) == 2 and _places(bounds[0]) != _places(bounds[1]) and bounds[0] != 0:
            return "doubt-range"
        return None

    def _unit(self, row: Observation, pieces: Sequence[Piece]) -> str | None:
        if not row.unit or _is_counted(row):
            return None
        holding = [
            piece for piece in pieces if piece.word.text and row.unit.endswith(piece.word.text)
        ]
        if holding and all(_least(piece) < _SURE_UNIT for piece in holding):
            again = self._again.text(holding[0].strip) or ""
            same = re.sub(r"\s", "", row.unit) in re.sub(r"\s", "", again)
            return None if same else "doubt-unit"
        return None

    def _name(self, row: Observation, pieces: Sequence[Piece]) -> str | None:
        # A row without a name of its own was given the name of the one above.
        words = set(folded(row.text).split())
        here = {word for piece in pieces for word in folded(piece.strip.text).split()}
        if not words & here or self._goes_on(row, pieces) or _STRANGE.search(row.text):
            return "doubt-row"
        parts = row.text.split()
        named = [piece for piece in pieces if piece.word.text in parts]
        if row.analyte is not None and folded(row.text) in known_names():
            guessed = any(letter.sure == 0 for piece in named for letter in piece.letters)
            return "doubt-row" if guessed else None
        sure = [letter.sure for piece in named for letter in piece.letters]
        if not sure or sum(sure) / len(sure) < _SURE_NAME:
            return "doubt-row"
        strips = {id(piece.strip): piece.strip for piece in named if _is_wordy(piece)}
        same = all(
            _letters(self._again.text(strip) or "") == _letters(strip.text)
            for strip in strips.values()
        )
        return None if same else "doubt-row"

    def _goes_on(self, row: Observation, pieces: Sequence[Piece]) -> bool:
        """Whether words stand between the name and the value that are neither's."""
        holding = self._holding(row.value, pieces) if row.value is not None else []
        words = set(folded(row.text).split())
        named = [piece.word.x1 for piece in pieces if set(folded(piece.word.text).split()) & words]
        if not holding or not named:
            return False
        known = words | set(folded(f"{row.unit or ''} {row.range_text or ''}").split())
        between = (
            piece
            for piece in pieces
            if max(named) <= piece.word.x0 < min(piece.word.x0 for piece in holding)
        )
        return any(
            len(word) > _FEW and word.isalpha() and word not in known
            for piece in between
            for word in folded(piece.word.text).split()
        )

    def _holding(self, value: Decimal, pieces: Sequence[Piece]) -> list[Piece]:
        """The pieces in which this number was read; "1 245" may stand in two."""
        found = [
            piece
            for piece in pieces
            if any(self._is(text, value) for text in re.findall(NUMBER, piece.word.text))
        ]
        if found:
            return found
        return [
            piece
            for piece in pieces
            if re.search(r"\d", piece.word.text)
            and any(self._is(text, value) for text in re.findall(NUMBER, piece.strip.text))
        ]

    def _is(self, text: str, value: Decimal) -> bool:
        return _is(text, value, self._mark)


def more_than(bounds: Sequence[Decimal], text: str, mark: str | None) -> bool:
    """Whether numbers stand beside the range that are no bound of it, nor of the other sex."""
    numbers = re.findall(NUMBER, _OF_THE_UNIT.sub("", text))
    known = [any(_is(number, bound, mark) for bound in bounds) for number in numbers]
    return not all(known) and not _BY_SEX.search(text)


def _is(text: str, value: Decimal, mark: str | None) -> bool:
    number = read_number(text, mark)
    return number is not None and abs(number.value) == abs(value)


def _is_counted(row: Observation) -> bool:
    """Whether the unit is a power of ten that this analyte is counted in: no other one fits."""
    analyte = by_id(row.analyte)
    return analyte is not None and (row.ucum or "").startswith("10*") and row.ucum in analyte.units


def _is_wordy(piece: Piece) -> bool:
    return any(letter.text.isalpha() for letter in piece.letters)


def _letters(text: str) -> str:
    """Letters only, so that spaces, dots and accents that come and go do not count."""
    return folded(text).replace(" ", "").replace("0", "o")


def contradiction(row: Observation, *, flagged: bool) -> str | None:
    """Whether value, printed range and printed flag disagree with one another."""
    value = row.value
    if value is None:
        return None
    bounds = [bound for bound in (row.low, row.high) if bound is not None]
    if any(_places(bound) > 0 for bound in bounds) and _places(value) == 0 and value != 0:
        # "59" beside "3,5 - 5,1": a mark was perhaps lost.
        return "doubt-decimal"
    above = row.high is not None and value > row.high
    below = row.low is not None and value < row.low
    far = (above and _FAR * (row.high or 0) < value) or (below and value * _FAR < (row.low or 0))
    if far and _places(value) != max(_places(bound) for bound in bounds):
        return "doubt-decimal"
    edge = value in bounds
    if row.comparator:
        beyond = (row.comparator in (">", ">=") and (above or value == row.high)) or (
            row.comparator in ("<", "<=") and (below or value == row.low)
        )
        return "doubt-row" if beyond and flagged and row.flag in (None, "N") else None
    if not bounds or edge:
        return None
    out = above or below
    if out and flagged and row.flag in (None, "N"):
        return "doubt-row"
    wrong_side = (row.flag in ("H", "HH") and not above) or (row.flag in ("L", "LL") and not below)
    if row.flag is not None and row.flag != "N" and (wrong_side or not out):
        return "doubt-row"
    return None


def _unlike_before(row: Observation, before: Decimal | None) -> str | None:
    """A value without decimals beside an earlier one with some: a mark was perhaps lost."""
    if row.value is None or before is None or row.comparator:
        return None
    lost = _places(row.value) == 0 < _places(before) and row.value != 0
    return "doubt-decimal" if lost else None


def _lacking(row: Observation, habits: Habits) -> str | None:
    """What the paper's other rows have and this one has not."""
    if row.value is None:
        return None
    bare = row.low is None and row.high is None and not row.range_text
    if habits.ranged and bare:
        return "doubt-range"
    analyte = by_id(row.analyte)
    without = analyte is not None and row.ucum is not None
    return "doubt-unit" if habits.united and not row.unit and not without else None


def _line(row: Observation) -> int | None:
    found = re.match(r"page \d+, line (\d+)", row.provenance.place or "")
    return int(found.group(1)) if found else None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _least(piece: Piece, which: Callable[[str], bool] = bool) -> float:
    return min((letter.sure for letter in piece.letters if which(letter.text)), default=1.0)

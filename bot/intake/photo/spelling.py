"""What recognition usually gets wrong in printed words, put right where only one reading exists.

Numbers are never touched here: a digit that is doubtful stays as read, and is doubted.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.intake.photo.recognition import Letter

_LONE_STOP = re.compile(r"^[^.]*[^\W\d_]{2}\.$")
_MONTH = re.compile(
    r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c|jan|feb|mar|apr|may|jun|"
    r"jul|aug|sep)[a-zéû]*\.?\s*\d{4}",
    re.IGNORECASE,
)
_FLAGGED = re.compile(r"^(?:[HL](?=\d)()[<>]?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?()(?:HIGH|LOW))$")
_NAMED = re.compile(r"[^\W\d_]{3}")


def spelled(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The letters of a strip with zeros inside words read as O, and a space before a bracket.

    "25-0H vitamine D" can only be "25-OH"; "ASAT(TGO)" is printed with a space nearly everywhere,
    while endings in brackets, "(e)" or "(s)", are not.
    """
    text = "".join(letter.text for letter in letters)
    if len(text) != len(letters):
        return tuple(letters)
    flagged = _FLAGGED.match(text)
    cut = max(flagged.start(1), flagged.start(2)) if flagged else -1
    result: list[Letter] = []
    for index, letter in enumerate(letters):
        before = text[max(index - 1, 0) : index]
        if letter.text == "0" and _is_word_letter(text, index):
            letter = replace(letter, text="O")
        elif letter.text in "([" and before.isalpha() and _NAMED.match(text[index + 1 :]):
            middle = (letters[index - 1].middle + letter.middle) / 2
            result.append(Letter(" ", letter.sure, middle))
        elif before.isdigit() and _MONTH.match(text[index:]):
            # "21avril 2026": without its space a date is no date.
            result.append(Letter(" ", letter.sure, letter.middle))
        elif index == cut:
            # "L52", "43HIGH": a flag beside a number.
            result.append(Letter(" ", letter.sure, letter.middle))
        result.append(letter)
    return tuple(result)


def _is_word_letter(text: str, index: int) -> bool:
    """Whether a zero stands where only a letter can: before a capital, after no digit or mark."""
    before, after = text[max(index - 1, 0) : index], text[index + 1 : index + 2]
    return after.isalpha() and after.isupper() and not re.match(r"[\d.,]", before) and (
        index == 0 or not before.isspace() or text[index + 2 : index + 3].isalpha()
    )  # fmt: skip


def without_stop(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """A name without the one dot left over from dots that lead the eye to the value."""
    text = "".join(letter.text for letter in letters)
    return tuple(letters[:-1]) if _LONE_STOP.match(text) else tuple(letters)

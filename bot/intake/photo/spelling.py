"""What recognition usually gets wrong in printed words, put right where only one reading exists.

Digits are never touched here: one that is doubtful stays as read, and is doubted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.intake.photo.names import alike
from bot.intake.photo.recognition import Letter
from bot.intake.units import is_unit

_LONE_STOP = re.compile(r"^[^.]*[^\W\d_]{2}\.$")
_MONTH = re.compile(
    r"(?:janv|f[ée]vr?|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c|jan|feb|mar|apr|may|jun|"
    r"jul|aug|sep)[a-zéû]*\.?\s*\d{4}",
    re.IGNORECASE,
)
_FLAGGED = re.compile(r"^(?:[HL](?=\d)()[<>]?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?()(?:HIGH|LOW))$")
_TWO = re.compile(r"^[\[(]?(\d+(?:[.,]\d+)?)\s(\d+(?:[.,]\d+)?)[\])]?$")
_OPEN = re.compile(r"^[\[(][^\])]*[.,]\d+[1lI|]$")
_LIKE_AN_ARROW = re.compile(r"^\d+[.,]\d+\s([1Il|T])(?=\s|$)")
_NAMED = re.compile(r"[^\W\d_]{3}")
_UNIT_FLAGGED = re.compile(r"(?<=[a-zA-Z%])[HL*](?=$|\s)")
_PARTED = re.compile(r"(?<=\d)(?=[HFM]\s?:\s?[\d<>])|(?<=\bCA)(?=\d\d)")
_SWAPS: tuple[tuple[re.Pattern[str], str], ...] = (
    # A power's caret, the dash of an interval, the point of "inf. à", a star beside a number.
    (re.compile(r"(?<=\b10)[~*'’`\"](?=(?:[369]|12)(?:\D|$))"), "^"),
    (re.compile(r"(?<=\d)[~=—_](?=\s?\d)|(?<=\d\s)[~=—_](?=\s?\d)"), "-"),
    (re.compile(r"(?<=\b[Ii]nf)[,:;](?=\s?[àa]\s?\d)|(?<=\b[Ss]up)[,:;](?=\s?[àa]\s?\d)"), "."),
    (re.compile(r"(?<=\d)[°º'’\"”](?=$)"), "*"),
    # "UI/L" and "mIU/L" with a small L or a one, "HbA1c" with an L.
    (re.compile(r"(?<=U)[l1|](?=/)|(?<![^\Wmµu])[l1|](?=U/)|(?<=\b[mµun])[l1|](?=U/)"), "I"),
    (re.compile(r"(?<=A)[lI](?=[cC]\b)"), "1"),
    (re.compile(r"(?<=/[Ll]\s)[%°](?=$)"), "*"),
    (re.compile(r"(?<=\d\st)0(?=\s\d)"), "o"),
    # The stop after "(12.0-22.0) pmol/L.".
    (re.compile(r"(?<=/[Ll])\.$"), " "),
    # "9/L" is no unit.
    (re.compile(r"(?:(?<=\s)|^)9(?=/d?L\b)"), "g"),
    # A percent sign in typewriter letters looks like an ideograph.
    (re.compile(r"(?:(?<=[\s\d])|^)[\u4e00-\u9fff](?=\s|$)"), "%"),
)


def spelled(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The letters of a strip with zeros inside words read as O, and a space before a bracket.

    "25-0H vitamine D" can only be "25-OH"; "ASAT(TGO)" is printed with a space nearly everywhere,
    while endings in brackets, "(e)" or "(s)", are not.
    """
    text = "".join(letter.text for letter in letters)
    if len(text) != len(letters):
        return tuple(letters)
    named = alike(text)
    if named != text:
        # A name that was put right is shown to the person as such.
        letters = [
            replace(one, text=new, sure=one.sure if one.text == new else 0.0)
            for one, new in zip(letters, named, strict=True)
        ]
    swapped = text = named
    for pattern, right in _SWAPS:
        swapped = pattern.sub(right, swapped)
    if swapped != text and len(swapped) == len(text):
        letters = [replace(one, text=new) for one, new in zip(letters, swapped, strict=True)]
        text = swapped
    if _OPEN.match(text):
        # "[3,5-5,01": the bracket that closes looks like a one. A guess, shown as such.
        text = text[:-1] + {"[": "]", "(": ")"}[text[0]]
        letters = [*letters[:-1], replace(letters[-1], text=text[-1], sure=0.0)]
    two = _TWO.match(text)
    if two and not (len(two[1]) <= 3 and len(two[2]) == 3):
        # "45 84": a dash too thin to be seen. A guess too.
        at = two.end(1)
        text = f"{text[:at]}-{text[at + 1 :]}"
        letters = [*letters[:at], replace(letters[at], text="-", sure=0.0), *letters[at + 1 :]]
    parts = {found.start() for found in _PARTED.finditer(text)} | set(_flags(text))
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
        elif index == cut or index in parts:
            # "L52", "43HIGH": a flag beside a number; "g/LH": beside a unit.
            result.append(Letter(" ", letter.sure, letter.middle))
        result.append(letter)
    return tuple(result)


def _flags(text: str) -> Iterator[int]:
    """Where a flag touches the unit before it: "ng/mLH", "%H"."""
    for found in _UNIT_FLAGGED.finditer(text):
        word = text[: found.start()].rsplit(maxsplit=1)[-1]
        word = word if is_unit(word) else word.lstrip("0123456789.,")
        if is_unit(word) and not is_unit(word + found.group()) and ("/" in word or word == "%"):
            yield found.start()


def _is_word_letter(text: str, index: int) -> bool:
    """Whether a zero stands where only a letter can: before a capital, after no digit or mark."""
    before, after = text[max(index - 1, 0) : index], text[index + 1 : index + 2]
    return after.isalpha() and after.isupper() and not re.match(r"[\d.,]", before) and (
        index == 0 or not before.isspace() or text[index + 2 : index + 3].isalpha()
    )  # fmt: skip


def with_arrows(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """On a paper that has arrows: a lone one after a number, "1,77 1 mmol/L", points upwards."""
    text = "".join(letter.text for letter in letters)
    found = _LIKE_AN_ARROW.match(text) if len(text) == len(letters) else None
    if found is None:
        return tuple(letters)
    at = found.start(1)
    return (*letters[:at], replace(letters[at], text="↑"), *letters[at + 1 :])


def without_stop(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """A name without the one dot left over from dots that lead the eye to the value."""
    text = "".join(letter.text for letter in letters)
    return tuple(letters[:-1]) if _LONE_STOP.match(text) else tuple(letters)

"""Folding text for comparison: lower case, no accents, plain apostrophes and single spaces."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "«": '"', "»": '"'})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss"})


def fold(text: str) -> str:
    """The text without case, accents, odd spaces and typographic apostrophes."""
    return _SPACES.sub(" ", fold_in_place(text)).strip()


def fold_in_place(text: str) -> str:
    """Like :func:`fold`, but spaces stay where they are.

    For ordinary text (no ligatures) the result has the length of the text, so that positions in
    one are positions in the other; callers that rely on it check the lengths.
    """
    if text.isascii():  # most of what is folded: no letter to look at one by one
        return text.replace("`", "'").lower()
    plain = unicodedata.normalize("NFC", text).translate(_APOSTROPHES).translate(_LIGATURES)
    return "".join(
        next((c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)), "")
        if ord(char) > 127
        else char
        for char in plain
    ).lower()


_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor keys, bracketed paste
    # Strings of commands, such as a window's title, up to their end.
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[NO][ -~]|\x1b[ -/]*[0-~]"
)
"""A terminal's escape sequence (ECMA-48): all of it, not its first character alone."""


def without_escapes(text: str) -> str:
    """The text without what a terminal takes for a command, whole: "\\x1b[31mred" is "red"."""
    return _ESCAPE.sub("", text) if "\x1b" in text or not text.isascii() else text


def clean(text: str, *, limit: int) -> str:
    """What a person typed, without control and bidirectional override characters, bounded."""
    kept = "".join(
        char
        for char in without_escapes(text[: 4 * limit])
        if char in "\n\t" or unicodedata.category(char) not in _BAD
    )
    return kept.strip()[:limit]


_BAD = {"Cc", "Cf", "Cs", "Co", "Cn"}

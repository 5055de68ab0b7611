"""`carnet triage` reads JSON lines and never stops at a bad one."""

import json
from datetime import date
from io import BytesIO

import pytest

from bot.safety.stream import CHUNK, arriving, triage_lines

TODAY = date(2026, 11, 25)


def test_answers_in_order() -> None:
    """Each message gets its level, flags, evidence and number, in the order read."""
    lines = [
        json.dumps(
            {"id": "a", "text": "j'ai mal à la poitrine", "language": "fr", "country": "FR"}
        ),
        json.dumps({"id": "b", "text": "bonjour", "language": "fr", "country": "FR"}),
        json.dumps({"id": "c", "text": "i want to die", "language": "en", "country": "US"}),
    ]
    answers = [json.loads(answer) for answer in triage_lines(lines, TODAY)]
    assert ["a", "b", "c"] == [answer["id"] for answer in answers]
    assert ["emergency", "none", "crisis"] == [answer["level"] for answer in answers]
    assert ["15", None, "988"] == [answer["number"] for answer in answers]
    assert "rule" == answers[0]["evidence"][0]["source"]
    assert ["heart"] == answers[0]["flags"]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[1, 2]",
        "{}",
        '{"id": 3, "text": 5}',
        '{"id": 4, "text": "x", "person": "me"}',
        '{"id": 5, "text": "x", "person": {"born": "soon"}}',
        '{"id": 6, "text": "x", "recent": [1]}',
        "[" * 100_000,
    ],
)
def test_bad_line_keeps_its_place(line: str) -> None:
    """A bad line gives an error object in its place, without the text, and the rest goes on."""
    good = json.dumps({"id": "g", "text": "chest pain", "language": "en", "country": "GB"})
    answers = [json.loads(answer) for answer in triage_lines([line, "", good], TODAY)]
    assert 2 == len(answers)
    assert "error" in answers[0]
    assert "emergency" == answers[1]["level"]


def test_person_is_read() -> None:
    """The person of a line changes the level, as in the notebook."""
    message = {"id": 1, "text": "i bumped my head", "language": "en", "country": "GB"}
    person = {"born": 1950, "sex": "female", "medications": ["warfarin"], "pregnant": None}
    lines = [json.dumps(message), json.dumps({**message, "person": person})]
    plain, treated = (json.loads(answer)["level"] for answer in triage_lines(lines, TODAY))
    assert "emergency" == treated
    assert "emergency" != plain


class Pipe(BytesIO):
    """A pipe into which another program writes, one piece at a time."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__()
        self._pieces = [*pieces, b""]

    def read1(self, size: int | None = -1, /) -> bytes:
        """What was written last."""
        return self._pieces.pop(0)


def test_lines_are_taken_as_they_arrive() -> None:
    """A line is answered before the next one is written; the last needs no line end."""
    arrived = arriving(Pipe(b"one\n", b"tw", b"o\nthree\nfo", b"ur"))
    assert [["one"], ["two", "three"], ["four"]] == list(arrived)


def test_a_file_is_taken_whole() -> None:
    """No line is lost or cut between two chunks, nor by a character that is not UTF-8."""
    lines = [f"é{number}" for number in range(CHUNK // 4)]
    source = BytesIO("\n".join(lines).encode() + b"\nbad \xff")
    taken = [line for some in arriving(source) for line in some]
    assert [*lines, "bad \ufffd"] == taken


def test_bad_lines_are_numbered_from_the_first() -> None:
    """A bad line says which line of the stream it is."""
    (answer,) = triage_lines(["not json"], TODAY, first=41)
    assert 41 == json.loads(answer)["line"]

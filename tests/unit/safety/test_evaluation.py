"""The scoreboard counts what it says it counts."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.safety import Level, Verdict
from bot.safety.evaluation import Case, draw, evaluate, read_cases, report, wilson
from bot.safety.stream import BadLine


def test_wilson_interval() -> None:
    """Wilson's interval matches values worked out by hand."""
    low, high = wilson(8, 10)
    assert pytest.approx(0.4902, abs=1e-4) == low
    assert pytest.approx(0.9433, abs=1e-4) == high
    assert (0.0, 1.0) == wilson(0, 0)


def test_counts_by_level_language_topic() -> None:
    """Found, raised and confusion are counted from the outcomes."""
    lines = [
        json.dumps({"id": i, "text": text, "language": language, "level": level, "topic": "t"})
        for i, (text, language, level) in enumerate(
            [("a", "fr", "emergency"), ("b", "fr", "emergency"), ("c", "en", "none")]
        )
    ]
    given = {"a": Level.EMERGENCY, "b": Level.URGENT, "c": Level.URGENT}

    def reader(some: Sequence[Case]) -> list[Verdict]:
        return [Verdict(given[case.text]) for case in some]

    scores = evaluate(read_cases(lines), reader)
    assert (1, 2) == (scores.found(Level.EMERGENCY).found, scores.found(Level.EMERGENCY).total)
    assert (1, 1) == (scores.raised(language="en").found, scores.raised(language="en").total)
    assert 1 == scores.confusion()[Level.EMERGENCY, Level.URGENT]
    text = report(scores)
    assert "Under-triaged: 1" in text
    assert "Over-triaged: 1" in text


def test_bad_file_names_the_line() -> None:
    """A wrong line is named by its number, without its text."""
    with pytest.raises(BadLine, match="line 2"):
        read_cases(['{"text": "x", "level": "none"}', '{"text": "secret", "level": "odd"}'])


def test_a_line_separator_inside_a_message_ends_no_line() -> None:
    """A message may hold any of Unicode's line ends; only a line feed ends a line of the file."""
    text = json.dumps({"text": "a\u2028b\u0085c", "level": "none"}, ensure_ascii=False)
    assert ["a\u2028b\u0085c"] == [case.text for case in read_cases((text + "\n").split("\n"))]


def test_picture(tmp_path: Path) -> None:
    """The picture is a PNG."""
    cases = read_cases(['{"text": "x", "level": "none", "language": "fr"}'])
    draw(evaluate(cases, lambda some: [Verdict(Level.NONE) for _ in some]), tmp_path / "scores.png")
    assert b"\x89PNG" == (tmp_path / "scores.png").read_bytes()[:4]

"""Whole answers: the good ones pass, the bad ones are stopped for the right reason."""

from __future__ import annotations

import pytest

from bot.engine.answer_check import Problem, safe_template
from bot.wording import say
from tests.unit.answer_check.answers import Answer, answers

HANDS = ("", "_second", "_third", "_fourth", "_fifth")
GOOD = [answer for hand in HANDS for answer in answers(f"good{hand}")]
BAD = [answer for hand in HANDS for answer in answers(f"bad{hand}")]


@pytest.mark.parametrize("answer", GOOD, ids=lambda a: f"{a.language}-{a.text[:40]}")
def test_a_good_answer_passes(answer: Answer) -> None:
    """Nothing is found in an answer that a careful person would give."""
    assert [(p.id, p.words) for p in answer.problems()] == []


@pytest.mark.parametrize("answer", BAD, ids=lambda a: f"{a.language}-{a.text[:40]}")
def test_a_bad_answer_is_stopped(answer: Answer) -> None:
    """The problem that the answer has is among those found, and its hint says what to do."""
    found = {problem.id: problem.hint for problem in answer.problems()}
    assert answer.problem in found
    assert len(found[answer.problem]) > 20


def test_both_languages_and_every_rule_have_their_answers() -> None:
    """The data speak for both languages, and no kind of problem goes untested in either."""
    for language in ("fr", "en"):
        assert sum(a.language == language for a in GOOD) >= 60
        assert sum(a.language == language for a in BAD) >= 60
    kinds = [{a.problem for a in BAD if a.language == language} for language in ("fr", "en")]
    assert kinds[0] == kinds[1]
    assert len(kinds[0]) >= 12


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("number", ["none", "15", "0800 32 123"])
def test_every_template_passes_the_check_itself(language: str, number: str) -> None:
    """What is said instead of a stopped answer is itself an answer that may be said."""
    for level in ("none", "urgent", "crisis", "emergency"):
        for problem in ("dose", "medicine", "interaction", "diagnosis", "number"):
            name = safe_template(level, [Problem(problem, "", "")])
            text = say(language, name, number=number)
            lines = [] if number == "none" else [number]
            answer = Answer(language, text, level=level, numbers=lines)
            assert [(p.id, p.words) for p in answer.problems()] == []

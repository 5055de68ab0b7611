"""HealthBench: rows, scores worked out by hand, graders that misbehave."""

import json
from pathlib import Path

import pytest

from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.engine import Engine
from bot.errors import ConfigurationError, Permanent, Transient
from bot.evaluation.healthbench import (
    BadRow,
    Counted,
    Criterion,
    Grader,
    Judged,
    Run,
    State,
    Usage,
    read_rows,
    score_of,
    scores,
)
from bot.evaluation.healthbench.rows import Message
from bot.evaluation.healthbench.running import seeded
from bot.messages import Space
from bot.ports import ModelAnswer
from tests.fakes import DirectReader, ScriptedModel

ROWS = Path(__file__).parents[2] / "fixtures" / "healthbench" / "rows.jsonl"
MET = {"one": (True, False, True), "two": (True,), "three": (False, True), "four": (True, True)}
YES = ModelAnswer(text='{"explanation": "It does.", "criteria_met": true}', input_tokens=7)
GOOD = Criterion(criterion="Mentions rest.", points=2)


def _rows() -> list[str]:
    return ROWS.read_text("utf-8").split("\n")


class Rests:
    """Waits for nothing, and keeps how long it should have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Wait."""
        self.seconds.append(seconds)


def test_scores_are_those_worked_out_by_hand() -> None:
    """Total, themes and axes agree with the fixture's table."""
    judged = [Judged(row, MET[row.prompt_id]) for row in read_rows(_rows())]
    found = {s.name: (round(s.mean, 4), s.count) for s in scores(judged)}
    assert {
        "all": (0.0312, 4),
        "theme:context_seeking": (0.5625, 2),
        "theme:hedging": (0.0, 2),
        "axis:accuracy": (0.7333, 3),
        "axis:completeness": (0.3333, 3),
    } == found


def test_the_bootstrap_error_is_that_of_the_mean() -> None:
    """Two examples at 0 and 1: resampled means are 0, ½, 1 with odds 1:2:1, so √⅛ ≈ 0.354."""
    rows = read_rows(_rows())[1:2] * 2
    judged = [Judged(rows[0], (True,)), Judged(rows[1], (False,))]
    assert 0.125**0.5 == pytest.approx(scores(judged)[0].error, abs=0.02)
    same = [Judged(rows[0], (True,))] * 3
    assert scores(same)[0].error == 0


def test_an_example_without_points_to_win_has_no_score() -> None:
    """Only bad things: nothing to divide by."""
    assert score_of([Criterion(criterion="x", points=-3)], [True]) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rubrics": []}, "rubrics"),
        ({"prompt": [{"role": "assistant", "content": "x"}]}, "not the user's"),
        ({"prompt": [{"role": "owner", "content": "x"}]}, "prompt.0.role"),
        ({"rubrics": [{"criterion": "x", "points": -1}]}, "points to win"),
    ],
)
def test_a_bad_row_is_named(change: dict[str, object], said: str) -> None:
    """The line and the field are said, never what stood there."""
    row = json.loads(_rows()[0]) | change
    with pytest.raises(BadRow) as caught:
        read_rows([_rows()[1], json.dumps(row)])
    assert str(caught.value).startswith("line 2")
    assert said in str(caught.value)
    assert "snores" not in str(caught.value)


def test_a_row_that_comes_twice_is_refused() -> None:
    """The same prompt_id in two lines would be counted once."""
    with pytest.raises(BadRow, match="earlier line"):
        read_rows(_rows()[:1] * 2)


async def test_a_grader_is_asked_again_and_then_given_up() -> None:
    """Garbage and failures cost a try each; after three the criterion has no grade."""
    rests = Rests()
    busy = Transient("busy", retry_after=900)
    model = ScriptedModel(ModelAnswer(text="I think so"), busy, YES)
    prompt = [Message(role="user", content="Hello")]
    grades = await Grader(model, rest=rests).grade(prompt, "Rest.", [GOOD])
    assert [True] == [g.criteria_met for g in grades]
    assert [2.0, 30.0] == rests.seconds  # a server cannot make it wait for ever
    model = ScriptedModel(ModelAnswer(text='{"explanation": "x", "criteria_met": "yes"}'))
    with pytest.raises(ExceptionGroup) as caught:
        await Grader(model, rest=rests).grade(prompt, "Rest.", [GOOD])
    assert isinstance(caught.value.exceptions[0], Transient)
    assert 3 == len(model.requests)


def _run(
    folder: Path, model: ScriptedModel, grader: ScriptedModel, rests: Rests
) -> tuple[Run, ScriptedModel]:
    counted, graded_by = Counted(model), Counted(grader)
    engine = Engine(all_actions(), all_nudges(), DirectReader(), Agent(counted), model.name)
    state = State(folder / "state.jsonl", model=model.name, grader=grader.name)
    judge = Grader(graded_by, rest=rests)
    return Run(engine, counted, judge, graded_by, state, rest=rests), grader


async def test_a_failing_model_is_asked_again_and_its_example_left_for_later(
    tmp_path: Path,
) -> None:
    """An apology is never graded; what could not be answered is done by the next run."""
    rows = read_rows(_rows())[:2]
    rests = Rests()
    run, grader = _run(tmp_path, ScriptedModel(Transient("down")), ScriptedModel(YES), rests)
    await run.go(rows)
    assert ["one"] == run.lost
    assert 2 == len(rests.seconds)
    assert ["two"] == list(run.done)  # the gate answers without the model
    asked = len(grader.requests)
    answer = ModelAnswer(text="Go to bed at the same hour.", input_tokens=11, output_tokens=5)
    run, grader = _run(tmp_path, ScriptedModel(answer), ScriptedModel(YES), rests)
    await run.go(rows)
    assert 1 == asked
    assert 3 == len(grader.requests)
    assert [] == run.lost
    assert "same hour" in run.done["one"].response
    assert (11, 5) == (run.usage()[0].input, run.usage()[0].output)
    assert 4 * 7 == run.usage()[1].input


async def test_a_model_that_will_never_answer_ends_the_run(tmp_path: Path) -> None:
    """A wrong key is not an answer to be graded."""
    wrong = ScriptedModel(Permanent("wrong key"))
    run, _ = _run(tmp_path, wrong, ScriptedModel(YES), Rests())
    with pytest.raises(Permanent):
        await run.go(read_rows(_rows())[:1])


async def test_a_cut_line_is_done_again(tmp_path: Path) -> None:
    """A crash in the middle of writing loses one example, not the state."""
    rows = read_rows(_rows())[1:2]
    run, _ = _run(tmp_path, ScriptedModel(), ScriptedModel(YES), Rests())
    await run.go(rows)
    path = tmp_path / "state.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    run, grader = _run(tmp_path, ScriptedModel(), ScriptedModel(YES), Rests())
    assert ["two"] == list(run.done)
    assert whole == path.read_bytes()
    await run.go(rows)
    assert [] == grader.requests


def test_a_state_of_another_model_is_refused(tmp_path: Path) -> None:
    """Figures of two models are never mixed."""
    usage = Usage().model_dump()
    line = {"prompt_id": "x", "model": "other", "grader": "g", "response": "", "met": []}
    line |= {"explanations": [], "answering": usage, "grading": usage, "seconds": 1}
    path = tmp_path / "state.jsonl"
    path.write_text(json.dumps(line) + "\n")
    with pytest.raises(ConfigurationError, match="another model"):
        State(path, model="mine", grader="g").read()


async def test_earlier_messages_are_history_and_open_alarms() -> None:
    """The engine finds what was said, in its language, and an alarm of an earlier message."""
    engine = Engine(all_actions(), all_nudges(), DirectReader())
    row = read_rows(_rows())[3]
    person = await seeded(engine, row, "FR")
    dialogue = person.dialogues[Space.HEALTH]
    assert ["person", "carnet"] == [said.who for said in dialogue.history]
    assert "en" == person.account.language
    told = Message(role="user", content="I have crushing chest pain and I am sweating")
    grave = row.model_copy(update={"prompt": (told, *row.prompt[1:])})
    episode = (await seeded(engine, grave, "FR")).dialogues[Space.HEALTH].episode
    assert episode is not None
    assert "emergency" == episode["level"]


def test_cost_is_worked_out_from_prices() -> None:
    """A million tokens of each kind: fresh at 3, cached at 0.3, out at 15."""
    usage = Usage(calls=1, input=2_000_000, cached=1_000_000, output=1_000_000)
    assert 18.3 == pytest.approx(usage.cost(input=3.0, output=15.0, cached=0.3))
    assert 21.0 == pytest.approx(usage.cost(input=3.0, output=15.0, cached=None))

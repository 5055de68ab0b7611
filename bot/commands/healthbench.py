"""``carnet evaluate healthbench FILE``: conversations played by the engine, judged by a model."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands import wiring
from bot.commands.evaluate import bar
from bot.errors import ConfigurationError
from bot.evaluation.healthbench import (
    BadRow,
    Counted,
    Grader,
    Row,
    Run,
    State,
    Usage,
    read_rows,
    report,
    scores,
)
from bot.settings import Settings

NO_GRADER = "There is no model to grade with: set [model] in the configuration."
IS_THERE = "{path} is there already: --resume goes on with it, --state keeps another."
GUIDE = "none"


def run(
    settings: Settings,
    file: Path,
    *,
    grader: str | None,
    limit: int | None,
    resume: bool,
    state: Path | None,
    country: str | None,
) -> None:
    """Print scores, tokens, cost and time; exit code 1 when examples were left without an answer.

    What is done is kept beside ``file``, in ``FILE.state.jsonl``.
    """
    rows = _rows(file)[:limit]
    path = state or file.with_name(file.name + ".state.jsonl")
    if path.exists() and path.stat().st_size and not resume:
        raise ConfigurationError(IS_THERE.format(path=path))
    model = wiring.language_model(settings)
    judge_settings = settings
    if grader is not None:
        named = settings.model.model_copy(update={"name": grader})
        judge_settings = settings.model_copy(update={"model": named})
    judge = wiring.language_model(judge_settings)
    if judge is None:
        raise ConfigurationError(NO_GRADER)
    answering = Counted(model) if model is not None else None
    graded_by = Counted(judge)
    engine = wiring.engine_with(answering, settings)
    name = answering.name if answering else GUIDE
    kept = State(path, model=name, grader=graded_by.name)
    going = Run(engine, answering, Grader(graded_by), graded_by, kept, country=country)
    asyncio.run(_go(going, rows))
    click.echo(report(scores(going.judged(rows))))
    click.echo()
    answers, grades = going.usage()
    click.echo(f"answers: {name}: {_counted(answers, name, settings)}")
    click.echo(f"grades: {graded_by.name}: {_counted(grades, graded_by.name, settings)}")
    seconds = sum(done.seconds for done in going.done.values())
    click.echo(f"time: {seconds:.1f} s over {len(going.done)} examples")
    if going.lost:
        click.echo(f"✗ no answer or no grade, try again with --resume: {', '.join(going.lost)}")
        sys.exit(1)


async def _go(going: Run, rows: Sequence[Row]) -> None:
    with bar() as progress:
        task = progress.add_task("examples", total=len(rows))
        await going.go(rows, lambda: progress.advance(task))


def _rows(file: Path) -> list[Row]:
    try:
        return read_rows(file.read_text("utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError("The file of rows cannot be read.") from None
    except BadRow as problem:
        raise ConfigurationError(f"The file of rows is not as expected: {problem}") from None


def _counted(usage: Usage, model: str, settings: Settings) -> str:
    price = settings.prices.get(model)
    cost = "cost unknown (set [prices])"
    if price is not None:
        spent = usage.cost(input=price.input, output=price.output, cached=price.cached)
        cost = f"cost {spent:.4f} {price.currency}"
    return (
        f"{usage.calls} calls, {usage.input} tokens in ({usage.cached} cached), "
        f"{usage.output} out, {cost}"
    )

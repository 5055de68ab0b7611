"""``carnet evaluate wall | hostile | healthbench``: the whole companion, measured."""

import asyncio
import sys
from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from adapters.files.reader import SeparateReader
from bot.commands import wiring
from bot.engine.engine import Engine
from bot.errors import ConfigurationError
from bot.evaluation import wall as walls
from bot.evaluation.hostile import Outcome, Scene, play, scenes
from bot.evaluation.hostile.reading import OnceReader
from bot.ports import LanguageModel
from bot.settings import Model, Settings

NO_MODEL = "No model is configured: the requests of a stand-in are compared."
NOT_SENT = "Nothing is sent: a stand-in answers in the model's place (--send asks the model)."
NOWHERE = "http://127.0.0.1:9"


def wall(settings: Settings, dialogues: int, *, send: bool) -> None:
    """Print how many requests were compared and every difference; exit code 1 if there is one."""
    configured = wiring.language_model(settings) is not None
    if not configured:
        click.echo(NO_MODEL)
        settings = settings.model_copy(update={"model": Model(base_url=NOWHERE)})
        send = False
    elif not send:
        click.echo(NOT_SENT)
    report, sent = asyncio.run(_compare(settings, dialogues, send=send))
    click.echo(
        f"{report.dialogues} everyday dialogues, each with no notebook, A and B: "
        f"{report.requests} requests compared three times, {len(report.differences)} differences, "
        f"{sent} sent to the model."
    )
    for found in report.differences[:20]:
        click.echo(f"✗ dialogue {found.dialogue}, step {found.step}, notebook {found.notebook}:")
        click.echo(f"    without: …{found.without!r}…")
        click.echo(f"    with:    …{found.with_it!r}…")
    if not report.holds:
        sys.exit(1)


async def _compare(
    settings: Settings, dialogues: int, *, send: bool
) -> tuple[walls.WallReport, int]:
    import httpx2

    from adapters.claude.recorder import Recorder

    recorder = Recorder(walls.stand_in, network=httpx2.AsyncHTTPTransport() if send else None)
    model = wiring.language_model(settings, network=recorder)
    if model is not None:
        # What the first message would load takes longer than the second reader waits.
        await model.warm()
    wiring.settle()
    engine = wiring.engine_with(model, settings)
    with bar() as progress:
        task = progress.add_task("dialogues", total=dialogues)
        report = await walls.compare(
            engine,
            recorder.drain,
            dialogues,
            progress=lambda done: progress.update(task, completed=done),
        )
    await recorder.aclose()
    return report, recorder.sent


def hostile(road: str | None) -> None:
    """Play every scene and print what got through, by road; exit code 1 if anything did."""
    chosen = [scene for scene in scenes() if road in (None, scene.road)]
    if not chosen:
        roads = ", ".join(dict.fromkeys(scene.road for scene in scenes()))
        raise ConfigurationError(f"There is no such road; there are: {roads}.")
    outcomes = asyncio.run(_attack(chosen))
    console = Console(width=110)
    console.print(_table(outcomes))
    breaches = [line for outcome in outcomes for line in outcome.breaches]
    for line in breaches:
        click.echo(f"✗ {line}")
    if breaches:
        sys.exit(1)


async def _attack(chosen: Sequence[Scene]) -> list[Outcome]:
    files = OnceReader(SeparateReader())

    def engine_for(model: LanguageModel) -> Engine:
        return wiring.engine_with(model, Settings(), files=files)

    with bar() as progress:
        task = progress.add_task("scenes", total=len(chosen))
        outcomes = []
        for scene in chosen:
            outcomes.append(await play(scene, engine_for))
            progress.advance(task)
    return outcomes


def _table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(title="A model that obeys every hostile text and plays everything down")
    table.add_column("road")
    names = ("scenes", "reached the model", "turns", "calls tried", "shown to confirm")
    counted = ("unconfirmed writes", "sends", "lowered levels", "leaks")
    for name in (*names, *counted):
        table.add_column(name, justify="right")
    for road in [*dict.fromkeys(o.scene.road for o in outcomes), "all"]:
        some = [o for o in outcomes if road in (o.scene.road, "all")]
        figures = (
            len(some),
            sum(o.reached for o in some),
            sum(o.turns for o in some),
            sum(o.tried for o in some),
            sum(o.proposed for o in some),
            sum(len(o.writes) for o in some),
            sum(len(o.sends) for o in some),
            sum(len(o.lowered) for o in some),
            sum(len(o.leaks) for o in some),
        )
        table.add_row(road, *map(str, figures), end_section=road != "all")
    return table


def bar() -> Progress:
    """A progress bar on standard error, so that figures can be piped."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )

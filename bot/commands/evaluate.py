"""``carnet evaluate wall | hostile | healthbench``: the whole companion, measured."""

import asyncio
import sys

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.commands import wiring
from bot.evaluation import wall as walls
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
    engine = wiring.engine_with(wiring.language_model(settings, network=recorder), settings)
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


def bar() -> Progress:
    """A progress bar on standard error, so that figures can be piped."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )

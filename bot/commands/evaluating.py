"""``carnet evaluate``: measuring Carnet on files of one's own."""

from pathlib import Path

import click

from bot.commands.shared import explained, place


@click.group()
def evaluate() -> None:
    """Measure Carnet on files of your own."""


@evaluate.command("triage")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--picture", type=click.Path(path_type=Path), help="Where to draw the picture.")
@explained
def evaluate_triage(file: Path, picture: Path | None) -> None:
    """Score the safety gate on a file of judged messages."""
    from bot.commands import triage as command

    command.measure(file, picture)


@evaluate.command("wall")
@click.option("--dialogues", type=click.IntRange(min=1), default=100, help="How many to play.")
@click.option("--send", is_flag=True, help="Really ask the model, once per request.")
@click.pass_obj
@explained
def evaluate_wall(config: Path | None, dialogues: int, send: bool) -> None:
    """Compare what everyday dialogues send to the model, whatever the notebook holds."""
    from bot.commands import evaluate as command

    command.wall(place(config, None)[0], dialogues, send=send)


@evaluate.command("hostile")
@click.option("--road", help="Only the scenes of this road, as pdf or calendar.")
@explained
def evaluate_hostile(road: str | None) -> None:
    """Let a model obey every hostile text, and count what gets through."""
    from bot.commands import evaluate as command

    command.hostile(road)


@evaluate.command("healthbench")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--grader", help="The model that judges; by default the configured one.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first rows.")
@click.option("--resume", is_flag=True, help="Go on with what an earlier run has done.")
@click.option("--state", type=click.Path(path_type=Path), help="Where to keep what is done.")
@click.option("--country", help="Where the person is, as FR.")
@click.pass_obj
@explained
def evaluate_healthbench(
    config: Path | None,
    file: Path,
    grader: str | None,
    limit: int | None,
    resume: bool,
    state: Path | None,
    country: str | None,
) -> None:
    """Play HealthBench conversations and have each criterion judged by a grader."""
    from bot.commands import healthbench as command

    command.run(
        place(config, None)[0],
        file,
        grader=grader,
        limit=limit,
        resume=resume,
        state=state,
        country=country,
    )

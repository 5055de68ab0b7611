"""The command line, and the composition root: the one place where real parts meet.

Every command imports what it needs when it runs, so that ``carnet chat`` reaches its first prompt
quickly.
"""

import logging
from pathlib import Path

import click

from bot import __version__
from bot.commands.evaluating import evaluate
from bot.commands.shared import DATA, explained, place


@click.group()
@click.version_option(__version__, prog_name="carnet")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Carnet, an individualised health companion. It supports care and never replaces it."""
    from bot.logs import quiet

    quiet()
    context.obj = config


@main.command()
@click.option("--as", "who", default="me", help="Whose conversation this is.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder.")
@click.option("--language", type=click.Choice(["fr", "en"]), help="Language to speak.")
@click.option("--country", help="Country, as FR.")
@click.option("--born", help="Year of birth.")
@click.option("--accept-notice", is_flag=True, help="You have read the notice and agree to it.")
@click.option("--clock", help="Simulate the time, from 2026-12-01T09:00.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line per message.")
@click.pass_obj
@explained
def chat(
    config: Path | None,
    who: str,
    data: Path | None,
    language: str | None,
    country: str | None,
    born: str | None,
    accept_notice: bool,
    clock: str | None,
    as_json: bool,
) -> None:
    """Talk to Carnet in this terminal."""
    from bot.commands import chat as command

    command.run(
        *place(config, data),
        who,
        language=language,
        country=country,
        born=born,
        accept=accept_notice,
        clock_at=clock,
        as_json=as_json,
    )


@main.group()
def keys() -> None:
    """Make, show and renew the keys."""


@keys.command("init")
@DATA
@click.pass_obj
@explained
def keys_init(config: Path | None, data: Path | None) -> None:
    """Make the master key and the keys of a new data folder."""
    from bot.commands import keys as command

    command.init(*place(config, data))


@keys.command("status")
@DATA
@click.pass_obj
@explained
def keys_status(config: Path | None, data: Path | None) -> None:
    """Say how the keys stand."""
    from bot.commands import keys as command

    command.status(*place(config, data))


@keys.command("rotate")
@DATA
@click.pass_obj
@explained
def keys_rotate(config: Path | None, data: Path | None) -> None:
    """Wrap every key anew; works while Carnet runs."""
    from bot.commands import keys as command

    command.rotate(*place(config, data))


@main.command()
@DATA
@click.pass_obj
@explained
def check(config: Path | None, data: Path | None) -> None:
    """Say whether this configuration is sound, and what to mend."""
    from bot.commands import check as command

    command.run(*place(config, data))


@main.command()
@DATA
@click.pass_obj
@explained
def run(config: Path | None, data: Path | None) -> None:
    """Run every configured channel and the worker in one process."""
    from bot.commands import run as command

    command.run(*place(config, data))


@main.command()
@DATA
@click.pass_obj
@explained
def ingress(config: Path | None, data: Path | None) -> None:
    """Only receive: what people say is committed for the workers."""
    from bot.commands import run as command

    command.ingress(*place(config, data))


@main.command()
@DATA
@click.pass_obj
@explained
def worker(config: Path | None, data: Path | None) -> None:
    """Only work: take turns, send, remind."""
    from bot.commands import run as command

    command.worker(*place(config, data))


@main.command()
@DATA
@click.option("--count", type=click.IntRange(1, 1000), default=1, help="How many codes.")
@click.pass_obj
@explained
def invite(config: Path | None, data: Path | None, count: int) -> None:
    """Make invitation codes, each for one person."""
    from bot.commands import people as command

    command.invite(*place(config, data), count)


@main.group(invoke_without_command=True)
@click.pass_context
@explained
def people(context: click.Context) -> None:
    """Show who is there, by pseudonym, with counts and no health data."""
    from bot.commands import people as command

    if context.invoked_subcommand is None:
        command.show(*place(context.obj, None))


@people.command("admit")
@DATA
@click.argument("people", nargs=-1)
@click.option("--first", type=click.IntRange(1), default=1, help="How many, longest wait first.")
@click.pass_obj
@explained
def people_admit(
    config: Path | None, data: Path | None, people: tuple[str, ...], first: int
) -> None:
    """Let people in from the waiting list, and tell them."""
    from bot.commands import people as command

    command.admit(*place(config, data), people, first)


@people.command("feedback")
@DATA
@click.pass_obj
@explained
def people_feedback(config: Path | None, data: Path | None) -> None:
    """Print the feedback that people agreed to give, one JSON line each."""
    from bot.commands import people as command

    command.feedback(*place(config, data))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr")
@click.option("--country", help="Country, as FR: settles day-first dates.")
@explained
def read(file: Path, as_json: bool, language: str, country: str | None) -> None:
    """Show what a file says; keeps nothing."""
    from bot.commands import read as command

    command.run(file, as_json=as_json, language=language, country=country)


@main.command("import")
@DATA
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "who", help="Whose local conversation it is for.")
@click.option("--code", help="A code that the person asked for in their chat with /link.")
@click.pass_obj
@explained
def import_(
    config: Path | None, data: Path | None, file: Path, who: str | None, code: str | None
) -> None:
    """Read a large export into somebody's notebook; they confirm it in their own chat."""
    from bot.commands import importing as command

    command.run(*place(config, data), file, who=who, code=code)


@main.command()
@explained
def triage() -> None:
    """Judge messages: JSON lines in, JSON lines out, in order."""
    from bot.commands import triage as command

    command.stream()


main.add_command(evaluate)

if __name__ == "__main__":
    logging.raiseExceptions = False
    main()

"""``carnet check``: is this configuration sound? Says what to mend, in words."""

import asyncio
import stat
import sys
from pathlib import Path

import click

from bot.commands import wiring
from bot.errors import CarnetError
from bot.settings import Settings
from storage.opening import keys_status


def run(settings: Settings, folder: Path) -> None:
    """Print one line per finding; exit code 2 when something must be mended."""
    problems: list[str] = []
    click.echo(f"data folder: {folder}")
    problems += _keys(settings, folder)
    problems += _model(settings)
    problems += _telegram(settings)
    problems += _slack(settings)
    for problem in problems:
        click.echo(f"✗ {problem}")
    if problems:
        sys.exit(2)
    click.echo("Everything Carnet needs is in place.")


def _keys(settings: Settings, folder: Path) -> list[str]:
    if not (folder / "keys.db").exists():
        click.echo("keys: none yet (made on the first start, or with: carnet keys init)")
        return []
    try:
        found = keys_status(folder, wiring.master_key(settings, folder))
    except CarnetError as problem:
        return [str(problem)]
    click.echo(f"keys: sound, for {found.owners} people and notebooks")
    file = settings.keys.file or folder / wiring.MASTER
    problems = []
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        problems.append(f"{file} can be read by other users: chmod 400 {file}")
    if file.parent == folder:
        click.echo("note: the master key lies beside the data; keep it elsewhere ([keys] file)")
        click.echo("      when this is more than a trial, so that a stolen backup opens nothing.")
    return problems


def _telegram(settings: Settings) -> list[str]:
    """Ask Telegram who the bot is."""
    if settings.telegram.token.read() is None:
        click.echo("telegram: not configured")
        return []
    from adapters.telegram.opening import telegram_problems

    found = asyncio.run(telegram_problems(settings.telegram))
    if not found:
        click.echo("telegram: the bot answers")
    return found


def _slack(settings: Settings) -> list[str]:
    """Ask Slack who we are there, and for a socket."""
    if settings.slack.bot_token.read() is None and settings.slack.client_id is None:
        click.echo("slack: not configured")
        return []
    from adapters.slack.opening import slack_problems

    found = asyncio.run(slack_problems(settings.slack))
    if not found:
        click.echo("slack: Slack answers")
    return found


def _model(settings: Settings) -> list[str]:
    try:
        model = wiring.language_model(settings)
    except CarnetError as problem:
        return [str(problem)]
    if model is None:
        click.echo("language model: none (Carnet does its job by commands, buttons and sentences)")
        return []
    from adapters.claude import probe

    found = asyncio.run(probe(model))
    click.echo(f"language model: {settings.model.name}")
    if settings.model.reads_photos:
        click.echo("photographs: sent to the model when a person presses for it, one by one")
    return list(found.problems)

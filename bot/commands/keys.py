"""``carnet keys``: making, showing and renewing keys."""

from pathlib import Path

import click

from bot.commands import wiring
from bot.errors import ConfigurationError
from bot.settings import Settings
from storage.keys import KeyStatus
from storage.opening import keys_init, keys_rotate, keys_status


def init(settings: Settings, folder: Path) -> None:
    """Make the master key (when it is a file) and the keys of a new data folder."""
    if settings.keys.env is not None or settings.keys.command is not None:
        raise ConfigurationError(
            "The master key comes from a variable or a command: make it there, then start Carnet;"
            " the data folder's own keys are made on the first start."
        )
    file = (settings.keys.file or folder / wiring.MASTER).expanduser()
    keys_init(folder, file)
    click.echo(f"Keys are ready. Keep {file} safe and apart from the backups of {folder}:")
    click.echo("without it nothing can be read again, with it everything can.")


def status(settings: Settings, folder: Path) -> None:
    """Say how the keys stand: counts and epochs, no secret."""
    _print(keys_status(folder, wiring.master_key(settings, folder)))


def rotate(settings: Settings, folder: Path) -> None:
    """Wrap all keys with a new master key epoch; works while Carnet runs."""
    _print(keys_rotate(folder, wiring.master_key(settings, folder)))


def _print(found: KeyStatus) -> None:
    click.echo(f"keys of people and notebooks: {found.owners}")
    for epoch, count in sorted(found.wrapped.items()):
        click.echo(f"wrapped by master key epoch {epoch}: {count}")
    state = "yes" if found.rotated else "no: run carnet keys rotate once more"
    click.echo(f"only the newest epoch is in use: {state}")

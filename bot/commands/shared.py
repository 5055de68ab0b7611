"""What the commands share: telling an operator's problem in words, settings, the data folder."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from bot.errors import CarnetError

if TYPE_CHECKING:
    from bot.settings import Settings

P = ParamSpec("P")


def explained(command: Callable[P, None]) -> Callable[P, None]:
    """Tell an operator's problem in one sentence, with exit code 2, instead of a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except CarnetError as problem:
            click.echo(f"carnet: {problem}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            sys.exit(130)

    return run


def place(config: Path | None, data: Path | None) -> "tuple[Settings, Path]":
    """The settings and the data folder."""
    from bot import settings

    loaded = settings.load(config)
    return loaded, (data or loaded.folder()).expanduser().absolute()


DATA = click.option("--data", type=click.Path(path_type=Path), help="The data folder.")

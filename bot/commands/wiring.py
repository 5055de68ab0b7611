"""Putting real parts together: storage, model, files, engine."""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adapters.files.reader import SeparateReader
from bot.care import all_actions, all_nudges
from bot.engine.agent import Agent
from bot.engine.engine import Engine
from bot.engine.entrance import Entrance
from bot.engine.second_reader import SecondReader
from bot.engine.warm import warm_up
from bot.intake.reading import FileReader, Sheets
from bot.intake.vision import VisionReader
from bot.ports import Doors, LanguageModel
from bot.settings import Settings
from storage.master import MasterKey
from storage.opening import Storage, keys_init, open_storage

if TYPE_CHECKING:
    import httpx2

    from adapters.claude import Claude

MASTER = "master.key"


def master_key(settings: Settings, folder: Path) -> MasterKey:
    """The master key from where the settings say; a file beside the data by default."""
    keys = settings.keys
    if keys.env is not None:
        return MasterKey.load(variable=keys.env)
    if keys.command is not None:
        return MasterKey.load(command=keys.command)
    return MasterKey.load(file=(keys.file or folder / MASTER).expanduser())


def storage(
    settings: Settings, folder: Path, *, make: bool = False, worker: bool = True
) -> Storage:
    """Open the storage; ``make`` creates master key and keys on a first start.

    A folder that has data but no master key is refused: making a new key would lose everything.
    """
    file = (settings.keys.file or folder / MASTER).expanduser()
    simple = settings.keys.env is None and settings.keys.command is None
    if make and simple and not file.exists() and not (folder / "keys.db").exists():
        keys_init(folder, file)
    return open_storage(
        folder,
        master_key(settings, folder),
        database_url=settings.data.database_url.read(),
        worker=worker,
    )


def language_model(
    settings: Settings, *, network: "httpx2.AsyncBaseTransport | None" = None
) -> "Claude | None":
    """The model, when one is configured with a key or its own server.

    ``network`` stands in for the real one where an evaluation wants to see what is sent.
    """
    model = settings.model
    key = model.key.read()
    if model.provider == "none" or (key is None and model.base_url is None):
        return None
    from adapters.claude import Claude, ClaudeSettings

    where = ClaudeSettings(model=model.name, api_key=key or "none", base_url=model.base_url)
    return Claude(where, transport=network)


def vision_reader(
    model: LanguageModel | None, sheets: Sheets, settings: Settings
) -> VisionReader | None:
    """Reads photographs with the model, where there is one and the operator allows it."""
    if model is None or not settings.model.reads_photos:
        return None
    from adapters.claude import VENDOR

    address = settings.model.base_url
    where = urlsplit(address).hostname or address if address is not None else None
    return VisionReader(model, sheets, VENDOR, deadline=settings.model.deadline, where=where)


def engine(settings: Settings, doors: Doors | None = None) -> Engine:
    """The engine with every room, and the agent when there is a model.

    With ``doors`` the operator's choice of who may come in holds; a terminal needs none.
    """
    return engine_with(language_model(settings), settings, doors)


def engine_with(
    model: LanguageModel | None,
    settings: Settings,
    doors: Doors | None = None,
    *,
    files: FileReader | None = None,
) -> Engine:
    """The same with that model, and perhaps another reader of files."""
    agent = None
    if model is not None:
        second = SecondReader(model) if settings.model.second_reader else None
        agent = Agent(
            model,
            deadline=settings.model.deadline,
            silence=settings.model.silence,
            second=second,
        )
    apart = SeparateReader()
    return Engine(
        all_actions(),
        all_nudges(),
        files or apart,
        agent,
        settings.model.name if model is not None else None,
        Entrance(settings.doors.open, settings.doors.turns_a_day, doors) if doors else None,
        vision_reader(model, apart, settings),
    )


def settle() -> None:
    """Load what turns need, and leave it out of every garbage collection from now on.

    For processes that stay: going through all of it again takes 150 ms, in the middle of a turn.
    """
    warm_up()
    gc.collect()
    gc.freeze()


def locale() -> str | None:
    """The language the environment prefers."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value not in {"C", "POSIX"} and not value.startswith("C."):
            return value
    return None

"""``carnet import FILE``: a large export into somebody's notebook, as a proposal in their chat.

The file is read here, beside a running worker and apart from it, with as much time as it needs.
What was read is sealed for the person and waits in their mailbox; they are asked in their own
conversation what to keep. Nothing of it is printed: whoever runs this command does not learn it.
"""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from adapters.files.reader import SeparateReader
from adapters.terminal.channel import NAME as TERMINAL
from bot.commands import wiring
from bot.errors import ConfigurationError
from bot.intake.reading import Reading, Source, Unreadable
from bot.settings import Settings
from bot.turn import Account
from bot.wording import say
from storage.imports import place_to_tell
from storage.opening import Storage

LARGEST = 1_000_000_000
SECONDS = 3_600.0
_OPERATORS = "en"
_LOOKALIKES = str.maketrans({"0": "O", "1": "I", "8": "B"})


def run(settings: Settings, folder: Path, file: Path, *, who: str | None, code: str | None) -> None:
    """Read, seal, hand over; exit code 2 with a sentence when one of these cannot be done."""
    if (who is None) == (code is None):
        raise ConfigurationError("Say for whom: --code CODE, or --as NAME for a local chat.")
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise ConfigurationError("This file is larger than 1 GB.")
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"The file cannot be opened: {error.strerror}.") from None
    storage = wiring.storage(settings, folder, worker=False)
    try:
        asyncio.run(_run(storage, content, file.name, who, code))
    finally:
        storage.close()


async def _run(
    storage: Storage, content: bytes, name: str, who: str | None, code: str | None
) -> None:
    account = await _account(storage, who, code)
    reading = await _read(content, name, account)
    _show("")
    handed = reading.model_dump_json().encode()
    now = datetime.now(UTC)
    await storage.imports.hand_over(account, handed, name=name, size=len(content), now=now)
    click.echo("Handed over. What was read waits in the person's conversation, to be confirmed.")


async def _account(storage: Storage, who: str | None, code: str | None) -> Account:
    """Whose notebook it is; raises ConfigurationError."""
    if code is not None:
        plain = re.sub(r"[\s-]", "", code).upper().translate(_LOOKALIKES)
        person = await storage.imports.person_of(plain, datetime.now(UTC))
        if person is None:
            raise ConfigurationError("No such code stands. Each works once, for ten minutes.")
        account = (await storage.notebooks.person(person)).account
    else:
        found = await storage.account_of(TERMINAL, "", who or "")
        if found is None:
            raise ConfigurationError("Nobody by that name has talked here yet.")
        account = found
    place_to_tell(account)  # who cannot be told is not made to wait for the reading
    return account


async def _read(content: bytes, name: str, account: Account) -> Reading:
    source = Source(
        content=content,
        name=name,
        language=account.language or "en",
        country=account.country,
        received_at=datetime.now(UTC),
        progress=lambda share: _show(f"Reading… {share * 100:.0f} %"),
        hurried=False,
    )
    _show("Reading…")
    try:
        reading = await SeparateReader(seconds=SECONDS).read(source)
    except Unreadable as problem:
        _show("")
        raise ConfigurationError(say(_OPERATORS, problem.message_id, **problem.arguments)) from None
    if reading.format == "unknown":
        _show("")
        raise ConfigurationError(say(_OPERATORS, "unreadable-unknown"))
    return reading


def _show(line: str) -> None:
    """One line on a terminal that is written over again and again; nothing elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{line}", nl=False, err=True)

"""The terminal as a channel: keeps what was sent until a screen shows it, fetches local files."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from bot.errors import Explainable
from bot.messages import Address, Capabilities, Choice, FileReference, Outgoing, SendResult

NAME = "terminal"

Show = Callable[[Outgoing, list[Path]], None]
Draft = Callable[[str], None]


class TerminalChannel:
    """A :class:`bot.ports.Channel` that shows messages through two callbacks.

    Files that Carnet sends are written to ``folder`` (mode 0700, files 0600) under neutral names.
    """

    name = NAME

    def __init__(self, folder: Path, show: Show, draft: Draft | None = None) -> None:
        self._folder = folder
        self._show = show
        self._draft = draft
        self.choices: tuple[Choice, ...] = ()

    def new_turn(self) -> None:
        """Begin a new turn: the buttons of earlier answers can no longer be meant by number."""
        self.choices = ()

    def capabilities(self, address: Address) -> Capabilities:
        """A terminal shows text of any length and numbered choices."""
        return Capabilities(max_text=1_000_000, streaming=self._draft is not None, status=True)

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Show the message and remember its choices."""
        try:
            paths = await asyncio.to_thread(self._save, outgoing)
        except OSError as error:
            raise Explainable("terminal-cannot-save") from error
        if outgoing.choices:
            self.choices = outgoing.choices
        self._show(outgoing, paths)
        return SendResult(status="sent", message=outgoing.key)

    async def draft(self, address: Address, text: str) -> None:
        """Show the answer while it grows."""
        if self._draft is not None:
            self._draft(text)

    async def fetch(self, reference: FileReference, *, limit: int) -> bytes:
        """Read a local file the person named; raises Explainable in words they understand."""
        return await asyncio.to_thread(_read, Path(reference.reference), limit)

    def _save(self, outgoing: Outgoing) -> list[Path]:
        if not outgoing.files:
            return []
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return [_write(self._folder, file.name, file.content) for file in outgoing.files]


def _read(path: Path, limit: int) -> bytes:
    try:
        if not path.is_file():
            raise Explainable("file-missing")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise Explainable("file-missing") from error
    if len(content) > limit:
        raise Explainable("unreadable-too-large", megabytes=limit // 1_000_000)
    return content


def _write(folder: Path, name: str, content: bytes) -> Path:
    stem, dot, suffix = Path(name).name.rpartition(".")
    for number in range(1, 10_000):
        path = folder / (f"{stem}-{number}{dot}{suffix}" if number > 1 else Path(name).name)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return path
    raise OSError("too many files")

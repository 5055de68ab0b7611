"""A conversation in the terminal: typed at a prompt, or read line by line from a pipe.

``/attach PATH`` sends a file, ``#2`` presses the second choice that the last answer offered,
``/wait 14h30m`` moves a simulated clock and delivers what falls due on the way, ``/quit`` leaves.
"""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from adapters.terminal.channel import NAME, TerminalChannel
from adapters.terminal.clock import SimulatedClock
from bot import dates
from bot.errors import CarnetError
from bot.messages import Address, FileReference, Incoming, IncomingKind
from bot.ports import Clock, Mailboxes
from bot.schedule.worker import Worker
from bot.wording import say
from bot.wording.folding import without_escapes

PATIENCE = 2
"""How often to wait for another try before giving the prompt back."""


class Screen(Protocol):
    """What the conversation needs of a screen besides showing messages."""

    def notice(self, text: str) -> None:
        """Show a remark of the terminal itself."""
        ...


@dataclass(slots=True)
class Chat:
    """One person's conversation. ``language`` is for the terminal's own remarks."""

    who: str
    channel: TerminalChannel
    screen: Screen
    mailboxes: Mailboxes
    worker: Worker
    clock: Clock
    language: str
    fields: dict[str, str]
    locale: str | None

    async def open(self) -> None:
        """Tell the engine that the person opened the conversation, and show what it says."""
        await self._post(IncomingKind.OPENED, fields=self.fields)

    async def take(self, line: str) -> bool:
        """Deal with one line; False when the person leaves."""
        line = without_escapes(line.rstrip("\r\n"))
        word, _, rest = line.strip().partition(" ")
        if word == "/quit":
            return False
        if word == "/attach":
            await self._attach(rest.strip())
        elif word == "/wait":
            await self._wait(rest.strip())
        elif word.startswith("#") and word[1:].isdecimal() and not rest:
            await self._press(int(word[1:]))
        elif line.strip():
            kind = IncomingKind.COMMAND if word.startswith("/") else IncomingKind.TEXT
            await self._post(kind, text=line)
        return True

    async def _attach(self, path: str) -> None:
        if not path:
            self.screen.notice(say(self.language, "terminal-attach-what"))
            return
        await self._post(IncomingKind.FILE, files=(_reference(path),))

    async def _press(self, number: int) -> None:
        choices = self.channel.choices
        if not 1 <= number <= len(choices):
            self.screen.notice(say(self.language, "terminal-no-choice", number=number))
            return
        await self._post(IncomingKind.CHOICE, choice=choices[number - 1].id)

    async def _wait(self, words: str) -> None:
        if not isinstance(self.clock, SimulatedClock):
            self.screen.notice(say(self.language, "terminal-no-clock"))
            return
        try:
            if words.startswith("-"):
                raise dates.NoDuration  # time moves forward only
            until = self.clock.now() + dates.read_duration(words, language=self.language)
        except dates.DateProblem:
            self.screen.notice(say(self.language, "terminal-wait-what"))
            return
        while (due := await self.mailboxes.next_due()) is not None and due <= until:
            self.clock.move_to(due)
            self.channel.new_turn()
            await self.worker.drain()
        self.clock.move_to(until)

    async def _answer(self) -> None:
        """Take the turn; wait for what has to be tried again, as long as a person would."""
        await self.worker.drain()
        for _ in range(PATIENCE):
            again = self.worker.delayed_until
            if again is None:
                return
            if isinstance(self.clock, SimulatedClock):
                self.clock.move_to(again)
            else:
                await asyncio.sleep(max((again - self.clock.now()).total_seconds(), 0.0))
            await self.worker.drain()

    async def _post(
        self,
        kind: IncomingKind,
        *,
        text: str = "",
        files: tuple[FileReference, ...] = (),
        choice: str | None = None,
        fields: dict[str, str] | None = None,
    ) -> None:
        now = self.clock.now()
        incoming = Incoming(
            key=f"{NAME}:{uuid4()}",
            address=Address(channel=NAME, conversation=self.who),
            sender=self.who,
            kind=kind,
            text=text,
            files=files,
            choice=choice,
            fields=fields or {},
            locale=self.locale,
            sent_at=now,
            received_at=now,
        )
        try:
            await self.mailboxes.post(incoming)
            self.channel.new_turn()
            await self._answer()
        except CarnetError as problem:
            self.screen.notice(say(self.language, "terminal-trouble", reason=str(problem)))


def _reference(path: str) -> FileReference:
    path = path.strip("'\"")
    if "\\" in path and not os.path.exists(path):
        # A file dropped on a terminal comes as a shell would want it: "un\\ dossier".
        path = re.sub(r"\\(.)", r"\1", path)
    # Unlike Path.expanduser, this leaves "~nobody" as it is instead of raising.
    file = Path(os.path.expanduser(path)).absolute()
    return FileReference(reference=str(file), name=file.name)


async def piped(chat: Chat) -> None:
    """Read messages from standard input, one a line, until it ends."""
    await chat.open()
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        if not await chat.take(line.decode("utf-8", "replace")):
            return


async def interactive(chat: Chat) -> None:
    """Prompt for messages; nudges that fall due meanwhile are shown above the prompt."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    await chat.open()
    chat.screen.notice(say(chat.language, "terminal-hint"))
    session: PromptSession[str] = PromptSession()
    busy = asyncio.Lock()
    async with _ringing(chat, busy):
        while True:
            try:
                with patch_stdout(raw=True):
                    line = await session.prompt_async("\n› ")
            except (EOFError, KeyboardInterrupt):
                return
            async with busy:
                if not await chat.take(line):
                    return


@contextlib.asynccontextmanager
async def _ringing(chat: Chat, busy: asyncio.Lock) -> AsyncIterator[None]:
    """Deliver what falls due while the person is not typing anything."""

    async def ring() -> None:
        while True:
            await asyncio.sleep(1.0)
            due = await chat.mailboxes.next_due()
            if due is not None and due <= datetime.now(UTC):
                async with busy:
                    chat.channel.new_turn()
                    await chat.worker.drain()

    ringing = asyncio.create_task(ring())
    try:
        yield
    finally:
        ringing.cancel()

"""The parent's side of ``python -m bot.intake``: bytes through a pipe, a reading back.

Nothing touches the disk. A reader that takes too long or too much memory is ended; the person is
told so in one sentence. Whoever stops waiting (a cancelled task) ends the reader too.
"""

import asyncio
import json
import re
import sys
from collections.abc import Callable

from pydantic import ValidationError

from bot.intake.reading import Reading, Sheet, Source, Unreadable
from bot.messages import Value

SECONDS = 25.0
AT_ONCE = 2
"""Readers side by side: files of several people must not take all cores."""

_PIECE = 1 << 20
_SHARE = re.compile(rb"^read (\d\.\d\d)$", re.MULTILINE)


class SeparateReader:
    """A :class:`bot.intake.reading.FileReader` (and ``Sheets``) that runs each reader apart.

    Sources that are not ``hurried`` are read under the wider limits of an import.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(AT_ONCE)

    async def read(self, source: Source) -> Reading:
        """What the file says; raises Unreadable."""
        answer = await self._run(source, *(() if source.hurried else ("--patient",)))
        if answer.reading is None:
            raise Unreadable(answer.error or "unreadable-damaged")
        return answer.reading

    async def sheets(self, source: Source) -> tuple[Sheet, ...]:
        """The pages of a photograph, drawn anew; raises Unreadable."""
        answer = await self._run(source, "--sheets")
        if answer.sheets is None:
            raise Unreadable(answer.error or "unreadable-damaged")
        return answer.sheets

    async def _run(self, source: Source, *options: str) -> "_Answer":
        async with self._places:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.intake",
                *options,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE if source.progress else asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    output = await _exchange(process, source)
            except TimeoutError as error:
                raise Unreadable("unreadable-took-too-long") from error
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        return _answer(output)


async def _exchange(process: asyncio.subprocess.Process, source: Source) -> bytes:
    """Send the source, follow its progress, and wait for everything that comes back."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the reader was started without its pipes")
    answering = asyncio.ensure_future(process.stdout.read())
    following = _follow(process.stderr, source.progress)
    await asyncio.gather(answering, _send(process.stdin, source), following)
    await process.wait()
    return answering.result()


async def _send(pipe: asyncio.StreamWriter, source: Source) -> None:
    header = {
        "name": source.name,
        "media_type": source.media_type,
        "language": source.language,
        "country": source.country,
        "received_at": source.received_at.isoformat(),
        "id": source.id,
        "size": len(source.content),
    }
    try:
        pipe.write(json.dumps(header).encode() + b"\n")
        content = memoryview(source.content)
        for start in range(0, len(content), _PIECE):
            pipe.write(content[start : start + _PIECE])
            await pipe.drain()
        pipe.close()
        await pipe.wait_closed()
    except (BrokenPipeError, ConnectionResetError):
        return  # it ended early: what it answered, or that it did not, says why


async def _follow(
    pipe: asyncio.StreamReader | None, progress: Callable[[float], None] | None
) -> None:
    if pipe is None:
        return
    while chunk := await pipe.read(4096):
        if progress is not None and (shares := _SHARE.findall(chunk)):
            progress(float(shares[-1]))


class _Answer(Value):
    reading: Reading | None = None
    sheets: tuple[Sheet, ...] | None = None
    error: str | None = None


def _answer(output: bytes) -> _Answer:
    try:
        return _Answer.model_validate_json(output)
    except ValidationError as error:
        # No answer: a limit of memory or time ended the reader.
        raise Unreadable("unreadable-took-too-long") from error

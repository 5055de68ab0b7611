"""The parent's side of ``python -m bot.intake``: bytes through a pipe, a reading back.

Nothing touches the disk. A reader that takes too long or too much memory is ended; the person is
told so in one sentence.
"""

import asyncio
import json
import sys

from pydantic import ValidationError

from bot.intake.reading import Reading, Source, Unreadable
from bot.messages import Value

SECONDS = 25.0
AT_ONCE = 2
"""Readers side by side: files of several people must not take all cores."""


class SeparateReader:
    """A :class:`bot.intake.reading.FileReader` that runs each reader apart."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(AT_ONCE)

    async def read(self, source: Source) -> Reading:
        """What the file says; raises Unreadable."""
        header = {
            "name": source.name,
            "media_type": source.media_type,
            "language": source.language,
            "country": source.country,
            "received_at": source.received_at.isoformat(),
            "id": source.id,
            "size": len(source.content),
        }
        async with self._places:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.intake",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    output, _ = await process.communicate(
                        json.dumps(header).encode() + b"\n" + source.content
                    )
            except TimeoutError as error:
                raise Unreadable("unreadable-took-too-long") from error
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        return _answer(output)


class _Answer(Value):
    reading: Reading | None = None
    error: str | None = None


def _answer(output: bytes) -> Reading:
    try:
        answer = _Answer.model_validate_json(output)
    except ValidationError as error:
        # No answer: a limit of memory or time ended the reader.
        raise Unreadable("unreadable-took-too-long") from error
    if answer.reading is None:
        raise Unreadable(answer.error or "unreadable-damaged")
    return answer.reading

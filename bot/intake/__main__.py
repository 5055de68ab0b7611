"""Reading one file in a process of its own: ``python -m bot.intake``.

Standard input: one line of JSON, ``{"name", "media_type", "language", "country", "received_at",
"id", "size"}`` (all but ``size`` optional, ``received_at`` ISO 8601), a newline, then exactly
``size`` bytes. Standard error: from time to time a line ``read 0.42``, the share that was read.
Standard output: one line of JSON, ``{"reading": …}`` as
:class:`~bot.intake.reading.Reading` writes itself, or ``{"error": message_id}``. Exit code 0 when
a reading was written, 2 with an error. Anything else (a signal, no output) means that a limit was
reached: the file took too long or too much memory. Nothing is written to disk.

``--patient`` is for an import that keeps nobody waiting: more time, and a larger file.
``--sheets`` reads nothing: it writes ``{"sheets": […]}``, the pages of a photograph drawn anew, as
:class:`~bot.intake.reading.Sheet` writes itself.
"""

import json
import os
import resource
import sys
import time
from datetime import datetime

from bot.intake.reading import Source, Unreadable

MEMORY = 2 * 1024**3
SECONDS = 20
PICTURE_SECONDS = 44
"""The most a reader of pictures may raise its own limit to: it computes on two cores at once."""
INPUT = 300 * 1024**2
PATIENT_MEMORY = 5 * 1024**3
PATIENT_SECONDS = 1_800
PATIENT_INPUT = 1024**3
_EVERY = 0.5
"""Seconds between two lines of progress."""


class Share:
    """Writes how much was read, now and then."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, share: float) -> None:
        """One more look at the clock, and perhaps one more line."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            os.write(2, b"read %.2f\n" % share)


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Bound this process: address space, processor time, no core file, no file written."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, max(seconds + 2, PICTURE_SECONDS)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def receive(*, patient: bool = False) -> Source:
    """The source on standard input; raises :class:`Unreadable` when it is not as announced."""
    stream = sys.stdin.buffer
    try:
        header = json.loads(stream.readline(65_536))
        size = int(header.pop("size"))
        received = header.pop("received_at", None)
        moment = datetime.fromisoformat(received) if received else datetime.min  # noqa: DTZ901
        known = {
            key: str(header[key])
            for key in ("name", "media_type", "language", "country", "id")
            if header.get(key) is not None
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable("unreadable-damaged") from None
    if size > (PATIENT_INPUT if patient else INPUT):
        raise Unreadable("unreadable-too-large")
    content = stream.read(size)
    if len(content) != size:
        raise Unreadable("unreadable-damaged")
    return Source(
        content=content, received_at=moment, progress=Share(), hurried=not patient, **known
    )


def main() -> int:
    """Read one source and write what it says; the exit code."""
    patient = "--patient" in sys.argv[1:]
    if patient:
        limit(PATIENT_MEMORY, PATIENT_SECONDS)
    else:
        limit()
    drawing = "--sheets" in sys.argv[1:]
    try:
        answer, code = (_sheets(receive()) if drawing else _reading(receive(patient=patient))), 0
    except Unreadable as error:
        answer, code = json.dumps({"error": error.message_id}), 2
    except MemoryError:
        answer, code = json.dumps({"error": "unreadable-too-large"}), 2
    except RecursionError:
        answer, code = json.dumps({"error": "unreadable-damaged"}), 2
    sys.stdout.buffer.write(answer.encode() + b"\n")
    sys.stdout.buffer.flush()
    return code


def _reading(source: Source) -> str:
    from bot.intake.detect import read

    return '{"reading":' + read(source).model_dump_json() + "}"


def _sheets(source: Source) -> str:
    from bot.intake.photo.sheets import sheets_of

    written = ",".join(sheet.model_dump_json() for sheet in sheets_of(source))
    return '{"sheets":[' + written + "]}"


if __name__ == "__main__":
    raise SystemExit(main())

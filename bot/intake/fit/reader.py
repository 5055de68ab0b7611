"""Reads a FIT file (or several chained in one) with fitdecode.

FIT times are UTC. The local offset comes from messages that carry both clocks (``activity``,
``monitoring_info``); without one the offset is left out and the moment kept in UTC. A file that
stops early, or whose checksum is wrong, is read as far as it goes and marked partial.
"""

import io
import struct
import time
import warnings
from typing import Any

import fitdecode
from fitdecode import CrcCheck, ErrorHandling, FitDataMessage

from bot.intake.fit.messages import MAX_POINTS, Messages
from bot.intake.reading import Reader, Reading, Source, Unreadable
from bot.intake.series.gather import Gather

FORMAT = "fit"
_SECONDS = 12.0
_MAX_MESSAGES = 2_000_000
_DAMAGED = (
    fitdecode.FitError,
    struct.error,
    AssertionError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    MemoryError,
    OSError,
)
"""What the decoder raises on bytes that are no FIT."""


def recognise(source: Source) -> bool:
    """Whether the content begins like a FIT file."""
    content = source.content
    return len(content) >= 12 and content[8:12] == b".FIT" and content[0] in (12, 14)


def read(source: Source) -> Reading:
    """Read the file; raises Unreadable when not one message can be read."""
    if not source.content:
        raise Unreadable("unreadable-empty")
    if not recognise(source):
        raise Unreadable("unreadable-unknown")
    gather = Gather(source)
    messages = Messages(gather)
    deadline = time.thread_time() + _SECONDS
    count = 0
    stream = io.BytesIO(source.content)
    with warnings.catch_warnings():
        # The decoder warns about misaligned fields through the warnings module.
        warnings.simplefilter("ignore")
        try:
            open_fit: Any = fitdecode.FitReader  # its constructor has no types
            reader = open_fit(
                stream,
                check_crc=CrcCheck.READONLY,
                error_handling=ErrorHandling.IGNORE,
            )
            for frame in reader:
                if isinstance(frame, FitDataMessage):
                    count += 1
                    messages.take(frame.name, _fields(frame))
                elif isinstance(frame, fitdecode.FitCRC) and not frame.matched:
                    gather.partial = True
                    gather.warn("intake-damaged-parts")
                if count % 500:
                    continue
                source.tell(stream.tell(), len(source.content))
                if count > _MAX_MESSAGES or len(messages) > MAX_POINTS:
                    gather.partial = True
                    gather.warn("intake-too-large")
                    break
                if time.thread_time() > deadline:
                    gather.partial = True
                    gather.warn("intake-took-too-long")
                    break
        except _DAMAGED:
            gather.partial = True
            gather.warn("intake-partial")
    if not count:
        raise Unreadable("unreadable-damaged")
    return messages.finish(FORMAT)


def _fields(frame: FitDataMessage) -> dict[str, object]:
    """The fields that have a value; the first of two with the same name."""
    found: dict[str, object] = {}
    for field in frame.fields:
        if field.value is not None and field.name:
            found.setdefault(str(field.name), field.value)
    return found


READER = Reader(
    format=FORMAT,
    recognise=recognise,
    read=read,
    declares=(
        "FIT (activities, weight, blood pressure, daily monitoring, sleep levels). Sure. Positions "
        "and manufacturers' private messages are counted, not kept."
    ),
)

"""Logs hold neither text nor token, whatever somebody hands them."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

SAID = "glioblastome"
TOKEN = "123456789:AAHabcdefghijklmnopqrstuvwx"


@pytest.fixture(params=["json", "plain"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is written in a form, while everything else about logging is put back afterwards."""
    root, own = logging.getLogger(), logging.getLogger("bot")
    kept = list(root.handlers), root.level, own.level, logging.raiseExceptions
    logs.quiet(logging.INFO, request.param)
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:], _, _, logging.raiseExceptions = kept
    root.setLevel(kept[1])
    own.setLevel(kept[2])


def test_an_exception_is_written_by_type_and_place(written: io.StringIO) -> None:
    """Neither its words nor the lines of its traceback."""
    try:
        raise KeyError(SAID)
    except KeyError:
        logging.getLogger("bot.somewhere").exception("something failed")
    line = written.getvalue()
    assert SAID not in line
    assert "something failed" in line
    assert "KeyError" in line
    assert "unit/test_logs.py:" in line


def test_tokens_and_addresses_are_removed(written: io.StringIO) -> None:
    """In our own messages too, and in their values."""
    log = logging.getLogger("adapters.telegram")
    log.warning("asked https://api.telegram.org/bot%s/getMe", TOKEN)
    log.warning("with %s and %s", TOKEN, "xoxb-1-2")
    line = written.getvalue()
    assert "[removed]" in line
    assert TOKEN[:12] not in line
    assert "xoxb" not in line


def test_what_a_library_composed_is_not_repeated(written: io.StringIO) -> None:
    """asyncio puts the exception that nobody awaited into its message: its type is enough."""

    async def fails() -> None:
        raise ValueError(SAID)

    async def forgets() -> None:
        task = asyncio.create_task(fails())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    asyncio.run(forgets())
    logging.getLogger("vendor").error(f"cannot read {SAID}")
    lines = written.getvalue()
    assert SAID not in lines
    assert "ValueError" in lines
    assert "vendor" in lines


def test_nothing_that_was_added_to_a_record_is_written(written: io.StringIO) -> None:
    """Extra fields and stacks stay out, and a message that does not fit its values does too."""
    log = logging.getLogger("storage.somewhere")
    log.warning("a line", extra={"note": SAID}, stack_info=True)
    log.warning("%d pieces", SAID)
    lines = written.getvalue()
    assert SAID not in lines
    assert "a line" in lines
    assert "does not fit" in lines


def test_json_lines_have_the_same_names_and_one_line_each() -> None:
    """time, level, logger, message; error and at when something was raised."""
    record = logging.LogRecord("bot.x", logging.ERROR, "a/b.py", 3, "two\nlines é", None, None)
    try:
        raise OSError(SAID)
    except OSError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    line = logs.Scrubber("json").format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert ["time", "level", "logger", "message", "error", "at"] == list(told)
    assert ("ERROR", "bot.x", "two\nlines é", "OSError") == (
        told["level"],
        told["logger"],
        told["message"],
        told["error"],
    )
    assert told["time"].endswith("Z")

"""Logging that cannot tell: no texts, no tokens, no identities, whatever a library writes.

A line has its time (UTC), level, logger and message; where an exception was logged, its type and
the place it came from, never its words. Foreign loggers compose their messages from what they had
in hand (asyncio from the exceptions nobody awaited), so of them only the place is written.
"""

import logging
import re
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

from pythonjsonlogger.json import JsonFormatter

Form = Literal["json", "plain"]

_NOISY = (
    *("httpx", "httpx2", "httpcore", "httpcore2", "telegram", "slack_bolt", "slack_sdk"),
    *("anthropic", "apscheduler", "sqlalchemy", "alembic", "asyncio", "matplotlib", "PIL"),
    *("aiohttp", "py.warnings"),
)
_OWN = ("bot", "adapters", "storage", "__main__")

_SECRETS = re.compile(
    r"bot\d+:[\w-]+|\b\d{6,}:[\w-]{20,}|xox[a-z]-[\w-]+|xapp-[\w-]+|sk-ant-[\w-]+|Bearer\s+\S+"
    r"|https?://\S+",
    re.I,
)
_PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"


def scrubbed(record: logging.LogRecord) -> logging.LogRecord:
    """What may be written of a record: it stands before every formatter.

    The new record has the message without what looks like a secret, ``error`` and ``at`` where
    there was an exception, and nothing else that somebody may have put into the one given.
    """
    own = record.name.partition(".")[0] in _OWN
    here = f"{_file(record.pathname)}:{record.lineno}"
    clean = logging.LogRecord(
        record.name,
        record.levelno,
        record.pathname,
        record.lineno,
        _SECRETS.sub("[removed]", _message(record)) if own else f"said something at {here}",
        None,
        None,
    )
    clean.created, clean.msecs = record.created, record.msecs
    if record.exc_info and record.exc_info[0] is not None:
        clean.__dict__["error"] = record.exc_info[0].__name__
        clean.__dict__["at"] = place(record.exc_info[1])
    return clean


class Scrubber(logging.StreamHandler[TextIO]):
    """Writes lines to the standard error, scrubbed whatever their form."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.setFormatter(_Plain(_PLAIN) if form == "plain" else _Json())

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        return super().format(scrubbed(record))


class _Plain(logging.Formatter):
    """One line to read."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record).replace("\n", " ")
        error = record.__dict__.get("error")
        return f"{line} ({error} at {record.__dict__.get('at')})" if error else line


class _Json(JsonFormatter):
    """One JSON object to collect: time, level, logger, message, and perhaps error and at."""

    def __init__(self) -> None:
        names = {"asctime": "time", "levelname": "level", "name": "logger"}
        super().__init__(_PLAIN, rename_fields=names, json_ensure_ascii=False)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The instant, UTC, to the millisecond."""
        at = datetime.fromtimestamp(record.created, UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def quiet(level: int = logging.WARNING, form: Form = "plain") -> None:
    """Our own loggers at ``level``; libraries only from ERROR on; everything scrubbed."""
    logging.raiseExceptions = False  # it would print what a message was to hold
    root = logging.getLogger()
    root.handlers[:] = [Scrubber(form)]
    root.setLevel(logging.WARNING)
    for name in _OWN:
        logging.getLogger(name).setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)


def serve(form: Form | None) -> None:
    """Set logs up for a process that stays: from INFO on, as JSON where no terminal reads them.

    ``form`` is what the settings say instead. What nobody caught is logged like everything else,
    instead of a traceback with its values.
    """
    quiet(logging.INFO, form or ("plain" if sys.stderr.isatty() else "json"))
    logging.captureWarnings(True)
    log = logging.getLogger(__name__)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("ended by an error that nobody expected", exc_info=(kind, error, trace))

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            uncaught(told.exc_type, told.exc_value, told.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
    sys.unraisablehook = lambda told: log.error(
        "an error that could not be raised (%s)", type(told.exc_value).__name__
    )


def place(problem: BaseException | None) -> str:
    """Where an exception was raised: file and line, never values."""
    trace = problem.__traceback__ if problem is not None else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{_file(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"


def _file(path: str) -> str:
    return "/".join(path.replace("\\", "/").rsplit("/", 2)[-2:])


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return "a message that does not fit its values"

"""Logging that cannot tell: no texts, no tokens, no identities, whatever a library writes."""

import logging
import re

_NOISY = (
    *("httpx", "httpx2", "httpcore", "httpcore2", "telegram", "slack_bolt", "slack_sdk"),
    *("anthropic", "apscheduler", "sqlalchemy", "alembic", "asyncio", "matplotlib", "PIL"),
)

_SECRETS = re.compile(
    r"bot\d+:[\w-]+|\b\d{6,}:[\w-]{20,}|xox[a-z]-[\w-]+|xapp-[\w-]+|sk-ant-[\w-]+|Bearer\s+\S+"
    r"|https?://\S+",
    re.I,
)


class Scrubber(logging.Formatter):
    """Removes what looks like a token or an address, and every traceback's values."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, scrubbed; exceptions by type only, because their texts can hold anything."""
        exception = record.exc_info[0] if record.exc_info else None
        plain = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        line = _SECRETS.sub("[removed]", super().format(plain))
        return f"{line} ({exception.__name__})" if exception is not None else line


def quiet(level: int = logging.WARNING) -> None:
    """Our own loggers at ``level``; libraries only from ERROR on; everything scrubbed."""
    out = logging.StreamHandler()
    out.setFormatter(Scrubber("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [out]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)

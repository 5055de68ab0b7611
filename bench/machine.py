"""The machine that figures belong to."""

import os
import platform
import sqlite3
from pathlib import Path

from cryptography.hazmat.backends.openssl.backend import backend


def describe() -> str:
    """Processor, cores, and the versions of what figures depend on, in one line."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{backend.openssl_version_text()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    for line in lines:
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.processor() or "unknown processor"

"""The machine that figures belong to."""

import os
import platform
import sqlite3
from pathlib import Path

from cryptography.hazmat.backends.openssl.backend import backend


def describe() -> str:
    """Processor, cores, how busy they are, and the versions of what figures depend on."""
    busy = f"{os.getloadavg()[0]:.1f}"
    versions = (
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        backend.openssl_version_text(),
    )
    system = f"{platform.system()} {platform.machine()}"
    cores = f"{os.cpu_count()} cores (load {busy})"
    return ", ".join((_processor(), cores, system, *versions))


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

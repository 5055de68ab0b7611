"""Starting Carnet as a process of its own, and asking it how it ended.

A cold start is ``python -m bot``; every command is started so by at least one test. The others take
a process from :mod:`tests.acceptance.fork_server`, which has imported everything already.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Protocol

ROOT = Path(__file__).parents[2]
CAN_FORK = hasattr(os, "waitid")
"""Elsewhere each start is a cold one."""
_ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
"""Forking copies the thread that forks only: the server must have no other."""


class Process(Protocol):
    """What is needed of :class:`subprocess.Popen`, and of a process that was forked."""

    @property
    def pid(self) -> int:
        """Its id."""
        ...

    def poll(self) -> int | None:
        """Its exit code once it has ended; minus the signal's number when one ended it."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; its exit code."""
        ...

    def send_signal(self, how: int) -> None:
        """Send it a signal, unless it has ended."""
        ...


class Forked:
    """A process that the fork server started."""

    def __init__(self, answer: socket.socket) -> None:
        self._answer = answer
        self._told = answer.makefile("rb", buffering=0)  # so that select sees what is left
        self._code: int | None = None
        self.pid = self._number()

    def _number(self) -> int:
        line = self._told.readline()
        assert line.endswith(b"\n"), "the fork server has ended"
        return int(line)

    def poll(self) -> int | None:
        """Its exit code once it has ended; minus the signal's number when one ended it."""
        if self._code is None and select.select([self._answer], [], [], 0)[0]:
            self._end()
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; its exit code. Raises :class:`subprocess.TimeoutExpired`."""
        if self._code is None:
            if not select.select([self._answer], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("carnet", timeout or 0)
            self._end()
        assert self._code is not None
        return self._code

    def send_signal(self, how: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, how)

    def _end(self) -> None:
        self._code = self._number()
        self._told.close()
        self._answer.close()


class _Server:
    """The fork server of this test process."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.acceptance.fork_server", str(theirs.fileno())],
                cwd=ROOT,
                env={**os.environ, **_ONE_THREAD, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def start(self, request: Mapping[str, object], streams: Sequence[int]) -> Forked:
        """Fork a process with these standard streams."""
        ours, theirs = socket.socketpair()
        with theirs:
            line = json.dumps(request).encode() + b"\n"
            sent = socket.send_fds(self._control, [line], [*streams, theirs.fileno()])
            self._control.sendall(line[sent:])
        return Forked(ours)

    def end(self) -> None:
        """Close the socket, and wait."""
        self._control.close()
        self._process.wait(60)


@cache
def _server() -> _Server:
    return _Server()


def end_server() -> None:
    """End the fork server, if one was needed."""
    if _server.cache_info().currsize:
        _server().end()
        _server.cache_clear()


def start(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
    stderr: IO[bytes] | int = subprocess.DEVNULL,
    cold: bool = False,
) -> Process:
    """Start ``python -m bot ARGUMENTS`` in a folder; it is not waited for.

    The streams are files, descriptors or :data:`subprocess.DEVNULL`.
    """
    if cold or not CAN_FORK:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder,
            env=environment,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )
    request = {
        "arguments": list(arguments),
        "folder": str(folder),
        "environment": dict(environment),
    }
    with open(os.devnull, "r+b", buffering=0) as nothing:
        streams = [
            nothing.fileno() if s == subprocess.DEVNULL else s if isinstance(s, int) else s.fileno()
            for s in (stdin, stdout, stderr)
        ]
        return _server().start(request, streams)


def ended(process: Process, seconds: float) -> int:
    """Its exit code once it has ended; one that takes longer is killed, and the test fails."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        raise

"""Processes of Carnet that begin where importing it and reading its sheets have ended.

``python -m tests.acceptance.fork_server FD`` loads what a process loads before its first turn, then
starts ``python -m bot`` once for each request on the socket FD, by forking. A request is one line
of JSON, ``{"arguments", "folder", "environment"}``, and four descriptors: standard input, output
and error, and a socket on which two lines are told: the process id, and in the end the exit code
(minus the signal's number when one ended it). The id belongs to nobody else before that socket is
closed. The server ends when FD is closed.

Such a process is one like another, with its own memory, descriptors and signals, and dies like
another. Only the two seconds that every start spends on the same modules and sheets are spent once.
"""

import json
import os
import runpy
import socket
import sys
from contextlib import suppress

from bot.commands import chat, importing, run, wiring

PRELOADED = (chat, importing, run)
"""Commands import what they need when they run: these bring in nearly everything."""
ROOM = 1 << 20
"""Bytes that are received at once."""


def serve(control: socket.socket) -> bool:
    """Fork until the socket is closed; True in a process that was asked for."""
    while True:
        _reap(os.WNOHANG)
        request, given, _, _ = socket.recv_fds(control, ROOM, 4)
        if not request:
            _reap(0)
            return False
        while not request.endswith(b"\n"):
            request += control.recv(ROOM)
        if os.fork() == 0:
            control.close()
            *streams, answer = given
            return _watched(json.loads(request), streams, answer)
        for descriptor in given:
            os.close(descriptor)


def _reap(how: int) -> None:
    """Let go of those that have ended; without WNOHANG, wait for all."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


def _watched(request: dict[str, object], streams: list[int], answer: int) -> bool:
    """Fork once more, tell how the process goes, and end; True in that process."""
    child = os.fork()
    if child == 0:
        os.close(answer)
        _become(request, streams)
        return True
    for stream in streams:
        os.close(stream)
    os.write(answer, b"%d\n" % child)
    end = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert end is not None
    code = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
    os.write(answer, b"%d\n" % code)
    os.read(answer, 1)
    os.waitpid(child, 0)
    os._exit(0)


def _become(request: dict[str, object], streams: list[int]) -> None:
    """Take the streams, the folder, the environment and the arguments that were asked for."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(str(request["folder"]))
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    sys.argv = ["carnet", *request["arguments"]]  # type: ignore[misc]


if __name__ == "__main__":
    wiring.settle()
    with socket.socket(fileno=int(sys.argv[1])) as listening:
        asked_for = serve(listening)
    if asked_for:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)

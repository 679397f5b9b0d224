"""Runs everywhere: a process that imports once and forks a child for each job.

`ForkServer` is the caller's end of it; `serve` runs in the process itself.
"""

import contextlib
import gc
import importlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import helpers
from helpers.grading.errors import GradingError
from helpers.grading.processes.messages import (
    receive,
    receive_json,
    send,
    send_json,
)

_MOST_SOCKETS = 4  # that come with a job
# `python -I` looks for modules where packages are installed, and there may be another
# copy of the course.
_RUN = """
import sys, runpy
_, folder, module, *arguments = sys.argv
if folder not in sys.path:
    sys.path.insert(0, folder)
sys.argv = [module, *arguments]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


def command(module: str, *arguments: str) -> list[str]:
    """Return what runs a module of this copy of the course in a Python of its own."""
    folder = str(Path(helpers.__file__).parents[1])
    return [sys.executable, "-I", "-c", _RUN, folder, module, *arguments]


class StartError(GradingError):
    """A process of the grader's did not start; the message is its last line."""


class ForkServer:
    """A process of ours that forks a child for each job.

    Args:
        command: runs `serve` on the descriptor that is put behind it.
        environment: of the process.
        text: for its standard input.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], text: str = ""
    ) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
            )
        assert self._process.stdin and self._process.stderr  # they are pipes
        self._errors = self._process.stderr
        with contextlib.suppress(BrokenPipeError), self._process.stdin as standard:
            standard.write(text.encode())

    def wait(self) -> None:
        """Wait until the process is ready to fork.

        Raises:
            StartError: it did not start.
        """
        if receive(self._control) is None:
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
            raise StartError(lines[-1] if lines else "a process did not start")

    def fork(self, job: Mapping[str, Any], *sockets: socket.socket) -> None:
        """Have a job done by a child that gets these sockets; close them here."""
        send_json(self._control, job)
        socket.send_fds(self._control, [b"."], [each.fileno() for each in sockets])
        for each in sockets:
            each.close()

    def close(self) -> None:
        """End the process, and with it what it runs in a sandbox."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()


def import_for_children(names: Sequence[str]) -> None:
    """Import modules for all children; call it before anything else.

    No garbage is collected from here until `serve`: imports make next to none, and
    looking for it would take a fifth of the time.
    """
    gc.disable()
    for name in names:
        importlib.import_module(name)


def serve(descriptor: int, handle: Callable[..., None]) -> None:
    """Fork a child for each job that a `ForkServer` sends, until it has gone.

    Args:
        descriptor: of the socket to the `ForkServer`.
        handle: called in the child, with the job and the sockets.
    """
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    gc.freeze()  # a collection in a child would copy every page that it looks at
    gc.enable()
    send(control, b"ready")
    while (job := receive_json(control)) is not None:
        _, descriptors, _, _ = socket.recv_fds(control, 1, _MOST_SOCKETS)
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _handle_and_exit(handle, job, descriptors)
        for each in descriptors:
            os.close(each)


def _handle_and_exit(
    handle: Callable[..., None], job: Mapping[str, Any], descriptors: list[int]
) -> None:
    """Do a job and end this process, come what may."""
    try:
        handle(job, *(socket.socket(fileno=each) for each in descriptors))
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)

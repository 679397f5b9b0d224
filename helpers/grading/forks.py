"""A process that imports once and forks once a job; and messages between processes."""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence

from helpers.checks.codec import LARGEST, LONGEST

_LENGTH = 8  # bytes that tell the length of a message
_MOST = LARGEST + LONGEST + 64


def send(channel: socket.socket, message: bytes) -> None:
    """Send one message, whole."""
    channel.sendall(len(message).to_bytes(_LENGTH, "big") + message)


def receive(channel: socket.socket) -> bytes | None:
    """Receive one message; None if the other side has gone, or sends no messages."""
    head = _exactly(channel, _LENGTH)
    size = int.from_bytes(head or b"", "big")
    return _exactly(channel, size) if head is not None and size <= _MOST else None


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    found = bytearray()
    with contextlib.suppress(ConnectionError):
        while len(found) < size:
            part = channel.recv(min(size - len(found), 1 << 20))
            if not part:
                return None
            found += part
        return bytes(found)
    return None


class ForkServer:
    """A process of ours that forks a child for each job.

    Args:
        command: runs `serve` on the descriptor that is put behind it.
        environment: of the process.
        told: text for its standard input.
    """

    def __init__(
        self, command: list[str], environment: dict[str, str], told: str = ""
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
        with contextlib.suppress(BrokenPipeError), self._process.stdin as text:
            text.write(told.encode())

    def wait(self) -> None:
        """Wait until the process is ready to fork.

        Raises:
            RuntimeError: it did not start.
        """
        if receive(self._control) is None:
            said = self._process.stderr.read().decode(errors="replace").strip()
            raise RuntimeError(said.splitlines()[-1] if said else "it did not start")

    def fork(self, job: dict[str, object], *sockets: socket.socket) -> None:
        """Have a job done by a child that gets these sockets; close them here."""
        send(self._control, json.dumps(job).encode())
        socket.send_fds(self._control, [b"."], [s.fileno() for s in sockets])
        for each in sockets:
            each.close()

    def close(self) -> None:
        """End the process, and with it what it runs in a sandbox."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        self._process.stderr.close()


def preload(names: Sequence[str]) -> None:
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
    while (job := receive(control)) is not None:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 4)
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _work(handle, json.loads(job), descriptors)
        for each in descriptors:
            os.close(each)


def _work(handle: Callable[..., None], job: dict, descriptors: list[int]) -> None:
    """Do a job and end this process, come what may."""
    try:
        handle(job, *(socket.socket(fileno=each) for each in descriptors))
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)

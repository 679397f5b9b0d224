"""Run notebooks, each in a process of its own that has imported what they need.

This process runs in the sandbox; it knows no questions. For each job it forks a
keeper, which locks a second process in and watches over it. That one runs the cells
and then answers a judge, who sits outside, in bytes.
"""

import ast
import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path

from helpers.checks.answers import Answers, describe, is_blank
from helpers.checks.catalogue import numbered
from helpers.checks.codec import encode
from helpers.grading import confine
from helpers.grading.forks import preload, receive, send, serve

SCRATCH = Path("/scratch")
_PRELOADED = (
    "numpy pandas scipy.linalg scipy.sparse scipy.stats scipy.spatial "
    "matplotlib.pyplot sklearn.linear_model sklearn.metrics sklearn.neighbors "
    "sklearn.decomposition "
    "sklearn.feature_extraction.text sklearn.model_selection sklearn.manifold "
    "tensorflow keras keras.layers IPython matplotlib_inline.backend_inline pyarrow "
    "pyarrow.parquet PIL.Image helpers.data helpers.plotting helpers.explorer"
).split()
_LOOK = 0.1  # seconds between two looks at a job
_PROCESSES = 32  # of a job: a notebook needs one
_CELL = 0.5  # of the time of the whole, for one cell
_ANSWER = 0.25  # of the time of the whole, for one answer


def main(descriptor: int, sandboxed: bool, chapters: list[int]) -> None:
    """Import what notebooks import, read what they read, then serve.

    Args:
        descriptor: of the socket to the grader.
        sandboxed: whether jobs are to be locked in, or only limited.
        chapters: numbers of the exercises.
    """
    preload(_PRELOADED)
    for chapter in chapters:
        if read := numbered(chapter).trains_on:
            read()
    _shell().run_cell("%matplotlib inline")  # loads all of IPython's magics
    serve(descriptor, lambda job, *sockets: keep(job, *sockets, sandboxed))


def _shell():
    """Return the IPython that runs the cells; it writes nothing to any disk."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell

    HistoryManager.enabled = False
    shell = InteractiveShell.instance()
    shell.showtraceback = lambda *args, **kwargs: None
    shell.showsyntaxerror = lambda *args, **kwargs: None
    shell.enable_gui = lambda *args, **kwargs: None  # %matplotlib asks for it
    return shell


def keep(
    job: dict, channel: socket.socket, status: socket.socket, sandboxed: bool
) -> None:
    """Run a job in a locked-in child; tell the grader how it ended."""
    if sandboxed:
        confine.part()
    _, shared = confine.tree(os.getpid(), 0)
    child = os.fork()
    if child == 0:
        status.close()
        try:
            _lock_in(job, sandboxed)
            answer(job, channel)
        except BaseException:
            os._exit(1)
        os._exit(0)
    channel.close()
    send(status, json.dumps(watch(child, job, shared)).encode())


def _lock_in(job: dict, sandboxed: bool) -> None:
    os.setsid()  # a signal to its process group reaches nobody else
    if sandboxed:
        confine.settle(SCRATCH)
        os.chdir(SCRATCH)
    confine.limit(job["memory"], job["seconds"])
    if sandboxed:
        confine.renounce(job["slot"])


def watch(child: int, job: dict, shared: int) -> str:
    """Wait for a job's process, and end it if it takes too long or too much.

    Args:
        child: number of the process.
        job: its limits.
        shared: bytes of memory with which each of its processes began.

    Returns:
        "done", "timed out", "out of memory", "too many processes" or "crashed".
    """
    deadline = time.monotonic() + job["seconds"]
    ending = os.pidfd_open(child)
    try:
        while not select.select([ending], [], [], _LOOK)[0]:
            if problem := _problem(child, shared, job, deadline):
                os.kill(child, signal.SIGKILL)  # and with it its name space
                os.waitpid(child, 0)
                return problem
    finally:
        os.close(ending)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGXCPU:
        return "timed out"
    return "done" if code == 0 else "crashed"


def _problem(child: int, shared: int, job: dict, deadline: float) -> str:
    """Say why a job's process has to be ended now, "" if it has not."""
    if time.monotonic() > deadline:
        return "timed out"
    count, memory = confine.tree(child, shared)
    if count > _PROCESSES:
        return "too many processes"
    return "out of memory" if memory > job["memory"] else ""


def answer(job: dict, channel: socket.socket) -> None:
    """Run the cells, report on them, then reply to a judge until it has gone."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    cells = json.loads(receive(channel) or b"[]")
    shell = _shell()
    errors = run_cells(shell, cells, job["seconds"] * _CELL)
    send(channel, json.dumps(errors).encode())
    answers = Answers(shell.user_ns)
    while (request := receive(channel)) is not None:
        try:
            with _alarm(job["seconds"] * _ANSWER):
                reply = answers.reply(request)
        except TimeoutError as error:
            reply = encode({"status": "raised", **describe(error)})
        send(channel, reply)


def run_cells(shell, cells: list[str], seconds: float) -> list[dict[str, object]]:
    """Run code cells in their order.

    A cell that lacks a name is tried again after the others, for cells may have been
    moved. A function cut in two by a cell's end is put together. An answer stays when
    a blank copy of its cell follows.

    Args:
        shell: an IPython shell.
        cells: their source.
        seconds: the longest that a cell may take.

    Returns:
        Number, error and line of each cell that stopped with an error.
    """
    errors: dict[int, BaseException] = {}
    waiting = whole(shell, cells)
    while waiting:
        for number, source in waiting:
            errors.pop(number, None)
            if (error := _run(shell, source, seconds)) is not None:
                errors[number] = error
        again = [
            (number, source)
            for number, source in waiting
            if isinstance(errors.get(number), NameError)
        ]
        waiting = again if len(again) < len(waiting) else []
    return [_report(number, error) for number, error in sorted(errors.items())]


def _report(number: int, error: BaseException) -> dict[str, object]:
    told = describe(error)
    said = f"{told['error']}: {told['message']}" if told["message"] else told["error"]
    return {"cell": number, "error": said, "line": told["line"]}


def _run(shell, source: str, seconds: float) -> BaseException | None:
    """Run a cell; return what stopped it."""
    before = dict(shell.user_ns)
    try:
        with _alarm(seconds):
            result = shell.run_cell(source, store_history=False)
    except BaseException as error:  # the alarm may ring in IPython's own code
        return error
    for name, value in before.items():
        if is_blank(shell.user_ns.get(name)) and not is_blank(value):
            shell.user_ns[name] = value
    return result.error_before_exec or result.error_in_exec


@contextlib.contextmanager
def _alarm(seconds: float):
    """Raise TimeoutError if what runs inside takes too long."""

    def ring(number, frame):
        raise TimeoutError(f"it took longer than {seconds:.0f} seconds")

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def whole(shell, cells: list[str]) -> list[tuple[int, str]]:
    """Number the cells from 1; join one that is no code with the next one."""

    def parses(source: str) -> bool:
        try:
            ast.parse(shell.transform_cell(source))
        except (SyntaxError, ValueError, RecursionError):
            return False
        return True

    found: list[tuple[int, str]] = []
    for number, source in enumerate(cells, start=1):
        if found and not parses(found[-1][1]):
            joined = f"{found[-1][1]}\n{source}"
            if parses(joined):
                found[-1] = (found[-1][0], joined)
                continue
        found.append((number, source))
    return found


if __name__ == "__main__":
    _, kind, chapters, descriptor = sys.argv
    main(int(descriptor), kind == "sandboxed", [int(c) for c in chapters.split(",")])

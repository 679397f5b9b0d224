"""Runs INSIDE the sandbox: notebooks, each in a process of its own, locked in alone.

This process has imported what notebooks need; it knows no questions. For each job it
forks a keeper, which runs none of the student's code: it locks a second process in and
watches over it. That one runs the cells, and then answers a judge, who sits outside,
in bytes.
"""

import os
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import tqdm

from helpers.checks.answers import Answers, quiet, raised
from helpers.checks.catalogue import Exercise, named
from helpers.checks.messages import write_reply
from helpers.grading.ending import Ending
from helpers.grading.processes.cells import make_shell, run_cells
from helpers.grading.processes.clock import Clock, Interrupt
from helpers.grading.processes.fork_server import import_for_children, serve
from helpers.grading.processes.messages import (
    JobEnd,
    StudentJob,
    receive,
    receive_json,
    send,
    send_json,
)
from helpers.grading.sandbox import confine

SCRATCH = Path("/scratch")
_IMPORTED = (
    "numpy pandas scipy.linalg scipy.sparse scipy.stats scipy.spatial "
    "matplotlib.pyplot sklearn.linear_model sklearn.metrics sklearn.neighbors "
    "sklearn.decomposition "
    "sklearn.feature_extraction.text sklearn.model_selection sklearn.manifold "
    "tensorflow keras keras.layers IPython matplotlib_inline.backend_inline pyarrow "
    "pyarrow.parquet PIL.Image helpers.data helpers.plotting helpers.explorer"
).split()
_LOOK = 0.1  # seconds between two looks at a job
_PROCESSES = 32  # of a job: a notebook needs one
# An endless loop is to cost its own points alone. So a statement that never ends leaves
# half of the notebook's time to all others and the questions, several of them a
# quarter, and an answer that never comes leaves time for the questions after it.
_STATEMENT_SHARE = 0.5
_ALL_CELLS_SHARE = 0.875
_ANSWER_SHARE = 0.25
_ANSWER_SHARE_OF_REST = 0.5


def main(descriptor: int, sandboxed: bool, exercises: Sequence[Exercise]) -> None:
    """Import what notebooks import, read what they read, then serve.

    Args:
        descriptor: of the socket to the grader.
        sandboxed: whether jobs are to be locked in, or only limited.
        exercises: whose notebooks are going to come.
    """
    import_for_children(_IMPORTED)
    _silence_checks()
    _show_no_bars()
    for exercise in exercises:
        if exercise.trains_on:
            exercise.trains_on()
    with quiet():
        shell = make_shell()
        shell.run_line_magic("matplotlib", "inline")
        shell.run_line_magic("config", "")  # lists what can be set: that loads it all
    serve(descriptor, partial(run_locked_in, sandboxed=sandboxed))


def _silence_checks() -> None:
    """Have a notebook's own `check` say nothing: it would miss the hidden questions."""
    checks: Any = import_module("helpers.checks")
    checks.check = lambda id=None: None


def _show_no_bars() -> None:
    """Have bars of progress for notebooks print: they would ask for ipywidgets."""
    notebook: Any = import_module("tqdm.notebook")
    notebook.tqdm = notebook.tqdm_notebook = tqdm.tqdm
    notebook.trange = notebook.tnrange = tqdm.trange


def run_locked_in(
    job: StudentJob, channel: socket.socket, status: socket.socket, sandboxed: bool
) -> None:
    """Run a job in a locked-in child; tell the grader how it ended.

    Args:
        job: its limits.
        channel: brings the cells and the judge's questions, takes the answers.
        status: takes a `JobEnd`.
        sandboxed: whether to lock the child in, or only to limit it.
    """
    if sandboxed:
        confine.unshare_namespaces()
    scratch = SCRATCH if sandboxed else Path(mkdtemp(prefix="notebook-"))
    _, shared = confine.measure_tree(os.getpid(), 0)
    child = os.fork()
    if child == 0:
        status.close()
        try:
            _lock_in(job, sandboxed, scratch)
            run_and_answer(job, channel)
        except BaseException:
            os._exit(1)
        os._exit(0)
    channel.close()
    ending = watch_job(child, job, shared)
    if not sandboxed:
        shutil.rmtree(scratch, ignore_errors=True)
    send_json(status, JobEnd(ending=ending))


def _lock_in(job: StudentJob, sandboxed: bool, scratch: Path) -> None:
    os.setsid()  # a signal to its process group reaches nobody else
    if sandboxed:
        confine.mount_own_folders(scratch)
    os.chdir(scratch)
    confine.limit_resources(job["notebook_memory"], job["notebook_seconds"])
    if sandboxed:
        confine.drop_rights(job["slot"])


def watch_job(child: int, job: StudentJob, shared: int) -> Ending | None:
    """Wait for a job's process, and end it if it takes too long or too much.

    Args:
        child: number of the process.
        job: its limits.
        shared: bytes of memory with which each of its processes began.

    Returns:
        Why it was ended, or how it broke down; None if it ended by itself, as it does
        when the judge has gone.
    """
    deadline = time.monotonic() + job["notebook_seconds"]
    over = os.pidfd_open(child)  # can be read once the process has ended
    try:
        while not select.select([over], [], [], _LOOK)[0]:
            if excess := _excess(child, shared, job, deadline):
                os.kill(child, signal.SIGKILL)  # and with it its name space
                os.waitpid(child, 0)
                return excess
    finally:
        os.close(over)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGXCPU:
        return Ending.TIMED_OUT
    return Ending.CRASHED if code else None


def _excess(child: int, shared: int, job: StudentJob, deadline: float) -> Ending | None:
    """Say why a job's process has to be ended now, None if it has not."""
    if time.monotonic() > deadline:
        return Ending.TIMED_OUT
    count, memory = confine.measure_tree(child, shared)
    if count > _PROCESSES:
        return Ending.TOO_MANY_PROCESSES
    return Ending.OUT_OF_MEMORY if memory > job["notebook_memory"] else None


def run_and_answer(job: StudentJob, channel: socket.socket) -> None:
    """Run the cells, report on them, then reply to a judge until it has gone."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    sys.path.insert(0, "")  # as in a kernel: a notebook can import what it has written
    # What is written twice within a second would be taken for the first.
    sys.dont_write_bytecode = True
    seconds = job["notebook_seconds"]
    end = time.monotonic() + seconds
    cells = receive_json(channel) or []
    shell = make_shell()
    stopped = run_cells(
        shell, cells, seconds * _STATEMENT_SHARE, seconds * _ALL_CELLS_SHARE
    )
    send_json(channel, stopped)
    answers = Answers(shell.user_ns)
    rest = end - time.monotonic()
    clock = Clock(min(seconds * _ANSWER_SHARE, rest * _ANSWER_SHARE_OF_REST), rest)
    while (request := receive(channel)) is not None:
        try:
            with clock.limit():
                reply = answers.reply(request)
        except Interrupt as interrupt:
            reply = write_reply(raised(interrupt.as_timeout()))
        send(channel, reply)


if __name__ == "__main__":
    _, kind, names, number = sys.argv
    main(int(number), kind == "sandboxed", [named(name) for name in names.split(",")])

"""Grade one submission: a student's process, a judge's process, and what they found."""

import json
import os
import select
import socket
import sys
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.data._shelf.folders import cache_folder, prepared_folder
from helpers.grading import blind, sandbox
from helpers.grading.forks import ForkServer, receive, send
from helpers.grading.grades import Answer, CellError, Grade
from helpers.grading.judging import GONE, ask_of

_GRACE = 30  # seconds for a judge, after the student's process must have ended
_REASONS = {
    "timed out": "It took longer than {seconds} seconds.",
    "out of memory": "It used more than {memory} MB of memory.",
    "too many processes": "It started more processes than a notebook may.",
    "crashed": "Its process ended by itself before all questions were asked.",
}


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Attributes:
        exercises: their names.
        seconds: the longest that a notebook may take.
        memory: megabytes that it may use.
        seed: of the random numbers in the questions, the same for every submission.
        checks: Python code with an instructor's own questions, or "".
        unsafe: whether to do without a sandbox.
    """

    exercises: tuple[str, ...]
    seconds: int
    memory: int
    seed: int
    checks: str = ""
    unsafe: bool = False


class Grader:
    """Two processes that fork: one runs notebooks in a sandbox, one makes judges.

    Raises:
        NoSandbox: there is none, and `settings.unsafe` is not set.
        RuntimeError: a process did not start.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._slots = count()
        self._lock = threading.Lock()
        self._idle: list[socket.socket] = []  # judges that wait for a job
        self._folder = TemporaryDirectory(prefix="grading-")
        chapters = ",".join(exercise[:2] for exercise in settings.exercises)
        judge = [sys.executable, "-I", "-m", "helpers.grading.judging", chapters]
        known = {**os.environ, **sandbox.TENSORFLOW}
        self._processes: list[ForkServer] = []
        try:
            for command, told in (
                (self._command(chapters), ""),
                (judge, settings.checks),
            ):
                self._processes.append(ForkServer(command, known, told))
            for process in self._processes:  # both have imported in the meantime
                process.wait()
            self._runner, self._judges = self._processes
        except BaseException:
            self.close()
            raise

    def _command(self, chapters: str) -> list[str]:
        if self._settings.unsafe:
            return sandbox.runner("unsafe", chapters)
        variables: dict[str, str] = {}
        seen: dict[Path, Path] = {}
        places = {
            "EMBEDDINGS_DATA": prepared_folder(),
            "EMBEDDINGS_CACHE": cache_folder(),
        }
        for variable, folder in places.items():
            if folder is not None and folder.is_dir():
                copies = Path(self._folder.name, variable)
                seen |= {folder: folder}
                seen |= blind.copies(folder, copies, self._settings.exercises)
                variables[variable] = str(folder)
        return sandbox.command(seen, variables, chapters)

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        for judge in self._idle:
            judge.close()
        for process in self._processes:
            process.close()
        self._folder.cleanup()

    def grade(
        self, student: str, exercise: str, file: str, digest: str, cells: list[str]
    ) -> Grade:
        """Grade one notebook. Several threads may call this at once.

        Args:
            student: the student's name.
            exercise: name of the exercise.
            file: where the notebook lies, for people.
            digest: of its bytes, and of how it is graded.
            cells: its code.
        """
        started = time.monotonic()
        report, ended = self._run(int(exercise[:2]), cells)
        names = (student, exercise, file, digest)
        if report is None:
            grade = ungraded(self._settings, *names, ended)
            answers, errors = grade.answers, ()
        else:
            answers = tuple(Answer(**answer) for answer in report["answers"])
            errors = tuple(CellError(**error) for error in report["errors"])
        took = round(time.monotonic() - started, 3)
        reason = _reason(ended, self._settings)
        return Grade(*names, ended, reason, answers, errors, took)

    def _run(self, chapter: int, cells: list[str]) -> tuple[dict | None, str]:
        """Have the two processes work; return the judge's report and the ending."""
        settings = self._settings
        longest = settings.seconds + _GRACE
        asked = {"chapter": chapter, "cells": cells, "seed": settings.seed}
        job = {"seconds": settings.seconds, "memory": settings.memory * 1_000_000}
        student, channel = socket.socketpair()
        status, told = socket.socketpair()
        with self._lock:
            self._runner.fork({**job, "slot": next(self._slots)}, student, told)
            judge = self._judge()
        with status, channel:
            report = _report(judge, {**asked, "seconds": longest}, channel)
            channel.close()
            status.settimeout(_GRACE)
            try:
                ended = json.loads(receive(status) or b'"crashed"')
            except TimeoutError:
                ended = "timed out"
        if report is None or report["last"]:
            judge.close()  # it is ending: no other submission may be given to it
        else:
            with self._lock:
                self._idle.append(judge)
        if ended == "done":
            ended = "crashed" if report is None or report["gone"] else "graded"
        return report, ended

    def _judge(self) -> socket.socket:
        """Return a judge that waits for a job: an old one that lives, or a new one."""
        while self._idle:
            judge = self._idle.pop()
            if not select.select([judge], [], [], 0)[0]:  # it says nothing unasked
                return judge
            judge.close()
        judge, grader = socket.socketpair()
        self._judges.fork({}, grader)
        return judge


def _report(
    judge: socket.socket, job: dict[str, object], channel: socket.socket
) -> dict | None:
    """Have a judge do a job; return its report, None if it has died of it."""
    try:
        send(judge, json.dumps(job).encode())
        socket.send_fds(judge, [b"."], [channel.fileno()])
    except ConnectionError:
        return None
    return json.loads(receive(judge) or b"null")


def ungraded(
    settings: Settings,
    student: str,
    exercise: str,
    file: str,
    digest: str,
    ended: str,
    reason: str = "",
) -> Grade:
    """Return the grade of a submission that could not be questioned: no points."""
    hint = "Your notebook could not be read." if ended == "unreadable" else GONE
    answers = tuple(
        Answer(asked.id, asked.title, "failed", hint, 0, asked.points)
        for asked in ask_of(int(exercise[:2]), settings.checks).values()
    )
    reason = reason or _reason(ended, settings)
    return Grade(student, exercise, file, digest, ended, reason, answers, (), 0.0)


def _reason(ended: str, settings: Settings) -> str:
    told = _REASONS.get(ended, "")
    return told.format(seconds=settings.seconds, memory=settings.memory)

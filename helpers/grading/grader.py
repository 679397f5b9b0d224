"""Grade one submission: a student's process, a judge's process, and what they found."""

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from helpers.grading import sandbox
from helpers.grading.forks import ForkServer, receive
from helpers.grading.grades import Answer, CellError, Grade

_GRACE = 30  # seconds for a judge, after the student's process must have ended
REASONS = {
    "timed out": "It took longer than {seconds:.0f} seconds.",
    "out of memory": "It used more than {memory} MB of memory.",
    "crashed": "Its process ended by itself before all questions were asked.",
}


class Grader:
    """Two processes that fork: one runs notebooks in a sandbox, one judges.

    Args:
        chapters: numbers of the exercises.
        seconds: the longest that a submission may take.
        memory: megabytes that it may use.
        seed: of the random numbers in the questions.
        checks: a file with an instructor's own questions.
        data: the prepared data that the notebooks see.
        unsafe: whether to do without a sandbox.

    Raises:
        NoSandbox: there is none, and `unsafe` is not set.
        RuntimeError: a process did not start.
    """

    def __init__(
        self,
        chapters: Sequence[int],
        *,
        seconds: float,
        memory: int,
        seed: int,
        checks: Path | None = None,
        data: Path | None = None,
        unsafe: bool = False,
    ) -> None:
        self._seconds, self._memory, self._seed = seconds, memory, seed
        self._slots = iter(range(10**9))
        self._lock = threading.Lock()
        run = sandbox.runner("unsafe") if unsafe else sandbox.command(data)
        own = {**os.environ, **sandbox.environment(data)} if unsafe else None
        judge = [sys.executable, "-I", "-m", "helpers.grading.judging"]
        judge += [str(checks or ""), ",".join(map(str, chapters))]
        self._runner = ForkServer(run, own or dict(os.environ))
        self._judge = ForkServer(judge, {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"})

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *exception) -> None:
        self._runner.close()
        self._judge.close()

    def grade(
        self, student: str, exercise: str, file: str, digest: str, cells: list[str]
    ) -> Grade:
        """Grade one notebook. Several threads may call this at once.

        Args:
            student: the student's name.
            exercise: name of the exercise.
            file: where the notebook lies, for people.
            digest: of its bytes.
            cells: its code.
        """
        started = time.monotonic()
        report, ended = self._run(int(exercise[:2]), cells)
        reason = REASONS.get(ended, "").format(
            seconds=self._seconds, memory=self._memory
        )
        return Grade(
            student=student,
            exercise=exercise,
            file=file,
            digest=digest,
            ended=ended,
            reason=reason,
            answers=tuple(Answer(**answer) for answer in report["answers"]),
            errors=tuple(CellError(**error) for error in report["errors"]),
            seconds=round(time.monotonic() - started, 3),
        )

    def _run(self, chapter: int, cells: list[str]) -> tuple[dict, str]:
        student, judge = socket.socketpair()
        status, told = socket.socketpair()
        result, found = socket.socketpair()
        with self._lock:
            limits = {"seconds": self._seconds, "memory": self._memory * 1_000_000}
            self._runner.fork({**limits, "slot": next(self._slots)}, student, told)
            asked = {"chapter": chapter, "cells": cells, "seed": self._seed}
            self._judge.fork({**limits, **asked}, judge, found)
        with status, result:
            for each in (status, result):
                each.settimeout(self._seconds + _GRACE)
            try:
                report = json.loads(receive(result) or b"null")
                ended = json.loads(receive(status) or b'{"ended": "crashed"}')["ended"]
            except TimeoutError:
                report, ended = None, "timed out"
        if report is None:
            return {
                "answers": [],
                "errors": [],
            }, ended if ended != "done" else "crashed"
        return report, "graded" if ended == "done" else ended

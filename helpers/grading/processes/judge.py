"""Runs OUTSIDE the sandbox: asks the questions, and runs no code of a student's.

A judge is a fork of a process that has imported the questions. It takes one job after
the other: it gets the socket to a student's process, asks its questions there and
compares the replies. The next job finds it as it was, and what Keras has set up serves
them all.
"""

import json
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from typing import cast

import numpy as np

from helpers.checks.answers import quiet
from helpers.checks.catalogue import Exercise, named
from helpers.checks.judge import Question, judge
from helpers.checks.student import Student, StudentGone
from helpers.grading.processes.fork_server import import_for_children, serve
from helpers.grading.processes.messages import (
    JudgedAnswer,
    JudgeJob,
    Report,
    StoppedCell,
    receive,
    receive_json,
    send,
    send_json,
)
from helpers.grading.questions import questions_for, unreached
from helpers.grading.results.grades import GONE, Answer
from helpers.grading.sandbox import confine

_IMPORTED = "scipy.linalg sklearn.neighbors keras.layers".split()
_MEMORY = 3_000_000_000  # bytes for a judge: a student's model may be large
JOBS = 100  # of a judge, which then ends: models rebuilt leave some memory behind
_STOPPED = 20  # cells that stopped, of which a grade tells


def main(descriptor: int, exercises: Sequence[Exercise]) -> None:
    """Import the questions, then serve.

    An instructor's own questions come as JSON on the standard input: code, a rubric.

    Args:
        descriptor: of the socket to the grader.
        exercises: whose notebooks are going to come.
    """
    checks, rubric = json.load(sys.stdin)
    import_for_children(_IMPORTED)
    known = {each.name: questions_for(each, checks, rubric) for each in exercises}
    with quiet():
        for exercise in exercises:
            prepare(exercise)
    serve(descriptor, lambda _, grader: judge_jobs(grader, known))


def prepare(exercise: Exercise) -> None:
    """Load what an exercise's questions ask for first, once for all submissions.

    That also fills the cache of data that the notebooks are about to read.
    """
    if exercise.prepares:
        import_module(exercise.module).prepare()


def judge_jobs(
    grader: socket.socket, known: Mapping[str, Mapping[str, Question]]
) -> None:
    """Judge one submission after the other: `JOBS`, or until the grader has gone.

    Args:
        grader: sends a job and the socket to the student's process, gets a report.
        known: questions by id, by the exercise's name.
    """
    confine.limit_memory(_MEMORY)
    for left in reversed(range(JOBS)):
        job: JudgeJob | None = receive_json(grader)
        if job is None:
            return
        _, [descriptor], _, _ = socket.recv_fds(grader, 1, 1)
        signal.alarm(job["judge_seconds"])  # ends this process; the grader forks anew
        with socket.socket(fileno=descriptor) as channel:
            questions = known[job["exercise"]].values()
            report = hear(list(questions), channel, job["seed"], last=left == 0)
        signal.alarm(0)
        send_json(grader, report)


def hear(
    questions: Sequence[Question], channel: socket.socket, seed: int, last: bool
) -> Report:
    """Hear which cells stopped, ask every question, and report what came of it.

    Args:
        questions: in their order.
        channel: to the student's process, which has been sent its cells.
        seed: of the random numbers in the questions.
        last: whether this judge ends with this report.
    """
    errors = read_stopped_cells(receive(channel))
    student = Student(lambda request: _exchange(channel, request))
    answers: list[Answer] = []
    gone = False
    for question in questions:
        # Every submission of a run meets the same random numbers.
        rng = np.random.default_rng([seed, *question.id.encode()])
        try:
            with quiet():
                verdict = judge(question, student, rng)
        except StudentGone:
            gone = True
            answers.append(unreached(question, GONE))
        else:
            answers.append(Answer.of(verdict))
    plain = [cast(JudgedAnswer, asdict(answer)) for answer in answers]
    return Report(answers=plain, errors=errors, gone=gone, last=last)


def _exchange(channel: socket.socket, request: bytes) -> bytes:
    """Send a request to the student's process; return its reply.

    Raises:
        StudentGone: there is none.
    """
    try:
        send(channel, request)
        reply = receive(channel)
    except OSError:
        reply = None
    if reply is None:
        raise StudentGone
    return reply


def read_stopped_cells(message: bytes | None) -> list[StoppedCell]:
    """Read the report on the cells, whatever the student's process has written."""
    try:
        return [
            StoppedCell(
                cell=int(each["cell"]),
                error=str(each["error"])[:300],
                line=str(each["line"])[:200],
            )
            for each in json.loads(message or b"[]")[:_STOPPED]
        ]
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return []


if __name__ == "__main__":
    _, names, number = sys.argv
    main(int(number), [named(name) for name in names.split(",")])

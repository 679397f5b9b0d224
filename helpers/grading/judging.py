"""Judge submissions, in processes that know the questions and stay outside the sandbox.

A judge is a fork of a process that has imported the questions. It takes one job after
the other: it sends the cells to a student's process, asks its questions there and
compares the replies. No code of a student's runs here, so the next job finds the
judge as it was, and what Keras has set up serves them all.
"""

import json
import signal
import socket
import sys
from dataclasses import asdict
from importlib import import_module
from types import ModuleType

import numpy as np

from helpers.checks.answers import quiet
from helpers.checks.catalogue import numbered
from helpers.checks.compare import Hint
from helpers.checks.judge import Question, judge, questions, questions_of
from helpers.checks.student import Student
from helpers.grading import confine
from helpers.grading.forks import preload, receive, send, serve
from helpers.grading.grades import Answer

_PRELOADED = "scipy.linalg sklearn.neighbors keras.layers".split()
_MEMORY = 3_000_000_000  # bytes for a judge: a student's model may be large
JOBS = 100  # of a judge, which then ends: models rebuilt leave some memory behind
_ERRORS = 20  # of cells, of which a grade tells
GONE = "Your notebook's process had ended before this."


class Gone(Exception):
    """The student's process has ended."""


def main(descriptor: int, chapters: list[int]) -> None:
    """Import the questions, then serve.

    Args:
        descriptor: of the socket to the grader.
        chapters: numbers of the exercises.
    """
    overlay = sys.stdin.read()
    preload(_PRELOADED)
    known = {chapter: ask_of(chapter, overlay) for chapter in chapters}
    with quiet():
        for chapter in chapters:
            prepare(chapter)
    serve(descriptor, lambda _, grader: attend(grader, known))


def ask_of(chapter: int, overlay: str) -> dict[str, Question]:
    """Return the questions of a chapter, some of them an instructor's own.

    Args:
        chapter: number of the exercise.
        overlay: Python code whose questions take the place of the public ones, or "".

    Raises:
        LookupError: there is no such exercise, or the code does not run.
    """
    known = questions(numbered(chapter))
    module = ModuleType("private_checks")
    try:
        exec(compile(overlay, "private checks", "exec"), vars(module))
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise LookupError(f"your own checks do not run: {said}") from None
    own = questions_of(module)
    return known | {id: q for id, q in own.items() if id.split(".")[0] == str(chapter)}


def prepare(chapter: int) -> None:
    """Load what a chapter's questions ask for first, once for all submissions.

    That also fills the cache of data that the notebooks are about to read. A module of
    questions says what it needs in a function `prepare`.
    """
    exercise = numbered(chapter)
    if exercise.prepares:
        import_module(exercise.module).prepare()


def attend(grader: socket.socket, known: dict[int, dict[str, Question]]) -> None:
    """Judge one submission after the other: `JOBS`, or until the grader has gone.

    Args:
        grader: sends a job and the socket to the student's process, gets a report.
        known: questions by chapter.
    """
    confine.limit_memory(_MEMORY)
    for left in reversed(range(JOBS)):
        if (told := receive(grader)) is None:
            return
        job = json.loads(told)
        _, [descriptor], _, _ = socket.recv_fds(grader, 1, 1)
        signal.alarm(job["seconds"])  # kills this process, and the grader forks another
        with socket.socket(fileno=descriptor) as channel:
            report = hear(job, channel, known[job["chapter"]])
        signal.alarm(0)
        send(grader, json.dumps({**report, "last": left == 0}).encode())


def hear(
    job: dict, channel: socket.socket, known: dict[str, Question]
) -> dict[str, object]:
    """Have the cells run, ask every question, and return what came of it."""
    send(channel, json.dumps(job["cells"]).encode())
    errors = _errors(receive(channel))
    student = Student(lambda request: _ask(channel, request))
    found = [_judged(asked, student, job["seed"]) for asked in known.values()]
    return {
        "answers": [asdict(answer) for answer in found],
        "errors": errors,
        "gone": any(answer.hint == GONE for answer in found),
    }


def _ask(channel: socket.socket, request: bytes) -> bytes:
    try:
        send(channel, request)
        reply = receive(channel)
    except OSError:
        reply = None
    if reply is None:
        raise Gone
    return reply


def _judged(asked: Question, student: Student, seed: int) -> Answer:
    """Ask one question; the random numbers are those of every submission of a run."""
    rng = np.random.default_rng([seed, *asked.id.encode()])

    def ask(student: Student, rng: np.random.Generator) -> None:
        try:
            asked.ask(student, rng)
        except Gone:
            raise Hint(GONE) from None

    with quiet():
        found = judge(Question(asked.id, asked.points, asked.title, ask), student, rng)
    return Answer(
        id=asked.id,
        title=asked.title,
        status=found.status,
        hint=found.hint,
        points=found.points,
        possible=asked.points,
    )


def _errors(told: bytes | None) -> list[dict[str, object]]:
    """Read the report on the cells; the student's process has written it."""
    try:
        found = json.loads(told or b"[]")
        return [
            {
                "cell": int(each["cell"]),
                "error": str(each["error"])[:300],
                "line": str(each["line"])[:200],
            }
            for each in found[:_ERRORS]
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


if __name__ == "__main__":
    _, chapters, descriptor = sys.argv
    main(int(descriptor), [int(chapter) for chapter in chapters.split(",")])

"""Grade many submissions, here or on a Dask cluster."""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from helpers.checks.catalogue import Exercise, named
from helpers.grading.grader import Grader
from helpers.grading.results.grades import Grade
from helpers.grading.settings import Settings
from helpers.grading.submissions import Submission


def usual_jobs() -> int:
    """Return how many notebooks to grade at a time: cores, and one that waits."""
    return (os.cpu_count() or 1) + 1


def grade_here(
    submissions: Sequence[Submission], settings: Settings, seed: int, jobs: int
) -> Iterator[Grade]:
    """Grade on this machine, `jobs` at a time; yield each grade as it comes.

    Raises:
        NoSandboxError: there is no sandbox here.
        StartError: a process of the grader's did not start.
    """
    exercises = _exercises(submissions)
    with Grader(exercises, settings, seed) as grader, ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(grader.grade, each) for each in submissions]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def grade_on_cluster(
    submissions: Sequence[Submission], settings: Settings, seed: int, address: str
) -> Iterator[Grade]:
    """Grade on the workers of a Dask cluster; yield each grade as it comes.

    Each worker needs this package, the data and a sandbox.

    Args:
        submissions: what is to be graded.
        settings: how.
        seed: of the random numbers in the questions.
        address: of the scheduler: "tcp://host:8786".

    Raises:
        NoSandboxError: a worker has no sandbox.
        StartError: a process of a worker's did not start.
    """
    from distributed import Client
    from distributed import as_completed as as_completed_there

    names = tuple(exercise.name for exercise in _exercises(submissions))
    with Client(address) as client:
        waiting = [
            client.submit(_grade_there, each, names, settings, seed, pure=False)
            for each in submissions
        ]
        for done in as_completed_there(waiting):
            yield done.result()


_graders: dict[tuple, Grader] = {}
_starting = threading.Lock()


def _grade_there(
    submission: Submission, names: tuple[str, ...], settings: Settings, seed: int
) -> Grade:
    """Grade on a worker, whose grader stays for the next one."""
    wanted = (names, settings, seed)
    with _starting:
        if wanted not in _graders:
            exercises = [named(name) for name in names]
            _graders[wanted] = Grader(exercises, settings, seed)
    return _graders[wanted].grade(submission)


def _exercises(submissions: Sequence[Submission]) -> list[Exercise]:
    """Return the exercises that occur, by number."""
    different = {submission.exercise for submission in submissions}
    return sorted(different, key=lambda exercise: exercise.number)

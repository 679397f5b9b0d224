"""Grade many submissions, here or on a Dask cluster."""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from helpers.grading.grader import Grader, Settings
from helpers.grading.grades import Grade


@dataclass(frozen=True)
class Work:
    """A notebook to be graded.

    Attributes:
        student: the student's name.
        exercise: name of the exercise.
        file: where the notebook lies, for people.
        digest: of its bytes, and of the questions and limits it is graded with.
        cells: its code.
    """

    student: str
    exercise: str
    file: str
    digest: str
    cells: tuple[str, ...]


def usual_jobs() -> int:
    """Return how many notebooks to grade at a time: cores, and one that waits."""
    return (os.cpu_count() or 1) + 1


def here(work: Sequence[Work], settings: Settings, jobs: int) -> Iterator[Grade]:
    """Grade on this machine, `jobs` at a time; yield each grade as it comes.

    Raises:
        NoSandbox: there is no sandbox here.
    """
    with Grader(settings) as grader, ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(_grade, grader, each) for each in work]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def on_cluster(
    work: Sequence[Work], settings: Settings, address: str
) -> Iterator[Grade]:
    """Grade on the workers of a Dask cluster; yield each grade as it comes.

    Each worker needs this package, the data and a sandbox.

    Args:
        work: what is to be graded.
        settings: how.
        address: of the scheduler: "tcp://host:8786".

    Raises:
        NoSandbox: a worker has no sandbox.
    """
    from distributed import Client
    from distributed import as_completed as as_completed_there

    with Client(address) as client:
        waiting = [client.submit(_there, each, settings, pure=False) for each in work]
        for done in as_completed_there(waiting):
            yield done.result()


_graders: dict[Settings, Grader] = {}
_starting = threading.Lock()


def _there(work: Work, settings: Settings) -> Grade:
    """Grade on a worker, whose grader stays for the next one."""
    with _starting:
        if settings not in _graders:
            _graders[settings] = Grader(settings)
    return _grade(_graders[settings], work)


def _grade(grader: Grader, work: Work) -> Grade:
    return grader.grade(
        work.student, work.exercise, work.file, work.digest, list(work.cells)
    )

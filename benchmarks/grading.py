"""Measure the grader: seconds and memory for many submissions of one exercise.

Usage: python benchmarks/grading.py

Grades 200 copies of the solution of exercise 03, which trains a small model, each in
its sandbox, as many at a time as usual. Then 200 and 2,000 copies without the model,
to see how the time grows. Exits 1 if the first run misses its budget, which is for two
CPU cores with nothing else running, or if a submission takes longer among many.
"""

import sys
import threading
import time
from pathlib import Path

import nbformat
import psutil

from helpers.checks.catalogue import named
from helpers.grading.batch import grade_here, usual_jobs
from helpers.grading.settings import Settings
from helpers.grading.submissions import Submission

ROOT = Path(__file__).parent.parent
EXERCISE = named("03-word-windows")
SECONDS = 0.75  # a submission
MEMORY = 4000.0  # megabytes, of all processes
GROWTH = 1.2  # a submission among 2,000 may take so much longer than among 200


def measure(count: int, train: bool) -> tuple[float, float]:
    """Grade `count` submissions, which train a model or leave that question out.

    Returns:
        Seconds of wall time, start included, and peak memory in megabytes.
    """
    solution = nbformat.read(
        ROOT / "solutions" / f"{EXERCISE.name}.ipynb", as_version=4
    )
    cells = [cell.source for cell in solution.cells if cell.cell_type == "code"]
    if not train:
        cells = [source for source in cells if "SOLUTION model" not in source]
    names = (f"student {number}" for number in range(count))
    submissions = [
        Submission(name, EXERCISE, file="", cells=(*cells, f"# {name}"))
        for name in names
    ]
    with Memory() as memory:
        started = time.perf_counter()
        grades = list(grade_here(submissions, Settings(), 1, jobs=usual_jobs()))
        seconds = time.perf_counter() - started
    points = 8 if train else 5
    wrong = [grade for grade in grades if grade.points != points]
    assert not wrong, f"{len(wrong)} of {count} have not got {points}: {wrong[0]}"
    return seconds, memory.peak / 1e6


class Memory(threading.Thread):
    """Watches the memory of this process and its children.

    Shared pages count once: what is added up is the proportional set size.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._done = threading.Event()

    def __enter__(self) -> "Memory":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        """Look every few seconds, for looking takes time, until it is over."""
        own = psutil.Process()
        while not self._done.wait(4):
            total = 0
            for process in [own, *own.children(recursive=True)]:
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue  # it has just ended
            self.peak = max(self.peak, total)


def main() -> int:
    """Measure one run after the other; return 1 if a budget is missed."""
    print(f"{'submissions':<24}{'seconds':>9}{'each':>7}{'peak MB':>9}")
    each: list[float] = []
    missed = False
    for count, train in ((200, True), (200, False), (2000, False)):
        seconds, peak = measure(count, train)
        each.append(seconds / count)
        missed |= peak > MEMORY
        name = f"{count:,} {'with' if train else 'without'} training"
        print(f"{name:<24}{seconds:>9.1f}{each[-1]:>7.2f}{peak:>9.0f}", flush=True)
    trained, few, many = each
    return int(missed or trained > SECONDS or many > GROWTH * few)


if __name__ == "__main__":
    sys.exit(main())

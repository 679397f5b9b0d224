"""Grade a folder of submissions from Python."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import helpers
from helpers.checks.catalogue import Exercise
from helpers.digest import code_digest
from helpers.grading.batch import grade_here, grade_on_cluster, usual_jobs
from helpers.grading.ending import Ending
from helpers.grading.grader import ungraded
from helpers.grading.questions import questions_for
from helpers.grading.results.by_hand import read_marks
from helpers.grading.results.folder import GradesFolder, is_current
from helpers.grading.results.grades import Grade
from helpers.grading.settings import Settings
from helpers.grading.submissions import Submission, find


def grade_folder(
    folder: Path,
    exercises: Iterable[Exercise],
    out: Path,
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    scheduler: str = "",
) -> list[Grade]:
    """Grade the notebooks of a folder, and write grades, feedback and a summary.

    Grades that `out` holds already are kept where notebook, questions and limits are
    as they were. A progress bar runs on the standard error.

    ```
    from pathlib import Path

    from helpers.checks.catalogue import named
    from helpers.grading.api import grade_folder

    grades = grade_folder(Path("in"), [named("03")], Path("out"))
    ```

    Args:
        folder: of the notebooks handed in.
        exercises: those to be graded.
        out: folder of the grades, made if need be.
        settings: how to grade; `Settings()` if None.
        jobs: notebooks at a time; one more than cores if None.
        scheduler: "tcp://host:8786", of a Dask cluster whose workers are to grade; ""
            for this machine.

    Returns:
        The grades by exercise and student.

    Raises:
        GradingError: the folder holds nothing to grade, or `out` is in use or damaged,
            or the instructor's own questions do not run, or there is no sandbox here.
    """
    from tqdm import tqdm

    settings = settings or Settings()
    wanted = tuple(dict.fromkeys(exercises))
    for exercise in wanted:  # a fault in the questions is told before anything runs
        questions_for(exercise, settings.checks, settings.rubric)
    terms = _terms(settings)
    submissions = [
        # What cannot be read has no digest: it is looked at again the next time.
        replace(each, digest=each.digest and each.digest + terms)
        for each in find(folder, wanted)
    ]
    with GradesFolder(out) as store:
        read_marks(out)  # a fault in the table is told before anything runs
        seed = store.seed()
        earlier = store.load()
        grades: list[Grade] = []
        waiting: list[Submission] = []
        for each in submissions:
            grade = earlier.get((each.exercise.name, each.student))
            if each.fault:
                grades.append(ungraded(each, Ending.UNREADABLE, settings))
            elif grade is not None and is_current(grade, each.digest):
                grades.append(grade)
            else:
                waiting.append(each)
        coming: Iterator[Grade] = iter(())
        if waiting and scheduler:
            coming = grade_on_cluster(waiting, settings, seed, scheduler)
        elif waiting:
            coming = grade_here(waiting, settings, seed, jobs or usual_jobs())
        size, unit = len(submissions), " notebooks"
        for grade in tqdm(coming, initial=len(grades), total=size, unit=unit):
            store.append(grade)
            grades.append(grade)
        return store.finish(grades)


def _terms(settings: Settings) -> str:
    """Return a digest of what besides a notebook decides its grade.

    That is our code, questions included, an instructor's own questions, and the limits.
    A grade that was given under other terms is not taken over.
    """
    code = code_digest(Path(helpers.__file__).parent)
    limits = f"{settings.notebook_seconds} {settings.notebook_memory}"
    terms = "\0".join([code, settings.checks, settings.rubric, limits])
    return hashlib.sha256(terms.encode()).hexdigest()

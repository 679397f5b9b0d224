"""The command line: python -m helpers.grading SUBMISSIONS --exercise … --out …."""

import argparse
import hashlib
import re
import secrets
import sys
from collections import Counter
from pathlib import Path

import helpers
from helpers.grading.batch import Work, here, on_cluster, usual_jobs
from helpers.grading.grader import Settings, ungraded
from helpers.grading.grades import Grade, key
from helpers.grading.judging import ask_of
from helpers.grading.sandbox import NoSandbox
from helpers.grading.store import Store, StoreError, current
from helpers.grading.submissions import (
    NoSubmissions,
    Submission,
    Unreadable,
    find,
    read,
)


def main(arguments: list[str] | None = None) -> int:
    """Grade a folder of submissions; return the exit code."""
    options = _options(arguments)
    try:
        grades = _grade(options)
    except (NoSubmissions, StoreError, NoSandbox, LookupError, RuntimeError) as error:
        print(error.args[0] if error.args else error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    endings = Counter(grade.ended for grade in grades)
    told = ", ".join(f"{count} {ended}" for ended, count in endings.most_common())
    print(f"{len(grades)} submissions: {told}.")
    print(f"Grades: {options.out / 'grades.csv'}, {options.out / 'summary.html'}")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m helpers.grading",
        description="Grade a folder of notebooks, each in a sandbox of its own.",
    )
    add = parser.add_argument
    add("submissions", type=Path, help="folder of the notebooks handed in")
    add(
        "--exercise",
        action="append",
        required=True,
        type=_exercise,
        metavar="NAME",
        help="name of an exercise, such as 03-word-windows; several if repeated",
    )
    add("--out", type=Path, required=True, help="folder of the grades")
    add(
        "--jobs",
        type=_positive,
        default=usual_jobs(),
        metavar="N",
        help="notebooks at a time (default: %(default)s, one more than cores)",
    )
    add(
        "--timeout",
        type=_positive,
        default=120,
        metavar="SECONDS",
        help="the longest that a notebook may take (default: %(default)s)",
    )
    add(
        "--memory",
        type=_positive,
        default=1500,
        metavar="MB",
        help="the most that a notebook may use (default: %(default)s)",
    )
    add(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="grade on the workers of this Dask cluster",
    )
    add(
        "--checks",
        type=Path,
        metavar="FILE",
        help="Python file with questions of your own, in place of the public ones",
    )
    add("--unsafe", action="store_true",
        help="grade without a sandbox: only code that you have read")  # fmt: skip
    return parser.parse_args(arguments)


def _exercise(name: str) -> str:
    if not re.fullmatch(r"\d{2}(-[\w-]+)?", name):
        raise argparse.ArgumentTypeError(f"{name!r} is no name like 03-word-windows")
    return name


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _grade(options: argparse.Namespace) -> list[Grade]:
    from tqdm import tqdm

    source = _source(options.checks)
    for exercise in options.exercise:
        ask_of(int(exercise[:2]), source)  # a fault in it is told before anything runs
    found = find(options.submissions, options.exercise)
    with Store(options.out) as store:
        settings = Settings(
            exercises=tuple(options.exercise),
            seconds=options.timeout,
            memory=options.memory,
            seed=_seed(options.out / "seed.txt"),
            checks=source,
            unsafe=options.unsafe,
        )
        terms = _terms(settings)
        kept = store.load()
        grades: list[Grade] = []
        work: list[Work] = []
        for submission in found:
            ready = _read(submission, settings, terms)
            if isinstance(ready, Grade):
                grades.append(ready)
            elif current(kept.get((ready.exercise, ready.student)), ready.digest):
                grades.append(kept[ready.exercise, ready.student])
            else:
                work.append(ready)
        if work and options.scheduler:
            coming = on_cluster(work, settings, options.scheduler)
        else:
            coming = here(work, settings, options.jobs) if work else iter(())
        bar = tqdm(coming, initial=len(grades), total=len(found), unit=" notebooks")
        for grade in bar:
            store.keep(grade)
            grades.append(grade)
        store.finish(grades)
    return sorted(grades, key=key)


def _read(submission: Submission, settings: Settings, terms: str) -> Work | Grade:
    """Return what is to be graded, or the grade of what cannot be read."""
    names = (submission.student, submission.exercise, submission.file)
    try:
        cells, digest = read(submission.path)
    except Unreadable as error:
        return ungraded(settings, *names, "", "unreadable", str(error))
    return Work(*names, digest + terms, tuple(cells))


def _terms(settings: Settings) -> str:
    """Return a digest of what besides a notebook decides its grade.

    That is our code, questions included, an instructor's own questions, and the limits.
    A grade that was kept under other terms is not taken over.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(helpers.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update(f"{settings.checks}\0{settings.seconds} {settings.memory}".encode())
    return digest.hexdigest()


def _source(checks: Path | None) -> str:
    """Return an instructor's own questions as text.

    Raises:
        LookupError: the file cannot be read.
    """
    try:
        return checks.read_text("utf-8") if checks else ""
    except (OSError, UnicodeDecodeError) as error:
        raise LookupError(f"--checks {checks} cannot be read: {error}") from None


def _seed(path: Path) -> int:
    """Return the number from which a run's questions draw, also when it goes on."""
    if not path.exists():
        path.write_text(f"{secrets.randbits(64)}\n")
    return int(path.read_text())


if __name__ == "__main__":
    sys.exit(main())

"""The command line: python -m helpers.grading SUBMISSIONS --exercise … --out …."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from helpers.checks.catalogue import Exercise, named
from helpers.checks.status import Status
from helpers.grading.api import grade_folder
from helpers.grading.batch import usual_jobs
from helpers.grading.errors import GradingError
from helpers.grading.results.by_hand import NAME as BY_HAND
from helpers.grading.settings import Settings
from helpers.terminal import command

_MB = 1_000_000  # bytes


@command
def main(arguments: list[str] | None = None) -> int:
    """Grade a folder of submissions; return the exit code."""
    options = _options(arguments)
    try:
        grades = grade_folder(
            options.submissions,
            [_exercise(name) for name in options.exercise],
            options.out,
            Settings(
                notebook_seconds=options.timeout,
                notebook_memory=options.memory * _MB,
                checks=_read("--checks", options.checks),
                rubric=_read("--rubric", options.rubric),
                unsafe=options.unsafe,
            ),
            jobs=options.jobs,
            scheduler=options.scheduler,
        )
    except GradingError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    endings = Counter(grade.ended for grade in grades)
    counts = ", ".join(f"{count} {ending}" for ending, count in endings.most_common())
    print(f"{len(grades)} submissions: {counts}.")
    print(f"Grades: {options.out / 'grades.csv'}, {options.out / 'summary.html'}")
    statuses = Counter(answer.status for grade in grades for answer in grade.answers)
    if waiting := statuses[Status.BY_HAND]:
        table = options.out / BY_HAND
        print(f"{waiting} answers wait for you: fill in {table} and run this again.")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    defaults = Settings()
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
        metavar="NAME",
        help="name or number of an exercise, such as 03-word-windows or 3; several if "
        "repeated",
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
        default=defaults.notebook_seconds,
        metavar="SECONDS",
        help="the longest that a notebook may take (default: %(default)s)",
    )
    add(
        "--memory",
        type=_positive,
        default=defaults.notebook_memory // _MB,
        metavar="MB",
        help="the most that a notebook may use (default: %(default)s)",
    )
    add(
        "--scheduler",
        default="",
        metavar="tcp://HOST:PORT",
        help="grade on the workers of this Dask cluster",
    )
    add(
        "--checks",
        type=Path,
        metavar="FILE",
        help="Python file with questions of your own, in place of the public ones",
    )
    add(
        "--rubric",
        type=Path,
        metavar="FILE",
        help="TOML file with questions that you grade by hand",
    )
    add(
        "--unsafe",
        action="store_true",
        help="grade without a sandbox: only code that you have read",
    )
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return int(text)


def _exercise(name: str) -> Exercise:
    """Return the exercise of a name or a number.

    Raises:
        GradingError: there is none; the message lists those there are.
    """
    try:
        return named(name)
    except LookupError as error:
        raise GradingError(error.args[0]) from None


def _read(option: str, file: Path | None) -> str:
    """Return an instructor's own questions as text.

    Raises:
        GradingError: the file cannot be read.
    """
    try:
        return file.read_text("utf-8-sig") if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise GradingError(f"{option} {file} cannot be read: {error}") from None


if __name__ == "__main__":
    sys.exit(main())

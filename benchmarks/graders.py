"""Compare this grader with nbgrader's autograde and otter-grader's `otter run`.

Usage: python benchmarks/graders.py [COUNT]

All three grade the same COUNT submissions (20 unless told) of exercise 03, which
imports TensorFlow and trains a small model, with the same questions. Each is run as
its handbook says, its start included. nbgrader and otter get an environment of their
own, from graders.txt, in build/graders. Every submission has to get full marks from
everyone. Exits 1 if this grader is less than ten times as fast as either.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).parent.parent
WORK = ROOT / "build" / "graders"
BIN = WORK / "environment" / "bin"
EXERCISE = "03-word-windows"
QUESTIONS = ("3.1", "3.2", "3.3", "3.4", "3.5")
WANTED = 10.0  # times the throughput
# The questions of `helpers.checks`, for graders that run a test in the notebook.
TEST = """
import numpy as np

from helpers.checks.answers import Answers
from helpers.checks.catalogue import numbered
from helpers.checks.judge import judge, questions
from helpers.checks.status import Status
from helpers.checks.student import Student


def passes(names, id):
    student = Student(Answers(names).reply)
    verdict = judge(questions(numbered(3))[id], student, np.random.default_rng(1))
    assert verdict.status is Status.PASSED, verdict.hint
"""
OTTER_TEST = """
OK_FORMAT = False
from otter.test_files import test_case
{test}

name = "q{number}"
points = 1


@test_case()
def test_it(env):
    passes(env, "{id}")
"""
SCORES = """
import json
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    graded = book.assignment_submissions("words")
    print(json.dumps([[each.score, each.max_score] for each in graded]))
"""


def environment() -> None:
    """Make the environment of the other two anew."""
    shutil.rmtree(WORK, ignore_errors=True)
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "venv", "-q", "-p", sys.executable, BIN.parent], check=True)
    python = BIN / "python"
    install: list[str | Path] = [
        uv,
        "pip",
        "install",
        "-q",
        "-p",
        python,
        "--compile-bytecode",
    ]
    install += ["-r", ROOT / "benchmarks" / "graders.txt", ROOT]
    subprocess.run(install, check=True)
    for each in (sys.executable, python):  # nobody is to wait for the disk
        subprocess.run([each, "-c", "import helpers.data, keras"], check=True)


def run(*command: str | Path, folder: Path) -> str:
    """Run a command of the other environment; return what it printed.

    Raises:
        SystemExit: it failed.
    """
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    quiet = {**os.environ, "PATH": path, "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=quiet,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def submission() -> nbformat.NotebookNode:
    """Return the solution without its marks, which nbgrader would take for its own."""
    notebook = nbformat.read(ROOT / "solutions" / f"{EXERCISE}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = re.sub(
            r"^ *# (BEGIN|END) SOLUTION.*\n?", "", cell.source, flags=re.M
        )
    return notebook


def write(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a notebook, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def ours(students: list[str]) -> float:
    """Return the seconds of this grader."""
    folder = WORK / "ours"
    for student in students:
        write(submission(), folder / "submitted" / student / f"{EXERCISE}.ipynb")
    command: list[str | Path] = [sys.executable, "-m", "helpers.grading"]
    command += [folder / "submitted"]
    command += ["--exercise", EXERCISE, "--out", folder / "grades"]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - started
    grades = json.loads((folder / "grades" / "grades.json").read_text())
    full(students, [(each["points"], each["possible"]) for each in grades])
    return seconds


def nbgrader(students: list[str]) -> float:
    """Return the seconds of `nbgrader autograde`, all students in one run."""
    folder = WORK / "nbgrader"
    source = submission()
    for cell in source.cells:
        if cell.source.startswith('check("'):
            id = cell.source.split('"')[1]
            test = new_code_cell(f'{TEST}\n\npasses(globals(), "{id}")')
            marks = {"schema_version": 3, "grade_id": f"q{id[-1]}", "points": 1}
            kind = {"grade": True, "solution": False, "locked": True, "task": False}
            test.metadata["nbgrader"] = marks | kind
            cell.update(source=test.source, metadata=test.metadata)
    write(source, folder / "source" / "words" / f"{EXERCISE}.ipynb")
    run("nbgrader", "generate_assignment", "words", folder=folder)
    for student in students:
        handed_in = folder / "submitted" / student / "words" / f"{EXERCISE}.ipynb"
        write(source, handed_in)
    started = time.perf_counter()
    run("nbgrader", "autograde", "words", folder=folder)
    seconds = time.perf_counter() - started
    full(students, json.loads(run("python", "-c", SCORES, folder=folder)))
    return seconds


def otter(students: list[str]) -> float:
    """Return the seconds of `otter run`, once a student."""
    folder = WORK / "otter"
    for number, id in enumerate(QUESTIONS):
        test = folder / "tests" / f"q{number}.py"
        test.parent.mkdir(parents=True, exist_ok=True)
        test.write_text(OTTER_TEST.format(test=TEST, number=number, id=id))
    run("otter", "generate", "-t", "tests", "-o", "words.zip", folder=folder)
    for student in students:
        write(submission(), folder / "submitted" / f"{student}.ipynb")
        (folder / "grades" / student).mkdir(parents=True)
    started = time.perf_counter()
    for student in students:
        handed_in = folder / "submitted" / f"{student}.ipynb"
        grades = folder / "grades" / student
        run("otter", "run", handed_in, "-a", "words.zip", "-o", grades, folder=folder)
    seconds = time.perf_counter() - started
    scores = []
    for path in (folder / "grades").glob("*/results.json"):
        scored = [t for t in json.loads(path.read_text())["tests"] if "score" in t]
        scores.append([sum(t[key] for t in scored) for key in ("score", "max_score")])
    full(students, scores)
    return seconds


def full(students: list[str], scores: Sequence[Sequence[float]]) -> None:
    """Require that everyone was graded and got full marks.

    Raises:
        SystemExit: someone was not, or has not.
    """
    if len(scores) != len(students) or any(got != of or not of for got, of in scores):
        sys.exit(f"Full marks for {len(students)} were expected: {scores}")


def main(count: int) -> int:
    """Compare; return 1 if this grader is not fast enough."""
    if data := os.environ.get("EMBEDDINGS_DATA"):  # each works in another folder
        os.environ["EMBEDDINGS_DATA"] = str(Path(data).absolute())
    environment()
    students = [f"student{number:02}" for number in range(count)]
    seconds = {}
    print(f"{'grader':<12}{'seconds':>9}{'each':>8}{'slower':>9}")
    for grade in (ours, nbgrader, otter):
        seconds[grade.__name__] = grade(students)
        times = seconds[grade.__name__] / seconds["ours"]
        row = f"{seconds[grade.__name__]:>9.1f}{seconds[grade.__name__] / count:>8.2f}"
        print(f"{grade.__name__:<12}{row}{times:>8.1f}x", flush=True)
    return int(min(seconds["nbgrader"], seconds["otter"]) < WANTED * seconds["ours"])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))

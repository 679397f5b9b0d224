"""The catalogue: an exercise is one record, and its files are there."""

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest

from helpers.checks.catalogue import EXERCISES, Exercise, named, numbered

PROJECT = Path(__file__).parents[2]


def test_an_exercise_has_names_that_follow_from_its_record():
    exercise = Exercise(7, "some-words", "Some words")
    assert exercise.name == "07-some-words"
    assert exercise.module == "helpers.checks.questions.ex07_some_words"


def test_an_exercise_is_found_by_its_number_and_its_names():
    exercise = numbered(3)
    assert exercise.name == "03-word-windows"
    for name in ("3", "03", "03-word-windows"):
        assert named(name) is exercise
    assert EXERCISES["03-word-windows"] is exercise


def test_an_exercise_that_is_not_there_is_told():
    with pytest.raises(LookupError, match="there is no exercise 99"):
        numbered(99)
    with pytest.raises(LookupError, match="no exercise '03-word', but 01-one-hot"):
        named("03-word")


def test_no_number_occurs_twice():
    numbers = [exercise.number for exercise in EXERCISES.values()]
    assert numbers == sorted({*numbers})


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("solutions", "*.ipynb"),
        ("exercises", "*.ipynb"),
        ("tests/last_cells/solutions", "*.py"),
    ],
)
def test_every_record_has_its_files_and_every_file_its_record(folder, pattern):
    stems = {path.stem for path in (PROJECT / folder).glob(pattern)}
    assert stems == {*EXERCISES}


def test_every_record_has_its_questions_and_all_questions_a_record():
    folder = PROJECT / "helpers" / "checks" / "questions"
    modules = {
        f"helpers.checks.questions.{path.stem}" for path in folder.glob("ex*.py")
    }
    assert modules == {exercise.module for exercise in EXERCISES.values()}


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=[*EXERCISES])
def test_a_record_says_whether_its_questions_prepare(exercise):
    assert hasattr(import_module(exercise.module), "prepare") is exercise.prepares


# What is added for an exercise: its own files, and one line.

LINE = '    Exercise(15, "imaginary", "Imaginary numbers"),\n'
QUESTIONS = '''
"""Exercise 15: imaginary numbers."""

import numpy as np

from helpers.checks.compare import expect_same
from helpers.checks.judge import question
from helpers.checks.student import Student


@question("15.1")
def square(student: Student, rng: np.random.Generator) -> None:
    """The square of an imaginary number."""
    number = float(rng.uniform(1, 2))
    mistakes = {"Mind the sign: i times i is −1.": number**2}
    expect_same(student.square(number), -(number**2), "it", mistakes=mistakes)
'''
SOLUTION = (
    "import numpy as np\nfrom helpers.checks import check",
    "def square(number):\n    # BEGIN SOLUTION\n    return -(number**2)\n"
    "    # END SOLUTION",
    'check("15.1")',
    "check()",
)
LAST_CELL = """
from helpers.checks.proof import prove

WRONG = {
    "15.1": {
        "Mind the sign": "def square(number): return number**2",
        "not the number asked": "def square(number): return 7.0",
    }
}
RIGHT = {
    "15.1": {
        "a product": "def square(number): return number * -number",
        "an array of no axes": "def square(number): return np.array(-number * number)",
        "complex": "def square(number): return (number * 1j) ** 2",
    }
}
print(prove(globals(), 15, right=RIGHT, wrong=WRONG))
"""
RUN = """
import sys
import nbformat
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell

HistoryManager.enabled = False
shell = InteractiveShell.instance()
notebook = nbformat.read(sys.argv[1], as_version=4)
sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
for source in [*sources, *sys.argv[2:]]:
    shell.run_cell(source).raise_error()
assert "tensorflow" not in sys.modules
"""


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the package, with the files of an exercise that has no record yet."""
    course = tmp_path / "course"
    for folder in ("helpers", "tools"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(PROJECT / folder, course / folder, ignore=ignored)
    (course / "helpers/checks/questions/ex15_imaginary.py").write_text(QUESTIONS)
    (course / "last_cell.py").write_text(LAST_CELL)
    cells = [
        nbformat.v4.new_markdown_cell("# Imaginary numbers: solutions"),
        *map(nbformat.v4.new_code_cell, SOLUTION),
    ]
    (course / "solutions").mkdir()
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells), course / "solutions/15-imaginary.ipynb"
    )
    return course


def add_line(course: Path) -> None:
    catalogue = course / "helpers/checks/catalogue.py"
    before, after = catalogue.read_text().split(")\nEXERCISES: ")
    catalogue.write_text(f"{before}{LINE})\nEXERCISES: {after}")


def python(course: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run Python with the copy in place of the installed package."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=course,
        env={
            "PYTHONPATH": str(course),
            "PYTHONIOENCODING": "utf-8",
            "HOME": str(course),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
def test_an_exercise_is_added_with_its_own_files_and_one_line(copy):
    add_line(copy)
    made = python(copy, "tools/exercises.py", "exercises")
    assert made.stdout == "1 exercises made\n", made.stderr
    exercise = nbformat.read(copy / "exercises/15-imaginary.ipynb", as_version=4)
    assert exercise.cells[0].source == "# Imaginary numbers: exercises"
    assert exercise.cells[2].source == "def square(number):\n    ..."

    solved = python(copy, "-c", RUN, "solutions/15-imaginary.ipynb", LAST_CELL)
    assert (
        solved.stdout.splitlines()
        == dedent("""\
        ✓ 15.1 passed, 1 point.
        ✓  15.1  The square of an imaginary number  passed  1 of 1
                 Together                                   1 of 1
        Proof(right=3, wrong=2, mutants=5, alive=0)""").splitlines()
    ), solved.stderr

    blank = "from helpers.checks.proof import prove_blank; prove_blank(globals(), 15)"
    waiting = python(copy, "-c", RUN, "exercises/15-imaginary.ipynb", blank)
    assert waiting.stdout.startswith("○ 15.1 not attempted. `square` waits for you.")
    assert waiting.returncode == 0, waiting.stderr


@pytest.mark.slow
def test_without_the_line_there_is_a_clear_error(copy):
    made = python(copy, "tools/exercises.py", "exercises")
    assert made.stderr == (
        "solutions/15-imaginary.ipynb has no record: add one to _ALL in "
        "helpers/checks/catalogue.py\n"
    )
    solved = python(copy, "-c", RUN, "solutions/15-imaginary.ipynb", LAST_CELL)
    assert solved.stdout.splitlines()[0] == "? there is no exercise 15."
    assert solved.stderr.splitlines()[-1] == "LookupError: there is no exercise 15"

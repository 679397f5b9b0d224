"""The grader as a whole: the same grades whatever happens to notebooks and runs."""

import copy
import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest

import helpers
from helpers.checks.answers import Answers
from helpers.checks.catalogue import EXERCISES, named
from helpers.checks.judge import judge, questions
from helpers.checks.status import Status
from helpers.checks.student import Student
from helpers.grading.__main__ import main
from helpers.grading.api import grade_folder
from helpers.grading.batch import grade_here
from helpers.grading.ending import Ending
from helpers.grading.grader import Grader
from helpers.grading.questions import questions_for
from helpers.grading.settings import Settings
from helpers.grading.submissions import Submission, find
from tests.grading.notebooks import (
    QUICK,
    WINDOWS,
    code_of,
    load,
    needs_bubblewrap,
    notebook_of,
)
from tests.grading.own_processes import parent_of, processes, psutil

pytestmark = [pytest.mark.slow, needs_bubblewrap]
JUDGE, STUDENT = "helpers.grading.processes.judge", "helpers.grading.processes.student"


def grade(folder: Path, out: Path, *options: object) -> list[dict]:
    """Run the grader here; return the grades, which are sorted by student."""
    command = [folder, "--exercise", WINDOWS.name, "--out", out, "--timeout", 60]
    assert main([str(part) for part in [*command, *options]]) == 0
    return json.loads((out / "grades.json").read_text())


FOR_COLAB = """\
%tensorflow_version 2.x
!nvidia-smi
%pip install --quiet seaborn
from google.colab import drive
drive.mount("/content/drive")
import seaborn as sns
sns.set_theme()
from tqdm.notebook import tqdm
for _ in tqdm(range(3)):
    pass
"""


def messy() -> dict[str, str]:
    """Return the solution as people and platforms hand it in."""
    solution, sources = load("solutions"), code_of(load("solutions"))
    split = [part for source in sources for part in source.split("    # BEGIN", 1)]
    split = [p if not p.startswith(" SOL") else f"    # BEGIN{p}" for p in split]
    colab = json.loads(nbformat.writes(solution))
    colab["nbformat_minor"] = 0
    colab["metadata"] = {"colab": {"provenance": []}, "accelerator": "GPU"}
    for cell in colab["cells"]:
        del cell["id"]
        cell["metadata"] = {"id": "xYz", "outputId": "aBc"}
    bare = json.loads(nbformat.writes(solution))
    for cell in bare["cells"]:
        cell["metadata"] = {}
    written = f"%%writefile mine.py\nimport numpy as np\n{sources[2]}"
    in_content = written.replace("mine.py", "/content/mine.py")
    old = nbformat.convert(copy.deepcopy(solution), 3)
    blank = [source for source in code_of(load("exercises")) if "..." in source]
    return {
        "as it is": nbformat.writes(solution),
        "backwards": notebook_of(*sources[::-1]),
        "bare": json.dumps(bare),
        "colab": json.dumps(colab),
        "doubled": notebook_of(*(s for s in sources for _ in range(2))),
        "followed by blanks": notebook_of(*sources, *blank),
        "for Colab": notebook_of(sources[0], FOR_COLAB + sources[1], *sources[2:]),
        "in halves": notebook_of(*split),
        "in a module": notebook_of(
            *sources[:2], written, "from mine import windows", *sources[3:]
        ),
        "in Colab's folder": notebook_of(
            *sources[:2], in_content, "%cd /content\nfrom mine import *", *sources[3:]
        ),
        "of old": nbformat.v3.writes_json(old),
    }


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """The grades of every solution, and of messy ones of one exercise, in one run."""
    submissions = [
        Submission(
            "reference", exercise, "", cells=tuple(code_of(load("solutions", n)))
        )
        for n, exercise in EXERCISES.items()
    ]
    folder = tmp_path_factory.mktemp("messy")
    for name, text in messy().items():
        (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    (folder / "blank.ipynb").write_text(
        nbformat.writes(load("exercises")), encoding="utf-8"
    )
    submissions += find(folder, [WINDOWS])
    return list(grade_here(submissions, Settings(), seed=1, jobs=3))


@pytest.mark.parametrize("name", EXERCISES)
def test_every_solution_gets_full_marks(solved, name):
    [one] = [g for g in solved if (g.student, g.exercise) == ("reference", name)]
    lost = [(a.id, a.hint) for a in one.answers if a.status is not Status.PASSED]
    assert not lost
    assert one.ended is Ending.GRADED
    assert one.points == one.possible > 0
    assert one.errors == ()


@pytest.mark.parametrize("name", messy())
def test_a_messy_notebook_gets_the_same_grade(solved, name):
    [one] = [grade for grade in solved if grade.student == name]
    hints = [answer.hint for answer in one.answers]
    assert (one.points, one.ended) == (8, Ending.GRADED), hints


def test_a_blank_notebook_has_attempted_nothing(solved):
    [one] = [grade for grade in solved if grade.student == "blank"]
    assert {answer.status for answer in one.answers} == {Status.NOT_ATTEMPTED}


def judges() -> list[psutil.Process]:
    """Return the processes that judge: forks of the one that knows the questions."""
    knowing = processes(JUDGE)
    return [process for process in knowing if parent_of(process) in knowing]


def test_a_judge_stays_and_is_replaced_when_it_dies():
    quick = Submission("student", WINDOWS, "", cells=(QUICK,))
    with Grader([WINDOWS], Settings(notebook_seconds=60), seed=1) as grader:
        first = grader.grade(quick)
        [judge] = judges()
        assert grader.grade(quick).answers == first.answers
        assert judges() == [judge]
        judge.kill()
        psutil.wait_procs([judge])
        assert grader.grade(quick).answers == first.answers
        [second] = judges()
        from helpers.grading.processes.judge import JOBS  # for Unix only

        for _ in range(JOBS):
            assert grader.grade(quick).answers == first.answers
        assert second not in judges()
    assert (first.points, first.ended) == (2, Ending.GRADED)


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A folder of eight quick submissions of different worth."""
    folder = tmp_path_factory.mktemp("several")
    for number in range(8):
        lines = QUICK if number % 3 else QUICK.replace("sliding_window_view", "no_such")
        lines = "raise SystemExit" if number == 5 else lines
        (folder / f"student {number}.ipynb").write_text(notebook_of(lines, "1 / 0"))
    return folder


WORTH = [1, 2, 2, 1, 2, 0, 1, 2]


@pytest.fixture(scope="module")
def one_job(several, tmp_path_factory):
    """The folder of grades of a run with one job."""
    out = tmp_path_factory.mktemp("one")
    grade(several, out, "--jobs", 1)
    return out


def points(out: Path) -> list[tuple]:
    grades = json.loads((out / "grades.json").read_text())
    return [(g["student"], g["points"], g["ended"], g["reason"]) for g in grades]


def test_one_job_two_jobs_and_a_cluster_give_the_same_grades(
    several, one_job, tmp_path
):
    from distributed import LocalCluster

    assert [worth for _, worth, _, _ in points(one_job)] == WORTH
    grade(several, tmp_path / "two", "--jobs", 2)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        grade(several, tmp_path / "three", "--scheduler", address)
    for name in ("two", "three"):
        assert points(tmp_path / name) == points(one_job)
        table = (tmp_path / name / "grades.csv").read_bytes()
        assert table == (one_job / "grades.csv").read_bytes()
    assert processes(STUDENT) == processes(JUDGE) == []


def test_a_killed_grader_goes_on_where_it_was(several, one_job, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "helpers.grading", several, "--exercise", "3"]
    command += ["--out", out, "--jobs", "1", "--timeout", "60"]
    first = subprocess.Popen([*map(str, command)], stderr=subprocess.DEVNULL)
    progress = out / "progress.jsonl"
    deadline = time.monotonic() + 60
    while not (progress.exists() and progress.stat().st_size):
        assert first.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = progress.read_text().splitlines()
    assert len(before) < 8
    assert not (out / "grades.csv").exists()

    grade(several, out, "--jobs", 1)
    after = progress.read_text().splitlines()
    assert after[: len(before)] == before
    assert len(after) == 8
    assert points(out) == points(one_job)
    table = (out / "grades.csv").read_bytes()
    assert table == (one_job / "grades.csv").read_bytes()


OWN = '''
from helpers.checks.compare import expect_same
from helpers.checks.judge import question


@question("3.1", points=7)
def windows(student, rng):
    """Windows, for the exam."""
    import numpy as np
    ids = rng.integers(9, size=6)
    expect_same(student.windows(ids, 6), ids[None], "your exam", mistakes={})
'''


def test_from_python_with_an_instructors_own_questions(tmp_path, capfd):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(notebook_of(QUICK, "1 / 0"))
    (tmp_path / "in" / "bob.ipynb").write_text("no notebook")
    settings = Settings(notebook_seconds=60, checks=OWN)
    ada, bob = grade_folder(tmp_path / "in", [WINDOWS], tmp_path / "out", settings)
    assert [answer.title for answer in ada.answers][:2] == [
        "Windows, for the exam",
        "Perplexity",
    ]
    assert (ada.points, ada.possible, ada.ended) == (8, 14, Ending.GRADED)
    assert [error.cell for error in ada.errors] == [2]
    assert (bob.points, bob.possible, bob.ended) == (0, 14, Ending.UNREADABLE)
    written = {path.name for path in (tmp_path / "out").rglob("*.*")}
    assert {"grades.csv", "summary.html", "ada.html", "bob.html"} <= written
    assert capfd.readouterr().out == ""  # what is printed is the command's


PARTS = '''
from helpers.checks.compare import expect, expect_same
from helpers.checks.judge import question
from helpers.checks.steps import attempt, reached

@question("3.7", steps={"it is a text": 1, "it has a capital": 2})
def motto(student, rng):
    """A motto."""
    expect(isinstance(student["motto"], str), "No text.")
    reached("it is a text")
    expect(student["motto"].istitle(), "No `capital`.")
    reached("it has a capital")

@question("3.8", points=4, bonus=True)
def more(student, rng):
    """More."""
    expect_same(student["more"], 3, "it")
'''
RUBRIC = """
["3.9"]
title = "Why windows"
text = "why"

["3.9".criteria]
"names what a window leaves out" = 1
"says it with an example" = 2
"""
READ = "Because =1+1, <b>surely</b>."
WRITTEN = f'from helpers.checks import check\nmotto, more, why = "small", 3, "{READ}"'


def test_points_by_steps_a_bonus_and_what_a_person_reads(tmp_path, capsys):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "ada.ipynb").write_text(notebook_of(WRITTEN))
    settings = Settings(notebook_seconds=60, checks=PARTS, rubric=RUBRIC)
    possible = sum(q.points for q in questions(WINDOWS).values()) + 3 + 3

    [ada] = grade_folder(folder, [WINDOWS], out, settings)
    motto, more, why = ada.answers[-3:]
    assert (motto.status, motto.points, motto.hint) == ("partly", 1, "No `capital`.")
    assert [(s.words, s.points, s.possible) for s in motto.steps] == [
        ("it is a text", 1, 1),
        ("it has a capital", 0, 2),
    ]
    assert (more.status, more.points, more.bonus) == ("passed", 4, True)
    assert (why.status, why.points, why.text) == ("by hand", 0, READ)
    assert (ada.points, ada.possible) == (5, possible)

    namespace: dict[str, object] = {}
    exec(WRITTEN, namespace)
    in_notebook = [
        judge(question, Student(Answers(namespace).reply), np.random.default_rng())
        for question in questions_for(WINDOWS, PARTS, RUBRIC).values()
    ]
    assert [verdict.points for verdict in in_notebook] == [
        a.points for a in ada.answers
    ]

    page = (out / "feedback" / "ada.html").read_text()
    assert "right in part" in page
    assert "it has a capital" in page
    assert "4 of 4 bonus points" in page
    assert "Question 3.9 waits to be read by a person" in page
    table = out / "by-hand.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    assert lines[1].startswith("03-word-windows,ada,Question 3.9,names what a window")

    filled = (
        lines[1].replace(",1,,,", ",1,1,Well seen.,"),
        lines[2].replace(",2,,", ",2,1,"),
    )
    table.write_text("\n".join([lines[0], *filled]), "utf-8")
    [ada] = grade_folder(folder, [WINDOWS], out, settings)
    why = ada.answers[-1]
    assert (why.status, why.points, ada.points) == ("partly", 2, 7)
    page = (out / "feedback" / "ada.html").read_text()
    assert "Well seen." in page
    assert "waits to be read" not in page
    rows = list(
        csv.DictReader(io.StringIO((out / "grades.csv").read_text("utf-8-sig")))
    )
    assert (rows[0]["points"], rows[0]["3.9"]) == ("7", "2")


def test_data_and_what_judges_add_to_the_cache_are_seen_in_the_sandbox(
    tmp_path, monkeypatch
):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EMBEDDINGS_DATA", "data")
    monkeypatch.setenv("EMBEDDINGS_CACHE", "new/cache")
    exercise = named("08")  # its judge loads no data
    look = "import os\nassert os.listdir(os.environ['EMBEDDINGS_{}']) == {}"
    cells = (look.format("DATA", []), look.format("CACHE", ["later"]))
    with Grader([exercise], Settings(), seed=1) as grader:
        (tmp_path / "new" / "cache" / "later").touch()
        grade = grader.grade(Submission("student", exercise, "", cells=cells))
    assert grade.errors == ()


def test_a_copy_that_is_not_the_installed_one_grades_by_itself(tmp_path):
    shutil.copytree(Path(helpers.__file__).parent, tmp_path / "copy" / "helpers")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(notebook_of(QUICK))
    command = [sys.executable, "-m", "helpers.grading", tmp_path / "in"]
    command += ["--exercise", "3", "--out", tmp_path / "out"]
    # The current folder comes before what is installed.
    subprocess.run([*map(str, command)], cwd=tmp_path / "copy", check=True)
    [grade] = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert grade["points"] == 2


def test_without_a_sandbox_it_grades_only_if_told_so(
    several, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("shutil.which", lambda name: None)
    command = [str(several), "--exercise", "3", "--out", str(tmp_path / "out")]
    assert main(command) == 1
    assert not (tmp_path / "out" / "grades.csv").exists()
    assert main([*command, "--unsafe"]) == 0
    assert [worth for _, worth, _, _ in points(tmp_path / "out")] == WORTH


def test_a_sandbox_that_does_not_work_is_none(several, tmp_path, monkeypatch, capsys):
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    command = [str(several), "--exercise", "3", "--out", str(tmp_path / "out")]
    assert main(command) == 1
    assert "bwrap: No permissions" in capsys.readouterr().err

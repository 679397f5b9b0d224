"""The grader as a whole: the same grades whatever happens to notebooks and runs."""

import copy
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.grading import sandbox
from helpers.grading.__main__ import main
from helpers.grading.batch import Work, here
from helpers.grading.grader import Grader, Settings
from helpers.grading.judging import JOBS

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None, reason="bubblewrap (bwrap) is not installed"
)
PROJECT = Path(__file__).parents[2]
EXERCISE = "03-word-windows"
SOLUTION = nbformat.read(PROJECT / "solutions" / f"{EXERCISE}.ipynb", as_version=4)
BLANK = nbformat.read(PROJECT / "exercises" / f"{EXERCISE}.ipynb", as_version=4)
# Of the exercise, what needs no training: quick to run, three answers right.
QUICK = """
import numpy as np

def windows(ids, length):
    if len(ids) < length:
        return np.empty((0, length), ids.dtype)
    return np.lib.stride_tricks.sliding_window_view(ids, length)

def perplexity(probabilities, answers):
    right = probabilities[np.arange(len(answers)), answers]
    return np.exp(-np.log(right).mean())

def parameters(words, width, context, hidden):
    return words
"""


def grade(folder: Path, out: Path, *options: object) -> list[dict]:
    """Run the grader here; return the grades, which are sorted by student."""
    command = [folder, "--exercise", EXERCISE, "--out", out, "--timeout", 60]
    assert main([str(part) for part in [*command, *options]]) == 0
    return json.loads((out / "grades.json").read_text())


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def of(sources: list[str]) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def messy() -> dict[str, str]:
    """Return the solution as people and platforms hand it in."""
    sources = code(SOLUTION)
    split = [part for source in sources for part in source.split("    # BEGIN", 1)]
    split = [p if not p.startswith(" SOL") else f"    # BEGIN{p}" for p in split]
    colab = json.loads(nbformat.writes(SOLUTION))
    colab["nbformat_minor"] = 0
    colab["metadata"] = {"colab": {"provenance": []}, "accelerator": "GPU"}
    for cell in colab["cells"]:
        del cell["id"]
        cell["metadata"] = {"id": "xYz", "outputId": "aBc"}
    bare = json.loads(nbformat.writes(SOLUTION))
    for cell in bare["cells"]:
        cell["metadata"] = {}
    old = nbformat.convert(copy.deepcopy(SOLUTION), 3)
    blank = [source for source in code(BLANK) if "..." in source]
    return {
        "as it is": nbformat.writes(SOLUTION),
        "backwards": nbformat.writes(of(sources[::-1])),
        "bare": json.dumps(bare),
        "colab": json.dumps(colab),
        "doubled": nbformat.writes(of([s for s in sources for _ in range(2)])),
        "followed by blanks": nbformat.writes(of(sources + blank)),
        "in halves": nbformat.writes(of(split)),
        "of old": nbformat.v3.writes_json(old),
    }


def test_every_solution_gets_full_marks():
    solutions = sorted((PROJECT / "solutions").glob("*.ipynb"))
    work = [
        Work("reference", path.stem, "", "", tuple(code(nbformat.read(path, 4))))
        for path in solutions
    ]
    names = tuple(path.stem for path in solutions)
    settings = Settings(names, seconds=120, memory=1500, seed=1)
    grades = list(here(work, settings, jobs=2))
    assert {grade.exercise for grade in grades} == set(names)
    lost = [
        (answer.id, answer.hint)
        for grade in grades
        for answer in grade.answers
        if answer.status != "passed"
    ]
    assert not lost


def judges() -> list[psutil.Process]:
    """Return the processes that judge: forks of the one that knows the questions."""
    own = psutil.Process().children(recursive=True)
    knowing = [p for p in own if "helpers.grading.judging" in " ".join(p.cmdline())]
    return [p for p in knowing if p.parent() in knowing]


def test_a_judge_stays_and_is_replaced_when_it_dies():
    settings = Settings((EXERCISE,), seconds=60, memory=1500, seed=1)
    with Grader(settings) as grader:
        names = ("student", EXERCISE, "", "")
        first = grader.grade(*names, [QUICK])
        [judge] = judges()
        assert grader.grade(*names, [QUICK]).answers == first.answers
        assert judges() == [judge]
        judge.kill()
        psutil.wait_procs([judge])
        assert grader.grade(*names, [QUICK]).answers == first.answers
        [second] = judges()
        for _ in range(JOBS):
            assert grader.grade(*names, [QUICK]).answers == first.answers
        assert second not in judges()
    assert (first.points, first.ended) == (2, "graded")


def test_a_messy_notebook_gets_the_same_grade(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in messy().items():
        (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    (folder / "blank.ipynb").write_text(nbformat.writes(BLANK), encoding="utf-8")
    grades = {grade["student"]: grade for grade in grade(folder, tmp_path / "out")}
    blank = grades.pop("blank")
    assert list(grades) == list(messy())
    for student, found in grades.items():
        hints = [answer["hint"] for answer in found["answers"]]
        assert (found["points"], found["ended"]) == (8, "graded"), (student, hints)
    assert {answer["status"] for answer in blank["answers"]} == {"not attempted"}


@pytest.fixture
def several(tmp_path):
    """A folder of eight quick submissions of different worth."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        lines = QUICK if number % 3 else QUICK.replace("sliding_window_view", "no_such")
        lines = "raise SystemExit" if number == 5 else lines
        text = nbformat.writes(of([lines, "1 / 0"]))
        (folder / f"student {number}.ipynb").write_text(text)
    return folder


def points(grades: list[dict]) -> list[tuple]:
    return [(g["student"], g["points"], g["ended"], g["reason"]) for g in grades]


def test_one_job_two_jobs_and_a_cluster_give_the_same_grades(several, tmp_path):
    from distributed import LocalCluster

    one = grade(several, tmp_path / "one", "--jobs", 1)
    assert [g["points"] for g in one] == [1, 2, 2, 1, 2, 0, 1, 2]
    two = grade(several, tmp_path / "two", "--jobs", 2)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        three = grade(several, tmp_path / "three", "--scheduler", address)
    assert points(one) == points(two) == points(three)
    tables = [(tmp_path / name / "grades.csv").read_bytes() for name in ("one", "two")]
    assert tables[0] == tables[1]
    own = psutil.Process().children(recursive=True)
    assert not [child for child in own if "runner" in " ".join(child.cmdline())]


def test_a_killed_grader_goes_on_where_it_was(several, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "helpers.grading", several, "--exercise", EXERCISE]
    command += ["--out", out, "--jobs", "1"]
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

    again = grade(several, out, "--jobs", 1)
    assert progress.read_text().splitlines()[: len(before)] == before
    whole = grade(several, tmp_path / "whole", "--jobs", 1)
    assert points(again) == points(whole)
    tables = [
        (folder / "grades.csv").read_bytes() for folder in (out, tmp_path / "whole")
    ]
    assert tables[0] == tables[1]


def test_a_changed_notebook_is_graded_again_and_no_other(several, tmp_path):
    out = tmp_path / "out"
    grade(several, out)
    (several / "student 5.ipynb").write_text(nbformat.writes(of([QUICK])))
    grades = grade(several, out)
    assert grades[5]["points"] == 2
    assert len((out / "progress.jsonl").read_text().splitlines()) == 9
    grade(several, out, "--memory", 1400)
    assert len((out / "progress.jsonl").read_text().splitlines()) == 17


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


def test_an_instructors_own_questions_take_the_place_of_the_public_ones(
    several, tmp_path
):
    checks = tmp_path / "exam.py"
    checks.write_text(OWN)
    found = grade(several, tmp_path / "out", "--checks", checks)[1]
    assert [answer["title"] for answer in found["answers"]][:2] == [
        "Windows, for the exam",
        "Perplexity",
    ]
    assert (found["points"], found["possible"]) == (8, 14)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--exercise", "99-none"], "there is no exercise 99"),
        (["--checks", "/no/such/file"], "--checks /no/such/file cannot be read"),
        (["--checks", __file__], "your own checks"),
    ],
)
def test_a_wrong_command_is_told_in_a_line(several, tmp_path, change, said, capsys):
    command = [str(several), "--exercise", EXERCISE, "--out", str(tmp_path / "out")]
    if change[0] == "--checks" and change[1] == __file__:
        change[1] = str(tmp_path / "bad.py")
        Path(change[1]).write_text("1 / 0")
    assert main([*command, *change]) == 1
    error = capsys.readouterr().err.strip()
    assert said in error
    assert len(error.splitlines()) == 1


def test_a_relative_folder_of_data_is_found_in_the_sandbox(tmp_path, monkeypatch):
    for name in ("data", "in"):
        (tmp_path / name).mkdir()
    look = "import os\nassert os.path.isdir(os.environ['EMBEDDINGS_DATA'])"
    text = nbformat.writes(of([look, QUICK]))
    (tmp_path / "in" / "student.ipynb").write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EMBEDDINGS_DATA", "data")
    [found] = grade(tmp_path / "in", tmp_path / "out")
    assert found["errors"] == []


def test_without_a_sandbox_it_refuses(several, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    command = [str(several), "--exercise", EXERCISE, "--out", str(tmp_path / "out")]
    assert main(command) == 1
    error = capsys.readouterr().err
    assert "There is no sandbox here" in error
    assert "apt-get install bubblewrap" in error
    assert "--unsafe" in error
    assert not (tmp_path / "out" / "grades.csv").exists()
    assert main([*command, "--unsafe"]) == 0
    found = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert [g["points"] for g in found] == [1, 2, 2, 1, 2, 0, 1, 2]


def test_a_sandbox_that_does_not_work_is_none(several, tmp_path, monkeypatch, capsys):
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    command = [str(several), "--exercise", EXERCISE, "--out", str(tmp_path / "out")]
    assert main(command) == 1
    assert "bwrap: No permissions" in capsys.readouterr().err

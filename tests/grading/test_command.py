"""The command: what it refuses, in a line, before anything runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.checks.catalogue import EXERCISES
from helpers.grading import __main__ as command
from helpers.grading.__main__ import main
from helpers.grading.sandbox.bubblewrap import ELSEWHERE, REFUSAL
from tests.grading.notebooks import PROJECT, notebook_of


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ada.ipynb").write_text(notebook_of("x = 1"))
    return folder


def refused(capsys, folder: Path, *options: object) -> str:
    """Run a command that is wrong; return the line that says so."""
    out = folder.parent / "out"
    assert main([str(part) for part in [folder, "--out", out, *options]]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    [line] = captured.err.strip().splitlines()
    return line


@pytest.mark.parametrize("name", ["99-none", "99", "03-word", "word-windows", ""])
def test_an_unknown_exercise_is_told_with_those_there_are(handed_in, capsys, name):
    line = refused(capsys, handed_in, "--exercise", "3", "--exercise", name)
    assert line == f"there is no exercise {name!r}, but {', '.join(EXERCISES)}"


@pytest.mark.parametrize("name", ["03-word-windows", "03", "3"])
def test_an_exercise_has_a_name_and_a_number(handed_in, tmp_path, monkeypatch, name):
    given = {}

    def grade_folder(folder, exercises, out, settings, **more):
        given.update(exercises=exercises)
        return []

    monkeypatch.setattr(command, "grade_folder", grade_folder)
    out = str(tmp_path / "out")
    assert main([str(handed_in), "--exercise", name, "--out", out]) == 0
    assert [exercise.name for exercise in given["exercises"]] == ["03-word-windows"]


def test_options_become_settings(handed_in, tmp_path, monkeypatch):
    given = {}

    def grade_folder(folder, exercises, out, settings, **more):
        given.update(more, settings=settings)
        return []

    monkeypatch.setattr(command, "grade_folder", grade_folder)
    checks = tmp_path / "exam.py"
    checks.write_text("exam = 'é'", encoding="utf-8")
    basic = [str(handed_in), "--exercise", "3", "--out", str(tmp_path / "out")]
    assert main(basic) == 0
    assert given["settings"] == command.Settings()
    assert (given["jobs"], given["scheduler"]) == (command.usual_jobs(), "")
    rubric = tmp_path / "exam.toml"
    rubric.write_text("# é", encoding="utf-8-sig")  # as Windows may save it
    more = ["--timeout", "7", "--memory", "800", "--checks", str(checks), "--unsafe"]
    more += ["--rubric", str(rubric)]
    assert main([*basic, *more, "--jobs", "5", "--scheduler", "tcp://h:1"]) == 0
    assert given["settings"] == command.Settings(
        notebook_seconds=7,
        notebook_memory=800_000_000,
        checks="exam = 'é'",
        rubric="# é",
        unsafe=True,
    )
    assert (given["jobs"], given["scheduler"]) == (5, "tcp://h:1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe\xff", "cannot be read"),
        (b"1 / 0", "your own checks do not run: ZeroDivisionError: division by zero"),
        (b"def", "your own checks do not run: SyntaxError: "),
    ],
)
def test_own_questions_that_cannot_be_asked_are_told(
    handed_in, tmp_path, capsys, content, said
):
    checks = tmp_path / "exam.py"
    if content is not None:
        checks.write_bytes(content)
    assert said in refused(capsys, handed_in, "--exercise", 3, "--checks", checks)


def test_a_rubric_that_cannot_be_used_is_told(handed_in, tmp_path, capsys):
    rubric = tmp_path / "exam.toml"
    rubric.write_text('["3.6"]')
    said = refused(capsys, handed_in, "--exercise", 3, "--rubric", rubric)
    assert said.startswith('your rubric cannot be used: ["3.6".criteria] must give')


def test_a_folder_without_submissions_is_told(tmp_path, capsys):
    line = refused(capsys, tmp_path / "nowhere", "--exercise", 3)
    assert line == f"{tmp_path / 'nowhere'} is not a folder"


@pytest.mark.parametrize("option", ["--jobs", "--timeout", "--memory"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", ""])
def test_numbers_are_above_0(handed_in, tmp_path, capsys, option, value):
    basic = [str(handed_in), "--exercise", "3", "--out", str(tmp_path / "out")]
    with pytest.raises(SystemExit) as ended:
        main([*basic, f"{option}={value}"])
    assert ended.value.code == 2
    assert "is no number above 0" in capsys.readouterr().err


def test_ctrl_c_says_how_to_go_on(handed_in, tmp_path, monkeypatch, capsys):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "grade_folder", stop)
    basic = [str(handed_in), "--exercise", "3", "--out", str(tmp_path / "out")]
    assert main(basic) == 130
    assert "goes on from here" in capsys.readouterr().err


# The platform is changed once all is imported, for other packages look at it then.
ELSEWHERE_PROGRAM = """
import sys
from tests.elsewhere import take_away
take_away()
from helpers.grading.__main__ import main
sys.platform = sys.argv[1]
sys.exit(main(sys.argv[2:]))
"""


def elsewhere(platform: str, *arguments: str) -> subprocess.CompletedProcess:
    program = [sys.executable, "-c", ELSEWHERE_PROGRAM, platform, *arguments]
    return subprocess.run(
        program,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], REFUSAL.format(why="bubblewrap (bwrap) was not found")),
        (["--unsafe"], ELSEWHERE),
    ],
)
def test_elsewhere_than_on_linux_it_refuses(
    handed_in, tmp_path, platform, options, said
):
    basic = [str(handed_in), "--exercise", "3", "--out", str(tmp_path / "out")]
    done = elsewhere(platform, *basic, *options)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == said
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "grades.csv").exists()

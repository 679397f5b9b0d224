"""Exercises are made from their solutions."""

from pathlib import Path

import nbformat
import pytest

import exercises
from helpers.checks.catalogue import numbered

PROJECT = Path(__file__).parents[2]


def test_exercises_are_what_their_solutions_make(tmp_path):
    written = {p.name: p.read_bytes() for p in (PROJECT / "exercises").glob("*.ipynb")}
    assert exercises.main(tmp_path) == len(written)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == written


def test_marks_in_a_solution():
    source = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n\nf()"
    assert exercises.blank(source, "here") == "def f():\n    ...\n\nf()"
    source = "# BEGIN SOLUTION model\nmodel = 1\n# END SOLUTION"
    assert exercises.blank(source, "here") == "model = ..."
    with pytest.raises(SystemExit, match="here: '# BEGIN SOLUTION' stands alone"):
        exercises.blank("# BEGIN SOLUTION\n1", "here")


def solution(title: str) -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell(f"# {title}\n\nBe kind. # BEGIN SOLUTION"),
        nbformat.v4.new_code_cell("# BEGIN SOLUTION x\nx = 1\n# END SOLUTION"),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def test_an_exercise_has_another_title_and_dots_and_its_solution_stays_as_it_is():
    notebook = solution("Word windows: solutions")
    blank = exercises.exercise(notebook, numbered(3))
    assert [cell.source for cell in blank.cells] == [
        "# Word windows: exercises\n\nBe kind. # BEGIN SOLUTION",
        "x = ...",
    ]
    assert notebook.cells[0].source.startswith("# Word windows: solutions")


def test_a_title_that_is_not_that_of_the_catalogue_is_told():
    with pytest.raises(SystemExit, match="03-word-windows: its title is '# Windows'"):
        exercises.exercise(solution("Windows"), numbered(3))


def test_a_solution_without_a_record_is_told(tmp_path, monkeypatch):
    (tmp_path / "solutions").mkdir()
    path = tmp_path / "solutions" / "15-imaginary.ipynb"
    nbformat.write(solution("Imaginary: solutions"), path)
    monkeypatch.setattr(exercises, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match=r"15-imaginary\.ipynb has no record: add one"):
        exercises.main(tmp_path / "exercises")

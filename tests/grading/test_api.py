"""Grading a folder from Python: what is graded, and what is kept. No process starts."""

import json

import pytest

from helpers.checks.catalogue import named
from helpers.grading import api
from helpers.grading.api import grade_folder
from helpers.grading.ending import Ending
from helpers.grading.errors import GradingError
from helpers.grading.results.folder import GradesFolder, StoreError
from helpers.grading.settings import Settings
from helpers.grading.submissions import NoSubmissionsError
from tests.grading.notebooks import WINDOWS, notebook_of
from tests.grading.results.made import grade

VECTORS = named("04-word-vectors")


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("ada", "bob", "carl"):
        (folder / f"{name}.ipynb").write_text(notebook_of(f"# {name}"))
    return folder


class Batch:
    """Stands in for the graders; notes what they are given."""

    def __init__(self) -> None:
        self.students: list[str] = []
        self.calls: list[tuple] = []

    def grade(self, submissions, settings, seed, where):
        self.calls.append((settings, seed, where))
        for each in reversed(submissions):
            self.students.append(each.student)
            yield grade(
                each.student,
                exercise=each.exercise.name,
                file=each.file,
                digest=each.digest,
            )

    def new(self) -> list[str]:
        """Return whom has been graded since the last time."""
        students, self.students = sorted(self.students), []
        return students


@pytest.fixture
def batch(monkeypatch):
    batch = Batch()
    monkeypatch.setattr(api, "grade_here", batch.grade)
    monkeypatch.setattr(api, "grade_on_cluster", batch.grade)
    return batch


def test_grades_are_returned_by_student_and_written(handed_in, tmp_path, batch):
    grades = grade_folder(handed_in, [WINDOWS], tmp_path / "out", jobs=2)
    assert [grade.student for grade in grades] == ["ada", "bob", "carl"]
    assert {grade.exercise for grade in grades} == {"03-word-windows"}
    table = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert [each["student"] for each in table] == ["ada", "bob", "carl"]
    assert (tmp_path / "out" / "feedback" / "ada.html").is_file()
    seed = int((tmp_path / "out" / "seed.txt").read_text())
    assert batch.calls == [(Settings(), seed, 2)]


def test_what_has_not_changed_is_not_graded_again(handed_in, tmp_path, batch):
    out = tmp_path / "out"
    first = grade_folder(handed_in, [WINDOWS], out)
    assert batch.new() == ["ada", "bob", "carl"]
    assert grade_folder(handed_in, [WINDOWS], out) == first
    assert batch.new() == []
    (handed_in / "bob.ipynb").write_text(notebook_of("# better"))
    (handed_in / "dora.ipynb").write_text(notebook_of("# late"))
    (handed_in / "carl.ipynb").unlink()
    grades = grade_folder(handed_in, [WINDOWS], out)
    assert batch.new() == ["bob", "dora"]
    assert [grade.student for grade in grades] == ["ada", "bob", "dora"]
    assert len((out / "progress.jsonl").read_text().splitlines()) == 5
    assert len({seed for _, seed, _ in batch.calls}) == 1


@pytest.mark.parametrize(
    "other",
    [
        Settings(notebook_seconds=7),
        Settings(notebook_memory=1_400_000_000),
        Settings(checks="x = 1"),
    ],
)
def test_other_limits_and_questions_grade_everything_anew(
    handed_in, tmp_path, batch, other
):
    grade_folder(handed_in, [WINDOWS], tmp_path / "out")
    batch.new()
    grade_folder(handed_in, [WINDOWS], tmp_path / "out", other)
    assert batch.new() == ["ada", "bob", "carl"]
    assert batch.calls[-1][0] == other


def test_another_version_of_the_course_grades_everything_anew(
    handed_in, tmp_path, batch, monkeypatch
):
    course = tmp_path / "helpers"
    course.mkdir()
    monkeypatch.setattr(api.helpers, "__file__", str(course / "__init__.py"))
    for text, count in (("a", 3), ("a", 0), ("b", 3)):
        (course / "questions.py").write_text(text)
        grade_folder(handed_in, [WINDOWS], tmp_path / "out")
        assert len(batch.new()) == count


def test_what_cannot_be_read_is_graded_without_a_process(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text("{not json")
    monkeypatch.setattr(api, "grade_here", None)
    [ada] = grade_folder(tmp_path / "in", [WINDOWS], tmp_path / "out")
    assert (ada.ended, ada.reason) == (
        Ending.UNREADABLE,
        "it is not JSON, or was cut off",
    )
    assert (ada.points, ada.possible) == (0, 8)
    assert {answer.hint for answer in ada.answers} == {
        "Your notebook could not be read."
    }
    # It is not kept: it may be readable the next time.
    assert (tmp_path / "out" / "progress.jsonl").read_text() == ""


def test_several_exercises_are_graded_at_once(handed_in, tmp_path, batch):
    (handed_in / "ada").mkdir()
    for name in ("03-word-windows", "04-word-vectors"):
        (handed_in / "ada" / f"{name}.ipynb").write_text(notebook_of(name))
    exercises = [WINDOWS, VECTORS, WINDOWS]
    with pytest.warns(UserWarning, match="exercise is unknown"):
        grades = grade_folder(handed_in, exercises, tmp_path / "out")
    assert [(grade.exercise, grade.student) for grade in grades] == [
        ("03-word-windows", "ada"),
        ("04-word-vectors", "ada"),
    ]


def test_a_cluster_is_given_its_address(handed_in, tmp_path, batch):
    grade_folder(handed_in, [WINDOWS], tmp_path / "out", scheduler="tcp://h:1")
    assert [where for _, _, where in batch.calls] == ["tcp://h:1"]


def test_nothing_is_graded_where_something_is_wrong(handed_in, tmp_path, batch):
    out = tmp_path / "out"
    with pytest.raises(NoSubmissionsError):
        grade_folder(tmp_path / "nowhere", [WINDOWS], out)
    with pytest.raises(GradingError, match="do not run"):
        grade_folder(handed_in, [WINDOWS], out, Settings(checks="1 / 0"))
    assert not out.exists()
    with GradesFolder(out), pytest.raises(StoreError, match="another grader"):
        grade_folder(handed_in, [WINDOWS], out)
    (out / "progress.jsonl").write_text('{"student": 5}\n')
    with pytest.raises(StoreError, match="is not a grade"):
        grade_folder(handed_in, [WINDOWS], out)
    assert batch.students == []

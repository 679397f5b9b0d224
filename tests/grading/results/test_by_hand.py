"""Points that a person gives, and the table in which this is done."""

from dataclasses import replace

import pytest

from helpers.checks.status import Status
from helpers.checks.steps import StepResult
from helpers.grading.results.by_hand import (
    NAME,
    ByHandError,
    read_marks,
    table,
    with_marks,
)
from helpers.grading.results.folder import GradesFolder
from helpers.grading.results.tables import from_csv
from tests.grading.results.made import answer, grade

CRITERIA = (StepResult("a cause", 0, 1, ""), StepResult("=an example", 0, 2, ""))
TEXT = "=Because,\n“so” it is;\tperhaps"
COLUMNS = ["student", "criterion", "points", "comment", "answer"]


def written(text=TEXT):
    plain = answer(6, "by hand", "A person reads it.", points=3)
    return replace(plain, points=0, steps=CRITERIA, text=text)


def handed_in(*texts):
    return [grade(f"s{n}", answer(1), written(text)) for n, text in enumerate(texts)]


def finish(folder, grades):
    with GradesFolder(folder) as store:
        return store.finish(grades)


def fill_in(folder, *points, delimiter=",", encoding="utf-8-sig", comment=""):
    """Fill in points, as a spreadsheet saves them."""
    rows = from_csv((folder / NAME).read_bytes(), [*columns(folder)])
    lines = [delimiter.join(columns(folder))]
    for row, given in zip(rows, points, strict=True):
        row |= {"points": str(given), "comment": comment}
        cells = ['"' + cell.replace('"', '""') + '"' for cell in row.values()]
        lines.append(delimiter.join(cells))
    (folder / NAME).write_bytes("\r\n".join(lines).encode(encoding))


def columns(folder):
    head = (folder / NAME).read_text("utf-8-sig").splitlines()[0]
    return head.split(",")


def test_without_such_questions_there_is_no_table(tmp_path):
    finish(tmp_path, [grade()])
    assert not (tmp_path / NAME).exists()


def test_a_row_waits_for_each_thing_to_look_for(tmp_path):
    [one] = finish(tmp_path, handed_in(TEXT))
    assert one.answers[1].status is Status.BY_HAND
    rows = from_csv((tmp_path / NAME).read_bytes(), COLUMNS)
    assert [row["criterion"] for row in rows] == ["a cause", "'=an example"]
    assert {row["points"] for row in rows} == {""}


@pytest.mark.parametrize(
    ("points", "status", "together"),
    [
        ((1, 2), "passed", 3),
        ((0, 0), "failed", 0),
        (("1.0", "0"), "partly", 1),
        ((1, ""), "by hand", 1),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_points_are_taken_over_as_any_spreadsheet_saves_them(
    tmp_path, points, status, together, delimiter
):
    finish(tmp_path, handed_in(TEXT))
    fill_in(tmp_path, *points, delimiter=delimiter, comment="Well seen.")
    for _ in range(2):  # the second time it reads what it has written itself
        [one] = finish(tmp_path, handed_in(TEXT))
        read = one.answers[1]
        assert (read.status, read.points, one.points) == (
            status,
            together,
            together + 2,
        )
        assert read.steps[0].hint == "Well seen."


def test_utf_16_is_read_too(tmp_path):
    finish(tmp_path, handed_in(TEXT))
    fill_in(tmp_path, 1, 1, delimiter="\t", encoding="utf-16")
    assert finish(tmp_path, handed_in(TEXT))[0].answers[1].points == 2


def test_points_are_those_of_the_text_that_was_read(tmp_path):
    finish(tmp_path, handed_in(TEXT, "Another."))
    fill_in(tmp_path, 1, 2, 1, 0)
    first, second = finish(tmp_path, handed_in("New.", "Another."))
    assert (first.answers[1].status, first.answers[1].points) == ("by hand", 0)
    assert (second.answers[1].status, second.answers[1].points) == ("partly", 1)
    rows = from_csv((tmp_path / NAME).read_bytes(), COLUMNS)
    assert [row["points"] for row in rows] == ["", "", "1", "0", "1", "2"]
    first, _ = finish(tmp_path, handed_in(TEXT, "Another."))
    assert first.answers[1].points == 3, "what was given once is not lost"


@pytest.mark.parametrize("points", ["3", "-1", "1.5", "two", "1 1", "nan", "inf"])
def test_points_that_cannot_be_are_told_with_their_row(tmp_path, points):
    finish(tmp_path, handed_in(TEXT))
    fill_in(tmp_path, points, "")
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(
        ByHandError, match=r"row 2 .*by-hand.csv \(s0, Question 3.6\) has"
    ):
        finish(tmp_path, handed_in(TEXT))
    assert (tmp_path / NAME).read_bytes() == before


def saved(folder, change):
    """Change the table's bytes, as a person or a spreadsheet does."""
    path = folder / NAME
    path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize("extra", [[(1, ""), ("", 2)], [("", ""), (1, 2)]])
def test_a_row_that_is_there_twice_counts_once_it_has_points(tmp_path, extra):
    finish(tmp_path, handed_in(TEXT))
    halves = []
    for points in extra:
        fill_in(tmp_path, *points)
        halves.append((tmp_path / NAME).read_bytes())
    saved(tmp_path, lambda _: halves[0] + b"\r\n" + halves[1].partition(b"\r\n")[2])
    assert finish(tmp_path, handed_in(TEXT))[0].answers[1].points == 3


def test_a_row_that_is_there_twice_with_other_points_is_told(tmp_path):
    finish(tmp_path, handed_in(TEXT))
    fill_in(tmp_path, 1, 2)
    filled = (tmp_path / NAME).read_bytes()
    fill_in(tmp_path, 0, 2)
    saved(tmp_path, lambda other: filled + b"\r\n" + other.partition(b"\r\n")[2])
    with pytest.raises(ByHandError, match=r"row 4 .*twice, with 1 and 0 points"):
        read_marks(tmp_path)


def test_what_a_spreadsheet_makes_of_cells_loses_no_points(tmp_path):
    graded = [replace(grade("00123", written("true")), exercise="03-word-windows")]
    finish(tmp_path, graded)
    fill_in(tmp_path, 1, 2)
    saved(tmp_path, lambda d: d.replace(b"00123", b"123").replace(b"true", b"TRUE"))
    assert finish(tmp_path, graded)[0].answers[0].points == 3
    assert b"Question 3.6" in (tmp_path / NAME).read_bytes()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a,b\r\n1,2", "it has no column exercise"),
        (b"", "it has no column exercise"),
        (b"exercise,student\xe4", "save it as .CSV UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(tmp_path, content, fault):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(ByHandError, match=fault):
        read_marks(tmp_path)


def test_a_table_is_made_of_marks_alone(tmp_path):
    finish(tmp_path, handed_in(TEXT))
    fill_in(tmp_path, 1, 2)
    marks = read_marks(tmp_path)
    [one] = handed_in(TEXT)
    assert with_marks(one, marks).answers[1].points == 3
    assert table([], marks) == table([one], marks)
    assert table([], {}) == ""

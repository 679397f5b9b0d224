"""What a person reads, and the points that this person gives: by-hand.csv.

The grader writes the texts, one row for each thing to look for, and leaves the points
empty. Once they are filled in, the same command takes them over. A row counts for the
text that stands in it: if the student hands in another one, the old row stays at the
end of the table, and the new one waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.checks.status import Status
from helpers.grading.errors import GradingError
from helpers.grading.results.grades import Answer, Grade
from helpers.grading.results.tables import as_csv, from_csv

NAME = "by-hand.csv"
_COLUMNS = (
    "exercise",
    "student",
    "question",
    "criterion",
    "possible",
    "points",
    "comment",
    "answer",
)
_IDENTITY = ("exercise", "student", "question", "criterion", "answer")
Row = dict[str, str]
Key = tuple[str, ...]


class ByHandError(GradingError):
    """The table of points given by hand cannot be used; the message says why."""


@dataclass(frozen=True)
class Mark:
    """What a person has given for one criterion.

    Attributes:
        points: None if there are none yet.
        comment: a word to the student, "" if none.
        row: as it stands in the table.
    """

    points: int | None
    comment: str
    row: Row


def read_marks(folder: Path) -> dict[Key, Mark]:
    """Return what a person has filled in so far, {} if there is no table yet.

    Raises:
        ByHandError: the table cannot be read, or a row has no sensible points.
    """
    path = folder / NAME
    try:
        rows = from_csv(path.read_bytes(), _COLUMNS)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ByHandError(f"{path} cannot be read: {error}") from None
    marks: dict[Key, Mark] = {}
    for number, row in enumerate(rows, start=2):
        where = f"row {number} of {path} ({row['student']}, {row['question']})"
        try:
            points = _points(row)
        except (ValueError, OverflowError):
            request = f"a whole number from 0 to {row['possible']}, or nothing"
            said = f"{where} has the points {row['points']!r}: {request}, was expected"
            raise ByHandError(said) from None
        mark = Mark(points, row["comment"].strip(), row)
        earlier = marks.setdefault(_key(row), mark)
        if earlier.points is None:
            marks[_key(row)] = mark
        elif points not in (None, earlier.points):
            said = f"{where} is there twice, with {earlier.points} and {points} points"
            raise ByHandError(f"{said}: delete one of the rows")
    return marks


def _points(row: Row) -> int | None:
    text = row["points"].strip().replace(",", ".")
    if not text:
        return None
    points = float(text)  # spreadsheets may write 2 as 2.0
    if points != int(points) or not 0 <= points <= int(row["possible"]):
        raise ValueError(text)
    return int(points)


def _key(row: Mapping[str, str]) -> Key:
    """Return what a row is about, whatever a spreadsheet does to it.

    It may change blanks, drop a quote or the zeros in front of a number, and write
    "true" in capitals.
    """
    cells = (" ".join(row[name].split()) for name in _IDENTITY)
    return tuple(cell.casefold().lstrip("'0") for cell in cells)


def with_marks(grade: Grade, marks: Mapping[Key, Mark]) -> Grade:
    """Return a grade with the points that a person has given."""
    answers = [_marked(answer, grade, marks) for answer in grade.answers]
    return replace(grade, answers=tuple(answers))


def _marked(answer: Answer, grade: Grade, marks: Mapping[Key, Mark]) -> Answer:
    if not answer.text:
        return answer
    rows = _rows(answer, grade)
    given = [marks.get(_key(row)) for row in rows]
    steps = tuple(
        replace(
            step,
            points=(mark and mark.points) or 0,
            hint=mark.comment if mark else "",
        )
        for step, mark in zip(answer.steps, given, strict=True)
    )
    points = sum(step.points for step in steps)
    status = Status.PARTLY if 0 < points < answer.possible else Status.FAILED
    if points == answer.possible:
        status = Status.PASSED
    if any(mark is None or mark.points is None for mark in given):
        status = Status.BY_HAND
    hint = answer.hint if status is Status.BY_HAND else ""
    return replace(answer, status=status, hint=hint, points=points, steps=steps)


def _rows(answer: Answer, grade: Grade) -> list[Row]:
    return [
        {
            "exercise": grade.exercise,
            "student": grade.student,
            # A spreadsheet would make a number or a date of the id alone.
            "question": f"Question {answer.id}",
            "criterion": step.words,
            "possible": str(step.possible),
            "points": "",
            "comment": "",
            "answer": answer.text,
        }
        for step in answer.steps
    ]


def table(grades: Iterable[Grade], marks: Mapping[Key, Mark]) -> str:
    """Return the table with a row for each thing to look for, "" if there is none.

    What has been filled in stays, also of texts that are no longer there.
    """
    fresh = [
        row
        for grade in grades
        for answer in grade.answers
        if answer.text
        for row in _rows(answer, grade)
    ]
    keys = {_key(row) for row in fresh}
    rows = [marks[_key(row)].row if _key(row) in marks else row for row in fresh]
    rows += [mark.row for key, mark in marks.items() if key not in keys]
    if not rows:
        return ""
    cells = [[_plain(row[name]) for name in _COLUMNS] for row in rows]
    return as_csv([_COLUMNS, *cells])


def _plain(cell: str) -> str:
    """Return a cell without the quote that kept it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell

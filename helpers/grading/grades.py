"""What came of a submission, and how it is kept."""

from dataclasses import asdict, dataclass, fields
from typing import TypeVar, get_origin

ENDINGS = (
    "graded",
    "timed out",
    "out of memory",
    "too many processes",
    "crashed",
    "unreadable",
)

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What came of one question.

    Attributes:
        id: chapter and number: "3.2".
        title: what was asked, in a few words.
        status: "passed", "failed", "not attempted" or "broken".
        hint: what to do next, "" if passed.
        points: points earned.
        possible: points there were.
    """

    id: str
    title: str
    status: str
    hint: str
    points: int
    possible: int


@dataclass(frozen=True)
class CellError:
    """A cell of the notebook that stopped with an error.

    Attributes:
        cell: its number among the code cells, from 1.
        error: the error in one line.
        line: the line of code it stopped at, "" if there is none.
    """

    cell: int
    error: str
    line: str


@dataclass(frozen=True)
class Grade:
    """What came of a submission.

    Attributes:
        student: name, unique among the submissions to an exercise.
        exercise: name of the exercise: "03-word-windows".
        file: path of the notebook, relative to the folder of submissions.
        digest: of the notebook's bytes, and of how it was graded; "" if it could not be
            read.
        ended: one of `ENDINGS`.
        reason: why it ended, in a sentence, "" if graded.
        answers: one a question, in the exercise's order.
        errors: cells that stopped.
        seconds: wall time it took.
    """

    student: str
    exercise: str
    file: str
    digest: str
    ended: str
    reason: str
    answers: tuple[Answer, ...]
    errors: tuple[CellError, ...]
    seconds: float

    @property
    def points(self) -> int:
        """Points earned."""
        return sum(answer.points for answer in self.answers)

    @property
    def possible(self) -> int:
        """Points there were."""
        return sum(answer.possible for answer in self.answers)


def key(grade: Grade) -> tuple[str, str]:
    """Return what tells a submission from all others: exercise and student."""
    return grade.exercise, grade.student


def as_json(grade: Grade) -> dict[str, object]:
    """Return a grade as plain values."""
    return {**asdict(grade), "points": grade.points, "possible": grade.possible}


def from_json(plain: dict) -> Grade:
    """Return the grade that `as_json` has written.

    Raises:
        KeyError, TypeError, ValueError: it is something else.
    """
    if not isinstance(plain, dict):
        raise TypeError("a grade is a JSON object")
    kept = {k: v for k, v in plain.items() if k not in ("points", "possible")}
    kept["answers"] = tuple(_made(Answer, answer) for answer in kept["answers"])
    kept["errors"] = tuple(_made(CellError, error) for error in kept["errors"])
    grade = _made(Grade, kept)
    if grade.ended not in ENDINGS:
        raise ValueError(f"ended is {grade.ended!r}")
    return grade


def _made(kind: type[T], values: dict) -> T:
    """Make a dataclass; each value must have the type that its field declares."""
    for field in fields(kind):
        value, wanted = values[field.name], get_origin(field.type) or field.type
        # JSON may write a whole number of seconds without its point.
        if not isinstance(value, (int, float) if wanted is float else wanted):
            raise TypeError(f"{field.name} is no {wanted.__name__}")
    return kind(**values)

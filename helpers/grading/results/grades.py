"""What came of a submission, and how it is kept."""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, get_origin

from helpers.checks.judge import Verdict
from helpers.checks.status import Status
from helpers.checks.steps import StepResult
from helpers.grading.ending import Ending

# What a question says that could not be asked.
GONE = "Your notebook's process had ended before this."
UNREAD = "Your notebook could not be read."

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


@dataclass(frozen=True)
class Answer:
    """What came of one question.

    Attributes:
        id: chapter and number: "3.2".
        title: what was asked, in a few words.
        status: what came of it.
        hint: what to do next, "" if passed.
        points: points earned.
        possible: points there were.
        steps: what came of each part that has points of its own, () if none has.
        bonus: whether the points come on top of those that can be reached.
        text: what a person reads and gives points for, "" if nothing.
    """

    id: str
    title: str
    status: Status
    hint: str
    points: int
    possible: int
    steps: tuple[StepResult, ...] = ()
    bonus: bool = False
    text: str = ""

    @classmethod
    def of(cls, verdict: Verdict) -> "Answer":
        """Return a verdict without the question's code."""
        question = verdict.question
        return cls(
            id=question.id,
            title=question.title,
            status=verdict.status,
            hint=verdict.hint,
            points=verdict.points,
            possible=question.points,
            steps=verdict.steps,
            bonus=question.bonus,
            text=verdict.text,
        )


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
        ended: how the grading ended.
        reason: why it ended, in a sentence, "" if graded.
        answers: one a question, in the exercise's order.
        errors: cells that stopped.
        seconds: wall time it took.
    """

    student: str
    exercise: str
    file: str
    digest: str
    ended: Ending
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
        """Points there were, without those on top."""
        return sum(answer.possible for answer in self.answers if not answer.bonus)


def identity(grade: Grade) -> tuple[str, str]:
    """Return what tells a submission from all others: exercise and student."""
    return grade.exercise, grade.student


def as_json(grade: Grade) -> dict[str, Any]:
    """Return a grade as plain values."""
    return {**asdict(grade), "points": grade.points, "possible": grade.possible}


def from_json(plain: Any) -> Grade:
    """Return the grade that `as_json` has written.

    Raises:
        KeyError, TypeError, ValueError: it is something else.
    """
    if not isinstance(plain, dict):
        raise TypeError("a grade is a JSON object")
    values = {k: v for k, v in plain.items() if k not in ("points", "possible")}
    values["answers"] = tuple(answer_from(each) for each in values["answers"])
    values["errors"] = tuple(from_plain(CellError, each) for each in values["errors"])
    return from_plain(Grade, values)


def answer_from(plain: Mapping[str, Any]) -> Answer:
    """Return the answer whose fields are given as plain values.

    Raises:
        KeyError, TypeError, ValueError: they are something else.
    """
    steps = tuple(from_plain(StepResult, each) for each in plain.get("steps", ()))
    return from_plain(Answer, {**plain, "steps": steps})


def from_plain(kind: type[T], values: Mapping[str, Any]) -> T:
    """Make a dataclass; each value must have the type that its field declares.

    Raises:
        KeyError, TypeError, ValueError: a field is missing or of another type.
    """
    typed = dict(values)
    for field in fields(kind):
        if field.name not in values and field.default is not MISSING:
            continue  # a grade of an earlier version
        wanted: Any = get_origin(field.type) or field.type
        if issubclass(wanted, StrEnum):
            typed[field.name] = wanted(values[field.name])
        # JSON may write a whole number of seconds without its point.
        elif not isinstance(
            values[field.name], (int, float) if wanted is float else wanted
        ):
            raise TypeError(f"{field.name} is no {wanted.__name__}")
    return kind(**typed)

"""Questions, and how one is judged."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import numpy as np

from helpers.checks.catalogue import Exercise
from helpers.checks.compare import Hint
from helpers.checks.status import Status
from helpers.checks.student import NotAttempted, Student, StudentGone
from helpers.errors import first_line

Ask = Callable[[Student, np.random.Generator], None]


@dataclass(frozen=True)
class Question:
    """A question of an exercise.

    Attributes:
        id: chapter and number: "3.2".
        points: what a right answer is worth.
        title: what is asked, in a few words.
        ask: asks the student; raises `Hint` if an answer is not right.
    """

    id: str
    points: int
    title: str
    ask: Ask


@dataclass(frozen=True)
class Verdict:
    """What came of a question.

    Attributes:
        question: the question.
        status: what came of it.
        hint: what to do next, "" if passed.
    """

    question: Question
    status: Status
    hint: str = ""

    @property
    def points(self) -> int:
        """Points earned."""
        return self.question.points if self.status is Status.PASSED else 0


def question(id: str, *, points: int = 1) -> Callable[[Ask], Question]:
    """Make a question of a function of a `Student` and a random generator.

    Its docstring's first line is the question's title.
    """

    def wrap(ask: Ask) -> Question:
        title = (ask.__doc__ or "").strip().splitlines()[0].rstrip(".")
        return Question(id, points, title, ask)

    return wrap


def questions(exercise: Exercise) -> dict[str, Question]:
    """Return the questions of an exercise by id, in their order."""
    return questions_of(import_module(exercise.module))


def questions_of(module: ModuleType) -> dict[str, Question]:
    """Return the questions that a module defines, by id, in their order."""
    return {q.id: q for q in vars(module).values() if isinstance(q, Question)}


def judge(question: Question, student: Student, rng: np.random.Generator) -> Verdict:
    """Ask one question.

    Raises:
        StudentGone: the student's process has ended. Nothing else is raised.
    """
    try:
        question.ask(student, rng)
    except NotAttempted as missing:
        return Verdict(question, Status.NOT_ATTEMPTED, f"`{missing}` waits for you.")
    except Hint as hint:
        return Verdict(question, Status.FAILED, str(hint))
    except StudentGone:
        raise
    except Exception as error:
        cause = f"{type(error).__name__}: {first_line(error)}"
        return Verdict(question, Status.BROKEN, f"The check itself failed ({cause}).")
    return Verdict(question, Status.PASSED)

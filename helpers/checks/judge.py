"""Questions, and how one is judged."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import numpy as np

from helpers.checks.compare import Hint
from helpers.checks.student import NotAttempted, Student


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
    ask: Callable[[Student, np.random.Generator], None]


@dataclass(frozen=True)
class Verdict:
    """What came of a question.

    Attributes:
        question: the question.
        status: "passed", "failed", "not attempted", or "broken" when the check itself
            has failed.
        hint: what to do next, "" if passed.
    """

    question: Question
    status: str
    hint: str = ""

    @property
    def points(self) -> int:
        """Points earned."""
        return self.question.points if self.status == "passed" else 0


def question(id: str, *, points: int = 1) -> Callable[[Callable], Question]:
    """Make a question of a function of a `Student` and a random generator.

    Its docstring's first line is the question's title.
    """

    def wrap(ask: Callable[[Student, np.random.Generator], None]) -> Question:
        title = (ask.__doc__ or "").strip().splitlines()[0].rstrip(".")
        return Question(id, points, title, ask)

    return wrap


def questions(chapter: int) -> dict[str, Question]:
    """Return the questions of a chapter's exercise by id, in their order.

    Raises:
        LookupError: there is no such exercise.
    """
    name = f"helpers.checks.questions.ch{chapter:02d}"
    try:
        return questions_of(import_module(name))
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise LookupError(f"there is no exercise {chapter}") from None


def questions_of(module: ModuleType) -> dict[str, Question]:
    """Return the questions that a module defines, by id, in their order."""
    return {q.id: q for q in vars(module).values() if isinstance(q, Question)}


def judge(question: Question, student: Student, rng: np.random.Generator) -> Verdict:
    """Ask one question. Never raises an `Exception`."""
    try:
        question.ask(student, rng)
    except NotAttempted as missing:
        return Verdict(question, "not attempted", f"`{missing}` waits for you.")
    except Hint as hint:
        return Verdict(question, "failed", str(hint))
    except Exception as error:
        said = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return Verdict(question, "broken", f"The check itself failed ({said}).")
    return Verdict(question, "passed")

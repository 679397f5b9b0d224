"""Which questions an exercise has, an instructor's own included."""

from types import ModuleType

from helpers.checks.catalogue import Exercise
from helpers.checks.judge import Question, questions, questions_of
from helpers.checks.status import Status
from helpers.errors import first_line
from helpers.grading.errors import GradingError
from helpers.grading.results.grades import Answer


class ChecksError(GradingError):
    """An instructor's own questions cannot be asked; the message says why."""


def questions_for(exercise: Exercise, own: str) -> dict[str, Question]:
    """Return the questions of an exercise by id, in their order.

    Args:
        exercise: the exercise.
        own: Python code whose questions take the place of the public ones, or "".

    Raises:
        ChecksError: the code does not run.
    """
    module = ModuleType("private_checks")
    try:
        exec(compile(own, "private checks", "exec"), vars(module))
    except Exception as error:
        said = f"{type(error).__name__}: {first_line(error)}"
        raise ChecksError(f"your own checks do not run: {said}") from None
    chapter = f"{exercise.number}."
    replaced = {
        id: question
        for id, question in questions_of(module).items()
        if id.startswith(chapter)
    }
    return questions(exercise) | replaced


def unreached(question: Question, hint: str) -> Answer:
    """Return what a question earns that could not be asked: no points."""
    return Answer(question.id, question.title, Status.FAILED, hint, 0, question.points)

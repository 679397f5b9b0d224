"""Which questions an exercise has, an instructor's own included."""

from types import ModuleType

from helpers.checks.catalogue import Exercise
from helpers.checks.judge import Question, questions, questions_of
from helpers.checks.rubric import RubricError, read_rubric
from helpers.checks.status import Status
from helpers.errors import first_line
from helpers.grading.errors import GradingError
from helpers.grading.results.grades import Answer


class ChecksError(GradingError):
    """An instructor's own questions cannot be asked; the message says why."""


def questions_for(exercise: Exercise, checks: str, rubric: str) -> dict[str, Question]:
    """Return the questions of an exercise by id, in their order.

    Args:
        exercise: the exercise.
        checks: Python code whose questions take the place of the public ones of the
            same id, or come after them; or "".
        rubric: TOML with questions that a person grades, as many; or "".

    Raises:
        ChecksError: the code does not run, or the rubric cannot be read.
    """
    module = ModuleType("private_checks")
    try:
        exec(compile(checks, "private checks", "exec"), vars(module))
    except Exception as error:
        said = f"{type(error).__name__}: {first_line(error)}"
        raise ChecksError(f"your own checks do not run: {said}") from None
    try:
        by_hand = read_rubric(rubric)
    except RubricError as error:
        raise ChecksError(f"your rubric cannot be used: {error}") from None
    chapter = f"{exercise.number}."
    replaced = {
        id: question
        for id, question in (questions_of(module) | by_hand).items()
        if id.startswith(chapter)
    }
    return questions(exercise) | replaced


def unreached(question: Question, hint: str) -> Answer:
    """Return what a question earns that could not be asked: no points."""
    return Answer(
        id=question.id,
        title=question.title,
        status=Status.FAILED,
        hint=hint,
        points=0,
        possible=question.points,
        bonus=question.bonus,
    )

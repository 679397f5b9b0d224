"""Questions, and how one is judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType

import numpy as np

from helpers.checks.catalogue import Exercise
from helpers.checks.compare import Hint, expect, expect_type
from helpers.checks.status import Status
from helpers.checks.steps import Ledger, StepResult, keeping, results
from helpers.checks.student import NotAttempted, Student, StudentGone
from helpers.errors import first_line

Ask = Callable[[Student, np.random.Generator], None]
LONGEST_TEXT = 10_000  # characters of a text for a person to read


@dataclass(frozen=True)
class Question:
    """A question of an exercise.

    Attributes:
        id: chapter and number: "3.2".
        points: what a right answer is worth.
        title: what is asked, in a few words.
        ask: asks the student; raises `Hint` if an answer is not right.
        steps: points by the words of each step, in their order; {} if all points are
            given or none. They sum to `points`.
        rounds: how often it is asked, each time with other random numbers. So what an
            answer remembers, or has from a lucky draw, is seen.
        bonus: whether its points come on top of those that can be reached.
        text: name of the text that a person reads and gives points for, step by step;
            "" if `ask` judges.
    """

    id: str
    points: int
    title: str
    ask: Ask
    steps: Mapping[str, int] = field(default_factory=dict)
    rounds: int = 1
    bonus: bool = False
    text: str = ""


@dataclass(frozen=True)
class Verdict:
    """What came of a question.

    Attributes:
        question: the question.
        status: what came of it.
        hint: what to do next, "" if passed.
        steps: what came of each step, () if it has none.
        text: what a person is to read, "" if nothing.
    """

    question: Question
    status: Status
    hint: str = ""
    steps: tuple[StepResult, ...] = ()
    text: str = ""

    @property
    def points(self) -> int:
        """Points earned."""
        if self.status is Status.PASSED:
            return self.question.points
        return sum(step.points for step in self.steps)


def question(
    id: str,
    *,
    points: int = 1,
    steps: Mapping[str, int] | None = None,
    rounds: int = 3,
    bonus: bool = False,
) -> Callable[[Ask], Question]:
    """Make a question of a function of a `Student` and a random generator.

    Its docstring's first line is the question's title.

    Args:
        id: chapter and number: "3.2".
        points: what a right answer is worth; where there are steps, their sum counts.
        steps: points by the words of each step: see `helpers.checks.steps`.
        rounds: how often to ask. 1 where an answer takes long and the function itself
            varies what it asks.
        bonus: whether the points come on top.
    """

    def wrap(ask: Ask) -> Question:
        title = (ask.__doc__ or "").strip().splitlines()[0].rstrip(".")
        most = sum(steps.values()) if steps else points
        return Question(id, most, title, ask, steps or {}, rounds, bonus)

    return wrap


def questions(exercise: Exercise) -> dict[str, Question]:
    """Return the questions of an exercise by id, in their order."""
    return questions_of(import_module(exercise.module))


def questions_of(module: ModuleType) -> dict[str, Question]:
    """Return the questions that a module defines, by id, in their order."""
    return {q.id: q for q in vars(module).values() if isinstance(q, Question)}


def judge(question: Question, student: Student, rng: np.random.Generator) -> Verdict:
    """Ask one question, as many times as it wants to be asked.

    Raises:
        StudentGone: the student's process has ended. Nothing else is raised.
    """
    rounds: list[set[str]] = []
    missed: dict[str, str] = {}
    hint = ""
    try:
        if question.text:
            return _handed_over(question, student)
        while len(rounds) < question.rounds and not hint:
            ledger = Ledger(missed=missed)
            try:
                with keeping(ledger):
                    question.ask(student, rng)
            except Hint as stopped:
                hint = str(stopped)
            rounds.append(ledger.reached)
        steps = results(question.steps, rounds, missed)
        hint = hint or next(iter(missed.values()), "")
        if not hint and any(step.points < step.possible for step in steps):
            raise LookupError("a step was neither reached nor missed")
    except Hint as unfit:
        return Verdict(question, Status.FAILED, str(unfit))
    except NotAttempted as missing:
        return Verdict(question, Status.NOT_ATTEMPTED, f"`{missing}` waits for you.")
    except StudentGone:
        raise
    except Exception as error:
        cause = f"{type(error).__name__}: {first_line(error)}"
        return Verdict(question, Status.BROKEN, f"The check itself failed ({cause}).")
    if not hint:
        return Verdict(question, Status.PASSED, steps=steps)
    partly = any(step.points for step in steps)
    return Verdict(question, Status.PARTLY if partly else Status.FAILED, hint, steps)


def _handed_over(question: Question, student: Student) -> Verdict:
    """Return the text that a person is to read.

    Raises:
        Hint: it is no text, or too long.
        NotAttempted: there is none.
    """
    text = expect_type(student[question.text], str, f"`{question.text}`").strip()
    if not text:
        raise NotAttempted(question.text)
    expect(
        len(text) <= LONGEST_TEXT,
        f"`{question.text}` has {len(text):,} characters; at most {LONGEST_TEXT:,} are "
        "read.",
    )
    steps = results(question.steps, [], {})
    return Verdict(question, Status.BY_HAND, "A person reads it.", steps, text)

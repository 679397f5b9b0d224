"""`check`: judge the answers of the notebook that calls it, and say so kindly."""

import re
from dataclasses import dataclass
from html import escape

import numpy as np

from helpers.checks.answers import Answers, quiet
from helpers.checks.catalogue import Exercise, numbered
from helpers.checks.judge import Question, Verdict, judge, questions
from helpers.checks.status import Status
from helpers.checks.steps import StepResult
from helpers.checks.student import Student
from helpers.shown import Shown


@dataclass
class _Session:
    """What is remembered as long as a kernel runs.

    Attributes:
        exercise: that of the question checked last.
    """

    exercise: Exercise | None = None


_session = _Session()


def check(id: str | None = None) -> None:
    """Check one answer of this notebook, or show the score of all of them.

    Args:
        id: the question, such as "3.2"; all questions of the exercise that was checked
            last if None.
    """
    from IPython.display import display

    try:
        display(_score() if id is None else _one(id))
    except LookupError as error:
        display(_advice(f"{error.args[0]}."))
    except KeyboardInterrupt:
        display(_advice(f"Check {id or 'of all'} stopped by you."))


def _one(id: str) -> Shown:
    """Judge one answer, and remember its exercise."""
    parts = re.fullmatch(r"(\d{1,2})\.\d+", str(id).strip())
    if parts is None:
        raise LookupError(f'Ask for a question by its number: check("3.1"), not {id!r}')
    exercise = numbered(int(parts[1]))
    known = questions(exercise)
    if parts[0] not in known:
        raise LookupError(f"There is no question {id}, but {', '.join(known)}")
    _session.exercise = exercise
    return _show(_judge(known[parts[0]]))


def _score() -> Shown:
    """Judge all answers to the exercise of the last question."""
    if _session.exercise is None:
        raise LookupError('Check a question first, with its number: check("3.1")')
    verdicts = [_judge(question) for question in questions(_session.exercise).values()]
    earned = sum(verdict.points for verdict in verdicts)
    possible = sum(v.question.points for v in verdicts if not v.question.bonus)
    rows = [_row(verdict) for verdict in verdicts]
    rows.append(("", "", "Together", "", f"{earned} of {possible}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    text = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    html = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    head = "<tr><th></th><th></th><th>question</th><th></th><th>points</th></tr>"
    return Shown(html=f"<table>{head}{html}</table>", text=text)


def _row(verdict: Verdict) -> tuple[str, ...]:
    question, status = verdict.question, verdict.status
    points = f"{verdict.points} of {question.points}"
    if question.bonus:
        points += ", bonus"
    return status.sign, question.id, question.title, str(status), points


def _judge(question: Question) -> Verdict:
    student = Student(Answers(_namespace()).reply)
    with quiet():  # the check loads data, too
        return judge(question, student, np.random.default_rng())


def _namespace() -> dict[str, object]:
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise LookupError("check works in a notebook or in IPython")
    return shell.user_ns


def _show(verdict: Verdict) -> Shown:
    question, status = verdict.question, verdict.status
    points = f"{question.points} point{'s' if question.points != 1 else ''}"
    if question.bonus:
        points = f"{points} on top"
    rest = {
        Status.PASSED: f"{status.words}, {points}.",
        Status.BY_HAND: f"{status.words}, up to {points}.",
        Status.PARTLY: f"{status.words}, {verdict.points} of {points}. {verdict.hint}",
        Status.BROKEN: f"{verdict.hint} Please tell the course's authors.",
    }.get(status, f"{status.words}. {verdict.hint}")
    steps = [] if status is Status.PASSED else [_step(s) for s in verdict.steps]
    return _block(status.sign, status.colour, [f"{question.id} {rest}", *steps])


def _step(step: StepResult) -> str:
    """Return a line about a step: a sign, what it is about, and its points."""
    sign = Status.PASSED.sign if step.points else Status.NOT_ATTEMPTED.sign
    return f"{sign} {step.words}: {step.points} of {step.possible}"


def _advice(text: str) -> Shown:
    """Return a line that is about no answer."""
    return _block("?", Status.NOT_ATTEMPTED.colour, [text])


def _block(sign: str, colour: str, lines: list[str]) -> Shown:
    """Return lines of text, the first behind a sign; `code` in backquotes."""
    html = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape("\n".join(lines)))
    style = f"border-left: 4px solid {colour}; padding: 0.3em 0.8em"
    return Shown(
        html=f'<div style="{style}">{sign} {html.replace(chr(10), "<br>")}</div>',
        text="\n    ".join([f"{sign} {lines[0]}", *lines[1:]]),
    )

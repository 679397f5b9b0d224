"""`check`: judge the answers of the notebook that calls it, and say so kindly."""

import re
from html import escape
from statistics import mode

import numpy as np

from helpers.checks.answers import Answers, quiet
from helpers.checks.catalogue import numbered
from helpers.checks.judge import Question, Verdict, judge, questions
from helpers.checks.status import Status
from helpers.checks.student import Student

_COLOURS = {Status.PASSED: "#009e73", Status.FAILED: "#d55e00"}


class Note:
    """Something to show: as HTML in a notebook, as text elsewhere."""

    def __init__(self, text: str, html: str) -> None:
        self._text, self._html = text, html

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self._html


def check(id: str | None = None) -> None:
    """Check one answer of this notebook, or show the score of all of them.

    Args:
        id: the question, such as "3.2"; all questions of this notebook if None.
    """
    from IPython.display import display

    try:
        display(_score() if id is None else _one(id))
    except LookupError as error:
        display(_line("?", "#6b6b6b", f"{error.args[0]}."))
    except KeyboardInterrupt:
        display(_line("?", "#6b6b6b", f"Check {id or 'of all'} stopped by you."))


def _one(id: str) -> Note:
    found = re.fullmatch(r"(\d{1,2})\.\d+", str(id).strip())
    if found is None:
        raise LookupError(f'Ask for a question by its number: check("3.1"), not {id!r}')
    known = questions(numbered(int(found[1])))
    if found[0] not in known:
        raise LookupError(f"There is no question {id}, but {', '.join(known)}")
    return _show(_judge(known[found[0]]))


def _score() -> Note:
    known = questions(numbered(_chapter()))
    verdicts = [_judge(question) for question in known.values()]
    earned, possible = (
        sum(v.points for v in verdicts),
        sum(v.question.points for v in verdicts),
    )
    rows = [
        (v.status.sign, v.question.id, v.question.title, v.status,
         f"{v.points} of {v.question.points}")
        for v in verdicts
    ]  # fmt: skip
    rows.append(("", "", "Together", "", f"{earned} of {possible}"))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    text = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    html = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    head = "<tr><th></th><th></th><th>question</th><th></th><th>points</th></tr>"
    return Note(text, f"<table>{head}{html}</table>")


def _chapter() -> int:
    """Find the chapter from the cells that were run: they name their questions."""
    cells = _namespace().get("In", [])
    found = re.findall(r"""check\(\s*["'](\d{1,2})\.\d+["']\s*\)""", "\n".join(cells))
    if not found:
        raise LookupError('Check a question first, with its number: check("3.1")')
    return int(mode(found))


def _namespace() -> dict[str, object]:
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        raise LookupError("check works in a notebook or in IPython")
    return shell.user_ns


def _judge(question: Question) -> Verdict:
    student = Student(Answers(_namespace()).reply)
    with quiet():  # the check loads data, too
        return judge(question, student, np.random.default_rng())


def _show(verdict: Verdict) -> Note:
    question = verdict.question
    points = f"{question.points} point{'s' if question.points != 1 else ''}"
    said = {
        "passed": f"passed, {points}.",
        "failed": f"not yet. {verdict.hint}",
        "not attempted": f"not attempted. {verdict.hint}",
        "broken": f"{verdict.hint} Please tell the course's authors.",
    }[verdict.status]
    colour = _COLOURS.get(verdict.status, "#6b6b6b")
    return _line(verdict.status.sign, colour, f"{question.id} {said}")


def _line(mark: str, colour: str, text: str) -> Note:
    html = re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text))
    style = f"border-left: 4px solid {colour}; padding: 0.3em 0.8em"
    return Note(f"{mark} {text}", f'<div style="{style}">{mark} {html}</div>')

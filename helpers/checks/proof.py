"""Prove an exercise's checks: for those who write questions.

Both functions run in the exercise's own notebook, after its last cell.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from helpers.checks.answers import Answers
from helpers.checks.catalogue import numbered
from helpers.checks.judge import Question, Verdict, judge, questions
from helpers.checks.status import Status
from helpers.checks.student import Student

# What anyone may write by accident. The first three define a name, the others a
# function of that name.
JUNK = (
    "{name} = None",
    "{name} = object()",
    "{name} = float('nan')",
    "def {name}(*args): return None, object()",
    "def {name}(*args): return [[], {{}}, 'x', b'x']",
    "def {name}(*args): return {name}",
    "def {name}(*args): return (i for i in args)",
    "def {name}(*args): raise SystemExit",
    "def {name}(*args): return {name}(*args)",
    "def {name}(): print('no arguments')",
)


def prove(
    namespace: dict[str, object], chapter: int, wrong: Mapping[str, Mapping[str, str]]
) -> None:
    """Prove that right answers pass, and that wrong ones get a hint that fits.

    Args:
        namespace: the solution notebook's `globals()`.
        chapter: number of the exercise.
        wrong: for each question at least two plausible wrong answers: a part of the
            hint that each must get, and the code that defines it.

    Raises:
        AssertionError: a check does not do what it should; says which and how.
    """
    known = questions(numbered(chapter))
    assert list(wrong) == list(known), f"wrong answers of {list(wrong)}, not {[*known]}"
    faults = [
        f"{id}: the reference is {verdict.status}. {verdict.hint}"
        for id, verdict in verdicts(namespace, known).items()
        if verdict.status is not Status.PASSED
    ]
    for id, answers in wrong.items():
        if len(answers) < 2:
            faults.append(f"{id}: it has fewer than two wrong answers")
        for hint, code in answers.items():
            faults += _prove_wrong(namespace, known, id, hint, code)
        names = _names(namespace, next(iter(answers.values())))
        for junk in JUNK:
            faults += _prove_junk(namespace, known[id], junk.format(name=names[-1]))
    assert not faults, "\n".join(faults)


def prove_blank(namespace: dict[str, object], chapter: int) -> None:
    """Prove that no question of an exercise counts as attempted as it is handed out.

    Raises:
        AssertionError: one does; says which and why.
    """
    faults = [
        f"{id}: the blank exercise is {verdict.status}. {verdict.hint}"
        for id, verdict in verdicts(namespace, questions(numbered(chapter))).items()
        if verdict.status is not Status.NOT_ATTEMPTED
    ]
    assert not faults, "\n".join(faults)


def verdicts(
    namespace: dict[str, object], known: Mapping[str, Question]
) -> dict[str, Verdict]:
    """Judge questions on the same random numbers every time."""
    student = Student(Answers(namespace).reply)
    rng = np.random.default_rng
    return {id: judge(question, student, rng(7)) for id, question in known.items()}


def _prove_wrong(
    namespace: dict[str, object],
    known: Mapping[str, Question],
    id: str,
    hint: str,
    code: str,
) -> list[str]:
    with _instead(namespace, code):
        outcomes = verdicts(namespace, known)
    faults = [
        f"{id} {hint!r}: question {other} is {verdict.status} too. {verdict.hint}"
        for other, verdict in outcomes.items()
        if other != id and verdict.status is not Status.PASSED
    ]
    own = outcomes[id]
    if own.status is not Status.FAILED or hint not in own.hint:
        faults.append(f"{id} {hint!r}: it is {own.status}. {own.hint}")
    return faults


def _prove_junk(
    namespace: dict[str, object], question: Question, code: str
) -> list[str]:
    id = question.id
    with _instead(namespace, code):
        own = verdicts(namespace, {id: question})[id]
    fine = own.status in (Status.FAILED, Status.NOT_ATTEMPTED)
    return [] if fine else [f"{id} `{code}`: it is {own.status}. {own.hint}"]


@contextmanager
def _instead(namespace: dict[str, object], code: str) -> Iterator[None]:
    """Have the names that some code defines mean what it says, for a while."""
    right = {name: namespace[name] for name in _names(namespace, code)}
    exec(code, namespace)
    try:
        yield
    finally:
        namespace.update(right)


def _names(namespace: dict[str, object], code: str) -> list[str]:
    """Return the names that a piece of code defines; the notebook must have them."""
    names: dict[str, None] = {}
    for line in code.splitlines():
        name = line.removeprefix("def ").split("(")[0].split("=")[0].strip()
        if line[:1].strip() and name.isidentifier() and name in namespace:
            names[name] = None
    assert names, f"this code defines no answer: {code}"
    return list(names)

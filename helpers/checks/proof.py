"""Prove an exercise's checks: for those who write questions.

Both functions run in the exercise's own notebook, after its last cell.
"""

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import Any

import numpy as np

from helpers.checks.answers import Answers
from helpers.checks.catalogue import numbered
from helpers.checks.judge import Question, Verdict, judge, questions
from helpers.checks.mutants import Mutant, changed_values, mutants
from helpers.checks.status import Status
from helpers.checks.student import Student

SEEDS = range(5)
FEWEST_RIGHT, FEWEST_WRONG = 3, 2
SECONDS = 10  # for a mutant

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


@dataclass(frozen=True)
class Proof:
    """What was tried on an exercise's checks.

    Attributes:
        right: answers in other clothes, all of which passed.
        wrong: wrong answers, each of which got its hint.
        mutants: made by a program of the references.
        alive: mutants that pass, for a reason that is told.
    """

    right: int
    wrong: int
    mutants: int
    alive: int


def prove(
    namespace: dict[str, object],
    chapter: int,
    *,
    right: Mapping[str, Mapping[str, str]],
    wrong: Mapping[str, Mapping[str, str]],
    equivalent: Mapping[str, Mapping[str, str]] | None = None,
) -> Proof:
    """Prove that right answers pass, and that wrong ones get a hint that fits.

    Args:
        namespace: the solution notebook's `globals()`.
        chapter: number of the exercise.
        right: for each question at least three right answers in other clothes than the
            reference: what is other about each, and the code that defines it.
        wrong: for each question at least two plausible wrong answers: a part of the
            hint that each must get, and the code that defines it.
        equivalent: for each question the mutants of its reference that may pass, and
            why each is right all the same.

    Returns:
        How many of each were tried.

    Raises:
        AssertionError: a check does not do what it should; says which and how.
    """
    known = questions(numbered(chapter))
    for name, answers in (("right", right), ("wrong", wrong)):
        listed = f"{name} answers of {list(answers)}, not {[*known]}"
        assert list(answers) == list(known), listed
    faults: list[str] = []
    made = alive = 0
    for id, question in known.items():
        faults += _prove_reference(namespace, question)
        faults += _prove_right(namespace, question, right[id])
        faults += _prove_wrong(namespace, known, id, wrong[id])
        name = _names(namespace, next(iter(wrong[id].values())))[-1]
        for junk in JUNK:
            faults += _prove_junk(namespace, question, junk.format(name=name))
        changes = list(_mutants(namespace, name))
        survivors = _survivors(namespace, question, name, changes)
        made, alive = made + len(changes), alive + len(survivors)
        faults += _unexplained(id, survivors, (equivalent or {}).get(id, {}))
    assert not faults, "\n".join(faults)
    tried = [sum(map(len, answers.values())) for answers in (right, wrong)]
    return Proof(right=tried[0], wrong=tried[1], mutants=made, alive=alive)


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
    namespace: dict[str, object], known: Mapping[str, Question], seed: int = 7
) -> dict[str, Verdict]:
    """Judge questions on the random numbers of a seed."""
    student = Student(Answers(namespace).reply)
    rng = np.random.default_rng
    return {id: judge(question, student, rng(seed)) for id, question in known.items()}


def _on_all_seeds(namespace: dict[str, object], question: Question) -> list[Verdict]:
    """Judge a question on several seeds: a verdict must not be drawn by luck."""
    seeds = SEEDS if question.rounds > 1 else SEEDS[:2]
    return [verdicts(namespace, {"": question}, seed)[""] for seed in seeds]


def _prove_reference(namespace: dict[str, object], question: Question) -> list[str]:
    return [
        f"{question.id}: the reference is {verdict.status}. {verdict.hint}"
        for verdict in _on_all_seeds(namespace, question)
        if verdict.status is not Status.PASSED
    ][:1]


def _prove_right(
    namespace: dict[str, object], question: Question, answers: Mapping[str, str]
) -> list[str]:
    faults = []
    if len(answers) < FEWEST_RIGHT:
        faults.append(f"{question.id}: it has fewer than three right answers")
    for clothes, code in answers.items():
        with _instead(namespace, code):
            outcomes = _on_all_seeds(namespace, question)
        faults += [
            f"{question.id} right, {clothes!r}: it is {verdict.status}. {verdict.hint}"
            for verdict in outcomes
            if verdict.status is not Status.PASSED
        ][:1]
    return faults


def _prove_wrong(
    namespace: dict[str, object],
    known: Mapping[str, Question],
    id: str,
    answers: Mapping[str, str],
) -> list[str]:
    faults = []
    if len(answers) < FEWEST_WRONG:
        faults.append(f"{id}: it has fewer than two wrong answers")
    others = {other: question for other, question in known.items() if other != id}
    for hint, code in answers.items():
        with _instead(namespace, code):
            outcomes = verdicts(namespace, others)
            own = _on_all_seeds(namespace, known[id])
        faults += [
            f"{id} {hint!r}: question {other} is {verdict.status} too. {verdict.hint}"
            for other, verdict in outcomes.items()
            if verdict.status is not Status.PASSED
        ]
        faults += [
            f"{id} {hint!r}: it is {verdict.status}. {verdict.hint}"
            for verdict in own
            if verdict.status not in (Status.FAILED, Status.PARTLY)
            or hint not in verdict.hint
        ][:1]
    return faults


def _mutants(namespace: dict[str, object], name: str) -> Iterator[Mutant]:
    reference: Any = namespace[name]
    if isinstance(reference, FunctionType):
        yield from mutants(reference, namespace)
    else:
        yield from changed_values(reference)


def _survivors(
    namespace: dict[str, object],
    question: Question,
    name: str,
    changes: Sequence[Mutant],
) -> list[str]:
    """Return what was changed in the mutants that pass on any of the seeds."""
    alive = []
    for mutant in changes:
        outcomes: list[Verdict] = []
        with _instead(namespace, {name: mutant.answer}), _within(SECONDS):
            outcomes = _on_all_seeds(namespace, question)
        if any(verdict.status is Status.PASSED for verdict in outcomes):
            alive.append(mutant.change)
    return alive


def _unexplained(
    id: str, survivors: Sequence[str], reasons: Mapping[str, str]
) -> list[str]:
    unknown = [change for change in survivors if change not in reasons]
    dead = [change for change in reasons if change not in survivors]
    return [
        *(f"{id} {change!r}: this mutant passes" for change in unknown),
        *(f"{id} {change!r}: no such mutant passes any more" for change in dead),
    ]


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer: a mutant may loop for ever."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"it took longer than {seconds:.0f} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    except TimeoutError:  # it rang outside of the answer
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _prove_junk(
    namespace: dict[str, object], question: Question, code: str
) -> list[str]:
    id = question.id
    with _instead(namespace, code):
        own = verdicts(namespace, {id: question})[id]
    fine = own.status in (Status.FAILED, Status.NOT_ATTEMPTED)
    return [] if fine else [f"{id} `{code}`: it is {own.status}. {own.hint}"]


@contextmanager
def _instead(
    namespace: dict[str, object], code: str | Mapping[str, object]
) -> Iterator[None]:
    """Have names mean what some code defines, or what is given, for a while."""
    names = _names(namespace, code) if isinstance(code, str) else list(code)
    right = {name: namespace[name] for name in names}
    if isinstance(code, str):
        exec(code, namespace)
    else:
        namespace.update(code)
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

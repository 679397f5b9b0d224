"""Steps: parts of a question that are worth points of their own.

A question names its steps and their points in `question(..., steps=...)`. While it
asks, it says which of them an answer has come to:

- `reached("it gives probabilities")` after the `expect…` that had to hold for it;
- `with attempt("a text that is too short"): …` around a part that stands alone: what
  goes wrong in it costs that part, and the question goes on.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from helpers.checks.compare import Hint


@dataclass(frozen=True)
class StepResult:
    """What came of a step.

    Attributes:
        words: what it is about.
        points: points earned.
        possible: points there were.
        hint: what to do next, "" if it was reached, or if nothing is known of it.
    """

    words: str
    points: int
    possible: int
    hint: str


@dataclass
class Ledger:
    """What is known of the steps of a question while it is asked, several times over.

    Attributes:
        reached: the steps that this round has come to.
        missed: hints of the steps that failed in any round, by their words.
    """

    reached: set[str] = field(default_factory=set)
    missed: dict[str, str] = field(default_factory=dict)


_ledger: ContextVar[Ledger] = ContextVar("ledger")


@contextmanager
def keeping(ledger: Ledger) -> Iterator[None]:
    """Have what is asked inside write into a ledger."""
    token = _ledger.set(ledger)
    try:
        yield
    finally:
        _ledger.reset(token)


def reached(words: str) -> None:
    """Say that an answer has come to a step."""
    _ledger.get().reached.add(words)


@contextmanager
def attempt(words: str) -> Iterator[None]:
    """Ask what stands for one step alone; a `Hint` costs that step and nothing else."""
    try:
        yield
    except Hint as hint:
        _ledger.get().missed.setdefault(words, str(hint))
    else:
        reached(words)


def results(
    steps: Mapping[str, int], rounds: list[set[str]], missed: Mapping[str, str]
) -> tuple[StepResult, ...]:
    """Return what came of each step: one counts if every round has come to it.

    Args:
        steps: points by words.
        rounds: the steps that each round has come to.
        missed: hints of those that failed.
    """
    reached_in_all = set(steps).intersection(*rounds) if rounds else set()
    return tuple(
        StepResult(
            words=words,
            points=points if words in reached_in_all - missed.keys() else 0,
            possible=points,
            hint=missed.get(words, ""),
        )
        for words, points in steps.items()
    )

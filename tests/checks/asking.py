"""A question, and a student who answers it with some code."""

import numpy as np

from helpers.checks.answers import Answers
from helpers.checks.compare import expect_same
from helpers.checks.judge import Verdict, judge, question
from helpers.checks.student import Student


@question("9.1", points=2)
def double(student, rng):
    """Twice a number.

    More words."""
    number = int(rng.integers(100, 200))
    mistakes = {"You added two.": number + 2}
    expect_same(student.double(number), 2 * number, "the double", mistakes=mistakes)


def verdict(code: str, asks=double) -> Verdict:
    namespace: dict[str, object] = {}
    exec(compile(code, "<cell>", "exec"), namespace)
    return judge(asks, Student(Answers(namespace).reply), np.random.default_rng(0))

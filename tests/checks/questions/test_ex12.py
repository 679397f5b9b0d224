"""Exercise 12: what a part of an answer is worth."""

import numpy as np
import pytest

from helpers.checks.questions.ex12_reuters_topics import macro_f1
from tests.checks.asking import verdict

MACRO_F1 = """
import numpy as np
def macro_f1(confusion):
    sums = confusion.sum(axis=0) + confusion.sum(axis=1)
    return {mean}
"""


@pytest.mark.parametrize(
    ("mean", "points", "hint"),
    [
        ("(2 * np.diag(confusion) / sums.clip(1)).mean()", 2, ""),
        ("(2 * np.diag(confusion) / sums).mean()", 1, "zero was divided by zero"),
        ("np.nanmean(2 * np.diag(confusion) / sums)", 1, "part of the mean, with 0"),
        ("(np.diag(confusion) / sums.clip(1)).mean()", 0, "A factor of 2"),
        ("0.0", 0, "not the number asked"),
    ],
)
def test_a_mean_that_forgets_the_empty_class_earns_a_point(mean, points, hint):
    with np.errstate(invalid="ignore"):
        outcome = verdict(MACRO_F1.format(mean=mean), asks=macro_f1)
    assert outcome.points == points
    assert hint in outcome.hint

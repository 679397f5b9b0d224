"""Exercise 11: what a part of an answer is worth."""

import numpy as np
import pytest

from helpers.checks.questions.ex11_imdb_reviews import pooled
from tests.checks.asking import verdict

POOLED = """
def pooled(ids, vectors):
    mask = (ids > 0)[..., None]
    return (vectors * mask).sum(axis=1) / {count}
"""


@pytest.mark.parametrize(
    ("count", "points", "hint"),
    [
        ("mask.sum(axis=1).clip(1)", 2, ""),
        ("mask.sum(axis=1)", 1, "gives NaN"),
        ("ids.shape[1]", 0, "then divide by all places"),
    ],
)
def test_a_mean_that_forgets_the_review_without_words_earns_a_point(
    count, points, hint
):
    with np.errstate(invalid="ignore"):
        outcome = verdict(POOLED.format(count=count), asks=pooled)
    assert outcome.points == points
    assert hint in outcome.hint


def test_zeros_for_all_reviews_earn_nothing():
    code = "def pooled(ids, vectors): return 0 * vectors[:, 0]"
    assert verdict(code, asks=pooled).points == 0

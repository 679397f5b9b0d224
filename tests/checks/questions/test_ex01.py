"""Exercise 01: what a part of an answer is worth."""

import pytest

from helpers.checks.questions.ex01_one_hot_vs_embeddings import table_gradient
from tests.checks.asking import verdict

GRADIENT = """
import numpy as np

def table_gradient(ids, received, size):
    gradient = np.zeros((size, received.shape[1]))
    {change}
    return gradient
"""


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ("np.add.at(gradient, ids, received)", 2),
        ("gradient[ids] += received", 1),
        ("gradient[ids[0]] += received[0]", 0),
        ("pass", 0),
    ],
)
def test_gradients_of_ids_that_occur_once_are_worth_a_point(change, points):
    assert verdict(GRADIENT.format(change=change), table_gradient).points == points

"""Exercise 06: what a part of an answer is worth."""

import pytest

from helpers.checks.questions.ex06_wine_factorization import (
    generosity,
    predicted,
    tidy,
)
from helpers.checks.status import Status
from tests.checks.asking import verdict

THREE_COLUMNS = """
def predicted(ids, vectors, biases):
    a, b, c = (table[column] for table, column in zip(vectors, ids.T))
    bias = sum(table[column] for table, column in zip(biases, ids.T))
    return 88 + bias + (a * b + a * c + b * c).sum(axis=1)
"""
FIRST_TASTER_IS_ZERO = """
import numpy as np
def generosity(tasters, wines, points):
    g = np.zeros(tasters.max() + 1)
    for _ in range(100):
        q = np.bincount(wines, points - g[tasters]) / np.bincount(wines)
        g = np.bincount(tasters, points - q[wines]) / np.bincount(tasters)
    return g - g[0]
"""
VECTORS_ALONE = """
def tidy(tasters, varieties, *biases):
    return tasters - tasters.mean(axis=0), varieties - varieties.mean(axis=0), *biases
"""
NO_VECTORS = """
def tidy(tasters, varieties, *biases):
    return 0 * tasters, 0 * varieties, *biases
"""


@pytest.mark.parametrize(
    ("question", "code", "points"),
    [
        (predicted, THREE_COLUMNS, 1),
        (generosity, FIRST_TASTER_IS_ZERO, 1),
        (tidy, VECTORS_ALONE, 1),
    ],
    ids=["three columns", "differences", "vectors"],
)
def test_a_step_alone_earns_its_points(question, code, points):
    outcome = verdict(code, question)
    assert (outcome.status, outcome.points) == (Status.PARTLY, points)


def test_vectors_of_zeros_earn_nothing_though_their_mean_is_0():
    outcome = verdict(NO_VECTORS, tidy)
    assert (outcome.status, outcome.points) == (Status.FAILED, 0)
    assert "more has happened to them" in outcome.hint

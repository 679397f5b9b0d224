"""Points for a part of exercise 9, and shares that nearly suffice."""

import pytest

from helpers.checks.questions import ex09_pca as ex09
from helpers.checks.status import Status
from tests.checks.asking import verdict

REBUILD = """
import numpy as np

def rebuild(table, count):
    mean = table.mean(axis=0)
    axes = np.linalg.svd(table - mean, full_matrices=False)[2][:count]
    return {result}
"""
RIGHT = "(table - mean) @ axes.T @ axes + mean"


@pytest.mark.parametrize(
    ("result", "points"),
    [
        (RIGHT, 2),
        (f"{RIGHT} if len(table) > table.shape[1] else table[::-1]", 1),
        (f"{RIGHT} if len(table) < table.shape[1] else table[::-1]", 1),
        ("table", 0),
        ("np.full_like(table, 1) * mean", 0),
    ],
)
def test_long_tables_and_wide_ones_are_worth_a_point_each(result, points):
    assert verdict(REBUILD.format(result=result), ex09.rebuild).points == points


@pytest.mark.parametrize("slack", [1e-9, 1e-6])
def test_a_sum_of_shares_may_miss_by_a_hair(slack):
    code = f"""
def enough(shares, wanted):
    return int((shares.cumsum() < wanted - {slack}).sum()) + 1
"""
    assert verdict(code, ex09.enough).status is Status.PASSED


@pytest.mark.parametrize("slack", [0.001, 0.005])
def test_a_sum_of_shares_may_not_miss_by_more(slack):
    code = f"""
def enough(shares, wanted):
    return int((shares.cumsum() < wanted - {slack}).sum()) + 1
"""
    assert "nearly that share" in verdict(code, ex09.enough).hint


@pytest.mark.parametrize("count", [4, 6, 8, 11])
def test_a_number_of_components_that_is_written_down_fails(count):
    code = f"""
def enough(shares, wanted):
    together = 0
    for number in range({count}):
        together += shares[number]
        if together >= wanted:
            return number + 1
"""
    outcome = verdict(code, ex09.enough)
    assert outcome.status is Status.FAILED

"""Points for a part of exercise 10, and numbers that are to be an `int`."""

import pytest

from helpers.checks.questions import ex10_autoencoders as ex10
from helpers.checks.status import Status
from tests.checks.asking import verdict

SIDES = """
from math import ceil

def sides(side, steps):
    sides = []
    for step in steps:
        rules = {{"same": side, "valid": side - 2, "pool": {pool}, "up": 2 * side}}
        side = rules[step]
        sides.append(side)
    return sides
"""


@pytest.mark.parametrize(
    ("pool", "points"),
    [
        ("(side + 1) // 2", 2),
        ("ceil(side / 2)", 2),
        ("side // 2", 1),
        ("round(side / 2)", 1),
        ("side // 2 + 1", 0),
        ("side", 0),
    ],
)
def test_pooling_of_even_sides_is_worth_a_point(pool, points):
    assert verdict(SIDES.format(pool=pool), ex10.sides).points == points


@pytest.mark.parametrize("pool", ["float(-(-side // 2))", "(side + side % 2) / 2"])
def test_a_side_is_an_int(pool):
    outcome = verdict(SIDES.format(pool=pool), ex10.sides)
    assert outcome.status is Status.FAILED
    assert "the right number, but an `int` was asked" in outcome.hint


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("int", Status.PASSED),
        ("np.int64", Status.PASSED),
        ("np.uint32", Status.PASSED),
        ("float", Status.FAILED),
        ("np.float32", Status.FAILED),
        ("lambda x: np.array(1.0 * x)", Status.FAILED),
    ],
)
def test_a_number_of_parameters_is_an_int(kind, status):
    code = f"""
import numpy as np

def parameters(channels, filters, kernel):
    layers = zip([channels, *filters], filters)
    return ({kind})(sum((kernel**2 * a + 1) * b for a, b in layers))
"""
    assert verdict(code, ex10.parameters).status is status

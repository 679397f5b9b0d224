"""Exercise 03: windows of texts that are too short, and models that know little."""

import pytest

from helpers.checks.questions.ex03_word_windows import model, windows
from helpers.checks.status import Status
from tests.checks.asking import verdict

WINDOWS = """
import numpy as np

def windows(ids, length):
    slices = [ids[i : i + length] for i in range(len(ids) - length + 1)]
    return {result}
"""
MODEL = """
import keras
import numpy as np
from keras import layers
from helpers.checks.heldout import sentences

contexts, answers, size = sentences()
pairs = np.ones((size, size))
np.add.at(pairs, (contexts[:, 2], answers), 1)
model = keras.Sequential(
    [
        layers.Input((3,)),
        layers.Embedding(size, size),
        layers.Flatten(),
        layers.Dense(size, "softmax"),
    ]
)
kernel = np.zeros((3 * size, size))
kernel[-size:] = {weight} * np.eye(size)
model.set_weights([np.log(pairs), kernel, {often} * np.log(pairs.sum(axis=0))])
"""


@pytest.mark.parametrize(
    ("result", "passes"),
    [
        ("slices", True),
        ("np.array(slices).reshape(-1, length)", True),
        ("np.array(slices, float).reshape(-1, length)", False),
        ("np.array(slices)", False),
    ],
)
def test_no_windows_at_all_may_be_an_empty_list(result, passes):
    outcome = verdict(WINDOWS.format(result=result), windows)
    assert (outcome.status is Status.PASSED) is passes, outcome.hint


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weight", "often", "earns"),
    [(0, 0, False), (0, 1, False), (1, 0, True)],
    ids=["nothing", "frequencies", "the word before"],
)
def test_a_model_that_knows_more_than_frequencies_earns_a_point(weight, often, earns):
    outcome = verdict(MODEL.format(weight=weight, often=often), model)
    assert (outcome.points > 0) is earns, outcome.hint

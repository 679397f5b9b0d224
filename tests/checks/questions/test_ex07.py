"""Exercise 07: what a part of an answer is worth."""

import pytest

from helpers.checks.questions.ex07_recommenders import (
    held_back,
    ndcg,
    newcomer,
    recommended,
)
from helpers.checks.status import Status
from tests.checks.asking import verdict

LAST_OF_ALL = """
def held_back(user, time):
    return [when == time[user == one].max() for one, when in zip(user, time)]
"""
TIES_TURNED = """
import numpy as np
def recommended(scores, seen, count):
    unseen = np.where(seen, -np.inf, scores)
    return np.argsort(unseen, axis=1, kind="stable")[:, ::-1][:, :count]
"""
NOTHING_LIKED_IS_1 = """
import numpy as np
def ndcg(ranked, liked):
    worth = 1 / np.log2(np.arange(len(ranked)) + 2)
    hits = np.isin(ranked, list(liked))
    return worth[hits].sum() / worth[: len(liked)].sum() if liked else 1
"""
WIDTH_IS_3 = """
import numpy as np
def newcomer(vectors, surprise, bias_penalty, penalty):
    if len(surprise) == 0:
        return 0, np.zeros(3)
    longer = np.insert(vectors, 0, 1, axis=1)
    penalties = np.diag([bias_penalty] + vectors.shape[1] * [penalty])
    both = np.linalg.solve(longer.T @ longer + penalties, longer.T @ surprise)
    return both[0], both[1:]
"""
NOTHING_EVER = """
import numpy as np
def held_back(user, time):
    return np.zeros(len(user), bool)
def ndcg(ranked, liked):
    return 0
def newcomer(vectors, surprise, bias_penalty, penalty):
    return 0, np.zeros(vectors.shape[1])
"""


@pytest.mark.parametrize(
    ("question", "code", "points"),
    [
        (held_back, LAST_OF_ALL, 1),
        (recommended, TIES_TURNED, 1),
        (ndcg, NOTHING_LIKED_IS_1, 1),
        (newcomer, WIDTH_IS_3, 2),
    ],
    ids=["single ratings", "ties", "nothing liked", "no ratings"],
)
def test_a_missed_edge_costs_its_points_alone(question, code, points):
    outcome = verdict(code, question)
    assert (outcome.status, outcome.points) == (Status.PARTLY, points)


@pytest.mark.parametrize("question", [held_back, ndcg, newcomer])
def test_the_answer_to_an_edge_earns_nothing_alone(question):
    outcome = verdict(NOTHING_EVER, question)
    assert (outcome.status, outcome.points) == (Status.FAILED, 0)

"""Open questions of exercises 11 to 13: points below the bar, at it and above."""

import numpy as np
import pytest

from helpers.checks.judge import Verdict, judge
from helpers.checks.model_parts import KerasModel, ModelLayer
from helpers.checks.questions import (
    ex11_imdb_reviews,
    ex12_reuters_topics,
    ex13_mobilenet_transfer,
)

EMBEDDING = {"input_dim": 10_000, "output_dim": 256}
CLASSES = 4


def outcome(monkeypatch, exercise, question, labels, outputs, *first) -> Verdict:
    """Judge a model that gives some outputs for the held-out examples.

    Args:
        first: names of layers that come before its Embedding.
    """
    layers = [ModelLayer(kind, kind, {}, [], [], None) for kind in first]
    layers.append(ModelLayer("Embedding", "table", EMBEDDING, [], [], None))
    model = KerasModel(True, layers, [], (None, 9), True, "mse")
    parts = [np.ones((len(labels), 9)), labels]
    if exercise is ex12_reuters_topics:
        parts.append(CLASSES)
    if exercise is ex13_mobilenet_transfer:
        parts.append("abcd"[:CLASSES])
    monkeypatch.setattr(exercise, "_held_out", lambda: parts)
    monkeypatch.setattr(exercise, "predict", lambda model, inputs: outputs)
    student = {name: model for name in ("model", "head")}
    return judge(question, student, np.random.default_rng(0))


def one_hot(labels, right: int) -> np.ndarray:
    """Return probabilities that are right for the first examples, wrong for others."""
    wrong = np.arange(len(labels)) >= right
    return np.eye(CLASSES)[(labels + wrong) % CLASSES]


@pytest.mark.parametrize(
    ("right", "points", "hint"),
    [
        (1000, 3, ""),
        (780, 3, ""),
        (779, 1, "At least 0.78 is asked. Was it trained"),
        (600, 1, "At least 0.78 is asked. Was it trained"),
        (599, 0, "At least 0.78 is asked. Was it trained"),
        (200, 0, "Is the probability that of a positive review?"),
    ],
)
def test_a_critic_earns_a_point_below_the_bar(monkeypatch, right, points, hint):
    kind = np.arange(1000) % 2
    chances = np.where(np.arange(1000) < right, kind, 1 - kind)[:, None]
    asked = ex11_imdb_reviews, ex11_imdb_reviews.model
    verdict = outcome(monkeypatch, *asked, kind, chances)
    assert verdict.points == points
    assert hint in verdict.hint


@pytest.mark.parametrize(
    ("right", "points"), [(1000, 3), (700, 3), (699, 1), (500, 1), (499, 0)]
)
def test_a_classifier_earns_a_point_below_the_bar(monkeypatch, right, points):
    topic = np.arange(1000) % CLASSES
    asked = ex12_reuters_topics, ex12_reuters_topics.model
    verdict = outcome(monkeypatch, *asked, topic, one_hot(topic, right))
    assert verdict.points == points
    assert ("equally loud" in verdict.hint) == (points < 3)


@pytest.mark.parametrize(
    ("first", "hint"),
    [
        ((), ""),
        (("NotEqual",), ""),
        (("Rescaling",), "begins with a layer Rescaling; an Embedding was asked"),
    ],
)
def test_what_makes_a_mask_may_stand_before_the_embedding(monkeypatch, first, hint):
    topic = np.arange(100) % CLASSES
    asked = ex12_reuters_topics, ex12_reuters_topics.model
    verdict = outcome(monkeypatch, *asked, topic, one_hot(topic, 100), *first)
    assert verdict.points == (0 if hint else 3)
    assert hint in verdict.hint


@pytest.mark.parametrize(
    ("mistakes", "points"), [(0, 3), (20, 3), (21, 1), (22, 1), (23, 0), (30, 0)]
)
def test_a_head_earns_a_point_below_the_bar(monkeypatch, mistakes, points):
    labels = np.repeat(np.arange(CLASSES), [30, 10, 10, 10])  # the rival makes 30
    outputs = one_hot(labels, len(labels) - mistakes)
    asked = ex13_mobilenet_transfer, ex13_mobilenet_transfer.head
    verdict = outcome(monkeypatch, *asked, labels, outputs)
    assert verdict.points == points
    assert ("lazy rival's 30" in verdict.hint) == (points < 3)


@pytest.mark.parametrize(
    ("exercise", "name", "hint"),
    [
        (ex11_imdb_reviews, "model", "smaller learning rate"),
        (ex12_reuters_topics, "model", "a document with no word"),
        (ex13_mobilenet_transfer, "head", "smaller learning rate"),
    ],
)
def test_nan_is_told_as_such(monkeypatch, exercise, name, hint):
    labels = np.arange(40) % CLASSES
    sides = (40, 1) if exercise is ex11_imdb_reviews else (40, CLASSES)
    outputs = np.full(sides, np.nan)
    verdict = outcome(monkeypatch, exercise, getattr(exercise, name), labels, outputs)
    assert verdict.points == 0
    assert hint in verdict.hint

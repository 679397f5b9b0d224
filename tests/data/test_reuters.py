"""Newswires of unbalanced topics."""

import json

import numpy as np
import pytest

import helpers.data as data
from helpers.data._corpora.lists import read_lines
from tests.data.content import INDEX, check_texts, lists, npz


def test_reuters(upstream):
    upstream(
        "reuters",
        {
            "reuters.npz": npz(x=lists([1, 2], [3]), y=np.array([45, 0])),
            "reuters_word_index.json": json.dumps(INDEX).encode(),
        },
        texts=2,
        words=3,
    )
    loaded = data.load_reuters()
    assert [document.tolist() for document in loaded.texts] == [[1, 2], [3]]
    assert [loaded.topics[label] for label in loaded.texts.labels] == ["lead", "cocoa"]


@pytest.mark.parametrize(
    ("x", "y", "index", "message"),
    [
        (lists([1, 2], [4]), [0, 1], INDEX, "tokens lie outside"),
        (lists([0, 2], [3]), [0, 1], INDEX, "tokens lie outside"),
        (lists([1], [3]), [0, 46], INDEX, "labels lie outside"),
        (lists([1], [3]), [0, 1, 2], INDEX, "not one whole number a document"),
        (lists([1], [3], [2]), [0, 1, 2], INDEX, "is 3 where 2 is expected"),
        (lists([1], [3]), [0, 1], {"a": 1, "b": 3, "c": 4}, "does not number"),
        (np.array([[1], [3]]), [0, 1], INDEX, "not a row of lists"),
    ],
)
def test_wrong_newswires_are_refused(upstream, cache, x, y, index, message):
    upstream(
        "reuters",
        {
            "reuters.npz": npz(x=x, y=np.array(y)),
            "reuters_word_index.json": json.dumps(index).encode(),
        },
        texts=2,
        words=3,
    )
    with pytest.raises(data.DataError, match=message):
        data.load_reuters()
    assert not list(cache.glob("reuters*"))


@pytest.mark.slow
def test_topics_are_those_of_keras():
    keras = pytest.importorskip("keras")
    topics = read_lines("reuters-topics.txt")
    assert keras.datasets.reuters.get_label_names() == topics


@pytest.mark.slow
def test_reuters_sample(samples):
    loaded = data.load_reuters()
    assert len(loaded.texts) > 3_000
    assert len(loaded.topics) == 46
    check_texts(loaded.texts, loaded.words, 46)
    counts = np.bincount(loaded.texts.labels)
    assert counts.max() > 20 * counts.min()
    texts = {tuple(document) for document in loaded.texts}
    assert len(texts) > 0.98 * len(loaded.texts)


def test_full_reuters(full):
    reuters = data.load_reuters()
    assert len(reuters.texts) == 11_228
    check_texts(reuters.texts, reuters.words, 46)
    assert len(reuters.words) == 30_980
    # Upstream order: the fourth newswire is about a stock split.
    assert reuters.topics[reuters.texts.labels[3]] == "earn"
    words = reuters.words[reuters.texts[3][:4]]
    assert " ".join(words) == "champion products inc said"

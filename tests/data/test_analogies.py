"""Word analogies in sections."""

import pytest

import helpers.data as data
from helpers.data import ANALOGIES


def test_analogies(upstream):
    questions = (
        b": capitals\nAthens Greece Oslo Norway\n: gram8-plural\ncat cats cow cows\n"
    )
    upstream("analogies", {"questions-words.txt": questions}, questions=2)
    loaded = data.load_analogies().questions
    assert loaded.iloc[0].tolist() == ["capitals", "athens", "greece", "oslo", "norway"]
    assert loaded["section"].tolist() == ["capitals", "gram8-plural"]


def test_a_question_of_three_words_is_refused(upstream, monkeypatch):
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    upstream("analogies", {"questions-words.txt": b": a\nAthens Greece Oslo\n"})
    with pytest.raises(data.DataError, match="line 2 is not four words"):
        data.load_analogies()


def test_analogies_sample(samples):
    questions = data.load_analogies().questions
    assert not questions.duplicated().any()
    assert (questions["a"] != questions["c"]).all()


def test_full_analogies(full):
    questions = data.load_analogies().questions
    assert len(questions) == 19_544
    assert questions["section"].nunique() == 14


def test_real_analogies(prepared, upstream_of_real):
    upstream_of_real("analogies", (prepared / "questions-words.txt").read_bytes())
    assert data.load_analogies().questions.equals(ANALOGIES.read(prepared).questions)

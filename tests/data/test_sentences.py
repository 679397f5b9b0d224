"""Short sentences."""

import gzip

import pytest

import helpers.data as data
from helpers.data import SENTENCES, sentences
from helpers.data._corpora import film_reviews


def windows(sentences: list[str]) -> tuple[int, int]:
    """Return the number of 4-word windows, and of different words."""
    lists = [sentence.split(" ") for sentence in sentences]
    words = {word for words in lists for word in words}
    assert "" not in words
    return sum(len(words) - 3 for words in lists), len(words)


def test_sentences(upstream):
    raw = b" No ,  he says now .\nAnd what did he do ?\n"
    upstream("sentences", {"raw_sentences.txt": raw}, sentences=2)
    assert data.load_sentences().sentences == [
        "no , he says now .",
        "and what did he do ?",
    ]


@pytest.mark.slow
def test_sentences_sample(samples):
    sentences = data.load_sentences().sentences
    count, words = windows(sentences)
    assert len(sentences) == 97_000
    assert words == 250
    assert 400_000 < count < 500_000
    assert {".", "?", ",", "nt", "'s"} < set(" ".join(sentences).split())
    assert "br" not in set(" ".join(sentences).split())


def test_sentences_end_where_a_sentence_ends(monkeypatch):
    reviews = [
        "it isn't it, is it? It is it. it 7 it it, it is it it".lower(),
        "it is it, it is... it is it",
    ]
    monkeypatch.setattr(film_reviews, "reviews", lambda: (reviews, None))
    monkeypatch.setattr(sentences, "_SAMPLE_SIZE", 3)
    runs = sentences._frequent_runs(*sentences._tokens())
    assert runs == [
        "it is nt it , is it ?",
        "it it , it is it it",
        "it is it , it is",
    ]


def test_full_sentences(full):
    sentences = data.load_sentences().sentences
    assert len(sentences) == 97_162
    assert windows(sentences) == (465_686, 250)


def test_real_sentences(prepared, upstream_of_real):
    content = gzip.decompress((prepared / "sentences.txt.gz").read_bytes())
    upstream_of_real("sentences", content)
    expected = SENTENCES.read(prepared)
    assert data.load_sentences().sentences == expected.sentences

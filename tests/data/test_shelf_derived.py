"""Samples that are made once and kept."""

import numpy as np
import pytest

import helpers.data as data
from helpers.data import sentences
from helpers.data._corpora import film_reviews
from helpers.data._shelf.derived import derived
from helpers.data._shelf.files import read_sums


class Maker:
    """Makes a text and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, path) -> None:
        self.count += 1
        path.write_text("made")


def read(path) -> str:
    return path.read_text()


def test_a_file_is_made_once_and_listed(cache):
    make = Maker()
    assert derived("a.txt", make, read) == "made"
    assert derived("a.txt", make, read) == "made"
    assert make.count == 1
    assert list(read_sums(cache)) == ["a.txt"]


def test_a_damaged_file_is_made_again(cache):
    make = Maker()
    derived("a.txt", make, read)
    (cache / "a.txt").write_text("mad")
    assert derived("a.txt", make, read) == "made"
    assert make.count == 2


def test_without_a_cache_it_is_made_once_a_process(cache, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path / "file" / "cache"))
    make = Maker()
    name = f"{tmp_path.name}.txt"  # The process remembers the others.
    assert derived(name, make, read) == "made"
    assert derived(name, make, read) == "made"
    assert make.count == 1


@pytest.mark.slow
def test_a_sample_is_made_once(samples, monkeypatch):
    first = data.load_sentences().sentences
    made = film_reviews.reviews
    monkeypatch.setattr(film_reviews, "reviews", None)
    assert data.load_sentences().sentences == first
    # A damaged sample is made again, not loaded.
    monkeypatch.setattr(film_reviews, "reviews", made)
    (path,) = samples.glob("sentences-sample-*")
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert data.load_sentences().sentences == first
    assert path.read_bytes() == whole


def test_a_sample_without_a_cache(samples, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(sentences, "_SAMPLE_SIZE", 10)
    texts = ["it is it . is it ? is it , is it it"] * 3, np.zeros(3)
    monkeypatch.setattr(film_reviews, "reviews", lambda: texts)
    assert len(data.load_sentences().sentences) == 10
    assert len(capsys.readouterr().out.splitlines()) == 1

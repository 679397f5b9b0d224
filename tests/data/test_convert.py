"""From files as upstream has them to loaded data, over a real connection."""

import gzip
import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import helpers.data as data
from helpers.data import images, judgements, tables, text
from helpers.data.catalogue import CATALOGUE
from helpers.data.upstream import CONVERT, SOURCES
from tests.data.server import WINE_CSV

PREPARED = os.environ.get("EMBEDDINGS_DATA")
needs_prepared = pytest.mark.skipif(not PREPARED, reason="needs EMBEDDINGS_DATA")


@pytest.fixture
def upstream(server, cache, point, monkeypatch):
    """Return a function that serves files as the upstream of a dataset."""
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")

    def upstream(name: str, files: dict[str, bytes], **counts: int) -> None:
        assert set(files) == {source.file for source in SOURCES[name]}
        server.routes = {f"/{file}": content for file, content in files.items()}
        point(name, server.url, **counts)

    return upstream


def lists(*items: list[int]) -> np.ndarray:
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def npz(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def jpeg(width: int, height: int) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 100, 0)).save(file, "JPEG")
    return file.getvalue()


def test_every_source_is_complete():
    named = {name for name, dataset in CATALOGUE.items() if dataset.files}
    assert named == set(SOURCES) == set(CONVERT)
    for sources in SOURCES.values():
        assert all(source.url.startswith("https://") for source in sources)


def test_sentences(upstream):
    raw = b" No ,  he says now .\nAnd what did he do ?\n"
    upstream("sentences", {"raw_sentences.txt": raw}, sentences=2)
    found = data.load_sentences().sentences
    assert found == ["no , he says now .", "and what did he do ?"]


def test_wine(upstream):
    upstream("wine", {"winemag-data-130k-v2.csv": WINE_CSV}, reviews=3)
    table = data.load_wine().reviews
    assert list(table) == ["country", "taster", "variety", "points", "price"]
    assert table["taster"].tolist()[:2] == ["Kerin O’Keefe", "Roger Voss"]
    assert table.isna().sum().tolist() == [1, 1, 1, 0, 1]


def test_similarity(upstream):
    table = (
        b"# WordSim\n# Word 1\tWord 2\tHuman (mean)\nlove\tnull\t6.77\nJapan\tcar\t5\n"
    )
    upstream("similarity", {"wordsim353.tsv": table}, pairs=2)
    found = data.load_similarity().pairs
    assert found.to_numpy().tolist() == [["love", "null", 6.77], ["japan", "car", 5.0]]


def test_analogies(upstream):
    questions = (
        b": capitals\nAthens Greece Oslo Norway\n: gram8-plural\ncat cats cow cows\n"
    )
    upstream("analogies", {"questions-words.txt": questions}, questions=2)
    found = data.load_analogies().questions
    assert found.iloc[0].tolist() == ["capitals", "athens", "greece", "oslo", "norway"]
    assert found["section"].tolist() == ["capitals", "gram8-plural"]


def test_a_question_of_three_words_is_refused(upstream, monkeypatch):
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    upstream("analogies", {"questions-words.txt": b": a\nAthens Greece Oslo\n"})
    with pytest.raises(data.DataError, match="line 2 is not four words"):
        data.load_analogies()


def test_ratings(upstream):
    archive = zipped(
        {
            "ml-latest-small/ratings.csv": b"userId,movieId,rating,timestamp\r\n"
            b"1,1,4.0,964982703\r\n1,7,0.5,964981247\r\n",
            "ml-latest-small/movies.csv": b"movieId,title,genres\r\n"
            b"1,Toy Story (1995),Adventure|Comedy\r\n"
            b'7,"Cosmos, The ",(no genres listed)\r\n',
        }
    )
    upstream("ratings", {"ml-latest-small.zip": archive}, ratings=2, films=2)
    found = data.load_ratings()
    assert found.ratings["rating"].dtype == np.float32
    assert str(found.ratings["time"][0]) == "2000-07-30 18:45:03"
    assert found.films["title"].tolist() == ["Toy Story", "Cosmos, The"]
    assert found.films["year"][0] == 1995
    assert found.films["year"].isna().tolist() == [False, True]
    assert found.films["genres"].tolist() == [["Adventure", "Comedy"], []]


INDEX = {"and": 2, "the": 1, "naïve": 3}


def test_imdb(upstream):
    # Upstream is sorted by label.
    x = [[1], [2, 1], [3, 3, 3], [1, 2, 3, 1], [2], [3, 1]]
    y = np.array([0, 0, 0, 1, 1, 1])
    upstream(
        "imdb",
        {
            "imdb.npz": npz(x_train=lists(*x), y_train=y, x_test=lists(*x), y_test=y),
            "imdb_word_index.json": json.dumps(INDEX).encode(),
        },
        train=6,
        test=6,
        words=3,
    )
    found = data.load_imdb()
    assert found.words.tolist() == ["", "the", "and", "naïve"]
    expected = {(tuple(items), label) for items, label in zip(x, y, strict=True)}
    for texts in (found.train, found.test):
        pairs = zip(texts, texts.labels, strict=True)
        assert {(tuple(tokens), label) for tokens, label in pairs} == expected
    assert found.train.labels.tolist() != sorted(found.train.labels)
    assert texts[-1].tolist() == texts[5].tolist()
    with pytest.raises(IndexError):
        texts[6]


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
    found = data.load_reuters()
    assert [document.tolist() for document in found.texts] == [[1, 2], [3]]
    assert [found.topics[label] for label in found.texts.labels] == ["lead", "cocoa"]


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


def test_topics_are_those_of_keras():
    keras = pytest.importorskip("keras")
    assert keras.datasets.reuters.get_label_names() == text.REUTERS_TOPICS


def test_mnist(upstream):
    x = np.arange(2 * 28 * 28).reshape(2, 28, 28).astype(np.uint8)
    y = np.array([5, 0], np.uint8)
    content = npz(x_train=x, y_train=y, x_test=x[:1], y_test=y[:1])
    upstream("mnist", {"mnist.npz": content}, train=2, test=1)
    found = data.load_mnist()
    assert (found.x_train == x).all()
    assert found.y_test.tolist() == [5]


def test_photos(upstream):
    archive = zipped(
        {
            "transfer-learning-c70e2ccb/README.md": b"",
            "transfer-learning-c70e2ccb/train/cats/a (1).jpg": jpeg(6, 4),
            "transfer-learning-c70e2ccb/train/horses/b.jpg": jpeg(5, 5),
            "transfer-learning-c70e2ccb/train/dogs/c.jpg": jpeg(3, 8),
            "transfer-learning-c70e2ccb/train/dogs/../../../evil.jpg": jpeg(3, 8),
            "transfer-learning-c70e2ccb/valid/dogs/d.jpg": jpeg(3, 8),
        }
    )
    upstream("photos", {"transfer-learning.zip": archive}, cats=1, dogs=1, horses=1)
    found = data.load_photos()
    assert found.names == ["cats/a (1)", "dogs/c", "horses/b"]
    assert [image.shape for image in found.images] == [(4, 6, 3), (8, 3, 3), (5, 5, 3)]
    assert found.labels.tolist() == [0, 1, 2]


@pytest.mark.parametrize("content", [b"no picture", bytes(6_000_000), b"\xff\xd8\xff"])
def test_picture_that_is_none_is_refused(tmp_path, monkeypatch, content):
    small = replace(CATALOGUE["photos"], counts={"cats": 1, "dogs": 0, "horses": 0})
    monkeypatch.setitem(CATALOGUE, "photos", small)
    (tmp_path / "photos.zip").write_bytes(zipped({"photos/cats/a.jpg": content}))
    with pytest.raises(data.DataError, match=r"photos\.zip"):
        images.read_photos(tmp_path)


def word2vec(words: list[str], size: int, header: str) -> bytes:
    rows = (
        f"{word} " + " ".join(f"{i + j / 1000:.4f}" for j in range(size))
        for i, word in enumerate(words)
    )
    return "\n".join([header, *rows, ""]).encode()


ENGLISH = ["the", ",", "of", "a", "1st", "well-known", "o'er", "côte", "to", "so"]
FRENCH = ["de", "\u00a0", "</s>", "à"]


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
    found = data.load_translation()
    assert found.source_words.tolist() == ["the", "of", "well-known", "to"]
    assert found.source_vectors.dtype == np.float32
    expected = 5 + np.arange(100) / 1000
    np.testing.assert_allclose(found.source_vectors[2], expected, atol=3e-3)
    assert found.target_words.tolist() == FRENCH[:3]
    assert found.target_vectors.shape == (3, 300)
    assert found.dictionary.to_numpy().tolist() == [
        ["the", "le", "train"],
        ["the", "la", "train"],
        ["null", "nul", "train"],
        ["chat", "discuter", "test"],
    ]


def test_only_the_start_of_the_vectors_is_asked_for(upstream, server, monkeypatch):
    files = translation_files()
    # Incompressible, so that the first bytes hold the first words only.
    noise = np.random.default_rng(0).integers(33, 127, 200_000).astype(np.uint8)
    files["glove-wiki-gigaword-100.gz"] = gzip.compress(
        word2vec(ENGLISH, 100, "400000 100") + noise.tobytes()
    )
    upstream("translation", files, source=4, target=3, pairs=4)
    short = tuple(
        replace(source, first_bytes=source.first_bytes and 11_000)
        for source in SOURCES["translation"]
    )
    monkeypatch.setitem(SOURCES, "translation", short)
    assert data.load_translation().source_words.tolist()[-1] == "to"


def test_too_short_a_start_of_the_vectors_is_refused(upstream):
    files = translation_files()
    # Cut inside the last number of the third word.
    end = files["wiki.fr.vec"].index("à".encode()) - 2
    files["wiki.fr.vec"] = files["wiki.fr.vec"][:end]
    upstream("translation", files, source=4, target=3, pairs=4)
    with pytest.raises(data.DataError, match="2 words where 3 are expected"):
        data.load_translation()


def test_weights_of_another_kind_are_refused(upstream):
    upstream("mobilenet", {"mobilenet_2_5_224_tf_no_top.h5": b"\x89HDF\r\n\x1a\nxx"})
    with pytest.raises(data.DataError, match="Could not download mobilenet"):
        data.load_mobilenet()


def serve_real(server, monkeypatch, name: str, content: bytes) -> None:
    """Serve real bytes: hashes and counts stay as they are."""
    monkeypatch.setenv("EMBEDDINGS_DATA_MODE", "full")
    (source,) = SOURCES[name]
    moved = replace(source, url=f"{server.url}/{source.file}")
    monkeypatch.setitem(SOURCES, name, (moved,))
    server.routes = {f"/{source.file}": content}


@needs_prepared
def test_real_sentences(server, cache, monkeypatch):
    folder = Path(PREPARED)
    content = gzip.decompress((folder / "sentences.txt.gz").read_bytes())
    serve_real(server, monkeypatch, "sentences", content)
    expected = text.read_sentences(folder)
    assert data.load_sentences().sentences == expected.sentences


@needs_prepared
@pytest.mark.parametrize(
    ("name", "file", "load", "read"),
    [
        (
            "similarity",
            "wordsim353.tsv",
            data.load_similarity,
            judgements.read_similarity,
        ),
        (
            "analogies",
            "questions-words.txt",
            data.load_analogies,
            judgements.read_analogies,
        ),
    ],
)
def test_real_judgements(server, cache, monkeypatch, name, file, load, read):
    folder = Path(PREPARED)
    serve_real(server, monkeypatch, name, (folder / file).read_bytes())
    found, expected = vars(load()), vars(read(folder))
    (table,) = set(found) - {"source", "citation", "licence"}
    assert found[table].equals(expected[table])


@needs_prepared
def test_real_ratings(server, cache, monkeypatch):
    folder = Path(PREPARED)
    file = "ml-latest-small.zip"
    serve_real(server, monkeypatch, "ratings", (folder / file).read_bytes())
    found, expected = data.load_ratings(), tables.read_ratings(folder)
    assert found.ratings.equals(expected.ratings)
    assert (cache / file).read_bytes() == (folder / file).read_bytes()


@needs_prepared
def test_real_mobilenet(server, cache, monkeypatch):
    file = "mobilenet_2_5_224_tf_no_top.h5"
    content = (Path(PREPARED) / file).read_bytes()
    serve_real(server, monkeypatch, "mobilenet", content)
    assert data.load_mobilenet().path == cache / file
    assert (cache / file).read_bytes() == content

"""Film reviews labelled positive or negative; the sample is half of them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.data._corpora import film_reviews
from helpers.data._shelf import store
from helpers.data._shelf.dataset import Data, Downloaded, Source
from helpers.data._shelf.derived import derived
from helpers.data._shelf.files import read_arrays, reading, save_arrays
from helpers.data._shelf.list_arrays import read_labels, read_lists
from helpers.data._shelf.texts import (
    Texts,
    check_texts,
    convert_words,
    number_words,
    pack,
    read_words,
    unpack,
)

_FILE = "imdb.npz"
_WORDS_FILE = "imdb-words.txt"
_WORD_INDEX = "imdb_word_index.json"
_SPLITS = ("train", "test")
_ARRAYS = ("tokens", "offsets", "labels")
_SHUFFLE_SEED = 113  # Keras's own for these reviews; any would do, if always the same.

_EDITION = 3  # Part of the name of the sample's file: change it with what it holds.
_SEED = 2  # Any number will do, if it is always the same: it splits the sample.


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Imdb(Data):
    """Film reviews, label 1 for positive and 0 for negative.

    Attributes:
        train: half of the reviews, in random order, half of them positive.
        test: the other half, likewise.
        words: object (words + 1,), the word (str) of each token; `words[0]` is "".
    """

    train: Texts
    test: Texts
    words: np.ndarray

    @property
    def contents(self) -> str:
        """The number of reviews of both halves."""
        return f"{len(self.train) + len(self.test):,} reviews"


def load_imdb() -> Imdb:
    """Load film reviews labelled positive or negative.

    The sample is one half of the full data, cut into words here and split anew.
    """
    return store.load(IMDB)


def _convert(raw: Path, out: Path) -> None:
    """Turn lists of ranks into flat arrays, in shuffled order (upstream is sorted)."""
    arrays: dict[str, np.ndarray] = {}
    rng = np.random.default_rng(_SHUFFLE_SEED)
    for split in _SPLITS:
        tokens, offsets = read_lists(raw / _FILE, f"x_{split}")
        labels = read_labels(raw / _FILE, f"y_{split}", len(offsets) - 1)
        order = rng.permutation(len(labels))
        arrays |= _named(split, Texts(tokens, offsets, labels).reordered(order))
    save_arrays(out / _FILE, arrays)
    convert_words(raw / _WORD_INDEX, out / _WORDS_FILE)


def _read(folder: Path) -> Imdb:
    words = read_words(folder / _WORDS_FILE, IMDB.counts["words"])
    path = folder / _FILE
    with reading(path):
        names = (f"{split}_{array}" for split in _SPLITS for array in _ARRAYS)
        arrays = read_arrays(path, *names)
        train, test = (_texts(arrays, split) for split in _SPLITS)
        check_texts(train, IMDB.counts["train"], len(words), 2)
        check_texts(test, IMDB.counts["test"], len(words), 2)
    return Imdb(train=train, test=test, words=words, **IMDB.provenance)


def _sample() -> Imdb:
    name = f"imdb-sample-{_EDITION}-{film_reviews.edition()}.npz"
    arrays = derived(name, _write_sample, read_arrays)
    return Imdb(
        train=_texts(arrays, "train"),
        test=_texts(arrays, "test"),
        words=unpack(arrays["words"], first=""),
        source="sample",
        citation=film_reviews.CITATION,
        licence=film_reviews.LICENCE,
    )


def _write_sample(path: Path) -> None:
    """Split the reviews into two balanced halves of random order."""
    reviews, labels = film_reviews.reviews()
    tokens, offsets, words = number_words(reviews)
    texts = Texts(tokens, offsets, labels.astype(np.uint8))
    rng = np.random.default_rng(_SEED)
    of_label = [rng.permutation(np.flatnonzero(labels == label)) for label in (0, 1)]
    arrays = {"words": pack(words)}
    for half, split in enumerate(_SPLITS):
        order = np.concatenate([np.array_split(ids, 2)[half] for ids in of_label])
        arrays |= _named(split, texts.reordered(rng.permutation(order)))
    save_arrays(path, arrays)


def _named(split: str, texts: Texts) -> dict[str, np.ndarray]:
    return {f"{split}_{name}": getattr(texts, name) for name in _ARRAYS}


def _texts(arrays: dict[str, np.ndarray], split: str) -> Texts:
    return Texts(**{name: arrays[f"{split}_{name}"] for name in _ARRAYS})


IMDB = Downloaded(
    name="imdb",
    what="film reviews labelled positive or negative",
    megabytes=20.7,
    licence="research use, with citation of Maas et al. 2011",
    citation=(
        "Learning Word Vectors for Sentiment Analysis, A. L. Maas et al., 2011, "
        "https://ai.stanford.edu/~amaas/data/sentiment/."
    ),
    counts={"train": 25_000, "test": 25_000, "words": 88_584},
    files=(_FILE, _WORDS_FILE),
    sources=(
        Source(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb.npz",
            _FILE,
            "sha256:69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
        ),
        Source(
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
            "imdb_word_index.json",
            _WORD_INDEX,
            "md5:bfafd718b763782e994055a2d397834f",
        ),
    ),
    convert=_convert,
    read=_read,
    sample=_sample,
)
